"""Nothing that leads back to a person may pass the door, and what does not must stay as it was written."""

import re
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from masking_labels import KEY, NAMED, mention, scores, sentences, telephone

from simpul.corpus import masking
from simpul.corpus.masking import mask, mask_links


def masked(text: str, platform: str = "x", named: frozenset[str] = NAMED) -> str:
    found = mask(pl.Series([text]), platform, KEY, named).to_list()
    assert found[0] is not None
    return str(found[0])


FLOORS = {  # of precision and recall, over all labelled sentences, those among the limits included
    "@": (0.98, 0.93), "KK": (0.98, 0.98), "NIK": (0.98, 0.94), "alamat": (0.98, 0.92), "email": (0.98, 0.92),
    "nama anak": (0.98, 0.88), "nomor": (0.9, 0.98), "rekening": (0.98, 0.95), "tautan akun": (0.98, 0.98), "telepon": (0.98, 0.9),
}  # fmt: skip


def test_precision_and_recall_of_each_kind_of_mark() -> None:
    """What docs/privacy.md states, measured."""
    measured = scores()
    assert sum(score.labelled for score in measured.values()) >= 400
    assert set(measured) == set(FLOORS)
    below = {
        kind: (score.precision, score.recall)
        for kind, score in measured.items()
        if score.precision < FLOORS[kind][0] or score.recall < FLOORS[kind][1]
    }
    assert below == {}


def test_the_page_on_privacy_states_what_was_measured() -> None:
    page = (Path(__file__).parents[2] / "docs" / "privacy.md").read_text("utf-8")
    for kind, score in scores().items():
        assert f"| `{kind}` | {score.labelled} | {score.precision:.2f} | {score.recall:.2f} |" in page, kind


@pytest.mark.parametrize(
    ("platform", "text", "expected"), [sentence[:3] for sentence in sentences() if sentence.claimed]
)
def test_each_labelled_sentence(platform: str, text: str, expected: str) -> None:
    assert masked(text, platform) == expected
    assert masked(expected, platform) == expected


def test_what_is_listed_as_not_caught_is_not_caught() -> None:
    """A limit that is none any more belongs among the others."""
    assert [s.text for s in sentences() if not s.claimed and masked(s.text, s.platform) == s.expected] == []


# --- what stays exactly as it was ---------------------------------------------------------------------------


def test_column_without_hits_is_the_same_column() -> None:
    texts = pl.Series("text", ["halo 👋🏽 dunia", None, "", "Rp 1.250.000", "e\u0301 \u200b ＡＢＣ"])
    assert mask(texts, "x", KEY, NAMED) is texts


def test_nulls_name_and_neighbours_stay() -> None:
    texts = pl.Series("text", [None, "081200001111", None, "a", "", "ya @budi_s"])
    found = mask(texts, "x", KEY, NAMED)
    assert found.to_list() == [None, telephone("081200001111"), None, "a", "", "ya " + mention("budi_s")]
    assert (found.name, found.dtype) == ("text", pl.String)


def test_empty_columns() -> None:
    for texts in (pl.Series([], dtype=pl.String), pl.Series([None, None], dtype=pl.String)):
        assert mask(texts, "x", KEY, NAMED).to_list() == texts.to_list()


def test_unseen_characters_outside_a_hit_stay() -> None:
    assert (
        masked("👨\u200d👩\u200d👧 wa 081200001111 👍🏽")
        == "👨\u200d👩\u200d👧 wa " + telephone("081200001111") + " 👍🏽"
    )


# --- mentions and links -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("platform", "text", "key"),
    [
        ("x", "@Budi_S", "budi_s"),
        ("x", "@budi.santoso", "budi"),  # X handles hold no dots
        ("instagram", "@budi.santoso", "budi.santoso"),
        ("bluesky", "@siti-a.bsky.social.", "siti-a.bsky.social"),
        ("mastodon", "@Siti@Mastodon.Example", "siti@mastodon.example"),
        ("youtube", "@Ündan", "ündan"),
        ("facebook", "@ＢＵＤＩ", "budi"),
        ("x", "@bu\u200bdi", "budi"),
        ("whatsapp", "@6281200001111", "6281200001111"),
        ("whatsapp", "@\u2068+62 812-0000-1111\u2069", "6281200001111"),
        ("whatsapp", "@\u2068~Bu Tutik\u2069", "bu tutik"),
    ],
)
def test_mention_equals_the_tail_of_the_account_id(platform: str, text: str, key: str) -> None:
    assert masked(f"ya {text} ok", platform).startswith(f"ya {mention(key, platform)}")


