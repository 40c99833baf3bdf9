"""Whether a draft talks with people: address, invitation, question, one message."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simpul.language.coaching.content import DATE
from simpul.language.coaching.cues import shown, shows
from simpul.language.coaching.draft import Draft
from simpul.language.coaching.finding import Finding, Pair
from simpul.language.coaching.networks import FORMAL
from simpul.language.coaching.reasons import REASONS

_NIK = re.compile(r"(?<!\d)\d{16}(?!\d)")
_MOST_TOPICS, _MOST_LINKS, _MOST_PARAGRAPHS = 2, 1, 3
_SAY: dict[str, Pair] = {
    "address_missing": ("Sapa pembaca: Lur, warga kota, Bapak/Ibu, Simbah, Kak.", "Address people: Lur, warga kota, Bapak/Ibu, Simbah, Kak."),
    "address_formal": ("Sapa pembaca: Bapak/Ibu.", "Address the reader: Bapak/Ibu."),
    "invitation_missing": ("Ajak: yuk …, ayo …, monggo …, ditunggu, ya, jangan lupa ….", "Invite: yuk …, ayo …, monggo …, ditunggu, ya, jangan lupa …."),
    "question_missing": ("Tutup dengan pertanyaan yang mudah dijawab, misalnya: Ada yang mau ditanyakan?", "End with a question that is easy to answer, for example: Ada yang mau ditanyakan?"),
    "next_step_missing": ("Tulis: siapa, berbuat apa, kapan. Bila belum tahu, kapan dikabari lagi.", "Write who does what and when; if unknown, when you will write again."),
    "personal_data": ("Hapus nomornya; minta warga mengirim lewat DM atau formulir.", "Take the number out; ask people to send it by direct message or form."),
}  # fmt: skip


def talks(draft: Draft, kind: str, tone: str) -> Iterator[Finding]:
    """What a conversation needs and this draft lacks. Empty drafts lack nothing."""
    if not draft.words:
        return
    end = len(draft.text)
    if not shows(draft, "address") and not draft.mentions:
        yield _missing("address_missing", 0, "address_formal" if tone == FORMAL else "address_missing")
    if kind == "reply":
        if not _says_next(draft):
            yield _missing("next_step_missing", end)
        return
    yield from _several(draft)
    if shows(draft, "solemn"):  # who reports a death or a fire does not chat
        return
    if not shows(draft, "invitation"):
        yield _missing("invitation_missing", end)
    if not draft.asking and not shows(draft, "closing"):
        yield _missing("question_missing", end)


def private(draft: Draft) -> Iterator[Finding]:
    """Sixteen digits running: an identity or family card number."""
    for match in _NIK.finditer(draft.text):
        reason = REASONS["personal_data"]
        yield Finding(
            "personal_data", reason.severity, *match.span(), match[0], reason.why, _SAY["personal_data"]
        )


def _says_next(draft: Draft) -> bool:
    """Whether a reply names a next step with its time, or asks back."""
    return bool(draft.asking) or (
        shows(draft, "doing") and (shows(draft, "until") or bool(DATE.search(draft.text)))
    )


def _several(draft: Draft) -> Iterator[Finding]:
    """One finding where topics or links show that several messages share a post; its place is the first that is too many."""
    first: dict[str, int] = {}
    for name, match in shown(draft, "topic"):
        first.setdefault(_SAME_TOPIC.get(name, name), draft.words[match.first].start)
    places = sorted(first.values())[_MOST_TOPICS:] + [start for start, _ in draft.links[_MOST_LINKS + 1 :]]
    if not places:
        return
    reason = REASONS["several_messages"]
    said = (
        f"Jadikan kiriman terpisah, satu untuk tiap pesan: {', '.join(sorted(first))}.",
        f"Make separate posts, one for each message: {', '.join(sorted(first))}.",
    )
    yield Finding("several_messages", reason.severity, places[0], places[0], "", reason.why, said)


_SAME_TOPIC = {"kis": "bpjs", "pip": "beasiswa", "kip": "beasiswa", "pbb": "pajak", "vaksinasi": "vaksin", "imunisasi": "posyandu", "stunting": "posyandu", "loker": "lowongan kerja", "job fair": "lowongan kerja", "pelatihan": "lowongan kerja", "bpnt": "bansos", "pkh": "bansos"}  # fmt: skip


def _missing(code: str, place: int, said: str = "") -> Finding:
    reason = REASONS[code]
    return Finding(code, reason.severity, place, place, "", reason.why, _SAY[said or code])
