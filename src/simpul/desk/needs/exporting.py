"""Tables of the ledger as files for RKPD and LP2KD: the same cells as on the screen, the same ones hidden."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.corpus.erasures import MARK as GONE
from simpul.corpus.inert import WORKBOOK, inert_cell
from simpul.desk.needs import counting
from simpul.desk.needs.counting import Cell, Table
from simpul.desk.needs.filters import Filters
from simpul.desk.needs.models import Need, Source, State

DECIDED = (State.CONFIRMED, State.IN_HAND, State.MET, State.UNMET, State.REFERRED)


def tables(needs: QuerySet[Need], filters: Filters, source: str) -> list[tuple[str, Table]]:
    """What a file holds about one source, as the screens show it."""
    chosen = filters.without("source")
    one = Filters.of({**chosen.query(), "source": source})
    return [
        (_("Wilayah"), counting.places_table(needs, one)),
        (_("Perangkat daerah"), counting.holders_table(needs, one)),
        (_("Urusan"), counting.holders_table(needs, one, "urusan")),
    ]


def rows(needs: QuerySet[Need], filters: Filters) -> Iterator[Sequence[object]]:
    """One line per cell: table, source, row, column, count, remark."""
    yield (
        _("tabel"),
        _("sumber"),
        _("kode baris"),
        _("baris"),
        _("kode kolom"),
        _("kolom"),
        _("jumlah"),
        _("keterangan"),
    )
    for source in sources(filters):
        for name, table in tables(needs, filters, source):
            for line in table.lines:
                for (code, column), cell in zip(table.columns, line.cells, strict=True):
                    yield (
                        name,
                        Source(source).label,
                        line.code,
                        line.name,
                        code,
                        column,
                        _number(cell),
                        remark(cell),
                    )


def sources(filters: Filters) -> list[str]:
    return [filters.source] if filters.source else list(Source.values)


def _number(cell: Cell) -> int | str:
    return "" if cell.n is None else cell.n


def remark(cell: Cell) -> str:
    """Why a cell has no number."""
    if cell.unheard:
        return _("belum didengar")
    return _("kurang dari lima orang, disembunyikan") if cell.hidden else ""


def workbook(needs: QuerySet[Need], filters: Filters) -> bytes:
    """A sheet of definitions, then one per source and table. Sources stand apart and are never added up."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **WORKBOOK}) as book:
        bold, wrap = (
            book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            book.add_format({"text_wrap": True}),
        )
        about = book.add_worksheet(_("Keterangan"))
        about.set_column(0, 0, 28)
        about.set_column(1, 1, 90, wrap)
        for number, (name, text) in enumerate(definitions(filters)):
            about.write_string(number, 0, name, bold)
            about.write_string(number, 1, str(inert_cell(text)))
        for source in sources(filters):
            for name, table in tables(needs, filters, source):
                sheet = book.add_worksheet(f"{Source(source).label} – {name}"[:31])
                _fill(sheet, table, name, bold)
    return out.getvalue()


def _fill(sheet: object, table: Table, name: str, bold: object) -> None:
    from typing import Any

    page: Any = sheet
    page.set_column(1, 1, 34)
    page.write_row(
        0, 0, [_("kode"), name, *(f"{code} {column}" for code, column in table.columns), _("jumlah")], bold
    )
    lines = [*table.lines, *([table.totals] if table.totals else [])]
    for number, line in enumerate(lines, 1):
        page.write_string(number, 0, line.code)
        page.write_string(
            number,
            1,
            str(inert_cell(line.name)) or (_("Jumlah") if line is table.totals else _("tidak diketahui")),
        )
        for column, cell in enumerate((*line.cells, line.total), 2):
            if cell.n is None:
                page.write_string(number, column, _("belum didengar") if cell.unheard else "< 5")
            else:
                page.write_number(number, column, cell.n)
    page.freeze_panes(1, 2)


def definitions(filters: Filters) -> list[tuple[str, str]]:
    """What the numbers mean, for who reads the file without Simpul."""
    chosen = ", ".join(f"{name} = {value}" for name, value in filters.query().items()) or _("tidak ada")
    return [
        (_("Dibuat"), f"{timezone.localtime():%Y-%m-%d %H:%M} WIB"),
        (_("Saringan"), chosen),
        (_("Yang dihitung"), _("Suara kebutuhan dalam buku kebutuhan; yang ditolak tidak dihitung menurut wilayah.")),
        (_("Sumber"), _("Daring, survei, perantara, dan petugas dihitung terpisah dan tidak pernah dijumlahkan: orang yang sama dapat bersuara di beberapa tempat.")),
        (_("Belum didengar"), _("Di kelurahan itu belum ada survei atau laporan perantara. Ini bukan nol.")),
        ("< 5", _("Kurang dari lima orang, atau akan membocorkan sel seperti itu lewat pengurangan.")),
        (_("Berkas lain"), _("Dua berkas dengan saringan yang sedikit berbeda dapat saling dikurangkan. Sebarkan satu saja, paling baik tanpa saringan.")),
        (_("Suara daring"), _("Warga miskin kurang terwakili di internet. Angka daring bukan ukuran kebutuhan.")),
    ]  # fmt: skip


def lessons(needs: QuerySet[Need]) -> list[tuple[str, str]]:
    """What officers decided about posts, in the form that `simpul train --head need` reads: text, needs (empty: none).

    Only texts of this city's own listening; a text that holds several needs has them joined by |.
    """
    decided = (
        needs.filter(source__in=(Source.ONLINE, Source.BROKER), recorded_by=None)
        .filter(state__in=(*DECIDED, State.REJECTED))
        .exclude(statement=GONE)
    )
    found: dict[str, tuple[str, list[str]]] = {}
    for text, post, code, state in (
        decided.order_by("pk").values_list("statement", "post_id", "sub_need", "state").iterator(2000)
    ):
        codes = found.setdefault(post or text, (text, []))[1]
        if state != State.REJECTED and code not in codes:
            codes.append(code)
    return [("text", "needs"), *((text, "|".join(codes)) for text, codes in found.values())]
