"""Sentences made from right figures raise no alarm; with one figure changed they do. Numbers keep their value when printed."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from simpul.checking import check, text_document
from simpul.checking.numbers import find_numbers, parse
from simpul.checking.rounding import counts_that_fit, wilson
from simpul.checking.spelled_numbers import value_of
from simpul.checking.telling import Figure

FEW = settings(max_examples=40, deadline=None)
SHARES = (
    "Sebanyak {k} dari {n} keluarga ({p}%) telah didata.",
    "Dari {n} keluarga, {k} keluarga ({p} persen) telah didata.",
    "Baru {k} keluarga atau {p} persen dari {n} keluarga telah didata.",
    "Sebesar {p}% ({k} dari {n} keluarga) telah didata.",
)
CHANGES = (
    "Aduan naik {p} persen dari {a} menjadi {b} aduan.",
    "Aduan naik dari {a} aduan menjadi {b} aduan, atau tumbuh {p} persen.",
    "Dari {a} aduan pada 2021 menjadi {b} aduan pada 2022, atau naik {p}%.",
)


def printed(value: float, decimals: int = 0) -> str:
    return Figure(value, decimals).shown(",")


def codes(text: str) -> list[str]:
    return [each.code for each in check([text_document(text)])]


@FEW
@given(
    st.sampled_from(SHARES),
    st.integers(3, 90_000),
    st.floats(0.01, 1),
    st.integers(0, 2),
    st.sampled_from([-9, 9]),
)
def test_shares(shape: str, n: int, share: float, decimals: int, off: int) -> None:
    k = max(1, round(n * share))
    right = shape.format(k=printed(k), n=printed(n), p=printed(100 * k / n, decimals))
    assert codes(right) == []
    wrong = 100 * k / n + (off if 100 * k / n + off > 0 else 9)
    assert codes(shape.format(k=printed(k), n=printed(n), p=printed(wrong, decimals))) == ["share"]


@FEW
@given(st.sampled_from(CHANGES), st.integers(20, 50_000), st.floats(1.05, 3), st.integers(0, 1))
def test_changes(shape: str, a: int, times: float, decimals: int) -> None:
    b = round(a * times) + 1
    change = 100 * (b / a - 1)
    assert codes(shape.format(a=printed(a), b=printed(b), p=printed(change, decimals))) == []
    assert codes(shape.format(a=printed(a), b=printed(b), p=printed(change + 12, decimals))) == ["growth"]
    assert codes(shape.format(a=printed(b), b=printed(a), p=printed(change, decimals))) == ["direction"]


@FEW
@given(st.lists(st.integers(30, 900), min_size=2, max_size=5), st.integers(1, 20))
def test_sums(parts: list[int], off: int) -> None:
    names = ("lansia", "balita", "siswa", "ibu hamil", "penyandang disabilitas")
    told = (
        ", ".join(f"{part} {name}" for part, name in zip(parts[:-1], names, strict=False))
        + f", dan {parts[-1]} lainnya"
    )
    shape = "Bantuan menjangkau {} orang, terdiri dari {}."
    assert codes(shape.format(printed(sum(parts)), told)) == []
    assert codes(shape.format(printed(sum(parts) + off), told)) == ["sum"]


@FEW
@given(st.floats(0.001, 1e9, allow_nan=False), st.integers(0, 2))
def test_a_printed_number_is_read_back(value: float, decimals: int) -> None:
    for mark in (",", "."):
        text = Figure(value, decimals).shown(mark)
        read = parse(text, mark)  # type: ignore[arg-type]
        assert read is not None and read[:2] == (round(value, decimals), decimals)


@FEW
@given(st.text(alphabet="0123456789.,%() -–RpabkdrinjutaRI\n", max_size=80))
def test_no_text_breaks_it(text: str) -> None:
    check([text_document(text)])


def test_words_are_numbers() -> None:
    words = {"tujuh": 7, "lima belas": 15, "dua puluh lima": 25, "seribu dua ratus": 1200, "tiga ratus ribu": 300_000, "dua juta lima ratus ribu": 2_500_000,
             "seratus sebelas": 111, "twenty-five": 25, "one hundred and five": 105, "dua tiga": None, "ribu": None}  # fmt: skip
    assert {text: value_of(text) for text in words} == words


def test_what_counts_nothing_is_no_number() -> None:
    texts = (
        "UU 27/2022, Pasal 12 ayat (3), Nomor 5 Tahun 2021, Tabel 2.1, RT 03/RW 05", "pada 3–28 April 2023 pukul 08.30 WIB, telepon (0293) 362145",
        "NIP 19780412 200501 2 003, WhatsApp 0812-2700-1234, +62 813-2800-4455", "kode 1.06.05.2.02.0004, Web 2.0, minggu ke-2, Jl. Sudirman No. 46",
    )  # fmt: skip
    assert [[each.text for each in find_numbers(text)] for text in texts] == [[], [], [], []]


def test_numbers_have_scale_kind_and_unit() -> None:
    (number,) = find_numbers("sekitar Rp1,5 juta")
    assert (number.value, number.money, number.about) == (1_500_000, True, True)
    assert [(each.value, each.kind, each.unit) for each in find_numbers("7,10 persen, 0,99 poin persen, 8.650 jiwa, tahun 2021")] == [
        (7.1, "percent", ""), (0.99, "points", ""), (8650, "count", "jiwa"), (2021, "year", ""),
    ]  # fmt: skip


def test_wilson_and_the_counts_that_fit() -> None:
    assert [round(end, 1) for end in wilson(13, 15)] == [
        62.1,
        96.3,
    ]  # Wilson (1927); Newcombe (1998), method 3
    assert [round(end) for end in wilson(7, 15)] == [25, 70]
    assert counts_that_fit(86.5, 87.5, 15) == [13]
    assert counts_that_fit(75.5, 76.5, 12) == []
