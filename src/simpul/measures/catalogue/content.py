"""Content: what the accounts publish for poor families, for which purpose, and how varied."""

from __future__ import annotations

import narwhals as nw

from simpul.measures.aggregates import distinct, least, total
from simpul.measures.evidence import Conditions
from simpul.measures.measure import OWNER, Family, Measure, Opening, Words
from simpul.measures.sources import BRIEF, EDIMAS, asked_for, cited
from simpul.measures.views.posts import OFFICIAL_POSTS
from simpul.measures.views.relations import VALUABLE
from simpul.measures.views.variety import VARIETY

FIVE_KINDS = cited(EDIMAS, (": lima jenis isi", ": five kinds of content"))
POVERTY_CODES = ("1", *(f"1.{part}" for part in range(1, 8)))
CODED: Conditions = (("issue", "not_null", None),)
ON_POVERTY: Conditions = (("issue", "in", POVERTY_CODES),)
LABELLED = {"labels": ("issue", "post_id")}
UNCODED = (
    "tanpa kiriman akun itu yang isunya diberi label",
    "without posts of the account whose issue is labelled",
)
KINDS: dict[str, tuple[str, Words]] = {
    "1.1": ("data", ("data dan infografis kemiskinan", "poverty data and infographics")),
    "1.2": ("program", ("program dan prosedurnya", "programmes and their procedures")),
    "1.3": ("syarat", ("syarat dan kelayakan penerima", "terms and eligibility")),
    "1.4": ("pengaduan", ("saluran pengaduan penyimpangan", "where to complain of abuse")),
    "1.5": ("penghubung", ("penghubung ke komunitas lain", "links to other communities")),
}
PURPOSES: dict[str, Words] = {
    "menyimak": ("menyimak", "listening"),
    "berbicara": ("berbicara", "talking"),
    "menyemangati": ("menyemangati", "energizing"),
    "mendukung": ("mendukung", "supporting"),
    "merangkul": ("merangkul", "embracing"),
}
FUNCTIONS: dict[str, tuple[str, Words]] = {
    "policy": ("kebijakan", ("kebijakan", "policy")),
    "plan": ("rencana_kerja", ("rencana kerja", "work plan")),
    "achievement": ("capaian_kinerja", ("capaian kinerja", "achievement")),
}
PROGRESS: dict[str, tuple[str, Words]] = {
    "planned": ("akan", ("yang akan dilakukan", "what will be done")),
    "under_way": ("sedang", ("yang sedang dilakukan", "what is being done")),
    "done": ("sudah", ("yang sudah dilakukan", "what has been done")),
}


def _kind(issue: str, id: str, names: Words) -> Measure:
    """How many posts of one of the five kinds there are; none is an honest 0 where posts are labelled."""
    return Measure(
        id=f"isi_{id}",
        names=(f"Isi: {names[0]}", f"Content: {names[1]}"),
        unit="posts",
        formula=(
            f"jumlah kiriman akun berlabel {issue}, dari kiriman yang isunya diberi label",
            f"number of the account's posts labelled {issue}, of those with an issue label",
        ),
        source=FIVE_KINDS,
        undefined=UNCODED,
        subjects=OWNER,
        view=OFFICIAL_POSTS,
        where=CODED,
        hit=(("issue", "==", issue),),
        value=total((nw.col("issue") == issue).cast(nw.Int64)),
        needs=LABELLED,
    )


def _balance(label: str, value: str, id: str, names: Words, heads: Words, source: Words) -> Measure:
    """The share of one answer of a label among the posts that have that label."""
    asked = heads[0].lower()
    return Measure(
        id=id,
        names=(f"{heads[0]}: {names[0]}", f"{heads[1]}: {names[1]}"),
        unit="percent",
        formula=(
            f"100 · kiriman berlabel “{names[0]}” / kiriman yang punya label {asked}",
            f"100 · posts labelled {value} / posts with a label of {label}",
        ),
        source=source,
        undefined=(
            f"tanpa kiriman yang punya label {asked}",
            f"without posts that have a label of {label}",
        ),
        subjects=OWNER,
        view=OFFICIAL_POSTS,
        where=((label, "not_null", None),),
        hit=((label, "==", value),),
        interval=True,
        needs={"labels": (label, "post_id")},
    )


def kinds_present(mask: nw.Expr) -> nw.Expr:
    return distinct("issue")(mask & nw.col("issue").is_in(VALUABLE))


def difference(mask: nw.Expr) -> nw.Expr:
    """In percent; 0 / 0 with fewer than two posts."""
    posts = nw.col("posts")
    alike, all_posts = total(posts * (posts - 1))(mask), total(posts)(mask)
    return 100 * (1 - alike / (all_posts * (all_posts - 1)))


def _variety(aspect: str, id: str, names: Words, what: Words) -> Measure:
    return Measure(
        id=id,
        names=names,
        unit="percent",
        formula=(
            f"100 · (1 − Σ n_i(n_i − 1) / N(N − 1)) atas {what[0]} kiriman akun: seberapa sering dua kiriman yang ditarik acak berbeda; 0 berarti semua sama; n_i = kiriman tiap {what[0]}",
            f"100 · (1 − Σ n_i(n_i − 1) / N(N − 1)) over the {what[1]} of the account's posts: how often two posts drawn at random differ; 0 all alike; n_i = posts of one of them",
        ),
        source=cited("Simpson 1949, Nature 163, 688", (" (bentuk tak bias)", " (unbiased form)")),
        undefined=(
            f"dengan kurang dari dua kiriman yang {('isunya', 'medianya')[aspect == 'media']} diketahui",
            f"with fewer than two posts whose {aspect} is known",
        ),
        subjects=("account",),
        view=VARIETY,
        where=(("aspect", "==", aspect),),
        numerator=total("posts"),
        value=difference,
        n=total("posts"),
        open=Opening(OFFICIAL_POSTS, "account_id", ((aspect, "not_null", None),)),
        needs=LABELLED if aspect == "issue" else {"posts": ("media",)},
    )


