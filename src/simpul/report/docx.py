"""The full report as a document to edit: headings, tables with repeated heads, pictures with alternative texts, one language."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import Any

from simpul.report.annexes import annexes
from simpul.report.numbers import Figure
from simpul.report.page import sections_of
from simpul.report.print.blocks import noted, standing_alone
from simpul.report.print.document import Issue
from simpul.report.print.drawing import described, draw, pixels
from simpul.report.sections.blocks import Block, Cards, Chart, Section, Table, Text

FONT = "Plus Jakarta Sans"  # a reader without it sees the office's own sans serif
WIDTH = 17.0  # centimetres of text on A4
PIXELS = 700  # a chart's width in its own points
MADE = datetime(2026, 1, 1)  # noqa: DTZ001 a fixed time in the file's properties keeps its bytes the same
DENSE = 6  # columns above which numbers must be narrow
DEEP, MUTED = "134B48", "5D6B69"
LANGUAGES = {"id": "id-ID", "en": "en-GB"}


def write_docx(issue: Issue, path: Path) -> Path:
    """Writes the full report with its annexes as DOCX; numbers carry their codes in grey."""
    import docx

    document = docx.Document()
    _prepare(document, issue)
    document.add_heading(f"{issue.say('full')} – {issue.city}", 0)
    document.add_paragraph(issue.period)
    for section in sections_of(issue.study):
        _section(document, issue, section, 1)
    document.add_heading(issue.say("annexes"), 1)
    document.add_paragraph(issue.say("annexes_lead"))
    for section in annexes(issue.study, issue.say):
        _section(document, issue, section, 2)
    document.add_heading(issue.say("how_to_read"), 1)
    document.add_paragraph(issue.say("how_to_read_text"))
    path.parent.mkdir(parents=True, exist_ok=True)
    document.save(str(path))
    return path


def _prepare(document: Any, issue: Issue) -> None:
    """A4, the house's colours, and the language that a screen reader and a spelling check need."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2)
    page.top_margin = page.bottom_margin = Cm(1.8)
    page.footer.paragraphs[0].text = issue.frame("")["footer"]
    about = document.core_properties
    about.title, about.author, about.language = f"{issue.say('full')} – {issue.city}", "Simpul", LANGUAGES[issue.study.language]  # fmt: skip
    about.created = about.modified = MADE
    for name, size in (("Normal", 9.5), ("Title", 22), ("Heading 1", 15), ("Heading 2", 12)):
        style = document.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in list(fonts.attrib):
            if kind.endswith("Theme"):
                del fonts.attrib[kind]
        if name != "Normal":
            style.font.color.rgb = RGBColor.from_string(DEEP)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LANGUAGES[issue.study.language])
    document.styles["Normal"].element.get_or_add_rPr().append(language)


def _section(document: Any, issue: Issue, section: Section, level: int) -> None:
    document.add_heading(section.title, level)
    if section.lead:
        document.add_paragraph(section.lead)
    for block in section.blocks:
        _block(document, issue, block)


def _block(document: Any, issue: Issue, block: Block) -> None:
    if isinstance(block, Text):
        for paragraph in block.paragraphs:
            document.add_paragraph(paragraph, "Intense Quote" if block.tone == "warn" else None)
    elif isinstance(block, Cards):
        for card in block.cards:
            line = document.add_paragraph(style="List Bullet")
            _figure(line, card.value, bold=True)
            line.add_run(f" {card.label}" + (f" ({card.detail})" if card.detail else ""))
    elif isinstance(block, Table):
        _table(document, block, issue)
    elif isinstance(block, Chart):
        drawing = pixels(draw(block, issue.study.language, PIXELS))
        _picture(document, block.title, drawing, described(block, issue.say("more_rows")), block.note)
        _table(document, block.table, issue)
    else:
        _picture(document, block.title, pixels(standing_alone(block.svg)), block.title, block.note)


def _table(document: Any, table: Table, issue: Issue) -> None:
    """A table whose head repeats on each page; an empty one is left out."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.shared import Cm, Pt

    if not table.rows:
        return
    if table.caption:
        caption = document.add_paragraph()
        caption.add_run(table.caption).bold = True
        caption.paragraph_format.keep_with_next = True
    made = document.add_table(rows=1 + len(table.rows), cols=len(table.head))
    made.autofit = False
    _rules(made)
    made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    widths = [Cm(width) for width in _widths(table)]
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    for at, (row, cells) in enumerate(zip(made.rows, [table.head, *table.rows], strict=True)):
        for column, (cell, value) in enumerate(zip(row.cells, cells, strict=True)):
            cell.width = widths[column]
            line = cell.paragraphs[0]
            line.paragraph_format.space_after = Pt(1)
            if column in table.numeric:
                line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            _figure(line, value, size=7 if len(table.head) > DENSE else 8, bold=True if at == 0 else None)
    _note(document, noted(table, issue.study.language))


def _widths(table: Table) -> list[float]:
    """Centimetres per column: texts wide, numbers narrow, the first widest."""
    dense = len(table.head) > DENSE
    shares = [
        (3.0 if dense else 1.8) if at == 0 else 1.0 if dense or at in table.numeric else 1.5
        for at in range(len(table.head))
    ]
    return [WIDTH * share / sum(shares) for share in shares]


def _rules(made: Any) -> None:
    """Thin lines between rows and nothing else."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "D8D4C9")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    made._tbl.tblPr.append(borders)


def _figure(line: Any, value: str, size: float | None = None, bold: bool | None = None) -> None:
    """A text, and after a number its code in small grey."""
    from docx.shared import Pt, RGBColor

    run = line.add_run(str(value))
    run.bold = bold
    if size:
        run.font.size = Pt(size)
    if isinstance(value, Figure) and value.code:
        code = line.add_run(f" {value.code}")
        code.font.size, code.font.color.rgb, code.bold = Pt(6), RGBColor.from_string(MUTED), False


def _picture(document: Any, title: str, png: bytes, alt: str, note: str) -> None:
    from docx.shared import Cm

    document.add_paragraph().add_run(title).bold = True
    document.add_picture(io.BytesIO(png), width=Cm(WIDTH))
    about = document.paragraphs[-1]._p.xpath(".//wp:docPr")[0]
    about.set("descr", alt)
    about.set("title", title)
    _note(document, note)


def _note(document: Any, note: str) -> None:
    from docx.shared import Pt

    if note:
        document.add_paragraph().add_run(note).font.size = Pt(7.5)
