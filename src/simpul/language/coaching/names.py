"""Names and quotations in a draft: titles of rules, agencies and programmes, and what somebody else said, are not reworded."""

from __future__ import annotations

import re

_JOIN = r"(?:dan|dan/atau|atau|di|untuk|bagi|pada|dalam|serta|Tahun|Nomor|No\.|\d+)"
_CAPITAL = r"(?:[A-Z][\w'’/-]*|\d+)"
_RULE = re.compile(
    r"\b(?:Permen\w*|Perpres|PP|UU|Perda|Perwal\w*|Inpres|Kepmen\w*|SE|SK|Undang-Undang|Surat Edaran|Surat Keputusan|"
    r"(?:Peraturan|Keputusan|Instruksi) (?:Menteri|Daerah|Wali Kota|Walikota|Presiden|Pemerintah|Gubernur|Bupati))\b"
    rf"(?: (?:{_CAPITAL}|{_JOIN}|tentang|nomor|tahun|no\.?))*"
)
_AGENCY = re.compile(
    r"\b(?:Dinas|Badan|Kementerian|Direktorat|Bagian|Bidang|Balai|Panti|Lembaga|Komisi|Forum|Tim|Unit|Pusat|Rumah Sakit|Yayasan|"
    rf"Perkumpulan|Persatuan|Ikatan|Program|Sekretariat|Satuan|Jaminan|Bulan|Hari|Gerakan)(?: (?:{_CAPITAL}|{_JOIN}(?= {_CAPITAL})))+"
)
_QUOTES = re.compile(r"“[^“”\n]{2,300}”|\"[^\"\n]{2,300}\"|«[^«»\n]{2,300}»")
_WHOLE = 0.8  # a quotation that is most of the draft is the draft


def names(text: str) -> list[tuple[int, int]]:
    """Spans of official names: titles of rules, agencies, programmes, days of observance, written with capitals."""
    found = [match.span() for pattern in (_RULE, _AGENCY) for match in pattern.finditer(text)]
    return [(start, end) for start, end in found if _told_by_capitals(text[start:end])]


def quotations(text: str) -> list[tuple[int, int]]:
    """Spans of what stands in double quotation marks, unless that is most of the draft."""
    spans = (match.span() for match in _QUOTES.finditer(text))
    return [(start, end) for start, end in spans if end - start < _WHOLE * len(text.strip())]


def _told_by_capitals(name: str) -> bool:
    """Whether capitals tell a name: where every letter is one, they tell nothing."""
    return any(letter.islower() for letter in name)
