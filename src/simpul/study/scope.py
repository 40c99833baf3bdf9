"""What a study is about: the days and the place that were asked for. What lies outside is left out and counted."""

from __future__ import annotations

import polars as pl

from simpul.corpus.reference import Reference
from simpul.study.folder import Folder
from simpul.study.manifest import Manifest
from simpul.study.request import Request, StudyProblem
from simpul.study.window import window

PLACED = {
    "places": "code",
    "population": "place",
    "offers": "place",
    "expenditures": "place",
}  # sheets, and their column of places


def check(request: Request, reference: Reference) -> None:
    """Raises StudyProblem for days in the wrong order, and for a place that the list of places does not know."""
    if request.since and request.until and request.since > request.until:
        raise StudyProblem(
            f"--since {request.since} lebih akhir daripada --until {request.until}. Tukar keduanya.",
            f"--since {request.since} is later than --until {request.until}. Swap them.",
        )
    code, places = request.place, reference.places
    if code and (places is None or places.filter(_inside(code, pl.col("code"))).is_empty()):
        raise StudyProblem(
            f"Kode wilayah {code} tidak ada di lembar places. Periksa kodenya, atau berikan buku rujukan kota itu dengan --reference.",
            f"The place code {code} is not in the sheet places. Check it, or give that city's reference workbook by --reference.",
        )


def in_window(posts: pl.LazyFrame, request: Request, manifest: Manifest) -> pl.LazyFrame:
    """The posts of the days asked for."""
    since, until = window(request)
    if since is None and until is None:
        return posts
    time = pl.col("created_at")
    inside = (time >= since if since else pl.lit(True)) & (time < until if until else pl.lit(True))
    dated, undated = (
        posts.select(dated=(~inside.fill_null(True)).sum(), undated=time.is_null().sum()).collect().row(0)
    )
    manifest.leave_out("posts", dated, ("di luar jangka waktu yang diminta", "outside the window asked for"))
    manifest.leave_out(
        "posts", undated, ("tanpa tanggal, jadi tidak dalam jangka waktu mana pun", "without a date, so in no window")
    )  # fmt: skip
    return posts.filter(inside.fill_null(False))


def keep_place(folder: Folder, code: str | None, manifest: Manifest) -> None:
    """Leaves out texts, households and kelurahan that are known to be of a place outside `code`; those of no known place stay."""
    if code is None:
        return
    why = (f"di luar {code}", f"outside {code}")
    named = folder.scan("labels").select("post_id", named="place")
    place = pl.coalesce("place", "named")
    posts = folder.scan("posts").join(named, on="post_id").filter(_elsewhere(code, place))
    _leave_out(folder, "posts", "post_id", posts, ("posts", "labels"), manifest, why)
    actors = folder.scan("actors").filter(_elsewhere(code, pl.col("place")))
    gone = _leave_out(folder, "actors", "actor_id", actors, ("actors",), manifest, why)
    for end in ("source", "target") if gone.height else ():
        left = folder.scan("survey_ties").join(gone.lazy(), left_on=end, right_on="actor_id", how="anti")
        folder.write("survey_ties", left.collect())
    for name, column in PLACED.items():
        if folder.path(name).exists():
            above = pl.lit(code).str.starts_with(pl.col(column) + ".")
            folder.write(name, folder.scan(name).filter(~_elsewhere(code, pl.col(column)) | above).collect())


def _inside(code: str, place: pl.Expr) -> pl.Expr:
    return (place == code) | place.str.starts_with(f"{code}.")


def _elsewhere(code: str, place: pl.Expr) -> pl.Expr:
    return ~_inside(code, place).fill_null(True)


def _leave_out(
    folder: Folder, what: str, key: str, rows: pl.LazyFrame, tables: tuple[str, ...], manifest: Manifest, why: tuple[str, str]
) -> pl.DataFrame:  # fmt: skip
    """Takes these rows out of the tables; returns their keys."""
    gone = rows.select(key).collect()
    manifest.leave_out(what, gone.height, why)
    for name in tables if gone.height else ():
        folder.write(
            name, folder.scan(name).join(gone.lazy(), on=key, how="anti", maintain_order="left").collect()
        )
    return gone
