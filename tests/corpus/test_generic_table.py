"""Any table with a column map: CSV, XLSX and NDJSON, our own names, and what is wrong with a map."""

from __future__ import annotations

import datetime as dt
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simpul.corpus import column_map
from simpul.corpus.chunks import conform
from simpul.corpus.reader import Options, readers
from simpul.corpus.readers.generic_table import READER
from simpul.corpus.records import METRICS, RAW_POSTS
from simpul.corpus.rejects import CODES, FileRefused
from simpul.corpus.source import Source, sources

MAP = """\
platform = "tiktok"
kind = "comment"

[columns]
id = "cid"
author = "akun"
text = "isi komentar"
created_at = "waktu"
parent = "balasan ke"
root = "video"
place = "kelurahan"
hashtags = "tagar"

[metrics]
likes = "suka"

[lists]
separator = ";"
"""

TABLE = """\
cid,akun,isi komentar,waktu,balasan ke,video,kelurahan,tagar,suka,catatan
1,@Mbah_Karto,Beras mboten wonten @dinsos_arumsari,14/03/2026 08.30,,V1,Sumberwaras,#Bansos; #Beras,"1.250",x
2,bu_painem,Sabar nggih,15/03/2026 09.00,1,V1,99.71.01.1002,,,y
"""
CODES_OF_PLACES = {"sumberwaras": "99.71.01.1001", "kalirejo": "99.71.01.1002"}

Rows = list[tuple[object, ...]]


def read(path: Path, content: str | bytes, **options: object) -> tuple[pl.DataFrame, Rows, Rows, list[str]]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_source(Source(path), **options)


def read_source(source: Source, **options: object) -> tuple[pl.DataFrame, Rows, Rows, list[str]]:
    chunks = list(READER.read(source, Options(**options)))  # type: ignore[arg-type]
    observed = pl.concat(conform(chunk.observations, "observations") for chunk in chunks)
    return (
        pl.concat(conform(chunk.posts, "posts") for chunk in chunks),
        sorted(observed.select("subject", "metric", "value").rows()),
        pl.concat(conform(chunk.rejects, "rejects") for chunk in chunks).rows(),
        list(dict.fromkeys(note for chunk in chunks for note, _ in chunk.notes)),
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "simpul.toml").write_text(MAP)
    return tmp_path


EXPECTED = [
    ("tiktok", "1", "comment", "mbah_karto", None, "V1", "99.71.01.1001", 1),
    ("tiktok", "2", "comment", "bu_painem", "1", "V1", "99.71.01.1002", 2),
]


def test_a_map_in_the_folder(folder: Path) -> None:
    posts, observed, refused, notes = read(folder / "a.csv", TABLE, place_codes=CODES_OF_PLACES)
    assert (
        posts.select("platform", "native_id", "kind", "author", "parent", "root", "place", "row").rows()
        == EXPECTED
    )
    assert posts["created_at"].to_list() == [
        dt.datetime(2026, 3, 14, 1, 30, tzinfo=dt.UTC),
        dt.datetime(2026, 3, 15, 2, 0, tzinfo=dt.UTC),
    ]
    assert posts["hashtags"].to_list() == [["bansos", "beras"], None]
    assert posts["mentions"].to_list() == [["dinsos_arumsari"], []]
    assert observed == [("1", "likes", 1250.0)]
    assert refused == []
    assert notes == [
        "Kolom yang tidak dibaca: catatan.",
        "Tanggal di kolom waktu dibaca sebagai hari/bulan, zona waktu Asia/Jakarta.",
    ]
    assert READER.recognise(Source(folder / "a.csv")).score == 99


