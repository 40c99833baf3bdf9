"""WhatsApp chats: every header family, what the application writes itself, and the order of day and month."""

from __future__ import annotations

import datetime as dt
import json
import os
import zipfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simpul.corpus.chunks import conform
from simpul.corpus.reader import Options, readers
from simpul.corpus.readers.whatsapp import READER, STYLES
from simpul.corpus.rejects import FileRefused
from simpul.corpus.source import Source, sources

SHARED = Path(os.environ.get("SIMPUL_SHARED", Path(__file__).parents[2] / "../shared"))
SAMPLES = SHARED / "data/formats/chats/whatsapp"


def read(path: Path, chat: str | bytes, **options: object) -> tuple[pl.DataFrame, pl.DataFrame, list[str]]:
    path.write_bytes(chat if isinstance(chat, bytes) else chat.encode())
    return read_source(Source(path), **options)


def read_source(source: Source, **options: object) -> tuple[pl.DataFrame, pl.DataFrame, list[str]]:
    chunks = list(READER.read(source, Options(**options)))  # type: ignore[arg-type]
    posts = pl.concat(conform(chunk.posts, "posts") for chunk in chunks)
    refused = pl.concat(conform(chunk.rejects, "rejects") for chunk in chunks)
    return posts, refused, [note for chunk in chunks for note, _ in chunk.notes]


def said(posts: pl.DataFrame) -> list[tuple[str, str | None]]:
    """Local time, author and text of each message."""
    time = pl.col("created_at").dt.convert_time_zone("Asia/Jakarta").dt.strftime("%Y-%m-%d %H:%M:%S")
    return posts.select(time, "author_name", "text").rows()


TWO = [("2025-08-30 18:05:00", "Bu Sri RT 04", "Bansos durung mudhun"), ("2025-08-31 06:10:00", "Pak Wahyu", "Sabar nggih")]  # fmt: skip

FAMILIES = {
    "Indonesian Android": "30/08/25 18.05 - Bu Sri RT 04: Bansos durung mudhun\n31/08/25 06.10 - Pak Wahyu: Sabar nggih",
    "English Android": "30/08/2025, 18:05 - Bu Sri RT 04: Bansos durung mudhun\n31/08/2025, 06:10 - Pak Wahyu: Sabar nggih",
    "American Android": "8/30/25, 6:05\u202fPM - Bu Sri RT 04: Bansos durung mudhun\n8/31/25, 6:10\u202fAM - Pak Wahyu: Sabar nggih",
    "Canadian Android": "2025-08-30, 6:05\u202fp.m. - Bu Sri RT 04: Bansos durung mudhun\n2025-08-31, 6:10\u202fa.m. - Pak Wahyu: Sabar nggih",
    "German Android": "30.08.2025, 18:05 - Bu Sri RT 04: Bansos durung mudhun\n31.08.2025, 06:10 - Pak Wahyu: Sabar nggih",
    "year first": "2025/08/30, 18:05 - Bu Sri RT 04: Bansos durung mudhun\n2025/08/31, 06:10 - Pak Wahyu: Sabar nggih",
    "two-digit year first": "25/08/30 18:05 - Bu Sri RT 04: Bansos durung mudhun\n25/08/31 06:10 - Pak Wahyu: Sabar nggih",
    "iPhone with seconds": "\u200e[30/08/25 18.05.00] Bu Sri RT 04: Bansos durung mudhun\r\n[31/08/25 06.10.00] Pak Wahyu: Sabar nggih",
    "German iPhone": "[30.08.25, 18:05:00] Bu Sri RT 04: Bansos durung mudhun\r\n[31.08.25, 06:10:00] Pak Wahyu: Sabar nggih",
    "iPhone with 12 hours": "[8/30/25, 6:05:00\u202fPM] Bu Sri RT 04: Bansos durung mudhun\r\n[8/31/25, 6:10:00\u202fAM] Pak Wahyu: Sabar nggih",
    "Finnish iPhone": "[30.8.2025 klo 18.05.00] Bu Sri RT 04: Bansos durung mudhun\r\n[31.8.2025 klo 6.10.00] Pak Wahyu: Sabar nggih",
    "old iPhone": "8/30/25, 6:05:00 PM: Bu Sri RT 04: Bansos durung mudhun\n8/31/25, 6:10:00 AM: Pak Wahyu: Sabar nggih",
    "Spanish 12 hours": "30/08/2025, 06:05 p. m. - Bu Sri RT 04: Bansos durung mudhun\n31/08/2025, 06:10 a. m. - Pak Wahyu: Sabar nggih",
}  # fmt: skip


