"""Builds the model that ships, and the card that says what is in it and how far it can be trusted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from simpul.language.calibrating import decide, macro_f1, probabilities, told
from simpul.language.corpora import COLLECTIONS, OWN, read_corpora
from simpul.language.heads import HEADS, Kind, columns
from simpul.language.labelling import label
from simpul.language.model import Model, save
from simpul.language.solving import Floats
from simpul.language.training import Lesson, lesson, train

BINS = 10  # of the calibration error
_NUSAX = {"Indonesian": "indonesian", "Javanese": "javanese", "English": "english"}


def build(folders: Sequence[Path], out: Path, card: Path | None = None) -> Model:
    """Train on the texts in these folders (`corpora.read_corpora`) and write the model, and its card if asked for."""
    corpora = read_corpora(folders)
    model, unread = train(corpora)
    save(model, out)
    if card is not None:
        card.write_text(model_card(corpora, model, unread, out.stat().st_size, folders), encoding="utf-8")
    return model


def model_card(
    corpora: pl.DataFrame, model: Model, unread: Floats, size: int, folders: Sequence[Path]
) -> str:
    """The card of a model as Markdown; its figures are of texts that the weights judged had not read."""
    texts = corpora.group_by("source").len().sort("source").iter_rows()
    licences = {each.name: each.licence for each in COLLECTIONS}
    data = "\n".join(
        f"| {source} | {count:,} | {licences.get(source, 'this project, Apache-2.0')} |"
        for source, count in texts
    )
    asked = [name for name in HEADS if lesson(corpora, name).asked.any()]
    heads = "\n".join(_row(name, corpora, model, unread) for name in asked)
    writers = "\n".join(_by_writer(corpora, model, unread))
    return _CARD.format(
        size=f"{size / 1e6:.1f}", data=data, heads=heads, writers=writers, public=_public(folders, model),
        abstains=_abstaining(model),
    )  # fmt: skip


def figures(name: str, given: Lesson, model: Model, unread: Floats, among: Any = True) -> dict[str, float]:
    """Macro-F1, accuracy and calibration error of a head, 0 to 1, and the number of texts; of those texts `among`."""
    head, how = HEADS[name], model.answering[name]
    asked = given.asked & among
    truth = given.answers[asked]
    chance = probabilities(head, unread[asked][:, columns()[name]].T, how)
    if head.kind is not Kind.CHOICE:
        flat, right = chance.T.ravel(), truth.ravel()
        chosen = (flat >= how.threshold).astype(np.int64)
        hits = 2 * (chosen & right).sum() / max(1, chosen.sum() + right.sum())
        return {
            "n": asked.sum(),
            "f1": float(hits),
            "right": float((chosen == right).mean()),
            "ece": _error(flat, right == 1),
        }
    chosen, right = decide(chance, how.lean), truth.argmax(axis=1)
    likely = told(chance, chosen)
    return {
        "n": asked.sum(), "f1": macro_f1(right, chosen, len(head.answers)), "right": float((chosen == right).mean()),
        "ece": _error(likely, chosen == right), "silent": float((likely < how.threshold).mean()),
    }  # fmt: skip


def _error(likely: Floats, right: Any) -> float:
    """Expected calibration error: the mean distance between what was promised and what held, in BINS equal bins."""
    at = np.minimum((likely * BINS).astype(int), BINS - 1)
    return float(
        sum(abs(likely[at == k].mean() - right[at == k].mean()) * (at == k).mean() for k in np.unique(at))
    )


def _row(name: str, corpora: pl.DataFrame, model: Model, unread: Floats) -> str:
    got = figures(name, lesson(corpora, name), model, unread)
    silent = f"{100 * got['silent']:.1f} %" if "silent" in got else ""
    kind = {Kind.CHOICE: "macro", Kind.FLAG: "of 1", Kind.SET: "micro"}[HEADS[name].kind]
    return f"| {name} | {int(got['n']):,} | {100 * got['f1']:.1f} ({kind}) | {100 * got['right']:.1f} | {got['ece']:.3f} | {silent} |"


def _by_writer(corpora: pl.DataFrame, model: Model, unread: Floats) -> list[str]:
    rows = []
    for source in sorted(each for each in corpora["source"].unique() if each.startswith(OWN)):
        among = (corpora["source"] == source).to_numpy()
        cells = [figures(name, lesson(corpora, name), model, unread, among) for name in _SLICED]
        rows.append(f"| {source} | " + " | ".join(f"{100 * cell['f1']:.1f}" for cell in cells) + " |")
    return rows


_SLICED = ("poverty", "need", "city_sentiment", "intent", "style")


def _public(folders: Sequence[Path], model: Model) -> str:
    """Sentiment and language on the validation parts of the open collections, where they are at hand."""
    rows = []
    for title, file in [("SmSA", "indonlu/smsa_valid.tsv")] + [
        (f"NusaX {k}", f"nusax/{v}_valid.csv") for k, v in _NUSAX.items()
    ]:
        found = [folder / file for folder in folders if (folder / file).is_file()]
        if not found:
            continue
        read = next(each.read for each in COLLECTIONS if each.folder == file.split("/")[0])
        frame = read(found[0])
        labels = label(frame["text"], model=model, evidence=False)
        answers = HEADS["sentiment"].answers
        right = np.array([answers.index(each) for each in frame["sentiment"]])
        given = np.array([answers.index(each) if each else -1 for each in labels["sentiment"]])
        low, high = _interval(right, given, len(answers))
        spoken = ""
        if "language" in frame.columns:
            right_language = pl.DataFrame({"given": labels["language"], "true": frame["language"]})
            spoken = (
                f"{100 * right_language.select(pl.col('given').eq_missing(pl.col('true')).mean()).item():.1f}"
            )
        rows.append(
            f"| {title}, validation | {len(frame):,} | {100 * macro_f1(right, given, len(answers)):.1f} ({low:.1f}–{high:.1f}) | {spoken} |"
        )
    return "\n".join(rows) or "| (not at hand) | | | |"


def _interval(right: Any, given: Any, answers: int, draws: int = 500) -> tuple[float, float]:
    """The 95 % bootstrap interval of macro-F1, in percent."""
    generator = np.random.default_rng(0)
    f1 = [
        macro_f1(right[at], given[at], answers)
        for at in generator.integers(0, len(right), (draws, len(right)))
    ]
    return 100 * float(np.quantile(f1, 0.025)), 100 * float(np.quantile(f1, 0.975))


def _abstaining(model: Model) -> str:
    rows = [
        f"{name} below {how.threshold:.2f}" for name, how in model.answering.items()
        if HEADS[name].kind is Kind.CHOICE and how.threshold > 0
    ]  # fmt: skip
    return ", ".join(rows) or "none"


_CARD = """# Card of the language model

