"""The labelled sentences of masking, and how well they are masked: precision and recall per kind of mark."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import polars as pl

from simpul.corpus.handles import account_keys, phone_numbers
from simpul.corpus.masking import mask
from simpul.corpus.pseudonyms import pseudonym

KEY = bytes(range(32))
NAMED = frozenset({"pemkotcontoh"})
MARK = re.compile(
    r"\[(NIK|KK|email|rekening|nomor|tautan akun|alamat|nama anak)\]|\[(telepon)\]@~[a-z2-7]{26}|(@)~[a-z2-7]{26}"
)
ANNOTATION = re.compile(r"\{([^|{}]+)\|([^{}]*)\}")
NOT_CAUGHT = "# should be masked, and is not"  # what follows is outside of what masking claims


class Sentence(NamedTuple):
    platform: str
    text: str
    expected: str
    claimed: bool  # masking claims to do this; else it stands among its limits


class Score(NamedTuple):
    labelled: int
    marked: int
    right: int

    @property
    def precision(self) -> float:
        return self.right / self.marked

    @property
    def recall(self) -> float:
        return self.right / self.labelled


def mention(handle: str, platform: str = "x") -> str:
    return "@~" + pseudonym(handle, KEY, f"account:{platform}")


def telephone(written: str) -> str:
    return "[telepon]" + mention(phone_numbers(pl.Series([written]))[0], "whatsapp")


def sentences() -> list[Sentence]:
    lines = (Path(__file__).parent / "masking_sentences.tsv").read_text(encoding="utf-8").splitlines()
    rows, claimed = [], True
    for line in lines:
        claimed &= not line.startswith(NOT_CAUGHT)
        if line.startswith("#"):
            continue
        platform, text = line.split("\t")

        def marked(found: re.Match[str], platform: str = platform) -> str:
            if found[1] == "@":
                return mention(account_keys(pl.Series([found[2].lstrip("@")]), platform)[0], platform)
            return telephone(found[2]) if found[1] == "telepon" else f"[{found[1]}]"

        rows.append(Sentence(platform, ANNOTATION.sub(r"\2", text), ANNOTATION.sub(marked, text), claimed))
    return rows


def scores() -> dict[str, Score]:
    """By kind, over all sentences, those among the limits included. A mark is right where the text before it is right too."""
    labelled, marked, right = Counter[str](), Counter[str](), Counter[str]()
    for sentence in sentences():
        got = mask(pl.Series([sentence.text]), sentence.platform, KEY, NAMED)[0]
        wanted, found = _marks(sentence.expected), _marks(got)
        labelled.update(kind for kind, *_ in wanted.elements())
        marked.update(kind for kind, *_ in found.elements())
        right.update(kind for kind, *_ in (wanted & found).elements())
    return {kind: Score(labelled[kind], marked[kind], right[kind]) for kind in sorted(labelled | marked)}


def _marks(text: str) -> Counter[tuple[str, str, str]]:
    """Each mark with its kind and what stands around it."""
    found = [(m[1] or m[2] or m[3], m) for m in MARK.finditer(text)]
    return Counter((kind, MARK.sub("", text[: m.start()]), m[0]) for kind, m in found)
