"""The table of findings: its columns, its reasons in two languages, and its JSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from simpul.measures.measure import UNITS, Words

FINDINGS: dict[str, pl.DataType | type[pl.DataType]] = {
    "id": pl.String,  # measure@kind:subject@from..to
    "measure": pl.String,
    "subject_kind": pl.String,  # one of measure.SUBJECT_KINDS
    "subject_id": pl.String,
    "from": pl.String,  # local date, or date and time with offset; the window is [from, to)
    "to": pl.String,
    "value": pl.Float64,
    "numerator": pl.Float64,
    "denominator": pl.Float64,
    "n": pl.Int64,
    "low": pl.Float64,  # 95 % interval, in the value's unit
    "high": pl.Float64,
    "method": pl.String,  # of the interval: wilson, bootstrap, woodruff
    "units": pl.Int64,  # persons or accounts (at most 512 groups of them) that the interval rests on; null: each row is its own
    "corrected": pl.Float64,  # the value had people coded every text, estimated from those that they coded
    "corrected_low": pl.Float64,  # 95 % interval of the corrected value
    "corrected_high": pl.Float64,
    "corrected_n": pl.Int64,  # texts that people coded
    "unit": pl.String,  # one of measure.UNITS
    "status": pl.String,  # one of STATUSES
    "reason": pl.String,  # code:details; why there is no value, or what must be said beside it
    "evidence": pl.String,  # JSON: {"table": …, "where": [[column, operator, value], …]}
}
STATUSES = ("ok", "not_available", "suppressed")
FLOATS = ("value", "numerator", "denominator", "low", "high", "corrected", "corrected_low", "corrected_high")
DIGITS = 10  # significant digits of every number
LEAST = 5  # persons that a published cell needs
FEW = 30  # rows below which k of n is said before any percentage

# Why a value is missing. {0}, {1} … are the details after the code's colon, separated by commas.
REASONS: dict[str, Words] = {
    "table_absent": (
        "Tidak tersedia karena tabel atau lembar “{0}” tidak ada atau kosong.",
        "Not available because the table or sheet “{0}” is absent or empty.",
    ),
    "column_absent": (
        "Tidak tersedia karena kolom “{0}” tidak ada.",
        "Not available because the column “{0}” is absent.",
    ),
    "metric_absent": (
        "Tidak tersedia karena tidak ada kiriman dengan hitungan “{0}” di bahan ini.",
        "Not available because no post in this material carries the count “{0}”.",
    ),
    "value_absent": (
        "Tidak tersedia karena kolom “{0}” tidak terisi pada baris yang dihitung.",
        "Not available because the column “{0}” holds no value in the rows that count.",
    ),
    "no_officials": (
        "Tidak tersedia karena tidak ada akun resmi yang dikenal. Isi lembar “akun” di buku kerja acuan.",
        "Not available because no official account is known. Fill the sheet “akun” of the reference workbook.",
    ),
    "no_rows": (
        "Tidak tersedia karena tidak ada baris yang dapat dihitung di “{0}” dalam jangka waktu ini.",
        "Not available because “{0}” holds nothing to count in this window.",
    ),
    "ego_sample": (
        "Tidak tersedia karena survei hanya menanyakan hubungan sebagian orang; angka ini perlu jaringan yang utuh.",
        "Not available because the survey asked some people about their own ties; this figure needs the whole network.",
    ),
    "no_two_snapshots": (
        "Tidak tersedia karena tidak ada dua hitungan pengikut bertanggal.",
        "Not available because there are no two dated follower counts.",
    ),
    "no_two_months": (
        "Tidak tersedia karena jangka waktu ini tidak memuat dua bulan penuh yang berisi.",
        "Not available because the window holds no two whole months with contacts.",
    ),
    "no_look_back": (
        "Tidak tersedia karena catatan belum cukup panjang: hubungan baru terlihat setelah 28 hari pertama, dan hanya bila ada sentuhan baru.",
        "Not available because the record is too short: new relations show after its first 28 days, and only where there are new contacts.",
    ),
    "few_accounts": (
        "Tidak tersedia karena kurang dari dua akun yang dapat dibandingkan.",
        "Not available because fewer than two accounts can be compared.",
    ),
    "metric_changed": (
        "Tidak tersedia karena platform mengganti hitungan “{0}” pada bulan ini ({1}); angka sebelum dan sesudahnya tidak sama artinya.",
        "Not available because the platform changed the count “{0}” in this month ({1}); figures before and after it do not mean the same.",
    ),
    "zero_denominator": (
        "Tidak terdefinisi karena pembaginya nol: {0} banding 0.",
        "Not defined because the denominator is zero: {0} to 0.",
    ),
    "few_persons": (
        "Disembunyikan karena kurang dari {0} orang di baliknya.",
        "Suppressed because fewer than {0} persons stand behind it.",
    ),
    "complement": (
        "Disembunyikan agar angka lain yang disembunyikan tidak dapat dihitung balik.",
        "Suppressed so that another suppressed figure cannot be worked out from it.",
    ),
    "not_measured": (
        "Tidak tersedia karena ukuran ini belum dihitung: {0}.",
        "Not available because this measure was not computed: {0}.",
    ),
}
# What must be said beside a value that is there.
NOTES: dict[str, Words] = {
    "comments_seen": (
        "Komentar dihitung dari utas yang dibaca pada {0} dari {1} kiriman; sisanya menurut hitungan platform, termasuk komentar pemilik akun.",
        "Comments are counted in the threads that were read for {0} of {1} posts; for the rest by the platform, the owner's own included.",
    ),
    "sources_differ": (
        "Beberapa angka tercatat untuk indikator dan tahun ini: {1}; berbeda satu sama lain: {0} (1 = ya).",
        "Figures on record for this indicator and year: {1}; they differ: {0} (1 = yes).",
    ),
    "line_of_the_row": (
        "Pengeluaran per orang dibanding garis kemiskinan di baris yang sama; {0} dari {1} rumah tangga berbobot, yang lain terhitung sekali.",
        "Expenditure per person against the poverty line of the same row; {0} of {1} households carry a weight, the others count once.",
    ),
    "place_known": (
        "Tempat (kelurahan) diketahui pada {0} dari {1} teks.",
        "The place (kelurahan) is known for {0} of {1} texts.",
    ),
}


def reason_text(reason: str, language: str = "id") -> str:
    """A reason or note for people, in Indonesian ("id") or English ("en"). Raises KeyError for an unknown code."""
    code, _, details = reason.partition(":")
    words = (REASONS | NOTES)[code]
    return words[language == "en"].format(*details.split(","))


def finding_id(measure: str, kind: str, subject: str, window: tuple[str, str]) -> str:
    """Such as `p1@account:instagram:dinsos@2026-01-01..2026-07-01`."""
    return f"{measure}@{kind}:{subject}@{window[0]}..{window[1]}"


CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O or U, which print alike or spell words
CODE_LENGTH = 6


def short_code(finding: Mapping[str, Any]) -> str:
    """Six letters and digits for a number in print, such as `K7Q2MX`: 30 bits of the hash of the finding's `id`.

    A row of the table and an object of `findings.json` give the same code, and so does the same finding of a study that was
    run again. Two of 10,000 findings share a code in one study of twenty; whoever opens a code must expect that.
    """
    bits = int.from_bytes(hashlib.blake2b(finding["id"].encode(), digest_size=4).digest()) >> 2
    return "".join(CODE_LETTERS[bits >> 5 * place & 31] for place in reversed(range(CODE_LENGTH)))


def conform(frame: pl.DataFrame, schema: Mapping[str, Any]) -> pl.DataFrame:
    """The frame with exactly the columns of the schema; absent ones are null."""
    return frame.select(
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in schema.items()
    )


def tidy(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with exactly the columns of FINDINGS, no NaN or infinity, 10 significant digits, sorted by id."""
    floats = [
        pl.when(pl.col(name).is_finite()).then(pl.col(name)).round_sig_figs(DIGITS).alias(name)
        for name in FLOATS
    ]
    return conform(frame, FINDINGS).with_columns(floats).sort("id")


