"""KoboToolbox exports of the household questionnaire, in every layout that Kobo writes."""

from __future__ import annotations

import csv
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from simpul.corpus.chunks import Chunk, conform
from simpul.corpus.importing import Import, import_paths
from simpul.corpus.kobo_sheets import parts_beside
from simpul.corpus.questionnaire import ALTERS, CONSENT, HOUSEHOLD, QUESTIONS, _answers
from simpul.corpus.reader import Blank, Options
from simpul.corpus.readers.kobotoolbox import READER
from simpul.corpus.rejects import FileRefused
from simpul.corpus.source import Source, sources
from simpul.corpus.store import Store
from simpul.corpus.survey import several
from simpul.corpus.vocabulary import choices, labels, question

PLACES = {
    "kembangsari": "99.71.01.1001", "99.71.01.1001": "99.71.01.1001", "kelurahan kembangsari": "99.71.01.1001",
    "sidoluhur": "99.71.01.1002", "99.71.01.1002": "99.71.01.1002",
}  # fmt: skip
OPTIONS = Options(place_codes=PLACES)
Cells = dict[str, str]

# Two households and whom they named, by XML names and values.
HOMES: list[Cells] = [
    {
        "persetujuan": "true", "kelurahan": "99.71.01.1001", "miskin": "true", "kerentanan": "elderly", "umur": "60+",
        "jenis_kelamin": "P", "pekerjaan": "casual_labour", "hp_internet": "false", "kecakapan_digital": "1",
        "sumber_informasi": "rt_head", "saluran_informasi": "meeting", "isi_informasi": "programmes", "kepercayaan": "3",
        "kebutuhan": "N01 N05", "gelombang": "1",
    },
    {
        "persetujuan": "true", "kelurahan": "99.71.01.1001", "miskin": "false", "kerentanan": "none", "umur": "25-34",
        "jenis_kelamin": "L", "pekerjaan": "driver", "hp_internet": "true", "kecakapan_digital": "4",
        "sumber_informasi": "official_account", "saluran_informasi": "whatsapp", "isi_informasi": "eligibility", "kepercayaan": "5",
        "kebutuhan": "N09", "gelombang": "1",
    },
]  # fmt: skip
NAMED: list[list[Cells]] = [
    [
        {"peran": "rt_head", "rt_rw": "RT 03/RW 05", "hubungan": "informs trusts", "saluran": "face_to_face", "topik": "N01", "frekuensi": "4"},
        {"peran": "cadre", "sebutan": "Bu Wiji", "hubungan": "asks", "saluran": "whatsapp", "topik": "N05", "frekuensi": "1"},
    ],
    [{"peran": "rt_head", "rt_rw": "3/5", "hubungan": "informs", "saluran": "whatsapp", "frekuensi": "0.25"}],
]  # fmt: skip
SYSTEM = ("_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status", "_submitted_by", "__version__", "_tags", "meta/rootUuid", "_index")  # fmt: skip
FIRST, SECOND = "household:aaaa-1", "household:aaaa-2"
RT_HEAD, CADRE = "alter:99.71.01.1001:rt_head:3/5", "alter:99.71.01.1001:cadre:wiji"
WHEN = [datetime(2026, 3, 1, 2, 5, 7, tzinfo=UTC), datetime(2026, 3, 2, 3, 0, 0, tzinfo=UTC)]


def system(number: int, status: str = "") -> Cells:
    day = WHEN[(number - 1) % 2].replace(tzinfo=None).isoformat()
    values = (str(900 + number), f"aaaa-{number}", day, status, "", "submitted_via_web", "", "v1", "", f"uuid:aaaa-{number}", str(number))  # fmt: skip
    return dict(zip(SYSTEM, values, strict=True))