Made by `simpul train`; do not edit. The model is `src/simpul/data/model.npz` ({size} MB): one table of 131,072 rows of small whole
numbers for all heads, read together with the word lists (`src/simpul/language/combining.py` says who decides what).

* **For**: labelling short Indonesian and Javanese texts of and to a city, beside a person who checks. **Not for**: decisions about a
  person, a household or an account.
* **Licence of the weights**: CC-BY-SA-4.0, because they learned from share-alike collections. The code is Apache-2.0.
* **Learned from** nothing but the collections below; no post of a real account of the city's networks.

| Collection | Texts | Licence |
| --- | --- | --- |
{data}

## How right it is

Each figure is of texts that the weights judged had not read: the project's own posts are judged by weights that had not read their
**writer** (official posts, stance and calls to care have too few writers for that: there, one random quarter of the texts). F1 and the
share of right answers in percent; the calibration error (ECE) is the mean distance between the probability told and what held.

| Head | Texts | F1 | Right | ECE | Abstains |
| --- | --- | --- | --- | --- | --- |
{heads}

Abstentions (a choice whose probability is too low is null, or what the lists say): {abstains}.

By writer, F1 (a writer stands for a kind of text):

| Writer | poverty | need | sentiment | intent | style |
| --- | --- | --- | --- | --- | --- |
{writers}

On open collections, with the whole pass of lists and model:

| Set | Texts | Sentiment, macro-F1 (95 %) | Language, right |
| --- | --- | --- | --- |
{public}

## Known failures

* Irony without a marker, and praise that is meant as blame, are often taken at their word.
* `aspiration`, `mistargeted`, `abuse` and `call_to_care` are rare in the posts it learned from: expect misses, read their probability.
* `function`, `progress` and `purpose` were learned from official posts of one writer; a city should teach them its own (`simpul train --head`).
* Sub-needs come from word lists: a need told without its words is named by its category only.
* Of two languages in one text the second is heard from about twenty letters on.
* `poverty_p` reckons with one text in five being about poverty, as in a complaint register: where a stream holds much more, texts without
  the usual words are missed; where it holds much less, more are false.
* Texts in other languages get a label all the same; `language` says `other`, and the label means little.
"""
