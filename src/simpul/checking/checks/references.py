"""Works cited but not listed, and listed but not cited. A text without a list of references is not judged."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simpul.checking.bibliography import Citation, Entry, citations, entries, numbers_cited, parts, surnames
from simpul.checking.documents import Document, Pair, Paragraph
from simpul.checking.finding import Check, Finding, Severity, in_each


def look(document: Document) -> Iterator[Finding]:
    text, listed = parts(document)
    works = list(entries(listed))
    if not works:
        return
    if all(work.number for work in works) and any(True for _ in numbers_cited(text)):
        yield from _numbered(text, works)
    else:
        yield from _by_author(text, works)


def _by_author(text: list[Paragraph], works: list[Entry]) -> Iterator[Finding]:
    cited: set[int] = set()
    told: set[tuple[str, int]] = set()
    for citation in citations(text):
        match = [
            index
            for index, work in enumerate(works)
            if _same_author(citation.author, work) and _same_year(citation, work)
        ]
        cited.update(match)
        key = (surnames(citation.author)[0] if surnames(citation.author) else citation.author, citation.year)
        if not match and key not in told:
            told.add(key)
            yield _unlisted(citation, works)
    body = " ".join(paragraph.text for paragraph in text)
    for index, work in enumerate(works):
        if index not in cited and work.year and not _mentioned(work, body):
            yield _finding("uncited", work.paragraph, ("ada di daftar, tidak dirujuk dalam teks", "in the list, not cited in the text"),
                           ("rujuk di dalam teks, atau hapus dari daftar", "cite it in the text, or take it off the list"))  # fmt: skip


def _same_author(cited: str, work: Entry) -> bool:
    head = work.paragraph.text.split(str(work.year))[0] if work.year else work.author
    known = set(surnames(head)) | set(surnames(work.author))
    first = surnames(re.split(r",|\bdan\b|\band\b|&|\bet al|\bdkk", cited)[0])
    return any(name in known for name in first)


def _same_year(citation: Citation, work: Entry) -> bool:
    return citation.year == work.year and (
        not citation.letter or not work.letter or citation.letter == work.letter
    )


def _mentioned(work: Entry, body: str) -> bool:
    """Whether the text names the work otherwise: a law by number and year, an office or author near its year."""
    law = re.search(r"\b(?:Nomor|No\.?)\s*(\d+)\s+Tahun\s+(\d{4})", work.paragraph.text)
    if law and re.search(rf"\b{law[1]}\s*(?:/|Tahun|tahun)\s*{law[2]}\b", body):
        return True
    return any(
        re.search(rf"\b{re.escape(name)}\b[^.]{{0,60}}\b{work.year}", body, re.IGNORECASE)
        for name in surnames(work.author)
    )


def _unlisted(citation: Citation, works: list[Entry]) -> Finding:
    years = sorted({work.year for work in works if work.year and _same_author(citation.author, work)})
    told: Pair = (
        f"“{citation.printed}” dirujuk, tidak ada di daftar",
        f"“{citation.printed}” is cited, not in the list",
    )
    if years:
        others = ", ".join(map(str, years))
        fit: Pair = (
            f"daftar memuat penulis ini dengan tahun {others}",
            f"the list has this author with {others}",
        )
    else:
        fit = ("tambahkan ke daftar, atau hapus rujukannya", "add it to the list, or take the citation out")
    return _finding("unlisted", citation.paragraph, told, fit, _sentence_of(citation))


def _sentence_of(citation: Citation) -> str:
    return next(
        (
            each
            for each in citation.paragraph.sentence_texts
            if str(citation.year) in each and citation.author.split()[0] in each
        ),
        "",
    )


def _numbered(text: list[Paragraph], works: list[Entry]) -> Iterator[Finding]:
    listed = {work.number for work in works}
    cited: set[int] = set()
    for number, paragraph in numbers_cited(text):
        if number not in listed and number not in cited:
            yield _finding("unlisted", paragraph, (f"[{number}] dirujuk, daftar tidak memuatnya", f"[{number}] is cited, not in the list"),
                           (f"tambahkan [{number}] ke daftar", f"add [{number}] to the list"))  # fmt: skip
        cited.add(number)
    for work in works:
        if work.number not in cited:
            yield _finding("uncited", work.paragraph, (f"[{work.number}] tidak dirujuk dalam teks", f"[{work.number}] is not cited in the text"),
                           ("rujuk di dalam teks, atau hapus dari daftar", "cite it in the text, or take it off the list"))  # fmt: skip


def _finding(code: str, paragraph: Paragraph, told: Pair, fit: Pair, sentence: str = "") -> Finding:
    severity = Severity.doubt if code == "unlisted" else Severity.note
    return Finding(code, severity, paragraph.place, sentence or paragraph.text, told, fit)


CHECK = Check(
    ("daftar pustaka", "references"),
    {
        "unlisted": ("dirujuk tetapi tidak ada di daftar pustaka", "cited but not in the list of references"),
        "uncited": ("ada di daftar pustaka tetapi tidak dirujuk", "in the list of references but not cited"),
    },
    in_each(look),
)
