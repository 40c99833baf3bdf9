"""Model files: the same model gives the same bytes, and what is no model is refused in words."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simpul.language import load_model
from simpul.language.model import SHIPPED, ModelProblem, save


def test_what_is_saved_is_read_again(tmp_path: Path) -> None:
    save(load_model(), tmp_path / "a.npz")
    again = load_model(tmp_path / "a.npz")
    save(again, tmp_path / "b.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes() == SHIPPED.read_bytes()
    assert np.array_equal(again.table, load_model().table)


def test_the_shipped_model_is_small() -> None:
    assert SHIPPED.stat().st_size <= 4_000_000


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=40))
def test_a_damaged_file_is_refused_or_read_whole(tmp_path: Path, at: int, noise: bytes) -> None:
    data = bytearray(SHIPPED.read_bytes())
    at = at * len(data) // 10_000
    data[at : at + len(noise)] = noise
    file = tmp_path / f"{at}-{noise.hex()}.npz"
    file.write_bytes(data)
    try:
        found = load_model(file)
    except ModelProblem as problem:
        assert all(file.name in told for told in problem.problem)
    else:  # the noise hit what nobody reads, or was what stood there
        assert np.array_equal(found.table, load_model().table)


@pytest.mark.parametrize("content", [b"", b"not a model", SHIPPED.read_bytes()[:1000]])
def test_what_is_no_model_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.npz").write_bytes(content)
    with pytest.raises(ModelProblem, match=r"x\.npz.*rusak"):
        load_model(tmp_path / "x.npz")


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelProblem, match="Tidak ada model"):
        load_model(tmp_path / "none.npz")


def test_a_model_for_other_answers_is_refused(tmp_path: Path) -> None:
    changed = _with_about(tmp_path, lambda text: text.replace('"jv"', '"xx"'))
    with pytest.raises(ModelProblem, match="versi lain"):
        load_model(changed)


def test_foreign_arrays_are_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "foreign.npz", weights=np.zeros(3))
    with pytest.raises(ModelProblem, match="bukan model"):
        load_model(tmp_path / "foreign.npz")


def test_numbers_that_are_none_are_refused(tmp_path: Path) -> None:
    changed = _with_about(tmp_path, lambda text: text.replace('"slope": [', '"slope": ["x", ', 1))
    with pytest.raises(ModelProblem, match="rusak"):
        load_model(changed)


def _with_about(folder: Path, change: object) -> Path:
    """The shipped model with another description."""
    file = folder / "changed.npz"
    with np.load(SHIPPED) as archive:
        arrays = {name: archive[name] for name in archive.files}
    text = change(arrays["about"].tobytes().decode())  # type: ignore[operator]
    arrays["about"] = np.frombuffer(text.encode(), np.uint8)
    np.savez(file, **arrays)
    assert zipfile.is_zipfile(file)
    return file
