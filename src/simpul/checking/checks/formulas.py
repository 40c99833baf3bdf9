"""Printed sums and quotients that do not come out as written, most often because brackets are missing: *a + b / 2 = …*."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simpul.checking.documents import Document, Sentence
from simpul.checking.finding import Check, Finding, Severity, in_each
from simpul.checking.numbers import Mark, parse
from simpul.checking.rounding import meets
from simpul.checking.telling import Figure, Figures, tell

_VALUE = r"(?:Rp\.?\s?)?\d+(?:[.,]\d+)*(?:\s?%)?"
_LABELLED = rf"[A-Za-z]\w*(?:\s+[\w-]+){{0,3}}\s*\(\s*{_VALUE}\s*\)"
_OPERAND = rf"(?:{_LABELLED}|{_VALUE})"
_OPERATOR = r"\s*(?:[+×*÷:/−]|\s[-–x]\s)\s*"
_EQUATION = re.compile(
    rf"(?<![\w.,/+×*÷−-])(?P<left>[(\[]*{_OPERAND}[)\]]*(?:{_OPERATOR}[(\[]*{_OPERAND}[)\]]*)+)\s*=\s*(?P<right>{_VALUE})"
)
_SYMBOLIC = re.compile(
    r"=\s*(?P<sum>[A-Za-z][\w ]{0,30}(?:\s*\+\s*[A-Za-z][\w ]{0,30})+)\s*[/÷:]\s*(?P<by>[A-Za-z][\w ]{0,40}?)\s*(?P<times>[×x*]\s*100\s*%?|\.|;|$)"
)
_TOKEN = re.compile(rf"(?P<labelled>{_LABELLED})|(?P<value>{_VALUE})|(?P<sign>[+×*÷:/−()\[\]]|[-–x])")


def look(document: Document) -> Iterator[Finding]:
    for paragraph in document.sentences:
        for sentence in paragraph:
            for match in _EQUATION.finditer(sentence.text):
                finding = _judge(sentence, match)
                if finding:
                    yield finding
            for match in _SYMBOLIC.finditer(sentence.text):
                added, by = match["sum"].strip(), match["by"].strip()
                yield Finding(
                    "formula", Severity.doubt, sentence.place, sentence.text,
                    (f"tanpa kurung hanya suku terakhir yang dibagi {by}", f"without brackets only the last term is divided by {by}"),
                    (f"({added}) / {by}", f"({added}) / {by}"),
                )  # fmt: skip


def _judge(sentence: Sentence, match: re.Match[str]) -> Finding | None:
    before = sentence.text[: match.start()].rstrip()
    if re.search(r"[+×*÷/−–-]$|\d\s*:$", before) or sentence.text[match.end() : match.end() + 1] in (
        "/",
        "×",
    ):
        return None  # only a piece of the expression was recognised
    tokens = _tokens(match["left"], sentence.decimal)
    right = _value(match["right"], sentence.decimal)
    if tokens is None or right is None or match["right"].endswith("%") != ("%" in match["left"]):
        return None  # 7/15 = 46,7 %: a share, not a plain quotient
    written = _evaluate(tokens)
    half = 0.5 * 10 ** -right[1]
    if written is None or meets(written, written, right[0] - half, right[0] + half):
        return None
    bracketed = _with_brackets(tokens)
    comes_out = bracketed is not None and meets(bracketed, bracketed, right[0] - half, right[0] + half)
    figures: Figures = {
        "w": Figure(written, max(right[1], 2) if written != int(written) else right[1]),
        "r": Figure(right[0], right[1]),
        "l": match["left"].strip(),
    }
    told = tell(("{l} = {w}, bukan {r}", "{l} = {w}, not {r}"), **figures)
    if not comes_out:
        return Finding(
            "formula", Severity.error, sentence.place, sentence.text, told, tell(("{w}", "{w}"), **figures)
        )
    cut = max(match["left"].rfind(sign) for sign in "/÷:")
    fit = f"({match['left'][:cut].strip()}) {match['left'][cut]} {match['left'][cut + 1 :].strip()} = {match['right']}"
    told = tell(
        ("tanpa kurung = {w}; dengan kurung = {r}", "as written = {w}; with brackets = {r}"), **figures
    )
    return Finding("formula", Severity.doubt, sentence.place, sentence.text, told, (fit, fit))


def _value(text: str, decimal: Mark) -> tuple[float, int] | None:
    digits = re.search(r"\d+(?:[.,]\d+)*", text)
    parsed = parse(digits.group(), decimal) if digits else None
    return parsed[:2] if parsed else None


def _tokens(text: str, decimal: Mark) -> list[float | str] | None:
    tokens: list[float | str] = []
    for found in _TOKEN.finditer(text):
        if found["sign"]:
            tokens.append(
                {"×": "*", "x": "*", "÷": "/", ":": "/", "−": "-", "–": "-", "[": "(", "]": ")"}.get(
                    found["sign"], found["sign"]
                )
            )
            continue
        inside = found["labelled"][found["labelled"].rfind("(") :] if found["labelled"] else found["value"]
        value = _value(inside, decimal)
        if value is None:
            return None
        tokens.append(value[0])
    return tokens


def _with_brackets(tokens: list[float | str]) -> float | None:
    """The value if all that stands before the last division is divided."""
    last = max((i for i, token in enumerate(tokens) if token == "/"), default=None)
    return None if last is None else _evaluate(["(", *tokens[:last], ")", *tokens[last:]])


def _evaluate(tokens: list[float | str]) -> float | None:
    """The value of an expression with + - * / and brackets; None where it has no value."""
    rest = list(reversed(tokens))

    def factor() -> float:
        token = rest.pop()
        if token == "(":
            inside = total()
            if rest.pop() != ")":
                raise ValueError
            return inside
        if isinstance(token, str):
            raise ValueError
        return token

    def product() -> float:
        value = factor()
        while rest and rest[-1] in ("*", "/"):
            value = value * factor() if rest.pop() == "*" else value / factor()
        return value

    def total() -> float:
        value = product()
        while rest and rest[-1] in ("+", "-"):
            value = value + product() if rest.pop() == "+" else value - product()
        return value

    try:
        value = total()
    except (ValueError, IndexError, ZeroDivisionError):
        return None
    return None if rest else value


CHECK = Check(
    ("rumus", "formulas"),
    {"formula": ("hitungan tidak menghasilkan angka yang tertulis", "the sum does not come out as printed")},
    in_each(look),
)
