"""Twenty pages of correct official texts raise at most two alarms, and other genres none."""

from __future__ import annotations

from pathlib import Path

import pytest

from simpul.checking import check, read

PAGES = sorted((Path(__file__).parent / "pages").glob("*.md"))


def test_official_pages_raise_at_most_two_alarms() -> None:
    texts = [path for path in PAGES if not path.name.startswith("other_")]
    assert sum(len(path.read_text("utf-8").split()) for path in texts) >= 7_000
    alarms = [finding for path in texts for finding in check([read(path)])]
    assert [(finding.code, finding.sentence) for finding in alarms] == []
    assert check([read(path) for path in texts]) == []  # nor held against each other


@pytest.mark.parametrize(
    "path", [path for path in PAGES if path.name.startswith("other_")], ids=lambda path: path.stem
)
def test_other_genres_raise_none(path: Path) -> None:
    assert [(finding.code, finding.sentence) for finding in check([read(path)])] == []
