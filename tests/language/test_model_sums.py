"""The kernel against plain Python and NumPy: the same whole numbers, to the bit, however texts are cut, ordered or disguised."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simpul.corpus.utf8 import buffers
from simpul.language import features, label, languages, load_model, parse_evidence
from simpul.language.combining import ASKED
from simpul.language.labelling import found_in
from simpul.language.lists import compiled
from simpul.language.passing import given as as_given
from simpul.language.passing import look, space
from simpul.language.seeing import see
from simpul.language.tables import places

BITS = 0xFFFFFFFF
# Words that are spelled alike by the lists and by people; `tidak` negates; the last two no list knows.
WORDS = ("tidak", "bansos", "mahal", "guru", "zzqkw", "wqzzxv")
NEGATING = ("tidak",)


def clean(text: str) -> str:
    return text.encode("utf-8", "ignore").decode()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=80).map(clean), min_size=1, max_size=4))
def test_sums_are_those_of_numpy(texts: list[str]) -> None:
    model = load_model()
    series = pl.Series([*texts, "Bansose durung cair, min!! #PKH 😭 b4nt0s"], dtype=pl.String)
    seen = see(series, compiled(places()))
    found = found_in(series, model)
    sums = np.concatenate([part.sums for part in found])
    square = np.concatenate([part.square for part in found])
    for text, (start, stop) in enumerate(zip(seen.first[:-1], seen.first[1:], strict=True)):
        rows = model.table[seen.row[start:stop]].astype(np.int32)
        assert np.array_equal(sums[text], rows.sum(axis=0))
        assert square[text] == (rows[:, 0] ** 2).sum()


def row(key: int, first: int, rows: int) -> int:
    key ^= key >> 16
    key = key * 0x2C1B3C6D & BITS
    key ^= key >> 13
    key = key * 0x297A2D39 & BITS
    key ^= key >> 16
    return first + (key * rows >> 32)


def join(key: int, other: int) -> int:
    return ((key ^ other) * 16777619 & BITS) ^ (key >> 15)


def fnv(text: str) -> int:
    key = 2166136261
    for byte in text.encode():
        key = (key ^ byte) * 16777619 & BITS
    return key


def reference(tokens: list[str]) -> list[int]:
    """Rows of the letters and words of a text of WORDS and commas, as the module's text says, in plain Python."""
    half, words = features.ROWS // 2, features.ROWS // 2 - features.MARKS
    rows, left, previous = [], 0, 101
    for token in tokens:
        if token == ",":
            left, previous = 0, 103 + 2
            continue
        padded = f" {token} "
        for size in range(2, 6):
            for first in range(len(padded) - size + 1):
                gram = 11
                for character in padded[first : first + size]:
                    gram = (gram ^ ord(character)) * 16777619 & BITS
                rows.append(row(join(gram, size), 0, half))
        rows.append(row(join(fnv(token), 12), half, words))
        negated = left > 0 and token not in NEGATING
        left = 3 if token in NEGATING else max(left - 1, 0)
        rows.append(row(join(fnv(token), 14 if negated else 13), half, words))
        rows.append(row(join(join(previous, fnv(token)), 15), half, words))
        previous = fnv(token)
    end = fnv([token for token in tokens if token != ","][-1])
    return [*rows, row(join(join(end, 102), 15), half, words)]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12), st.sets(st.integers(1, 11)))
def test_rows_are_those_of_the_description(words: list[str], commas: set[int]) -> None:
    apart = [word for k, word in enumerate(words) if k == 0 or words[k - 1] != word]  # doubled words are one
    tokens = [part for k, word in enumerate(apart) for part in ([",", word] if k in commas else [word])]
    text = " ".join(tokens).replace(" ,", ",")
    seen = see(pl.Series([text]), compiled(places()))
    told = [each for each in seen.row.tolist() if each < features.ROWS - features.MARKS]
    assert sorted(told) == sorted(reference(tokens))


def test_what_is_remembered_changes_no_sum() -> None:
    """More spellings than are remembered, twice: the second time half of them have been forgotten."""
    spelled = [
        f"kata{chr(97 + k % 26)}{chr(97 + k // 26 % 26)}{chr(97 + k // 676)}" for k in range(17_576)
    ] * 3
    texts = pl.Series([" ".join(spelled[k : k + 8]) for k in range(0, len(spelled), 8)])
    model, lists = load_model(), compiled(places())
    data, offsets = buffers(texts)
    to = as_given(lists, model)
    together = look(data, offsets, to, space(offsets, to, ASKED))
    last = look(data, offsets[-9:], to, space(offsets, to, ASKED))
    assert np.array_equal(together.sums[-8:], last.sums)
    assert np.array_equal(together.square[-8:], last.square)


def test_order_changes_nothing() -> None:
    texts = pl.Series(["bansos belum cair", "matur nuwun", "", "😀", "jalan rusak parah min"] * 40)
    order = np.random.default_rng(3).permutation(len(texts))
    assert label(texts[order.tolist()]).equals(label(texts)[order.tolist()])


def test_poverty_is_exactly_the_issue_and_every_probability_is_one() -> None:
    texts = pl.Series(["bansos belum cair", "jalan rusak", "beras mahal", "halo", "simbah ora keduman"])
    frame = label(texts)
    assert frame["poverty"].to_list() == [int(code.split(".")[0] == "1") for code in frame["issue"]]
    assert frame["poverty"].to_list()[:2] == [1, 0]
    chances = frame.select(pl.selectors.ends_with("_p")).drop("place_p", "style_score_p")
    assert chances.select(pl.all().is_between(0, 1).all()).row(0) == (True,) * chances.width
    assert frame["style_score"].is_between(-1, 1).all()


def test_a_red_rule_is_not_overruled() -> None:
    frame = label(pl.Series(["wis ra kuwat urip"]))
    assert frame["urgency"].to_list() == [3]


def test_evidence_shows_at_most_three_spans_of_each_value_and_points_at_them() -> None:
    text = "Tetangga saya janda tua, bansos PKH belum cair tiga bulan, beras habis, anaknya sakit, tolong dibantu min"
    found = parse_evidence(label(pl.Series([text]))["evidence"][0])
    assert all(text[each.start : each.end] == each.words for each in found)
    counts = pl.DataFrame([(e.column, e.value) for e in found if e.column != "language"], orient="row").group_by(
        "column_0", "column_1"
    ).len()  # fmt: skip
    assert counts["len"].max() == 3
    assert {"sentiment", "issue", "needs", "intent"} <= {each.column for each in found}


def test_without_evidence_the_labels_are_the_same() -> None:
    texts = pl.Series(["bansos belum cair", "matur nuwun sanget pak"])
    quick = label(texts, evidence=False)
    assert quick["evidence"].null_count() == 2
    assert quick.drop("evidence").equals(label(texts).drop("evidence"))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("kula badhe nyuwun pirsa bab bantuan menika pak", "jv"),
        ("saya mau tanya soal bantuan itu pak", "id"),
        ("please tell me where I can get some help with this", "en"),
    ],
)
def test_languages_have_shares(text: str, language: str) -> None:
    assert label(pl.Series([text]))["language"].to_list() == [language]
    shares = languages(pl.Series([text]))
    assert shares.select(pl.sum_horizontal(pl.all())).item() == pytest.approx(1)
    assert shares[language].item() > 0.5