def test_a_name_that_is_not_closed_is_no_mention() -> None:
    assert masked("@\u2068Budi", "whatsapp") == "@\u2068Budi"


@pytest.mark.parametrize("handle", ["@PemkotContoh", "@pemkotcontoh", "＠ＰｅｍｋｏｔＣｏｎｔｏｈ"])
def test_named_mentions_stay_as_written(handle: str) -> None:
    assert masked(f"halo {handle}, kapan?") == f"halo {handle}, kapan?"
    assert masked(f"halo {handle}, kapan?", named=frozenset()) == f"halo {mention('pemkotcontoh')}, kapan?"


def test_a_handle_that_only_begins_like_a_named_one_is_masked() -> None:
    assert masked("@pemkotcontoh_fans") == mention("pemkotcontoh_fans")
    assert masked("@pemkotcontoh.fans", "instagram") == mention("pemkotcontoh.fans", "instagram")


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://x.com/pemkotcontoh?s=20", "https://x.com/pemkotcontoh"),
        ("https://x.com/pemkotcontoh#top", "https://x.com/pemkotcontoh"),
        ("instagram.com/PemkotContoh/?igsh=abc=", "instagram.com/PemkotContoh/"),
        ("https://tiktok.com/@pemkotcontoh?lang=id", "https://tiktok.com/@pemkotcontoh"),
        ("https://www.youtube.com/user/pemkotcontoh", "https://www.youtube.com/user/pemkotcontoh"),
        ("https://x.com/pemkotcontoh/status/1234567890123456", "https://x.com/pemkotcontoh/status/1234567890123456"),
        ("https://x.com/pemkotcontohh", "[tautan akun]"),
        ("https://x.com:443/budi_s", "[tautan akun]"),
        ("https://x.com//budi_s", "[tautan akun]"),
        ("https://mobile.twitter.com/budi_s", "[tautan akun]"),
        ("https://pemkotcontoh:rahasia@x.com/", "[tautan akun]"),
        ("https://web.archive.example/2024/https://x.com/budi_s", "https://web.archive.example/2024/[tautan akun]"),
        ("https://linkedin.com/in/budi-s", "[tautan akun]"),
        ("https://youtube.com/c/budi", "[tautan akun]"),
        ("https://youtube.com/shorts/abcdefghijk", "https://youtube.com/shorts/abcdefghijk"),
        ("https://notx.com/budi_s", "https://notx.com/budi_s"),
        ("https://x.com.example/budi_s", "https://x.com.example/budi_s"),
        ("https://x.com/", "https://x.com/"),
        ("https://x.com", "https://x.com"),
        ("dix.com/budi_s", "dix.com/budi_s"),
        ("wa.me/+6281200001111", "[tautan akun]"),
    ],
)  # fmt: skip
def test_links(link: str, expected: str) -> None:
    assert masked(f"lihat {link}, ya") == f"lihat {expected}, ya"
    assert masked(f"({link})") == f"({expected})"


def test_lists_of_links() -> None:
    lists = pl.Series(
        "links",
        [
            ["https://x.com/budi_s", "https://a.example/1", None],
            [],
            None,
            ["https://x.com/pemkotcontoh?s=20"],
        ],
        dtype=pl.List(pl.String),
    )
    found = mask_links(lists, "x", KEY, NAMED)
    assert found.to_list() == [
        ["[tautan akun]", "https://a.example/1", None],
        [],
        None,
        ["https://x.com/pemkotcontoh"],
    ]
    assert (found.name, found.dtype) == ("links", pl.List(pl.String))
    for empty in ([], [None], [[]]):
        column = pl.Series(empty, dtype=pl.List(pl.String))
        assert mask_links(column, "x", KEY, NAMED).to_list() == empty


