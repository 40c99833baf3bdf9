"""Years that do not fit each other: a range against the years listed, against the number of years, and between sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from simpul.checking.documents import Document, Sentence
from simpul.checking.finding import Check, Finding, Severity
from simpul.checking.spelled_numbers import value_of

_YEAR = r"(?:19|20)\d\d"
_RANGE = re.compile(
    rf"(?<![\w/.-])({_YEAR})\s*(?:[-–—]|s\.?d\.?|sampai(?:\s+dengan)?|hingga|to|until)\s*(?:tahun\s+)?({_YEAR})(?![\w/-])",
    re.I,
)
_LIST = re.compile(
    rf"(?<![\w/.-]){_YEAR}(?:\s*,\s*{_YEAR})*\s*,?\s*(?:dan|and|serta|&)\s*{_YEAR}(?![\w/–-])|(?<![\w/.-]){_YEAR}(?:\s*,\s*{_YEAR}){{2,}}(?![\w/–-])"
)
_SPAN = re.compile(
    rf"\b(?:selama|dalam(?:\s+kurun\s+waktu)?|kurun(?:\s+waktu)?|for|over)\s+(\w+(?:\s+(?:belas|puluh))?)\s+(?:tahun|years)(?:\s+terakhir|\s+berturut-turut)?\s*[,(]?\s*(?:yaitu|yakni|from|dari|tahun)?\s*(?={_YEAR})",
    re.I,
)
_WEEKDAY = re.compile(
    r"\b(Senin|Selasa|Rabu|Kamis|Jumat|Jum['’]at|Sabtu|Minggu|Ahad)\s*,?\s*(?:\(?(?:tanggal|tgl\.?)?\s*)(\d{1,2})\s+"
    r"(Januari|Februari|Maret|April|Mei|Juni|Juli|Agustus|September|Oktober|November|Desember)\s+(\d{4})\b", re.I
)  # fmt: skip
_DAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
_MONTHS = "januari februari maret april mei juni juli agustus september oktober november desember".split()
_COMMON = frozenset(
    "yang dan dari pada dalam dengan untuk tahun oleh selama kota magelang adalah telah juga the and for from years year city was were".split()
)


@dataclass(frozen=True)
class _Years:
    years: frozenset[int]
    printed: str
    words: frozenset[str]
    sentence: Sentence


def run(documents: Sequence[Document]) -> Iterator[Finding]:
    told: list[_Years] = []
    for document in documents:
        for paragraph in document.sentences:
            for sentence in paragraph:
                here = list(_told(sentence))
                yield from _within(sentence, here)
                yield from _spans(sentence)
                yield from _weekdays(sentence)
                for one in here:
                    yield from _against(told, one)
                told += here


def _told(sentence: Sentence) -> Iterator[_Years]:
    words = frozenset(word for word in re.findall(r"[a-z]{3,}", sentence.text.lower()) if word not in _COMMON)
    for found in _RANGE.finditer(sentence.text):
        first, last = int(found[1]), int(found[2])
        if 0 < last - first <= 12:
            yield _Years(frozenset(range(first, last + 1)), found.group(), words, sentence)
    for found in _LIST.finditer(sentence.text):
        yield _Years(frozenset(map(int, re.findall(_YEAR, found.group()))), found.group(), words, sentence)


def _within(sentence: Sentence, here: list[_Years]) -> Iterator[Finding]:
    for found in _RANGE.finditer(sentence.text):
        if int(found[2]) < int(found[1]) and re.search(r"[-–—]", found.group()):
            told = f"{found[2]}–{found[1]}"
            yield Finding(
                "years",
                Severity.error,
                sentence.place,
                sentence.text,
                (f"{found[2]} < {found[1]}",) * 2,
                (told, told),
            )
    ranges = [each for each in here if _RANGE.fullmatch(each.printed)]
    lists = [each for each in here if not _RANGE.fullmatch(each.printed)]
    if (
        len(ranges) == len(lists) == 1
        and ranges[0].years & lists[0].years
        and not lists[0].years <= ranges[0].years
    ):
        yield _finding(ranges[0], lists[0])


def _spans(sentence: Sentence) -> Iterator[Finding]:
    for found in _SPAN.finditer(sentence.text):
        years = _RANGE.match(sentence.text, found.end())
        number = int(found[1]) if found[1].isdigit() else value_of(found[1])
        if years is None or not number:
            continue
        length = int(years[2]) - int(years[1])
        if number not in (length, length + 1):
            yield Finding(
                "years", Severity.error, sentence.place, sentence.text,
                (f"{years.group()} adalah {length + 1} tahun, bukan {number}", f"{years.group()} is {length + 1} years, not {number}"),
                (f"{length + 1} tahun", f"{length + 1} years"),
            )  # fmt: skip


def _weekdays(sentence: Sentence) -> Iterator[Finding]:
    for found in _WEEKDAY.finditer(sentence.text):
        try:
            day = date(int(found[4]), _MONTHS.index(found[3].lower()) + 1, int(found[2]))
        except ValueError:
            text = f"{found[2]} {found[3]} {found[4]}"
            yield Finding(
                "date",
                Severity.error,
                sentence.place,
                sentence.text,
                (f"tidak ada tanggal {text}", f"there is no {text}"),
                ("–", "–"),
            )
            continue
        name = re.sub(r"['’]", "", found[1].lower()).replace("ahad", "minggu")
        if _DAYS[day.weekday()] != name:
            right = _DAYS[day.weekday()].capitalize()
            text = f"{found[2]} {found[3]} {found[4]}"
            yield Finding(
                "date", Severity.error, sentence.place, sentence.text,
                (f"{text} adalah hari {right}, bukan {found[1]}", f"{text} is {right}, not {found[1]}"), (right, right),
            )  # fmt: skip


def _against(told: list[_Years], one: _Years) -> Iterator[Finding]:
    """Another sentence about the same thing whose years overlap with these, and neither holds the other."""
    for other in told:
        common = len(one.words & other.words)
        alike = common >= 3 and common / min(len(one.words), len(other.words)) >= 0.6
        apart = one.years - other.years and other.years - one.years
        by_list = not (_RANGE.fullmatch(one.printed) and _RANGE.fullmatch(other.printed))
        if (
            alike
            and other.sentence != one.sentence
            and one.years & other.years
            and by_list
            and _disagree(one, other, bool(apart))
        ):
            yield _finding(one, other)
            return


def _disagree(one: _Years, other: _Years, apart: bool) -> bool:
    return apart or (len(one.words & other.words) >= 4 and len(one.years ^ other.years) == 1)


def _finding(one: _Years, other: _Years) -> Finding:
    listed = ", ".join(map(str, sorted(other.years)))
    only = ", ".join(map(str, sorted(one.years ^ other.years)))
    place = other.sentence.place
    return Finding(
        "years", Severity.doubt, one.sentence.place, one.sentence.text,
        (f"{one.printed} tidak sama dengan {other.printed} ({place.where[0]}): beda {only}", f"{one.printed} is not {other.printed} ({place.where[1]}): {only} differ"),
        (f"{listed} pada keduanya, atau {one.printed}", f"{listed} in both, or {one.printed}"), also=(place,),
    )  # fmt: skip


CHECK = Check(
    ("tahun dan tanggal", "years and dates"),
    {
        "years": ("tahun tidak cocok satu sama lain", "years do not fit each other"),
        "date": ("hari dan tanggal tidak cocok", "weekday and date do not fit"),
    },
    run,
)
