"""Each infographic in each format: PNG and SVG with their words beside, A4 also as a tagged PDF."""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import asdict, dataclass
from html import escape
from pathlib import Path
from typing import Any

from simpul.report.infographics.facts import Infographic, facts
from simpul.report.print.compiling import to_pdf, to_pictures
from simpul.report.print.document import Issue
from simpul.report.refusals import ReportProblem


@dataclass(frozen=True)
class Format:
    """A picture of `width` × `height` points, one pixel each at `ppi` 72; `top` and `bottom` are kept free of what is to be read."""

    name: str
    width: float
    height: float
    bars: int  # that fit
    top: float = 0
    bottom: float = 0
    ppi: float = 72


FORMATS = (
    Format("instagram-4x5", 1080, 1350, 12),
    Format("instagram-1x1", 1080, 1080, 7),
    Format("facebook", 1200, 630, 6),
    Format("whatsapp-status", 1080, 1920, 14, top=190, bottom=230),
    Format("a4", 595.276, 841.89, 18, ppi=150),
)
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def write_infographics(issue: Issue, folder: Path) -> list[Path]:
    """Writes `<id>-<format>.png` and `.svg`, `<id>-a4.pdf` and `<id>.alt.txt` for each infographic; returns all paths.

    Raises ReportProblem for a study without any aggregate figure.
    """
    found = facts(issue)
    if not found:
        raise ReportProblem.of("no_aggregates")
    folder.mkdir(parents=True, exist_ok=True)
    return [path for graphic in found for path in _write(issue, graphic, folder)]


def _write(issue: Issue, graphic: Infographic, folder: Path) -> list[Path]:
    files: dict[str, bytes] = {f"{graphic.id}.alt.txt": f"{graphic.alt}\n".encode()}
    for form in FORMATS:
        data = _data(issue, graphic, form)
        (png,) = to_pictures("infographic", data, ppi=form.ppi)
        (svg,) = to_pictures("infographic", data, kind="svg")
        files[f"{graphic.id}-{form.name}.png"] = described_png(png, graphic.alt)
        files[f"{graphic.id}-{form.name}.svg"] = described_svg(
            svg.decode(), graphic.title, graphic.alt
        ).encode()
        if form.name == "a4":
            files[f"{graphic.id}-a4.pdf"] = to_pdf("infographic", data)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in files]


def _data(issue: Issue, graphic: Infographic, form: Format) -> dict[str, Any]:
    """What the template draws: the bars that fit, and how many there are beside."""
    shown, rest = graphic.bars[: form.bars], graphic.bars[form.bars :]
    if graphic.id == "tahun":  # of a series the latest years stay
        shown, rest = graphic.bars[-form.bars :], graphic.bars[: -form.bars]
    most = max((bar.value or 0 for bar in graphic.bars), default=0) or 1
    return issue.frame(graphic.title) | {
        "format": asdict(form), "title": graphic.title, "figure": graphic.figure, "meaning": graphic.meaning,
        "bars": [{"name": bar.name, "shown": bar.shown, "share": (bar.value or 0) / most} for bar in shown],
        "others": graphic.others.format(n=len(rest)) if rest else "",
        "source": graphic.source, "made": issue.say("made", day=issue.day),
    }  # fmt: skip


def described_png(png: bytes, words: str) -> bytes:
    """The picture with its words as an international text chunk `Description` (PNG specification, 11.3.3.4)."""
    if not png.startswith(SIGNATURE):
        raise ValueError("not a PNG")
    body = b"iTXt" + b"Description\0\0\0\0\0" + words.encode()
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    head = len(SIGNATURE) + 25  # the signature and IHDR
    return png[:head] + chunk + png[head:]


def described_svg(svg: str, title: str, words: str) -> str:
    """The drawing with a title and a description, for those who hear it."""
    opened = re.sub(r"<svg ", '<svg role="img" aria-labelledby="judul isi" ', svg, count=1)
    told = f'<title id="judul">{escape(title)}</title><desc id="isi">{escape(words)}</desc>'
    return re.sub(r"(<svg [^>]*>)", lambda found: found[1] + told, opened, count=1)
