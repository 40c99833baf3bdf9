"""Jejaring: what leaves the study is groups and institutions only, and the picture can be walked through."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from django.test import Client
from django.urls import reverse

from simpul.desk.insight.networks import SIZES, layers_of
from simpul.network.groups import LEAST
from simpul.report.study import Study

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db
LAYERS = ("online", "survey")
OF_PERSONS = {"online": ("citizen", "community", "broker"), "survey": ("household", "person")}
GROUPED = {"online": OF_PERSONS["online"], "survey": ("household",)}


def layer_of(client: Client, layer: str) -> tuple[str, dict[str, Any]]:
    answer = client.get(reverse("insight:network_data", args=[layer]))
    assert answer.status_code == 200
    text = answer.content.decode()
    return text, json.loads(text)


def nodes_of(root: Path, layer: str) -> pl.DataFrame:
    return pl.read_parquet(root / "tables" / "nodes.parquet").filter(layer=layer)


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_holds_no_pseudonym_and_no_id_of_a_person(
    layer: str, study: Any, signed_in: Callable[[str], Client]
) -> None:
    hidden = nodes_of(study.path, layer).filter(pl.col("kind").is_in(OF_PERSONS[layer]))["id"].to_list()
    assert len(hidden) > 500  # there is something to leak

    text, found = layer_of(signed_in("leader"), layer)

    assert [id for id in hidden if id in text] == []
    assert "~" not in text
    assert {key for node in found["nodes"] for key in node} == {
        "label", "kind", "n", "x", "y", "community", "pillar", "role", *SIZES,
    }  # fmt: skip


@pytest.mark.parametrize("layer", LAYERS)
def test_citizens_and_households_stand_in_groups_of_five_and_more(
    layer: str, study: Any, signed_in: Callable[[str], Client]
) -> None:
    members = nodes_of(study.path, layer).filter(pl.col("kind").is_in(GROUPED[layer])).height

    found = layer_of(signed_in("leader"), layer)[1]

    groups = [node["n"] for node in found["nodes"] if node["kind"] == "group"]
    assert min(groups) >= LEAST
    assert sum(groups) == members
    assert [node for node in found["nodes"] if node["kind"] in GROUPED[layer]] == []


def test_a_study_of_an_older_format_has_no_layers(study: Any, tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    pl.read_parquet(study.path / "tables" / "nodes.parquet").drop("layer").write_parquet(
        tmp_path / "tables" / "nodes.parquet"
    )
    assert (layers_of(Study(tmp_path)), layers_of(Study(study.path))) == ([], list(LAYERS))


def test_institutions_have_the_numbers_of_the_nodes_table(
    study: Any, signed_in: Callable[[str], Client]
) -> None:
    names = Study(study.path, "id").accounts
    told = nodes_of(study.path, "online").filter(~pl.col("kind").is_in(OF_PERSONS["online"]))
    expected = sorted(
        (names[row["id"]], *(row[size] for size in SIZES)) for row in told.iter_rows(named=True)
    )

    found = layer_of(signed_in("leader"), "online")[1]

    single = [node for node in found["nodes"] if node["kind"] != "group"]
    assert sorted((node["label"], *(node[size] for size in SIZES)) for node in single) == expected


def test_files_to_take_along_hold_no_pseudonym(study: Any, signed_in: Callable[[str], Client]) -> None:
    assert "~" in (study.path / "network.gexf").read_text("utf-8")  # the study's own file would leak
    shown = signed_in("researcher").get(reverse("insight:network")).content.decode()
    links = [reverse("insight:download_study", args=[study.slug, kind]) for kind in ("gexf", "graphml")]
    assert [link for link in links if link not in shown] == []
    for link in links:
        file = signed_in("researcher").get(link).content
        assert b":~" not in file
        assert b"citizen" not in file
    assert links[0] not in signed_in("leader").get(reverse("insight:network")).content.decode()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_picture_is_drawn_finds_a_node_and_fits_a_phone(
    page: Page, people: Any, study: Any, enter: Callable[..., None]
) -> None:
    from django.contrib.staticfiles import finders

    from simpul.desk.insight.views.network import BUNDLE

    if finders.find(BUNDLE) is None:
        pytest.skip("the picture's script is not built: make setup")
    enter(page, people["leader"])
    page.goto("/jejaring/")
    page.locator("#jejaring[data-ready]").wait_for()
    assert page.locator("#jejaring canvas").count() >= 3
    name = page.locator("#nama option").first.get_attribute("value") or ""
    page.get_by_label("Cari").fill(name)
    page.get_by_label("Cari").press("Enter")
    page.get_by_text(f"{name}: ").wait_for()
    page.get_by_role("button", name="Tampilkan semua").click()
    assert page.locator("#terpilih").inner_text() == ""

    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/jejaring/")
    page.locator("#jejaring[data-ready]").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
