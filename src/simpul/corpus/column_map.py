"""Column maps: a small TOML file that says which column of a table holds what (docs/adding-a-format.md)."""

from __future__ import annotations

import re
import tomllib
import zoneinfo
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from simpul.corpus import headers
from simpul.corpus.records import METRICS, POST_KINDS
from simpul.corpus.rejects import FileRefused
from simpul.corpus.source import Source

FORM = "generic_table"
NAME = "simpul.toml"  # a map for all tables of its folder
RECORD = (
    "id", "platform", "kind", "author", "author_id", "author_name", "parent", "root", "shared",
    "parent_author", "shared_author", "text", "created_at", "url", "place", "links", "hashtags", "mentions", "media",
)  # fmt: skip
LISTS = ("links", "hashtags", "mentions")


def _text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


RULES: dict[str, Callable[[Any], bool]] = {  # every key that a map may have, and what its value must be
    "platform": _text,
    "kind": lambda value: value in POST_KINDS,
    **{f"columns.{name}": _text for name in RECORD},
    "times.format": lambda value: _text(value) and "%" in value,
    "times.zone": lambda value: value in zoneinfo.available_timezones(),
    "times.day_first": lambda value: isinstance(value, bool),
    "lists.separator": _text,
}
METRIC = re.compile(r"metrics\.[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class ColumnMap:
    """Which column holds what. `columns` maps names of RECORD, `metrics` metric names, to columns of the file."""

    columns: dict[str, str]
    metrics: dict[str, str] = field(default_factory=dict)
    platform: str | None = None  # where the file has no such column
    kind: str = "post"
    time_format: str | None = None  # strftime
    zone: str | None = None
    day_first: bool | None = None
    separator: str = "|"  # within a cell that holds a list

    def sources(self) -> list[str]:
        """The file's columns that the map uses, each once."""
        return list(dict.fromkeys([*self.columns.values(), *self.metrics.values()]))


def beside(source: Source) -> Path | None:
    """The map of a file: `<file name>.toml` beside it, else `simpul.toml` in its folder.

    For a member of a ZIP both are looked for beside the ZIP.
    """
    for path in (source.path.with_name(f"{source.path.name}.toml"), source.path.with_name(NAME)):
        if path != source.path and path.is_file():
            return path
    return None


def own_names(columns: Iterable[str]) -> ColumnMap | None:
    """The map of a table that already has our record names as its header; None if it has not enough of them."""
    columns = list(columns)
    found = headers.fields(FORM, columns)
    if not {"id", "platform", "author", "text", "created_at"} <= set(found):
        return None
    return ColumnMap(
        found, {name: name for name in METRICS if name in columns and name not in found.values()}
    )


def load(path: Path) -> ColumnMap:
    """The map in a TOML file; raises FileRefused(`map_invalid`) with the key that is wrong as its column."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        line = re.search(r"line (\d+)", str(problem))
        raise _wrong(path, f"line {line[1]}" if line else "TOML") from problem
    return _parse(content, path)


def _parse(content: dict[str, Any], path: Path) -> ColumnMap:
    given: dict[str, Any] = {}
    for key, value in content.items():
        given |= (
            {f"{key}.{inner}": v for inner, v in value.items()} if isinstance(value, dict) else {key: value}
        )
    for key, value in given.items():
        rule = _text if METRIC.fullmatch(key) else RULES.get(key)
        if rule is None or not rule(value):
            raise _wrong(path, key)
    if not {"columns.id", "columns.text"} & set(given):
        raise _wrong(path, "columns.text")
    if not {"platform", "columns.platform"} & set(given):
        raise _wrong(path, "platform")
    return ColumnMap(
        columns=content["columns"],
        metrics=content.get("metrics", {}),
        platform=given.get("platform"),
        kind=given.get("kind", "post"),
        time_format=given.get("times.format"),
        zone=given.get("times.zone"),
        day_first=given.get("times.day_first"),
        separator=given.get("lists.separator", "|"),
    )


def _wrong(path: Path, key: str) -> FileRefused:
    return FileRefused("map_invalid", column=f"{path.name}: {key}")