def test_a_workbook_and_ndjson_give_the_same(folder: Path) -> None:
    table = pl.read_csv(TABLE.encode(), infer_schema=False)
    table.write_excel(folder / "a.xlsx")
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in table.to_dicts())
    expected = read(folder / "a.csv", TABLE, place_codes=CODES_OF_PLACES)
    for found in (
        read_source(Source(folder / "a.xlsx"), place_codes=CODES_OF_PLACES),
        read(folder / "a.ndjson", lines, place_codes=CODES_OF_PLACES),
    ):
        assert found[0].equals(expected[0])
        assert found[1:] == expected[1:]
    assert READER.recognise(Source(folder / "a.xlsx")).score == 99
    assert READER.recognise(Source(folder / "a.ndjson")).score == 99


def test_where_a_map_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(TABLE)
    assert READER.recognise(Source(tmp_path / "a.csv")).score == 0
    other = tmp_path / "maps" / "tiktok.toml"
    other.parent.mkdir()
    other.write_text(MAP)
    assert read_source(Source(tmp_path / "a.csv"), columns=other)[0].height == 2
    (tmp_path / "simpul.toml").write_text(MAP.replace("tiktok", "threads"))
    assert read_source(Source(tmp_path / "a.csv"))[0]["platform"].unique().to_list() == ["threads"]
    (tmp_path / "a.csv.toml").write_text(MAP.replace("tiktok", "IG"))
    assert read_source(Source(tmp_path / "a.csv"))[0]["platform"].unique().to_list() == ["instagram"]
    assert read_source(Source(tmp_path / "a.csv"), columns=other)[0]["platform"][0] == "tiktok"


def test_a_map_beside_a_zip(folder: Path) -> None:
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        archive.writestr("dalam/a.csv", TABLE)
    [source] = [found for found in sources([folder]) if found.member]
    assert READER.recognise(source).score == 99
    assert read_source(source, place_codes=CODES_OF_PLACES)[0]["native_id"].to_list() == ["1", "2"]


def test_the_folders_map_leaves_other_tables_alone(folder: Path) -> None:
    (folder / "b.csv").write_text("nama;umur\nA;1\n")
    assert READER.recognise(Source(folder / "b.csv")).score == 0
    posts, *_ = read(folder / "own.csv", OWN)
    assert posts["native_id"].to_list() == ["p1", "p2"]


# --- our own names ------------------------------------------------------------------------------------------

OWN = """\
post_id,platform,kind,account,parent_id,text,created_at,likes,media
p1,instagram,post,dinsos_arumsari,,Jadwal #bansos https://arumsari.example/a,2026-03-14T08:30:00+07:00,3,image
p2,X,reply,@Warga,p1,Matur nuwun,2026-03-14 09:30,,
"""


def test_a_table_with_our_own_names_needs_no_map(tmp_path: Path) -> None:
    posts, observed, refused, notes = read(tmp_path / "a.csv", OWN)
    assert posts.select("platform", "native_id", "kind", "author", "parent", "media").rows() == [
        ("instagram", "p1", "post", "dinsos_arumsari", None, "image"),
        ("x", "p2", "reply", "warga", "p1", None),
    ]
    assert posts["links"].to_list() == [["https://arumsari.example/a"], []]
    assert posts["created_at"].dt.hour().to_list() == [1, 2]
    assert observed == [("p1", "likes", 3.0)]
    assert (refused, notes) == ([], [])
    assert 60 <= READER.recognise(Source(tmp_path / "a.csv")).score < 90


def test_every_post_column_and_metric_can_be_given(tmp_path: Path) -> None:
    """But what only an export proves (an official account), what only the entry sheet for passed-on voices may say, and what a
    reader declares to be of no person (`extra`)."""
    withheld = {"author_kind", "passed_on_by", "spoken_for", "extra"}
    given = dict.fromkeys(set(RAW_POSTS) - {"row", "native_id"} - withheld, "x") | {"id": "1"}
    given |= {
        "platform": "x",
        "kind": "post",
        "created_at": "2026-03-14T08:30:00+07:00",
        "media": "image",
        "place": "99.71",
    }
    given |= {"mentions": ["a"], "hashtags": ["b"], "links": ["c"]} | dict.fromkeys(METRICS, 1)  # type: ignore[dict-item]
    posts, observed, refused, notes = read(tmp_path / "a.ndjson", json.dumps(given))
    assert {name for name in posts.columns if posts[name].null_count()} == withheld
    assert sorted(metric for _, metric, _ in observed) == sorted(METRICS)
    assert (refused, notes) == ([], [])


