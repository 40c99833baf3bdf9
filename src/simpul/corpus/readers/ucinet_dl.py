"""UCINET's data language (DL): full and half matrices, node lists and edge lists, one or two modes, several matrices, labels wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from simpul.corpus import graphs
from simpul.corpus.chunks import Chunk, rejects
from simpul.corpus.forms import Problems
from simpul.corpus.graphs import Graph, attributes
from simpul.corpus.reader import NO, Field, Match, Options, Reader
from simpul.corpus.rejects import FileRefused
from simpul.corpus.source import HEAD, Source
from simpul.corpus.texts import text, utf8

MATRICES = ("fullmatrix", "fm", "upperhalf", "uh", "lowerhalf", "lh")
LISTS = ("edgelist1", "el1", "edgelist2", "el2", "nodelist1", "nl1", "nodelist2", "nl2", "nodelist1b", "nl1b")
TOKEN = re.compile(r'"([^"]*)"|\'([^\']*)\'|([^\s,;"\']+)')
LABELS = re.compile(r"(?i)\b(?:(row|column|col|matrix|level)\s+)?labels?\s*:")
EMBEDDED = re.compile(r"(?i)\b(?:(row|column|col)\s+)?labels?\s+embedded\s*:?")
SIZE = re.compile(r"(?i)\b(n|nr|nc|nm)\s*=?\s*(\d+)")
FORMAT = re.compile(r"(?i)\bformat\s*=?\s*(\w+)")
TITLE = re.compile(r"(?i)\btitle\s*=\s*(?:\"[^\"]*\"|\S+)")
NOTHING = ("", "0", ".", "na", "?")


@dataclass
class Description:
    """What stands before `data:`."""

    format: str
    sizes: dict[str, int]
    labels: dict[str, list[str]] = field(default_factory=dict)  # rows, columns, matrices
    embedded: set[str] = field(default_factory=set)  # rows, columns
    diagonal: bool = True

    @property
    def rows(self) -> int:
        return self.sizes.get("nr", self.sizes.get("n", len(self.labels.get("rows", []))))

    @property
    def columns(self) -> int:
        return self.sizes.get("nc", self.sizes.get("n", len(self.labels.get("columns", [])))) or self.rows

    @property
    def two_mode(self) -> bool:
        return self.format in ("edgelist2", "el2", "nodelist2", "nl2") or self.rows != self.columns


Tie = tuple[int, str, str, str, str]  # line or row, source, target, value, matrix


def recognise(source: Source) -> Match:
    try:
        with utf8(source) as stream:
            head = stream.read(HEAD).decode("utf-8", errors="replace").lstrip("\ufeff \r\n\t")
    except (FileRefused, OSError):
        return NO
    if not re.match(r"(?i)dl\b", head) or not re.search(r"(?i)\bdata\s*:", head) or not SIZE.search(head):
        return NO
    return Match(96, ("berkas DL dari UCINET", "a DL file of UCINET"))


def read(source: Source, options: Options) -> Iterator[Chunk]:
    content = text(source).lstrip("\ufeff")
    said = re.search(r"(?i)\bdata\s*:", content)
    if said is None:
        raise FileRefused("file_columns", column="DATA:")
    form = _described(content[: said.start()])
    first = content.count("\n", 0, said.end()) + 1
    lines = [(first + at, _tokens(line)) for at, line in enumerate(content[said.end() :].split("\n"))]
    lines = [(at, line) for at, line in lines if line]
    problems: Problems = []
    ties = list(_matrix(lines, form, problems) if form.format in MATRICES else _list(lines, form, problems))
    members = [{"id": name} for name in _names(form, ties)]
    edges = [
        {"line": str(line), "source": source_, "target": target, "weight": value}
        | ({"relation": matrix} if matrix else {})
        for line, source_, target, value, matrix in ties
    ]
    frame = attributes(edges, ("line", "source", "target", "weight"))
    yield graphs.chunk(
        Graph(
            nodes=attributes(members, ("id",)),
            edges=frame.with_columns(row=frame["line"].cast(int)).drop("line"),
            scope=source.digest()[:12],
            refused=[rejects(problems)],
        ),
        options,
    )


# --- what stands before the data ---------------------------------------------------------------------------


def _described(header: str) -> Description:
    header = TITLE.sub(" ", header)
    embedded = {_axis(found[1]) for found in EMBEDDED.finditer(header)}
    header = EMBEDDED.sub(" ", header)
    found = list(LABELS.finditer(header))
    labels: dict[str, list[str]] = {}
    for at, each in enumerate(found):
        end = found[at + 1].start() if at + 1 < len(found) else len(header)
        labels[_axis(each[1])] = _tokens(header[each.end() : end])
    top = header[: found[0].start()] if found else header
    sizes = {name.lower(): int(number) for name, number in SIZE.findall(top)}
    form = found_format[1].lower() if (found_format := FORMAT.search(header)) else "fullmatrix"
    if form not in (*MATRICES, *LISTS):
        raise FileRefused("file_unknown", value=f"DL format = {form}")
    for axis in ("rows", "columns"):
        if "both" in labels:
            labels.setdefault(axis, labels["both"])
    if "both" in embedded:
        embedded |= {"rows", "columns"}
    description = Description(
        form, sizes, labels, embedded, not re.search(r"(?i)diagonal\s*=?\s*absent", header)
    )
    for axis, most in (("rows", description.rows), ("columns", description.columns)):
        labels[axis] = labels.get(axis, [])[:most]  # a label list may run into `format =`
    return description


def _axis(word: str | None) -> str:
    return {
        "row": "rows",
        "column": "columns",
        "col": "columns",
        "matrix": "matrices",
        "level": "matrices",
    }.get((word or "").lower(), "both")


def _tokens(line: str) -> list[str]:
    return [a or b or c for a, b, c in TOKEN.findall(line.replace("=", " "))]


# --- data --------------------------------------------------------------------------------------------------


def _matrix(lines: list[tuple[int, list[str]]], form: Description, problems: Problems) -> Iterator[Tie]:
    """The cells that are not nothing; the cells of a matrix may be broken into lines anywhere."""
    stream = iter([(at, token) for at, line in lines for token in line])
    matrices = form.labels.get("matrices", [])
    for number in range(form.sizes.get("nm", 1)):
        matrix = matrices[number] if number < len(matrices) else ""
        columns = (
            [next(stream, (0, ""))[1] for _ in range(form.columns)]
            if "columns" in form.embedded
            else form.labels["columns"]
        )
        for row in range(form.rows):
            name = next(stream, (0, ""))[1] if "rows" in form.embedded else _label(form.labels["rows"], row)
            for column in _cells(form, row):
                at, value = next(stream, (0, None))
                if value is None:
                    problems.append((row + 1, name, "file_truncated", None))
                    return
                if value.lower() not in NOTHING and (number_ := _number(value)) != 0:
                    if number_ is None:
                        problems.append((at, "weight", "number_invalid", value))
                        continue
                    other = _label(columns, column)
                    yield at, name, other, value, matrix
                    if form.format in ("upperhalf", "uh", "lowerhalf", "lh") and row != column:
                        yield at, other, name, value, matrix


def _cells(form: Description, row: int) -> range | list[int]:
    """The columns of which a row of the matrix has cells."""
    own = 0 if form.diagonal else 1
    if form.format in ("upperhalf", "uh"):
        return range(row + own, form.columns)
    if form.format in ("lowerhalf", "lh"):
        return range(row + 1 - own)
    return [column for column in range(form.columns) if form.diagonal or column != row]


def _list(lines: list[tuple[int, list[str]]], form: Description, problems: Problems) -> Iterator[Tie]:
    """One tie per line (`edgelist`), or one node and those it leads to per line (`nodelist`)."""
    rows, columns = (
        form.labels["rows"],
        form.labels["columns"] or ([] if form.two_mode else form.labels["rows"]),
    )
    counted = form.format in ("nodelist1b", "nl1b")
    for nth, (at, line) in enumerate(lines):
        if line == ["!"] or line[0].lower() in ("ego:", "alter:"):
            continue
        if counted:
            yield from ((at, _label(rows, nth), _named(columns, each), "1", "") for each in line[1:])
        elif "nodelist" in form.format or form.format.startswith("nl"):
            yield from ((at, _named(rows, line[0]), _named(columns, each), "1", "") for each in line[1:])
        elif len(line) < 2:
            problems.append((at, None, "row_ragged", " ".join(line)))
        else:
            value = line[2] if len(line) > 2 else "1"
            if _number(value) != 0:
                yield at, _named(rows, line[0]), _named(columns, line[1]), value, ""


def _label(labels: list[str], index: int) -> str:
    return labels[index] if index < len(labels) else str(index + 1)


def _named(labels: list[str], token: str) -> str:
    """A node named by its number among the labels, else by itself."""
    return labels[int(token) - 1] if token.isdigit() and 0 < int(token) <= len(labels) else token


def _number(cell: str) -> float | None:
    try:
        return float(cell)
    except ValueError:
        return None


def _names(form: Description, ties: list[Tie]) -> list[str]:
    """All nodes, those without ties included."""
    sides = (("rows", form.rows), ("columns", form.columns)) if form.two_mode else (("rows", form.rows),)
    declared = [
        _label(form.labels[axis], at)
        for axis, size in sides
        for at in range(size)
        if form.labels[axis] or not form.embedded
    ]
    return list(
        dict.fromkeys([*declared, *(name for _, source, target, *_ in ties for name in (source, target))])
    )


READER = Reader(
    name="ucinet_dl",
    version=1,
    platform="survey",
    title=("UCINET DL (matriks, daftar hubungan, daftar simpul)", "UCINET DL (matrix, edge list, node list)"),
    gives=("ties", "actors"),
    obtain=("Di UCINET: Data > Export > DL.", "In UCINET: Data > Export > DL."),
    tested_on="synthetic files",
    recognise=recognise,
    read=read,
    mapping=(
        Field("labels", "actors.actor_id", "id", "derived"),
        Field("data", "survey_ties.source", "id", "refused"),
        Field("data", "survey_ties.target", "id", "refused"),
        Field("data", "survey_ties.weight", "number", "assumed"),
        Field("matrix labels", "survey_ties.relation", "kind"),
    ),
    steps=(
        ("Di UCINET pilih Data > Export > DL.", "In UCINET choose Data > Export > DL."),
        ("Sertakan label, karena tanpa label simpul hanya bernomor dan berlaku untuk berkas itu saja.", "Include labels: without them nodes are mere numbers that hold for that file only."),
        ("Matriks dibaca baris → kolom: informasi mengalir dari baris ke kolom.", "A matrix is read row → column: information flows from the row to the column."),
    ),
    gaps=("no_absent", "no_times"),
)  # fmt: skip
