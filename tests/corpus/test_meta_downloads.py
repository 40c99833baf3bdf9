"""Account downloads of Instagram and Facebook, and their messages: whose they are, what was said, and mojibake only where it is proven."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import zipfile
from pathlib import Path
from types import ModuleType

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from raw import FIXTURES, read, refusals, sample

from simpul.corpus import mojibake
from simpul.corpus.reader import Blank, Options
from simpul.corpus.readers import facebook_download, instagram_download, meta_messages
from simpul.corpus.rejects import FileRefused
from simpul.corpus.source import Source, sources

INSTAGRAM, FACEBOOK = FIXTURES / "instagram_download", FIXTURES / "facebook_download"
MEDIA, SAID = INSTAGRAM / "your_instagram_activity/media", INSTAGRAM / "your_instagram_activity/comments"
OWNER = "dinsos_tirtaloka"


def at(second: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(second, dt.UTC)


def test_instagram_posts_are_the_owners_and_their_texts_are_whole() -> None:
    tables = read(instagram_download.READER, MEDIA / "posts_1.json")
    found = tables["posts"].select("row", "kind", "author", "text", "created_at", "media", "mentions").rows()
    assert found == [
        (1, "post", OWNER, "Bansos cair hari ini 🙏 #PKH info @kelurahan_gumukjati", at(1772679600), "image", ["kelurahan_gumukjati"]),
        (2, "post", OWNER, "Café UMKM dibuka", at(1772766005), "video", []),
        (3, "post", OWNER, "tanggal rusak", None, "image", []),
    ]  # fmt: skip
    assert refusals(tables) == [(3, "creation_timestamp", "date_invalid"), (4, None, "row_json")]
    assert tables["posts"]["native_id"].n_unique() == 3
    assert tables["observations"].is_empty()


def test_instagram_stories_comments_and_followers() -> None:
    stories = read(instagram_download.READER, MEDIA / "stories.json")["posts"]
    assert stories.select("text", "created_at", "media").rows() == [(None, at(1772852400), "image")]
    comments = read(instagram_download.READER, SAID / "post_comments_1.json")["posts"]
    assert comments.select("kind", "author", "parent_author", "text", "created_at").rows() == [
        ("comment", OWNER, "bu_sri_gumukjati", "Nggih Bu, monggo dateng kelurahan 🙏", at(1772680000)),
        ("comment", OWNER, "kabar.tirtaloka", "Matur nuwun", at(1772690000)),
    ]
    reels = read(instagram_download.READER, SAID / "reels_comments.json")["posts"]
    assert reels.select("text", "parent_author").rows() == [("Siap", None)]
    people = read(
        instagram_download.READER, INSTAGRAM / "connections/followers_and_following/followers_1.json"
    )
    assert people["accounts"]["author"].to_list() == ["bu_sri_gumukjati", "joko_kalimendung"]
    assert people["posts"].is_empty()


@pytest.mark.parametrize(
    "part",
    [
        "connections/followers_and_following/following.json",
        "personal_information/personal_information/personal_information.json",
    ],
)
def test_parts_without_posts_are_said_to_be_unused(part: str) -> None:
    assert instagram_download.READER.recognise(Source(INSTAGRAM / part)).score == 92
    with pytest.raises(Blank, match="not stored"):
        read(instagram_download.READER, INSTAGRAM / part)


def test_without_its_profile_a_download_has_no_author(tmp_path: Path) -> None:
    shutil.copy(MEDIA / "posts_1.json", tmp_path)
    [chunk] = instagram_download.read(Source(tmp_path / "posts_1.json"), Options())
    assert chunk.posts is not None and chunk.posts["author"].null_count() == 3
    assert "Impor ZIP unduhannya utuh" in chunk.notes[0][0]


def test_in_a_zip_the_profile_is_found(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "unduhan.zip", "w") as archive:
        for path in INSTAGRAM.rglob("*.json"):
            archive.write(path, f"instagram-dinsos/{path.relative_to(INSTAGRAM)}")
        other = INSTAGRAM / "personal_information/personal_information/personal_information.json"
        archive.writestr(
            "instagram-lain/personal_information/personal_information.json",
            other.read_text().replace(OWNER, "lain"),
        )
    [posts] = [s for s in sources([tmp_path / "unduhan.zip"]) if (s.member or "").endswith("posts_1.json")]
    [chunk] = instagram_download.read(posts, Options())
    assert chunk.posts is not None and set(chunk.posts["author"]) == {OWNER}
    assert instagram_download.READER.beside is not None
    assert [file.member for file in instagram_download.READER.beside(posts)] == [
        "instagram-dinsos/personal_information/personal_information/personal_information.json"
    ]


@pytest.mark.parametrize(
    ("word", "reader"), [("Instagram", instagram_download), ("Facebook", facebook_download)]
)
def test_a_download_in_html_is_refused_with_advice(word: str, reader: ModuleType, tmp_path: Path) -> None:
    page = f'<html><head><style>._3-8y ._a6-g{{}}</style><title>{word}</title></head><body class="_a6-g"></body></html>'
    (tmp_path / "posts_1.html").write_text(page)
    source = Source(tmp_path / "posts_1.html")
    scores = {
        each.READER.name: each.READER.recognise(source).score
        for each in (instagram_download, facebook_download)
    }
    assert {name for name, score in scores.items() if score} == {reader.READER.name}
    with pytest.raises(FileRefused, match="file_html"):
        list(reader.read(source, Options()))


def test_facebook_posts() -> None:
    path = FACEBOOK / "your_facebook_activity/posts/your_posts__check_ins__photos_and_videos_1.json"
    tables = read(facebook_download.READER, path)
    found = (
        tables["posts"].select("row", "author", "author_name", "text", "created_at", "links", "media").rows()
    )
    who = ("dinsostirtaloka", "Dinsos Tirtaloka")
    assert found == [
        (1, *who, "Bansos cair 🙏 cek https://bansos.tirtaloka.example #PKH", at(1772679600), ["https://bansos.tirtaloka.example"], None),
        (2, *who, "Penyaluran di Gumukjati", at(1772766000), [], "image"),
        (3, *who, "Baca", at(1772766100), ["https://kabar.example/bansos"], "link"),
    ]  # fmt: skip
    assert sorted(refusals(tables)) == [(4, None, "row_kind"), (5, None, "row_json")]


def test_facebook_comments_and_followers() -> None:
    path = FACEBOOK / "your_facebook_activity/comments_and_reactions/comments.json"
    comments = read(facebook_download.READER, path)["posts"]
    assert comments.select("kind", "author", "text", "created_at").rows() == [
        ("reply", "dinsostirtaloka", "Nggih Bu, kula cek", at(1772680000)),
        ("comment", "dinsostirtaloka", "Sudah disalurkan é", at(1772690000)),
    ]
    people = read(facebook_download.READER, FACEBOOK / "connections/followers/people_who_followed_you.json")
    assert people["accounts"]["author_name"].to_list() == ["Sri Gumukjati 🌸", "Joko"]


def test_messages_of_both_platforms() -> None:
    tables = read(meta_messages.READER, FIXTURES / "meta_messages/message_1.json")
    assert tables["posts"].select("platform", "kind", "author", "text", "created_at", "media").rows() == [
        ("instagram", "message", "Sri ☀", "Min, KIS kula mboten aktif 😢", at(1772679600), None),
        ("instagram", "message", "Dinsos Tirtaloka", "Monggo cek", at(1772679660), "link"),
        ("instagram", "message", "Sri ☀", None, at(1772679720), "image"),
        ("instagram", "message", "Sri ☀", "tanggal rusak", None, None),
    ]
    assert refusals(tables) == [(4, "timestamp_ms", "date_invalid"), (5, None, "row_json")]
    encrypted = read(meta_messages.READER, FIXTURES / "meta_messages/encrypted.json")["posts"]
    assert encrypted.select("platform", "author", "text", "media", "extra").rows() == [
        ("facebook", "Joko", "PKH cair?", None, '{"is_unsent":"false"}'),
        ("facebook", "Joko", None, "video", '{"is_unsent":"true"}'),
    ]


def test_real_messages_agree_with_what_is_expected_of_them() -> None:
    """The expected times are those of UTC, written without a zone."""
    expected = json.loads(sample("chats/instagram/target.json").read_text())
    found = read(meta_messages.READER, sample("chats/instagram/test_export.json"))["posts"]
    assert [
        {"timestamp": time.strftime("%Y-%m-%dT%H:%M:%S"), "author": author, "message": text}
        for time, author, text in found.select("created_at", "author", "text").rows()
    ] == expected


@given(st.text())
def test_only_proven_mojibake_is_repaired(text: str) -> None:
    broken = text.encode("utf-8", "ignore").decode("latin-1")
    assert mojibake.repaired(pl.Series([broken, None], dtype=pl.String)).to_list() == [text, None]


@pytest.mark.parametrize("text", ["Café", "kula mboten saged 🙏 é", "1½ kg", ""])
def test_sound_texts_stay(text: str) -> None:
    assert mojibake.repaired(pl.Series([text]))[0] == text