def test_ndjson_with_nested_objects_and_lists(tmp_path: Path) -> None:
    (tmp_path / "simpul.toml").write_text(
        'platform = "tiktok"\n[columns]\nid = "id"\nauthor = "user.name"\ntext = "body"\n'
        'created_at = "time"\nhashtags = "entities.tags"\n[metrics]\nlikes = "stats.digg"\nviews = "stats.play"\n'
    )
    lines = [
        '{"id": 1, "user": {"name": "Warga_1", "age": 3}, "body": "nggih", "time": 1772676000, "entities": {"tags": ["A", "b"]}, "stats": {"digg": 5, "play": 1.5}}',
        '{"id": "2", "user": null, "body": "\\ud83d\\ude4f", "stats": {"digg": null}}',
        "{rusak",
    ]
    posts, observed, refused, notes = read(tmp_path / "a.ndjson", "\n".join(lines))
    assert posts.select("native_id", "author", "text", "hashtags", "row").rows() == [
        ("1", "warga_1", "nggih", ["a", "b"], 1),
        ("2", None, "🙏", None, 2),
    ]
    assert posts["created_at"].to_list() == [dt.datetime(2026, 3, 5, 2, tzinfo=dt.UTC), None]
    assert observed == [("1", "likes", 5.0), ("1", "views", 1.5)]
    assert refused == [(3, None, "row_json", "{rusak")]
    assert notes == []


def test_a_key_with_a_dot_and_keys_that_come_late(tmp_path: Path) -> None:
    (tmp_path / "simpul.toml").write_text(
        'platform = "facebook"\n[columns]\nid = "id"\ntext = "message"\nauthor = "from.name"\nparent = "parent_id"\n'
    )
    lines = [{"id": "1", "message": "a", "from.name": "Warga"}, {"id": "2", "message": "b", "parent_id": "1"}]
    late = [{"id": "0", "message": "x" * 70_000}, *lines]
    posts, *_ = read(tmp_path / "a.ndjson", "\n".join(map(json.dumps, lines)))
    assert posts.select("author", "parent").rows() == [("warga", None), (None, "1")]
    posts, *_ = read(tmp_path / "a.ndjson", "\n".join(map(json.dumps, [lines[0], *late[:1], lines[1]])))
    assert posts["parent"].to_list() == [None, None, "1"]


@pytest.mark.parametrize(
    ("columns", "sample", "key"),
    [
        ('author = "user"', {"user": {"name": "a"}}, "author: user"),
        ('author = "names"', {"names": ["a"]}, "author: names"),
        ('author = "user"\nauthor_id = "user.id"', {"user": {"id": "a"}}, "author: user"),
    ],
)
def test_a_map_that_names_an_object(
    tmp_path: Path, columns: str, sample: dict[str, object], key: str
) -> None:
    (tmp_path / "simpul.toml").write_text(f'platform = "x"\n[columns]\ntext = "t"\n{columns}\n')
    with pytest.raises(FileRefused) as refusal:
        read(tmp_path / "a.ndjson", json.dumps({"t": "halo", **sample}))
    assert (refusal.value.code, refusal.value.column) == ("map_invalid", key)


# --- times --------------------------------------------------------------------------------------------------


def with_times(times: str, *cells: str) -> tuple[str, str]:
    toml = f'platform = "x"\n[columns]\nid = "id"\ntext = "t"\ncreated_at = "w"\n[times]\n{times}\n'
    return toml, "id,t,w\n" + "\n".join(f"{i},halo,{cell}" for i, cell in enumerate(cells, 1))


