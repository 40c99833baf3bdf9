"""One number opened: its formula, what went into it, the texts behind it, and the run that made it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from simpul.measures.evidence import all_hold, rows_behind
from simpul.measures.findings import CODE_LENGTH, CODE_LETTERS, reason_text, short_code
from simpul.measures.legend import legend
from simpul.measures.measure import UNITS, Measure
from simpul.measures.registry import measures
from simpul.study.asked import manifest_of
from simpul.study.folder import Folder
from simpul.study.request import StudyProblem

POSTS = 10  # shown, if nothing else is asked for
FIRST = 8  # findings named where several are meant
READ_ALIKE = str.maketrans("OIL", "011")  # letters that a code has not, read for those that it has
TEXTS: dict[str, pl.DataType | type[pl.DataType]] = {
    "post_id": pl.String, "counted": pl.Boolean, "created_at": pl.Datetime("us", "UTC"), "platform": pl.String, "kind": pl.String,
    "handle": pl.String, "name": pl.String, "text": pl.String, "url": pl.String,
}  # fmt: skip
RUN = ("seed", "engine", "key_id", "reference", "codes", "timezone", "place", "since", "until")


@dataclass(frozen=True)
class Explanation:
    """A finding opened. `rows` is how many rows its query selects; `posts` are those of them that are texts, counted ones first."""

    code: str
    finding: dict[str, Any]
    measure: dict[str, Any]
    subject: str
    arithmetic: str  # empty where the value is no fraction
    said: tuple[str, str] | None  # why there is no value, or what must be said beside it
    rows: int | None
    table: str | None
    posts: list[dict[str, Any]] = field(default_factory=list)
    run: dict[str, Any] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        return asdict(self)


def explain(root: Path, wanted: str, posts: int = POSTS) -> Explanation:
    """A finding of a study by its id, its short code, or its measure (then of the whole city), with at most so many posts.

    Texts are those of the study, masked; households and suppressed cells are never opened. Raises StudyProblem for what is no
    study, a finding that it does not have, and a code or measure that means several.
    """
    manifest, folder = manifest_of(root), Folder(root)
    row = _find(root, _findings(folder), wanted)
    measure = measures().get(row["measure"])
    rows = behind(folder, row)
    asked = manifest["parameters"]
    return Explanation(
        code=short_code(row), finding=row,
        measure=_told(measure, manifest) if measure else {"id": row["measure"]},
        subject=_name(folder, row),
        arithmetic=_arithmetic(measure, row),
        said=(reason_text(row["reason"]), reason_text(row["reason"], "en")) if row["reason"] else None,
        rows=rows.select(pl.len()).collect().item() if rows is not None else None,
        table=table_of(row),
        posts=_told_posts(texts(folder, rows, measure, most=posts), asked["timezone"]) if rows is not None else [],
        run={
            "simpul": manifest["simpul"], "python": manifest.get("python"), "libraries": manifest.get("libraries"),
            **{name: asked.get(name) for name in RUN},
        },
    )  # fmt: skip


def _findings(folder: Folder) -> pl.DataFrame:
    try:
        return pl.read_parquet(folder.path("findings"))
    except (OSError, pl.exceptions.PolarsError):
        raise StudyProblem(
            f"Studi {folder.root} tidak punya tabel temuan yang utuh. Buat ulang dengan `simpul study`.",
            f"The study {folder.root} has no whole table of findings. Make it again by `simpul study`.",
        ) from None


def _find(root: Path, findings: pl.DataFrame, wanted: str) -> dict[str, Any]:
    found = findings.filter(pl.col("id") == wanted)
    code = wanted.upper().translate(READ_ALIKE)
    if found.is_empty() and re.fullmatch(f"[{CODE_LETTERS}]{{{CODE_LENGTH}}}", code):
        mine = [short_code({"id": id}) == code for id in findings["id"]]
        found = findings.filter(pl.Series(mine, dtype=pl.Boolean))
    if found.is_empty():
        found = findings.filter(pl.col("measure") == wanted)
        whole = found.filter(pl.col("subject_kind") == "corpus")
        found = whole if whole.height else found
    if found.height == 1:
        return found.row(0, named=True)
    if found.is_empty():
        raise StudyProblem(
            f"Studi {root} tidak punya temuan {wanted}. Sebutkan kode enam huruf dari laporan studi ini, id temuan, atau id ukuran (`simpul measures`).",
            f"The study {root} has no finding {wanted}. Name the six-letter code from this study's report, a finding's id, or a measure's (`simpul measures`).",
        )
    several = "; ".join(f"{short_code({'id': id})} = {id}" for id in found["id"].head(FIRST))
    raise StudyProblem(
        f"{wanted} berarti {found.height} temuan. Pilih satu: {several}{' …' if found.height > FIRST else ''}",
        f"{wanted} means {found.height} findings. Choose one: {several}{' …' if found.height > FIRST else ''}",
    )


def _told(measure: Measure, manifest: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": measure.id, "name": measure.names[0], "name_en": measure.names[1], "formula": measure.formula[0], "formula_en": measure.formula[1],
        "symbols": legend(measure, english=False), "symbols_en": legend(measure, english=True),
        "source": measure.source[0], "source_en": measure.source[1],
        "undefined": measure.undefined[0], "undefined_en": measure.undefined[1], "version": manifest.get("measures", {}).get(measure.id, measure.version),
    }  # fmt: skip


def _name(folder: Folder, row: Mapping[str, Any]) -> str:
    """The subject's name; its id where it has none."""
    tables = {
        "agency": ("agencies", "code"),
        "place": ("places", "code"),
        "account": ("accounts", "account_id"),
    }
    table, key = tables.get(row["subject_kind"], ("", ""))
    if not table or not folder.path(table).exists():
        return str(row["subject_id"])
    names = folder.scan(table).filter(pl.col(key) == row["subject_id"]).select("name").collect()["name"].drop_nulls()  # fmt: skip
    return str(names[0]) if len(names) else str(row["subject_id"])


