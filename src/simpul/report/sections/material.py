"""What was read, what was refused, what was left out."""

from __future__ import annotations

import polars as pl

from simpul.corpus.rejects import CODES
from simpul.report.numbers import number
from simpul.report.sections.blocks import Block, Section, Table, Text
from simpul.report.study import Study
from simpul.report.words import Say


def build(study: Study, say: Say) -> Section:
    counts = study.manifest["counts"]
    lead = say(
        "material_lead",
        files=number(counts["files"], study.language), posts=number(counts["posts"], study.language),
        rejects=number(counts["rejects"], study.language),
    )  # fmt: skip
    blocks: list[Block] = [_read(study, say)]
    refused = _refused(study, say)
    if refused:
        blocks.append(refused)
    left = [
        f"{number(item['count'], study.language)} {item['what']}: {item['why'][study.language]}"
        for item in study.manifest["left_out"]
    ]
    known = study.manifest["coverage"]["place_known"]
    if known is not None:
        left.append(say("place_known", share=number(100 * known, study.language, 1)))
    coded = study.manifest.get("codes") or []
    left += [
        say(
            "coded", question=one["variable"], texts=number(one["texts"], study.language),
            alpha=number(one.get("alpha"), study.language, 2),
        )
        for one in coded
    ]  # fmt: skip
    if left:
        blocks.append(Text(left))
    return Section("bahan", say("material"), lead, blocks)


def _read(study: Study, say: Say) -> Table:
    """By format, not by file: a chat's file name may name a person."""
    from simpul.corpus.reader import readers

    at = 0 if study.language == "id" else 1
    totals: dict[str, dict[str, int]] = {}
    for file in study.manifest["inputs"]:
        name = readers()[file["reader"]].title[at] if file["reader"] in readers() else say("unknown_format")
        row = totals.setdefault(name, {"files": 0, "posts": 0, "actors": 0, "observations": 0, "rejects": 0})
        row["files"] += 1
        for table in row.keys() - {"files"}:
            row[table] += file["rows"].get(table, 0)
    rows = [
        [
            name,
            *(
                number(row[key], study.language)
                for key in ("files", "posts", "observations", "actors", "rejects")
            ),
        ]
        for name, row in sorted(totals.items())
    ]
    head = [say(key) for key in ("format", "files", "posts", "counts", "respondents", "refused")]
    return Table(head, rows, numeric=(1, 2, 3, 4, 5), caption=say("material_table"))


def _refused(study: Study, say: Say) -> Table | None:
    table = pl.read_csv(study.root / "rejects.csv", infer_schema=False)
    if table.is_empty():
        return None
    counted = table.group_by("code").len().sort("len", "code", descending=[True, False])
    rows = [
        [number(count, study.language), getattr(CODES[code], study.language)]
        for code, count in counted.rows()
    ]
    return Table([say("rows"), say("why_and_what")], rows, numeric=(0,), caption=say("refused_table"))
