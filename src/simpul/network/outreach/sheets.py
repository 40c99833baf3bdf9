"""The sheets that an office fills in around a plan: who came, which family heard when and from whom, who tells whom."""

from __future__ import annotations

from datetime import date

import polars as pl

from simpul.corpus import values
from simpul.network.outreach.tables import Headers, OutreachProblem, Pair, number, spoken, yes_no

# For each column the words that people write over it: the first stands on the Indonesian form, `ENGLISH` on the English one.
PERSON = ("nama", "name", "id", "kode")
CHANNEL = ("saluran", "lewat")
ATTENDED: Headers = {
    "code": ("kode", "id", "nama", "name"), "role": ("peran", "jabatan"), "place": ("kelurahan", "tempat", "desa", "kampung"),
    "came": ("hadir", "datang"), "day": ("hari",), "plan": ("rencana",),
}  # fmt: skip
HEARD: Headers = {
    "id": PERSON, "place": ("kelurahan", "tempat", "desa", "kampung"), "heard": ("mendengar", "sudah mendengar", "dengar"),
    "day": ("hari", "hari ke"), "date": ("tanggal", "tgl"), "told_by": ("dari", "from", "diberi tahu oleh"), "channel": CHANNEL,
}  # fmt: skip
ANSWERS: Headers = {
    "respondent": ("responden", "penjawab", "nama"), "source": ("dari", "from"), "target": ("ke", "to"), "channel": CHANNEL,
}  # fmt: skip
ENGLISH = {"id": "name", "told_by": "from", "source": "from", "target": "to"}
NOBODY = ("-", "–", "tidak ada", "none", "nobody")
LONGEST = 3650.0  # days


def form(rows: pl.DataFrame, headers: Headers, language: str) -> pl.DataFrame:
    """A sheet to be filled in: its columns under the words of the language, those that `rows` lacks empty."""
    shown = {name: _called(headers, name)[0 if language == "id" else 1] for name in headers}
    return rows.select(
        pl.col(name).alias(over) if name in rows.columns else pl.lit(None, dtype=pl.String).alias(over)
        for name, over in shown.items()
    )


def _called(headers: Headers, name: str) -> Pair:
    """What stands over a column of the forms."""
    return headers[name][0], ENGLISH.get(name, name)


def attended(sheet: pl.DataFrame) -> pl.DataFrame:
    """Who came to a briefing: code (or id), came, day (0 where empty), plan (null where the sheet does not say), row.

    Rows that say neither yes nor no are left out. Raises OutreachProblem for a sheet that nobody filled in.
    """
    rows = _clean(sheet, ATTENDED)
    _there(rows, ATTENDED, ("code", "came"), ("Daftar hadir", "The list of attendance"))
    rows = rows.with_columns(
        yes_no(rows, "came", _called(ATTENDED, "came")), _days(rows), plan=_text(rows, "plan")
    ).drop_nulls("code")
    rows = rows.filter(pl.col("came").is_not_null())
    if rows.is_empty():
        raise OutreachProblem(
            "Daftar hadir belum diisi: tulis ya atau tidak di kolom hadir.",
            "The list of attendance is not filled in: write yes or no in the column came.",
        )
    _once(rows, "code", ("daftar hadir", "the list of attendance"))
    return rows.select("code", "came", pl.col("day").fill_null(0), "plan", "row")


def heard(sheet: pl.DataFrame, start: date | None = None, day_first: bool | None = None) -> pl.DataFrame:
    """Which families heard: id, day (null: asked, and has not), told_by, channel; families that were not asked are left out.

    `heard` says yes or no, or nothing of who was not asked; without that column everybody in the sheet was asked. The day is a number
    counted from the briefing, or a date, which needs `start`, the day of the briefing. Dates such as 05/06/2026 are read by the order
    that the column proves or `day_first` says. Raises OutreachProblem naming column and row.
    """
    rows = _clean(sheet, HEARD)
    wanted = ("id",) if "date" in rows.columns else ("id", "day")
    _there(rows, HEARD, wanted, ("Lembar siapa mendengar", "The sheet of who heard"))
    rows = rows.with_columns(
        day=pl.Series(_days(rows).zip_with(_days(rows).is_not_null(), _since(rows, start, day_first))),
        said=yes_no(rows, "heard", _called(HEARD, "heard")) if "heard" in rows.columns else pl.lit(None, dtype=pl.Boolean),
        told_by=_text(rows, "told_by"), channel=_text(rows, "channel"),
    ).drop_nulls("id")  # fmt: skip
    if "heard" in rows.columns:
        rows = rows.filter(pl.col("said").is_not_null() | pl.col("day").is_not_null())
    if rows.is_empty():
        raise OutreachProblem(
            "Lembar siapa mendengar belum diisi: tulis ya atau tidak di kolom mendengar.",
            "The sheet of who heard is not filled in: write yes or no in the column heard.",
        )
    _once(rows, "id", ("lembar siapa mendengar", "the sheet of who heard"))
    _refuse(
        rows.filter(pl.col("said") & pl.col("day").is_null()),
        "sudah mendengar, tetapi tanpa hari atau tanggal. Tulis hari paling lambat yang mungkin, misalnya hari wawancara",
        "has heard, but no day or date is given. Write the latest day that it can have been, such as that of the interview",
    )
    _refuse(
        rows.filter(~pl.col("said") & pl.col("day").is_not_null()),
        "tertulis tidak mendengar, tetapi ada harinya. Perbaiki salah satu",
        "is said not to have heard, and yet has a day. Correct one of the two",
    )
    return rows.select("id", "day", "told_by", "channel")


