"""From a draft to findings: a pure function."""

from __future__ import annotations

from itertools import chain

from simpul.language.coaching.abbreviations import unexplained
from simpul.language.coaching.content import complete
from simpul.language.coaching.dialogue import private, talks
from simpul.language.coaching.draft import Draft
from simpul.language.coaching.finding import Finding, settle
from simpul.language.coaching.javanese import in_javanese
from simpul.language.coaching.networks import LIGHT, form, network_of
from simpul.language.coaching.readability import heavy
from simpul.language.coaching.sentences import hard_sentences, hard_words
from simpul.language.coaching.wording import soften

KINDS = ("post", "reply")
PASSAGES = ("long_sentence", "capitals", "link_dead")
AUDIENCES = ("general", "elders", "young")


def coach(
    draft: str, network: str | None = None, *, kind: str = "post", audience: str = "general"
) -> list[Finding]:
    """What to reconsider in a draft, most urgent first, then in the order of the text. There is no grade.

    Three layers, each with at most one finding per character (a word of dignity wins, else the longest): words; passages (whole sentences, shouting);
    and what the draft as a whole lacks, whose span is empty: the place where it belongs. Spans count characters of `draft`.

    `network`: an id of `networks()`, for its length, form and tone. `kind`: a post, or a reply to one person, who needs no
    invitation but the next step. `audience`: elders get krama advice wherever Javanese stands, the young may get their slang.
    Raises UnknownNetwork, and ValueError for another kind or audience. Any string is a draft, the empty one has no findings.
    """
    if kind not in KINDS or audience not in AUDIENCES:
        raise ValueError(f"kind is one of {KINDS}, audience one of {AUDIENCES}")
    on = network_of(network)
    read = Draft(draft)
    tone = on.tone if on else LIGHT
    found = list(
        chain(
            soften(read, tone, audience), hard_words(read), unexplained(read), in_javanese(read, audience), private(read),
            hard_sentences(read), talks(read, kind, tone), complete(read) if kind == "post" else (), heavy(read), form(read, on),
        )
    )  # fmt: skip
    marks = [finding for finding in found if finding.end > finding.start]
    words = settle(finding for finding in marks if finding.code not in PASSAGES)
    passages = settle(finding for finding in marks if finding.code in PASSAGES)
    places = [finding for finding in found if finding.end == finding.start]
    return sorted([*words, *passages, *places], key=_order)


def _order(finding: Finding) -> tuple[int, int, int, str]:
    return finding.severity, finding.start, finding.end, finding.code
