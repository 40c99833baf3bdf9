"""Paragraphs and long sentences that stand twice, to the word or nearly."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simpul.checking.documents import Document, Paragraph, Place
from simpul.checking.finding import Check, Finding, Severity, in_each

SENTENCE_WORDS = 12  # shorter ones are formulas of office
PARAGRAPH_WORDS = 25
ALIKE = 0.8  # share of common runs of four words


def look(document: Document) -> Iterator[Finding]:
    repeated: set[Place] = set()
    texts = [each for each in document.paragraphs if each.kind in ("text", "item")]
    for finding in _near(texts):
        repeated.add(finding.place)
        yield finding
    first: dict[str, Place] = {}
    again: set[str] = set()
    for paragraph in texts:
        for sentence in paragraph.sentence_texts:
            words = _words(sentence)
            if len(words) < SENTENCE_WORDS:
                continue
            key = " ".join(words)
            if key in first and key not in again and paragraph.place not in repeated:
                again.add(key)
                yield _finding(
                    sentence, paragraph.place, first[key], ("kalimat yang sama", "the same sentence")
                )
            first.setdefault(key, paragraph.place)


def _near(paragraphs: list[Paragraph]) -> Iterator[Finding]:
    """Paragraphs that share most runs of four words, and all their figures and names: a template filled anew is no repeat."""
    seen: list[tuple[set[tuple[str, ...]], tuple[frozenset[str], frozenset[str]], Place]] = []
    index: dict[tuple[str, ...], list[int]] = {}
    again: set[int] = set()
    for paragraph in paragraphs:
        words = _words(paragraph.text)
        if len(words) < PARAGRAPH_WORDS:
            continue
        runs = {tuple(words[start : start + 4]) for start in range(len(words) - 3)}
        shared: dict[int, int] = {}
        for run in runs:
            for other in index.get(run, ()):
                shared[other] = shared.get(other, 0) + 1
        said = _figures_and_names(paragraph.text)
        for other, common in shared.items():
            if common / len(runs | seen[other][0]) >= ALIKE and said == seen[other][1]:
                share = round(100 * common / len(runs | seen[other][0]))
                told = (
                    f"{share} % rangkaian empat kata sama",
                    f"{share}% of runs of four words are the same",
                )
                if other not in again:  # once: what stands many times is a form
                    again.add(other)
                    yield _finding(paragraph.text, paragraph.place, seen[other][2], told)
                break
        for run in runs:
            index.setdefault(run, []).append(len(seen))
        seen.append((runs, said, paragraph.place))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _figures_and_names(text: str) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(re.findall(r"\d+", text)), frozenset(re.findall(r"(?<=[a-z,] )[A-Z]\w+", text))


def _finding(text: str, place: Place, first: Place, told: tuple[str, str]) -> Finding:
    return Finding(
        "repeated", Severity.doubt, place, text,
        (f"{told[0]} seperti di {first.where[0]}", f"{told[1]} as at {first.where[1]}"),
        ("hapus salah satu, atau tulis isi yang seharusnya", "take one out, or write what should stand here"),
        also=(first,),
    )  # fmt: skip


CHECK = Check(
    ("pengulangan", "repeats"),
    {"repeated": ("paragraf atau kalimat berulang", "a paragraph or sentence stands twice")},
    in_each(look),
)
