"""In a real browser: drop an export, watch a study being made, open a number down to its posts."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from simpul.desk.insight import tasks
from simpul.desk.insight.models import State, Study

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from simpul.desk.people.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.usefixtures("as_person")
def test_from_an_export_to_the_posts_behind_a_number(
    page: Page, people: dict[str, User], enter: Callable[[Page, User], None], exported: Any, settings: Any, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    settings.ROOT, settings.MEDIA_ROOT = tmp_path, tmp_path / "desk-uploads"
    page.set_default_timeout(90_000)
    enter(page, people["analyst"])
    page.goto("/impor/")
    page.get_by_label("Tarik berkas ke sini, atau pilih").set_input_files([exported.reference])
    page.get_by_label("buku kerja rujukan").check()
    page.get_by_role("button", name="Masukkan", exact=True).click()
    page.get_by_text("selesai", exact=True).wait_for()

    page.goto("/impor/")
    files = [
        file
        for file in sorted(Path(exported.exports).iterdir())
        if file.name.startswith(("facebook", "instagram"))
    ]
    page.get_by_label("Tarik berkas ke sini, atau pilih").set_input_files(files)
    assert f"{len(files)} berkas" in page.locator("#dipilih").inner_text()
    page.get_by_role("button", name="Masukkan", exact=True).click()
    page.get_by_role("heading", name="Yang masuk").wait_for()

    queued: list[int] = []
    monkeypatch.setattr(type(tasks.make_study), "enqueue", lambda task, *args: queued.extend(args))
    page.goto("/kajian/")
    page.get_by_label("Judul").fill("Kajian pertama")
    page.get_by_role("button", name="Mulai", exact=True).click()
    page.get_by_text("menunggu giliran").wait_for()
    Study.objects.update(state=State.RUNNING, stage="label", done=1, of=4)
    page.locator("li.now", has_text="Memahami teks").wait_for()  # the page renewed itself
    page.goto("about:blank")
    Study.objects.update(state=State.QUEUED, stage="")
    tasks.make_study.func(queued[0])

    page.goto("/kajian/kajian-pertama/")
    page.get_by_role("link", name="Lihat hasilnya").click()
    page.locator("a.stat[data-finding]").first.click()
    page.get_by_role("heading", name="Di balik angka ini").wait_for()
    assert re.search(r"/angka/\w+/", page.url)
    assert page.locator("#bukti article.post").count() > 0
