"""One work under two titles, in the lists of references of one or several documents: *… on Facebook*, *… on Social Media*."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from simpul.checking.bibliography import Entry, entries, parts, surnames
from simpul.checking.documents import Document
from simpul.checking.finding import Check, Finding, Severity

ALIKE = 0.6  # share of common words of two titles


def run(documents: Sequence[Document]) -> Iterator[Finding]:
    works = [work for document in documents for work in entries(parts(document)[1]) if work.year]
    for index, work in enumerate(works):
        for other in works[:index]:
            if other.year == work.year and other.letter == work.letter and _first(other) == _first(work):
                one, two = _title(work), _title(other)
                a, b = set(_words(one)), set(_words(two))
                if a != b and len(a & b) >= 3 and len(a & b) / len(a | b) >= ALIKE:
                    yield _finding(work, other, one, two)


def _first(work: Entry) -> str:
    return next(iter(surnames(work.author)), work.author.lower())


def _title(work: Entry) -> str:
    """What stands behind the year, up to the first full stop."""
    behind = work.paragraph.text.split(str(work.year), 1)[-1].lstrip("abc).,: ")
    return re.split(r"(?<=[\w”\"])[.?!](?:\s|$)", behind)[0].strip(" “”\"'")


def _words(title: str) -> list[str]:
    return re.findall(r"\w+", title.lower())


def _finding(work: Entry, other: Entry, one: str, two: str) -> Finding:
    place = other.paragraph.place
    return Finding(
        "title", Severity.doubt, work.paragraph.place, work.paragraph.text,
        (f"“{one}” di sini, “{two}” di {place.where[0]}", f"“{one}” here, “{two}” at {place.where[1]}"),
        (f"periksa pada terbitannya: “{one}” atau “{two}”", f"look at the publication: “{one}” or “{two}”"), also=(place,),
    )  # fmt: skip


CHECK = Check(
    ("judul", "titles"),
    {"title": ("karya yang sama dengan judul berbeda", "the same work under two titles")},
    run,
)