def finish(table: pl.DataFrame, window: tuple[str, str]) -> pl.DataFrame:
    """Decided cells as findings: with id and window, and without figures beside a status that forbids them."""
    cells = conform(table, FINDINGS)
    keys = cells.select("measure", "subject_kind", "subject_id").rows()
    ids = [finding_id(measure, kind, subject, window) for measure, kind, subject in keys]
    ok, hidden = pl.col("status") == "ok", pl.col("status") == "suppressed"
    return tidy(
        cells.with_columns(
            pl.Series("id", ids, dtype=pl.String),
            pl.lit(window[0]).alias("from"),
            pl.lit(window[1]).alias("to"),
            pl.when(ok).then(pl.col("value", "low", "high", "units")),
            pl.when(ok & pl.col("low").is_not_null()).then("method"),
            pl.when(~hidden & (pl.col("n") > 0)).then(pl.col("numerator", "denominator")),
            pl.when(~hidden).then("n"),
        )
    )


def to_json(frame: pl.DataFrame) -> bytes:
    """The findings as `findings.json`: a list of objects sorted by id, one per line.

    The same findings give the same bytes. What is missing is null. `unit` is in English; `reason` is a sentence in Indonesian,
    then in English. `few` says a share of fewer than 30 rows as k of n.
    """
    objects = (
        json.dumps(_object(row), ensure_ascii=False, allow_nan=False)
        for row in tidy(frame).iter_rows(named=True)
    )
    return ("[\n" + ",\n".join(objects) + "\n]\n").encode()