def _arithmetic(measure: Measure | None, row: Mapping[str, Any]) -> str:
    """Such as `100 × 41 / 130`, where that is how the value came about."""
    top, base = row["numerator"], row["denominator"]
    if measure is None or measure.value or row["value"] is None or top is None or not base:
        return ""
    scale = UNITS[row["unit"]].scale
    worked = scale * top / base
    if abs(worked - row["value"]) > 1e-6 * max(abs(worked), 1e-12):
        return ""
    return f"{scale:g} × {top:.10g} / {base:.10g}" if scale != 1 else f"{top:.10g} / {base:.10g}"


def table_of(row: Mapping[str, Any]) -> str | None:
    """The table whose rows stand behind a finding; None where it is not opened: it is hidden, or counted on the whole network."""
    if not row["evidence"] or row["status"] != "ok":
        return None
    return str(json.loads(row["evidence"])["table"])


def behind(folder: Folder, row: Mapping[str, Any]) -> pl.LazyFrame | None:
    """The rows behind a finding, as its evidence query selects them; None where they are not opened or the table is gone."""
    table = table_of(row)
    if table is None or not folder.path(table).exists():
        return None
    found: pl.LazyFrame = rows_behind({table: folder.scan(table)}, json.loads(row["evidence"])).to_native()
    return found


def texts(
    folder: Folder, rows: pl.LazyFrame, measure: Measure | None, *, start: int = 0, most: int = POSTS
) -> pl.DataFrame:
    """The texts among the rows behind a finding, those that are hits first, then the newest: so many from `start` on.

    `counted` says whether a text is a hit; `handle` and `name` are null for whoever goes by a pseudonym. Rows that are no texts give none.
    """
    known = rows.collect_schema().names()
    if "post_id" not in known:
        return pl.DataFrame(schema=TEXTS)
    hit = measure.hit if measure and all(name in known for name, *_ in measure.hit) else ()
    marked = nw.from_native(rows).with_columns(counted=all_hold("post_id", hit)).to_native()
    page = (
        marked.select("post_id", pl.col("counted").fill_null(False))
        .unique()
        .join(folder.scan("posts").select("post_id", "created_at"), on="post_id")
        .sort("counted", "created_at", "post_id", descending=[True, True, False], nulls_last=True)
        .slice(start, most)
        .collect()
    )
    named = folder.scan("accounts").filter(~pl.col("account_id").str.contains("~")).select("account_id", "handle", "name")  # fmt: skip
    said = (
        folder.scan("posts")
        .select("post_id", "platform", "kind", "account_id", "text", "url")
        .filter(pl.col("post_id").is_in(page["post_id"].to_list()))
        .join(named, on="account_id", how="left")
        .collect()
    )
    return page.join(said, on="post_id", how="left", maintain_order="left").select(*TEXTS)


def _told_posts(page: pl.DataFrame, zone: str) -> list[dict[str, Any]]:
    local = pl.col("created_at").dt.convert_time_zone(zone).dt.strftime("%Y-%m-%d %H:%M")
    return page.with_columns(local).drop("name").to_dicts()
