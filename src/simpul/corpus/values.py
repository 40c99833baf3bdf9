"""Cells as people and spreadsheets write them: numbers, ids, times, and what a text mentions."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from simpul.corpus.records import TIME

ISO = (
    "%Y-%m-%dT%H:%M:%S%.f%z", "%Y-%m-%d %H:%M:%S%.f%z", "%Y-%m-%d %H:%M%z",
    "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d",
)  # fmt: skip
X_STYLE = ("%a %b %d %H:%M:%S %z %Y",)
DAY_FIRST = tuple(
    f"%d/%m/%{year}{time}"
    for year in "Yy"
    for time in (" %H:%M:%S", " %H:%M", " %H:%M:%S%z", " %H:%M%z", " %I:%M:%S %p", " %I:%M %p", "")
)
MONTH_FIRST = tuple(form.replace("%d/%m", "%m/%d") for form in DAY_FIRST)

ZONES = {"WIB": "+0700", "WITA": "+0800", "WIT": "+0900"}
MONTHS = {
    "januari": "01", "jan": "01", "februari": "02", "pebruari": "02", "feb": "02", "maret": "03", "mar": "03",
    "april": "04", "apr": "04", "mei": "05", "may": "05", "juni": "06", "jun": "06", "juli": "07", "jul": "07",
    "agustus": "08", "agt": "08", "agu": "08", "agst": "08", "aug": "08", "september": "09", "sept": "09", "sep": "09",
    "oktober": "10", "okt": "10", "oct": "10", "november": "11", "nopember": "11", "nov": "11", "nop": "11",
    "desember": "12", "des": "12", "dec": "12",
}  # fmt: skip


def number(cell: pl.Expr) -> pl.Expr:
    """A count or amount as Float64; null where the cell is no number.

    `1.250` and `1,250` are thousands (three digits after the mark); `12,5` and `1.250,5` have a decimal comma, `12.5` and
    `1,250.5` a decimal point. Blanks, also no-break ones, are ignored.
    """
    bare = cell.cast(pl.String).str.replace_all(r"[\s\u00a0\u202f]", "")
    grouped = bare.str.contains(r"^-?[1-9]\d{0,2}([.,]\d{3})+$") & ~(
        bare.str.contains(".", literal=True) & bare.str.contains(",", literal=True)
    )
    comma = bare.str.contains(r"^-?\d{1,3}(\.\d{3})*,\d+$|^-?\d+,\d+$")
    plain = (
        pl.when(grouped)
        .then(bare.str.replace_all(r"[.,]", ""))
        .when(comma)
        .then(bare.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True))
        .when(bare.str.contains(r"^-?\d{1,3}(,\d{3})*\.\d+$|^-?\d+(\.\d+)?$"))
        .then(bare.str.replace_all(",", "", literal=True))
    )
    return plain.cast(pl.Float64, strict=False)


def damaged_id(cell: pl.Expr) -> pl.Expr:
    """Whether Excel turned an id into `1.22158E+17`: its digits are lost."""
    return cell.cast(pl.String).str.contains(r"^\s*\d+(?:[.,]\d+)?[eE]\+?\d{1,3}\s*$").fill_null(False)


def damaged_number(cell: pl.Expr) -> pl.Expr:
    """Whether Excel turned a count into a date (`Jan-25`, `1-Feb`), an error (`#REF!`) or `1,2E+03`."""
    pattern = r"(?i)^\s*(\d+(?:[.,]\d+)?e\+?\d+|#+[A-Z/0!?]*|\d{1,2}-[a-z]{3,4}|[a-z]{3,4}-\d{2})\s*$"
    return cell.cast(pl.String).str.contains(pattern).fill_null(False)


def day_order(cells: pl.Series) -> bool | None:
    """Whether dates such as `05/06/2026` put the day first, judged from the whole column.

    True or False where at least one date proves it and none contradicts; None where it is undecidable. Years may come first or
    last; dates that begin with a four-digit year prove nothing.
    """
    parts = cells.cast(pl.String).str.extract_groups(r"^\D*(\d{1,2})[/.\-](\d{1,2})[/.\-]\d{2,4}").struct
    first, second = parts.field("1").cast(pl.Int32), parts.field("2").cast(pl.Int32)
    day_first, month_first = bool((first > 12).any()), bool((second > 12).any())
    return None if day_first == month_first else day_first


def when(cells: pl.Series, zone: str, formats: Sequence[str] = ISO + X_STYLE) -> pl.Series:
    """Times in UTC from text; null where no format fits.

    The formats (strftime) are tried in order on what is still unread. `zone` is the zone of times that carry none;
    WIB, WITA and WIT, `Z`, and Indonesian and English month names are understood, and `.` in a time of day or `/`, `-`, `.` and
    blanks between day, month and year are the same.
    """
    left = _plain(cells.cast(pl.String).alias("t").to_frame()).with_row_index("i")
    left = left.filter(pl.col("t").is_not_null())
    found = [pl.DataFrame(schema={"i": left.schema["i"], "time": TIME})]
    for form in formats:
        if left.is_empty():
            break
        left = left.with_columns(time=_parse(pl.col("t"), form, zone))
        if left["time"].null_count() < left.height:
            found.append(left.filter(pl.col("time").is_not_null()).select("i", "time"))
            left = left.filter(pl.col("time").is_null())
    times = pl.concat(found)
    if times.height == len(cells):
        return times.sort("i")["time"].alias(cells.name)
    none = pl.Series(cells.name, [None], dtype=TIME).new_from_index(0, len(cells))
    return none.scatter(times["i"], times["time"])


def _plain(cells: pl.DataFrame) -> pl.DataFrame:
    """The column `t` with the many spellings of a time brought to few."""
    text = (
        pl.col("t").str.replace_all(r"[\u200e\u200f\u202a-\u202e]", "")
        .str.replace_all(r"[\s\u00a0\u202f]+", " ").str.strip_chars(" ")
        .str.replace(r"(\d)Z$", "${1}+0000").str.replace(r"([+-]\d\d):(\d\d)$", "${1}${2}")
    )  # fmt: skip
    cells = cells.select(text)
    zoned, worded = cells.select(
        pl.col("t").str.contains(r"(?i)\bWI(B|TA|T)\b").any(),
        pl.col("t").str.contains(r"^\d{1,2}[ .\-/]+[A-Za-z]{3,9}").any().alias("worded"),
    ).row(0)
    text = pl.col("t")
    if zoned:
        for zone, offset in ZONES.items():
            text = text.str.replace(rf"(?i)\s*\b{zone}\b", offset)
    if worded:
        parts = text.str.extract_groups(
            r"^(?<day>\d{1,2})[ .\-/]+(?<month>[A-Za-z]{3,9})[ .\-/,]+(?<year>\d{4}),?(?<rest>.*)$"
        ).struct
        name = parts.field("month").str.to_lowercase()
        month = name.replace_strict(MONTHS, default=None, return_dtype=pl.String)
        day = parts.field("day").str.zfill(2)
        dated = pl.format("{}-{}-{}{}", parts.field("year"), month, day, parts.field("rest"))
        text = pl.when(month.is_not_null()).then(dated).otherwise(text)
    text = text.str.replace(r"^(\d{1,2})[.\-/ ](\d{1,2})[.\-/ ](\d{2,4})\b,?", "${1}/${2}/${3}")
    text = text.str.replace(r"(\s\d{1,2})\.(\d{2})(?:\.(\d{2}))?($|[^\d])", "${1}:${2}:${3}${4}")
    return cells.select(text.str.replace(r":($|[^\d])", "${1}").alias("t"))


def _parse(text: pl.Expr, form: str, zone: str) -> pl.Expr:
    time = text.str.to_datetime(form, time_unit="us", strict=False)
    if "%z" in form:
        return time.dt.convert_time_zone("UTC")
    four = text.str.contains(r"/\d{4}")
    if "%y" in form:  # a two-digit year must not be read from a four-digit one, nor the other way round
        time = pl.when(~four).then(time)
    elif "%Y" in form and form.startswith(("%d", "%m")):
        time = pl.when(four).then(time)
    return time.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null").dt.convert_time_zone(
        "UTC"
    )


def mentions(text: pl.Expr, dots: bool = True) -> pl.Expr:
    """Handles that a text mentions, lower case, without @, in order of first mention; an e-mail address is no mention.

    `dots`: whether the platform's handles may hold dots and hyphens (on X they may not).
    """
    more = r"(?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?" if dots else "[A-Za-z0-9_]*"
    found = text.str.extract_all(rf"(?:^|[^\w@./+-])@[A-Za-z0-9_]{more}")
    return found.list.eval(pl.element().str.replace(r"^.*@", "").str.to_lowercase()).list.unique(
        maintain_order=True
    )


def hashtags(text: pl.Expr) -> pl.Expr:
    """Hashtags of a text, lower case, without #, in order of first use; a mere number is no hashtag."""
    found = text.str.extract_all(r"(?:^|[^\w&/])[#＃][\w]*[^\W\d_][\w]*")
    return found.list.eval(pl.element().str.replace(r"^.*[#＃]", "").str.to_lowercase()).list.unique(
        maintain_order=True
    )


def links(text: pl.Expr) -> pl.Expr:
    """Web addresses in a text, in order of first use, without closing punctuation."""
    found = text.str.extract_all(r"https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]}]")
    return found.list.unique(maintain_order=True)
