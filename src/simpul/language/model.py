"""The weights of all heads in one table of small numbers: how they are stored, checked and read."""

from __future__ import annotations

import io
import json
import zipfile
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from simpul.language.features import ROWS, VERSION
from simpul.language.heads import HEADS, OUTPUTS

SHIPPED = Path(__file__).parents[1] / "data" / "model.npz"
IDF = 5  # an idf of 1.0 is stored as this
ALIGNED = 16  # columns of the table in memory are a multiple of this, for the processor's sake
_FORMAT = "simpul-language-model"
MIXING = (
    "listed_need", "listed_poverty", "listed_mistargeted", "listed_on_behalf", "listed_abuse", "doubted_poverty", "red",
    "mixed_0", "mixed_1", "mixed_2", "mixed_3",
)  # fmt: skip
_ARRAYS = ("table", "scale", "intercept", "about")


class ModelProblem(ValueError):
    """A file that is no model, or one for another version; `problem` says so in Indonesian and English."""

    def __init__(self, indonesian: str, english: str) -> None:
        super().__init__(f"{indonesian} / {english}")
        self.problem = indonesian, english


class Answering(NamedTuple):
    """How the scores of a head become probabilities, and from which one on it answers."""

    slope: tuple[float, ...]  # of each answer; a score times this, plus the shift, is its log-odds
    shift: tuple[float, ...]
    threshold: (
        float  # a choice abstains below this probability; a flag is set, and a set has the answer, from it on
    )
    lean: tuple[
        float, ...
    ]  # head start of each answer of a choice, in log-odds, so that rare answers are given


class Model(NamedTuple):
    """Score of output k for a text: scale[k] · Σ table[row, 1 + k] / √Σ table[row, 0]² + intercept[k], over its rows."""

    table: npt.NDArray[np.int8]  # row × (idf, outputs, padding)
    scale: npt.NDArray[np.float64]
    intercept: npt.NDArray[np.float64]
    answering: dict[str, Answering]
    mixing: dict[str, float]  # by MIXING: further numbers that combining needs, see `tuning.py`
    made: dict[str, Any]  # of what, with which scores


def save(model: Model, path: Path) -> None:
    """Write a model; the same model gives the same bytes."""
    about = {
        "format": _FORMAT, "features": VERSION, "outputs": {head.name: head.answers for head in HEADS.values()},
        "answering": {name: each._asdict() for name, each in model.answering.items()}, "mixing": model.mixing, "made": model.made,
    }  # fmt: skip
    text = json.dumps(about, ensure_ascii=False, sort_keys=True).encode()
    arrays: dict[str, npt.NDArray[Any]] = {
        "table": np.ascontiguousarray(model.table[:, : 1 + OUTPUTS].T), "scale": model.scale, "intercept": model.intercept,
        "about": np.frombuffer(text, np.uint8),
    }  # fmt: skip
    with zipfile.ZipFile(path, "w") as archive:
        for name, array in arrays.items():
            data = io.BytesIO()
            np.lib.format.write_array(data, array, allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy")  # dated 1980, so that bytes do not depend on the day
            archive.writestr(
                entry, data.getvalue(), zipfile.ZIP_DEFLATED, 6
            )  # 9 takes ten times as long for 4 %


@lru_cache(maxsize=2)
def load(path: Path = SHIPPED) -> Model:
    """The model in a file. Raises ModelProblem if it is damaged, no model, or made for other features or answers."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in _ARRAYS}
        about = json.loads(arrays["about"].tobytes())
    except FileNotFoundError as problem:
        raise ModelProblem(f"Tidak ada model {path}.", f"There is no model {path}.") from problem
    except Exception as problem:  # zip, zlib, numpy and json each raise their own
        raise ModelProblem(
            f"{path.name} bukan model Simpul atau rusak.", f"{path.name} is no Simpul model, or damaged."
        ) from problem
    if not isinstance(about, dict) or about.get("format") != _FORMAT:
        raise ModelProblem(f"{path.name} bukan model Simpul.", f"{path.name} is no Simpul model.")
    expected = {head.name: list(head.answers) for head in HEADS.values()}
    if about.get("features") != VERSION or about.get("outputs") != expected:
        raise ModelProblem(
            f"{path.name} dibuat untuk versi lain; latih ulang dengan `simpul train`.",
            f"{path.name} was made for another version; train it again with `simpul train`.",
        )
    return _model(path, arrays, about)


def _model(path: Path, arrays: dict[str, npt.NDArray[Any]], about: dict[str, Any]) -> Model:
    stored = arrays["table"]
    fits = stored.shape == (1 + OUTPUTS, ROWS) and stored.dtype == np.int8
    fits &= all(
        arrays[name].shape == (OUTPUTS,) and np.isfinite(arrays[name]).all()
        for name in ("scale", "intercept")
    )
    try:
        answering = {
            name: Answering(*(_numbers(each[field]) for field in Answering._fields))
            for name, each in about["answering"].items()
        }
        mixing = {name: float(value) for name, value in about["mixing"].items()}
        fits &= (
            mixing.keys() == set(MIXING)
            and answering.keys() == HEADS.keys()
            and all(
                len(each.slope) == len(each.shift) == len(each.lean) == len(HEADS[name].answers)
                for name, each in answering.items()
            )
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        fits = False
    if not fits:
        raise ModelProblem(f"{path.name} rusak.", f"{path.name} is damaged.")
    width = -(-(1 + OUTPUTS) // ALIGNED) * ALIGNED
    table = np.zeros((ROWS, width), np.int8)
    table[:, : 1 + OUTPUTS] = stored.T
    return Model(table, arrays["scale"], arrays["intercept"], answering, mixing, about.get("made", {}))


def _numbers(given: Any) -> Any:
    return tuple(map(float, given)) if isinstance(given, list) else float(given)