@pytest.mark.parametrize(
    ("times", "cell", "expected"),
    [
        ("day_first = true", "05/03/2026 08:30", "2026-03-05 01:30"),
        ("day_first = false", "05/03/2026 08:30", "2026-05-03 01:30"),
        ('zone = "Asia/Jayapura"', "2026-03-05 08:30:00", "2026-03-04 23:30"),
        ('format = "%Y%m%d-%H%M"', "20260305-0830", "2026-03-05 01:30"),
        ('format = "%Y%m%d-%H%M"\nzone = "UTC"', "20260305-0830", "2026-03-05 08:30"),
        ('format = "%d|%m|%Y %H:%M %z"', "05|03|2026 08:30 +0900", "2026-03-04 23:30"),
        ("", "2026-03-05T08:30:00Z", "2026-03-05 08:30"),
        ("", "5 Maret 2026 08.30 WIB", "2026-03-05 01:30"),
    ],
)
def test_times(tmp_path: Path, times: str, cell: str, expected: str) -> None:
    toml, table = with_times(times, cell)
    (tmp_path / "simpul.toml").write_text(toml)
    posts, _, refused, _ = read(tmp_path / "a.csv", table)
    assert posts["created_at"].dt.strftime("%Y-%m-%d %H:%M").to_list() == [expected]
    assert refused == []


def test_a_format_that_does_not_fit_a_cell(tmp_path: Path) -> None:
    toml, table = with_times('format = "%Y%m%d"', "20260305", "5/3/26")
    (tmp_path / "simpul.toml").write_text(toml)
    posts, _, refused, _ = read(tmp_path / "a.csv", table)
    assert posts["created_at"].is_null().to_list() == [False, True]
    assert refused == [(2, "w", "date_invalid", "5/3/26")]


def test_a_format_that_fits_no_cell(tmp_path: Path) -> None:
    toml, table = with_times('format = "%Y%m%d"', "5/3/26", "6/3/26")
    (tmp_path / "simpul.toml").write_text(toml)
    with pytest.raises(FileRefused) as refusal:
        read(tmp_path / "a.csv", table)
    assert (refusal.value.code, refusal.value.column) == ("map_invalid", "times.format")


