"""Keyword sets find their issue's texts in any spelling, and are told plainly how well."""

from __future__ import annotations

import json
import math
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from simpul.cli import app
from simpul.language.keyword_sets import (
    COLUMNS,
    SampleProblem,
    SetProblem,
    assess,
    by_word,
    find_words,
    hold,
    mistakes,
    read_set,
    sample,
    shipped,
    suggest,
    write_set,
)


def a_set(**issues: str) -> pl.DataFrame:
    rows = [(issue, word.strip(), None, None) for issue, words in issues.items() for word in words.split("|")]
    return pl.DataFrame(rows, schema=COLUMNS, orient="row")


def texts(*each: str) -> pl.DataFrame:
    return pl.DataFrame({"text": each}, schema={"text": pl.String}).with_row_index("text_id")


def caught(text: str, words: pl.DataFrame) -> list[str]:
    return find_words(texts(text), words).found["word"].to_list()


CODED = pl.DataFrame(
    {
        "isi": [
            "Bansos telat lagi bulan ini", "bansosss kok telat", "Santunan belum cair, telat", "beras jatah tonggo durung teko",
            "Jalan rusak parah", "jalan berlubang di dekat pasar", "bansos untuk jalan rusak?", "lampu jalan mati", "Terima kasih admin", None,
        ],
        "isu": ["bantuan", "bantuan", "bantuan", "bantuan", "jalan", "jalan", "jalan", "lampu|jalan", "0", "bantuan"],
    }
)  # fmt: skip
SET = a_set(bantuan="bansos|beras", jalan="jalan rusak|berlubang", lampu="lampu")


@pytest.mark.parametrize(
    "text",
    [
        "bansos telat",
        "BANSOS!",
        "bansosss",
        "b4nsos",
        "b\u0430nsos",
        "𝗯𝗮𝗻𝘀𝗼𝘀",
        "ban\u200dsos",
        "bansosnya",
        "#BansosTelat",
    ],
)
def test_spellings_of_one_keyword(text: str) -> None:
    assert caught(text, a_set(x="bansos")) == ["bansos"]


def test_javanese_and_short_spellings() -> None:
    words = a_set(x="rumah|belum dapat|air")
    assert caught("omahe bocor", words) == ["rumah"]
    assert caught("griyanipun bocor", words) == ["rumah"]
    assert caught("aku blm dpt", words) == ["belum dapat"]
    assert caught("durung entuk", words) == ["belum dapat"]
    assert caught("pengairan cair", words) == []


def test_a_phrase_stands_in_a_row_within_one_clause() -> None:
    words = a_set(x="jalan rusak")
    assert caught("jalan rusak", words) == ["jalan rusak"]
    assert caught("jalan yang sudah lama rusak", words) == []
    assert caught("Lewat jalan. Rusak semua.", words) == []
    assert caught("jalan\nrusak", words) == []


def test_a_fixed_compound_is_a_word_of_its_own() -> None:
    words = a_set(x="rumah|rumah sakit|lampu")
    assert caught("di rumah sakit", words) == ["rumah sakit"]
    assert caught("di rumah saja", words) == ["rumah"]
    assert caught("lampu jalan mati, lampu rumah juga", words) == ["lampu", "rumah"]


def test_a_word_of_signs_cannot_be_searched_for() -> None:
    hits = find_words(texts("bansos"), a_set(x="bansos|???|tho"))
    assert (hits.found["word"].to_list(), hits.unusable) == (["bansos"], [("x", "???"), ("x", "tho")])


def test_no_texts_and_no_words() -> None:
    assert find_words(texts(), SET).found.is_empty()
    assert find_words(texts("bansos"), SET.clear()).found.is_empty()


def test_a_sample_counts_coded_rows_only() -> None:
    coded = sample(CODED, "isi", "isu")
    assert coded.texts.height == 9
    assert coded.issues() == ["bantuan", "jalan", "lampu"]
    assert coded.of(["jalan"])["text_id"].to_list() == [4, 5, 6, 7]


def test_parts_count_for_the_whole() -> None:
    coded = sample(pl.DataFrame({"t": ["a", "b", "c"], "l": ["N02.3", "N02", "N021"]}), "t", "l")
    assert coded.of(["N02"])["text_id"].to_list() == [0, 1]


