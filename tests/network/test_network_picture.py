"""The picture for print: nothing covers a name, few words are needed, nobody is shown who may not be."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simpul.network.analyse import analyse
from simpul.network.drawing import drawing
from simpul.network.label_places import Box, place_labels
from simpul.network.picture import AREA, ARROWS, LINES, draw, place_names, write_png
from simpul.network.text_width import shortened, width
from simpul.network.words import WORDS, number, speaker

SVG = "{http://www.w3.org/2000/svg}"


def village(count: int, ties: int, seed: int = 0) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Parts with centres of their own; every second node is a citizen."""
    chance = np.random.default_rng(seed)
    start = chance.integers(0, count, ties)
    centre = start % 8
    end = np.where(chance.random(ties) < 0.6, centre, chance.integers(0, count, ties))
    table = pl.DataFrame({"source": [f"n{i}" for i in start], "target": [f"n{i}" for i in end]})
    kinds = ["agency" if i % 2 else "citizen" for i in range(count)]
    people = pl.DataFrame({"id": [f"n{i}" for i in range(count)], "kind": kinds, "name": [f"Orang {i}" for i in range(count)]})  # fmt: skip
    return table, analyse(table, people, layout_nodes=500).nodes


SMALL, MIDDLE, LARGE = village(20, 40), village(300, 900), village(5000, 12_000)


