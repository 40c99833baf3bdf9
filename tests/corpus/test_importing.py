"""Importing: every file becomes one batch, once; what cannot be read says why and stands in nobody's way."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import leaky_exports as leaky
import openpyxl
import polars as pl
import pytest

from simpul.corpus import reader as reading
from simpul.corpus.chunks import Chunk
from simpul.corpus.importing import Import, Register, import_paths
from simpul.corpus.reader import Match, Options, Reader, readers
from simpul.corpus.source import Source, media
from simpul.corpus.store import Batch, Store
from simpul.corpus.template import write_templates

HEADER = "id,platform,author,text,created_at,likes\n"
ROW = "1,x,budi,Beras cair kapan,2026-03-05 10:00,3\n"


@pytest.fixture
def how(tmp_path: Path) -> Import:
    return Import(Store(tmp_path / "corpus"), b"k" * 32, basis="office-number")


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def table(path: Path, *ids: str, text: str = "Beras cair kapan") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADER + "".join(f"{id},x,budi,{text},2026-03-05 10:00,3\n" for id in ids or ["1"]))
    return path


def refusals(how: Import) -> list[tuple[str, str]]:
    return how.store.scan("rejects").select("file", "code").sort("file", "code").collect().rows()  # type: ignore[return-value]


def posts(how: Import) -> int:
    return int(how.store.scan("posts").select(pl.len()).collect().item())


def names(batches: list[Batch]) -> list[tuple[str, str]]:
    return [(batch.file, batch.reader) for batch in batches]


# --- once -----------------------------------------------------------------------------------------------------


def test_importing_twice_changes_nothing(how: Import, inbox: Path) -> None:
    leaky.write(inbox)
    first = import_paths([inbox], how)
    files = {path: path.read_bytes() for path in how.store.root.rglob("*") if path.is_file()}
    assert import_paths([inbox], how) == first
    assert {path: path.read_bytes() for path in how.store.root.rglob("*") if path.is_file()} == files
    assert len(first) == len(how.store.batches()) == 7


def test_the_same_bytes_under_another_name_are_the_same_batch(how: Import, inbox: Path) -> None:
    one, two = table(inbox / "one.csv"), inbox / "below" / "two.csv"
    two.parent.mkdir()
    shutil.copy(one, two)
    batches = import_paths([inbox], how)
    assert [batch.id for batch in batches] == [batches[0].id] * 2
    assert posts(how) == 1 == len(how.store.batches())


def test_a_file_named_twice_is_imported_once(how: Import, inbox: Path) -> None:
    file = table(inbox / "one.csv")
    assert names(import_paths([file, inbox, file], how)) == [("one.csv", "generic_table")]


def test_undo_takes_a_batch_out_and_importing_brings_it_back(how: Import, inbox: Path) -> None:
    table(inbox / "a.csv", "1")
    table(inbox / "b.csv", "2")
    first, _ = import_paths([inbox], how)
    how.store.undo(first.id)
    assert posts(how) == 1
    import_paths([inbox], how)
    assert posts(how) == 2


def test_progress_names_each_file_and_ends(how: Import, inbox: Path) -> None:
    table(inbox / "a.csv", "1")
    table(inbox / "b.csv", "2")
    told: list[tuple[str, int, int]] = []
    import_paths([inbox], how, lambda *said: told.append(said))
    assert told == [("a.csv", 0, 2), ("b.csv", 1, 2), ("", 2, 2)]


# --- what a new import replaces ---------------------------------------------------------------------------------


def test_another_register_replaces_what_the_old_one_gave(how: Import, inbox: Path) -> None:
    table(inbox / "a.csv")
    import_paths([inbox], how)
    office = pl.DataFrame(
        [("x", "budi", "agency", None, "government", None, "Dinas")],
        how.register.accounts.schema,
        orient="row",
    )
    named = replace(how, register=Register(office, "second"))
    import_paths([inbox], named)
    assert how.store.scan("posts").select("account_id").collect().rows() == [("x:budi",)]
    assert len(how.store.batches()) == 1


def test_a_changed_column_map_reads_the_file_anew(how: Import, inbox: Path) -> None:
    (inbox / "a.csv").write_text("nomor;isi;lain\n1;Beras;Air\n")
    column_map = inbox / "a.csv.toml"
    for column, text in (("isi", "Beras"), ("lain", "Air")):
        column_map.write_text(f'platform = "x"\n[columns]\nid = "nomor"\ntext = "{column}"\n')
        assert names(import_paths([inbox], how)) == [("a.csv", "generic_table")]
        assert how.store.scan("posts").select("text").collect().rows() == [(text,)]


def test_a_refusal_goes_once_its_file_is_read(how: Import, inbox: Path) -> None:
    (inbox / "a.csv").write_text("nomor;isi\n1;Beras\n")
    (inbox / "b.csv").write_text("nomor;isi\n1;Beras\n")
    import_paths([inbox], how)
    assert refusals(how) == [("a.csv", "file_unknown"), ("b.csv", "file_unknown")]
    (inbox / "a.csv.toml").write_text('platform = "x"\n[columns]\nid = "nomor"\ntext = "isi"\n')
    import_paths([inbox / "a.csv"], how)
    assert refusals(how) == [("b.csv", "file_unknown")]
    assert posts(how) == 1


def test_a_refusal_replaces_nothing_that_was_read(how: Import, inbox: Path) -> None:
    """With --day-first the dates were decided; a later import without it refuses the file and takes nothing away."""
    (inbox / "a.csv").write_text(HEADER + "1,x,budi,Beras,05/06/2026 10:00,3\n")
    import_paths([inbox], replace(how, options=Options(day_first=True)))
    import_paths([inbox], how)
    assert posts(how) == 1
    assert refusals(how) == [("a.csv", "date_order_unknown")]


# --- which reader -----------------------------------------------------------------------------------------------


def test_a_format_that_is_named_is_not_guessed(how: Import, inbox: Path) -> None:
    table(inbox / "a.csv")
    batches = import_paths([inbox], replace(how, format="meta_business_suite"))
    assert names(batches) == [("a.csv", "meta_business_suite")]
    assert refusals(how) == [("a.csv", "file_columns")]
    with pytest.raises(KeyError):
        import_paths([inbox], replace(how, format="no-such-format"))


def fake(monkeypatch: pytest.MonkeyPatch, *added: Reader) -> None:
    known = dict(readers())
    for module in ("importing", "recognising"):
        monkeypatch.setattr(
            f"simpul.corpus.{module}.readers", lambda: known | {one.name: one for one in added}
        )


def reader_of(name: str, score: int, read: object = None) -> Reader:
    def recognise(source: Source) -> Match:
        if score < 0:
            raise ZeroDivisionError(name)
        return Match(score)

    return replace(readers()["generic_table"], name=name, recognise=recognise, read=read)


def test_two_formats_that_fit_alike_are_both_named(
    how: Import, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table(inbox / "a.csv")
    fake(monkeypatch, reader_of("twin", 70))
    assert names(import_paths([inbox], how)) == [("a.csv", "")]
    rejected = how.store.scan("rejects").select("code", "value", "advice").collect().rows()
    assert [row[:2] for row in rejected] == [("file_ambiguous", "generic_table, twin")]
    assert "--as" in rejected[0][2]
    assert names(import_paths([inbox], replace(how, format="generic_table"))) == [("a.csv", "generic_table")]
    assert refusals(how) == []


def test_a_reader_whose_recognition_breaks_keeps_no_file_from_the_others(
    how: Import, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table(inbox / "a.csv")
    (inbox / "b.txt").write_text("bukan ekspor")
    fake(monkeypatch, reader_of("broken", -1))
    batches = import_paths([inbox], how)
    assert names(batches) == [("a.csv", "generic_table"), ("b.txt", "")]
    assert how.store.scan("rejects").select("column", "code", "value").collect().rows() == [
        ("broken", "file_failed", "ZeroDivisionError")
    ]


def test_a_fault_keeps_what_was_read_and_is_tried_again(
    how: Import, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table(inbox / "a.csv", "1")
    table(inbox / "b.csv", "2")
    sound = readers()["generic_table"]

    def read(source: Source, options: Options) -> Iterator[Chunk]:
        yield from sound.read(source, options)
        if source.name == "a.csv":
            raise ZeroDivisionError("secret of a citizen")

    with monkeypatch.context() as broken:
        fake(broken, replace(sound, read=read))
        batches = import_paths([inbox], how)
        assert [batch.failed for batch in batches] == [True, False]
        assert how.store.scan("rejects").select("file", "column", "code", "value").collect().rows() == [
            ("a.csv", "generic_table", "file_failed", "ZeroDivisionError")
        ]
        assert posts(how) == 2
    again = import_paths([inbox], how)
    assert [batch.failed for batch in again] == [False, False]
    assert (refusals(how), posts(how)) == ([], 2)


# --- which files ------------------------------------------------------------------------------------------------


def test_folders_and_zips_are_walked_and_hidden_files_passed_over(how: Import, inbox: Path) -> None:
    table(inbox / "b" / "c.csv", "1")
    table(inbox / ".hidden" / "d.csv", "2")
    table(inbox / ".e.csv", "3")
    with zipfile.ZipFile(inbox / "pack.bin", "w") as archive:  # by its content, whatever its name
        archive.writestr("x/y/f.csv", HEADER + ROW.replace("1,", "4,"))
        archive.writestr("x/g.txt", "halo")
        archive.writestr("__MACOSX/x/._f.csv", "resource fork")
        archive.writestr("x/.DS_Store", "folder")
        archive.writestr("x/kosong/", "")
        archive.writestr(
            "h.jsonl",
            '{"id": "5", "text": "x", "author_id": "1", "edit_history_tweet_ids": ["5"], "created_at": "2026-03-05T03:00:00Z"}\n',
        )
    assert names(import_paths([inbox], how)) == [
        ("b/c.csv", "generic_table"),
        ("pack.bin!x/y/f.csv", "generic_table"),
        ("pack.bin!x/g.txt", ""),
        ("pack.bin!h.jsonl", "x_api_v2"),
    ]  # fmt: skip
    assert refusals(how) == [("pack.bin!x/g.txt", "file_unknown")]


def test_pictures_and_system_files_in_a_drop_are_passed_over_and_counted(how: Import, inbox: Path) -> None:
    table(inbox / "a.csv", "1")
    (inbox / "IMG-1.JPG").write_bytes(b"\xff\xd8")
    (inbox / "Thumbs.db").write_bytes(b"\xd0\xcf")
    with zipfile.ZipFile(inbox / "b.zip", "w") as archive:
        for name in ("media/v.mp4", "media/VID.webp", "PTT-1.opus", "desktop.ini", "__MACOSX/._v.mp4"):
            archive.writestr(name, b"\x00")
        archive.writestr("c.txt", "halo")
    assert names(import_paths([inbox], how)) == [("a.csv", "generic_table"), ("b.zip!c.txt", "")]
    assert media([inbox]) == 4
    alone = inbox / "IMG-1.JPG"
    assert names(import_paths([alone], how)) == [("IMG-1.JPG", "")] and media([alone]) == 0  # it was meant


def test_column_maps_are_no_exports(how: Import, inbox: Path) -> None:
    table(inbox / "a.csv")
    (inbox / "a.csv.toml").write_text('platform = "x"\n[columns]\nid = "id"\ntext = "text"\n')
    (inbox / "simpul.toml").write_text('platform = "x"\n[columns]\nid = "nomor"\ntext = "isi"\n')
    (inbox / "lain.toml").write_text("judul = 1\n")
    assert [name for name, _ in names(import_paths([inbox], how))] == ["a.csv", "lain.toml"]
    assert refusals(how) == [("lain.toml", "file_unknown")]


def test_what_is_excluded_is_not_looked_at(how: Import, inbox: Path) -> None:
    table(inbox / "a.csv", "1")
    table(inbox / "old" / "b.csv", "2")
    write_templates(inbox / "templat")
    exclude = [inbox / "old", inbox / "templat" / "referensi.xlsx"]
    batches = import_paths([inbox], how, exclude=exclude)
    assert [name for name, _ in names(batches)] == [
        "a.csv", "templat/komentar.xlsx", "templat/kuesioner.xlsx", "templat/pengikut.xlsx", "templat/suara.xlsx",
    ]  # fmt: skip


def test_simpuls_own_forms_are_told_from_exports(how: Import, inbox: Path) -> None:
    """The reference workbook and the questionnaire lie beside the exports in many folders; that is no fault."""
    write_templates(inbox)
    batches = {batch.file: batch for batch in import_paths([inbox], how)}
    assert batches["referensi.xlsx"].notes[0][1].endswith("Give it with --reference.")
    assert "kuesioner" in batches["kuesioner.xlsx"].notes[0][0]
    assert batches["referensi.xlsx"].rows == batches["kuesioner.xlsx"].rows == {}
    assert not {"referensi.xlsx", "kuesioner.xlsx"} & {name for name, _ in refusals(how)}


def test_any_other_workbook_is_unknown(how: Import, inbox: Path) -> None:
    openpyxl.Workbook().save(inbox / "kosong.xlsx")
    import_paths([inbox], how)
    assert refusals(how) == [("kosong.xlsx", "file_unknown")]


def test_a_file_name_that_is_no_text_is_imported(how: Import, inbox: Path) -> None:
    """Archives from old systems unpack to names in other encodings."""
    table(inbox / os.fsdecode(b"kiriman-\xe9.csv"))
    assert names(import_paths([inbox], how)) == [("kiriman-\ufffd.csv", "generic_table")]


def test_all_readers_are_found_without_a_list() -> None:
    reading.readers.cache_clear()
    assert {"generic_table", "kobotoolbox", "whatsapp", "x_api_v2"} < set(readers())