def answers(sheet: pl.DataFrame) -> tuple[pl.Series, pl.DataFrame]:
    """Who was interviewed (in the order of the sheet), and the ties that they told of: source, target [channel].

    A row says from whom the respondent gets word (`source`) or whom they tell (`target`); "-" for nobody. Respondents of whom nothing is
    written were not interviewed yet. Raises OutreachProblem where nobody was.
    """
    held, ends = as_answered(sheet), ("source", "target")
    if held.is_empty():
        raise OutreachProblem(
            "Lembar jawaban belum diisi: tulis di kolom dari atau ke siapa yang disebut, atau - bila tidak ada.",
            "The sheet of answers is not filled in: write in the column from or to who was named, or - for nobody.",
        )
    none = pl.col(ends).str.to_lowercase().is_in(NOBODY)
    named = held.with_columns(pl.when(~none).then(pl.col(ends)).name.keep()).filter(
        pl.any_horizontal(pl.col(ends).is_not_null())
    )
    ties = named.select(
        pl.col(ends).fill_null(pl.col("respondent")), channel=_text(named, "channel")
    ).filter(pl.col("source") != pl.col("target"))  # fmt: skip
    return held["respondent"].unique(maintain_order=True), ties.unique(maintain_order=True)


def as_answered(sheet: pl.DataFrame) -> pl.DataFrame:
    """The rows of a sheet of answers that are filled in: respondent, source, target, channel."""
    rows = _clean(sheet, ANSWERS)
    _there(rows, ANSWERS, ("respondent", "source", "target"), ("Lembar jawaban", "The sheet of answers"))
    filled = pl.any_horizontal(pl.col("source", "target").is_not_null())
    return (
        rows.drop_nulls("respondent")
        .filter(filled)
        .select("respondent", "source", "target", _text(rows, "channel"))
    )


def _there(rows: pl.DataFrame, headers: Headers, wanted: tuple[str, ...], what: Pair) -> None:
    missing = [_called(headers, name) for name in wanted if name not in rows.columns]
    if missing:
        id, en = (", ".join(each[at] for each in missing) for at in (0, 1))
        there = ", ".join(rows.columns[1:])
        raise OutreachProblem(
            f"{what[0]} tidak punya kolom {id}. Yang ada: {there}.",
            f"{what[1]} has no column {en}. It has: {there}.",
        )


def _clean(sheet: pl.DataFrame, headers: Headers) -> pl.DataFrame:
    """Texts without blanks around them, null where empty; `row` is the row below the header, from 1."""
    texts = (
        spoken(sheet, headers).drop("row", strict=False).select(pl.all().cast(pl.String).str.strip_chars())
    )
    clean = texts.select(pl.when(pl.all() != "").then(pl.all()))
    return clean.with_row_index("row", 1).with_columns(pl.col("row").cast(pl.Int64))


def _text(rows: pl.DataFrame, name: str) -> pl.Expr:
    return pl.col(name) if name in rows.columns else pl.lit(None, dtype=pl.String).alias(name)


def _days(rows: pl.DataFrame) -> pl.Series:
    """The column `day` as whole numbers, null where empty or absent."""
    if "day" not in rows.columns:
        return pl.Series("day", [None] * rows.height, dtype=pl.Int64)
    return number(rows, "day", 0.0, LONGEST, _called(HEARD, "day")).ceil().cast(pl.Int64)


def _since(rows: pl.DataFrame, start: date | None, day_first: bool | None) -> pl.Series:
    """The column `date` as days since `start`, null where empty or absent."""
    given = (
        rows["date"] if "date" in rows.columns else pl.Series("date", [None] * rows.height, dtype=pl.String)
    )
    if given.null_count() == rows.height:
        return pl.Series("day", [None] * rows.height, dtype=pl.Int64)
    if start is None:
        raise OutreachProblem(
            "Kolom tanggal perlu hari pengarahan: tambahkan --start, misalnya --start 2026-03-02.",
            "The column date needs the day of the briefing: add --start, for instance --start 2026-03-02.",
        )
    proven = values.day_order(given)
    order = day_first if proven is None else proven
    if order is None and given.str.contains(r"^\d{1,2}[/.\-]\d{1,2}[/.\-]").any():
        raise OutreachProblem(
            "Kolom tanggal: hari atau bulan dulu tidak terbukti. Tulis 2026-03-02, atau tambahkan --day-first (--month-first).",
            "Column date: whether day or month comes first is not proven. Write 2026-03-02, or add --day-first (--month-first).",
        )
    ways = ("%Y-%m-%d", "%Y/%m/%d", *(("%m/%d/%Y",) if order is False else ("%d/%m/%Y",)))
    days = (values.when(given, "UTC", ways).dt.date() - start).dt.total_days()
    _refuse(
        rows.filter(given.is_not_null() & ~days.is_between(0, LONGEST).fill_null(False)),
        f"tanggal tidak terbaca, atau sebelum pengarahan ({start})",
        f"the date cannot be read, or is before the briefing ({start})",
    )
    return days.cast(pl.Int64).alias("day")


def _once(rows: pl.DataFrame, column: str, where: tuple[str, str]) -> None:
    _refuse(
        rows.filter(pl.col(column).is_duplicated() & ~pl.col(column).is_first_distinct()),
        f"orang atau keluarga ini sudah ada di {where[0]}. Satu baris saja",
        f"this person or family stands in {where[1]} already. One row only",
    )


def _refuse(bad: pl.DataFrame, id: str, en: str) -> None:
    if bad.height:
        row = bad["row"][0]
        raise OutreachProblem(f"Baris {row}: {id}.", f"Row {row}: {en}.")
