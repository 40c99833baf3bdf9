"""Parts that do not add up to their whole: *120 peserta terdiri dari 80 perempuan dan 50 laki-laki*; shares that pass 100 %."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simpul.checking.documents import Document, Paragraph, Sentence
from simpul.checking.finding import Check, Finding, Severity, in_each
from simpul.checking.numbers import Number
from simpul.checking.rounding import meets
from simpul.checking.skeleton import at, gap, pattern, sign, skeleton
from simpul.checking.telling import Figure, Figures, tell

_MADE_OF = (
    r"(?:terdiri\s+(?:dari|atas)|terbagi\s+(?:menjadi|atas)|dengan\s+rincian|rinciannya|yakni|yaitu|meliputi|mencakup|"
    r"consist(?:s|ing)?\s+of|compris(?:es|ing)|made\s+up\s+of|namely)"
)
_WHOLE = pattern(
    rf"{sign('n', 'w')}(?!\s*\S*\s*masing-masing){gap(7)}[,(:]?\s*(?:yang\s+|that\s+)?{_MADE_OF}\s*:?(?P<parts>.*)"
)
_OF_WHICH = pattern(
    rf"^\s*(?:dari|of)\s{gap(4)}{sign('n', 'w')}{gap(6)},(?P<parts>.*\b(?:sisanya|selebihnya|the\s+rest|the\s+remaining)\b.*)"
)
_TOTAL = pattern(
    rf"(?P<parts>{sign('n', 'a')}[^.;:]{{0,240}}?)(?:,|\bdan|\bsehingga|\bdengan|\(|\bfor|\bmaking)\s*(?:dengan\s+|sehingga\s+|a\s+)?"
    rf"(?:totalnya|total(?:\s+(?:of|keseluruhan|seluruhnya))?|jumlah\s+(?:total|seluruhnya|keseluruhan)|jumlahnya|berjumlah|seluruhnya)"
    rf"(?:\s+(?:adalah|menjadi|sebanyak|sebesar|is))?\s*{sign('n', 'w')}"
)
_PARTIAL = re.compile(
    r"\b(?:antara lain|di antaranya|diantaranya|termasuk|masing-masing|setiap|per|including|each|among them|minimal)\b",
    re.I,
)
_REST = re.compile(r"\b(?:sisanya|selebihnya|the rest|the remaining|remainder)\b", re.I)
_MEASURES = frozenset(
    "kg gram liter meter m ha km hari jam menit bulan tahun kali ton hektare days hours months years times rounds".split()
)
_SIGN = re.compile(r"⟦([npdy])(\d+)⟧")


def look(document: Document) -> Iterator[Finding]:
    for paragraph in document.sentences:
        for sentence in paragraph:
            signs = skeleton(sentence)
            yield from _wholes(sentence, signs)
            yield from _shares(sentence, signs)
    yield from _lists(document)


def _wholes(sentence: Sentence, signs: str) -> Iterator[Finding]:
    for shape in (_WHOLE, _OF_WHICH, _TOTAL):
        for match in shape.finditer(signs):
            if _PARTIAL.search(match["parts"]) or _PARTIAL.search(
                match.group()[: match.group().find(match["parts"])]
            ):
                continue
            whole = at(sentence, match, "w")
            parts = _counts(sentence, match["parts"])
            finding = _add_up(sentence, whole, parts)
            if finding:
                yield finding
                return


def _counts(sentence: Sentence, text: str) -> list[Number]:
    """The counts of an enumeration; what stands in brackets or after a dash explains a part and is none."""
    text = re.sub(r"\([^)]*\)", " ", text)
    clause = re.split(
        r"[;]|(?<!\d)\.\s|,\s*(?:sedangkan|sementara|while|serta\s+didampingi|dengan|selama|pada)\b", text
    )[0]
    return [sentence.numbers[int(index)] for kind, index in _SIGN.findall(clause) if kind == "n"]


def _add_up(sentence: Sentence, whole: Number, parts: list[Number]) -> Finding | None:
    alike = all(part.money == whole.money and part.unit not in _MEASURES for part in parts)
    if len(parts) < 2 or not alike or whole.unit in _MEASURES or whole.value <= 0:
        return None
    low, high = sum(part.low for part in parts), sum(part.high for part in parts)
    total = sum(part.value for part in parts)
    if meets(low, high, whole.low, whole.high):
        return None
    if not 0.6 <= total / whole.value <= 1.67 or max(part.value for part in parts) > whole.value * 1.2:
        return None  # 17 kelurahan yang terdiri atas 5 RT …: not parts of this whole
    if len(parts) > 2 and meets(low - parts[0].high, high - parts[0].low, parts[0].low, parts[0].high):
        return None  # a part, then the parts of that part
    return _finding(sentence, whole, parts, total)


def _finding(sentence: Sentence, whole: Number, parts: list[Number], total: float) -> Finding:
    same = len({part.scale for part in (*parts, whole)}) == 1
    scale = whole.scale if same else 1.0
    decimals = max(part.decimals for part in (*parts, whole)) if same else None
    joined = [
        " + ".join(Figure(part.value / scale, decimals).shown(mark) for part in parts) for mark in (",", ".")
    ]
    gap_left = whole.value - total
    figures: Figures = {"pi": joined[0], "pe": joined[1], "t": Figure(total / scale, decimals), "w": Figure(whole.value / scale, decimals),
               "d": Figure(abs(gap_left) / scale, decimals)}  # fmt: skip
    return Finding(
        "sum", Severity.error, sentence.place, sentence.text,
        tell(("{pi} = {t}, bukan {w}", "{pe} = {t}, not {w}"), **figures),
        tell(("{t}; atau satu bagian " + ("lebih besar" if gap_left > 0 else "lebih kecil") + " {d}",
              "{t}; or one part " + ("more" if gap_left > 0 else "less") + " by {d}"), **figures),
    )  # fmt: skip


def _shares(sentence: Sentence, signs: str) -> Iterator[Finding]:
    """An enumeration of percentages that is nearly, but not, a hundred; or that says it is whole (*sisanya*)."""
    if _PARTIAL.search(sentence.text) or re.search(r"⟦p\d+⟧[^⟦]*\b(?:dari|menjadi|ke|to)\s*⟦", signs):
        return
    percents = [each for each in sentence.numbers if each.kind == "percent"]
    whole = _REST.search(sentence.text) is not None
    if len(percents) < (2 if whole else 3) or any(each.about or each.value < 0 for each in percents):
        return
    if whole and not re.search(rf"{_REST.pattern}[^⟦.;]*⟦[np]", signs, re.I):
        return
    total = sum(each.value for each in percents)
    slack = sum(each.half for each in percents)
    if meets(total - slack, total + slack, 100, 100) or not (80 if whole else 96.5) <= total <= (
        130 if whole else 103.5
    ):
        return
    if not whole and not _enumerated(signs):
        return
    if any(each.kind == "year" for each in sentence.numbers) and not whole:
        return
    joined = [
        " + ".join(Figure(each.value, each.decimals).shown(mark) for each in percents) for mark in (",", ".")
    ]
    decimals = max(each.decimals for each in percents)
    figures: Figures = {
        "pi": joined[0],
        "pe": joined[1],
        "t": Figure(total, decimals),
        "d": Figure(abs(100 - total), decimals),
    }
    yield Finding(
        "percent_sum", Severity.error if whole else Severity.doubt, sentence.place, sentence.text,
        tell(("{pi} = {t} %, bukan 100 %", "{pe} = {t}%, not 100%"), **figures),
        tell(("satu bagian " + ("kurang" if total > 100 else "lebih") + " {d} poin", "one part " + ("less" if total > 100 else "more") + " by {d} points"), **figures),
    )  # fmt: skip


def _enumerated(signs: str) -> bool:
    """Whether percentages follow each other as the parts of one list, the last with *dan*."""
    return bool(
        re.search(r"⟦p\d+⟧[^⟦.;:]*,[^⟦.;:]*⟦p\d+⟧[^⟦.;:]*(?:,?\s*(?:dan|serta|and))[^⟦.;:]*⟦p\d+⟧", signs)
    )


def _lists(document: Document) -> Iterator[Finding]:
    """*320 keluarga, terdiri dari:* and a list with a count in each item."""
    paragraphs = list(document.paragraphs)
    for index, head in enumerate(paragraphs):
        items = _items_after(paragraphs, index)
        if not head.text.rstrip().endswith(":") or len(items) < 2 or not re.search(_MADE_OF, head.text, re.I):
            continue
        decimal = document.marks[document.language_at(head)]
        sentence = Sentence(head.text.split(". ")[-1], head.place, decimal)
        wholes = [each for each in sentence.numbers if each.kind == "count"]
        firsts = [
            next((n for n in Sentence(item.text, item.place, decimal).numbers if n.kind == "count"), None)
            for item in items
        ]
        parts = [each for each in firsts if each]
        if len(wholes) == 1 and len(parts) == len(items) and not _PARTIAL.search(head.text):
            finding = _add_up(sentence, wholes[0], parts)
            if finding:
                yield finding


def _items_after(paragraphs: list[Paragraph], index: int) -> list[Paragraph]:
    items = []
    for each in paragraphs[index + 1 :]:
        if each.kind != "item":
            break
        items.append(each)
    return items


CHECK = Check(
    ("jumlah bagian", "sums of parts"),
    {
        "sum": ("bagian tidak berjumlah sama dengan keseluruhan", "parts do not add up to the whole"),
        "percent_sum": ("persentase tidak berjumlah 100", "percentages do not add up to 100"),
    },
    in_each(look),
)