@pytest.mark.parametrize("family", FAMILIES)
def test_header_families(tmp_path: Path, family: str) -> None:
    posts, refused, _ = read(tmp_path / "chat.txt", FAMILIES[family])
    assert said(posts) == TWO
    assert refused.is_empty()
    assert READER.recognise(Source(tmp_path / "chat.txt")).score >= 60


def test_same_chat_has_the_same_ids_in_every_family(tmp_path: Path) -> None:
    ids = {tuple(read(tmp_path / "chat.txt", chat)[0]["native_id"]) for chat in FAMILIES.values()}
    assert len(ids) == 1


@pytest.mark.parametrize(
    ("hour", "expected"), [("12:00 AM", 0), ("12:30 PM", 12), ("1:00 PM", 13), ("11:59 AM", 11)]
)
def test_twelve_hour_clock(tmp_path: Path, hour: str, expected: int) -> None:
    posts, *_ = read(tmp_path / "chat.txt", f"8/30/25, {hour} - Bu Sri: nggih")
    assert posts["created_at"].dt.convert_time_zone("Asia/Jakarta").dt.hour().to_list() == [expected]


def test_time_zone_is_the_importers(tmp_path: Path) -> None:
    posts, *_ = read(tmp_path / "chat.txt", "30/08/25 18.05 - Bu Sri: nggih", timezone="Asia/Jayapura")
    assert posts["created_at"].to_list() == [dt.datetime(2025, 8, 30, 9, 5, tzinfo=dt.UTC)]


CHAT = """\
28/08/25 07.00 - Pesan dan panggilan terenkripsi secara end-to-end. Tidak seorang pun di luar chat ini yang dapat membacanya.
28/08/25 07.01 - Bu Sri RT 04 membuat grup "Warga RT 04: info bansos"
28/08/25 07.02 - Bu Sri RT 04: Daftar PKH tahap 3:
1. Mbah Karto
2. Bu Painem

cek di https://contoh.example/pkh #bansos
28/08/25 07.03 - +62 812-3456-7890: <Media tidak disertakan>
28/08/25 07.04 - 0812 3456 7890: IMG-20250828-WA0001.jpg (file terlampir)
Antrean beras di balai
28/08/25 07.05 - Pak Wahyu: Pesan ini telah dihapus
28/08/25 07.06 - Pak Wahyu: Sudah cair @6281234567890 <Pesan ini diedit>
28/08/25 07.07 - Pak Wahyu: Sudah cair: cek saldo
28/08/25 07.07 - Pak Wahyu: nggih
28/08/25 07.07 - Pak Wahyu: nggih
28/08/25 07.08 - Anda menambahkan Bu Painem
28/08/25 07.09 - Pak Wahyu:
28/08/25 07.10 - Bu Painem: PTT-20250828-WA0002.opus (file terlampir)
28/08/25 07.11 - Bu Painem: Surat RT.pdf (file terlampir)
28/08/25 07.12 - Bu Painem: null
"""


def test_android_chat(tmp_path: Path) -> None:
    posts, refused, notes = read(tmp_path / "chat.txt", CHAT)
    assert posts.select("row", "author", "author_name", "text", "media").rows() == [
        (3, "bu sri rt 04", "Bu Sri RT 04", "Daftar PKH tahap 3:\n1. Mbah Karto\n2. Bu Painem\n\ncek di https://contoh.example/pkh #bansos", None),
        (8, "6281234567890", "+62 812-3456-7890", None, None),
        (9, "6281234567890", "0812 3456 7890", "Antrean beras di balai", "image"),
        (11, "pak wahyu", "Pak Wahyu", None, None),
        (12, "pak wahyu", "Pak Wahyu", "Sudah cair @6281234567890", None),
        (13, "pak wahyu", "Pak Wahyu", "Sudah cair: cek saldo", None),
        (14, "pak wahyu", "Pak Wahyu", "nggih", None),
        (15, "pak wahyu", "Pak Wahyu", "nggih", None),
        (17, "pak wahyu", "Pak Wahyu", None, None),
        (18, "bu painem", "Bu Painem", None, "audio"),
        (19, "bu painem", "Bu Painem", None, "document"),
        (20, "bu painem", "Bu Painem", None, None),
    ]  # fmt: skip
    assert posts["platform"].unique().to_list() == ["whatsapp"]
    assert posts["kind"].unique().to_list() == ["message"]
    assert posts["links"].explode().drop_nulls().to_list() == ["https://contoh.example/pkh"]
    assert posts["hashtags"].explode().drop_nulls().to_list() == ["bansos"]
    assert posts["mentions"].explode().drop_nulls().to_list() == ["6281234567890"]
    assert posts.select("parent", "root", "author_kind").null_count().row(0) == (12, 12, 12)
    assert posts["native_id"].n_unique() == 12
    assert refused.is_empty()
    assert notes == [
        "Tanggal dibaca sebagai hari/bulan/tahun: percakapan ini dari 28-08-2025 sampai 28-08-2025.",
        "Ekspor WhatsApp tidak memuat siapa membalas siapa; nama pengirim adalah nama di kontak pengekspor.",
        "3 baris dari aplikasi (anggota, nama grup, panggilan) tidak disimpan.",
        "1 pesan sudah dihapus pengirimnya dan masuk tanpa teks.",
        "2 pesan berisi media yang jenisnya tidak disebut.",
    ]


