"""Reading the corpus: what several exports say of the same post, count, account or person becomes one."""

from __future__ import annotations

import datetime as dt
from itertools import permutations
from pathlib import Path
from typing import Any

import leaky_exports as leaky
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from simpul.corpus.importing import Import, import_paths
from simpul.corpus.reader import Options
from simpul.corpus.reading import read_corpus
from simpul.corpus.records import TABLES
from simpul.corpus.store import Batch, Store

Row = dict[str, Any]


def frame(table: str, rows: list[Row], batch: str) -> pl.DataFrame:
    return pl.DataFrame(
        [{"batch": batch, "row": number, **row} if "row" in TABLES[table] else {"batch": batch, **row} for number, row in enumerate(rows, 1)],
        schema=TABLES[table],
    )  # fmt: skip


def add(store: Store, batch: str, **tables: list[Row]) -> None:
    with store.staging(batch) as stage:
        stage.append({name: frame(name, rows, batch) for name, rows in tables.items()})
        store.commit(stage, Batch(batch, f"{batch}.csv", batch, "generic_table", 1, stage.rows))


def read(store: Store, table: str, *columns: str) -> list[tuple[Any, ...]]:
    found = read_corpus(store)[table].collect()
    return found.select(columns).rows()


def day(number: int) -> dt.datetime:
    return dt.datetime(2026, 3, number, tzinfo=dt.UTC)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


# --- posts ------------------------------------------------------------------------------------------------------


def test_the_first_text_stands_and_gaps_are_filled(store: Store) -> None:
    add(
        store,
        "b",
        posts=[{"post_id": "x:~1", "text": "kedua", "place": "99.71"}, {"post_id": "x:~0", "text": "lain"}],
    )
    add(
        store,
        "a",
        posts=[{"post_id": "x:~1", "text": "pertama"}, {"post_id": "x:~1", "text": "ulang", "kind": "post"}],
    )
    assert read(store, "posts", "post_id", "text", "place", "kind") == [
        ("x:~0", "lain", None, None),
        ("x:~1", "pertama", "99.71", "post"),
    ]


def test_lists_of_a_doubled_post_stay_lists(store: Store) -> None:
    add(store, "a", posts=[{"post_id": "x:~1", "mentions": None, "hashtags": []}])
    add(store, "b", posts=[{"post_id": "x:~1", "mentions": ["x:a", "x:b"], "hashtags": ["c"]}])
    assert read(store, "posts", "mentions", "hashtags") == [(["x:a", "x:b"], [])]


def test_what_names_a_post_by_its_pseudonym_is_led_to_it(store: Store) -> None:
    add(
        store,
        "a",
        posts=[
            {"post_id": "x:~c", "parent_id": "x:~news", "root_id": "x:~news"},
            {"post_id": "x:~d", "shared_id": "x:~news", "parent_id": "x:~c"},
        ],
        observations=[{"subject": "x:~news", "subject_kind": "post", "metric": "likes", "value": 3.0}],
    )
    add(store, "b", posts=[{"post_id": "x:9", "alias": "x:~news", "account_id": "x:dinsos"}])
    assert read(store, "posts", "post_id", "parent_id", "root_id", "shared_id") == [
        ("x:9", None, None, None),
        ("x:~c", "x:9", "x:9", None),
        ("x:~d", "x:~c", None, "x:9"),
    ]
    assert read(store, "observations", "subject", "value") == [("x:9", 3.0)]


def test_a_post_first_seen_as_a_citizens_is_the_offices_once_it_is_registered(store: Store) -> None:
    """Whichever batch comes first by its id, the registered author stands."""
    for old, new in (("a", "b"), ("d", "c")):
        number = old
        add(store, old, posts=[{"post_id": f"x:~{number}", "account_id": "x:~dinsos", "text": "sama"}])
        add(store, new, posts=[{"post_id": f"x:{number}", "alias": f"x:~{number}", "account_id": "x:dinsos", "text": "sama", "url": "https://x.com/1"}])  # fmt: skip
    assert read(store, "posts", "post_id", "account_id", "url") == [
        ("x:a", "x:dinsos", "https://x.com/1"),
        ("x:d", "x:dinsos", "https://x.com/1"),
    ]


