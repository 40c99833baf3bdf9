"""Whom to brief first: the plan that a study with a survey makes with declared defaults."""

from __future__ import annotations

import json

from simpul.report.outreach import FRAMES, Told, blocks
from simpul.report.sections.blocks import Section
from simpul.report.study import Study
from simpul.report.words import Say

TABLES = {name: "outreach_brokers" if name == "plan" else f"outreach_{name}" for name in FRAMES}


def build(study: Study, say: Say) -> Section | None:
    """Speaks with the words of the plan's sheet."""
    if not study.has("outreach"):
        return None
    figures = json.loads(study.table("outreach")["figures"][0])
    told = Told(
        figures, {name: study.table(table) for name, table in TABLES.items()}, study.language, study.places
    )
    return Section("sapa", told.say("section"), told.say("section_lead"), blocks(told))
