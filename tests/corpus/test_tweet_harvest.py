"""tweet-harvest: both date styles, every separator, and what Excel leaves of the ids."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from raw import FIXTURES, counts, read, refusals

from simpul.corpus.reader import Options
from simpul.corpus.readers.tweet_harvest import READER
from simpul.corpus.source import Source
from simpul.corpus.tweets import sent_at

HERE = FIXTURES / "tweet_harvest"
NEWS, ASK, ANSWER, LATE = (
    row["id_str"] for row in csv.DictReader(io.StringIO((HERE / "iso_dates.csv").read_text()))
)
DAY = dt.datetime(2024, 1, 15, tzinfo=dt.UTC)
TIMES = [
    DAY.replace(hour=h, minute=m, second=s) for h, m, s in ((2, 30, 0), (3, 10, 5), (8, 41, 0), (9, 0, 0))
]


def written(path: Path, rows: list[dict[str, object]]) -> Path:
    with path.open("w", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    return path


def workbook(path: Path, numbers: bool) -> Path:
    """The ISO fixture as a workbook; its ids as text, or as the numbers that Excel makes of them."""
    rows = list(csv.reader(io.StringIO((HERE / "iso_dates.csv").read_text())))
    book = xlsxwriter.Workbook(path, {"strings_to_numbers": numbers})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(number, column, cell)
    book.close()
    return path


def test_posts_replies_and_counts() -> None:
    tables = read(READER, HERE / "iso_dates.csv")
    columns = ("native_id", "kind", "author", "author_id", "parent", "root", "parent_author", "media")
    assert tables["posts"].select(columns).rows() == [
        (NEWS, "post", "dinsostirtaloka", "811000000000000001", None, None, None, "image"),
        (ASK, "reply", "bu_sri_gumukjati", "811000000000000002", None, NEWS, "dinsostirtaloka", None),
        (ANSWER, "reply", "dinsostirtaloka", "811000000000000001", None, NEWS, "bu_sri_gumukjati", None),
        (LATE, "post", "joko_kalimendung", "811000000000000003", None, None, None, "video"),
    ]
    assert tables["posts"].select("text", "hashtags", "links", "mentions").rows()[:2] == [
        (
            "Pencairan #BansosPKH tahap I di Gumukjati & Kalimendung, info https://dinsos.tirtaloka.example/pkh",
            *(["bansospkh"], ["https://dinsos.tirtaloka.example/pkh"], []),
        ),
        (
            "@DinsosTirtaloka lha kok tonggoku sing mampu malah entuk, aku ora? 😢\nPiye iki @KabarTirtaloka",
            *([], [], ["dinsostirtaloka", "kabartirtaloka"]),
        ),
    ]
    assert counts(tables, NEWS) == {"likes": 11, "comments": 2, "shares": 3, "quotes": 1}
    assert counts(tables, LATE)["likes"] == 1204
    assert refusals(tables) == []


@pytest.mark.parametrize("name", ["iso_dates.csv", "x_dates_semicolons.csv", "after_excel.csv"])
def test_every_style_gives_the_same_times_and_people(name: str) -> None:
    assert READER.recognise(Source(HERE / name)).score == 95
    found = read(READER, HERE / name, Options(timezone="Asia/Jayapura"))["posts"]
    assert found["native_id"].to_list() == [NEWS, ASK, ANSWER, LATE]
    assert [time.replace(microsecond=0) for time in found["created_at"]] == TIMES
    assert found["kind"].to_list() == ["post", "reply", "reply", "post"]
    assert found["parent_author"].to_list() == [None, "dinsostirtaloka", "bu_sri_gumukjati", None]


def test_an_address_saves_the_id_but_not_the_thread() -> None:
    tables = read(READER, HERE / "after_excel.csv")
    assert tables["posts"].select("root", "author_id").rows() == [(None, None)] * 4
    assert refusals(tables) == [
        (1, "conversation_id_str", "id_damaged"),
        (2, "conversation_id_str", "id_damaged"),
        (2, "favorite_count", "number_invalid"),
        (3, "conversation_id_str", "id_damaged"),
        (3, "favorite_count", "number_damaged"),
        (4, "conversation_id_str", "id_damaged"),
    ]
    assert counts(tables, ASK) == {"comments": 1, "shares": 0, "quotes": 0}


def test_without_addresses_damaged_ids_are_lost() -> None:
    tables = read(READER, HERE / "after_excel_without_addresses.csv")
    assert refusals(tables) == [(row, "id_str", "id_damaged") for row in (1, 2, 3, 4)]
    assert tables["posts"].is_empty() and tables["observations"].is_empty()


def test_ids_that_excel_rounded_to_fifteen_digits_are_damaged(tmp_path: Path) -> None:
    post = {"created_at": "2024-01-15T02:30:00.000Z", "full_text": "BLT", "username": "joko_kalimendung"}
    rounded = [post | {"id_str": f"{174670000000123 + k}0000"} for k in range(3)]
    assert refusals(read(READER, written(tmp_path / "a.csv", rounded))) == [
        (row, "id_str", "id_damaged") for row in (1, 2, 3)
    ]
    sound = [post | {"id_str": f"174670000000123{k}"} for k in ("0000", "0001", "4570")]
    assert read(READER, written(tmp_path / "b.csv", sound))["posts"].height == 3


def test_workbooks_are_read_and_their_numbers_distrusted(tmp_path: Path) -> None:
    text = read(READER, workbook(tmp_path / "text.xlsx", numbers=False))
    assert text["posts"].drop("row").equals(read(READER, HERE / "iso_dates.csv")["posts"].drop("row"))
    tables = read(READER, workbook(tmp_path / "numbers.xlsx", numbers=True))
    assert tables["posts"]["native_id"].to_list() == [NEWS, ASK, ANSWER, LATE]  # from the addresses
    assert refusals(tables) == [(row, "conversation_id_str", "id_damaged") for row in (1, 2, 3, 4)]
    assert counts(tables, NEWS) == {"likes": 11, "comments": 2, "shares": 3, "quotes": 1}


def test_missing_columns_are_unknown_and_not_zero(tmp_path: Path) -> None:
    post = {"created_at": "", "full_text": "PKH cair?", "tweet_url": f"https://x.com/undefined/status/{NEWS}"}
    path = written(tmp_path / "a.csv", [post, post, post | {"tweet_url": ""}])
    assert READER.recognise(Source(path)).score == 75
    tables = read(READER, path)
    assert tables["posts"].select("native_id", "author", "created_at", "kind").rows() == [
        (NEWS, None, TIMES[0], "post")
    ]
    assert tables["observations"].is_empty()
    assert refusals(tables) == [(3, "id_str", "id_missing")]


def test_the_time_of_an_id_is_the_platforms() -> None:
    # the platform's own example: id 1541815603606036480 was sent on 2022-06-28 at 16:07:40.105 UTC
    ids = pl.DataFrame({"id": [1541815603606036480, 20]})
    assert ids.select(sent_at(pl.col("id"))).to_series().to_list() == [
        dt.datetime(2022, 6, 28, 16, 7, 40, 105000, tzinfo=dt.UTC), None
    ]  # fmt: skip


@pytest.mark.parametrize(
    "header",
    [
        "id,created_at,text,username",
        "full_text,lang,username",
        "id,timestamp_utc,local_time,user_screen_name,text",
        '{"full_text": "a", "id_str": "1"}',
        "",
    ],
)
def test_other_tables_are_not_taken_for_it(header: str, tmp_path: Path) -> None:
    (tmp_path / "tweet_harvest.csv").write_text(header + "\n1,2,3,4,5\n")
    assert READER.recognise(Source(tmp_path / "tweet_harvest.csv")).score == 0


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(10**18, 2 * 10**18),
            st.text(st.characters(exclude_characters="\x00\r", exclude_categories=["Cs"]), min_size=1),
            st.sampled_from([",", ";", "\t"]),
        ),
        min_size=1,
        max_size=5,
        unique_by=lambda post: post[0],
    )
)
def test_every_text_comes_through(
    tmp_path_factory: pytest.TempPathFactory, found: list[tuple[int, str, str]]
) -> None:
    path = tmp_path_factory.mktemp("harvest") / "a.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, delimiter=found[0][2], quoting=csv.QUOTE_ALL)
        table.writerow(["created_at", "id_str", "full_text", "tweet_url"])
        for number, text, _ in found:
            url = f"https://x.com/joko_kalimendung/status/{number}"
            table.writerow(["2024-01-15T02:30:00.000Z", number, f"PKH {text}", url])
    tables = read(READER, path)
    unescaped = [
        f"PKH {text}".replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") for _, text, _ in found
    ]
    assert tables["posts"]["native_id"].to_list() == [str(number) for number, _, _ in found]
    assert tables["posts"]["text"].to_list() == unescaped
    assert set(tables["posts"]["author"]) == {"joko_kalimendung"}