def kobo_csv(path: Path, rows: list[Cells], encoding: str = "utf-8", tags: Cells | None = None) -> Source:
    header = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.writer(stream, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerow(header)
        for row in ([tags] if tags else []) + rows:
            writer.writerow([row.get(name, "") for name in header])
    return Source(path)


def kobo_xlsx(path: Path, sheets: dict[str, list[Cells]]) -> Source:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        header = list(dict.fromkeys(key for row in rows for key in row))
        sheet.append(header)
        for row in rows:
            sheet.append([_cell(key, row.get(key)) for key in header])
    book.save(path)
    return Source(path)


def _cell(name: str, value: str | None) -> Any:
    return int(value) if value and name in ("_id", "_index", "_parent_index") else value


def repeats(prefix: str = "") -> list[Cells]:
    return [
        {prefix + name: cell for name, cell in person.items()}
        | {"_index": str(9), "_parent_table_name": "Survei", "_parent_index": str(home), "_submission__uuid": f"aaaa-{home}"}
        for home, people in enumerate(NAMED, 1)
        for person in people
    ]  # fmt: skip


def read(source: Source, options: Options = OPTIONS) -> Chunk:
    (chunk,) = list(READER.read(source, options))
    for table in ("actors", "survey_ties", "rejects"):
        conform(getattr(chunk, table), table)  # raises on a column that the records do not declare
    return chunk


def refusals(chunk: Chunk) -> list[tuple[Any, ...]]:
    assert chunk.rejects is not None
    return chunk.rejects.select("row", "column", "code", "value").rows()


def ties(chunk: Chunk) -> list[tuple[Any, ...]]:
    assert chunk.survey_ties is not None
    columns = ("source", "target", "relation", "channel", "topic", "wave", "weight", "observed_at", "row")
    return chunk.survey_ties.select(columns).rows()


def actors(chunk: Chunk, *columns: str) -> list[tuple[Any, ...]]:
    assert chunk.actors is not None
    return chunk.actors.select("actor_id", *columns).rows()


def assert_is_the_survey(chunk: Chunk) -> None:
    assert chunk.actors is not None
    fields = (
        "kind",
        "role",
        "pillar",
        "place",
        "poor",
        "vulnerability",
        "age_group",
        "sex",
        "occupation",
        "internet_phone",
    )
    more = (
        "digital_skill",
        "preferred_source",
        "preferred_channel",
        "preferred_content",
        "trust",
        "needs",
        "wave",
        "row",
    )
    nothing = (None,) * 12
    assert actors(chunk, *fields, *more) == [
        (FIRST, "household", "resident", "household", "99.71.01.1001", True, "elderly", "60+", "P", "casual_labour", False,
         1.0, "rt_head", "meeting", "programmes", 3.0, ["N01", "N05"], "1", 1),
        (SECOND, "household", "resident", "household", "99.71.01.1001", False, "none", "25-34", "L", "driver", True,
         4.0, "official_account", "whatsapp", "eligibility", 5.0, ["N09"], "1", 2),
        (RT_HEAD, "person", "rt_head", "community", "99.71.01.1001", *nothing, "1", 1),
        (CADRE, "person", "cadre", "community", "99.71.01.1001", *nothing, "1", 1),
    ]  # fmt: skip
    assert ties(chunk) == [
        (RT_HEAD, FIRST, "informs", "face_to_face", "N01", "1", 4.0, WHEN[0], 1),
        (RT_HEAD, FIRST, "trusts", "face_to_face", "N01", "1", 4.0, WHEN[0], 1),
        (CADRE, FIRST, "asks", "whatsapp", "N05", "1", 1.0, WHEN[0], 1),
        (RT_HEAD, SECOND, "informs", "whatsapp", None, "1", 0.25, WHEN[1], 2),
    ]
    assert refusals(chunk) == []


def main(**more: str) -> list[Cells]:
    return [home | more | system(number) for number, home in enumerate(HOMES, 1)]


def flat(prefix: str = "", group: str = "") -> list[Cells]:
    """The main rows with the repeated part flattened: `perantara[1]/peran`."""
    return [
        {group + name: cell for name, cell in home.items()}
        | {f"{group}perantara[{n}]/{prefix}{name}": cell for n, person in enumerate(people, 1) for name, cell in person.items()}
        | system(number)
        for number, (home, people) in enumerate(zip(HOMES, NAMED, strict=True), 1)
    ]  # fmt: skip


def test_xlsx_joins_the_repeated_part_by_its_parent(tmp_path: Path) -> None:
    chunk = read(kobo_xlsx(tmp_path / "s.xlsx", {"Survei": main(), "perantara": repeats()}))
    assert_is_the_survey(chunk)
    assert chunk.notes == []


def test_xlsx_with_the_repeated_part_first_and_groups_before_names(tmp_path: Path) -> None:
    grouped = [
        {
            name if name.startswith(("_", "meta")) else f"rumah_tangga/{name}": cell
            for name, cell in row.items()
        }
        for row in main()
    ]
    sheets = {"perantara": repeats("rumah_tangga/perantara/"), "Survei": grouped}
    assert_is_the_survey(read(kobo_xlsx(tmp_path / "s.xlsx", sheets)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_flattened_csv(tmp_path: Path, encoding: str) -> None:
    assert_is_the_survey(read(kobo_csv(tmp_path / "s.csv", flat(), encoding)))


def test_flattened_csv_with_full_paths(tmp_path: Path) -> None:
    source = kobo_csv(tmp_path / "s.csv", flat("rumah_tangga/perantara/", "rumah_tangga/"))
    assert READER.recognise(source).score == 95
    assert_is_the_survey(read(source))


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("hierarchy", ["", "Rumah tangga/"])
def test_labels_read_like_names(tmp_path: Path, language: str, hierarchy: str) -> None:
    by_xml = {question(field, "xml"): field for field in QUESTIONS}

    def labelled(row: Cells) -> Cells:
        found = {}
        for name, cell in row.items():
            field = by_xml.get(name)
            if field is None or field == "wave":
                found[name] = cell
                continue
            each = QUESTIONS[field]
            if each.kind == "place":
                words = {"99.71.01.1001": "Kembangsari"}
            else:
                words = labels(*each.vocabulary, language=language)
            parts = cell.split() if each.kind == "choices" else [cell]
            found[hierarchy + question(field, language)] = " ".join(words.get(part, part) for part in parts)
        return found

    people = [labelled(row) for row in repeats()]
    chunk = read(
        kobo_xlsx(tmp_path / "s.xlsx", {"Survei": [labelled(row) for row in main()], "perantara": people})
    )
    assert_is_the_survey(chunk)


@pytest.mark.parametrize("summary", [True, False])
def test_multiple_choices_as_columns(tmp_path: Path, summary: bool) -> None:
    rows = []
    for row in main():
        needs = row["kebutuhan"].split()
        ticks = {f"kebutuhan/{code}": str(int(code in needs)) for code in ("N01", "N05", "N09", "N02")}
        rest = row if summary else {name: cell for name, cell in row.items() if name != "kebutuhan"}
        rows.append(rest | ticks)
    assert_is_the_survey(read(kobo_xlsx(tmp_path / "s.xlsx", {"Survei": rows, "perantara": repeats()})))


def test_a_row_of_hxl_tags_is_no_answer(tmp_path: Path) -> None:
    tags = {"kelurahan": "#adm4+code", "umur": "#indicator"}
    chunk = read(kobo_csv(tmp_path / "s.csv", flat(), tags=tags))
    assert [row for *_, row in actors(chunk, "row")] == [2, 3, 2, 2]
    assert refusals(chunk) == []


def test_kobos_own_csv_has_no_ties_and_says_so(tmp_path: Path) -> None:
    chunk = read(kobo_csv(tmp_path / "s.csv", main()))
    assert [actor for actor, _ in actors(chunk, "row")] == [FIRST, SECOND]
    assert ties(chunk) == []
    assert [english for _, english in chunk.notes] == [
        "There are no ties (perantara). If the repeated part is in a CSV of its own, import both together; if not, export as XLSX."
    ]


def test_the_repeated_part_alone_is_refused(tmp_path: Path) -> None:
    source = kobo_csv(tmp_path / "perantara.csv", repeats())
    assert READER.recognise(source).score == 95
    with pytest.raises(FileRefused) as refusal:
        read(source)
    assert refusal.value.code == "repeat_alone"


def archive(path: Path, *files: Source) -> list[Source]:
    with zipfile.ZipFile(path, "w") as stream:
        for file in files:
            stream.write(file.path, f"ekspor/{file.path.name}")
    return list(sources([path]))


def test_a_repeated_part_in_a_file_of_its_own_is_joined(tmp_path: Path) -> None:
    home, part = kobo_csv(tmp_path / "survei.csv", main()), kobo_csv(tmp_path / "perantara.csv", repeats())
    kobo_csv(tmp_path / "lain.csv", [{"a": "1", "b": "2"}])
    chunk = read(home)
    assert_is_the_survey(chunk)
    assert chunk.notes == []
    with pytest.raises(Blank) as blank:
        read(part)
    assert blank.value.note[1] == "This repeated part was read together with its main file, survei.csv."
    in_zip = archive(tmp_path / "kobo.zip", home, part)
    assert_is_the_survey(read(in_zip[0]))
    assert parts_beside(in_zip[0]) == [in_zip[1]]


def test_a_part_of_another_survey_is_not_joined(tmp_path: Path) -> None:
    home = kobo_csv(tmp_path / "survei.csv", main())
    other = [row | {"_submission__uuid": f"zzzz-{row['_parent_index']}"} for row in repeats()]
    part = kobo_csv(tmp_path / "perantara.csv", other)
    assert ties(read(home)) == []
    with pytest.raises(FileRefused) as refusal:
        read(part)
    assert refusal.value.code == "repeat_alone"


def test_importing_both_files_or_one_after_the_other_comes_to_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "ekspor"
    folder.mkdir()
    how = Import(Store(tmp_path / "corpus"), b"k" * 32, options=OPTIONS)
    kobo_csv(folder / "survei.csv", main())
    assert [batch.rows.get("survey_ties") for batch in import_paths([folder], how)] == [None]
    kobo_csv(folder / "perantara.csv", repeats())
    assert [batch.rows.get("survey_ties") for batch in import_paths([folder], how)] == [None, 4]
    assert how.store.scan("survey_ties").collect().height == 4
    assert how.store.scan("actors").collect().height == 4
    assert how.store.scan("rejects").collect().height == 0


def test_the_answer_id_joins_where_the_index_does_not(tmp_path: Path) -> None:
    twice = [row | {"_index": "1"} for row in main()]
    assert_is_the_survey(read(kobo_xlsx(tmp_path / "s.xlsx", {"Survei": twice, "perantara": repeats()})))


def test_an_index_into_another_repeated_part_means_nobody(tmp_path: Path) -> None:
    people = [
        {k: v for k, v in row.items() if k != "_submission__uuid"} | {"_parent_table_name": "keluarga"}
        for row in repeats()
    ]
    family = [{"nama": "x", "_index": "1", "_parent_table_name": "Survei", "_parent_index": "1"}]
    chunk = read(kobo_xlsx(tmp_path / "s.xlsx", {"Survei": main(), "keluarga": family, "perantara": people}))
    assert ties(chunk) == []
    assert {code for _, _, code, _ in refusals(chunk)} == {"actor_missing"}


def test_groups_may_be_separated_by_dots(tmp_path: Path) -> None:
    def dotted(row: Cells) -> Cells:
        return {name.replace("/", "."): cell for name, cell in row.items()}

    rows = [dotted(row) for row in flat("rumah_tangga/perantara/", "rumah_tangga/")]
    assert "rumah_tangga.perantara[1].rumah_tangga.perantara.peran" in rows[0]
    assert_is_the_survey(read(kobo_csv(tmp_path / "s.csv", rows)))


def test_no_consent_no_record(tmp_path: Path) -> None:
    secret = "Slamet Riyadi"
    rows = [
        HOMES[0] | system(1),
        HOMES[0] | {"persetujuan": "false", "kode_rumah_tangga": secret} | system(2),
        HOMES[1] | {"persetujuan": ""} | system(3),
        HOMES[1] | system(4, "validation_status_not_approved"),
        HOMES[1] | system(5, "Approved"),
    ]
    people = [
        {
            "peran": "cadre",
            "sebutan": f"Bu {name}",
            "hubungan": "asks",
            "_index": "1",
            "_parent_index": str(home),
        }
        for home, name in enumerate(["Wiji", "Sari", secret, "Tini", "Ngatmi"], 1)
    ]
    chunk = read(kobo_xlsx(tmp_path / "s.xlsx", {"Survei": rows, "perantara": people}))
    assert [actor for actor, _ in actors(chunk, "row")] == [
        "household:aaaa-1", "household:aaaa-5", CADRE, "alter:99.71.01.1001:cadre:ngatmi",
    ]  # fmt: skip
    assert refusals(chunk) == [
        (2, "persetujuan", "consent_missing", None),
        (3, "persetujuan", "consent_missing", None),
        (4, "_validation_status", "answer_not_approved", None),
    ]
    assert chunk.notes[0][0].startswith(
        "2 dari 5 jawaban dipakai (40,0%): 2 tanpa persetujuan, 1 tidak disetujui pemeriksa."
    )
    assert secret not in repr((chunk.actors.to_dicts(), ties(chunk), refusals(chunk), chunk.notes))  # type: ignore[union-attr]


def test_a_survey_that_never_asked_for_consent_says_so(tmp_path: Path) -> None:
    rows = [{name: cell for name, cell in row.items() if name != "persetujuan"} for row in flat()]
    chunk = read(kobo_csv(tmp_path / "s.csv", rows))
    assert len(actors(chunk)) == 4
    assert chunk.notes[0][1].startswith("This survey did not ask for consent")


def test_a_name_goes_nowhere_but_into_an_actor_id(tmp_path: Path) -> None:
    """The door turns actor ids into pseudonyms; whatever else the reader hands over is free of what people wrote."""
    rows = [
        *flat(),
        {
            "persetujuan": "ya", "kelurahan": "rumah Bu Sulastri", "miskin": "kata Bu Sulastri", "umur": "Sulastri",
            "jenis_kelamin": "Sulastri", "kecakapan_digital": "Sulastri", "kebutuhan": "N01 Sulastri", "Nama responden": "Sulastri", "gelombang": "Sulastri",
            "No HP": "081234567890", "perantara[1]/peran": "Sulastri", "perantara[1]/sebutan": "Sulastri",
            "perantara[1]/hubungan": "Sulastri", "perantara[1]/frekuensi": "Sulastri", "perantara[1]/topik": "Sulastri",
        } | system(3)
    ]  # fmt: skip
    chunk = read(kobo_csv(tmp_path / "s.csv", rows))
    assert chunk.actors is not None
    assert chunk.survey_ties is not None
    written = repr(
        (
            chunk.actors.drop("actor_id").to_dicts(), chunk.survey_ties.drop("source", "target").to_dicts(),
            refusals(chunk), chunk.notes,
        )
    )  # fmt: skip
    assert "sulastri" not in written.lower()
    assert "0812" not in written
    assert chunk.notes == [
        (
            "Pertanyaan yang tidak disimpan: Nama responden; No HP.",
            "Questions that are not stored: Nama responden; No HP.",
        )
    ]
    assert refusals(chunk) == [
        (3, "kelurahan", "place_unknown", None),
        (3, "miskin", "value_unknown", None),
        (3, "umur", "value_unknown", None),
        (3, "jenis_kelamin", "value_unknown", None),
        (3, "kecakapan_digital", "number_invalid", None),
        (3, "kebutuhan", "value_unknown", None),
        (3, "gelombang", "value_unknown", None),
        (3, "perantara/peran", "value_unknown", None),
        (3, "perantara/hubungan", "value_unknown", None),
        (3, "perantara/topik", "value_unknown", None),
        (3, "perantara/frekuensi", "number_invalid", None),
    ]
    assert ties(chunk)[-1][:3] == ("alter:household:aaaa-3:?:sulastri", "household:aaaa-3", "informs")


@pytest.mark.parametrize(
    "secret", ["3371010101900001", "33.71.01.010190.0001", "0812 3456 7890", "+62-812-3456-7890"]
)
def test_a_number_that_names_a_person_is_no_code(tmp_path: Path, secret: str) -> None:
    row = HOMES[0] | {"kode_rumah_tangga": secret, "perantara[1]/kode_perantara": secret} | system(1)
    chunk = read(
        kobo_csv(tmp_path / "s.csv", [row | {"perantara[1]/peran": "cadre", "perantara[1]/sebutan": secret}])
    )
    assert [source for source, *_ in ties(chunk)] == [f"{FIRST}:named:0"]
    assert [actor for (actor,) in actors(chunk)] == [FIRST, f"{FIRST}:named:0"]
    assert refusals(chunk) == [
        (1, "kode_rumah_tangga", "value_unknown", None),
        (1, "perantara/kode_perantara", "value_unknown", None),
        (1, "perantara/sebutan", "value_unknown", None),
    ]


def one(person: Cells, place: str = "99.71.01.1001", number: int = 1) -> Cells:
    return {
        "persetujuan": "true",
        "kelurahan": place,
        **{f"perantara[1]/{k}": v for k, v in person.items()},
    } | system(number)


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ({"peran": "social_worker", "kode_perantara": "PKH-07", "sebutan": "Bu Ani"}, "alter:code:pkh07"),
        ({"peran": "Ketua RT", "rt_rw": "RT 03 RW 05", "sebutan": "Pak Budi"}, "alter:99.71.01.1001:rt_head:3/5"),
        ({"peran": "Ketua RT", "sebutan": "Pak RT 03"}, "alter:99.71.01.1001:rt_head:3"),
        ({"peran": "Ketua RT", "sebutan": "Pak RT"}, "household:aaaa-1:named:0"),
        ({"peran": "Lurah", "sebutan": "Bu Retno"}, "alter:99.71.01.1001:village_head"),
        ({"peran": "Kelurahan"}, "org:village_officer@99.71.01.1001"),
        ({"peran": "PNS", "sebutan": "Pak H. Slamet "}, "alter:99.71.01.1001:civil_servant:slamet"),
        ({"peran": "PNS", "sebutan": "slamet", "kelurahan_perantara": "Sidoluhur"}, "alter:99.71.01.1002:civil_servant:slamet"),
        ({"peran": "Tetangga"}, "household:aaaa-1:named:0"),
        ({"sebutan": "S.W."}, "alter:99.71.01.1001:?:sw"),
    ],
)  # fmt: skip
def test_who_is_who(tmp_path: Path, person: Cells, expected: str) -> None:
    assert ties(read(kobo_csv(tmp_path / "s.csv", [one(person)])))[0][0] == expected


def test_people_are_not_merged_across_unknown_places(tmp_path: Path) -> None:
    person = {"peran": "rt_head", "rt_rw": "1/1"}
    rows = [one(person, "Entah", 1), one(person, "Entah", 2), one(person, number=3), one(person, number=4)]
    sources = [source for source, *_ in ties(read(kobo_csv(tmp_path / "s.csv", rows)))]
    assert sources == [
        "alter:household:aaaa-1:rt_head:1/1", "alter:household:aaaa-2:rt_head:1/1",
        "alter:99.71.01.1001:rt_head:1/1", "alter:99.71.01.1001:rt_head:1/1",
    ]  # fmt: skip


def test_unnamed_people_count_apart_and_are_told(tmp_path: Path) -> None:
    rows = [one({"peran": "neighbour"}, number=1), one({"peran": "neighbour"}, number=2)]
    chunk = read(kobo_csv(tmp_path / "s.csv", rows))
    assert [source for source, *_ in ties(chunk)] == ["household:aaaa-1:named:0", "household:aaaa-2:named:0"]
    assert (
        chunk.notes[-1][1]
        == "2 people were named without name, code or RT/RW, so each counts as a person of its own."
    )


def test_a_household_code_joins_waves(tmp_path: Path) -> None:
    rows = [
        HOMES[0] | {"kode_rumah_tangga": "KS-014", "gelombang": str(wave)} | system(wave) for wave in (1, 2)
    ]
    assert actors(read(kobo_csv(tmp_path / "s.csv", rows)), "wave") == [
        ("household:code:ks-014", "1"), ("household:code:ks-014", "2"),
    ]  # fmt: skip


def test_a_person_named_for_a_missing_answer_is_refused(tmp_path: Path) -> None:
    people = [
        *repeats(),
        {"peran": "cadre", "sebutan": "Bu Sri", "hubungan": "asks", "_parent_index": "77", "_index": "4"},
    ]
    chunk = read(kobo_xlsx(tmp_path / "s.xlsx", {"Survei": main(), "perantara": people}))
    assert refusals(chunk) == [(4, "_parent_index", "actor_missing", None)]
    assert len(ties(chunk)) == 4


def test_an_index_that_stands_twice_means_nobody(tmp_path: Path) -> None:
    twice = [row | {"_index": "1"} for row in main()]
    people = [{k: v for k, v in row.items() if k != "_submission__uuid"} for row in repeats()]
    chunk = read(kobo_xlsx(tmp_path / "s.xlsx", {"Survei": twice, "perantara": people}))
    assert refusals(chunk) == [(row, "_parent_index", "actor_missing", None) for row in (1, 2, 3)]
    assert ties(chunk) == []
    flattened = read(kobo_csv(tmp_path / "s.csv", [row | {"_index": "1"} for row in flat()]))
    assert_is_the_survey(flattened)


def test_without_kobos_columns_the_content_makes_the_id(tmp_path: Path) -> None:
    rows = [
        {name: cell for name, cell in row.items() if not name.startswith(("_", "meta"))} for row in flat()
    ]
    source = kobo_csv(tmp_path / "s.csv", rows)
    assert READER.recognise(source).score == 75
    first, again = read(source), read(source)
    assert actors(first) == actors(again)
    assert len({actor for actor, *_ in actors(first)}) == 4
    assert [when for *_, when, _ in ties(first)] == [None] * 4


def test_another_repeated_part_is_no_list_of_people_named(tmp_path: Path) -> None:
    members = [
        {"Nama panggilan": "Slamet", "Usia": "7", "_parent_table_name": "Survei", "_parent_index": "1"}
    ]
    sheets = {"Survei": main(), "anggota": members, "perantara": repeats()}
    chunk = read(kobo_xlsx(tmp_path / "s.xlsx", sheets))
    assert_is_the_survey(chunk)
    assert [english for _, english in chunk.notes] == ["Questions that are not stored: Nama panggilan; Usia."]


def test_a_survey_in_which_nobody_agreed(tmp_path: Path) -> None:
    rows = [row | {"persetujuan": "Tidak"} for row in flat()]
    chunk = read(kobo_csv(tmp_path / "s.csv", rows))
    assert (actors(chunk), ties(chunk)) == ([], [])
    assert [code for *_, code, _ in refusals(chunk)] == ["consent_missing"] * 2


def test_several_versions_of_a_form_are_one_column(tmp_path: Path) -> None:
    row = HOMES[0] | {"Kelurahan tempat tinggal": "Sidoluhur"} | system(1)
    other = HOMES[1] | {"kelurahan": "", "Kelurahan tempat tinggal": "Sidoluhur"} | system(2)
    assert actors(read(kobo_csv(tmp_path / "s.csv", [row, other])), "place") == [
        (FIRST, "99.71.01.1001"), (SECOND, "99.71.01.1002"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("17", "0-17"), ("34", "25-34"), ("60", "60+"), ("18–24 tahun", "18-24"), ("99", None), ("Tidak tahu", None), ("140", None)],
)  # fmt: skip
def test_ages(tmp_path: Path, answer: str, expected: str | None) -> None:
    chunk = read(kobo_csv(tmp_path / "s.csv", [HOMES[0] | {"umur": answer} | system(1)]))
    assert actors(chunk, "age_group") == [(FIRST, expected)]
    refused = [(1, "umur", "value_unknown", None)] if answer == "140" else []
    assert refusals(chunk) == refused


def test_recognition_wants_the_questionnaire_or_kobos_columns(tmp_path: Path) -> None:
    other = kobo_csv(
        tmp_path / "a.csv", [{"id": "1", "text": "halo", "created_at": "2026-01-01", "author": "a"}]
    )
    foreign = kobo_csv(tmp_path / "b.csv", [{"warna kesukaan": "biru"} | system(1)])
    assert (READER.recognise(other).score, READER.recognise(foreign).score) == (0, 70)
    with pytest.raises(FileRefused) as refusal:
        read(foreign)
    assert refusal.value.code == "file_columns"


def test_header_only(tmp_path: Path) -> None:
    source = kobo_csv(tmp_path / "s.csv", main())
    source.path.write_text(source.path.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    with pytest.raises(FileRefused) as refusal:
        read(Source(source.path))
    assert refusal.value.code == "file_header_only"


def test_several_takes_the_longest_answer() -> None:
    words = choices("need")
    assert several("Air bersih, WC, dan lingkungan Kesehatan dan jaminan kesehatan", words) == ["N08", "N05"]
    assert several("N01;N02.3, n05", words) == ["N01", "N02.3", "N05"]
    assert several("N01 N01", words) == ["N01"]
    assert several("N01 sesuatu", words) is None


def test_every_question_of_the_form_can_be_answered_and_read(tmp_path: Path) -> None:
    """Each answer that the shipped form offers, by its name and by its label, reads as itself."""
    for each in (CONSENT, *HOUSEHOLD, *ALTERS):
        if each.kind in ("text", "place"):
            continue
        known = choices(*each.vocabulary)
        for value, indonesian, english in _answers(each):
            for word in (value, indonesian, english):
                assert several(word, known) == [value]


def test_large_surveys_are_read_in_columns(tmp_path: Path) -> None:
    rows = [HOMES[n % 2] | system(1) | {"_uuid": f"u{n}", "meta/rootUuid": ""} for n in range(2_000)]
    chunk = read(kobo_csv(tmp_path / "s.csv", rows))
    assert chunk.actors is not None
    assert chunk.actors.select(pl.col("actor_id").n_unique(), pl.col("poor").sum()).row(0) == (2_000, 1_000)
