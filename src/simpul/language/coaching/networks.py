"""Length and form on each network, as networks.csv gives them with date and source."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from simpul.language.coaching.cues import shown
from simpul.language.coaching.draft import Draft
from simpul.language.coaching.finding import Finding, Pair
from simpul.language.coaching.reasons import REASONS
from simpul.language.tables import table

FORMAL, LIGHT = "formal", "light"
_PARAGRAPH = 400  # characters that want a line break
_SHOUT = re.compile(r"\b[A-Z][A-Z'’]+\b(?:[^\w\n]+[A-Z][A-Z'’]+\b){2,}")
_LONG_CAPITALS = 7  # letters: a shout, not a row of abbreviations
_MODIFIERS = frozenset([0x200D, 0xFE0E, 0xFE0F, *range(0x1F3FB, 0x1F400)])


class UnknownNetwork(ValueError):
    """Raised for a network that networks.csv does not know; `problem` says so in Indonesian and English."""

    def __init__(self, name: str) -> None:
        known = ", ".join(networks())
        self.problem: Pair = (
            f"Jaringan {name} tidak dikenal. Pilih: {known}.",
            f"The network {name} is not known. Choose one of: {known}.",
        )
        super().__init__(self.problem[1])


@dataclass(frozen=True)
class Network:
    """What a network allows, and what reads well on it. None: no limit, or not known."""

    id: str
    name: str
    limit: int | None
    counting: str  # characters, weighted (as X counts), graphemes
    visible: int | None  # characters shown before "more"
    hashtags_most: int | None
    hashtags_good: int
    links_work: bool
    link_length: int | None  # characters that any link counts for
    emoji_good: int
    tone: str  # formal, light, warm
    valid_from: str
    source: str


@cache
def networks() -> dict[str, Network]:
    """All networks by id."""
    return {
        row["network"]: Network(
            row["network"], row["name"], _number(row["limit"]), row["counting"], _number(row["visible"]),
            _number(row["hashtags_most"]), int(row["hashtags_good"]), row["links_work"] == "yes",
            _number(row["link_length"]), int(row["emoji_good"]), row["tone"], row["valid_from"], row["source"],
        )
        for row in table("networks").iter_rows(named=True)
    }  # fmt: skip


def network_of(name: str | None) -> Network | None:
    """The network of this id, or None for None. Raises UnknownNetwork."""
    if name is None or name in networks():
        return networks()[name] if name else None
    raise UnknownNetwork(name)


def length(draft: Draft, network: Network) -> int:
    """The draft's length as the network counts it."""
    return sum(_weights(draft, network))


def form(draft: Draft, network: Network | None) -> Iterator[Finding]:
    """What does not fit the network's form, and what reads badly on any."""
    yield from _capitals(draft)
    if network is None:
        return
    yield from _too_long(draft, network)
    yield from _hidden(draft, network)
    yield from _hashtags(draft, network)
    if not network.links_work:
        for start, end in draft.links:
            said = (f"{network.name}: pindahkan ke bio atau stiker tautan, dan tulis \"tautan di bio\".", f"{network.name}: put it into the bio or a link sticker, and write so.")  # fmt: skip
            yield _finding("link_dead", start, end, draft, said)
    yield from _emoji(draft, network)
    if len(draft.text.strip()) > _PARAGRAPH and "\n" not in draft.text.strip():
        said = ("Beri baris kosong di antara bagian: kabar, caranya, ajakan.", "Put empty lines between the parts: news, how to, invitation.")  # fmt: skip
        yield _finding("line_breaks", len(draft.text), len(draft.text), draft, said)


def _number(cell: str | None) -> int | None:
    return int(cell) if cell else None


def _weights(draft: Draft, network: Network) -> list[int]:
    """What each character of the draft counts for."""
    if network.counting == "weighted":  # developer.x.com/en/docs/counting-characters
        weights = [_weight(character) for character in draft.text]
    elif network.counting == "graphemes":
        weights = [0 if _continues(draft.text, i) else 1 for i in range(len(draft.text))]
    else:
        weights = [1] * len(draft.text)
    if network.link_length:
        for start, end in draft.links:
            weights[start:end] = [network.link_length, *[0] * (end - start - 1)]
    return weights


