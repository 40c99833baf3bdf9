"""WhatsApp chats as an Indonesian Android phone exports them, a file per group."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from simpul.example.city import City
from simpul.example.exports.fault import Fault

STAMP = "%d/%m/%y %H.%M"
LOCK = "Pesan dan panggilan terenkripsi secara end-to-end. Hanya orang dalam chat ini yang bisa membaca, mendengarkan, atau membagikannya."  # fmt: skip


def write(city: City, folder: Path, faults: bool) -> list[Fault]:
    """`Chat WhatsApp dengan <group>.txt`: the application's two first lines, then `30/01/26 18.00 - Name: text`."""
    for number, group in enumerate(city.atlas.raw["groups"]):
        local = pl.col("created_at").dt.convert_time_zone("Asia/Jakarta")
        rows = city.posts.filter(group=number).sort("created_at", "id").select(
            stamp=local.dt.strftime(STAMP), line=pl.format("{} - {}: {}", local.dt.strftime(STAMP), "author", "text")
        )  # fmt: skip
        first = rows["stamp"][0]
        opening = [f"{first} - {LOCK}", f'{first} - Anda membuat grup "{group["name"]}"']
        path = folder / f"Chat WhatsApp dengan {group['name']}.txt"
        path.write_text("\n".join([*opening, *rows["line"]]) + "\n", "utf-8")
    return []