def test_the_order_is_taken_from_the_whole_file_and_not_from_its_first_piece(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simpul.corpus.ndjson.PIECE", 200)
    toml, _ = with_times("")
    (tmp_path / "simpul.toml").write_text(toml)
    days = [*["05/03/2026 08:30"] * 9, "14/03/2026 08:30"]
    lines = "\n".join(json.dumps({"id": str(i), "t": "halo", "w": day}) for i, day in enumerate(days))
    posts, *_ = read(tmp_path / "a.ndjson", lines)
    assert posts["created_at"].dt.month().unique().to_list() == [3]


def test_an_undecidable_order_is_refused_unless_told(tmp_path: Path) -> None:
    toml, table = with_times("", "05/03/2026 08:30")
    (tmp_path / "simpul.toml").write_text(toml)
    with pytest.raises(FileRefused) as refusal:
        read(tmp_path / "a.csv", table)
    assert (refusal.value.code, refusal.value.column) == ("date_order_unknown", "w")
    assert read(tmp_path / "a.csv", table, day_first=True)[0]["created_at"].dt.month().to_list() == [3]


# --- bad cells and bad maps ---------------------------------------------------------------------------------


def test_bad_cells(folder: Path) -> None:
    bad = TABLE.replace("\n2,", "\n1.23E+18,") + (
        ",tanpa_id,teks,15/03/2026 09.00,,V1,,,,\n"
        "4,akun,teks,kapan-kapan,,V1,Entah,,Jan-25,\n"
        "5,akun,teks,15/03/2026 09.00,1.2E+15,V1,,,,\n"
        "6,akun\n"
    )
    posts, observed, refused, _ = read(folder / "a.csv", bad, place_codes=CODES_OF_PLACES)
    assert posts.select("native_id", "place").rows() == [("1", "99.71.01.1001"), ("4", None)]
    assert observed == [("1", "likes", 1250.0)]
    assert sorted(refused, key=repr) == sorted([
        (6, None, "row_ragged", "6,akun"),
        (2, "cid", "id_damaged", "1.23E+18"),
        (5, "balasan ke", "id_damaged", "1.2E+15"),
        (3, "cid", "id_missing", None),
        (4, "kelurahan", "place_unknown", "Entah"),
        (4, "waktu", "date_invalid", "kapan-kapan"),
        (4, "suka", "number_damaged", "Jan-25"),
    ], key=repr)  # fmt: skip


def test_choices(tmp_path: Path) -> None:
    content = "id,platform,kind,author,text,created_at,media\n1,Facebook,Kiriman,a,t,2026-03-05 08:30,foto\n2,,post,a,t,2026-03-05 08:30,IMAGE\n"
    posts, _, refused, _ = read(tmp_path / "a.csv", content)
    assert posts.select("platform", "kind", "media").rows() == [("facebook", "post", None)]
    assert refused == [
        (1, "kind", "value_unknown", "Kiriman"),
        (1, "media", "value_unknown", "foto"),
        (2, "platform", "platform_missing", None),
    ]


def test_rows_without_id_get_one_from_their_content(tmp_path: Path) -> None:
    (tmp_path / "simpul.toml").write_text('platform = "x"\n[columns]\ntext = "isi"\n')
    posts, _, refused, notes = read(tmp_path / "a.csv", "isi,n\nhalo,1\nhalo,2\napa,3\n")
    assert posts["native_id"].is_unique().all()
    assert posts["native_id"][1] == f"{posts['native_id'][0]}-2"
    assert refused == []
    assert notes[-1] == "Berkas ini tidak memuat tanggal: isinya masuk tanpa waktu."


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (("[columns]", "[kolom]"), "kolom.id"),
        (('id = "cid"', 'id = "cid"\nisi = "x"'), "columns.isi"),
        (('id = "cid"', "id = 3"), "columns.id"),
        (('platform = "tiktok"', ""), "platform"),
        (('platform = "tiktok"', "platform = 1"), "platform"),
        (('kind = "comment"', 'kind = "komentar"'), "kind"),
        (('likes = "suka"', '"Jumlah Suka" = "suka"'), "metrics.Jumlah Suka"),
        (("[lists]", '[times]\nzone = "Asia/Semarang"\n[lists]'), "times.zone"),
        (("[lists]", '[times]\nday_first = "ya"\n[lists]'), "times.day_first"),
        (("[lists]", '[times]\nformat = "dd/mm"\n[lists]'), "times.format"),
        (('separator = ";"', 'separator = ""'), "lists.separator"),
        (('separator = ";"', "separator = ;"), "line 18"),
    ],
)
def test_a_wrong_map_names_its_key(folder: Path, change: tuple[str, str], key: str) -> None:
    (folder / "simpul.toml").write_text(MAP.replace(*change))
    (folder / "a.csv").write_text(TABLE)
    assert READER.recognise(Source(folder / "a.csv")).score >= 60
    with pytest.raises(FileRefused) as refusal:
        read_source(Source(folder / "a.csv"))
    assert (refusal.value.code, refusal.value.column) == ("map_invalid", f"simpul.toml: {key}")
    assert all(CODES["map_invalid"])


def test_a_map_needs_an_id_or_a_text(folder: Path) -> None:
    (folder / "simpul.toml").write_text('platform = "x"\n[columns]\nauthor = "akun"\n')
    with pytest.raises(FileRefused) as refusal:
        read(folder / "a.csv", TABLE)
    assert refusal.value.column == "simpul.toml: columns.text"