def test_precision_and_recall_with_wilson_intervals() -> None:
    coded = sample(CODED, "isi", "isu")
    found = find_words(coded.texts, SET).found
    rows = {
        row["issue"]: row
        for row in assess(coded, found, SET, ["bantuan", "jalan", "lampu", "banjir"]).to_dicts()
    }
    aid = rows["bantuan"]
    assert [aid[name] for name in ("words", "texts", "caught", "right", "wrong", "missed")] == [
        2,
        4,
        4,
        3,
        1,
        1,
    ]
    assert (aid["precision"], aid["recall"]) == (0.75, 0.75)
    # 3 of 4 by hand: centre (3/4 + z²/8) / (1 + z²/4), z = 1.96
    assert math.isclose(aid["precision_low"], 0.3006, abs_tol=1e-4)
    assert math.isclose(aid["precision_high"], 0.9544, abs_tol=1e-4)
    assert [rows["jalan"][name] for name in ("texts", "caught", "right")] == [4, 3, 3]
    assert rows["banjir"]["precision"] is None
    assert rows["banjir"]["recall"] is None


def test_each_word_by_itself() -> None:
    coded = sample(CODED, "isi", "isu")
    words = a_set(bantuan="bansos|telat|kucing")
    rows = {
        row["word"]: row for row in by_word(coded, find_words(coded.texts, words).found, words).to_dicts()
    }
    assert [rows["bansos"][name] for name in ("caught", "right", "wrong", "alone")] == [3, 2, 1, 0]
    assert [rows["telat"][name] for name in ("caught", "right", "wrong", "alone")] == [3, 3, 0, 1]
    assert (rows["kucing"]["caught"], rows["kucing"]["precision"]) == (0, None)


def test_what_is_missed_and_what_is_caught_wrongly() -> None:
    coded = sample(CODED, "isi", "isu")
    rows = mistakes(coded, find_words(coded.texts, SET).found, ["bantuan"]).rows()
    assert rows == [
        ("bantuan", "missed", "Santunan belum cair, telat", None),
        ("bantuan", "wrongly", "bansos untuk jalan rusak?", "bansos"),
    ]


def test_suggestions_separate_and_leave_out_what_is_known() -> None:
    names = [a + b for a in "ba ci du fe go hi ju ke".split() for b in "lan mit nor pus ran".split()]
    aid, roads = (
        [f"pencairan {word} tersendat lagi" for word in names],
        [f"jalan {word} rusak lagi" for word in names],
    )
    coded = sample(pl.DataFrame({"t": aid + roads, "l": ["aid"] * 40 + ["road"] * 40}), "t", "l")
    words = a_set(aid="pencairan", road="jalan")
    rows = suggest(coded, find_words(coded.texts, words).found, words, ["aid", "road"])
    assert rows.filter(issue="aid")["word"].to_list()[0] == "tersendat"
    assert "pencairan" not in rows["word"].to_list()
    assert "lagi" not in rows["word"].to_list()  # in all texts alike
    assert rows.filter(issue="road")["word"].to_list()[0] == "rusak"
    # z by hand: all 40 texts of one issue hold the word, and none of the other
    first = rows.filter(issue="aid", word="tersendat").to_dicts()[0]
    y, total = 40, coded_words(coded, "aid")
    everything = total + coded_words(coded, "road")
    prior = 10 * y / everything
    delta = math.log((y + prior) / (total + 10 - y - prior)) - math.log(
        prior / (everything - total + 10 - prior)
    )
    assert math.isclose(first["z"], delta / math.sqrt(1 / (y + prior) + 1 / prior))
    assert (first["texts"], first["others"], first["gained"]) == (40, 0, 0)


def coded_words(coded, issue: str) -> int:  # type: ignore[no-untyped-def]
    """Words and pairs of neighbours in the texts of an issue: four words and three pairs in each, none twice."""
    return 7 * coded.of([issue]).height


def test_gained_counts_the_texts_that_the_set_misses() -> None:
    frame = pl.DataFrame(
        {
            "t": ["kucing hilang"] * 40 + ["anjing hilang"] * 40 + ["hujan deras"] * 90,
            "l": ["hewan"] * 80 + ["0"] * 90,
        }
    )
    coded = sample(frame, "t", "l")
    words = a_set(hewan="kucing")
    rows = suggest(coded, find_words(coded.texts, words).found, words, ["hewan"])
    assert dict(rows.select("word", "gained").rows())["anjing"] == 40
    assert dict(rows.select("word", "gained").rows())["hilang"] == 40


