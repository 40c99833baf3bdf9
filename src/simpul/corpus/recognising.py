"""Which reader a file is for, judged by its content; and of a file that is for none, why."""

from __future__ import annotations

from simpul.corpus import tables
from simpul.corpus.reader import Blank, Match, Reader, readers
from simpul.corpus.reference_sheets import SHEETS
from simpul.corpus.rejects import FileRefused
from simpul.corpus.source import ZIP, Source
from simpul.corpus.texts import encoding
from simpul.corpus.vocabulary import plain

SURE = 60  # the least score at which a reader is taken
MARGIN = 5  # two readers this close are both named, and neither is taken
COMPOUND = b"\xd0\xcf\x11\xe0"  # how old Office files begin, and new ones that have a password
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
XLSFORM = {"survey", "choices"}
FORMS = {form.name for form in SHEETS} | {form.id for form in SHEETS}


NAMED = ("formatnya disebut dengan --as", "the format was named with --as")


def choose(source: Source, named: str | None = None) -> tuple[Reader, tuple[str, str]]:
    """The reader of that name, else the one that fits the source best, and why, in (Indonesian, English).

    Raises FileRefused (`file_empty`, `file_unknown`, `file_ambiguous`, `file_encoding`, `file_encrypted`, `file_unreadable`, and
    `file_failed` where a reader's recognition itself broke down), and Blank.
    """
    if not source.head:
        raise FileRefused("file_empty")
    if named is not None:
        return readers()[named], NAMED
    fits, broken = _fits(source)
    if not fits:
        raise broken or _unknown(source)
    if len(fits) > 1 and fits[0][1].score - fits[1][1].score < MARGIN:
        raise FileRefused("file_ambiguous", value=f"{fits[0][0].name}, {fits[1][0].name}")
    return fits[0][0], fits[0][1].reason


def _fits(source: Source) -> tuple[list[tuple[Reader, Match]], FileRefused | None]:
    fits, broken = [], None
    for reader in readers().values():
        try:
            match = reader.recognise(source)
        except Exception as fault:  # one reader's fault must not keep the others from the file
            broken = FileRefused("file_failed", column=reader.name, value=type(fault).__name__)
            continue
        if match.score >= SURE:
            fits.append((reader, match))
    return sorted(fits, key=lambda fit: -fit[1].score), broken


def _unknown(source: Source) -> FileRefused:
    """Why no reader fits. Raises Blank for a form."""
    head = source.head
    if not head.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        return FileRefused("file_empty")
    if head.startswith(COMPOUND):
        return FileRefused("file_encrypted" if ENCRYPTED in source.read() else "file_unknown")
    if head.startswith(ZIP):
        names = {plain(name) for name in tables.sheets(source)}
        if names & FORMS:
            raise Blank(
                "Berkas ini buku rujukan, jadi tidak diimpor. Berikan dengan --reference.",
                "This file is a reference workbook and was not imported. Give it with --reference.",
            )
        if names >= XLSFORM:
            raise Blank(
                "Berkas ini kuesioner kosong, jadi tidak diimpor. Impor jawabannya setelah survei.",
                "This file is the blank questionnaire and was not imported. Import its answers after the survey.",
            )
        return FileRefused("file_unknown" if names else "file_unreadable")
    if not _control(head):
        try:
            encoding(source)
        except FileRefused as refused:
            return refused
    return FileRefused("file_unknown")


def _control(head: bytes) -> bool:
    """Whether there are characters that no text has: then it is a picture or the like, in no encoding at all."""
    return any(head.count(sign) for sign in range(32) if sign not in b"\t\n\v\f\r\x1b")