def _weight(character: str) -> int:
    code = ord(character)
    if code in _MODIFIERS:
        return 0
    single = (
        code <= 0x10FF or 0x2000 <= code <= 0x200D or 0x2010 <= code <= 0x201F or 0x2032 <= code <= 0x2037
    )
    return 1 if single else 2


def _continues(text: str, i: int) -> bool:
    """Whether a character belongs to the picture or letter before it."""
    if i == 0:
        return False
    return ord(text[i]) in _MODIFIERS or text[i - 1] == "\u200d" or unicodedata.combining(text[i]) > 0


def _too_long(draft: Draft, network: Network) -> Iterator[Finding]:
    if network.limit is None or length(draft, network) <= network.limit:
        return
    total, cut = 0, len(draft.text)
    for i, weight in enumerate(_weights(draft, network)):
        total += weight
        if total > network.limit:
            cut = i
            break
    whole = length(draft, network)
    said = (
        f"{network.name}: {whole} dari {network.limit} karakter. Buang {whole - network.limit}, atau bagi menjadi utas.",
        f"{network.name}: {whole} of {network.limit} characters. Take out {whole - network.limit}, or make a thread.",
    )
    yield _finding("too_long", cut, cut, draft, said)


def _hidden(draft: Draft, network: Network) -> Iterator[Finding]:
    """Where or when is said, but only after what shows at once."""
    if network.visible is None or len(draft.text) <= network.visible:
        return
    places = [draft.words[match.first].start for cue in ("where", "until") for _, match in shown(draft, cue)]
    if not places or min(places) < network.visible:
        return
    said = (
        f"{network.name}: taruh inti kabar (apa, di mana, kapan) di {network.visible} karakter pertama.",
        f"{network.name}: put what, where and when into the first {network.visible} characters.",
    )
    yield _finding("hidden_start", network.visible, network.visible, draft, said)


def _hashtags(draft: Draft, network: Network) -> Iterator[Finding]:
    allowed = (
        network.hashtags_good
        if network.hashtags_most is None
        else min(network.hashtags_good, network.hashtags_most)
    )
    if len(draft.hashtags) > allowed:
        start = draft.hashtags[allowed][0]
        said = (
            f"{network.name}: {len(draft.hashtags)} tagar; cukup {allowed}.",
            f"{network.name}: {len(draft.hashtags)} hashtags; {allowed} will do.",
        )
        yield _finding("hashtags", start, start, draft, said)


def _emoji(draft: Draft, network: Network) -> Iterator[Finding]:
    pictures = [i for i, c in enumerate(draft.text) if _is_picture(c) and not _continues(draft.text, i)]
    if len(pictures) > network.emoji_good:
        start = pictures[network.emoji_good]
        said = (
            f"{network.name}: {len(pictures)} emoji; cukup {network.emoji_good}.",
            f"{network.name}: {len(pictures)} emoji; {network.emoji_good} will do.",
        )
        yield _finding("emoji", start, start, draft, said)


def _is_picture(character: str) -> bool:
    return ord(character) >= 0x2190 and unicodedata.category(character) == "So"


def _capitals(draft: Draft) -> Iterator[Finding]:
    for match in _SHOUT.finditer(draft.text):
        if any(len(word) >= _LONG_CAPITALS for word in re.findall(r"[A-Z]+", match[0])):
            said = ("Pakai huruf biasa; tebalkan satu kata saja bila perlu.", "Use ordinary letters; stress one word at most.")  # fmt: skip
            yield _finding("capitals", *match.span(), draft, said)


def _finding(code: str, start: int, end: int, draft: Draft, suggestion: Pair) -> Finding:
    reason = REASONS[code]
    return Finding(code, reason.severity, start, end, draft.text[start:end], reason.why, suggestion)
