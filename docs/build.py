"""Writes the pages that are made from the code: docs/data.md, docs/measures.md and docs/formats.md. `make docs`; a test holds them current.

A schema in the code is a dictionary of columns with a comment beside each; this page reads both, so there is one place to say
what a column holds.
"""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path

import polars as pl

HERE = Path(__file__).parent

# Table of a study → module and constant that declares its columns.
SCHEMAS = {
    "posts": ("simpul.corpus.records", "POSTS"),
    "accounts": ("simpul.corpus.records", "ACCOUNTS"),
    "observations": ("simpul.corpus.records", "OBSERVATIONS"),
    "actors": ("simpul.corpus.records", "ACTORS"),
    "survey_ties": ("simpul.corpus.records", "SURVEY_TIES"),
    "links": ("simpul.corpus.records", "LINKS"),
    "labels": ("simpul.language.labels", "_KINDS"),
    "ties": ("simpul.network.ties", "TIES"),
    "nodes": ("simpul.network.analyse", "COLUMNS"),
    "communities": ("simpul.network.analyse", "COMMUNITIES"),
    "carriers": ("simpul.network.carriers", "CARRIERS"),
    "responses": ("simpul.network.responses", "RESPONSES"),
    "reach": ("simpul.network.reach", "FIGURES"),
    "brokers": ("simpul.network.reach", "BROKERS"),
    "broker_ranks": ("simpul.network.resampling", "RANKS"),
    "next_brokers": ("simpul.network.next_brokers", "NEXT"),
    "arriving": ("simpul.network.routes", "ARRIVING"),
    "channels": ("simpul.network.access", "CHANNELS"),
    "matrix": ("simpul.network.cells", "CELLS"),
    "preferences": ("simpul.network.access", "PREFERRED"),
    "routes": ("simpul.network.routes", "ROUTES"),
    "needs": ("simpul.study.needs", "NEEDS"),
    "codes": ("simpul.study.coding.settling", "CODES"),
    "findings": ("simpul.measures.findings", "FINDINGS"),
    "indicator_sets": ("simpul.measures.indicator_sets", "SETS"),
    "series": ("simpul.measures.series", "SERIES"),
    "contrasts": ("simpul.measures.contrasts", "CONTRASTS"),
    "agenda_lags": ("simpul.measures.lagged", "LAGS"),
    "alerts": ("simpul.study.alerts", "ALERTS"),
}
NOT_IN_A_STUDY = {"batch", "row", "alias", "extra"}  # columns of the corpus that reading resolves
INTRODUCTION = """# Data dictionary

*Made from the code by `make docs`; do not edit.*

The tables of a study lie in `DIR/tables/*.parquet`. Times are UTC; ids are text; a count that the source did not give is absent,
never 0. Beside these, a study holds the sheets of the reference workbook and the views that measures count in (both listed last), and, from a survey, `access` (one row per household asked: how
information reaches it) and `routes` (by which way), both for counting, never for showing. `nodes` and `communities` have a column
`layer`: *online*, *survey*, and *joined* where links say who stands in both. `nodes` has the attributes of who it is beside its
measures; `matrix` counts poor households by place and access × connection, a stand-in of ours for the research team's matrix. `outreach` and `outreach_*` hold the plan of [outreach](outreach.md). `labels` has `post_id`, beside each label `<name>_p` (its calibrated
probability, see [the model card](model-card.md)), and `evidence` (the words that decided, with their offsets).
"""


def main() -> None:
    from simpul.corpus import format_cards
    from simpul.measures.cards import page

    (HERE / "data.md").write_text(data_dictionary(), "utf-8")
    (HERE / "measures.md").write_text(page(), "utf-8")
    (HERE / "formats.md").write_text(format_cards.page(), "utf-8")


def data_dictionary() -> str:
    """docs/data.md: every table of a study with its columns, types and meanings."""
    from simpul.measures.registry import views

    parts = [INTRODUCTION]
    for table, (module, constant) in SCHEMAS.items():
        schema = getattr(importlib.import_module(module), constant)
        said = comments(module, constant)
        rows = [
            (name, kind_name(kind), said.get(name, ""))
            for name, kind in schema.items()
            if name not in NOT_IN_A_STUDY
        ]
        parts.append(_table(table, rows, ("Column", "Type", "Holds")))
    parts += _sheets()
    for name, view in sorted(views().items()):
        parts.append(
            _table(
                f"{name} (view: {view.title[1]})",
                list(view.columns.items()),
                ("Column", "Holds"),
            )
        )
    return "\n".join(parts)


def _sheets() -> list[str]:
    """The sheets of the reference workbook. All are optional, but for the cells that are marked in a row that is given."""
    from simpul.corpus.reference_sheets import SHEETS

    return [
        _table(
            f"{form.name} (sheet: {form.id})",
            [
                (column.field, f"{column.id}{' *' if column.required else ''}", column.help)
                for column in form.columns
            ],
            ("Column", "Header (* must be filled)", "Holds"),
        )
        for form in SHEETS
    ]


def comments(module: str, constant: str) -> dict[str, str]:
    """What stands beside each key of a dictionary constant: the comment at the end of its line."""
    source = Path(str(importlib.import_module(module).__file__)).read_text("utf-8")
    lines = source.splitlines()
    for node in ast.parse(source).body:
        targets = [node.target] if isinstance(node, ast.AnnAssign) else getattr(node, "targets", [])
        if any(isinstance(t, ast.Name) and t.id == constant for t in targets) and isinstance(
            node.value, ast.Dict
        ):
            keys = [(key.value, key.end_lineno) for key in node.value.keys if isinstance(key, ast.Constant)]
            found = {str(key): re.search(r"#\s*(?!fmt:)(.+)$", lines[(line or 1) - 1]) for key, line in keys}
            return {key: match[1] for key, match in found.items() if match}
    return {}


def kind_name(kind: pl.DataType | type[pl.DataType]) -> str:
    return re.sub(r"\(time_unit='us', time_zone='UTC'\)", " (UTC)", str(kind))


def _table(title: str, rows: list[tuple[str, ...]], head: tuple[str, ...]) -> str:
    lines = [f"\n## {title}\n", f"| {' | '.join(head)} |", f"| {' | '.join('---' for _ in head)} |"]
    lines += [
        "| `" + row[0] + "` | " + " | ".join(cell.replace("|", "\\|") for cell in row[1:]) + " |"
        for row in rows
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
