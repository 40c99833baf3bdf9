"""Exports of several platforms in which every citizen can be recognised if anything of them comes through the door.

Each secret is a string that stands nowhere else, so that finding it anywhere in the corpus is a leak.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl

from simpul.corpus.importing import Register

# One citizen on X and Instagram, her neighbour, an office, a community and a broker.
SRI, SRI_ID, SRI_NAME = "zqsri_rt4", "811000000000000777", "Zqsri Wahyuningsih"
PONIMIN, PONIMIN_NAME = "zqponimin", "Zqponimin Sarosa"
OFFICE, OFFICE_ID, OFFICE_NAME = "dinsostirtaloka", "811000000000000001", "Dinas Sosial Kota Tirtaloka"
COMMUNITY, COMMUNITY_NAME = "zqkomunitas_peduli", "Zqkomunitas Peduli"
BROKER, BROKER_NAME = "zqkader_melati", "Zqkader Melati"

NEWS, ASK, ANSWER, CHAT = (
    "1746700000000000001",
    "1746710000000000772",
    "1746790000000000003",
    "1746740000000000776",
)
SECRETS = (
    "zqsri", "zqponimin", "zqkomunitas", "zqkader", "zqwarti", "zqparjo", "zqtukul", "zqslamet",  # handles and names
    SRI_ID, "811000000000000778", "811000000000000779", "811000000000000780",  # accounts
    ASK, CHAT, "17900000000000771", "17900000000000773", "zqtulisan-1", "zqtulisan-2", "zq-kobo-uuid-1", "zq-kobo-uuid-2",  # their posts and answers
    "3371014502900771", "3371014502900772", "081234560771", "6281234560771", "81234560772", "0771-234-5670771", "7712345670771",  # numbers
    "zqsri.wahyu@gmail.com", "wahyu@gmail",
)  # fmt: skip

REGISTER = Register(
    pl.DataFrame(
        [
            ("x", OFFICE, "agency", "DINSOS", "government", "99.71", OFFICE_NAME),
            ("instagram", OFFICE, "agency", "DINSOS", "government", "99.71", OFFICE_NAME),
            ("tiktok", OFFICE, "agency", "DINSOS", "government", "99.71", OFFICE_NAME),
            ("x", COMMUNITY, "community", None, "community", None, COMMUNITY_NAME),
            ("x", BROKER, "broker", None, "community", "99.71.01.1001", BROKER_NAME),
        ],
        schema=["platform", "author", "kind", "agency", "pillar", "place", "name"],
        orient="row",
    ),
    digest="register-1",
)
PLACES = {"kembangsari": "99.71.01.1001", "99.71.01.1001": "99.71.01.1001"}


def write(folder: Path) -> None:
    """All of them, in folders as an office would keep them."""
    folder.mkdir(parents=True, exist_ok=True)
    x_api(folder / "x.jsonl")
    tiktok(folder / "tiktok.csv")
    instagram(folder / "instagram.csv")
    whatsapp(folder / "chat.txt")
    survey(folder / "survei.csv")
    comments(folder / "komentar.xlsx")
    voices(folder / "suara.xlsx")


def x_api(path: Path) -> None:
    """A page of posts, whose last line is cut in the middle of a citizen's post."""
    users = [
        (SRI_ID, "ZqSri_RT4", SRI_NAME), ("811000000000000778", "zqponimin", PONIMIN_NAME), (OFFICE_ID, "DinsosTirtaloka", OFFICE_NAME),
        ("811000000000000779", COMMUNITY, COMMUNITY_NAME), ("811000000000000780", BROKER, BROKER_NAME),
    ]  # fmt: skip
    tweets = [
        _tweet(NEWS, OFFICE_ID, "Beras CPPD cair Senin di Kembangsari. Hubungi 0293123456 nggih", 0),
        _tweet(ASK, SRI_ID, "@DinsosTirtaloka @zqponimin NIK saya 3371014502900771, WA 081234560771, zqsri.wahyu@gmail.com, rek BRI 0771-234-5670771", 1, replied=NEWS),
        _tweet(ANSWER, OFFICE_ID, "@ZqSri_RT4 Sampun dicek nggih, lihat https://x.com/ZqSri_RT4/status/" + ASK, 2, replied=ASK, to=SRI_ID),
        _tweet(CHAT, "811000000000000778", "Setuju @zqsri_rt4! #beras", 3, replied=ASK, to=SRI_ID),
        _tweet("1746740000000000775", "811000000000000779", "Kami bantu @zqkader_melati", 4),
        _tweet("1746740000000000774", "811000000000000780", "Siap @zqkomunitas_peduli", 5),
    ]  # fmt: skip
    page = {
        "data": tweets,
        "includes": {"users": [{"id": id, "username": handle, "name": name} for id, handle, name in users]},
    }
    cut = json.dumps({"data": [_tweet("1746740000000000779", SRI_ID, "WA 081234560771 zqsri_rt4", 6)]})[:-9]
    path.write_text(json.dumps(page) + "\n" + cut + "\n", "utf-8")


def _tweet(
    id: str, author: str, text: str, minute: int, replied: str | None = None, to: str = OFFICE_ID
) -> dict[str, Any]:
    tweet: dict[str, Any] = {
        "id": id, "author_id": author, "conversation_id": NEWS if replied else id, "text": text,
        "created_at": f"2026-03-05T03:{minute:02d}:00.000Z", "edit_history_tweet_ids": [id],
        "public_metrics": {"retweet_count": 0, "reply_count": 1, "like_count": minute, "quote_count": 0},
    }  # fmt: skip
    if replied:
        tweet |= {
            "in_reply_to_user_id": to,
            "referenced_tweets": [{"type": "replied_to", "id": replied}],
        }
    return tweet