def test_posts_come_without_batch_row_and_alias(store: Store) -> None:
    add(store, "a", posts=[{"post_id": "x:9", "alias": "x:~9"}])
    corpus = read_corpus(store)
    assert corpus["posts"].collect_schema().names() == [
        name for name in TABLES["posts"] if name not in ("batch", "row", "alias", "extra")
    ]
    assert not {"batch", "row"} & set(corpus["observations"].collect_schema().names())


# --- counts -----------------------------------------------------------------------------------------------------


def count(
    subject: str, value: float, at: dt.datetime | None = None, kind: str = "post", metric: str = "likes"
) -> Row:
    return {"subject": subject, "subject_kind": kind, "metric": metric, "value": value, "observed_at": at}


def test_of_a_posts_counts_the_latest_stands(store: Store) -> None:
    add(
        store,
        "b",
        observations=[count("x:~1", 5, day(1)), count("x:~1", 2, day(1), metric="shares"), count("x:~2", 7)],
    )
    add(
        store,
        "a",
        observations=[count("x:~1", 4, day(2)), count("x:~1", 9), count("x:~2", 8), count("x:~2", 6)],
    )
    assert read(store, "observations", "subject", "metric", "value", "observed_at") == [
        ("x:~1", "likes", 4.0, day(2)),  # later, though smaller; the 9 has no time
        ("x:~1", "shares", 2.0, day(1)),
        ("x:~2", "likes", 8.0, None),  # none has a time: the largest
    ]


def test_followers_stay_a_series(store: Store) -> None:
    add(
        store,
        "a",
        observations=[
            count("x:dinsos", 100, day(1), "account", "followers"),
            count("x:dinsos", 120, day(8), "account", "followers"),
        ],
    )
    add(
        store,
        "b",
        observations=[
            count("x:dinsos", 90, day(8), "account", "followers"),
            count("x:dinsos", 80, None, "account", "followers"),
            count("x:dinsos", 85, None, "account", "followers"),
        ],
    )
    assert read(store, "observations", "subject_kind", "value", "observed_at") == [
        ("account", 85.0, None),
        ("account", 100.0, day(1)),
        ("account", 120.0, day(8)),
    ]


def test_a_post_and_an_account_of_the_same_id_are_two(store: Store) -> None:
    add(store, "a", observations=[count("x:1", 1, day(1)), count("x:1", 2, day(2), "account")])
    assert sorted(read(store, "observations", "subject_kind", "value")) == [("account", 2.0), ("post", 1.0)]


def test_counts_of_nothing_are_left_out(store: Store) -> None:
    add(store, "a", observations=[count("x:~1", 1), {**count("x:~1", 1), "subject": None}])
    assert read(store, "observations", "subject") == [("x:~1",)]


# --- accounts, people, ties -------------------------------------------------------------------------------------


def test_a_registered_accounts_row_stands_above_one_only_seen(store: Store) -> None:
    add(
        store,
        "a",
        accounts=[
            {"account_id": "x:~k", "kind": "citizen"},
            {"account_id": "x:d", "kind": "agency", "name": "Dinas"},
        ],
    )
    add(
        store,
        "b",
        accounts=[
            {"account_id": "x:~k", "kind": "community", "pillar": "community"},
            {"account_id": None, "kind": "citizen"},
        ],
    )
    assert read(store, "accounts", "account_id", "kind", "pillar", "name") == [
        ("x:d", "agency", None, "Dinas"),
        ("x:~k", "community", "community", None),
    ]


