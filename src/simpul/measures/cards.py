"""The catalogue for readers: as rows, as one measure's card, and as the page docs/measures.md."""

from __future__ import annotations

from simpul.measures.breaks import breaks
from simpul.measures.indicator_sets import ALL, GROUPS
from simpul.measures.legend import SIGNS, legend
from simpul.measures.measure import UNITS, Family, Measure, View
from simpul.measures.registry import families, measures, views

WORDS = {
    "family": ("keluarga", "family"),
    "unit": ("satuan", "unit"),
    "formula": ("rumus", "formula"),
    "symbols": ("arti lambang", "symbols"),
    "source": ("sumber", "source"),
    "undefined": ("tidak terdefinisi", "undefined"),
    "needs": ("perlu", "needs"),
    "subjects": ("subjek", "subjects"),
    "evidence": ("bukti", "evidence"),
    "version": ("versi", "version"),
}
INTRODUCTION = """\
# Measures

Generated from the catalogue in `simpul.measures` by `make docs`; do not edit by hand.

Every finding carries value, numerator, denominator, n, a 95 % interval where it is a share, a ratio or a median of rows, a status, and
the query for the rows behind it. Shares have Wilson's interval with as many rows as the persons or accounts behind them are worth,
ratios a bootstrap of these persons or accounts (of the posts, where there are fewer than ten accounts), medians Woodruff's
interval; ratios and medians of fewer than ten have none. Fewer than 30 rows are said as k of n. `not_available` says which table, column or count is absent, and is never 0. Cells with fewer
than five persons are `suppressed`, and with them what would give them away. A text without an author counts as a person of its own.
There is no composite score.

The evidence query names one of the tables listed at the end. It gives n rows; for measures marked * it gives the numerator's.
"""


def rows(language: str = "id") -> list[dict[str, str]]:
    """The catalogue, one row per measure: id, family, name, unit, formula."""
    english = language == "en"
    return [
        {
            "id": measure.id,
            "family": family.names[english],
            "name": measure.names[english],
            "unit": UNITS[measure.unit].names[english],
            "formula": measure.formula[english],
        }
        for family in families()
        for measure in family.measures
    ]


def card(id: str, language: str = "id") -> str:
    """One measure's card as text. Raises KeyError for an unknown id."""
    measure = measures()[id]
    english = language == "en"
    lines = [f"{measure.id}  {measure.names[english]} / {measure.names[not english]}"]
    for name, text in details(measure, english).items():
        lines.append(f"  {WORDS[name][english]}: {text}")
        if name == "formula" and (signs := legend(measure, english)):
            lines.append(f"  {WORDS['symbols'][english]}:")
            lines += [f"    {sign} = {meaning}" for sign, meaning in signs.items()]
    return "\n".join(lines)


def details(measure: Measure, english: bool) -> dict[str, str]:
    """What a card says of a measure, by kind of statement (keys of WORDS)."""
    return {
        "family": _family(measure).names[english],
        "unit": UNITS[measure.unit].names[english],
        "formula": measure.formula[english],
        "source": measure.source[english],
        "undefined": measure.undefined[english],
        "needs": _needs(measure, english),
        "subjects": ", ".join(measure.subjects),
        "evidence": _evidence(measure, english),
        "version": str(measure.version),
    }


def _family(measure: Measure) -> Family:
    return next(family for family in families() if measure in family.measures)


def _needs(measure: Measure, english: bool) -> str:
    if measure.view is None:
        return "the network, on one machine" if english else "jejaring, pada satu mesin"
    needs = [f"{table} ({', '.join(columns)})" for table, columns in measure.all_needs.items()]
    return "; ".join([*needs, *(f"observations.metric = {metric}" for metric in measure.metrics)])


def _evidence(measure: Measure, english: bool) -> str:
    if measure.view is None:
        return "-"
    view = measure.open.view if measure.open else measure.view
    where = measure.open.where if measure.open else measure.where
    rules = " and ".join(" ".join(_shown(part) for part in rule if part is not None) for rule in where)
    return f"{view.name} ({view.title[english]})" + (f": {rules}" if rules else "")


def _shown(part: object) -> str:
    return ", ".join(str(item) for item in part) if isinstance(part, tuple) else str(part)


def page() -> str:
    """docs/measures.md."""
    parts = [
        INTRODUCTION,
        _signs(),
        *(_section(family) for family in families()),
        _sets(),
        _changes(),
        "## Tables of evidence\n",
    ]
    parts += [_table(view) for view in sorted(views().values(), key=lambda view: view.name)]
    return "\n".join(parts)


def _signs() -> str:
    signs = [f"| {sign} | {meaning[1]} |" for sign, meaning in SIGNS.items()]
    return "\n".join(["| Symbol | Meaning |", "| --- | --- |", *signs, ""])


def _sets() -> str:
    lines = [
        "## Sets of measures\n",
        "What is no number has measures that may stand for it; there is no total.\n",
    ]
    lines += ["| Group | Set | Measures | What else it needs |", "| --- | --- | --- | --- |"]
    for one in ALL:
        ids = ", ".join(f"`{id}`" for id in one.measures)
        lacking = one.lacking[1] if one.lacking else ""
        lines.append(f"| {GROUPS[one.group][1]} | {one.names[1]} ({one.names[0]}) | {ids} | {lacking} |")
    return "\n".join([*lines, ""])


def _changes() -> str:
    monthly = ", ".join(f"`{id}`" for id, measure in measures().items() if measure.monthly)
    lines = ["## Series\n", f"Measured for each month of the window, too (table `series`): {monthly}.\n"]
    lines += [
        "A series is cut where a platform changed what it counts; the month that holds both kinds has no value.\n"
    ]
    lines += ["| Date | Platform | Count | What changed | Source |", "| --- | --- | --- | --- | --- |"]
    for one in breaks():
        lines.append(f"| {one.date} | {one.platform} | {one.metric} | {one.note[1]} | {one.source} |")
    return "\n".join([*lines, ""])


def _section(family: Family) -> str:
    lines = [f"## {family.names[1]} ({family.names[0]})\n"]
    for measure in family.measures:
        star = "*" if measure.of_whole else ""
        lines += [f"### `{measure.id}`{star} {measure.names[1]}\n", f"*{measure.names[0]}*\n"]
        lines += [
            f"- {WORDS[name][1]}: {text}" for name, text in details(measure, True).items() if name != "family"
        ]
        lines.append("")
    return "\n".join(lines)


def _table(view: View) -> str:
    columns = [f"| `{name}` | {text} |" for name, text in view.columns.items()]
    return "\n".join(
        [f"### `{view.name}`: {view.title[1]}\n", "| Column | Holds |", "| --- | --- |", *columns, ""]
    )
