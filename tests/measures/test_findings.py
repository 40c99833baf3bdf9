"""The table of findings and its JSON."""

from __future__ import annotations

import json

import polars as pl
import pytest
from city_tables import START, at
from random_city import DAYS, random_city

from simpul.measures.computing import compute
from simpul.measures.findings import (
    CODE_LETTERS,
    FINDINGS,
    NOTES,
    REASONS,
    STATUSES,
    conform,
    reason_text,
    short_code,
    tidy,
    to_json,
)
from simpul.measures.measure import SUBJECT_KINDS, UNITS

KEYS = [
    "id", "measure", "subject", "value", "numerator", "denominator", "n", "low", "high", "method", "units", "few", "corrected", "unit", "status", "reason",
    "evidence",
]  # fmt: skip


def test_the_table_has_its_columns_and_ids(shown: pl.DataFrame) -> None:
    assert shown.schema == pl.Schema(FINDINGS)
    assert shown["id"].is_unique().all()
    assert shown["id"].to_list() == sorted(shown["id"])
    made = pl.format("{}@{}:{}@{}..{}", "measure", "subject_kind", "subject_id", "from", "to")
    assert shown.select(made)["measure"].to_list() == shown["id"].to_list()
    assert set(shown["status"]) == set(STATUSES)
    assert set(shown["subject_kind"]) == set(SUBJECT_KINDS)
    assert set(shown["from"]) == {"2026-01-01"}
    assert set(shown["to"]) == {"2026-05-01"}


def test_no_citizen_is_a_subject_or_stands_in_an_evidence_query(shown: pl.DataFrame) -> None:
    assert not shown["id"].str.contains("~").any()
    assert not shown["evidence"].str.contains("~").any()


def test_the_json_is_a_list_of_the_agreed_objects(shown: pl.DataFrame) -> None:
    objects = json.loads(to_json(shown))
    assert [list(one) for one in objects] == [KEYS] * shown.height
    assert [one["id"] for one in objects] == shown["id"].to_list()
    for one, row in zip(objects, shown.iter_rows(named=True), strict=True):
        assert one["subject"] == {
            "kind": row["subject_kind"], "id": row["subject_id"], "from": row["from"], "to": row["to"],
        }  # fmt: skip
        assert one["value"] == row["value"]
        assert one["evidence"] is None or sorted(one["evidence"]) == ["table", "where"]
        if one["status"] != "ok":
            assert one["value"] is None
            assert one["reason"]


def test_the_same_tables_give_the_same_bytes() -> None:
    ids = ["p3", "response_time", "kembali", "sm_passion", "voice_share", "duta", "er_f_at"]
    runs = {to_json(compute(random_city().tables(), START, at(days=DAYS), ids)) for _ in range(2)}
    shuffled = {
        name: frame.sample(fraction=1, shuffle=True, seed=5).lazy()
        for name, frame in random_city().frames().items()
    }
    assert runs == {to_json(compute(shuffled, START, at(days=DAYS), ids))}


def test_numbers_are_rounded_and_never_nan() -> None:
    row = dict.fromkeys(FINDINGS) | {
        "id": "a", "measure": "p1", "unit": "percent", "status": "ok", "value": 1 / 3, "low": float("nan"),
        "high": float("inf"), "numerator": 2.0, "n": 3,
    }  # fmt: skip
    text = to_json(conform(pl.DataFrame([row]), FINDINGS)).decode()
    assert (
        '"value": 0.3333333333, "numerator": 2, "denominator": null, "n": 3, "low": null, "high": null'
        in text
    )
    assert '"unit": "%"' in text


def test_json_gives_the_reason_in_both_languages() -> None:
    frame = pl.DataFrame(
        [
            {
                "id": "a",
                "measure": "p1",
                "unit": "percent",
                "status": "not_available",
                "reason": "table_absent:plan",
            }
        ]
    )
    (one,) = json.loads(to_json(tidy(frame)))
    assert one["reason"] == (
        "Tidak tersedia karena tabel atau lembar “plan” tidak ada atau kosong. / "
        "Not available because the table or sheet “plan” is absent or empty."
    )


@pytest.mark.parametrize("code", sorted(REASONS | NOTES))
def test_every_reason_can_be_read_in_both_languages(code: str) -> None:
    texts = [reason_text(f"{code}:3,7", language) for language in ("id", "en")]
    assert texts[0] != texts[1]
    assert not any("{" in text for text in texts)


def test_every_reason_given_can_be_read(shown: pl.DataFrame) -> None:
    reasons = shown["reason"].drop_nulls().unique()
    assert len(reasons) > 20
    assert all(reason_text(reason) for reason in reasons)


def test_units_have_names_in_both_languages() -> None:
    assert all(all(unit.names) for unit in UNITS.values())


def test_short_codes_name_a_finding_and_survive_reading_aloud() -> None:
    one = {"id": "p1@account:instagram:dinsos@2026-01-01..2026-07-01"}
    assert short_code(one) == "7DWSH5"  # as printed in reports already handed out
    codes = [short_code({"id": f"p1@account:instagram:{n}@2026-01-01..2026-07-01"}) for n in range(500)]
    assert len(set(codes)) == 500
    assert set("".join(codes)) == set(CODE_LETTERS) and {len(code) for code in codes} == {6}
