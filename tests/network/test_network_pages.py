"""The page to explore and the page of groups: complete, safe for any text, and without anyone who may not be named."""

from __future__ import annotations

import json
import re
from datetime import date
from html import unescape
from pathlib import Path

import networkx as nx
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simpul.network.analyse import analyse
from simpul.network.definitions import DEFINITIONS, told
from simpul.network.figure import Figure
from simpul.network.group_page import group_page
from simpul.network.page import page
from simpul.network.words import number

CAVES = nx.connected_caveman_graph(5, 6)
TIES = pl.DataFrame(
    [(f"n{a}", f"n{b}") for a, b in CAVES.edges], schema=["source", "target"], orient="row"
).with_columns(weight=2.0)
PEOPLE = pl.DataFrame(
    {
        "id": [f"n{i}" for i in range(30)],
        "kind": ["citizen" if i % 3 == 0 else "agency" for i in range(30)],
        "name": [f"Kantor {i}" for i in range(30)],
        "pillar": ["pemerintah" if i < 20 else "warga" for i in range(30)],
    }
)
FOUND = analyse(TIES, PEOPLE)
PAGE = page(TIES, FOUND.nodes, title="Jejaring", source="survei", made=date(2025, 3, 1))


def data(text: str) -> dict:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.S)
    assert found is not None
    return json.loads(found[1])


def words(text: str) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<(script|style).*?</\1>", " ", text, flags=re.S)))


def test_everything_measured_is_on_the_page() -> None:
    content = data(PAGE)
    assert len(content["name"]) == len(content["x"]) == 30
    assert len(content["ends"]) == 2 * TIES.height
    assert content["attributes"]["pillar"]["values"] == ["pemerintah", "warga"]
    assert content["attributes"]["pillar"]["codes"].count(0) == 20
    assert {"ties", "betweenness", "constraint", "pagerank"} <= set(content["measures"])
    by_name = dict(zip(content["name"], content["measures"]["betweenness"], strict=True))
    for row in FOUND.nodes.filter(kind="agency").to_dicts():
        assert by_name[row["name"]] == pytest.approx(row["betweenness"], rel=1e-4)


def test_citizens_are_there_without_name_or_id() -> None:
    content = data(PAGE)
    assert content["name"].count("tanpa nama") == content["unnamed"].count(1) == 10
    for text in (PAGE, group_page(TIES, FOUND.nodes, FOUND.summary, title="t")):
        for row in PEOPLE.filter(kind="citizen").to_dicts():
            assert not re.search(rf"\b{row['name']}\b", text)
            assert not re.search(rf"\b{row['id']}\b", text)


def test_pages_ask_nobody_for_anything() -> None:
    for text in (PAGE, group_page(TIES, FOUND.nodes, FOUND.summary, title="t")):
        assert "default-src 'none'" in text
        assert not re.search(r"""(src|href)\s*=\s*["']?\w""", text)
        assert "http" not in text.replace("http-equiv", "")


def test_single_households_are_refused() -> None:
    homes = FOUND.nodes.with_columns(kind=pl.lit("household"))
    for make in (
        lambda: page(TIES, homes, title="t"),
        lambda: group_page(TIES, homes, FOUND.summary, title="t"),
    ):
        with pytest.raises(ValueError, match="household is never exported"):
            make()


def test_groups_their_members_and_the_ties_between_them() -> None:
    values = pl.DataFrame({"community": [0, 0, 0], "value": ["#bansos", "beras", "dinsos.go.id/x"], "count": 1.0, "z": 3.0})  # fmt: skip
    text = group_page(TIES, FOUND.nodes, FOUND.summary, title="t", values=values, language="en")
    read = re.sub(r"\s+", " ", words(text))
    assert read.count("Most turned to") == FOUND.communities.height == 5
    assert "Hashtags #bansos Links dinsos.go.id/x Words beras" in read
    cells = [int(each.replace(",", "")) for each in re.findall(r'rgba\(0,114,178,[\d.]+\)">([\d,]+)', text)]
    assert sum(cells) == TIES.height
    inside = [int(each) for each in re.findall(r"(\d+) ties inside", text)]
    assert inside == [cells[at * 6] for at in range(5)]  # the diagonal of five by five
    members = FOUND.nodes.filter(community=0, kind="agency").filter(pl.col("degree_in") > 0)
    best = members.sort("degree_in", "id", descending=[True, False])["name"][0]
    assert f"<ol><li>{best} <span>" in text


