"""The report in a real browser: everything is drawn, everything opens, nothing is fetched, and a phone is wide enough."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from simpul.report import write_report

pytestmark = pytest.mark.browser
sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: make setup")


HARMLESS = (
    'WARN Dropping "fit-y"'  # Vega-Lite tells that charts with a row per name are as high as their rows
)


class Seen:
    """A page, what it asked the network for, and what it complained about."""

    def __init__(self, page: sync_api.Page) -> None:
        self.page = page
        self.asked: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._hear)

    def _hear(self, said: sync_api.ConsoleMessage) -> None:
        if said.type in ("error", "warning") and not said.text.startswith(HARMLESS):
            self.complaints.append(said.text)


@pytest.fixture(scope="module")
def browser(chromium: sync_api.Browser) -> sync_api.Browser:
    return chromium


@pytest.fixture(scope="module", params=["id", "en"])
def report(
    request: pytest.FixtureRequest,
    studied: Path,
    person: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """The same study in either language."""
    folder = tmp_path_factory.mktemp(request.param) / "studi"
    shutil.copytree(studied, folder, ignore=shutil.ignore_patterns("corpus"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", person["XDG_CACHE_HOME"])
        return write_report(folder, request.param)


@pytest.fixture(scope="module")
def desk(browser: sync_api.Browser, report: Path) -> Iterator[Seen]:
    """On a desk's screen, drawn."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    seen = Seen(page)
    page.goto(report.as_uri())
    page.wait_for_function(
        "document.querySelectorAll('.chart').length === document.querySelectorAll('.chart svg').length"
    )
    yield seen
    page.close()


def test_nothing_is_fetched_and_nothing_complains(desk: Seen, report: Path) -> None:
    outside = [url for url in desk.asked if url != report.as_uri() and not url.startswith(("data:", "blob:"))]
    assert outside == []
    assert desk.complaints == []


def test_every_chart_is_drawn_in_its_place(desk: Seen) -> None:
    charts = desk.page.eval_on_selector_all(
        ".chart", "all => all.map(one => [one.id, one.querySelectorAll('svg').length, one.querySelectorAll('svg path, svg circle').length])"
    )  # fmt: skip
    assert {
        "chart-issues",
        "chart-months",
        "chart-answers",
        "chart-voices",
        "chart-coverage",
        "chart-sources",
    } <= {name for name, *_ in charts}
    assert all(drawings == 1 and marks > 3 for _, drawings, marks in charts)
    wider = desk.page.eval_on_selector_all(
        ".chart",
        "all => all.filter(one => one.querySelector('svg').getBoundingClientRect().width > one.clientWidth + 1).map(one => one.id)",
    )
    assert wider == []


def test_a_number_leads_to_its_measure_with_formula_and_counts(desk: Seen, report: Path) -> None:
    page = desk.page
    card = page.locator('[data-measure="response_rate"]').first
    shown = card.inner_text().strip()
    measure = page.locator("#m-response_rate")
    assert measure.get_attribute("open") is None
    card.click()
    assert measure.get_attribute("open") is not None
    assert measure.locator(".value").inner_text() == shown
    said = {"id": "100 · dijawab / perlu dijawab", "en": "100 · answered / answerable"}
    assert said[page.get_attribute("html", "lang") or ""] in measure.locator("dd").first.inner_text()
    found = {
        f["id"].split("@")[0]: f
        for f in json.loads((report.parent / "findings.json").read_bytes())
        if f["subject"]["kind"] == "corpus"
    }
    digits = measure.locator('[data-cell="2"]').inner_text().replace(".", "").replace(",", "")
    assert int(digits) == found["response_rate"]["n"]


