"""Views kept on disk, as those of many posts are: the same findings, and nothing left behind."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from city_tables import START, at
from random_city import DAYS, random_city

from simpul.measures import material as room
from simpul.measures.computing import findings
from simpul.measures.material import Material
from simpul.measures.registry import views
from simpul.measures.series import series
from simpul.measures.shelf import UNFINISHED, Shelf
from simpul.study.folder import Folder


def test_views_on_disk_give_the_same_as_views_in_memory(
    material: Material, shown: pl.DataFrame, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(room, "IN_MEMORY", 0)
    written = Material(random_city().tables(), START, at(days=DAYS), folder=tmp_path)
    assert findings(written).equals(shown)
    assert series(written).equals(series(material))
    for view in views().values():
        assert written.read(view).equals(material.read(view)), view.name
    (folder,) = tmp_path.iterdir()
    assert {path.stem for path in folder.iterdir()} >= set(views())
    written.release()
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_goes_when_a_study_is_made_again(tmp_path: Path) -> None:
    shelf = Shelf(on_disk=True, folder=tmp_path)
    assert [path.name.startswith(UNFINISHED) for path in tmp_path.iterdir()] == [True]
    Folder(tmp_path).clear()
    assert list(tmp_path.iterdir()) == []
    shelf.clear()
