"""Sentences about figures in both languages: each figure with the marks of the language it stands in."""

from __future__ import annotations

from dataclasses import dataclass

from simpul.checking.numbers import Number

Pair = tuple[str, str]  # Indonesian, English


@dataclass(frozen=True)
class Figure:
    """A value and how many decimals to print; without decimals, as many as it needs, at most four."""

    value: float
    decimals: int | None = None

    def shown(self, decimal: str) -> str:
        if self.decimals is None:
            plain = f"{self.value:,.4f}".rstrip("0").rstrip(".")
        else:
            plain = f"{self.value:,.{self.decimals}f}"
        return plain if decimal == "." else plain.translate(str.maketrans(",.", ".,"))


def as_printed(number: Number, *beside: Number) -> Figure:
    """A number as it is printed, without its unit word (*202,6*); in full where those beside it have another one."""
    if all(other.scale == number.scale for other in beside):
        return Figure(number.value / number.scale, number.decimals)
    return Figure(number.value)


Figures = dict[str, Figure | float | str]


def tell(pair: Pair, **figures: Figure | float | str) -> Pair:
    """Fills `{name}` in both sentences."""

    def shown(decimal: str) -> dict[str, str]:
        return {
            name: value if isinstance(value, str) else (value if isinstance(value, Figure) else Figure(value)).shown(decimal)
            for name, value in figures.items()
        }  # fmt: skip

    return pair[0].format(**shown(",")), pair[1].format(**shown("."))


def listed(values: list[Figure], decimal: str, between: str) -> str:
    return between.join(value.shown(decimal) for value in values)
