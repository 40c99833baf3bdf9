"""The envelope of Zeeschuimer's NDJSON: `data` holds what the platform sent; 4CAT's NDJSON holds the same without the envelope.

{"nav_index": …, "item_id": …, "timestamp_collected": …, "source_platform": "tiktok.com", "data": {…}}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from simpul.corpus import chunks
from simpul.corpus.ndjson import Rewrite, json_head, objects
from simpul.corpus.reader import NO, Match
from simpul.corpus.records import Schema
from simpul.corpus.source import Source

ENVELOPE: Schema = {"source_platform": pl.String, "timestamp_collected": pl.String}
PLATFORM = re.compile(rb'"source_platform"\s*:\s*"([^"]+)"')
BARE = b'"__import_meta"'  # 4CAT's mark of an item that came from Zeeschuimer
STEPS = (
    ("Pasang pengaya Zeeschuimer di Firefox (github.com/digitalmethodsinitiative/zeeschuimer).", "Install the extension Zeeschuimer in Firefox (github.com/digitalmethodsinitiative/zeeschuimer)."),
    ("Nyalakan perekaman untuk platformnya, lalu buka dan gulir halaman yang dipelajari.", "Switch on recording for the platform, then open and scroll the pages to be studied."),
    ("Pilih .ndjson di jendela Zeeschuimer dan simpan berkasnya.", "Choose .ndjson in Zeeschuimer's window and save the file."),
)  # fmt: skip
OBTAIN = (
    "Rekam dengan pengaya Firefox Zeeschuimer saat menelusuri halaman, lalu simpan .ndjson.",
    "Record with the Firefox extension Zeeschuimer while browsing the pages, then save the .ndjson.",
)
GAPS = ("browser_only", "sampled", "no_deleted", "no_media")


def recognise(source: Source, platforms: tuple[str, ...], signs: tuple[str, ...]) -> Match:
    """Whether the first line is an item of one of the platforms: by its envelope, or by 4CAT's mark and all of the signs."""
    head = json_head(source).split(b"\n")[0]
    name = platforms[0]
    if found := PLATFORM.search(head):
        said = found[1].decode("ascii", "replace").removeprefix("www.")
        return (
            Match(95, (f"rekaman Zeeschuimer dari {name}", f"Zeeschuimer's record of {name}"))
            if said in platforms
            else NO
        )
    if BARE in head and all(f'"{sign}"'.encode() in head for sign in signs):
        return Match(90, (f"NDJSON 4CAT dari {name}", f"4CAT's NDJSON of {name}"))
    return NO


def items(
    source: Source, platforms: tuple[str, ...], item: Schema, rewrite: Rewrite | None = None
) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """Yields (rows, rejects): the items with the columns of `item`, `row` and `observed_at`. Lines of other platforms are refused."""
    line = {**ENVELOPE, **item, "data": pl.Struct(item)}
    for rows, refused in objects(source, line, rewrite):
        platform = pl.col("source_platform").str.replace(r"^www\.", "")
        foreign = rows.filter(~platform.is_in(platforms)).select("row", "source_platform")
        rows = rows.filter(platform.is_in(platforms).fill_null(True))
        bare = pl.struct(pl.col(name) for name in item)
        seen = pl.col("timestamp_collected").cast(pl.Float64, strict=False)
        whole = rows.select(
            "row",
            observed_at=pl.when(seen < 1e14).then(seen * 1000).cast(pl.Int64).cast(pl.Datetime("us", "UTC")),
            item=pl.when(pl.col("data").is_not_null()).then("data").otherwise(bare),
        ).unnest("item")
        odd = foreign.select(
            "row", column=pl.lit("source_platform"), code=pl.lit("row_kind"), value="source_platform"
        )
        yield whole, pl.concat([refused, chunks.conform(odd, "rejects")])
