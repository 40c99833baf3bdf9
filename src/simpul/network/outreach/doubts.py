"""Every doubt about the tables of a plan, in words: what makes a plan impossible, and what its reader should know."""

from __future__ import annotations

import numpy as np
import polars as pl
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from simpul.corpus.vocabulary import choices
from simpul.network.graph import Flags, Longs
from simpul.network.outreach.problem import Problem
from simpul.network.outreach.setting import Setting
from simpul.network.outreach.tables import OutreachProblem, Pair

SEVERAL = 5


def possible(made: Setting) -> None:
    """Raises OutreachProblem where no plan can bring word to anybody."""
    problem, families = made.problem, made.families
    if not problem.candidates.any():
        raise OutreachProblem(
            "Tidak ada calon perantara. Isi kolom role (misalnya rt_head, cadre) atau candidate = ya.",
            "There is no candidate to brief. Fill in the column role (such as rt_head, cadre) or candidate = yes.",
        )
    if not families.any():
        raise OutreachProblem(
            "Tidak ada keluarga miskin di tabel aktor (kolom poor atau target_weight), selain para calon sendiri.",
            "There is no poor family among the actors (column poor or target_weight) beside the candidates themselves.",
        )
    if not (made.hangs[families] > -2).any():
        raise OutreachProblem(
            f"Tidak satu pun dari {families.sum()} keluarga terhubung dengan calon mana pun. Periksa arah hubungan (source memberi tahu "
            "target; --both-ways bila dua arah) dan id, atau tanyai keluarga: dari siapa mereka mendapat kabar.",
            f"None of the {families.sum()} families is tied to any candidate. Check the direction of ties (source tells target; "
            "--both-ways where it goes both ways) and the ids, or ask families from whom they get word.",
        )
    delay = problem.delay
    if made.days == 0 and (delay is None or delay[problem.probability > 0].min(initial=1) > 0):
        raise OutreachProblem(
            "Dengan tenggat 0 hari kabar belum sampai kepada siapa pun selain yang diberi pengarahan. Beri tenggat 1 hari atau lebih.",
            "With a deadline of 0 days word reaches nobody beyond those briefed. Give 1 day or more.",
        )


def notes(made: Setting, actors: pl.DataFrame) -> list[Pair]:
    """What a reader of the plan should know of the tables."""
    problem, families = made.problem, made.families
    told: list[Pair] = []

    def note(count: int, id: str, en: str) -> None:
        if count:
            told.append((id.format(count), en.format(count)))

    note(
        made.marks.get("assumption", 0),
        "Peluang kabar tersampaikan pada {} hubungan adalah anggapan (data/transmission.csv), bukan hasil ukur.",
        "On {} ties the chance that word passes is an assumption (data/transmission.csv), not measured.",
    )
    note(
        problem.graph.n - actors.height,
        "{} orang dalam hubungan tidak ada di tabel aktor; mereka hanya meneruskan kabar.",
        "{} people of the ties are not among the actors; they only pass word on.",
    )
    if roles := _strange(made.people.filter(~pl.col("family"))["role"], "role"):
        told.append(
            (
                f"Peran ini tidak dikenal, jadi bukan calon kecuali kolom candidate = ya: {roles}.",
                f"These roles are not known, so nobody is a candidate by them unless the column candidate says yes: {roles}.",
            )
        )
    if channels := _strange(made.channel, "channel"):
        told.append(
            (
                f"Saluran ini tidak dikenal dan dihitung seperti hubungan biasa: {channels}.",
                f"These channels are not known and count as any tie: {channels}.",
            )
        )
    if problem.groups is None:
        note(
            1,
            "Keluarga tidak punya kelurahan atau kelompok: rencana tidak dapat dibuat adil.",
            "Families have no kelurahan or group: the plan cannot be made fair.",
        )
    else:
        note(
            int((families & (problem.groups < 0)).sum()),
            "{} keluarga tanpa kelurahan atau kelompok tidak ikut dalam pemerataan.",
            "{} families without a kelurahan or group are not part of the fairness.",
        )
    empty = set(made.people.filter(~pl.col("family"))["group"].drop_nulls()) - set(made.groups)
    note(
        len(empty),
        "{} kelurahan atau kelompok tidak punya keluarga miskin dalam data; bagiannya tidak terdefinisi.",
        "{} kelurahan or groups have no poor family in the data; their share is undefined.",
    )
    out = {name for at, name in enumerate(made.groups) if not (made.even == at).any()}
    note(
        len(out),
        "{} kelurahan atau kelompok tidak punya satu pun keluarga yang dapat disampaikan kabar oleh calon mana pun sampai tenggat; pemerataan dihitung tanpa mereka.",
        "{} kelurahan or groups have no family whom any candidate can bring word to by the deadline; fairness leaves them out.",
    )
    late = families & (made.hangs > -2) & ~made.in_time
    note(
        int(late.sum()),
        f"{{}} keluarga terhubung dengan calon, tetapi kabar baru sampai sesudah {made.days} hari.",
        f"{{}} families are tied to a candidate whose word comes after {made.days} days at the earliest.",
    )
    note(*_apart(problem, families))
    return told


def _strange(given: pl.Series, field: str) -> str:
    """The first few words that are none of the questionnaire's."""
    strange = given.drop_nulls().unique().sort()
    strange = strange.filter(~strange.is_in(list(choices(field).values())))
    return ", ".join(strange.head(SEVERAL)) + (", …" if strange.len() > SEVERAL else "")


def _apart(problem: Problem, families: Flags) -> tuple[int, str, str]:
    graph = problem.graph
    live = problem.probability > 0
    arcs = csr_array(
        (np.ones(live.sum()), (graph.sources[live], graph.indices[live])), shape=(graph.n, graph.n)
    )
    parts, part = connected_components(arcs, directed=False)
    told: Longs = np.bincount(part, problem.candidates, minlength=parts)
    wanted = np.bincount(part, families, minlength=parts)
    sizes = np.bincount(part, minlength=parts)
    return (
        int(((told == 0) & (wanted > 0) & (sizes > 1)).sum()),
        "{} bagian jejaring yang terpisah punya keluarga miskin tetapi tidak punya calon perantara.",
        "{} separate parts of the network have poor families and no candidate.",
    )
