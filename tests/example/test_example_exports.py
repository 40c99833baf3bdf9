"""The exports are what the platforms' own tools write: read here with plain parsers, against the columns they document."""

from __future__ import annotations

import csv
import json
import re
import tomllib
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from simpul.example import FORMATS, City, Written, generate, write, write_ndjson

FACEBOOK = (
    "ID Postingan,ID Halaman,Nama Halaman,Judul,Deskripsi,Durasi (dtk),Waktu Penerbitan,Jenis Takarir,Permalink,Jenis Postingan,"
    'Bahasa,Label Khusus,Status Konten Didanai,Komentar Data,Tanggal,Tayangan,Jangkauan,"Reaksi, komentar, dan bagikan",Reaksi,'
    "Komentar,Dibagikan,Total Klik,Klik Tautan,Klik Lainnya"
)
INSTAGRAM = (
    "ID Postingan,ID Akun,Nama Pengguna Akun,Nama Akun,Deskripsi,Durasi (dtk),Waktu Penerbitan,Permalink,Jenis Postingan,"
    "Komentar Data,Tanggal,Tayangan,Suka,Dibagikan,Komentar,Disimpan,Jangkauan,Mengikuti"
)
COMMENTS = "link,comment_id,parent_id,username,text,created_at,like_count,reply_count"
TWEET_HARVEST = (
    "conversation_id_str,created_at,favorite_count,full_text,id_str,image_url,in_reply_to_screen_name,lang,location,quote_count,"
    "reply_count,retweet_count,tweet_url,user_id_str,username"
)
VIDEOS = (
    "channelId,channelTitle,videoId,publishedAt,publishedAtSQL,videoTitle,videoDescription,tags,videoCategoryId,videoCategoryLabel,"
    "topicCategories,duration,durationSec,dimension,definition,caption,defaultLanguage,defaultLAudioLanguage,thumbnail_maxres,"
    "licensedContent,locationDescription,latitude,longitude,viewCount,likeCount,dislikeCount,favoriteCount,commentCount"
)
VIDEO_COMMENTS = "id,replyCount,likeCount,publishedAt,authorName,text,authorChannelId,authorChannelUrl,isReply,isReplyTo,isReplyToName"
MESSAGE = re.compile(r"\d\d/\d\d/\d\d \d\d\.\d\d - [^:]+: .+")


@pytest.fixture(scope="module")
def small() -> City:
    return generate(seed=2, scale=0.1)


@pytest.fixture(scope="module")
def written(small: City, tmp_path_factory: pytest.TempPathFactory) -> Written:
    return write(small, tmp_path_factory.mktemp("kota"))


