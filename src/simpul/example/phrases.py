"""The sentences of the example city: frames with slots, expanded once into a bank that rows draw from by index."""

from __future__ import annotations

import random
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

FILES = ("needs.txt", "talk.txt", "offices.txt")
REGISTERS = {"f": "formal", "c": "colloquial", "j": "ngoko", "k": "krama"}
INTENTS = {"c": "complaint", "q": "question", "r": "request", "a": "appreciation", "i": "information", "o": "other"}  # fmt: skip
FALLBACK = {"f": "fckj", "c": "cfjk", "j": "jckf", "k": "kjfc"}  # where a topic has no sentence in a register
VARIANTS = 32  # of one frame: other fillings, other spellings
ANSWERABLE = ("complaint", "question", "request")


class Frame(NamedTuple):
    """One sentence with slots and what it means, as written in the text files."""

    voice: str
    need: str  # sub-need such as N01.2, or empty
    issue: str
    register: str  # one letter
    intent: str
    on_behalf: bool
    sarcasm: bool
    text: str

    @property
    def topic(self) -> str:
        """Top issue and need category, such as `1/N05` or `2/-`."""
        return f"{self.issue.partition('.')[0]}/{self.need.partition('.')[0] or '-'}"


@cache
def frames() -> list[Frame]:
    """All sentence frames, in the order of the files."""
    return [frame for name in FILES for frame in _read(_data(name))]


def _read(text: str) -> Iterator[Frame]:
    voice = need = issue = ""
    for line in text.splitlines():
        if line.startswith("=="):
            voice, need, issue = line[2:].split()
        elif found := re.fullmatch(r"([fcjk])([cqraio])([*~]*) (.+)", line):
            register, intent, flags, sentence = found.groups()
            yield Frame(
                voice,
                "" if need == "-" else need,
                issue,
                register,
                INTENTS[intent],
                "*" in flags,
                "~" in flags,
                sentence,
            )
        elif line and not line.startswith("#"):
            raise ValueError(f"not a frame: {line}")


@cache
def edges() -> dict[str, Any]:
    """What stands before and behind a sentence: `edges.toml`."""
    return tomllib.loads(_data("edges.toml"))


def _data(name: str) -> str:
    return resources.files("simpul.example").joinpath(name).read_text("utf-8")


class Bank:
    """All sentences, by topic (voice and subject, such as `citizen 1/N05`) and register, and what each of them means.

    `truth` has a row per sentence: frame, issue, need, sub_need, intent, register, on_behalf, sarcasm. The bank is the same in every run.
    """

    def __init__(self) -> None:
        chance = random.Random(20260101)
        groups: dict[tuple[str, str], dict[str, list[tuple[str, int]]]] = {}
        for number, frame in enumerate(frames()):
            sentences = groups.setdefault((frame.voice, frame.topic), defaultdict(list))[frame.register]
            sentences += [(text, number) for text in _variants(frame, chance)]
        self.topics = list(groups)
        self._spans = np.zeros((len(groups), len(REGISTERS), 2), dtype=np.int64)
        ordered: list[tuple[str, int]] = []
        for topic, registers in enumerate(groups.values()):
            spans = {}
            for letter, sentences in registers.items():
                spans[letter] = (len(ordered), len(sentences))
                ordered += sentences
            for at, letter in enumerate(REGISTERS):
                self._spans[topic, at] = next(spans[near] for near in FALLBACK[letter] if near in spans)
        self.texts = pl.Series("text", [text for text, _ in ordered])
        self.truth = _truth([number for _, number in ordered])
        self.answerable: NDArray[np.bool_] = self.truth["intent"].is_in(list(ANSWERABLE)).to_numpy()

    def draw(self, topic: NDArray[Any], register: NDArray[Any], u: NDArray[np.float64]) -> NDArray[np.int64]:
        """One sentence per row: `topic` indexes `topics`, `register` the letters of REGISTERS, `u` lies in [0, 1).

        A topic without a sentence in the register is said in the nearest register that has one.
        """
        start, length = np.moveaxis(self._spans[topic, register], -1, 0)
        return np.asarray(start + (u * length).astype(np.int64))