def test_a_subject_can_be_chosen_by_keyboard_and_changes_the_values(desk: Seen) -> None:
    page = desk.page
    value = page.locator("#m-response_rate .value")
    page.select_option("#subject", "corpus:all")
    whole = value.inner_text()
    page.focus("#subject")
    assert page.evaluate("document.activeElement.id") == "subject"
    page.select_option("#subject", "agency:disdukcapil")
    assert value.inner_text() not in (whole, "–")
    page.select_option("#subject", "agency:bapperida")
    assert value.inner_text().startswith("0")
    page.select_option("#subject", "platform:whatsapp")
    assert value.inner_text() == "–"
    assert page.locator("#m-response_rate .value").get_attribute("class") == "value none"
    page.select_option("#subject", "corpus:all")


def test_a_printed_code_opens_its_figure(desk: Seen, report: Path) -> None:
    page = desk.page
    values = json.loads(page.locator("#values").text_content() or "")
    code = values["agency:dinsos"]["response_rate"][6]
    page.fill("#kode", code.lower())
    assert page.locator("#m-response_rate").get_attribute("open") is not None
    assert page.input_value("#subject") == "agency:dinsos"
    assert page.locator('#m-response_rate [data-cell="6"]').inner_text() == code
    absent = page.locator("#kode-note").get_attribute("data-absent")
    page.fill("#kode", "ZZZZZZ")
    assert page.locator("#kode-note").inner_text() == absent
    page.select_option("#subject", "corpus:all")
    linked = page.locator("#jawaban td [data-code]", has_text="%").first
    page.locator("#jawaban details").evaluate("one => { one.open = true }")
    linked.click()
    card = page.locator("#m-response_rate")
    assert card.locator('[data-cell="6"]').inner_text() == linked.get_attribute("data-code")
    assert card.locator(".value").inner_text() == linked.inner_text()
    page.select_option("#subject", "corpus:all")


def test_the_keyboard_reaches_navigation_figures_and_details(browser: sync_api.Browser, report: Path) -> None:
    page = browser.new_page()
    page.goto(report.as_uri())
    reached = []
    for _ in range(400):
        page.keyboard.press("Tab")
        name = "(() => { const e = document.activeElement; return e.id || e.dataset.measure || e.tagName + '.' + e.className; })()"
        reached.append(page.evaluate(name))
        if reached[-1] == "subject":
            break
    assert reached[0] == "A.skip"
    assert {"response_rate", "SUMMARY.", "DIV.scroll", "subject"} <= set(reached)
    page.locator("figure details summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("figure details").first.get_attribute("open") is not None
    page.close()


def test_landmarks_headings_and_names_are_there(desk: Seen, report: Path) -> None:
    page = desk.page
    assert page.evaluate("document.documentElement.lang") == report.parent.parent.name.rstrip("0123456789")
    assert [page.locator(landmark).count() for landmark in ("header", "nav", "main", "h1")] == [1, 1, 1, 1]
    levels = page.eval_on_selector_all("h1, h2, h3", "all => all.map(one => +one.tagName[1])")
    assert levels[0] == 1 and all(
        after - before <= 1 for before, after in zip(levels, levels[1:], strict=False)
    )
    nameless = page.eval_on_selector_all(
        "[role=img], [role=region], nav, select, section",
        "all => all.filter(one => !one.ariaLabel && !one.labels?.length && !document.getElementById(one.getAttribute('aria-labelledby'))).map(one => one.outerHTML.slice(0, 80))",
    )  # fmt: skip
    assert nameless == []


@pytest.mark.parametrize("width", [320, 390])
def test_a_phone_shows_it_without_scrolling_sideways(
    browser: sync_api.Browser, report: Path, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 844}, device_scale_factor=1)
    seen = Seen(page)
    page.goto(report.as_uri())
    page.wait_for_function(
        "document.querySelectorAll('.chart').length === document.querySelectorAll('.chart svg').length"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(
        "[...document.querySelectorAll('.chart svg')].every(one => one.getBoundingClientRect().right <= innerWidth)"
    )
    assert seen.complaints == []
    page.close()


def test_it_can_be_read_without_scripts(browser: sync_api.Browser, report: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(report.as_uri())
    assert page.locator("noscript .warn").is_visible()
    assert page.locator("figure details table tbody tr").count() > 30
    context.close()
