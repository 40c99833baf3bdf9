"""Labelling: texts in, labels out, one row for each text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from simpul.corpus.utf8 import buffers
from simpul.language.combining import ASKED, Labels, asked, combine, lists_alone, shares
from simpul.language.deciding import MOST_NEEDS
from simpul.language.heads import FUNCTIONS, PROGRESS, PURPOSES, SPOKEN, STANCES
from simpul.language.labels import (
    INTENTS,
    LABELS,
    LANGUAGES,
    SENTIMENTS,
    STYLES,
    Column,
    Evidence,
    parse_evidence,
)
from simpul.language.lists import Lists, compiled
from simpul.language.model import Model, load
from simpul.language.passing import Found, Given, given, look, space
from simpul.language.passing import explain as explain_rows
from simpul.language.scanning import Bytes, Offsets
from simpul.language.tables import places as shipped_places
from simpul.language.tables import table

BLOCK = 1 << 21  # bytes of text that are labelled at once
REPEATED = 0.8  # share of different texts below which copies are worth looking for
_DIGITS = 4  # of a probability
_FLAGS = ("poverty", "mistargeted", "on_behalf", "abuse", "urgency", "aspiration", "call_to_care")


def label(
    texts: pl.Series,
    places: pl.DataFrame | None = None,
    *,
    model: Model | None = None,
    evidence: bool = True,
    lists_only: bool = False,
) -> pl.DataFrame:
    """Labels of each text by word lists and a model, in the order of the texts; columns are those of `LABELS`.

    `texts` is a String column; `places` has code, name, kind (city, regency, district, village), parent and aliases (a list,
    or joined by |), else the shipped places are used; `model` is the shipped one unless given. A label depends on its text, the
    places and the model alone, never on the rows around it. `combining.py` says who decides what. `<name>_p` is the
    calibrated probability of the label told; of a flag, and of poverty, that of 1; of needs, that of the first, or that
    there is none; place and style_score have none. A label is null where the model abstains, for a text without words, and
    for a null text. Of a text longer than LONGEST_TEXT the beginning is read.

    `evidence` names the deciding words as `column=value:words@start-end` joined by `; `, with character offsets into
    the text; `parse_evidence` reads it. First come the words of the lists, also for a value that was not chosen in the end;
    then, up to three for each value, those that moved the model most. RT and RW numbers stand in it as `place=RT:…` and
    `place=RW:…`. Without `evidence` the column is null and labelling about twice as fast.

    With `lists_only` the lists decide alone, and there are no probabilities.

    Raises TypeError if `texts` is not a String column, ValueError if `places` lacks a column.
    """
    distinct = texts.unique(maintain_order=True)
    if len(distinct) < REPEATED * len(texts):  # shares and copies: each text is read once
        labels = label(distinct, places, model=model, evidence=evidence, lists_only=lists_only)
        return labels[_places_of(texts, distinct)]
    lists, model = compiled(shipped_places() if places is None else places), model or load()

    def one(data: Bytes, rows: Offsets, to: Given) -> _Part:
        within = space(rows, to, ASKED)
        found = look(data, rows, to, within)
        labels = lists_alone(found) if lists_only else combine(found, model)
        why = (
            explain_rows(data, rows, to, within, asked(labels, lists, silent=lists_only))
            if evidence
            else None
        )
        return _Part(labels, found.values[:, Column.PLACE], why)

    return _frame(_blockwise(texts, one, given(lists, model)), len(texts), lists)


def _places_of(texts: pl.Series, distinct: pl.Series) -> pl.Series:
    """Where each text stands among the distinct ones."""
    numbered = pl.DataFrame({"text": distinct}).with_row_index("place")
    rows = pl.DataFrame({"text": texts})
    return rows.join(numbered, on="text", how="left", nulls_equal=True, maintain_order="left")["place"]


def explain(text: str, places: pl.DataFrame | None = None) -> list[Evidence]:
    """The words that decided for each label of one text, in the order of its labels."""
    return parse_evidence(label(pl.Series([text], dtype=pl.String), places)["evidence"][0])


def languages(texts: pl.Series) -> pl.DataFrame:
    """The share of each language (id, jv, en, other) among the letters of the words that are clearly of one; 0 without any."""
    to = given(compiled(shipped_places()), load())
    parts = _blockwise(texts, lambda data, rows, to: look(data, rows, to, space(rows, to, ASKED)).spoken, to)
    spoken = np.concatenate([np.empty((0, len(SPOKEN) + 1), np.int64), *parts])
    return pl.DataFrame(shares(spoken), schema=list(SPOKEN), orient="row")


def found_in(texts: pl.Series, model: Model) -> list[Found]:
    """What lists and a model find in each text, before they are combined; block by block."""
    to = given(compiled(shipped_places()), model)
    return _blockwise(texts, lambda data, rows, to: look(data, rows, to, space(rows, to, ASKED)), to)


class _Part(NamedTuple):
    labels: Labels
    place: npt.NDArray[np.int32]
    evidence: pl.Series | None


def _blockwise(texts: pl.Series, work: Callable[[Bytes, Offsets, Given], Any], to: Given) -> list[Any]:
    """The work done for runs of rows with about BLOCK bytes, in as many threads as Polars has."""
    data, offsets = buffers(texts)
    blocks = list(_blocks(offsets))
    with ThreadPoolExecutor(max(1, min(len(blocks), pl.thread_pool_size()))) as pool:
        return list(pool.map(lambda block: work(data, offsets[block[0] : block[1] + 1], to), blocks))


def _blocks(offsets: Offsets) -> Iterator[tuple[int, int]]:
    start, rows = 0, len(offsets) - 1
    while start < rows:
        stop = int(np.searchsorted(offsets, offsets[start] + BLOCK, side="right")) - 1
        stop = min(rows, max(start + 1, stop))
        yield start, stop
        start = stop


def _frame(parts: list[_Part], height: int, lists: Lists) -> pl.DataFrame:
    """The labels table from the parts of its rows."""
    if not parts:
        return pl.DataFrame(schema=LABELS)
    names: dict[str, Sequence[str]] = {
        "language": LANGUAGES, "issue": table("issues")["code"].to_list(), "sentiment": SENTIMENTS, "intent": INTENTS,
        "style": STYLES, "stance": STANCES, "function": FUNCTIONS, "progress": PROGRESS, "purpose": PURPOSES,
    }  # fmt: skip
    values = {
        name: np.concatenate([part.labels.value[name] for part in parts]) for name in parts[0].labels.value
    }
    found = {name: _named(rows, names[name]) for name, rows in values.items() if name in names}
    found |= {name: _nullable(values[name], pl.Int8) for name in _FLAGS}
    chances = {
        name: np.concatenate([part.labels.chance[name] for part in parts]) for name in parts[0].labels.chance
    }
    found |= {f"{name}_p": _rounded(each) for name, each in chances.items()}
    found["style_score"] = _rounded(np.concatenate([part.labels.style_score for part in parts]))
    found["needs"] = _needs(np.concatenate([part.labels.needs for part in parts]))
    found["place"] = _named(np.concatenate([part.place for part in parts]), lists.places)
    if parts[0].evidence is not None:
        found["evidence"] = pl.concat([part.evidence for part in parts if part.evidence is not None])
    return pl.DataFrame(found, height=height).select(
        (pl.col(name) if name in found else pl.lit(None)).cast(kind).alias(name)
        for name, kind in LABELS.items()
    )


def _needs(rows: npt.NDArray[np.int64]) -> pl.Series:
    codes = table("needs")["code"].to_list()
    listed = [_named(rows[:, slot], codes).alias(f"need {slot}") for slot in range(MOST_NEEDS)]
    return pl.select(pl.concat_str(listed, separator="|", ignore_nulls=True).replace("", None)).to_series()


def _rounded(values: npt.NDArray[np.float64]) -> pl.Series:
    return pl.Series(np.round(values, _DIGITS)).fill_nan(None)


def _named(rows: npt.NDArray[Any], names: Sequence[str]) -> pl.Series:
    """The names of these rows; a negative one is null."""
    return pl.Series(names, dtype=pl.String).gather(_nullable(rows, pl.UInt32))


def _nullable(values: npt.NDArray[Any], kind: type[pl.DataType]) -> pl.Series:
    """Integers as a column; negative ones are null."""
    return pl.select(pl.when(pl.Series(values) >= 0).then(pl.Series(values))).to_series().cast(kind)
