"""Text that may stand in XML, and the names of types that GEXF and GraphML share."""

from __future__ import annotations

import polars as pl

from simpul.network.shown import text

FORBIDDEN = "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"  # XML 1.0 has no way to write these
ESCAPES = {
    "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;",
}  # fmt: skip


def type_name(kind: pl.DataType) -> str:
    """The type's name, which is the same in both formats."""
    if kind == pl.Boolean:
        return "boolean"
    if kind.is_integer():
        return "long"
    return "double" if kind.is_float() or kind.is_decimal() else "string"


def xml(name: str, kind: pl.DataType) -> pl.Expr:
    """A column as text that may stand in XML; null stays null."""
    value = text(name, kind)
    if kind == pl.Boolean or kind.is_numeric() or kind.is_temporal():
        return value
    return value.str.replace_all(FORBIDDEN, "").str.replace_many(ESCAPES)


def placed(template: str, name: str, schema: pl.Schema) -> pl.Expr:
    """The column's text set into the template; null where it has none, which writes nothing."""
    return pl.format(template, xml(name, schema[name]))


def escaped(name: str) -> str:
    return str(pl.select(pl.lit(name).str.replace_all(FORBIDDEN, "").str.replace_many(ESCAPES)).item())