def table(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    """Header and rows; ragged rows are left to the caller under the key None."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        return list(reader.fieldnames or ()), list(reader)


def columns(line: str) -> list[str]:
    return next(csv.reader([line]))


def sheet(path: Path, name: str) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(path, read_only=True)
    rows = list(book[name].iter_rows(values_only=True))
    book.close()
    return rows


def test_meta_business_suite_facebook(written: Written, small: City) -> None:
    ids: list[str] = []
    for quarter in (1, 2):
        path = written.exports / f"facebook_2026-q{quarter}.csv"
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        header, rows = table(path)
        assert header == columns(FACEBOOK)
        assert all(re.fullmatch(r"\d\d/\d\d/2026 \d\d:\d\d", row["Waktu Penerbitan"]) for row in rows)
        assert {row["Tanggal"] for row in rows} == {"Seumur hidup"}
        ids += [row["ID Postingan"] for row in rows]
    own = small.posts.filter(pl.col("agency").is_not_null(), platform="facebook", kind="post").sort(
        "created_at", "id"
    )
    lost = [fault.lost[0] for fault in written.faults if fault.code == "id_damaged"]
    assert len(lost) == 4
    assert ids == ["1,22E+17" if post in lost else post for post in own["id"]]


def test_meta_business_suite_instagram_and_its_comments(written: Written, small: City) -> None:
    links = set()
    for quarter in (1, 2):
        header, rows = table(written.exports / f"instagram_2026-q{quarter}.csv")
        assert header == columns(INSTAGRAM)
        assert all(row["ID Postingan"].isdigit() and len(row["ID Postingan"]) == 17 for row in rows)
        links |= {row["Permalink"] for row in rows}
    header, rows = table(written.exports / "instagram_komentar.csv")
    assert header == columns(COMMENTS)
    known = small.posts.filter(pl.col("kind") != "post", platform="instagram")
    assert sorted(row["comment_id"] for row in rows) == sorted(known["id"])
    assert sorted(row["text"] for row in rows) == sorted(known["text"])
    assert len(links & {row["link"] for row in rows}) > 20


def test_x_in_two_exports(written: Written, small: City) -> None:
    lines = (written.exports / "x_api_v2.jsonl").read_text("utf-8").split("\n")
    with pytest.raises(json.JSONDecodeError):
        json.loads(lines[-1])
    pages = [json.loads(line) for line in lines[:-1]]
    assert all(list(page) == ["data", "includes", "meta"] for page in pages)
    header, harvested = table(written.exports / "tweet_harvest.csv")
    assert header == columns(TWEET_HARVEST)
    ragged = [number for number, row in enumerate(harvested, 1) if None in row]
    assert ragged == [fault.row for fault in written.faults if fault.code == "row_ragged"]
    api = [tweet["id"] for page in pages for tweet in page["data"]]
    search = [row["id_str"] for row in harvested]
    cut = [post for fault in written.faults if fault.code == "row_json" for post in fault.lost]
    assert sorted({*api, *search, *cut}) == sorted(small.posts.filter(platform="x")["id"])
    assert set(api) & set(search) == set(written.twice) != set()
    assert not any(row["full_text"].startswith("RT @") for row in harvested)


def test_x_api_objects_refer_to_each_other(written: Written) -> None:
    for line in (written.exports / "x_api_v2.jsonl").read_text("utf-8").split("\n")[:-1]:
        page = json.loads(line)
        users = {user["id"] for user in page["includes"]["users"]}
        tweets = {tweet["id"] for tweet in page["includes"]["tweets"]}
        for tweet in page["data"]:
            assert tweet["author_id"] in users
            assert {each["id"] for each in tweet.get("referenced_tweets", [])} <= tweets
            for mention in tweet.get("entities", {}).get("mentions", []):
                assert tweet["text"][mention["start"] : mention["end"]] == f"@{mention['username']}"


def test_youtube_data_tools(written: Written, small: City) -> None:
    header, videos = table(next(written.exports.glob("videolist_*.csv")))
    assert header == columns(VIDEOS)
    known = small.posts.filter(platform="youtube")
    assert {row["videoId"] for row in videos} == set(known.filter(kind="post")["id"])
    found = []
    for path in sorted(written.exports.glob("videoinfo_*_comments.csv")):
        header, rows = table(path)
        assert header == columns(VIDEO_COMMENTS)
        above = ""
        for row in rows:  # each comment stands right above the replies to it
            above = row["id"] if row["isReply"] == "0" else above
            assert row["isReplyTo"] == ("" if row["isReply"] == "0" else above)
        found += [row["id"] for row in rows]
    assert sorted(found) == sorted(known.filter(pl.col("kind") != "post")["id"])


def test_whatsapp_chats_as_an_indonesian_phone_writes_them(written: Written, small: City) -> None:
    chats = sorted(written.exports.glob("Chat WhatsApp dengan *.txt"))
    assert len(chats) == 3
    lines = [path.read_text("utf-8").splitlines() for path in chats]
    assert all("terenkripsi secara end-to-end" in chat[0] for chat in lines)
    assert sum(len(chat) - 2 for chat in lines) == small.truth.counted["kinds"]["message"]
    assert all(MESSAGE.fullmatch(line) for chat in lines for line in chat[2:])


def test_bluesky_post_views(written: Written, small: City) -> None:
    views = json.loads((written.exports / "bluesky.json").read_text("utf-8"))["posts"]
    assert sorted(view["uri"] for view in views) == sorted(small.posts.filter(platform="bluesky")["id"])
    replies = [view["record"]["reply"] for view in views if "reply" in view["record"]]
    assert {reply["parent"]["uri"] for reply in replies} <= {view["uri"] for view in views}


def test_the_generic_table_and_its_map(written: Written, small: City) -> None:
    header, rows = table(written.exports / "facebook_dan_lainnya.csv")
    mapped = tomllib.loads((written.exports / "facebook_dan_lainnya.csv.toml").read_text("utf-8"))
    assert {*mapped["columns"].values(), *mapped["metrics"].values()} == set(header)
    assert mapped["times"] == {"zone": "Asia/Jakarta"}
    others = small.posts.filter(
        (pl.col("platform") == "facebook") & ~(pl.col("agency").is_not_null() & (pl.col("kind") == "post"))
        | (pl.col("platform") == "instagram") & (pl.col("kind") == "post") & pl.col("agency").is_null()
    )
    assert sorted(row["id"] for row in rows) == sorted(others["id"])


def test_every_post_is_exported_once_but_those_planted_twice(written: Written, small: City) -> None:
    own = small.posts.filter(pl.col("agency").is_not_null(), pl.col("kind") == "post")
    suite = own.filter(pl.col("platform").is_in(["facebook", "instagram"])).height
    generic = len(table(written.exports / "facebook_dan_lainnya.csv")[1])
    comments = len(table(written.exports / "instagram_komentar.csv")[1])
    rest = small.posts.filter(~pl.col("platform").is_in(["facebook", "instagram"])).height
    assert suite + generic + comments + rest == small.size


def test_entry_sheets(written: Written, small: City) -> None:
    followers = sheet(written.exports / "pengikut.xlsx", "followers")
    assert followers[0] == ("platform", "account", "date", "followers")
    assert len(followers) - 1 == len(small.followers)
    voices = sheet(written.exports / "suara.xlsx", "voices")
    assert voices[0] == ("date", "place", "role", "on_behalf_of", "message", "permission")
    assert [line for line, row in enumerate(voices) if row[-1] == "Tidak"] == [11, 37]
    assert sum(row[1] == small.atlas.silent.code for row in voices) > 10


def test_survey_workbook(written: Written, small: City) -> None:
    main = sheet(written.survey, "Survei rumah tangga")
    header = list(main[0])
    assert header[:4] == ["start", "end", "gelombang", "persetujuan"]
    assert header[-10:] == [
        "_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status", "_submitted_by", "__version__", "_tags", "_index",
    ]  # fmt: skip
    consent = [row[3] for row in main[1:]]
    assert (consent.count("true"), consent.count("false")) == (600, 14)
    needs = header.index("kebutuhan")
    for row in main[1:601]:
        ticked = [header[needs + 1 + n].partition("/")[2] for n in range(16) if row[needs + 1 + n] == 1]
        assert ticked == str(row[needs]).split()
    people = sheet(written.survey, "perantara")
    assert len(people) - 1 == len(small.survey.ties)
    parents = {row[people[0].index("_parent_index")] for row in people[1:]}
    assert parents <= {row[-1] for row in main[1:601]}


def test_reference_workbook(written: Written, small: City) -> None:
    heads = {
        "city": ("source", "date", "name", "place"),
        "places": ("source", "date", "code", "name", "kind", "aliases", "population", "poor", "year"),
        "population": ("source", "date", "place", "group", "families", "poor", "year"),
        "accounts": ("source", "date", "platform", "handle", "name", "kind", "agency", "pillar", "place", "admin", "decree", "opened"),
        "agencies": ("source", "date", "code", "name", "urusan"),
        "plan": ("source", "date", "issue", "rank", "document", "year"),
    }  # fmt: skip
    for name, head in heads.items():
        assert sheet(written.reference, name)[0] == head, name
    assert len(sheet(written.reference, "agencies")) - 1 == 20
    assert len(sheet(written.reference, "places")) - 1 == 1 + 3 + 17
    register = {(row[2], row[3]) for row in sheet(written.reference, "accounts")[1:]}
    named = small.accounts.frame.filter(~pl.col("kind").is_in(["citizen", "broker"]))
    assert len(register) == len(named)


def test_without_faults_everything_is_whole(small: City, tmp_path: Path) -> None:
    whole = write(small, tmp_path, formats=["facebook", "x_api", "tweet_harvest", "voices"], faults=False)
    assert whole.faults == []
    for line in (whole.exports / "x_api_v2.jsonl").read_text("utf-8").splitlines():
        json.loads(line)
    assert not any(None in row for row in table(whole.exports / "tweet_harvest.csv")[1])
    ids = [row["ID Postingan"] for row in table(whole.exports / "facebook_2026-q2.csv")[1]]
    assert all(each.isdigit() for each in ids)
    assert {path.name for path in whole.exports.iterdir()} == {
        "facebook_2026-q1.csv", "facebook_2026-q2.csv", "x_api_v2.jsonl", "tweet_harvest.csv", "suara.xlsx",
    }  # fmt: skip


def test_an_unknown_format_is_refused(small: City, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no such format: tiktok"):
        write(small, tmp_path, formats=["facebook", "tiktok"])
    assert list(tmp_path.iterdir()) == []
    assert len(FORMATS) == 11


def test_ndjson_holds_all_posts_flat(small: City, tmp_path: Path) -> None:
    write_ndjson(small, tmp_path / "posts.ndjson")
    rows = [json.loads(line) for line in (tmp_path / "posts.ndjson").read_text("utf-8").splitlines()]
    assert list(rows[0]) == [
        "id", "platform", "kind", "author", "parent_id", "root_id", "shared_id", "parent_author", "text", "created_at",
        "likes", "comments", "shares", "views", "url", "mentions", "hashtags",
    ]  # fmt: skip
    assert [row["text"] for row in rows] == small.posts["text"].to_list()
    assert all(re.fullmatch(r"202[56]-\d\d-\d\dT\d\d:\d\d:\d\dZ", row["created_at"]) for row in rows)
    mapped = tomllib.loads((tmp_path / "posts.ndjson.toml").read_text("utf-8"))
    assert {*mapped["columns"].values(), *mapped["metrics"].values()} == set(rows[0])