IPHONE = """\
[28/08/25 07.00.00] Warga RT 04: \u200ePesan dan panggilan terenkripsi secara end-to-end.
[28/08/25 07.01.00] Bu Sri: \u200eBu Sri menambahkan Pak Wahyu
\u200e[28/08/25 07.02.00] Bu Sri: \u200egambar tidak disertakan
\u200e[28/08/25 07.03.00] ~\u202fPak Wahyu: Surat.pdf • \u200e3 halaman \u200edokumen tidak disertakan
\u200e[28/08/25 07.04.00] Bu Sri: Denah posko \u200e<terlampir: 00000012-PHOTO-2025-08-28-07-04-00.jpg>
[28/08/25 07.05.00] Bu Sri: @\u2068Pak Wahyu\u2069 tulung dicek \u200e<Pesan ini diedit>
[28/08/25 07.06.00] Bu Sri: \u200eLokasi: https://maps.google.com/?q=-7.0,110.0
[28/08/25 07.07.00] Bu Sri: \u200ePOLLING:
Jam kumpul?
\u200eOPSI: 19.00 (2 suara)
[28/08/25 07.08.00] Bu Sri: \u200eAnda menghapus pesan ini.
[28/08/25 07.09.00] Bu Sri: \u200ePanggilan suara tak terjawab
[28/08/25 07.10.00] Pak Wahyu: \u200e<terlampir: 00000013-STICKER-2025-08-28-07-10-00.webp>
"""


def test_iphone_chat(tmp_path: Path) -> None:
    posts, refused, notes = read(tmp_path / "_chat.txt", IPHONE.replace("\n", "\r\n"))
    assert posts.select("row", "author", "text", "media").rows() == [
        (3, "bu sri", None, "image"),
        (4, "pak wahyu", None, "document"),
        (5, "bu sri", "Denah posko", "image"),
        (6, "bu sri", "@\u2068Pak Wahyu\u2069 tulung dicek", None),
        (7, "bu sri", "Lokasi: https://maps.google.com/?q=-7.0,110.0", None),
        (8, "bu sri", "POLLING:\r\nJam kumpul?\r\nOPSI: 19.00 (2 suara)".replace("\r", ""), "poll"),
        (11, "bu sri", None, None),
        (13, "pak wahyu", None, "sticker"),
    ]
    assert posts["mentions"].explode().drop_nulls().to_list() == ["pak wahyu"]
    assert refused.is_empty()
    assert "3 baris dari aplikasi (anggota, nama grup, panggilan) tidak disimpan." in notes


@pytest.mark.parametrize(
    ("line", "text", "media"),
    [
        ("<Media omitted>", None, None),
        ("<Medien ausgeschlossen>", None, None),
        ("\u200eBild weggelassen", None, "image"),
        ("\u200eSticker weggelassen", None, "sticker"),
        ("\u200eaudio omitted", None, "audio"),
        ("\u200evideo tidak disertakan", None, "video"),
        ("IMG-20250828-WA0001.jpg (Datei angehängt)\nwarteschlange", "warteschlange", "image"),
        ("video omitted", None, "video"),
        ("Diese Nachricht wurde gelöscht.", None, None),
        ("video tidak disertakan karena kuota habis", "video tidak disertakan karena kuota habis", None),
        ("Pesan ini telah dihapus sama admin, kenapa?", "Pesan ini telah dihapus sama admin, kenapa?", None),
        ("lihat foto.jpg ya", "lihat foto.jpg ya", None),
    ],
)
def test_media_lines(tmp_path: Path, line: str, text: str | None, media: str | None) -> None:
    posts, *_ = read(tmp_path / "chat.txt", f"28/08/25 07.00 - Bu Sri: {line}")
    assert posts.select("text", "media").rows() == [(text, media)]


