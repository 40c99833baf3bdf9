"""Proposals out of a study: who voices a need, from which words, and none twice."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.urls import reverse

from simpul.desk.insight.models import Study
from simpul.desk.insight.studies import register
from simpul.desk.needs.filters import AGES
from simpul.desk.needs.models import Heard, Need
from simpul.desk.needs.proposing import propose_from_study

pytestmark = pytest.mark.django_db
WHEN = datetime(2026, 3, 1, tzinfo=UTC)
POSTS = [  # id, kind, author, text, needs, intent, poverty
    ("p1", "comment", "warga-1", "kis mati, mau kontrol", "N05.1|N05.5", "complaint", 0),
    ("p2", "report", "perantara", "bu sri belum dapat pkh", "N02.2", "request", 1),
    ("p3", "post", "dinsos", "kis nonaktif? begini caranya", "N05.1", "question", 1),  # the agency itself
    (
        "p4",
        "comment",
        "warga-2",
        "jalan depan sekolah macet",
        "N06",
        "complaint",
        0,
    ),  # a category, not about poverty
    ("p5", "comment", "warga-3", "bansos kapan cair", "N02", "question", 1),
    ("p6", "comment", "warga-4", "makasih, trotoar rapi", "N08.5", "appreciation", 0),  # wants nothing
    ("p7", "comment", "warga-5", "selamat pagi", None, "other", 0),
]


@pytest.fixture
def small(tmp_path: Path) -> Study:
    tables = tmp_path / "tables"
    tables.mkdir()
    at, kind, who, text, needs, intent, poor = zip(*POSTS, strict=True)
    n = len(POSTS)
    pl.DataFrame(
        {"post_id": at, "platform": ["facebook"] * n, "kind": kind, "account_id": who, "text": text, "created_at": [WHEN] * n,
         "passed_on_by": ["rt_head" if k == "report" else None for k in kind], "spoken_for": [None] * n,
         "place": ["99.71.01.1001" if k == "report" else None for k in kind]},
        schema_overrides={"spoken_for": pl.String},
    ).write_parquet(tables / "posts.parquet")  # fmt: skip
    pl.DataFrame(
        {"post_id": at, "needs": needs, "needs_p": [0.9] * n, "urgency": [0] * n, "poverty": poor, "intent": intent,
         "place": ["99.71.01.1002"] * n, "evidence": ["needs=N05.1:kis mati@0-8; urgency=1:kontrol@14-21" if a == "p1" else None for a in at]}
    ).write_parquet(tables / "labels.parquet")  # fmt: skip
    pl.DataFrame(
        {"account_id": list(who), "kind": ["agency" if w == "dinsos" else "citizen" for w in who]}
    ).write_parquet(tables / "accounts.parquet")
    pl.DataFrame(
        {"actor_id": ["~a", "~b", "~c", "org:x"], "kind": ["household", "household", "household", "organisation"],
         "place": ["99.71.01.1001", "99.71.01.1001", "99.71.01.1002", "99.71.01.1003"], "needs": [["N02", "N05"], [], None, ["N02"]], "wave": ["1"] * 4}
    ).write_parquet(tables / "actors.parquet")  # fmt: skip
    return register(tmp_path, "Kecil")


def test_people_who_want_something_are_proposed_once(small: Study, people: Any) -> None:
    assert propose_from_study(small, people["analyst"]) == Counter(online=2, broker=1, survey=2)
    assert propose_from_study(small, people["analyst"]) == Counter()

    found = {need.post_id: need for need in Need.objects.exclude(post_id="")}
    assert sorted(found) == ["p1", "p2", "p5"]
    first = found["p1"]
    assert (first.sub_need, first.alternatives, first.urusan.code, first.place) == (
        "N05.1",
        "N05.5",
        "1.06",
        "99.71.01.1002",
    )
    assert first.evidence == [{"words": "kis mati", "start": 0, "end": 8}]
    assert {each.code for each in first.others.all()} == {"1.02"}
    report = found["p2"]
    assert (report.source, report.broker_role, report.place, len(report.code or "")) == (
        "broker",
        "rt_head",
        "99.71.01.1001",
        6,
    )


def test_a_survey_answer_carries_no_person(small: Study) -> None:
    propose_from_study(small)

    surveyed = Need.objects.filter(source="survey").order_by("sub_need")
    assert [(need.sub_need, need.place, need.post_id) for need in surveyed] == [
        ("N02", "99.71.01.1001", ""),
        ("N05", "99.71.01.1001", ""),
    ]
    written = repr(list(Need.objects.values()))
    assert "~a" not in written
    assert "warga-1" not in written
    assert surveyed[0].voicer == surveyed[1].voicer != ""  # one person, counted once


def test_a_survey_without_a_day_has_waited_for_no_known_time(small: Study, signed_in: Any) -> None:
    propose_from_study(small)
    client = signed_in("analyst")

    lines = client.get(reverse("needs:ledger") + "?source=survey").context["lines"]
    assert [(line.waits, line.since) for line in lines] == [(None, "–")] * 2
    for age in AGES:
        assert not client.get(reverse("needs:ledger") + f"?source=survey&age={age}").context["lines"]
    table = client.get(reverse("needs:agencies") + "?source=survey").context["table"]
    assert {line.oldest for line in table.lines} == {None}
    assert all(need.dated for need in Need.objects.exclude(source="survey"))


def test_a_survey_of_a_study_with_an_end_is_dated_by_it(small: Study) -> None:
    small.until = date(2026, 6, 30)
    small.save()
    propose_from_study(small)

    surveyed = Need.objects.filter(source="survey")
    assert {(need.voiced_at.date(), need.dated) for need in surveyed} == {(date(2026, 6, 30), True)}


def test_where_nobody_voiced_anything_it_is_known_that_people_were_asked(small: Study) -> None:
    propose_from_study(small)

    heard = {(each.place, each.source): each.people for each in Heard.objects.all()}
    assert heard == {
        ("99.71.01.1001", "survey"): 2,
        ("99.71.01.1002", "survey"): 1,
        ("99.71.01.1001", "broker"): 1,
    }


def test_a_study_whose_folder_is_gone_is_told(small: Study) -> None:
    (small.path / "tables" / "labels.parquet").unlink()
    with pytest.raises(FileNotFoundError):
        propose_from_study(small)
    assert Need.objects.count() == 0
