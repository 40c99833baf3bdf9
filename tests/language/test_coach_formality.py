"""F reproduces its published rows, and is refused for one caption."""

from __future__ import annotations

import pytest

from simpul.language.coaching import TooFewWords, f_score, formality
from simpul.language.coaching.draft import Draft
from simpul.language.coaching.formality import class_of

# Noun, article, preposition, adjective, pronoun, verb, adverb, conjunction (per cent of Dutch words) and F, as published at
# pespmc1.vub.ac.be/MEASFOR.html.
PUBLISHED = """
Oral Female 10.40 6.89 5.86 8.09 16.95 19.35 17.45 7.47 38.7
Oral Non-Academic 12.75 8.50 6.34 6.71 16.01 18.80 19.31 6.34 40.1
Oral Male 11.48 8.16 6.69 7.63 15.84 18.45 16.53 7.05 41.6
Oral Academic 13.16 9.58 7.91 7.13 13.96 17.75 17.88 7.13 44.1
Novels 18.52 10.48 10.26 10.00 13.25 20.62 10.47 6.06 52.5
Family Magazines 21.78 9.77 12.21 11.14 10.09 18.71 9.74 6.39 58.2
Magazines 24.20 11.61 13.90 10.93 8.55 17.68 8.73 4.34 62.8
Scientific 23.10 15.00 13.75 10.75 6.71 16.58 7.98 5.98 65.7
Newspapers 25.97 14.68 14.54 10.57 5.62 16.69 7.21 4.70 68.1
"""
CLASSES = ("noun", "article", "preposition", "adjective", "pronoun", "verb", "adverb", "conjunction")


@pytest.mark.parametrize("row", PUBLISHED.strip().splitlines())
def test_published_rows(row: str) -> None:
    *shares, f = map(float, row.split()[-9:])
    assert abs(f_score(dict(zip(CLASSES, shares, strict=True))) - f) <= 0.05 + 1e-9


def test_one_caption_is_refused_with_the_reason() -> None:
    with pytest.raises(TooFewWords) as refused:
        formality(["Halo Lur, besok ada senam di alun-alun."] * 3)
    assert "300" in refused.value.problem[0]
    with pytest.raises(TooFewWords):
        formality([])


def test_formal_notices_are_more_formal_than_talk_and_the_basis_is_told() -> None:
    notice = "Pemerintah daerah melalui dinas sosial melaksanakan penyaluran bantuan pangan untuk keluarga di wilayah kelurahan."
    talk = "Aku tadi sudah ke sana lho, tapi kok belum buka ya, jadi aku pulang lagi deh, besok kita coba lagi saja."
    formal, chat = formality([notice] * 30), formality([talk] * 20)
    assert formal.f > 60 > 40 > chat.f
    assert formal.words == 30 * 14
    assert 0.9 < formal.coverage <= 1
    assert abs(sum(formal.shares.values()) - 100) < 1e-9
    assert "article" not in formal.shares
    assert "artikel" in formal.note[0]


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("penyaluran", "noun"), ("membagikan", "verb"), ("dibagikan", "verb"), ("kelurahan", "noun"), ("kami", "pronoun"), ("yg", "particle"),
        ("dinas", "noun"), ("untuk", "preposition"), ("monggo", "interjection"), ("xqz", None),
    ],
)  # fmt: skip
def test_classes_of_words(word: str, name: str | None) -> None:
    assert class_of(Draft(word).words[0]) == name


def test_links_tags_and_numbers_are_no_words() -> None:
    many = ["warga https://a.go.id @akun #tagar 2026"] * 300
    assert formality(many).words == 300
