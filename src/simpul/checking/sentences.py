"""From a paragraph to its sentences, and which language it is in."""

from __future__ import annotations

import re
from typing import Literal

LONGEST = 1500  # characters
_ABBREVIATIONS = frozenset(
    "no nomor jl jln dr drs dra ir prof h hj hlm hal kab kec kel prov dkk dll dsb dst tsb st sdr rp ps psl vol fig eq pp ed eds "
    "mr mrs ms e.g i.e vs etc al cf approx s.d a.n d.a u.p s.h s.e s.sos s.ip s.t s.kom s.kep s.pd m.si m.m m.pd m.kes m.t m.h ph.d "
    "s.stp m.ap m.ec.dev telp tel tgl bpk yth cq c.q r.a".split()
)
_END = re.compile(r"[.!?…][\"”’')\]]*(?=\s+[\"“‘'(\[]?[A-Z0-9ÁÉ])")
_LAST_WORD = re.compile(r"([\w.]+)\.$")
_INDONESIAN = frozenset(
    "yang dan di dari dengan untuk pada dalam adalah ini itu oleh sebesar sebanyak atau tidak akan telah tahun ke jumlah serta juga "
    "sebagai kepada karena bagi antara masing orang jiwa persen kota warga dapat lebih menjadi".split()
)
_ENGLISH = frozenset(
    "the of and in to a is was were for with that by from on are as at or an this it be which has have had percent people not "
    "their its than".split()
)


def split_sentences(text: str) -> list[str]:
    """The sentences of a paragraph, in order. A point in a number, an abbreviation or an initial ends none."""
    sentences, start = [], 0
    for end in _END.finditer(text):
        if end.group()[0] == "." and _is_abbreviation(text[start : end.start() + 1]):
            continue
        sentences.append(text[start : end.end()].strip())
        start = end.end()
    sentences.append(text[start:].strip())
    return [piece for sentence in sentences for piece in _pieces(sentence)]


def _pieces(sentence: str) -> list[str]:
    """The sentence, or pieces of it where it is longer than any that people write: so each stays quick to check."""
    return [sentence[at : at + LONGEST] for at in range(0, len(sentence), LONGEST)]


def _is_abbreviation(so_far: str) -> bool:
    word = _LAST_WORD.search(so_far)
    if word is None:
        return False
    name = word.group(1).lower()
    at_start = so_far.strip() == word.group()
    return name in _ABBREVIATIONS or (len(name) == 1 and not name.isdigit()) or (at_start and len(name) <= 3)


def language_of(text: str) -> Literal["id", "en", ""]:
    """`id`, `en`, or empty where the text holds too few telling words."""
    words = re.findall(r"[a-z]+", text.lower())
    indonesian = sum(word in _INDONESIAN for word in words)
    english = sum(word in _ENGLISH for word in words)
    if indonesian + english < 3 or indonesian == english:
        return ""
    return "id" if indonesian > english else "en"
