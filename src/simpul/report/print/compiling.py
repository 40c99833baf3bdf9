"""From a template and its data to a file: tagged PDF, or one picture per page."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any, Final, Literal

from simpul.report.print.glyphs import cleaned, folder

STANDARD: Final = "ua-1"  # ISO 14289-1: tagged, titled, in one language, every picture described


def to_pdf(template: str, data: Mapping[str, Any], pictures: Mapping[str, str] | None = None) -> bytes:
    """A PDF/UA-1 document.

    `template` names a file of `assets/print` without `.typ`; `data` is what it reads; `pictures` are SVG by file name. All
    texts are cleaned to the font's glyphs. The same input gives the same bytes: no date of making is written.
    """
    with _compiling(template, data, pictures or {}) as source:
        made: bytes = _typst(source, "pdf")
        return made


def to_pictures(
    template: str,
    data: Mapping[str, Any],
    pictures: Mapping[str, str] | None = None,
    *,
    kind: Literal["png", "svg"] = "png",
    ppi: float = 72,
) -> list[bytes]:
    """Each page as a picture; a page of w × h points is w·ppi/72 pixels wide in PNG."""
    with _compiling(template, data, pictures or {}) as source:
        made = _typst(source, kind, ppi)
        return made if isinstance(made, list) else [made]


@contextmanager
def _compiling(template: str, data: Mapping[str, Any], pictures: Mapping[str, str]) -> Iterator[Path]:
    """A folder with the templates, the data and the pictures; removed after."""
    with tempfile.TemporaryDirectory(prefix="simpul-") as name:
        work = Path(name)
        with resources.as_file(resources.files("simpul.report").joinpath("assets/print")) as templates:
            shutil.copytree(templates, work, dirs_exist_ok=True)
        (work / "data.json").write_text(json.dumps(cleaned(data), ensure_ascii=False), "utf-8")
        for file, drawing in pictures.items():
            (work / file).write_text(drawing, "utf-8")
        yield work / f"{template}.typ"


def _typst(source: Path, kind: Literal["pdf", "png", "svg"], ppi: float = 72) -> Any:
    """Bytes, or a list of them where a picture has several pages."""
    import typst

    return typst.compile(
        source, root=source.parent, font_paths=[folder()], ignore_system_fonts=True, format=kind, ppi=ppi,
        pdf_standards=STANDARD if kind == "pdf" else None,
    )  # fmt: skip
