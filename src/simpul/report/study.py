"""A finished study as the report reads it: its manifest, its findings, its tables. Nothing is computed here that is not there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any, Literal

import polars as pl

from simpul.measures.findings import short_code

Language = Literal["id", "en"]
Finding = dict[str, Any]


@dataclass(frozen=True)
class Study:
    """The folder of a study and the language that its report speaks."""

    root: Path
    language: Language = "id"

    @cached_property
    def manifest(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads((self.root / "manifest.json").read_text("utf-8"))
        return content

    @property
    def place(self) -> str | None:
        """The Kemendagri code of the city; None where it is not known."""
        place: str | None = self.manifest["city"]["place"]
        return place

    @property
    def last_day(self) -> date:
        """The last day of the window; far in the past for a study without one."""
        until = self.manifest["period"]["to"]
        return date.fromisoformat(until[:10]) if until else date.min

    @cached_property
    def findings(self) -> pl.DataFrame:
        """The findings. Where people coded a sample, `value`, `low` and `high` are the corrected ones; `counted` is the model's."""
        table = pl.read_parquet(self.root / "tables" / "findings.parquet").with_columns(counted="value")
        if "corrected" not in table.columns:
            return table.with_columns(corrected_n=pl.lit(None, dtype=pl.Int64))
        coded = pl.col("corrected").is_not_null()
        ends = {end: pl.when(coded).then(f"corrected_{end}").otherwise(end) for end in ("low", "high")}
        return table.with_columns(value=pl.coalesce("corrected", "value"), **ends)

    @cached_property
    def by_code(self) -> dict[str, list[Finding]]:
        """The findings that a short code stands for, nearly always one."""
        found: dict[str, list[Finding]] = {}
        for finding in self.findings.iter_rows(named=True):
            found.setdefault(short_code(finding), []).append(finding)
        return found

    def has(self, name: str) -> bool:
        return (self.root / "tables" / f"{name}.parquet").exists()

    def table(self, name: str) -> pl.DataFrame:
        """A table of the study; raises FileNotFoundError if the study has none of that name."""
        return pl.read_parquet(self.root / "tables" / f"{name}.parquet")

    def of(self, measure: str, kind: str) -> pl.DataFrame:
        """The findings of a measure about subjects of a kind, in order of subject."""
        return self.findings.filter(measure=measure, subject_kind=kind).sort("subject_id")

    def one(self, measure: str, kind: str = "corpus", subject: str = "all") -> Finding | None:
        """One finding; None if the study does not have it."""
        found = self.findings.filter(measure=measure, subject_kind=kind, subject_id=subject)
        return found.row(0, named=True) if found.height else None

    @cached_property
    def places(self) -> dict[str, str]:
        """Names of places by code."""
        if not self.has("places"):
            return {}
        return dict(self.table("places").unique("code", keep="last").select("code", "name").rows())

    @cached_property
    def agencies(self) -> dict[str, str]:
        """Names of agencies by code."""
        return dict(self.table("agencies").select("code", "name").rows()) if self.has("agencies") else {}

    @cached_property
    def holders(self) -> dict[str, str]:
        """The agency of the city that holds an affair, by the affair's code; the first named in the workbook."""
        if not self.has("agencies"):
            return {}
        held = self.table("agencies").explode("urusan").filter(pl.col("urusan").is_not_null())
        return dict(held.unique("urusan", keep="first", maintain_order=True).select("urusan", "name").rows())

    @cached_property
    def accounts(self) -> dict[str, str]:
        """Names of the accounts that keep them, by id."""
        named = self.table("accounts").filter(pl.col("name").is_not_null() | pl.col("handle").is_not_null())
        shown = pl.format("{} · {}", pl.coalesce("name", "handle"), pl.col("platform").replace(PLATFORMS))
        return dict(named.select("account_id", shown).rows())

    @cached_property
    def issues(self) -> dict[str, str]:
        """Names of issues by code."""
        return self._names("issues")

    @cached_property
    def affairs(self) -> dict[str, str]:
        """Names of government affairs by code."""
        return dict(_data("urusan").select("code", "name").rows())

    @cached_property
    def needs(self) -> pl.DataFrame:
        """The needs taxonomy: code, name, and the name of the leading government affair with its agencies."""
        table = _data("needs")
        return table.with_columns(
            name=pl.col(self._name_column(table)),
            affair=pl.col("urusan_lead").replace_strict(self.affairs, default=None),
        )

    def _names(self, table: str) -> dict[str, str]:
        frame = _data(table)
        return dict(frame.select("code", self._name_column(frame)).rows())

    def _name_column(self, frame: pl.DataFrame) -> str:
        return "name_en" if self.language == "en" and "name_en" in frame.columns else "name"


PLATFORMS = {
    "x": "X", "facebook": "Facebook", "instagram": "Instagram", "youtube": "YouTube", "whatsapp": "WhatsApp",
    "bluesky": "Bluesky", "tiktok": "TikTok", "threads": "Threads", "telegram": "Telegram", "mastodon": "Mastodon",
    "offline": "Luring",
}  # fmt: skip


def _data(name: str) -> pl.DataFrame:
    return pl.read_csv(
        resources.files("simpul.data").joinpath(f"{name}.csv").read_bytes(), infer_schema=False
    )
