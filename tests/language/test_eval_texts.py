"""Texts that are disturbed or whose names are swapped, and evaluations as a whole."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from simpul.cli import app
from simpul.language.evaluation.agreement import compare
from simpul.language.evaluation.evaluating import evaluate
from simpul.language.evaluation.invariance import Group, flips, groups, swaps
from simpul.language.evaluation.perturbations import (
    PERTURBATIONS,
    dropped_vowels,
    repeats,
    typos,
    without_emoji,
)
from simpul.language.evaluation.questions import EvaluationProblem
from simpul.language.evaluation.report import markdown
from simpul.language.evaluation.slices import slices

WORDS = pl.Series("text", ["bantuan " * 400])


def by_words(texts: pl.Series) -> pl.DataFrame:
    """A labeller that knows three words, sees capitals and one name, and answers nothing else."""
    angry = texts.str.contains("(?i)kecewa")
    sentiment = pl.select(
        pl.when(angry).then(pl.lit("negative"))
        .when(texts.str.contains("(?i)terima kasih")).then(pl.lit("positive"))
        .when(texts.str.contains("(?i)kapan")).then(pl.lit("neutral"))
    ).to_series()  # fmt: skip
    needs = pl.select(pl.when(texts.str.contains("PKH")).then(pl.lit("N02.1"))).to_series()
    return pl.DataFrame({
        "sentiment": sentiment, "sentiment_p": [0.75] * len(texts), "needs": needs, "needs_p": [0.5] * len(texts),
        "abuse": texts.str.contains("Slamet").cast(pl.Int8), "abuse_p": [0.0] * len(texts),
    })  # fmt: skip


LABELLED = pl.DataFrame({
    "text": ["Kecewa sekali, PKH belum cair", "terima kasih Pak Slamet", "kapan PKH cair?", "KECEWA", "mantap 👍", None],
    "sentiment": ["negative", "positive", "neutral", "negative", "positive", "negative"],
    "needs": ["N02.1", "", "N02.3", None, "", ""],
    "kind": ["report", "comment", "report", "comment", "comment", "comment"],
})  # fmt: skip


# --- disturbing ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PERTURBATIONS)
@settings(max_examples=25, deadline=None)
@given(texts=st.lists(st.one_of(st.none(), st.text()), min_size=1, max_size=8))
def test_any_text_can_be_disturbed(name: str, texts: list[str | None]) -> None:
    given_texts = pl.Series(
        "text",
        [None if text is None else text.encode("utf-8", "replace").decode() for text in texts],
        dtype=pl.String,
    )
    found = PERTURBATIONS[name](given_texts, 0)
    assert found.is_null().to_list() == given_texts.is_null().to_list()
    assert found.equals(PERTURBATIONS[name](given_texts, 0))
    if name not in ("capitals", "without_emoji"):
        words = [(text or "").count(" ") for text in found.to_list()]
        assert words == [(text or "").count(" ") for text in given_texts.to_list()]


def changed(texts: pl.Series) -> set[str]:
    return set(texts[0].split()) - {"bantuan"}


def test_typos_swap_two_letters_inside_a_word() -> None:
    assert changed(typos(WORDS)) == {"bnatuan", "batnuan", "banutan", "bantaun", "bantuna"}


def test_letters_are_stretched_and_vowels_dropped() -> None:
    assert changed(repeats(WORDS)) == {"bantuannn"}
    assert changed(dropped_vowels(WORDS)) == {"bntn"}
    told = dropped_vowels(WORDS)[0].split()
    assert 0.14 < told.count("bntn") / len(told) < 0.26


def test_short_words_and_words_with_signs_stay() -> None:
    texts = pl.Series(["@akun pkh https://t.co/aBcD 2025 a,b " * 50])
    for change in (typos, repeats, dropped_vowels):
        assert change(texts).equals(texts)


def test_emoji_go_and_digits_and_signs_stay() -> None:
    texts = pl.Series(["cair 👍🏽👨‍👩‍👧 🇮🇩 #1 * 5 © ♥️ bgt"])
    assert without_emoji(texts).to_list() == ["cair   #1 * 5 ©  bgt"]


# --- swapping names ----------------------------------------------------------------------------------------------


def test_names_are_swapped_as_whole_words_only() -> None:
    texts = pl.Series(["Pak Budi dan Siti", "berbudi luhur", "Budiman", "Rini"])
    found = swaps(texts, Group("person", ("Budi", "Siti", "Sri")))
    assert set(found["text"]) == {0}
    assert set(found["before"]) == {"Budi"}
    assert set(found["swapped"]) == {f"Pak {name} dan {name}" for name in found["after"]}
    assert "Budi" not in set(found["after"])


def test_flips_are_counted_over_every_label() -> None:
    texts = pl.Series(["Slamet kecewa", "Siti kapan"])
    swapped = swaps(texts, Group("person", ("Siti", "Slamet")))
    found = flips(by_words(texts), by_words(swapped["swapped"]), swapped, "person", ["sentiment", "abuse"])
    assert (found.texts, found.labels, found.flipped, found.share) == (2, 4, 2, 0.5)
    assert found.examples == (("Slamet", "Siti", "abuse"),)


def test_the_shipped_names_are_three_kinds_and_no_agency_stands_for_another() -> None:
    kinds = {each.kind for each in groups()}
    assert kinds == {"person", "place", "agency"}
    social = next(each for each in groups() if "Dinsos" in each.names)
    assert social.names == ("Dinsos", "Dinas Sosial")
    assert all(len(set(each.names)) == len(each.names) > 1 for each in groups())


# --- the whole -------------------------------------------------------------------------------------------------


def test_an_evaluation_of_a_worked_example() -> None:
    found = evaluate(LABELLED, "text", labeller=by_words)
    assert found.texts == 5
    sentiment, needs = found.results
    assert (sentiment.question.name, sentiment.score.n, sentiment.score.right, sentiment.score.abstained) == (
        "sentiment",
        5,
        4,
        1,
    )
    assert sentiment.score.macro_f1.value == pytest.approx((1 + 1 + 2 / 3) / 3)
    assert sentiment.score.accuracy.value == 1
    assert sentiment.calibration.error == pytest.approx(0.25)
    assert (needs.question.name, needs.score.n, needs.score.macro_f1.value) == ("needs", 5, 1)
    assert needs.calibration.error == pytest.approx(0.5)
    assert needs.noise["capitals"] == 0 and sentiment.noise["without_emoji"] == 0
    parts = {(part.by, part.value): (part.right, part.n, part.macro_f1) for part in sentiment.parts}
    assert parts[("kind", "comment")] == (2, 3, None)
    assert {value for by, value in parts if by == "length"} == {"0–39"}
    [person] = found.invariance
    assert (person.kind, person.texts, person.flipped) == ("person", 1, 0)
    assert found.speed > 0


def test_only_some_labels_can_be_asked_for() -> None:
    assert [each.question.name for each in evaluate(LABELLED, "text", ["need"], by_words).results] == [
        "needs"
    ]
    with pytest.raises(EvaluationProblem, match="no column of hand labels"):
        evaluate(LABELLED, "text", ["intent"], by_words)
    with pytest.raises(EvaluationProblem, match="no column of hand labels"):
        evaluate(LABELLED.clear(), "text", (), by_words)


def test_slices_cover_every_text_once_by_length() -> None:
    frame = pl.DataFrame({"text": ["x" * length for length in (0, 39, 40, 80, 160, 320, 5000)]})
    found = [each.rows for each in slices(frame, "text")]
    assert np.sum(found, axis=0).tolist() == [1] * 7


def test_a_page_tells_everything_in_both_languages() -> None:
    found = evaluate(LABELLED, "text", labeller=by_words)
    agreements = compare(LABELLED.drop_nulls("text"), LABELLED.drop_nulls("text"), "text")
    english, indonesian = markdown(found, agreements, "en"), markdown(found, agreements, "id")
    assert "| sentiment | 5 | 88.9 (" in english and "| sentiment | 5 | 88,9 (" in indonesian
    assert "| sentiment | kind | comment | 3 | 2 of 3 |" in english
    assert "| sentiment | kind | comment | 3 | 2 dari 3 |" in indonesian
    assert "| sentiment | 5 | 5 | 1.000 (1.000 … 1.000) | 1.000 (1.000 … 1.000) |" in english
    assert english.count("\n## ") == indonesian.count("\n## ") == 7
    assert " nan" not in english + indonesian


# --- the command -----------------------------------------------------------------------------------------------


def simpul(*words: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["eval", *map(str, words)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.parametrize("ending", ["csv", "ndjson", "parquet"])
def test_the_command_reads_every_table_and_writes_a_page(
    tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simpul.language.evaluation.evaluating.LABELLER", by_words)
    file = tmp_path / f"coded.{ending}"
    getattr(LABELLED, f"write_{ending}")(file)
    code, out, err = simpul(file, "--out", tmp_path / "results", "--json", "--lang", "en", "--against", file)
    assert code == 0, err
    told = json.loads(out)
    assert told["texts"] == 5
    assert [(each["question"], each["score"]["n"]) for each in told["results"]] == [
        ("sentiment", 5),
        ("needs", 5),
    ]
    assert [each["question"] for each in told["agreement"]] == ["sentiment", "needs"]
    assert err.strip() == str(tmp_path / "results/evaluation.md")
    assert "# How right the labels are" in (tmp_path / "results/evaluation.md").read_text("utf-8")


def test_the_command_shows_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simpul.language.evaluation.evaluating.LABELLER", by_words)
    LABELLED.write_csv(tmp_path / "a.csv")
    code, out, _ = simpul(tmp_path / "a.csv", "--head", "sentiment")
    assert code == 0 and "Ketahanan" in out and "88,9" in out and "needs" not in out


@pytest.mark.parametrize(
    ("content", "words", "told"),
    [
        ("text,sentiment\nhalo,sedih\n", (), "'sedih' (1)"),
        ("text,mood\nhalo,sedih\n", (), "There is no column of hand labels"),
        ("isi,sentiment\nhalo,neutral\n", (), "Choose the text column with --text. It has: isi, sentiment."),
        ("text,sentiment\nhalo,neutral\n", ("--head", "mood"), "There is no label mood"),
        ("text,sentiment\nhalo,neutral\n", ("--against", "nowhere.csv"), "There is no file nowhere.csv"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_said(
    tmp_path: Path, content: str, words: tuple[str, ...], told: str
) -> None:
    file = tmp_path / "a.csv"
    file.write_text(content, "utf-8")
    code, out, err = simpul(file, "--lang", "en", *words)
    assert (code, out) == (2, "")
    assert told in err and "Traceback" not in err
