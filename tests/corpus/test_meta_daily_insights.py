"""Meta's daily numbers: one file per measure, several measures in one file, one column per measure."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from raw import FIXTURES, read, refusals

from simpul.corpus.importing import Import, import_paths
from simpul.corpus.reader import Options
from simpul.corpus.readers.meta_daily_insights import METRICS, READER
from simpul.corpus.recognising import choose
from simpul.corpus.rejects import FileRefused
from simpul.corpus.source import Source
from simpul.corpus.store import Store

REACH = 'sep=,\n"Facebook reach"\n"Date","Primary"\n"2026-03-01T00:00:00","1,250"\n"2026-03-02T00:00:00",""\n"2026-03-03T00:00:00","7"\n'
BOTH = REACH + '\n"Instagram follows"\n"Date","Primary"\n"2026-03-01T00:00:00","3"\n'
INDONESIAN = 'sep=;\n"Jangkauan Instagram"\n"Tanggal";"Utama"\n"1 Maret 2026";"1.250"\n"2 Maret 2026";"98"\n'
WIDE = "Tanggal;Jangkauan;Pengikut baru;Kolom lain\n01/03/2026;10;1;x\n14/03/2026;20;banyak;y\n"


def file(folder: Path, content: str, name: str, encoding: str = "utf-16") -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(content, encoding)
    return path


def observed(tables: dict, *columns: str) -> list[tuple]:  # type: ignore[type-arg]
    return tables["observations"].select("platform", "subject", "metric", "value", "observed_at").rows()  # type: ignore[no-any-return]


def day(number: int) -> dt.datetime:
    return dt.datetime(2026, 3, number, tzinfo=dt.UTC) - dt.timedelta(hours=7)


def test_one_measure_of_an_account_named_by_its_folder(tmp_path: Path) -> None:
    path = file(tmp_path, REACH, "Reach @dinsos.arumsari.csv")
    tables = read(READER, path)
    assert observed(tables) == [
        ("facebook", "dinsos.arumsari", "reach", 1250, day(1)),
        ("facebook", "dinsos.arumsari", "reach", 7, day(3)),
    ]
    assert tables["accounts"].select("platform", "author", "author_kind").rows() == [("facebook", "dinsos.arumsari", "official")]  # fmt: skip
    assert refusals(tables) == []
    assert choose(Source(path))[0] is READER


def test_several_measures_and_platforms_in_one_file(tmp_path: Path) -> None:
    tables = read(READER, file(tmp_path, BOTH, "@dinsos.csv"))
    assert observed(tables)[-1] == ("instagram", "dinsos", "follows", 3, day(1))
    assert {each[0] for each in observed(tables)} == {"facebook", "instagram"}


def test_indonesian_names_and_numbers(tmp_path: Path) -> None:
    tables = read(READER, file(tmp_path, INDONESIAN, "@dinsos.csv", "utf-8-sig"))
    assert observed(tables) == [
        ("instagram", "dinsos", "reach", 1250, day(1)),
        ("instagram", "dinsos", "reach", 98, day(2)),
    ]


def test_one_column_per_measure(tmp_path: Path) -> None:
    path = file(tmp_path, WIDE, "instagram @dinsos.csv", "utf-8")
    tables = read(READER, path)
    assert observed(tables) == [
        ("instagram", "dinsos", "reach", 10, day(1)),
        ("instagram", "dinsos", "reach", 20, day(14)),
        ("instagram", "dinsos", "follows", 1, day(1)),
    ]
    assert refusals(tables) == [(2, "follows", "number_invalid")]


def test_a_ragged_day_and_a_day_without_date_are_told(tmp_path: Path) -> None:
    more = REACH + '"2026-03-04T00:00:00","5","6"\n"","5"\n"kemarin","5"\n'
    assert refusals(read(READER, file(tmp_path, more, "@a.csv"))) == [
        (6, None, "row_ragged"),
        (7, "Date", "date_missing"),
        (8, "Date", "date_invalid"),
    ]


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (REACH, "Reach.csv", "account_unknown"),
        (REACH.replace("Facebook reach", "Views"), "Views @dinsos.csv", "platform_missing"),
        (REACH[: REACH.index('"2026')], "Reach @dinsos.csv", "file_header_only"),
    ],
)
def test_whose_numbers_they_are_is_never_guessed(tmp_path: Path, content: str, name: str, code: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        read(READER, file(tmp_path, content, name))
    assert refusal.value.code == code


def test_a_file_that_was_renamed_is_read_anew(tmp_path: Path) -> None:
    how = Import(Store(tmp_path / "corpus"), b"k" * 32)
    path = file(tmp_path, REACH, "Reach.csv")
    [refused] = import_paths([path], how)
    assert refused.rows == {"rejects": 1}
    [batch] = import_paths([path.rename(tmp_path / "Reach @dinsos.csv")], how)
    assert batch.rows["observations"] == 2


def test_other_formats_are_not_taken(tmp_path: Path) -> None:
    daily = (
        FIXTURES / "youtube_studio" / "Totals.csv"
    )  # bare days and views: its name tells them apart (test_recognition)
    for path in set(FIXTURES.glob("*/*")) - {daily}:
        assert READER.recognise(Source(path)).score == 0
    for header in ("Date,Reach of posts,Likes", "tanggal,isi,instansi,status", "Post ID,Date,Reach,Views"):
        path = file(tmp_path, f"{header}\n2026-01-01,1,2,3\n", "x.csv", "utf-8")
        assert (header, READER.recognise(Source(path)).score) == (header, 0)


def test_the_nearest_folder_names_the_account(tmp_path: Path) -> None:
    (tmp_path / "@lama").mkdir()
    path = file(tmp_path / "@lama/@dinsos", REACH, "Reach.csv")
    assert {subject for _, subject, *_ in observed(read(READER, path))} == {"dinsos"}


def test_every_measure_has_a_name_in_both_languages() -> None:
    fields = {
        each.column.split(".")[1]: each.source for each in READER.mapping if "observations." in each.column
    }
    assert {name for name in METRICS if " | " not in fields[name]} == set()
    assert Options().day_first is None
