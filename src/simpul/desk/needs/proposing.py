"""Proposals for the ledger out of a study: each with the words that made it so, and none twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from simpul.desk.affairs.loading import load_national
from simpul.desk.affairs.models import Agency, Urusan
from simpul.desk.affairs.queries import holders
from simpul.desk.insight.models import Study
from simpul.desk.needs.domain import By, new_codes
from simpul.desk.needs.models import Heard, Need, Source
from simpul.desk.needs.taxonomy import kinds
from simpul.desk.people.trail import record

BATCH = 1000
WANTING = ("complaint", "question", "request")  # intents that want something
NAMED = ("official", "agency", "business", "media")  # institutions voice no need of the poor


def propose_from_study(study: Study, by: By | None = None) -> Counter[str]:
    """Adds the needs that a study found in posts, broker reports and the survey; returns how many are new, by source.

    A text is proposed where it asks, requests or complains (or is urgent) and the labels name a sub-need, or a category in a
    text about poverty. What was proposed before is left as it is. Raises FileNotFoundError where the study's folder is gone.
    """
    if not Urusan.objects.exists():
        load_national()
    with transaction.atomic(), override("id"):
        made: Counter[str] = Counter()
        known = {origin for origin in Need.objects.values_list("origin", flat=True) if origin}
        urusan = {each.code: each for each in Urusan.objects.all()}
        leads = holders(timezone.localdate())
        for batch in _batches(_voices(study), known):
            made.update(_write(batch, study, urusan, leads))
        _hear(study)
        record(by, "needs_proposed", f"study {study.slug}", counts=dict(made))
    return made


def _batches(voices: Iterable[dict[str, Any]], known: set[str]) -> Iterator[list[dict[str, Any]]]:
    batch = []
    for voice in voices:
        if voice["origin"] in known:
            continue
        known.add(voice["origin"])
        batch.append(voice)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _write(
    batch: list[dict[str, Any]], study: Study, urusan: dict[str, Urusan], leads: dict[int, Agency]
) -> Counter[str]:
    needs = []
    for voice in batch:
        lead = urusan[kinds()[voice["sub_need"]].lead]
        needs.append(
            Need(**voice, study=study, urusan=lead, agency=leads.get(lead.pk), proposed=voice["sub_need"])
        )
    reports = [need for need in needs if need.source == Source.BROKER]
    for need, code in zip(reports, new_codes(len(reports)), strict=True):
        need.code = code
    made = Need.objects.bulk_create(needs, batch_size=BATCH)
    Need.others.through.objects.bulk_create(
        [
            Need.others.through(need_id=need.pk, urusan_id=urusan[code].pk)
            for need in made
            for code in kinds()[need.sub_need].others
            if code in urusan
        ],
        batch_size=BATCH,
    )
    return Counter(str(need.source) for need in made)


def _voices(study: Study) -> Iterator[dict[str, Any]]:
    yield from _said(study)
    yield from _surveyed(study)


def _said(study: Study) -> Iterator[dict[str, Any]]:
    """Posts and reports of people, with what their labels say."""
    import polars as pl

    tables = study.path / "tables"
    codes = pl.col("needs").str.split("|")
    best = codes.list.first()
    named = (
        pl.scan_parquet(tables / "accounts.parquet").filter(pl.col("kind").is_in(NAMED)).select("account_id")
    )
    found = (
        pl.scan_parquet(tables / "labels.parquet")
        .filter(
            pl.col("needs").is_not_null(),
            best.str.contains(".", literal=True) | (pl.col("poverty") == 1),
            pl.col("intent").is_in(WANTING) | (pl.col("urgency") >= 2),
        )
        .select(
            "post_id", "needs_p", "urgency", "evidence", pl.col("place").alias("labelled"), best.alias("sub_need"),
            codes.list.slice(1).list.head(6).list.join("|").alias("alternatives"),
        )
        .join(
            pl.scan_parquet(tables / "posts.parquet").select(
                "post_id", "platform", "kind", "account_id", "text", "created_at", "passed_on_by", "spoken_for", "place"
            ),
            on="post_id",
        )
        .join(named, on="account_id", how="anti")
        .filter(pl.col("text").is_not_null())
        .sort("created_at", "post_id")
        .collect()
    )  # fmt: skip
    taxonomy = kinds()
    for row in found.iter_rows(named=True):
        if row["sub_need"] not in taxonomy:
            continue
        yield {
            "source": Source.BROKER.value if row["kind"] == "report" else Source.ONLINE.value,
            "statement": row["text"],
            "sub_need": row["sub_need"],
            "alternatives": row["alternatives"] or "",
            "place": (row["place"] or row["labelled"] or "")[:13],
            "urgency": row["urgency"] or 0,
            "voiced_at": row["created_at"] or _when(study),
            "dated": bool(row["created_at"] or study.until),
            "post_id": row["post_id"],
            "platform": row["platform"],
            "broker_role": row["passed_on_by"] or "",
            "spoken_for": row["spoken_for"] or "",
            "origin": sealed("post", row["post_id"]),
            "voicer": sealed("person", row["account_id"])[:16] if row["account_id"] else "",
            "sure": row["needs_p"],
            "evidence": _evidence(row["evidence"], row["sub_need"]),
        }


def _evidence(text: str | None, code: str) -> list[dict[str, Any]]:
    """The words of a text that speak for a need."""
    from simpul.language.labels import parse_evidence

    return [
        {"words": found.words, "start": found.start, "end": found.end}
        for found in parse_evidence(text)
        if found.column == "needs" and (found.value == code or code.startswith(f"{found.value}."))
    ]


def _surveyed(study: Study) -> Iterator[dict[str, Any]]:
    """What people told the survey: the need and the place, never the person."""
    people = _people(study)
    if people is None:
        return
    taxonomy, when = kinds(), _when(study)
    for row in people.explode("needs").drop_nulls("needs").iter_rows(named=True):
        if row["needs"] not in taxonomy:
            continue
        yield {
            "source": Source.SURVEY.value,
            "statement": _("Disebut dalam survei: %(need)s.") % {"need": taxonomy[row["needs"]].name},
            "sub_need": row["needs"],
            "place": (row["place"] or "")[:13],
            "voiced_at": when,
            "dated": study.until is not None,
            "origin": sealed("survey", row["actor_id"], row["needs"], row["wave"] or ""),
            "voicer": sealed("person", row["actor_id"])[:16],
        }


def _people(study: Study) -> Any:
    import polars as pl

    path = study.path / "tables" / "actors.parquet"
    if not path.exists():
        return None
    return (
        pl.read_parquet(path, columns=["actor_id", "kind", "place", "needs", "wave"])
        .filter(pl.col("kind") != "organisation")
        .sort("actor_id", "wave")
    )


def _hear(study: Study) -> None:
    """Notes where the survey and brokers were listened to."""
    people = _people(study)
    found: list[Heard] = []
    if people is not None:
        asked = people.drop_nulls("place").group_by("place").len().sort("place").iter_rows()
        found += [Heard(place=place, source=Source.SURVEY, people=n, study=study) for place, n in asked]
    reports = Need.objects.filter(study=study, source=Source.BROKER).exclude(place="")
    told = Counter(reports.values_list("place", flat=True))
    found += [
        Heard(place=place, source=Source.BROKER, people=n, study=study) for place, n in sorted(told.items())
    ]
    Heard.objects.filter(study=study).delete()
    Heard.objects.bulk_create(found)


def _when(study: Study) -> datetime:
    """The end of what the study looked at; where that is open, the day it was brought in, which dates nothing."""
    if study.until:
        return datetime(study.until.year, study.until.month, study.until.day, tzinfo=UTC)
    return study.created_at


def sealed(*parts: str) -> str:
    """A keyed hash that nobody without the desk's secret can lead back."""
    return blake2b(
        "\0".join(parts).encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=24
    ).hexdigest()