def texts(svg: str) -> list[str]:
    return [each.text or "" for each in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("network", [SMALL, MIDDLE, LARGE], ids=["small", "middle", "large"])
def test_no_name_covers_another_or_leaves_the_paper(network: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    drawn = drawing(*network, AREA, speaker("id"))
    names = place_names(drawn)
    assert len(names) >= 8
    boxes = [box for box, _, _ in names.values()]
    for i, one in enumerate(boxes):
        assert one.left >= AREA.left and one.right <= AREA.right and one.bottom <= AREA.bottom
        for other in boxes[:i]:
            assert one.right <= other.left or other.right <= one.left or one.bottom <= other.top or other.bottom <= one.top  # fmt: skip
    for box, name, size in names.values():
        assert box.right - box.left == pytest.approx(width(name, size))


@pytest.mark.parametrize("network", [SMALL, MIDDLE], ids=["small", "middle"])
def test_no_circle_covers_another(network: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    drawn = drawing(*network, AREA, speaker("id"))
    radius = drawn.nodes["radius"].to_numpy()
    apart = np.hypot(*(drawn.places[:, None] - drawn.places[None]).transpose(2, 0, 1))
    short = radius[:, None] + radius[None] - apart
    np.fill_diagonal(short, -1)
    assert short.max() < 0.5


def test_area_tells_ties() -> None:
    nodes = drawing(*MIDDLE, AREA, speaker("id")).nodes
    area = nodes["radius"].to_numpy() ** 2
    slope = np.polyfit(nodes["ties"].to_numpy(), area, 1)
    assert np.allclose(np.polyval(slope, nodes["ties"].to_numpy()), area)


@pytest.mark.parametrize(
    ("network", "marks"), [(SMALL, ARROWS * 3), (MIDDLE, 700), (LARGE, 400)], ids=["small", "middle", "large"]
)
def test_it_is_well_formed_and_small(network: tuple[pl.DataFrame, pl.DataFrame], marks: int) -> None:
    svg = draw(*network, title="Judul & <isi>", source="survei", made=date(2025, 3, 1))
    assert svg == draw(
        *[table.clone() for table in network], title="Judul & <isi>", source="survei", made=date(2025, 3, 1)
    )
    assert len(svg) < 400_000
    told = texts(svg)
    assert told[0] == "Judul & <isi>"
    assert told[-1] == "Sumber: survei · Dibuat 1 Maret 2025 dengan Simpul"
    assert len(list(ElementTree.fromstring(svg).iter())) < marks


def test_lines_arrows_or_bands() -> None:
    for network, mark, count in ((SMALL, "url(#head)", ARROWS), (MIDDLE, 'stroke-width=".8"', LINES)):
        drawn = drawing(*network, AREA, speaker("id"))
        assert drawn.lines.height <= count
        assert mark in draw(*network, title="t")
    assert drawing(*LARGE, AREA, speaker("id")).lines.height > LINES
    assert "Bands" in " ".join(texts(draw(*LARGE, title="t", language="en")))


def test_citizens_have_no_name_and_groups_are_called_as_said() -> None:
    svg = draw(*SMALL, title="t", groups={0: "bantuan beras"})
    told = " ".join(texts(svg))
    assert "bantuan beras" in told and "Orang 1" in told
    citizens = SMALL[1].filter(kind="citizen")
    assert citizens.height > 3
    for name, id in citizens.select("name", "id").rows():
        assert name not in texts(svg) and id not in told.split()


def test_a_table_without_kinds_is_called_by_its_ids() -> None:
    ties = pl.DataFrame({"source": ["Pak RT", "Bu Kader"], "target": ["Bu Kader", "Lurah"]})
    assert {"Pak RT", "Bu Kader", "Lurah"} <= set(texts(draw(ties, analyse(ties).nodes, title="t")))


def test_households_are_squares_and_never_single() -> None:
    ties = pl.DataFrame({"source": ["rt", "rt"], "target": ["households/1/poor", "kader"]})
    nodes = analyse(ties).nodes.with_columns(
        kind=pl.Series(["household_group", "agency", "agency"]), n=pl.Series([7, None, None]), poor=pl.Series([True, None, None]),
        name=pl.Series([None, "Kader", "Ketua RT"]),
    )  # fmt: skip
    svg = draw(ties, nodes, title="t")
    assert "7 keluarga miskin" in texts(svg) and "lima atau lebih" in " ".join(texts(svg))
    assert svg.count("<rect") == 2
    with pytest.raises(ValueError, match="household is never exported"):
        draw(ties, nodes.with_columns(kind=pl.lit("household")), title="t")


def test_more_nodes_than_paper_holds_are_said_to_be_hidden() -> None:
    drawn = drawing(*MIDDLE, AREA, speaker("id"), most=100)
    assert (drawn.nodes.height, drawn.total) == (100, MIDDLE[1].height)
    assert drawn.nodes["ties"].min() >= 2
    assert drawn.lines["source"].max() < 100  # type: ignore[operator]


def test_few_nodes() -> None:
    empty = pl.DataFrame(schema={"source": pl.String, "target": pl.String})
    assert "Tidak ada simpul untuk digambar" in texts(draw(empty, analyse(empty).nodes, title="t"))
    pair = pl.DataFrame({"source": ["a"], "target": ["b"]})
    assert {"a", "b"} <= set(texts(draw(pair, analyse(pair).nodes, title="t")))
    with pytest.raises(ValueError, match="without x and y"):
        draw(pair, pl.DataFrame({"id": ["a", "b"]}), title="t")


def test_pixels_for_print(tmp_path: Path) -> None:
    write_png(tmp_path / "n.png", draw(*SMALL, title="t"))
    head = (tmp_path / "n.png").read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")) == (2970, 2100)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=30), min_size=2, max_size=4, unique=True), st.text(max_size=40))
def test_any_names_and_title(names: list[str], title: str) -> None:
    ties = pl.DataFrame({"source": names[:-1], "target": names[1:]})
    nodes = pl.DataFrame({"id": names, "x": np.linspace(0, 1, len(names)), "y": 0.5})
    drawn = ElementTree.fromstring(draw(ties, nodes, title=title, source=title))
    assert drawn.tag == "{http://www.w3.org/2000/svg}svg"
    assert len(drawn.findall(".//{*}circle")) >= len(names)


def test_widths_are_those_of_helvetica() -> None:
    assert width("A", 1000) == 667 and width("i", 1000) == 222 and width("A", 1000, bold=True) == 722
    assert width("é", 10) == width("e", 10)
    assert (
        shortened("Dinas Sosial", 40, 10).endswith("…") and width(shortened("Dinas Sosial", 40, 10), 10) <= 40
    )


def test_a_name_that_finds_no_place_is_left_out() -> None:
    places, radius = np.array([[50.0, 50.0], [50.0, 51.0]]), np.array([5.0, 5.0])
    tight = Box(40, 40, 160, 61)
    found = place_labels(places, radius, np.array([0, 1]), np.array([90.0, 90.0]), 12.0, tight, 5)
    assert list(found) == [0]


def test_both_languages_say_the_same_with_their_numbers() -> None:
    for pair in WORDS.values():
        fields = [sorted(part.split("}")[0] for part in words.split("{")[1:]) for words in pair]
        assert fields[0] == fields[1]
    assert [number(12345.678, each) for each in ("id", "en")] == ["12.300", "12,300"]
    assert [number(0.12345, each) for each in ("id", "en")] == ["0,123", "0.123"]
    assert number(None, "id") == "–" and number(20_000, "id") == "20.000"