def test_figures_come_with_definition_and_accuracy() -> None:
    rows = {row.name: row for row in told(FOUND.summary, "en")}
    assert rows["Nodes"].value == "30" and rows["Density"].error == f"{TIES.height} / 870"
    assert rows["E-I index (pillar)"].means == DEFINITIONS["ei"].means[1]
    assert rows["Modularity"].error == "exact"
    unknown = told({"transitivity": Figure(None), "betweenness_error": Figure(0.01), "centralisation_betweenness": Figure(0.4)}, "id")  # fmt: skip
    assert [(row.value, row.error) for row in unknown] == [("–", "–"), ("0,4", "± 0,01")]
    assert number(0.0000892, "en") == "0.0000892"


def test_an_empty_network() -> None:
    empty = pl.DataFrame(schema={"source": pl.String, "target": pl.String})
    found = analyse(empty)
    assert data(page(empty, found.nodes, title="t"))["name"] == []
    assert "–" in group_page(empty, found.nodes, found.summary, title="t")


@settings(max_examples=20, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=12), min_size=2, max_size=4, unique=True))
def test_no_text_breaks_out_of_its_element(names: list[str]) -> None:
    names = [f"</script><b>{name}" for name in names]
    ties = pl.DataFrame({"source": names[:-1], "target": names[1:]})
    nodes = pl.DataFrame({"id": names, "x": 0.5, "y": 0.5, "community": 0, "degree_in": 1, "degree_out": 1})
    text = page(ties, nodes, title=names[0])
    assert sorted(data(text)["name"]) == sorted(names)
    assert text.count("</script>") == 2 and "<b>" not in text
    assert "<b>" not in group_page(ties, nodes, {}, title=names[0])


# --- in a browser -----------------------------------------------------------------------------------------


@pytest.fixture
def browser(chromium: object) -> object:
    return chromium


@pytest.mark.browser
def test_exploring_by_hand_and_by_keyboard(browser, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "n.html").write_text(PAGE, "utf-8")
    tab = browser.new_page(viewport={"width": 1280, "height": 900})
    asked: list[str] = []
    wrong: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    tab.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None)
    tab.goto((tmp_path / "n.html").as_uri())
    name = data(PAGE)["name"]
    spot = tab.evaluate("simpul.at(4)")
    tab.locator("#canvas").click(position={"x": spot[0], "y": spot[1]})
    assert tab.locator("#card h2").inner_text() == name[tab.evaluate("simpul.chosen()")]
    tab.locator("#around").click()
    assert 2 <= tab.evaluate("simpul.shown()") < 30
    tab.locator("#whole").click()
    assert tab.evaluate("simpul.shown()") == 30
    tab.locator("#search").fill("kantor 7")
    assert tab.locator("#card h2").inner_text() == "Kantor 7"
    tab.select_option("#colour", "pillar")
    assert re.sub(r"\s+", " ", tab.locator("#legend").inner_text()).strip() == "pemerintah (20) warga (10)"
    tab.select_option("#size", "betweenness")
    tab.locator("#canvas").focus()
    scale = tab.evaluate("simpul.scale()")
    tab.keyboard.press("+")
    assert tab.evaluate("simpul.scale()") == pytest.approx(1.3 * scale)
    tab.keyboard.press("Escape")
    assert tab.locator("#card").is_hidden()
    tab.keyboard.press("n")
    assert tab.evaluate("simpul.chosen()") == 0
    assert wrong == [] and asked == [(tmp_path / "n.html").as_uri()]
    tab.close()


@pytest.mark.browser
@pytest.mark.parametrize("make", ["page", "groups"])
def test_a_phone_is_wide_enough(browser, tmp_path: Path, make: str) -> None:  # type: ignore[no-untyped-def]
    text = PAGE if make == "page" else group_page(TIES, FOUND.nodes, FOUND.summary, title="Jejaring kota")
    (tmp_path / "n.html").write_text(text, "utf-8")
    tab = browser.new_page(viewport={"width": 390, "height": 844})
    tab.goto((tmp_path / "n.html").as_uri())
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    nameless = tab.eval_on_selector_all(
        "canvas, button, input, select, [role=region]",
        "all => all.filter(one => !one.ariaLabel && !one.labels?.length && !one.innerText).map(one => one.outerHTML.slice(0, 80))",
    )
    assert nameless == []
    tab.close()