# --- on any input -------------------------------------------------------------------------------------------

PIECES = st.sampled_from([" ", "\n", "\u200b", "\u2068", "\u2069", "\x00"]) | st.sampled_from(
    """@ @budi_s @~ . - _ / : + ( ) [ ] % # 0 1 2 08 62 0812 3399 0101 3399010101900001 00001111 312345 (0293) 5 2023 12 08.00
    nik kk kartu keluarga rek bri dana wa rp rupiah rt rw gmail gmail.com a b.co https:// http:// www. x.com/ wa.me/ t.me
    example.com ? = & [NIK] [rekening] @~aaaaaaaaaaaaaaaaaaaaaaaaaa ０８１２ ٣٣٩٩ é ё 👍🏽""".split()
)
TEXTS = st.lists(PIECES | st.text(st.characters(exclude_categories=["Cs"]), max_size=5), max_size=14).map(
    "".join
)
PLATFORMS = st.sampled_from(["x", "instagram", "facebook", "youtube", "whatsapp", "mastodon", ""])
EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z]{2,})+")


@settings(max_examples=300, deadline=None)
@given(TEXTS, PLATFORMS)
@example("@" * 5000, "x")
@example("a@" * 5000, "mastodon")
@example("http://" * 5000, "x")
@example("a.b-" * 5000 + "@", "")
@example("0812 " * 5000, "whatsapp")
@example("8" * 100_000, "x")
@example("https://0808120812", "x")
def test_any_text(text: str, platform: str) -> None:
    """Valid UTF-8, nothing left of 16 digits or an e-mail address, and a second pass changes nothing."""
    once = masked(text, platform)
    once.encode("utf-8", errors="strict")
    assert not re.search(r"(?<!\d)\d{16}(?!\d)", once)
    assert not EMAIL.search(once)
    assert masked(once, platform) == once


@settings(max_examples=40, deadline=None)
@given(st.lists(st.none() | TEXTS, max_size=8), st.integers(1, 4))
def test_does_not_depend_on_the_batch(texts: list[str | None], size: int) -> None:
    column = pl.Series(texts, dtype=pl.String)
    whole = mask(column, "instagram", KEY, NAMED).to_list()
    parts = [mask(column[i : i + size], "instagram", KEY, NAMED) for i in range(0, len(column), size)]
    assert [text for part in parts for text in part] == whole


def test_threads_keep_the_order(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"warga {i} @w{i:04d} wa 0812{i:08d}" if i % 3 else None for i in range(997)]
    column = pl.Series(texts, dtype=pl.String)
    alone = mask(column, "x", KEY, NAMED).to_list()
    monkeypatch.setattr(masking, "_FEW", 1)
    monkeypatch.setattr(masking.os, "cpu_count", lambda: 3)
    assert mask(column, "x", KEY, NAMED).to_list() == alone
    assert mask(column[:1], "x", KEY, NAMED).to_list() == alone[:1]


def test_a_long_cell_takes_linear_time() -> None:
    """One megabyte of the worst cases; a quadratic pass would not end within the suite's patience."""
    for piece in ("http://", "@", "a@", "0812 3456 ", "[NIK", "a.", "nik kk ", "@\u2068"):
        text = piece * (1_000_000 // len(piece))
        assert isinstance(masked(text, "mastodon"), str)


def test_ordinary_numbers_of_a_real_register_stay() -> None:
    """Postal codes, village codes and amounts of every size written the Indonesian way."""
    rng = np.random.default_rng(7)
    amounts = [f"{n:,}".replace(",", ".") for n in rng.integers(1, 10**12, 300)]
    codes = [f"33.71.0{a}.10{b:02d}" for a in range(1, 4) for b in range(1, 9)]
    dates = [f"{d:02d}-{m:02d}-{y}" for d in (1, 9, 12, 31) for m in (1, 8, 12) for y in (1999, 2023)]
    texts = pl.Series([*amounts, *codes, *dates, *(f"{d} s.d. {d}" for d in dates)])
    assert mask(texts, "facebook", KEY, NAMED) is texts