def test_a_column_that_the_file_does_not_have(tmp_path: Path) -> None:
    (tmp_path / "a.csv.toml").write_text(MAP.replace('"akun"', '"user.name"'))
    assert READER.recognise(Source(Path(tmp_path / "a.csv"))).score == 0  # there is no such file yet
    with pytest.raises(FileRefused) as refusal:
        read(tmp_path / "a.csv", TABLE.replace("akun", "user"))
    assert (refusal.value.code, refusal.value.column) == ("file_columns", "user.name")


def test_a_table_without_map_is_refused(tmp_path: Path) -> None:
    for content, code in ((TABLE, "file_columns"), ("halo", "file_unknown")):
        with pytest.raises(FileRefused) as refusal:
            read(tmp_path / "a.csv", content)
        assert refusal.value.code == code


# --- the guide ----------------------------------------------------------------------------------------------

GUIDE = Path(__file__).parents[2] / "docs/adding-a-format.md"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)


def test_the_guide_names_every_key_and_metric() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    keys = [key.removeprefix("columns.") for key in column_map.RULES]
    assert [key for key in [*keys, *METRICS] if f"`{key}`" not in guide] == []


def test_the_guides_table_is_read_by_its_map(tmp_path: Path) -> None:
    (tmp_path / "komentar.csv.toml").write_text(blocks("toml")[0])
    posts, observed, refused, _ = read(
        tmp_path / "komentar.csv", blocks("csv")[0], place_codes=CODES_OF_PLACES
    )
    assert posts.select("platform", "native_id", "kind", "author", "parent", "place").rows() == [
        ("tiktok", "7301", "comment", "mbah_karto", None, "99.71.01.1001"),
        ("tiktok", "7302", "comment", "dinsos_arumsari", "7301", None),
    ]
    assert posts["created_at"][0] == dt.datetime(2026, 3, 14, 1, 30, tzinfo=dt.UTC)
    assert posts["hashtags"].to_list() == [["bansos", "beras"], None]
    assert observed == [("7301", "likes", 1250.0), ("7302", "likes", 3.0)]
    assert refused == []


def test_the_guides_reader_works(tmp_path: Path) -> None:
    module: dict[str, Any] = {}
    exec(compile(blocks("python")[0], "guest_book.py", "exec"), module)
    book = tmp_path / "a.csv"
    book.write_text(
        "no,tanggal,pesan,suka\n1,14/03/2026 08.30,Lampu jalan mati #RT04,2\n1.2E+17,14/03/2026,x,\n"
    )
    assert module["READER"].recognise(Source(book)).score == 90
    [chunk] = module["READER"].read(Source(book), Options())
    posts = conform(chunk.posts, "posts")
    assert posts.select("platform", "native_id", "kind", "text", "row").rows() == [
        ("web", "1", "message", "Lampu jalan mati #RT04", 1)
    ]
    assert posts["hashtags"].to_list() == [["rt04"]]
    assert conform(chunk.observations, "observations").select("subject", "metric", "value").rows() == [
        ("1", "likes", 2.0)
    ]
    assert conform(chunk.rejects, "rejects").rows() == [(2, "no", "id_damaged", "1.2E+17")]


def test_the_reader_is_found() -> None:
    assert readers()["generic_table"] is READER


CELL = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=30
).filter(lambda text: text.strip())


@settings(max_examples=40, deadline=None)
@given(texts=st.lists(CELL, min_size=1, max_size=6))
def test_texts_survive_csv_and_ndjson(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    frame = pl.DataFrame({"id": [f"p{i}" for i in range(len(texts))], "text": texts}).with_columns(
        platform=pl.lit("x"), author=pl.lit("a"), created_at=pl.lit("2026-03-05T08:30:00+07:00")
    )
    folder = tmp_path_factory.mktemp("table")
    csv = read(folder / "a.csv", frame.write_csv(quote_style="always"))
    lines = read(folder / "a.ndjson", frame.write_ndjson())
    assert csv[0]["text"].to_list() == lines[0]["text"].to_list() == texts
