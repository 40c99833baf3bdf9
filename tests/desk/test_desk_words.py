"""Every word of the desk is there in English: what templates and code say is translated, and the compiled catalogues are current."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

import simpul.desk

DESK = Path(simpul.desk.__file__).parent
ROOMS = ("people", "affairs", "insight", "needs")
CALLS = {
    "_",
    "gettext",
    "gettext_lazy",
    "gettext_noop",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
}
SAID = re.compile(r"""\b(?:n|p)?gettext(?:_lazy)?\(\s*u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""", re.DOTALL)
NAMES = re.compile(r"%\((\w+)\)s|\{(\w*)\}")


def sources(room: str) -> list[Path]:
    """The files whose words belong to a room; of the desk itself, all that belongs to no room."""
    if room != "desk":
        return sorted([*(DESK / room).rglob("*.py"), *(DESK / room).rglob("*.html")])
    own = [*DESK.glob("*.py"), *(DESK / "templates").rglob("*.html"), *(DESK / "templatetags").glob("*.py")]
    return sorted([*own, *(DESK / "management").rglob("*.py")])


def said(path: Path) -> Iterator[str]:
    """What a file asks to be translated."""
    text = path.read_text("utf-8")
    if path.suffix == ".html":
        yield from (ast.literal_eval(found) for found in SAID.findall(templatize(text)))
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            first = node.args[1 if node.func.id.startswith("p") else 0]
            assert isinstance(first, ast.Constant) or path.parent.name == "commands", (
                f"{path}: {ast.unparse(node)}"
            )
            if isinstance(first, ast.Constant):
                yield str(first.value)


def catalogue(room: str) -> Path:
    folder = DESK if room == "desk" else DESK / room
    return folder / "locale" / "en" / "LC_MESSAGES" / "django.po"


@pytest.mark.parametrize("room", ["desk", *ROOMS])
def test_all_that_is_said_is_there_in_english(room: str) -> None:
    with catalogue(room).open("rb") as file:
        po = read_po(file, locale="en")
    english: dict[str, tuple[str, ...]] = {}
    for message in po:
        source = message.id[0] if isinstance(message.id, tuple) else message.id
        given = message.string if isinstance(message.string, tuple) else (message.string,)
        english[source] = () if message.fuzzy or not all(given) else given

    wanted = {word for path in sources(room) for word in said(path)} - {""}

    assert {word for word in wanted if not english.get(word)} == set()
    assert set(english) - wanted - {""} == set(), "no longer said"
    torn = {w: e for w in wanted for e in english[w] if set(NAMES.findall(w)) != set(NAMES.findall(e))}
    assert torn == {}


@pytest.mark.parametrize("room", ["desk", *ROOMS])
def test_the_compiled_catalogue_is_current(room: str) -> None:
    with catalogue(room).open("rb") as source, catalogue(room).with_suffix(".mo").open("rb") as compiled:
        assert pairs(read_mo(compiled)) == pairs(read_po(source, locale="en"))


def pairs(found: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
    def forms(words: object) -> tuple[str, ...]:
        return (words,) if isinstance(words, str) else tuple(words)  # type: ignore[arg-type]

    return {forms(message.id): forms(message.string) for message in found if message.id}
