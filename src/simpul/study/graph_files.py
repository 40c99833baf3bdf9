"""Graph files as ties and nodes: GEXF, GraphML and Pajek, with all their attributes."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element

import polars as pl

from simpul.corpus.graph_xml import Step, bare, default, steps
from simpul.corpus.rejects import FileRefused
from simpul.corpus.source import Source
from simpul.study.request import StudyProblem

Row = dict[str, str | None]

GRAPHS = (".gexf", ".graphml", ".net")
NUMBERS = ("integer", "int", "long", "float", "double")
DIRECTION = ("undirected", "false")


class GraphFile(NamedTuple):
    """`ties`: source, target and attributes; `nodes`: id and attributes. Without direction are all ties, or none."""

    ties: pl.DataFrame
    nodes: pl.DataFrame
    directed: bool


def read_graph(file: Path) -> GraphFile:
    """Raises StudyProblem where the file is cut short, unsound or of another dialect."""
    read = {".gexf": _gexf, ".graphml": _graphml, ".net": _pajek}[file.suffix.lower()]
    try:
        return read(file)
    except FileRefused as problem:
        line = f", baris {problem.row}" if problem.row else ""
        line_en = f", line {problem.row}" if problem.row else ""
        raise StudyProblem(
            f"{file.name}{line}: berkas terpotong atau rusak. Ekspor lagi dari program asalnya, lalu ulangi.",
            f"{file.name}{line_en}: the file is cut short or damaged. Export it again from its program, then try again.",
        ) from problem


def _gexf(file: Path) -> GraphFile:
    titles: dict[str, str] = {}
    kinds: dict[str, str] = {}
    usual: dict[str, Row] = {"node": {}, "edge": {}}
    nodes: list[Row] = []
    edges: list[Row] = []
    inside: list[Row] = []
    owner, direction = "node", "undirected"
    for begins, tag, element in _steps(file, "gexf"):
        if begins:
            if tag == "graph":
                direction = element.get("defaultedgetype") or direction
            elif tag == "attributes":
                owner = element.get("class") or "node"
            elif tag == "node":
                inside.append(usual["node"] | _some(element, {"id": "id", "label": "label"}))
                nodes.append(inside[-1])
        elif tag == "attribute":
            key = f"{owner}.{element.get('id')}"
            titles[key] = element.get("title") or str(element.get("id"))
            kinds[f"{owner}.{titles[key]}"] = element.get("type") or "string"
            if (value := default(element)) is not None:
                usual.setdefault(owner, {})[titles[key]] = value
        elif tag == "node":
            inside.pop().update(_values(element, "node", titles))
            element.clear()
        elif tag == "edge":
            given = {"source": "source", "target": "target", "weight": "weight", "kind": "type", "start": "first_at", "end": "last_at", "type": "_way"}  # fmt: skip
            edges.append(usual["edge"] | _values(element, "edge", titles) | _some(element, given))
            element.clear()
    return _graph(nodes, edges, kinds, direction)


def _graphml(file: Path) -> GraphFile:
    titles: dict[str, str] = {}
    kinds: dict[str, str] = {}
    usual: dict[str, Row] = {"node": {}, "edge": {}}
    nodes: list[Row] = []
    edges: list[Row] = []
    inside: list[Row] = []
    direction = "undirected"
    for begins, tag, element in _steps(file, "graphml"):
        if begins:
            if tag == "graph":
                direction = element.get("edgedefault") or direction
            elif tag == "node":
                inside.append(usual["node"] | {"id": element.get("id")})
                nodes.append(inside[-1])
        elif tag == "key":
            key = str(element.get("id"))
            titles[key] = element.get("attr.name") or key
            about = element.get("for") or "all"
            for owner in ("node", "edge"):
                if about in (owner, "all"):
                    kinds[f"{owner}.{titles[key]}"] = element.get("attr.type") or "string"
                    if (value := default(element)) is not None:
                        usual[owner][titles[key]] = value
        elif tag == "node":
            inside.pop().update(_data(element, titles))
            element.clear()
        elif tag == "edge":
            given = {"source": "source", "target": "target", "directed": "_way"}
            edges.append(usual["edge"] | _data(element, titles) | _some(element, given))
            element.clear()
    return _graph(nodes, edges, kinds, direction)


def _steps(file: Path, root: str) -> Iterator[Step]:
    first = True
    for begins, tag, element in steps(Source(file)):
        if first and tag != root:
            raise _dialect(file, tag)
        first = False
        yield begins, tag, element
    if first:
        raise FileRefused("file_truncated", row=1)


def _some(element: Element, names: dict[str, str]) -> Row:
    return {name: value for key, name in names.items() if (value := element.get(key)) is not None}


def _values(element: Element, owner: str, titles: dict[str, str]) -> Row:
    values = (each for group in element if bare(group.tag) == "attvalues" for each in group)
    return {
        titles.get(f"{owner}.{key}", str(key)): each.get("value")
        for each in values
        if (key := each.get("for") or each.get("id"))
    }


def _data(element: Element, titles: dict[str, str]) -> Row:
    found = (each for each in element if bare(each.tag) == "data")
    return {titles.get(str(each.get("key")), str(each.get("key"))): each.text for each in found}


def _graph(nodes: list[Row], edges: list[Row], kinds: dict[str, str], direction: str) -> GraphFile:
    """Ties without direction stand both ways, unless none has one."""
    people = _frame(nodes, ("id",), {name[5:]: kind for name, kind in kinds.items() if name.startswith("node.")})  # fmt: skip
    ties = _frame(edges, ("source", "target"), {name[5:]: kind for name, kind in kinds.items() if name.startswith("edge.")})  # fmt: skip
    way = pl.col("_way").str.to_lowercase() if "_way" in ties.columns else pl.lit(None, pl.String)
    undirected = ties.select(way.is_in(DIRECTION).fill_null(direction != "directed")).to_series()
    ties = ties.drop("_way", strict=False)
    if ties.height and undirected.len() == 1:
        undirected = undirected.new_from_index(0, ties.height)
    if ties.height and undirected.all():
        return GraphFile(ties, people, False)
    back = ties.filter(undirected).rename({"source": "target", "target": "source"}).select(ties.columns)
    return GraphFile(pl.concat([ties, back]), people.unique("id", keep="first", maintain_order=True), True)


def _frame(rows: list[Row], first: tuple[str, ...], kinds: dict[str, str]) -> pl.DataFrame:
    names = dict.fromkeys([*first, *(name for row in rows for name in row)])
    frame = pl.DataFrame(
        {name: [row.get(name) for row in rows] for name in names}, schema=dict.fromkeys(names, pl.String)
    )
    numbers = [name for name in names if kinds.get(name) in NUMBERS and name not in first]
    truths = [name for name in names if kinds.get(name) == "boolean"]
    return frame.with_columns(
        *(pl.col(name).cast(pl.Float64, strict=False) for name in numbers),
        *((pl.col(name).str.to_lowercase() == "true").alias(name) for name in truths),
    )


def _pajek(file: Path) -> GraphFile:
    """Vertices, arcs and edges, one network; matrices and several relations are another dialect."""
    names: dict[str, str] = {}
    ties: list[Row] = []
    part = ""
    for number, line in enumerate(_lines(file), 1):
        words = _words(line)
        if not words or line.startswith("%"):
            continue
        if line.startswith("*"):
            part = words[0].lower()
            if part not in ("*network", "*vertices", "*arcs", "*edges"):
                raise _dialect(file, words[0])
        elif part == "*vertices":
            names[words[0]] = words[1] if len(words) > 1 else words[0]
        elif part in ("*arcs", "*edges"):
            if len(words) < 2:
                raise FileRefused("file_truncated", row=number)
            label = dict(zip(words[3::2], words[4::2], strict=False)).get("l")
            way = "directed" if part == "*arcs" else "undirected"
            tie: Row = {"source": names.get(words[0], words[0]), "target": names.get(words[1], words[1])}
            tie |= {"weight": words[2] if len(words) > 2 else "1", "_way": way}
            ties.append(tie | ({"type": label} if label else {}))
    if not names and not ties:
        raise _dialect(file, part or "?")
    return _graph([{"id": name} for name in names.values()], ties, {"edge.weight": "double"}, "directed")


def _lines(file: Path) -> list[str]:
    return [line.strip() for line in file.read_text("utf-8-sig", errors="replace").splitlines()]


def _words(line: str) -> list[str]:
    try:
        return shlex.split(line.replace("\\", "\\\\"))
    except ValueError:
        return line.split()


def _dialect(file: Path, found: str) -> StudyProblem:
    return StudyProblem(
        f"{file.name}: isinya ({found}) bukan bentuk yang diharapkan dari akhirannya. Simpan lagi sebagai GraphML atau sebagai CSV dengan kolom source dan target.",
        f"{file.name}: its content ({found}) is not what its ending promises. Save it again as GraphML, or as CSV with the columns source and target.",
    )
