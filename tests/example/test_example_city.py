"""The example city keeps its promises: the same every time, threads that hold together, and the planted shares."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from simpul.example import City, city, generate, write, write_ndjson
from simpul.example.atlas import NEEDS, PLATFORMS
from simpul.example.truth import TALK


@pytest.fixture(scope="module")
def tirtaloka() -> City:
    return generate(seed=0, scale=1.0)


def within(k: int, n: int, share: float, deviations: float = 4.0) -> bool:
    """Whether k of n agrees with a planted share."""
    return abs(k - n * share) <= deviations * np.sqrt(n * share * (1 - share)) + 1


# --- the same every time -----------------------------------------------------------------------------------


def hashes(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def write_all(folder: Path, seed: int) -> dict[str, str]:
    made = generate(seed, 0.05)
    write(made, folder)
    write_ndjson(made, folder / "posts.ndjson")
    return hashes(folder)


def test_same_seed_and_scale_give_the_same_bytes_whatever_the_threads(tmp_path: Path) -> None:
    mine = write_all(tmp_path / "a", seed=5)
    script = (
        "from pathlib import Path; from simpul.example import *\n"
        f"c = generate(5, 0.05); f = Path({str(tmp_path / 'b')!r}); write(c, f); write_ndjson(c, f / 'posts.ndjson')"
    )
    env = os.environ | {"POLARS_MAX_THREADS": "1", "PYTHONHASHSEED": "7"}
    subprocess.run([sys.executable, "-c", script], check=True, env=env)
    assert hashes(tmp_path / "b") == mine


def test_another_seed_gives_another_city(tmp_path: Path) -> None:
    assert (
        write_all(tmp_path / "a", seed=1)["posts.ndjson"] != write_all(tmp_path / "b", seed=2)["posts.ndjson"]
    )


@pytest.mark.parametrize("scale", [0.01, 0.1])
def test_scale_is_the_number_of_posts(scale: float) -> None:
    made = generate(0, scale)
    assert (made.size, len(made.posts)) == (round(30_000 * scale), round(30_000 * scale))


def test_too_small_a_scale_is_refused() -> None:
    with pytest.raises(ValueError, match=r"at least 0\.01"):
        generate(0, 0.001)


def test_blocks_are_bounded_and_refer_to_nothing_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(city, "BLOCK", 2_000)
    blocks = list(generate(0, 0.15).chunks())
    assert [len(block) for block in blocks] == [1_500, 1_500, 1_500]
    assert pl.concat(blocks)["id"].n_unique() == 4_500
    for block in blocks:
        for pointer in ("parent_id", "root_id", "shared_id"):
            assert set(block[pointer].drop_nulls()) <= set(block["id"])


# --- threads -----------------------------------------------------------------------------------------------


def test_ids_are_unique_and_answers_come_later(tirtaloka: City) -> None:
    posts = tirtaloka.posts
    assert posts["id"].n_unique() == len(posts)
    earlier = posts.select(
        parent_id="id", parent_time="created_at", parent_platform="platform", parent_root="root_id"
    )
    answers = posts.filter(pl.col("parent_id").is_not_null()).join(earlier, on="parent_id")
    assert len(answers) == posts["parent_id"].count()
    assert (answers["created_at"] >= answers["parent_time"]).all()
    assert (answers["platform"] == answers["parent_platform"]).all()
    assert (answers["root_id"] == answers["parent_root"]).all()


def test_half_a_year_in_local_time(tirtaloka: City) -> None:
    local = tirtaloka.posts["created_at"].dt.convert_time_zone("Asia/Jakarta").dt.date()
    assert (str(local.min()), str(local.max())) == ("2026-01-01", "2026-06-30")


def test_all_platforms_and_kinds_have_their_part(tirtaloka: City) -> None:
    counted = tirtaloka.truth.counted
    assert list(counted["platforms"]) == sorted(PLATFORMS)
    assert list(counted["kinds"]) == ["comment", "message", "post", "quote", "reply", "share"]
    assert sum(counted["platforms"].values()) == 30_000


def test_counters_agree_with_the_threads(tirtaloka: City) -> None:
    posts = tirtaloka.posts
    threads = (
        posts.filter(pl.col("root_id") != pl.col("id")).group_by("root_id").len().rename({"root_id": "id"})
    )
    first = posts.filter(pl.col("platform") != "x", kind="post").join(threads, on="id", how="left")
    assert first["comments"].to_list() == first["len"].fill_null(0).to_list()
    shares = posts.filter(kind="share").group_by("shared_id").len().rename({"shared_id": "id"})
    shared = posts.filter(pl.col("shares").is_not_null(), platform="x").join(shares, on="id", how="left")
    assert shared["shares"].to_list() == shared["len"].fill_null(0).to_list()


def test_what_a_platform_does_not_show_is_absent(tirtaloka: City) -> None:
    counts = ["likes", "comments", "shares", "views", "reach", "saves", "clicks"]
    hidden = tirtaloka.posts.filter((pl.col("platform") == "whatsapp") | (pl.col("kind") == "share")).select(
        counts
    )
    assert hidden.null_count().row(0) == (len(hidden),) * len(counts)


def test_mentions_and_hashtags_stand_in_the_text(tirtaloka: City) -> None:
    for column, sign in (("mentions", "@"), ("hashtags", "#")):
        rows = tirtaloka.posts.select("text", column).explode(column).drop_nulls(column)
        assert len(rows) > 500
        low = rows["text"].str.to_lowercase()
        assert all(f"{sign}{word}" in text for text, word in zip(low, rows[column], strict=True))


# --- what was planted --------------------------------------------------------------------------------------


def test_poverty_shares_of_citizens_and_offices(tirtaloka: City) -> None:
    truth = tirtaloka.truth
    assert within(*truth.counted["citizen_poverty"], truth.citizen_poverty)
    for agency, (k, n) in truth.counted["official_poverty_by_agency"].items():
        assert within(k, n, truth.official_poverty[agency]), agency
    k, n = truth.counted["official_poverty"]
    assert 0.045 < k / n < 0.075
    assert truth.plan_rank["1"] == 1


def test_answers_come_at_the_planted_rate_and_pace(tirtaloka: City) -> None:
    truth = tirtaloka.truth
    for agency, found in truth.counted["answers"].items():
        rate = truth.answer_rate[agency]
        # answers after the last day are not in the record: slow agencies lose a few
        assert within(found["answered"], found["answerable"], rate * 0.99, 5), agency
        if found["answered"] > 100:
            assert found["median_hours"] == pytest.approx(truth.answer_hours[agency], rel=0.35), agency
    silent = {agency for agency, found in truth.counted["answers"].items() if not found["answered"]}
    assert silent == {"bapperida", "dkpp"}


def test_registers_are_spoken_as_planted(tirtaloka: City) -> None:
    talk = tirtaloka.posts.filter("is_citizen", pl.col("kind").is_in(TALK))
    for platform, shares in tirtaloka.truth.registers.items():
        spoken = talk.filter(platform=platform)["register"]
        for register, share in zip(("formal", "colloquial", "ngoko", "krama"), shares, strict=True):
            assert within(int((spoken == register).sum()), len(spoken), share), (platform, register)


def test_every_kelurahan_has_its_own_mix_of_needs(tirtaloka: City) -> None:
    truth = tirtaloka.truth
    voiced = truth.counted["needs_of_poverty_by_place"]
    for place, needs in voiced.items():
        n = sum(needs.values())
        for need in NEEDS:
            assert within(needs.get(need, 0), n, truth.need_mix[place][need], 4.5), (place, need)
    largest = {max(mix, key=mix.__getitem__) for mix in truth.need_mix.values()}
    assert len(largest) >= 4


def test_the_silent_kelurahan_has_no_voice_online(tirtaloka: City) -> None:
    silent = tirtaloka.atlas.silent
    posts = tirtaloka.posts
    assert not (posts["home"] == silent.code).any()
    assert not (posts["place"] == silent.code).any()
    for name in (silent.name, *silent.aliases):
        assert not posts["text"].str.to_lowercase().str.contains(name.lower(), literal=True).any()
    assert set(posts["home"].drop_nulls()) == {v.code for v in tirtaloka.atlas.villages} - {silent.code}


def test_a_place_is_true_only_where_the_text_leaves_no_doubt(tirtaloka: City) -> None:
    posts = tirtaloka.posts.filter("is_citizen")
    low = pl.col("text").str.to_lowercase()
    names = {v.code: [name.lower() for name in (v.name, *v.aliases)] for v in tirtaloka.atlas.villages}
    for code, spellings in names.items():
        assert posts.filter(place=code).select(low.str.contains_any(spellings).all()).item()
    half = posts.filter(low.str.contains("bulusewu"), ~low.str.contains("bulusewu (?:lor|kidul)"))
    assert len(half) > 20
    assert half["place"].null_count() == len(half)
    # the kelurahan that bears the city's name is meant only where the word kelurahan stands before it
    namesake = next(v.code for v in tirtaloka.atlas.villages if v.name.lower() == tirtaloka.atlas.word)
    assert posts.filter(place=namesake).select(low.str.contains(r"kel\w*\.? tirtaloka").all()).item()


def test_citizens_write_phone_numbers_and_nik_that_are_known(tirtaloka: City) -> None:
    rows = tirtaloka.posts.drop_nulls("personal").filter(pl.col("kind") != "share")
    assert len(rows) > 30
    assert rows["personal"].str.contains(r"^(?:0890-\d{4}-\d{4}|997101\d{10})$").all()
    assert all(number in text for number, text in zip(rows["personal"], rows["text"], strict=True))


def test_neighbours_keep_together_and_the_brokers_join_them(tirtaloka: City) -> None:
    shares = tirtaloka.posts.filter(kind="share", platform="x").select("home", "shared_id")
    origin = tirtaloka.posts.select(shared_id="id", source="author", source_home="home")
    joined = shares.join(origin, on="shared_id")
    local = joined.drop_nulls("source_home")
    assert (local["home"] == local["source_home"]).mean() > 0.8
    brokers = {each.partition(":")[2] for each in tirtaloka.truth.online_brokers}
    reached = joined.group_by("source").agg(pl.col("home").n_unique(), pl.len()).sort("len", descending=True)
    assert set(reached["source"].head(5)) == brokers
    assert reached.filter(pl.col("source").is_in(list(brokers)))["home"].min() >= 14


def test_followers_grow_as_planted(tirtaloka: City) -> None:
    ends = tirtaloka.followers.group_by("platform", "handle", "growth").agg(
        first=pl.col("followers").first(), last=pl.col("followers").last()
    )
    assert ((ends["last"] / ends["first"] - 1 - ends["growth"]).abs() < 0.005).all()
    assert (ends["growth"] < 0).any()


def test_truth_is_plain_data(tirtaloka: City, tmp_path: Path) -> None:
    import json

    from simpul.example import write_truth

    write_truth(tirtaloka, tmp_path / "truth.json")
    assert json.loads((tmp_path / "truth.json").read_text("utf-8")) == json.loads(
        json.dumps(tirtaloka.truth.as_dict())
    )
