"""Sentences that are hard to follow: long ones, nouns in a row, several passives."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simpul.language.coaching.draft import Draft, Word, covered
from simpul.language.coaching.finding import Finding, Pair
from simpul.language.coaching.names import names
from simpul.language.coaching.reasons import REASONS

LONGEST = 18  # words of a sentence
CHAIN = 3  # derived nouns in a row
PASSIVES = 2  # verbs with di- in a sentence
_DERIVED = re.compile(r"(?:pe\w{3,}an|per\w{3,}an|ke\w{3,}an|\w{4,}isasi)(?:nya)?$")
_PLACE_OR_PERSON = frozenset("kelurahan kecamatan kabupaten kepolisian perempuan pedagangan kemudian kebetulan keduanya perumahan pegunungan pelabuhan".split())  # fmt: skip
_DI_VERB = re.compile(r"di[a-z]{3,}$")
_NO_VERB = tuple(
    "dia dinas dinsos dinkes disdik disduk dispenduk diskom dishub disnaker disper dispora disbud disdag diabet dialog diare digit direk "
    "diri disaat disana disini dinding disabil difabel disku divisi dihadap dimana dibawah diantara diluar didalam diatas didepan diplom "
    "dilema diseluruh disertasi distrik disleksi dinihari dinamik dingin diagram diagnos distribusi disinfek disiplin diesel didik dimas".split()
)


def hard_sentences(draft: Draft) -> Iterator[Finding]:
    """A finding for each sentence of more than LONGEST words."""
    for words in draft.sentences:
        count = draft.count(words)
        if count > LONGEST:
            said = (
                f"Pecah menjadi dua atau tiga kalimat; sekarang {count} kata, usahakan paling banyak {LONGEST}.",
                f"Make two or three sentences of it; it has {count} words, aim for {LONGEST} at most.",
            )
            yield _finding("long_sentence", draft, words[0], words[-1], said)


def hard_words(draft: Draft) -> Iterator[Finding]:
    """Chains of derived nouns, and the first passive of a sentence that has several."""
    named = covered(len(draft.text), names(draft.text))
    for words in draft.sentences:
        own = [word for word in words if not named[word.start]]
        yield from _chains(draft, own)
        passives = [word for word in own if _DI_VERB.match(word.text) and not word.text.startswith(_NO_VERB)]
        if len(passives) >= PASSIVES:
            listed = ", ".join(word.text for word in passives)
            said = (
                f"Sebut pelakunya: kami bagikan, petugas datang. Di kalimat ini: {listed}.",
                f"Say who does it. Passive verbs in this sentence: {listed}.",
            )
            yield _finding("passive", draft, passives[0], passives[0], said)


def _chains(draft: Draft, words: list[Word]) -> Iterator[Finding]:
    run: list[Word] = []
    for word in [*words, None]:
        derived = word is not None and bool(_DERIVED.match(word.text)) and word.text not in _PLACE_OR_PERSON
        if word is not None and derived and (not run or word.plain_gap):
            run.append(word)
            continue
        if len(run) >= CHAIN:
            said = (
                "Urai dengan kata kerja: siapa melakukan apa, untuk siapa.",
                "Take it apart with verbs: who does what, for whom.",
            )
            yield _finding("nominal_chain", draft, run[0], run[-1], said)
        run = [word] if word is not None and derived else []


def _finding(code: str, draft: Draft, first: Word, last: Word, suggestion: Pair) -> Finding:
    reason = REASONS[code]
    return Finding(code, reason.severity, *draft.cut(first, last), reason.why, suggestion)