FAMILY = Family(
    id="isi",
    order=11,
    names=("Isi kiriman", "Content"),
    measures=(
        *(_kind(issue, id, names) for issue, (id, names) in KINDS.items()),
        Measure(
            id="isi_lengkap",
            names=("Kelengkapan lima jenis isi", "Completeness of the five kinds of content"),
            unit="kinds",
            formula=(
                "jumlah jenis isi 1.1 sampai 1.5 dengan sedikitnya satu kiriman, dari 5; n: kiriman yang isunya diberi label",
                "number of the five kinds 1.1 to 1.5 with at least one post, of 5; n: posts with an issue label",
            ),
            source=FIVE_KINDS,
            undefined=UNCODED,
            subjects=OWNER,
            view=OFFICIAL_POSTS,
            where=CODED,
            value=kinds_present,
            needs=LABELLED,
        ),
        Measure(
            id="hari_isu_miskin",
            names=("Hari sejak kiriman kemiskinan terakhir", "Days since the last post on poverty"),
            unit="days",
            formula=(
                "hari dari kiriman terbaru berlabel 1.x sampai akhir jangka waktu",
                "days from the newest post labelled 1.x to the end of the window",
            ),
            source=cited(BRIEF, (": isu kemiskinan belum digarap", ": poverty not yet taken up as an issue")),
            undefined=(
                "tanpa kiriman berlabel 1.x dalam jangka waktu ini",
                "without a post labelled 1.x in the window",
            ),
            subjects=OWNER,
            view=OFFICIAL_POSTS,
            where=ON_POVERTY,
            value=least("days_before_end"),
            needs=LABELLED,
            empty="no_rows:official_posts",
        ),
        *(
            _balance(
                "purpose",
                value,
                f"tujuan_{value}",
                names,
                ("Tujuan", "Purpose"),
                cited(
                    BRIEF,
                    (": lima tujuan, menurut Li & Bernoff 2008", ": five goals, after Li & Bernoff 2008"),
                ),
            )
            for value, names in PURPOSES.items()
        ),
        *(
            _balance(
                "function",
                value,
                f"fungsi_{id}",
                names,
                ("Isi kebijakan", "Function"),
                cited(
                    BRIEF, (": kebijakan, rencana kerja, capaian kinerja", ": policy, work plan, achievement")
                ),
            )
            for value, (id, names) in FUNCTIONS.items()
        ),
        *(
            _balance(
                "progress",
                value,
                f"tahap_{id}",
                names,
                ("Tahap", "Stage"),
                cited(
                    "UNS & Bappeda",
                    (": yang akan dan yang sudah dilakukan", ": what will be and what has been done"),
                ),
            )
            for value, (id, names) in PROGRESS.items()
        ),
        _variety("issue", "ragam_isu", ("Ragam isu", "Variety of issues"), ("isu", "issues")),
        _variety(
            "media",
            "ragam_media",
            ("Ragam media", "Variety of media"),
            ("jenis media", "kinds of media"),
        ),
        Measure(
            id="ulang",
            names=("Kiriman yang mengulang", "Repeated posts"),
            unit="percent",
            formula=(
                "100 · kiriman yang teksnya sudah pernah diterbitkan akun itu dalam jangka waktu ini (huruf besar dan spasi diabaikan) / kiriman berteks",
                "100 · posts whose text the account published before in the window (case and spaces aside) / posts with a text",
            ),
            source=asked_for(
                (
                    "mengemas medsos menjadi lebih menarik, tidak membosankan",
                    "social media made more attractive, not boring",
                )
            ),
            undefined=("tanpa kiriman berteks", "without posts that have a text"),
            subjects=OWNER,
            view=OFFICIAL_POSTS,
            where=(("repeats", "not_null", None),),
            hit=(("repeats", "==", True),),
            interval=True,
            needs={"posts": ("text",)},
        ),
        Measure(
            id="sumber_data",
            names=(
                "Kiriman kemiskinan yang menyebut sumber data",
                "Poverty posts that name a source of data",
            ),
            unit="percent",
            formula=(
                "100 · kiriman berlabel 1.1 dengan “sumber:” atau nama BPS, Susenas, DTSEN, DTKS, atau SP4N / kiriman berlabel 1.1",
                "100 · posts labelled 1.1 with “sumber:” or the name of BPS, Susenas, DTSEN, DTKS or SP4N / posts labelled 1.1",
            ),
            source=asked_for(("berbasis bukti", "evidence based")),
            undefined=("tanpa kiriman berlabel 1.1", "without posts labelled 1.1"),
            subjects=OWNER,
            view=OFFICIAL_POSTS,
            where=(("issue", "==", "1.1"), ("sourced", "not_null", None)),
            hit=(("sourced", "==", True),),
            interval=True,
            needs={**LABELLED, "posts": ("text",)},
            empty="no_rows:official_posts",
        ),
    ),
)
