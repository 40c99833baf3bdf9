"""One person's key, one example city, its exports and its study, made once for every test that looks at the whole."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:  # a test of one room need not wait for all others
    from playwright.sync_api import Browser

    from simpul.example import City, Written

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
]  # fmt: skip
SCALE = 0.2  # 6,000 posts


@pytest.fixture(scope="session")
def person(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of somebody who runs Simpul: a key, and folders of their own."""
    home = tmp_path_factory.mktemp("person")
    return {
        "SIMPUL_KEY": base64.b64encode(bytes(range(32))).decode(),
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_CACHE_HOME": str(home / "cache"),
    }


@pytest.fixture
def as_person(person: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """This process runs as that person."""
    for name, value in person.items():
        monkeypatch.setenv(name, value)


@pytest.fixture(scope="session")
def city() -> City:
    from simpul.example import generate

    return generate(seed=0, scale=SCALE)


@pytest.fixture(scope="session")
def exported(city: City, tmp_path_factory: pytest.TempPathFactory) -> Written:
    """The city's exports, survey and reference workbook, with all planted faults."""
    from simpul.example import write

    return write(city, tmp_path_factory.mktemp("kota"))


@pytest.fixture(scope="session")
def studied(exported: Written, person: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the city's study, report included."""
    from simpul.report import write_report
    from simpul.study import Request, run

    out = tmp_path_factory.mktemp("studi") / "hasil"
    with pytest.MonkeyPatch.context() as patch:
        for name, value in person.items():
            patch.setenv(name, value)
        run(
            Request(
                out=out, paths=(exported.exports,), survey=exported.survey, reference=exported.reference, basis="group-consent"
            )
        )  # fmt: skip
        write_report(out)
    return out


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of a process, which can have but one; skips where there is none."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: apt install chromium")
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: make setup")
    with pytest.MonkeyPatch.context() as patch, sync_api.sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps a loop in this thread
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()