# --- the order of day and month ---------------------------------------------------------------------------


def chat(*dates: str) -> str:
    return "\n".join(f"{date}, 10:00 - Bu Sri: pesan {i}" for i, date in enumerate(dates))


@pytest.mark.parametrize(
    ("dates", "first", "last"),
    [
        (("05/08/25", "13/08/25"), "2025-08-05", "2025-08-13"),  # no thirteenth month
        (("08/05/25", "08/13/25"), "2025-08-05", "2025-08-13"),
        (("30/09/24", "02/10/24", "05/10/24"), "2024-09-30", "2024-10-05"),
        (("09/08/25", "02/09/25"), "2025-08-09", "2025-09-02"),  # time does not run back
        (("08/09/25", "09/02/25"), "2025-08-09", "2025-09-02"),
        (("08/08/25",), "2025-08-08", "2025-08-08"),  # both orders say the same
        (("30/08/25",), "2025-08-30", "2025-08-30"),  # not 2030-08-25
        (("25/08/28", "25/08/29", "25/08/30"), "2025-08-28", "2025-08-30"),  # not 2028 to 2030
        (("2025-02-03", "2025-03-02"), "2025-02-03", "2025-03-02"),
    ],
)
def test_order_is_inferred_from_the_whole_chat(
    tmp_path: Path, dates: tuple[str, ...], first: str, last: str
) -> None:
    posts, *_ = read(tmp_path / "chat.txt", chat(*dates))
    assert [time[:10] for time, _, _ in said(posts)][:: max(1, len(dates) - 1)] == sorted({first, last})


@pytest.mark.parametrize("dates", [("05/08/25",), ("05/08/25", "06/08/25"), ("5.8.2025", "6.8.2025")])
def test_undecidable_order_is_refused_unless_told(tmp_path: Path, dates: tuple[str, ...]) -> None:
    with pytest.raises(FileRefused) as refusal:
        read(tmp_path / "chat.txt", chat(*dates))
    assert refusal.value.code == "date_order_unknown"
    told = [
        said(read(tmp_path / "chat.txt", chat(*dates), day_first=told)[0])[0][0] for told in (True, False)
    ]
    assert [time[:10] for time in told] == ["2025-08-05", "2025-05-08"]


def test_evidence_outweighs_what_was_told(tmp_path: Path) -> None:
    posts, _, notes = read(tmp_path / "chat.txt", chat("08/05/25", "08/13/25"), day_first=True)
    assert said(posts)[0][0][:10] == "2025-08-05"
    assert notes[0].startswith("Tanggal dibaca sebagai bulan/hari/tahun")


def test_a_pasted_line_with_an_impossible_date_is_refused_and_the_chat_is_not(tmp_path: Path) -> None:
    days = [f"{day:02d}/{month:02d}/25" for month in range(1, 9) for day in range(1, 29)]
    posts, refused, _ = read(tmp_path / "chat.txt", chat(*days, "08/30/25"))
    assert posts.height == len(days)
    assert refused.rows() == [(len(days) + 1, "created_at", "date_invalid", "08/30/25, 10:00 - ")]