def _object(row: dict[str, Any]) -> dict[str, Any]:
    reason = row["reason"]
    subject = {
        "kind": row["subject_kind"],
        "id": row["subject_id"],
        "from": row["from"],
        "to": row["to"],
    }
    return {
        "id": row["id"],
        "measure": row["measure"],
        "subject": subject,
        **{name: _number(row[name]) for name in ("value", "numerator", "denominator", "n", "low", "high")},
        "method": row["method"],
        "units": row["units"],
        "few": " / ".join(words) if (words := k_of_n(row)) else None,
        "corrected": _corrected(row),
        "unit": UNITS[row["unit"]].names[1],
        "status": row["status"],
        "reason": None if reason is None else f"{reason_text(reason, 'id')} / {reason_text(reason, 'en')}",
        "evidence": None if row["evidence"] is None else json.loads(row["evidence"]),
    }


def _corrected(row: dict[str, Any]) -> dict[str, Any] | None:
    if row["corrected"] is None:
        return None
    ends = {name: _number(row[f"corrected_{name}"]) for name in ("low", "high", "n")}
    return {"value": _number(row["corrected"]), **ends}


def _number(value: float | None) -> float | int | None:
    """Whole numbers without a decimal point."""
    if value is None or not float(value).is_integer():
        return value
    return int(value)


def k_of_n(finding: Mapping[str, Any]) -> Words | None:
    """A share of fewer than `FEW` rows as `13 dari 15` and `13 of 15`, which is said before any percentage; else None."""
    share = finding["unit"] == "percent" and finding["numerator"] is not None
    if not share or finding["denominator"] != finding["n"] or not 0 < finding["n"] < FEW:
        return None
    k, n = f"{finding['numerator']:g}", finding["n"]
    return f"{k} dari {n}", f"{k} of {n}"


def evidence_json(table: str, where: Iterable[Any]) -> str:
    """An evidence query as it stands in the table of findings."""
    return json.dumps({"table": table, "where": [list(c) for c in where]}, ensure_ascii=False)
