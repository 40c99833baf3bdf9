"""Issue salience: how much of the talk is about poverty, and how far that is from its rank in the plan."""

from __future__ import annotations

from simpul.measures.aggregates import one
from simpul.measures.evidence import Conditions
from simpul.measures.measure import Family, Measure, Opening, Words
from simpul.measures.sources import EDIMAS, cited
from simpul.measures.views.coded import CODED, POVERTY
from simpul.measures.views.topics import TALKS, TOPICS

SALIENCE = cited(EDIMAS, (": proporsi isu kemiskinan", ": the share of poverty among issues"))
LABELLED = {"labels": ("issue", "post_id")}
UNLABELLED = ("tanpa teks yang isunya diberi label", "without texts whose issue is labelled")
ON_POVERTY: Conditions = (("chapter", "==", POVERTY),)
DECIDED = ("issue", "not_null", None)


def _poverty_share(source: str, names: Words, subjects: tuple[str, ...]) -> Measure:
    """The share of poverty among the labelled texts of one source."""
    return Measure(
        id=f"poverty_share_{source}",
        names=(f"Porsi isu kemiskinan, {names[0]}", f"Share of poverty, {names[1]}"),
        unit="percent",
        formula=(
            "100 · teks berlabel 1.x / teks yang isunya diberi label; teks yang isunya tidak dapat ditentukan tidak ikut",
            "100 · texts labelled 1.x / texts with an issue label; undecided texts are left out",
        ),
        source=SALIENCE,
        undefined=UNLABELLED,
        subjects=subjects,
        view=CODED,
        where=(("source", "==", source), DECIDED),
        hit=ON_POVERTY,
        interval=True,
        persons=None if source == "official" else "hit",
        monthly=True,
        needs=LABELLED,
    )


def _issue_share(id: str, talk: str, names: Words) -> Measure:
    """Each issue's share of one kind of talk."""
    return Measure(
        id=id,
        names=names,
        unit="percent",
        formula=(
            "100 · teks berlabel isu itu (1.x dihitung sebagai 1) / teks yang isunya diberi label",
            "100 · texts labelled with the issue (1.x counts as 1) / texts with an issue label",
        ),
        source=SALIENCE,
        undefined=UNLABELLED,
        subjects=("issue",),
        view=CODED,
        where=(("source", "in", TALKS[talk]), DECIDED),
        whole=True,
        interval=True,
        persons="where" if talk == "public" else None,
        needs=LABELLED,
    )


def _agenda_gap(id: str, talk: str, names: Words) -> Measure:
    """The distance of an issue's two ranks."""
    return Measure(
        id=id,
        names=names,
        unit="ranks",
        formula=(
            "peringkat dalam rencana − peringkat dalam pembicaraan di antara topik rencana; negatif: lebih sedikit dibicarakan daripada direncanakan; pembilang: teks tentang topik itu, penyebut: teks berlabel",
            "rank in the plan − rank in the talk among the plan's topics; negative: talked about less than planned; numerator: texts on the topic, denominator: labelled texts",
        ),
        source=SALIENCE,
        undefined=(
            "tanpa lembar rencana, atau tanpa teks yang isunya diberi label",
            "without the sheet plan, or without texts whose issue is labelled",
        ),
        subjects=("issue",),
        view=TOPICS,
        where=(("talk", "==", talk), ("coded", ">=", 1)),
        numerator=one("texts"),
        denominator=one("coded"),
        n=one("coded"),
        value=one("gap"),
        persons="where" if talk == "public" else None,
        open=Opening(CODED, "topic", (("source", "in", TALKS[talk]), DECIDED)),
        needs=LABELLED,
    )


FAMILY = Family(
    id="isu",
    order=6,
    names=("Isu", "Issues"),
    measures=(
        _poverty_share(
            "official", ("kiriman akun resmi", "official posts"), ("corpus", "platform", "agency", "account")
        ),
        _poverty_share("post", ("kiriman warga", "citizen posts"), ("corpus", "platform")),
        _poverty_share("comment", ("komentar", "comments"), ("corpus", "platform")),
        _poverty_share("message", ("pesan", "messages"), ("corpus", "platform")),
        _issue_share(
            "issue_share", "public", ("Porsi isu dalam suara warga", "Share of an issue in public talk")
        ),
        _issue_share(
            "issue_share_official",
            "official",
            ("Porsi isu dalam kiriman resmi", "Share of an issue in official posts"),
        ),
        _agenda_gap(
            "agenda_gap",
            "public",
            (
                "Jarak peringkat rencana dan suara warga",
                "Distance of ranks in the plan and in public talk",
            ),
        ),
        _agenda_gap(
            "agenda_gap_official",
            "official",
            (
                "Jarak peringkat rencana dan kiriman resmi",
                "Distance of ranks in the plan and in official posts",
            ),
        ),
    ),
)
