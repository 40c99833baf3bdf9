"""What follows from study to study: who waits, what stands out, targets, and what changed since the study before."""

from __future__ import annotations

import json
from datetime import date

import polars as pl

from simpul.measures.registry import measures
from simpul.report.numbers import amount, number
from simpul.report.sections.blocks import Block, Section, Table, Text
from simpul.report.study import Study
from simpul.report.words import Say
from simpul.study.comparing import FOLDER, digest, side
from simpul.study.targets import judge

SHOWN = 12  # rows of each table; the study's tables have all


def build(study: Study, say: Say) -> Section | None:
    parts = [_alerts(study, say), _targets(study, say), *_since(study, say), _contrasts(study, say)]
    blocks: list[Block] = [part for part in parts if part is not None]
    return Section("perubahan", say("following"), say("following_lead"), blocks) if blocks else None


def _alerts(study: Study, say: Say) -> Table | None:
    if not study.has("alerts") or (found := study.table("alerts")).is_empty():
        return None
    shown = pl.concat(part.head(SHOWN) for part in found.partition_by("alert", maintain_order=True))
    rows = [
        [
            say(f"alert_{row['alert']}"), study.accounts.get(row["account_id"], row["account_id"]), row["platform"],
            _day(row["since"], study), number(row["working_days"], study.language),
            "<5" if row["few"] else number(row["count"], study.language),
        ]
        for row in shown.iter_rows(named=True)
    ]  # fmt: skip
    head = [say(key) for key in ("alert", "account", "platform", "since", "working_days", "count")]
    return Table(head, rows, numeric=(4, 5), caption=say("alerts_table"), note=say("alerts_note"))


def _targets(study: Study, say: Say) -> Table | None:
    path = study.root / FOLDER / "targets.parquet"
    if not path.exists():
        return None
    found = judge(pl.read_parquet(path), side(study.root))
    rows = [
        [
            _measure(row["measure"], study), _subject(row["subject_kind"], row["subject_id"], study, say),
            ("≥ " if row["aim"] == "at_least" else "≤ ") + amount(row["target"], row["unit"], study.language),
            _day(row["by"], study), amount(row["value"], row["unit"], study.language), say(f"target_{row['state']}"),
        ]
        for row in found.iter_rows(named=True)
    ]  # fmt: skip
    head = [say(key) for key in ("measure", "subject", "target", "by_day", "value", "state")]
    return Table(head, rows, numeric=(2, 4), caption=say("targets_table"))


def _since(study: Study, say: Say) -> list[Table | Text]:
    """The comparison with an earlier study, if it is about these very findings."""
    folder = study.root / FOLDER
    if not (folder / "comparison.json").exists():
        return []
    about = json.loads((folder / "comparison.json").read_text("utf-8"))
    if about["findings"] != digest(study.root):
        return []
    changes = pl.read_parquet(folder / "changes.parquet")
    clear = changes.filter(pl.col("verdict").is_in(["up", "down"])).sort(
        "p_adjusted", "measure", "subject_id"
    )
    rows = [
        [
            _measure(row["measure"], study), _subject(row["subject_kind"], row["subject_id"], study, say),
            amount(row["before"], row["unit"], study.language), amount(row["after"], row["unit"], study.language),
            _range(row["low"], row["high"], study), say(f"change_{row['verdict']}"),
        ]
        for row in clear.head(SHOWN).iter_rows(named=True)
    ]  # fmt: skip
    head = [
        say(key) for key in ("measure", "subject", "before", "after", "interval_of_difference", "verdict")
    ]
    tested = changes.filter(pl.col("verdict") != "untested").height
    told = say(
        "changes_told", clear=number(clear.height, study.language), tested=number(tested, study.language),
        since=_day(date.fromisoformat(about["before"]["from"]), study), until=_day(date.fromisoformat(about["before"]["to"]), study),
    )  # fmt: skip
    blocks: list[Table | Text] = [Text([told])]
    if rows:
        blocks.append(Table(head, rows, numeric=(2, 3, 4), caption=say("changes_table")))
    done = pl.read_parquet(folder / "done.parquet")
    if done.height:
        counted = [
            [_did(what, say), *(number(rate, study.language, 1) for rate in rates)]
            for what, *rates in done.select("what", "before_30", "after_30").rows()
        ]
        blocks.append(Table([say("what_was_done"), say("before_30"), say("after_30")], counted, numeric=(1, 2), caption=say("done_table")))  # fmt: skip
    actions = [
        [_day(day, study), kind or "–", text or "–"]
        for day, kind, text in pl.read_parquet(folder / "actions.parquet").rows()
    ]
    if actions:
        blocks.append(
            Table([say("day"), say("kind"), say("what_was_done")], actions, caption=say("actions_table"))
        )
    return [*blocks, Text([note[study.language == "en"] for note in about["notes"]], "warn")]


def _contrasts(study: Study, say: Say) -> Table | None:
    """Agencies that differ from all others together, the largest differences first."""
    if not study.has("contrasts"):
        return None
    every = study.table("contrasts")
    sizes = every.filter(pl.col("clear"), pl.col("subject_kind") == "agency", pl.col("effect").is_not_null())
    if sizes.is_empty():
        return None
    top = sizes.sort(pl.col("effect").abs(), "measure", "subject_id", descending=[True, False, False]).head(
        SHOWN
    )
    rows = [
        [
            study.agencies.get(row["subject_id"], row["subject_id"]), _measure(row["measure"], study),
            _amount(row["value"], row["measure"], study), _amount(row["rest"], row["measure"], study),
            _range(row["low"], row["high"], study), number(row["effect"], study.language, 2),
        ]
        for row in top.iter_rows(named=True)
    ]  # fmt: skip
    head = [
        say(key) for key in ("agency", "measure", "value", "all_others", "interval_of_difference", "effect")
    ]
    note = say("contrasts_note", looks=number(every.height, study.language))
    return Table(head, rows, numeric=(2, 3, 4, 5), caption=say("contrasts_table"), note=note)


def _measure(id: str, study: Study) -> str:
    known = measures().get(id)
    return known.names[study.language == "en"] if known else id


def _subject(kind: str, id: str, study: Study, say: Say) -> str:
    names = {
        "agency": study.agencies,
        "account": study.accounts,
        "place": study.places,
        "issue": study.issues,
    }
    return say("whole_city") if kind == "corpus" else names.get(kind, {}).get(id, id)


def _amount(value: float, measure: str, study: Study) -> str:
    return amount(value, measures()[measure].unit, study.language)


def _range(low: float | None, high: float | None, study: Study) -> str:
    if low is None or high is None:
        return "–"
    return f"{number(low, study.language, 1)} … {number(high, study.language, 1)}"


def _day(day: date | None, study: Study) -> str:
    if day is None:
        return "–"
    return day.strftime("%d/%m/%Y") if study.language == "id" else day.isoformat()


def _did(what: str, say: Say) -> str:
    first, _, purpose = what.partition(":")
    return f"{say(f'did_{first}')}{f': {purpose}' if purpose else ''}"
