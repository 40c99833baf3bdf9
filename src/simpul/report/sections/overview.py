"""The page that a mayor reads in two minutes."""

from __future__ import annotations

from simpul.report.numbers import figure, interval, number, remark, shown
from simpul.report.sections.blocks import Block, Card, Cards, Section, Text
from simpul.report.sections.voices import silent
from simpul.report.study import Finding, Study
from simpul.report.words import Say


def build(study: Study, say: Say) -> Section:
    cards = [
        _share(study, say, "poverty_share_official", "card_official"),
        _share(study, say, "poverty_share_comment", "card_comments"),
        _gap(study, say),
        _share(study, say, "response_rate", "card_answered"),
        _time(study, say),
        _share(study, say, "terasing", "card_cut_off"),
        _silent(study, say),
    ]
    kept = [card for card in cards if card is not None]
    blocks: list[Block] = [Text([say("standing_note")], "warn")]
    if not study.manifest["counts"]["posts"]:
        blocks.append(Text([say("no_posts")], "warn"))
    if kept:
        blocks.append(Cards(kept))
    return Section("sekilas", say("overview"), say("overview_lead"), blocks)


def _n(finding: Finding, study: Study, say: Say) -> str:
    parts = [say("n_of", n=number(finding["n"], study.language))]
    if interval(finding, study.language):
        parts.append(say("interval_of", interval=interval(finding, study.language)))
    return ", ".join([*parts, *filter(None, [remark(finding, study.language)])])


def _share(study: Study, say: Say, measure: str, label: str) -> Card | None:
    found = study.one(measure)
    if found is None or found["status"] != "ok":
        return None
    return Card(say(label), shown(found, study.language), _n(found, study, say), measure)


def _gap(study: Study, say: Say) -> Card | None:
    found = study.one("agenda_gap", "issue", "1")
    ranks = study.table("plan").filter(issue="1")["rank"].to_list() if study.has("plan") else []
    if found is None or found["status"] != "ok" or not ranks:
        return None
    value = figure(say("rank_pair", plan=min(ranks), talk=int(min(ranks) - found["value"])), found)
    return Card(
        say("card_gap"), value, say("card_gap_detail"), "agenda_gap", "warn" if found["value"] < 0 else "good"
    )


def _time(study: Study, say: Say) -> Card | None:
    found = study.one("response_time")
    if found is None or found["status"] != "ok":
        return None
    return Card(
        say("card_time"),
        shown(found, study.language),
        _n(found, study, say),
        "response_time",
    )


def _silent(study: Study, say: Say) -> Card | None:
    names = silent(study)
    if names is None:
        return None
    detail = ", ".join(names[:4]) if names else say("none_silent")
    return Card(
        say("card_silent"),
        number(len(names), study.language),
        detail,
        "voice_share",
        "warn" if names else "good",
    )
