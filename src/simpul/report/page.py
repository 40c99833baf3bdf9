"""The report: one HTML file that opens from disk without a network."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from datetime import date
from importlib import resources
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from typing import Any

from simpul.report.charts import LOCALE
from simpul.report.sections import (
    answers,
    catalogue,
    changes,
    issues,
    material,
    months,
    needs,
    network,
    outreach,
    overview,
    sets,
    voices,
)
from simpul.report.sections.blocks import Chart, Section
from simpul.report.study import Language, Study
from simpul.report.words import Say, speaker

SECTIONS = (overview, issues, answers, needs, voices, network, outreach, months, sets, changes, material)
MONTHS = LOCALE["id"]["time"]["months"]


def write_report(folder: Path, language: Language = "id") -> Path:
    """Writes `report.html` into a study's folder; returns its path. The same study gives the same bytes.

    Citizens appear as counts only: no text, pseudonym, handle or link of theirs is in the file.
    """
    path = folder / "report.html"
    path.write_text(_page(Study(folder, language)), "utf-8")
    return path


def sections_of(study: Study) -> list[Section]:
    """What a study has to say, section by section; the same on screen and on paper."""
    say = speaker(study.language)
    return [section for module in SECTIONS if (section := module.build(study, say)) is not None]


def _page(study: Study) -> str:
    from jinja2 import Environment

    say = speaker(study.language)
    sections = sections_of(study)
    measures = catalogue.build(study)
    template = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(
        _asset("page.html")
    )
    return template.render(
        lang=study.language, say=say, city=study.manifest["city"]["name"], period=period(study), sections=sections,
        families=measures["families"], subjects=_grouped(measures["subjects"]), run=_run(study, say),
        specs=_embedded(_specs(sections)), values=_embedded(measures["values"]), locale=_embedded(LOCALE[study.language]),
        style=_asset("style.css"), script=_asset("page.js"), vega=_vega(),
    )  # fmt: skip


def _specs(sections: list[Section]) -> dict[str, Any]:
    return {
        block.id: block.spec for section in sections for block in section.blocks if isinstance(block, Chart)
    }


def _grouped(subjects: list[dict[str, str]]) -> list[tuple[str, list[dict[str, str]]]]:
    return [(kind, list(group)) for kind, group in groupby(subjects, key=lambda one: one["kind"])]


def period(study: Study) -> str:
    """The window in words; empty for a study without one."""
    since, until = study.manifest["period"]["from"], study.manifest["period"]["to"]
    if not since:
        return ""
    days = [day_of(date.fromisoformat(iso), study.language) for iso in (since, until)]
    return speaker(study.language)("period", since=days[0], until=days[1])


def day_of(day: date, language: Language) -> str:
    """A day in words, such as 30 Juni 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if language == "id" else f"{day:%-d %B %Y}"


def _run(study: Study, say: Say) -> str:
    asked = study.manifest["parameters"]
    return say(
        "method_run",
        version=study.manifest["simpul"],
        seed=asked["seed"],
        key=asked["key_id"],
        engine=asked["engine"],
    )


def _embedded(value: Any) -> str:
    """JSON that cannot close the element it stands in."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _asset(name: str) -> str:
    return resources.files("simpul.report").joinpath(f"assets/{name}").read_text("utf-8")


def _vega() -> str:
    """Vega as one script. Bundling takes seconds, so it is kept in the user's cache for the next report."""
    import vl_convert

    cache = (
        Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        / "simpul"
        / f"vega-{version('vl-convert-python')}.js"
    )
    if cache.exists():
        return cache.read_text("utf-8")
    bundle: str = vl_convert.javascript_bundle()  # type: ignore[call-arg]  # its stub asks for more than it needs
    bundle = bundle.replace("</script", "<\\/script")
    with suppress(OSError):  # a cache that cannot be written costs time, nothing else
        cache.parent.mkdir(parents=True, exist_ok=True)
        staged = cache.with_suffix(f".{os.getpid()}")
        staged.write_text(bundle, "utf-8")
        staged.replace(cache)
    return bundle
