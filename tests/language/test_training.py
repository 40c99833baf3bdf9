"""Training: the same texts give the same model to the byte, and teaching a head says honestly whether it helped."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from simpul.language import load_model
from simpul.language.corpora import COLLECTIONS, read_corpora, targets
from simpul.language.model import SHIPPED, ModelProblem
from simpul.language.retraining import head_named, read_labelled, retrain, teach
from simpul.language.shipping import build
from simpul.language.solving import Table, learn, scores

ROOT = Path(__file__).parents[2]
OWN = ROOT / "data" / "language"
PUBLIC = Path(os.environ.get("SIMPUL_SHARED", ROOT / "../shared")) / "data" / "nlp"


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with some posts of each writer."""
    folder = tmp_path_factory.mktemp("few")
    for file in sorted(OWN.glob("*.csv")):
        pl.read_csv(file, infer_schema=False).head(60).write_csv(folder / file.name)
    return folder


def test_the_solver_finds_the_least_loss() -> None:
    """Against the optimum of ½w² + Σ c·max(0, 1 − y(wx + b))² with w and b penalised, found by descent in small steps."""
    x, side = np.array([1.0, 2.0, -1.0, 0.5]), np.array([1, 1, -1, -1], np.int8)
    table = Table(np.zeros(4, np.int32), x, np.arange(5, dtype=np.int64), 1)
    cost = np.full(4, 0.5)
    found = learn(table, side, cost)
    w = np.zeros(2)
    for _ in range(20_000):
        slack = np.maximum(0, 1 - side * (w[0] * x + w[1]))
        w -= 0.01 * (w - 2 * np.array([(cost * slack * side * x).sum(), (cost * slack * side).sum()]))
    assert found == pytest.approx(w, abs=0.02)
    assert scores(table.column, table.value, table.first, found) == pytest.approx(found[0] * x + found[1])


def test_a_text_without_a_side_teaches_nothing() -> None:
    x = np.array([1.0, 2.0, -1.0, 9.0])
    table = Table(np.zeros(4, np.int32), x, np.arange(5, dtype=np.int64), 1)
    three = Table(np.zeros(3, np.int32), x[:3], np.arange(4, dtype=np.int64), 1)
    side = np.array([1, 1, -1, 0], np.int8)
    assert np.array_equal(learn(table, side, np.ones(4)), learn(three, side[:3], np.ones(3)))


def test_training_twice_gives_the_same_bytes(few: Path, tmp_path: Path) -> None:
    build([few], tmp_path / "a.npz", tmp_path / "card.md")
    build([few], tmp_path / "b.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    card = (tmp_path / "card.md").read_text(encoding="utf-8")
    assert "CC-BY-SA-4.0" in card
    assert "| intent | 240 |" in card


@pytest.mark.long
def test_the_shipped_weights_are_those_that_training_gives(tmp_path: Path) -> None:
    missing = [
        f"{c.folder}/{f}" for c in COLLECTIONS for f in c.files if not (PUBLIC / c.folder / f).exists()
    ]
    if missing:
        pytest.skip(f"not at hand: {', '.join(missing)}")
    build([PUBLIC, OWN], tmp_path / "model.npz")
    assert (tmp_path / "model.npz").read_bytes() == SHIPPED.read_bytes()


def test_writers_are_folds_and_questions_are_asked_of_whom_they_concern(few: Path) -> None:
    corpora = read_corpora([few])
    assert corpora.group_by("source").agg(pl.col("fold").n_unique())["fold"].to_list() == [1] * 4
    stance = targets(corpora, "stance")["supports"].is_not_null()
    assert corpora.filter(stance)["kind"].unique().to_list() == ["comment"]
    needs = targets(corpora, "need")
    assert (needs.sum_horizontal() == 0).any()
    assert needs.null_count().sum_horizontal().item() == 0


def test_a_file_with_unknown_classes_is_refused(few: Path, tmp_path: Path) -> None:
    file = next(iter(sorted(few.glob("*.csv"))))
    frame = pl.read_csv(file, infer_schema=False).with_columns(intent=pl.lit("gossip"))
    frame.write_csv(tmp_path / "wrong.csv")
    with pytest.raises(ModelProblem, match=r"wrong\.csv, kolom intent.*'gossip' \(2\)"):
        read_corpora([tmp_path])


def test_a_folder_without_posts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelProblem, match="Tidak ada kiriman berlabel"):
        read_corpora([tmp_path])


def local(rule: object, count: int = 400) -> pl.DataFrame:
    texts = (
        pl.read_csv(OWN / "complaint-desk.csv", infer_schema=False)["text"]
        .unique(maintain_order=True)
        .head(count)
    )
    return pl.DataFrame({"text": texts, "needs": [rule(text) for text in texts]})  # type: ignore[operator]


def test_a_city_that_means_something_else_is_learned(tmp_path: Path) -> None:
    """Where a city codes all that speaks of `jalan` or `lampu` as N16, and nothing else, teaching it must help."""
    local(lambda text: "N16" if "jalan" in text.lower() or "lampu" in text.lower() else "").write_csv(
        tmp_path / "ours.csv"
    )
    used = tmp_path / "home" / "model.npz"
    taught = teach("need", tmp_path / "ours.csv", tmp_path / "new.npz", load_model(), used)
    assert taught.better
    assert taught.after > taught.before + 0.1
    assert taught.gain[1] > 0
    assert used.read_bytes() == (tmp_path / "new.npz").read_bytes()
    again = teach("need", tmp_path / "ours.csv", tmp_path / "again.npz", load_model(), used)
    assert again.after == taught.after
    assert (tmp_path / "home" / "model-former.npz").read_bytes() == used.read_bytes()


def test_chance_is_not_called_better(tmp_path: Path) -> None:
    drawn = np.random.default_rng(5)
    frame = local(lambda text: f"N{drawn.integers(1, 17):02}")
    frame.write_csv(tmp_path / "noise.csv")
    head = head_named("needs")
    taught = retrain(load_model(), read_labelled(tmp_path / "noise.csv", head), head)
    assert not taught.better


def test_only_the_taught_head_changes(tmp_path: Path) -> None:
    local(lambda text: "question" if "?" in text else "request").rename({"needs": "intent"}).write_csv(
        tmp_path / "i.csv"
    )
    taught = teach("intent", tmp_path / "i.csv", tmp_path / "new.npz", load_model())
    changed = (taught.model.table != load_model().table).any(axis=0)
    from simpul.language.heads import columns

    place = columns()["intent"]
    assert set(np.flatnonzero(changed)) <= set(range(1 + place.start, 1 + place.stop))
    assert changed.any()


@pytest.mark.parametrize(
    ("frame", "told"),
    [
        (pl.DataFrame({"text": ["a"], "wants": ["x"]}), "kolom text dan intent"),
        (
            pl.DataFrame({"text": [f"teks {k}" for k in range(30)], "intent": ["gossip"] * 30}),
            "nilai tidak dikenal",
        ),
        (pl.DataFrame({"text": ["a", "b"], "intent": ["request", ""]}), "paling sedikit"),
    ],
)
def test_labels_that_cannot_be_learned_are_refused(tmp_path: Path, frame: pl.DataFrame, told: str) -> None:
    frame.write_csv(tmp_path / "labels.csv")
    with pytest.raises(ModelProblem, match=told):
        read_labelled(tmp_path / "labels.csv", head_named("intent"))


def test_a_head_that_is_none_is_refused() -> None:
    with pytest.raises(ModelProblem, match="Tidak ada kepala mood"):
        head_named("mood")
