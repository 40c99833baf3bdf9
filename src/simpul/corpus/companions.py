"""The files that lie beside a file: some exports come in parts that are only together one thing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from simpul.corpus.source import UNREADABLE, Source, sources

HOLDS = r"nodes?|edges?|links?|vertices|vertex|people|ties|simpul|hubungan|orang|tabel|table|\W|_"


def beside(source: Source) -> Iterator[Source]:
    """The other files of the same folder, of the disk or of the same ZIP, that end alike, in order of their names."""
    if source.member is None:
        paths = sorted(path for path in source.path.parent.iterdir() if path.suffix.lower() == source.suffix)
        found = [Source(path, None, source.root) for path in paths if path.is_file()]
    else:
        folder = PurePosixPath(source.member).parent
        found = [
            Source(other.path, other.member, source.root)
            for other in sources([source.path])
            if other.member and PurePosixPath(other.member).parent == folder and other.suffix == source.suffix
        ]
    yield from (other for other in found if other != source and _opens(other))


def of_one_name(source: Source, others: list[Source]) -> list[Source]:
    """Those of several companions that belong to the file: the only one, else those whose names differ from its own by no more than what
    they hold (`desa.nodes.csv`, `desa.edges.csv`)."""
    return others if len(others) < 2 else [other for other in others if _stem(other) == _stem(source)]


def _stem(source: Source) -> str:
    name = PurePosixPath(source.name.replace("!", "/")).name.lower()
    return re.sub(HOLDS, "", name)


def _opens(source: Source) -> bool:
    try:
        return bool(source.head)
    except UNREADABLE:
        return False
