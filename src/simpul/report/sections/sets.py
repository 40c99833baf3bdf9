"""Goals, principles, roles and comparisons: which figures stand for them, side by side and without a total."""

from __future__ import annotations

from simpul.measures.findings import reason_text
from simpul.measures.indicator_sets import ALL, GROUPS, IndicatorSet
from simpul.measures.registry import measures
from simpul.report.numbers import DASH, interval, number, shown
from simpul.report.sections.blocks import Block, Section, Table
from simpul.report.study import PLATFORMS, Study
from simpul.report.words import Say

PLATFORM = "platform"  # the set whose figures stand beside each other platform by platform


def build(study: Study, say: Say) -> Section | None:
    if not study.has("indicator_sets") or not study.has("findings"):
        return None
    listed = study.table("indicator_sets").sort("order")
    of = {
        str(name): part["measure"].to_list() for (name,), part in listed.group_by("set", maintain_order=True)
    }
    if not any(_known(study, measure) for held in of.values() for measure in held):
        return None
    kept = [one for one in ALL if one.id in of]
    blocks: list[Block] = [
        _table(study, say, group, [one for one in kept if one.group == group and one.id != PLATFORM], of)
        for group in GROUPS
    ]
    beside = [_beside(study, say, one, of[one.id]) for one in kept if one.id == PLATFORM]
    return Section("asas", say("sets"), say("sets_lead"), [*blocks, *(table for table in beside if table)])


def _known(study: Study, measure: str) -> bool:
    found = study.one(measure)
    return found is not None and found["status"] == "ok"


def _table(study: Study, say: Say, group: str, sets: list[IndicatorSet], of: dict[str, list[str]]) -> Table:
    """The sets of a group: each measure with the whole city's figure."""
    at = study.language == "en"
    rows = [[one.names[at], *_row(study, say, measure)] for one in sets for measure in of[one.id]]
    lacking = [say("sets_lacking", set=one.names[at], lacking=one.lacking[at]) for one in sets if one.lacking]
    sources = "; ".join(dict.fromkeys(one.source[at] for one in sets))
    head = [say(key) for key in ("set_column", "measure", "value", "interval")]
    return Table(
        [*head, "n"], rows, numeric=(3, 4), caption=GROUPS[group][at], note=" ".join([*lacking, say("sets_source", sources=sources)])
    )  # fmt: skip


def _row(study: Study, say: Say, measure: str) -> list[str]:
    found = study.one(measure)
    name = _name(study, measure)
    if found is None:
        return [name, say("not_for_city"), "", ""]
    if found["status"] != "ok":
        return [name, reason_text(found["reason"], study.language) if found["reason"] else DASH, "", ""]
    return [
        name,
        shown(found, study.language),
        interval(found, study.language),
        number(found["n"], study.language),
    ]


def _beside(study: Study, say: Say, one: IndicatorSet, held: list[str]) -> Table | None:
    """Measures whose definition is the same everywhere, a column per platform."""
    at = study.language == "en"
    found = {
        (row["measure"], row["subject_id"]): row
        for id in held
        for row in study.of(id, PLATFORM).iter_rows(named=True)
    }
    platforms = sorted({platform for (_, platform), row in found.items() if row["status"] == "ok"})
    if len(platforms) < 2:
        return None
    rows = [
        [_name(study, id), *(shown(found.get((id, platform)), study.language) for platform in platforms)]
        for id in held
    ]
    return Table(
        [say("measure"), *(PLATFORMS.get(platform, platform) for platform in platforms)], rows,
        numeric=tuple(range(1, len(platforms) + 1)), caption=one.names[at],
        note=say("sets_lacking", set=one.names[at], lacking=one.lacking[at]) if one.lacking else "",
    )  # fmt: skip


def _name(study: Study, measure: str) -> str:
    known = measures().get(measure)
    return known.names[study.language == "en"] if known else measure