@cache
def bank() -> Bank:
    return Bank()


def _truth(numbers: list[int]) -> pl.DataFrame:
    table = pl.DataFrame(frames(), schema=list(Frame._fields), orient="row").select(
        pl.int_range(pl.len()).alias("frame"),
        "issue",
        pl.when(pl.col("need") != "").then(pl.col("need").str.slice(0, 3)).alias("need"),
        pl.when(pl.col("need") != "").then("need").alias("sub_need"),
        "intent",
        pl.col("register").replace_strict(REGISTERS),
        "on_behalf",
        "sarcasm",
    )
    return table[numbers]


# --- one frame in many spellings ---------------------------------------------------------------------------


def _variants(frame: Frame, chance: random.Random) -> list[str]:
    """Up to VARIANTS different sentences of one frame, in a fixed order."""
    found: dict[str, None] = {}
    for _ in range(VARIANTS):
        text = _fill(frame, chance)
        if frame.voice in ("citizen", "reply", "chat", "outside", "community") and frame.register != "f":
            text = _noise(text, frame.register, chance)
        found[text] = None
    return list(found)


def _fill(frame: Frame, chance: random.Random) -> str:
    def filler(slot: re.Match[str]) -> str:
        if slot[1] == "opd":  # known only when the agency is
            return slot[0]
        words = _fillers()[slot[1]]
        return _pick(words.get(frame.register) or words["all"], chance)

    return re.sub(r"\{(\w+)\}", filler, frame.text)


@cache
def _fillers() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(_data("fillers.toml"))


def _pick(words: list[str], chance: random.Random) -> str:
    return words[int(chance.random() * len(words))]


def _noise(text: str, register: str, chance: random.Random) -> str:
    """Colloquial spelling: short forms, digits for doubling, drawn-out vowels, now and then a slip of the finger."""
    short = edges()["short"]
    if register == "c":
        text = re.sub(
            r"\w+", lambda word: _pick(short[word[0]], chance) if word[0] in short and chance.random() < 0.4 else word[0], text
        )  # fmt: skip
    if chance.random() < 0.5:
        text = re.sub(r"\b(\w+)-\1\b", r"\g<1>2", text)
    if chance.random() < 0.12:
        text = re.sub(r"([aeiou])$", lambda last: last[1] * (2 + int(chance.random() * 3)), text)
    if chance.random() < 0.08:
        text = _slip(text, chance)
    if chance.random() < 0.04:
        text = text.upper()
    return text


def _slip(text: str, chance: random.Random) -> str:
    """Two neighbouring letters of one longer word change places."""
    words = list(re.finditer(r"[a-z]{7,}", text))
    if not words:
        return text
    word = words[int(chance.random() * len(words))]
    at = word.start() + 2 + int(chance.random() * (len(word[0]) - 4))
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


# --- what stands around a sentence -------------------------------------------------------------------------


@dataclass(frozen=True)
class Edge:
    """Openings or endings of one voice by register: index ranges in one list of strings."""

    strings: pl.Series
    start: NDArray[np.int64]
    length: NDArray[np.int64]

    def draw(self, register: NDArray[Any], u: NDArray[np.float64]) -> NDArray[np.int64]:
        return np.asarray(self.start[register] + (u * self.length[register]).astype(np.int64))


@cache
def edge(side: str, voice: str) -> Edge:
    """The edge of `open` or `close` of a voice; registers in the order of REGISTERS, missing ones say nothing."""
    lists = edges()[side].get(voice, {})
    strings = [lists.get(letter) or lists.get("all") or [""] for letter in REGISTERS]
    lengths = np.array([len(each) for each in strings])
    return Edge(pl.Series([text for each in strings for text in each]), np.cumsum(lengths) - lengths, lengths)