def test_no_order_fits(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refusal:
        read(tmp_path / "chat.txt", chat("45/31/2025", "46/31/2025"))
    assert refusal.value.code == "date_invalid"


# --- identity, encodings, damage --------------------------------------------------------------------------


def test_a_longer_export_gives_old_messages_their_old_ids(tmp_path: Path) -> None:
    lines = CHAT.splitlines()
    short, *_ = read(tmp_path / "short.txt", "\n".join(lines[:14]))
    longer, *_ = read(tmp_path / "long.txt", CHAT + "29/08/25 07.00 - Pak Wahyu: nggih\n")
    assert longer["native_id"].to_list()[: short.height] == short["native_id"].to_list()
    assert longer["native_id"].is_unique().all()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    posts, *_ = read(tmp_path / "chat.txt", CHAT.encode(encoding))
    expected, *_ = read(tmp_path / "chat.txt", CHAT)
    assert posts.equals(expected)


def test_member_of_a_zip(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "Chat WhatsApp dengan Warga RT 04.zip", "w") as archive:
        archive.writestr("_chat.txt", CHAT)
    [source] = sources([tmp_path])
    assert READER.recognise(source).score >= 90
    assert read_source(source)[0].height == 12


def test_damaged_text_is_repaired_and_told(tmp_path: Path) -> None:
    noise = "28/08/25 07.00 - Bu Sri: a\x00b\n28/08/25 07.01 - Bu Sri: " + "x" * 1_000_000
    posts, refused, _ = read(tmp_path / "chat.txt", noise)
    assert posts["text"].str.len_chars().to_list()[0] == 2
    assert posts["text"].str.len_chars().to_list()[1] <= 100_000
    assert refused.select("row", "code").rows() == [(1, "text_repaired"), (2, "text_long")]


def test_lines_before_the_first_message_are_refused(tmp_path: Path) -> None:
    posts, refused, _ = read(tmp_path / "chat.txt", "Riwayat chat RT 04\n\n28/08/25 07.00 - Bu Sri: nggih")
    assert posts.height == 1
    assert refused.rows() == [(1, None, "row_kind", "Riwayat chat RT 04")]


def test_a_file_without_stamps_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refusal:
        read(tmp_path / "chat.txt", "halo\napa kabar")
    assert refusal.value.code == "file_unknown"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"halo\napa kabar",
        b"id,created_at,text\n1,2025-08-30 18:00,halo: apa kabar",
        b"28/08/25 07.00 - Pesan dan panggilan terenkripsi secara end-to-end.",
        b"[2025-08-30, 18:05] Bu Sri: nggih",  # Signal
        b'{"created_at": "30/08/25 18.05 - Bu Sri: nggih"}',
        b"\x89PNG\r\n\x1a\n\x00\x00",
    ],
)
def test_other_files_are_not_chats(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "chat.txt").write_bytes(content)
    assert READER.recognise(Source(tmp_path / "chat.txt")).score == 0


def test_the_reader_is_found() -> None:
    assert readers()["whatsapp"] is READER


NAMES = st.sampled_from(["Bu Sri RT 04", "Pak Wahyu", "Mbah Karto 🙏", "O'Neil", "Kel. Sumber-Rejo"])
LINE = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp")), min_size=1, max_size=40
)
TEXT = (
    st.lists(LINE, min_size=1, max_size=3)
    .map(lambda lines: "\n".join(line.strip() for line in lines).strip())
    .filter(lambda text: text not in ("", "null") and not pl.Series([text]).str.contains("|".join(STYLES.values())).any())
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(messages=st.lists(st.tuples(NAMES, TEXT), min_size=1, max_size=8), style=st.sampled_from(["{d:%d/%m/%y %H.%M} - ", "[{d:%d.%m.%y, %H:%M}:00] ", "{d:%m/%d/%Y}, {d:%I:%M %p} - "]))  # fmt: skip
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, messages: list[tuple[str, str]], style: str
) -> None:
    start = dt.datetime(2025, 8, 27, 23, 50)
    times = [start + dt.timedelta(minutes=7 * i) for i in range(len(messages))]
    lines = [
        style.format(d=time) + f"{name}: {text}" for time, (name, text) in zip(times, messages, strict=True)
    ]
    posts, refused, _ = read(tmp_path_factory.mktemp("chat") / "chat.txt", "\n".join(lines))
    assert said(posts) == [
        (f"{time:%Y-%m-%d %H:%M:%S}", name, text) for time, (name, text) in zip(times, messages, strict=True)
    ]
    assert refused.is_empty()


# --- real exports -----------------------------------------------------------------------------------------


@pytest.mark.skipif(not SAMPLES.exists(), reason="the shared sample data is not beside this repository")
@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.glob("*.txt")) or ["none"])
def test_real_samples_agree_with_their_target(name: str) -> None:
    posts, refused, notes = read_source(Source(SAMPLES / name))
    target = json.loads((SAMPLES / "target.json").read_text())
    # The target lists the newest first and joins the lines of a message by a blank; we keep the order and the line breaks.
    expected = [(t["timestamp"].replace("T", " "), t["author"], t["message"]) for t in reversed(target)]
    assert [(time, name, text and text.replace("\n", " ")) for time, name, text in said(posts)] == expected
    assert refused.is_empty()
    # Nine stamps: six messages, two lines of the application, and "John Doe:." (no blank after the colon), which is neither here nor there.
    assert notes[-1].startswith("3 baris dari aplikasi")
    assert READER.recognise(Source(SAMPLES / name)).score >= 90