def test_a_person_named_twice_is_one_and_a_tie_told_twice_too(store: Store) -> None:
    tie = {
        "source": "~a",
        "target": "~b",
        "relation": "informs",
        "channel": None,
        "topic": "N01",
        "wave": "1",
    }
    add(
        store,
        "b",
        actors=[{"actor_id": "~a", "role": "cadre", "wave": "1"}],
        survey_ties=[{**tie, "weight": 2.0}],
    )
    add(
        store,
        "a",
        actors=[{"actor_id": "~a", "place": "99.71"}],
        survey_ties=[{**tie, "weight": 1.0}, {**tie, "topic": None}],
    )
    assert read(store, "actors", "actor_id", "role", "place", "wave") == [("~a", "cadre", "99.71", "1")]
    assert read(store, "survey_ties", "source", "topic", "weight") == [("~a", None, None), ("~a", "N01", 1.0)]


def test_the_same_link_in_two_batches_is_one(store: Store) -> None:
    link = {"account_id": "x:~k", "actor_id": "~a", "basis": "consent"}
    add(store, "a", links=[link])
    add(store, "b", links=[link])
    assert read(store, "links", "account_id", "actor_id", "basis") == [("x:~k", "~a", "consent")]


# --- order ------------------------------------------------------------------------------------------------------


def test_an_empty_corpus_has_all_tables(store: Store) -> None:
    corpus = read_corpus(store)
    assert set(corpus) == set(TABLES) - {"identities"}
    assert all(table.collect().is_empty() for table in corpus.values())


def test_the_order_of_imports_makes_no_difference(tmp_path: Path) -> None:
    leaky.write(tmp_path / "inbox")
    files = sorted(path for path in (tmp_path / "inbox").iterdir() if path.suffix != ".toml")
    corpora = []
    for number, order in enumerate((files, files[::-1], files[3:] + files[:3])):
        how = Import(
            Store(tmp_path / str(number)), b"k" * 32, leaky.REGISTER, Options(place_codes=leaky.PLACES)
        )
        for path in order:
            import_paths([path], how)
        corpora.append({name: table.collect() for name, table in read_corpus(how.store).items()})
    for other in corpora[1:]:
        for name, table in corpora[0].items():
            assert_frame_equal(table, other[name])


PIECES = st.lists(
    st.fixed_dictionaries(
        {
            "subject": st.sampled_from(["x:~1", "x:~2", "x:9", "x:~9"]),
            "subject_kind": st.sampled_from(["post", "account"]),
            "metric": st.sampled_from(["likes", "views"]),
            "value": st.integers(0, 4).map(float),
            "observed_at": st.none() | st.integers(1, 3).map(day),
        }
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=st.lists(PIECES, min_size=1, max_size=3))
def test_counts_agree_with_a_plain_account_of_them(
    tmp_path_factory: pytest.TempPathFactory, batches: list[list[Row]]
) -> None:
    expected: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for row in (row for batch in batches for row in batch):
        subject = "x:9" if row["subject"] == "x:~9" else row["subject"]
        at, value = row["observed_at"], row["value"]
        series = (at,) if row["subject_kind"] == "account" else ()
        key = (subject, row["metric"], row["subject_kind"], *series)
        rank = (at is not None, at or day(1), value)
        if key not in expected or rank > expected[key]:
            expected[key] = rank
    for order in permutations("abc"[: len(batches)]):
        store = Store(tmp_path_factory.mktemp("corpus"))
        for name, rows in zip(order, batches, strict=True):
            add(store, name, observations=rows, posts=[{"post_id": "x:9", "alias": "x:~9"}])
        got = read(store, "observations", "subject", "metric", "subject_kind", "observed_at", "value")
        assert sorted(got, key=repr) == sorted(
            (
                (key[0], key[1], key[2], at if known else None, value)
                for key, (known, at, value) in expected.items()
            ),
            key=repr,
        )
        assert [row[:2] for row in got] == sorted(row[:2] for row in got)