def tiktok(path: Path) -> None:
    """A table with a column map; the third row is shifted, so that a name stands where a date should."""
    rows = [
        ["kode", "akun", "nama", "isi", "waktu", "membalas", "tautan", "suka"],
        ["zqtulisan-1", "@ZqSri_RT4", SRI_NAME, "Pripun @dinsostirtaloka? #WA081234560771", "2026-03-06 08:00", "7400", "https://www.tiktok.com/@zqsri_rt4/video/zqtulisan-1", "1"],
        ["7401", OFFICE, OFFICE_NAME, "Nggih @zqsri_rt4", "2026-03-06 09:00", "zqtulisan-1", "https://www.tiktok.com/@dinsostirtaloka/video/7401", "2"],
        ["zqtulisan-2", "2026-03-06", "x", "halo", "zqponimin", "", "", "Zqponimin Sarosa"],
    ]  # fmt: skip
    _csv(path, rows)
    path.with_name(f"{path.name}.toml").write_text(
        'platform = "tiktok"\nkind = "comment"\n[columns]\nid = "kode"\nauthor = "akun"\nauthor_name = "nama"\n'
        'text = "isi"\ncreated_at = "waktu"\nparent = "membalas"\nurl = "tautan"\n[metrics]\nlikes = "suka"\n',
        "utf-8",
    )


def instagram(path: Path) -> None:
    """Comments; one row has too many cells, and its text names the writer."""
    link = "https://www.instagram.com/p/DAbc-1_x/"
    rows = [
        ["link", "comment_id", "parent_id", "username", "text", "created_at", "like_count", "reply_count"],
        [link, "17900000000000771", "", "Zqsri_RT4", "Kapan min? tanya @zqponimin, wa.me/6281234560771", "2026-03-05T02:00:00Z", "2", "1"],
        [link, "17900000000000002", "17900000000000771", OFFICE, "Minggu depan nggih @zqsri_rt4", "2026-03-05T03:30:00Z", "1", "0"],
        [link, "17900000000000773", "", "zqponimin", "KK 3371014502900772", "2026-03-05T04:30:00Z", "3,5e+03x", "0"],
        [link, "17900000000000774", "", "zqtukul", "saya zqtukul, 081234560771", "2026-03-05T04:30:00Z", "0", "0", "zqtukul"],
    ]  # fmt: skip
    _csv(path, rows)


def whatsapp(path: Path) -> None:
    path.write_text(
        "zqwarti menulis ini sebelum percakapan\n"
        "05/03/2026 18.05 - Zqwarti RT 04: Bansos durung mudhun, Pak @⁨Zqparjo Mbengkel⁩\n"
        "05/03/2026 18.06 - +62 812-3456-0771: Nggih @6281234560772, leres\n"
        "05/03/2026 18.07 - Zqparjo Mbengkel: Sabar @⁨Zqwarti RT 04⁩, niki nomere 0812 3456 0771\n"
        "31/03/2026 18.08 - Zqtukul menambahkan Zqparjo\n",
        "utf-8",
    )


def survey(path: Path) -> None:
    """A KoboToolbox export whose households name the same neighbour; one answer is a telephone number."""
    fixed = {
        "persetujuan": "true", "kelurahan": "99.71.01.1001", "miskin": "true", "umur": "60+", "jenis_kelamin": "P",
        "pekerjaan": "casual_labour", "hp_internet": "false", "sumber_informasi": "rt_head", "kepercayaan": "3",
        "perantara[1]/peran": "cadre", "perantara[1]/sebutan": "Bu Zqslamet", "perantara[1]/hubungan": "informs",
        "perantara[1]/saluran": "face_to_face", "perantara[1]/topik": "N01",
    }  # fmt: skip
    rows = [
        {**fixed, "_uuid": "zq-kobo-uuid-1", "_submission_time": "2026-03-01T02:00:00", "_index": "1"},
        {**fixed, "kepercayaan": "081234560771", "_uuid": "zq-kobo-uuid-2", "_submission_time": "2026-03-02T02:00:00", "_index": "2"},
    ]  # fmt: skip
    _csv(path, [list(rows[0]), *(list(row.values()) for row in rows)])


def comments(path: Path) -> None:
    _xlsx(
        path,
        [
            ["catatan", "platform", "akun", "tanggal komentar", "kiriman", "isi komentar"],
            [
                None,
                "X",
                OFFICE,
                "2026-03-06",
                f"https://x.com/{OFFICE}/status/{NEWS}",
                "@zqponimin matur nuwun",
            ],
            [None, "X", OFFICE, "zqponimin", None, "tanggal salah"],
        ],
    )


def voices(path: Path) -> None:
    _xlsx(
        path,
        [
            ["catatan", "tanggal suara", "kelurahan", "peran perantara", "atas nama", "kebutuhan atau pesan", "izin diberikan"],
            [None, "2026-03-05", "Kembangsari", "Ketua RT", "Lanjut usia", "Simbah belum menerima, NIK 3371014502900771", "Ya"],
            [None, "2026-03-05", "Kembangsari", "Bu Zqslamet", "Zqwarti", "Tanpa peran", "Ya"],
        ],
    )  # fmt: skip


def _csv(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)


def _xlsx(path: Path, rows: list[list[Any]]) -> None:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
