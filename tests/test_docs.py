"""The documents tell the truth about the code."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from typer import Typer

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


@pytest.fixture(scope="module")
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build", ROOT / "docs" / "build.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_data_dictionary_is_current(build: ModuleType) -> None:
    assert (ROOT / "docs" / "data.md").read_text("utf-8") == build.data_dictionary(), "run `make docs`"


def test_the_page_of_formats_is_current() -> None:
    from simpul.corpus.format_cards import page

    assert (ROOT / "docs" / "formats.md").read_text("utf-8") == page(), "run `make docs`"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?://|#|mailto:)([^)#]+)", page.read_text("utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_command_stands_in_both_guides() -> None:
    from simpul.cli import app

    commands = {f"{group}{command}" for group, command in _commands(app)}
    for guide in ("panduan.md", "user-guide.md"):
        text = (ROOT / "docs" / guide).read_text("utf-8")
        assert {
            name for name in commands if f"simpul {name}" not in text and f"make {name}" not in text
        } == set()


def _commands(app: Typer, group: str = "") -> Iterator[tuple[str, str]]:
    """Each command with the name of its group before it."""
    for command in app.registered_commands:
        if command.callback:
            yield group, command.name or command.callback.__name__
    for part in app.registered_groups:
        if part.typer_instance:
            yield from _commands(
                part.typer_instance, f"{group}{part.name} " if isinstance(part.name, str) else group
            )


def test_every_room_of_the_plan_exists_and_every_room_stands_in_it() -> None:
    plan = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    rooms = {path.parent.name for path in (ROOT / "src" / "simpul").glob("*/__init__.py")}
    assert {room for room in rooms if not re.search(rf"^    .*\b{room}\b", plan, re.MULTILINE)} == set()