def test_shipped_words_of_codes_and_issues() -> None:
    need, issue = shipped(["N05"]), shipped(["1"])
    assert {"issue": "N05"}.items() <= need.row(0, named=True).items()
    assert "bpjs" in " ".join(need["word"])
    assert issue.height > shipped(["1.2"]).height > 0
    assert shipped(["kucing"]).is_empty()


def test_a_set_survives_its_file(tmp_path: Path) -> None:
    write_set(SET, tmp_path / "s.csv")
    assert read_set(tmp_path / "s.csv").sort("issue", "word").equals(SET.sort("issue", "word"))
    (tmp_path / "excel.csv").write_text("\ufeffissue;word\nx; bansos \nx;\n;y\nx;bansos\n", "utf-8")
    assert read_set(tmp_path / "excel.csv").select("issue", "word").rows() == [("x", "bansos")]


@pytest.mark.parametrize("content", [b"isu,kata\nx,y\n", b"issue,word\n", b"", b"\xff\xfe\x00"])
def test_a_set_that_is_none_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "s.csv").write_bytes(content)
    with pytest.raises(SetProblem) as refused:
        read_set(tmp_path / "s.csv")
    assert all(refused.value.problem)


def test_samples_that_are_none_are_refused() -> None:
    with pytest.raises(SampleProblem, match="There is no column teks"):
        sample(CODED, "teks", "isu")
    with pytest.raises(SampleProblem, match="names no issue"):
        sample(CODED.with_columns(isu=pl.lit("0")), "isi", "isu")
    with pytest.raises(SampleProblem, match="neither in the sample"):
        hold(sample(CODED, "isi", "isu"), SET, ["kucing"])


def test_an_issue_without_words_is_held_too() -> None:
    held = hold(sample(CODED, "isi", "isu"), SET.filter(pl.col("issue") == "jalan"))
    assert held.scores.select("issue", "words", "caught").rows() == [
        ("bantuan", 0, 0),
        ("jalan", 2, 3),
        ("lampu", 0, 0),
    ]


BAD = [
    "",
    " ",
    "a" * 100_000,
    "😀" * 200,
    "\x00",
    "\u202ebansos",
    "((",
    "b a n s o s",
    "?" * 99,
    "…",
    "ﷺ" * 50,
]


def test_bad_texts_are_read() -> None:
    found = find_words(texts(*BAD), a_set(x="bansos")).found
    assert set(found["text_id"].to_list()) <= {5, 7}
    assert 5 in found["text_id"].to_list()


# --- the command ---------------------------------------------------------------------------------------------


@pytest.fixture
def files(tmp_path: Path) -> Path:
    CODED.write_csv(tmp_path / "contoh.csv")
    write_set(SET, tmp_path / "kata.csv")
    return tmp_path


def test_the_command_writes_an_editable_set_and_tells_scores(files: Path) -> None:
    call = [
        "keywords",
        str(files / "contoh.csv"),
        "--text",
        "isi",
        "--label",
        "isu",
        "--set",
        str(files / "kata.csv"),
    ]
    done = CliRunner().invoke(app, [*call, "--out", str(files / "hasil")])
    assert done.exit_code == 0, done.output
    assert "3 dari 4" in done.output
    assert sorted(path.name for path in (files / "hasil").iterdir()) == [
        "by_word.csv", "mistakes.csv", "scores.csv", "suggestions.csv", "words.csv",
    ]  # fmt: skip
    assert read_set(files / "hasil" / "words.csv").height == SET.height
    told = json.loads(CliRunner().invoke(app, [*call, "--json"]).output)
    assert [row["right"] for row in told["scores"]] == [3, 3, 0]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--text", "teks", "--label", "isu"], "Kolom teks tidak ada"),
        (["--text", "isi", "--label", "isu", "--set", "tidak-ada.csv"], "Tidak ada berkas"),
        (["--text", "isi", "--label", "isu", "--issue", "kucing"], "kucing tidak ada di contoh"),
    ],
)
def test_wrong_calls_are_told(files: Path, arguments: list[str], said: str) -> None:
    done = CliRunner().invoke(app, ["keywords", str(files / "contoh.csv"), *arguments])
    assert (done.exit_code, said in done.output) == (2, True), done.output
