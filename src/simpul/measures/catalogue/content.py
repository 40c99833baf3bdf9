"""Content: what the accounts publish for poor families, for which purpose, how varied, and what a call to care draws."""

from __future__ import annotations

import narwhals as nw

from simpul.measures.aggregates import Aggregate, distinct, least, middle, rows, total
from simpul.measures.catalogue.frequency import COMMENTS_SEEN
from simpul.measures.evidence import Conditions
from simpul.measures.measure import OWNER, Family, Measure, Opening, Words, symbols
from simpul.measures.sources import BRIEF, EDIMAS, asked_for, cited
from simpul.measures.views.posts import OFFICIAL_POSTS
from simpul.measures.views.relations import VALUABLE
from simpul.measures.views.variety import VARIETY

FIVE_KINDS = cited(EDIMAS, (": lima jenis isi", ": five kinds of content"))
CALL = cited(BRIEF, (": ajakan peduli", ": calls to care"))
POVERTY_CODES = ("1", *(f"1.{part}" for part in range(1, 8)))
CODED: Conditions = (("issue", "not_null", None),)
ON_POVERTY: Conditions = (("issue", "in", POVERTY_CODES),)
CALLS: Conditions = (("call_to_care", "==", 1),)
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


def _response(id: str, names: Words, letter: str, beside: str, column: str, metric: str) -> Measure:
    return Measure(
        id=id,
        names=names,
        unit="per_post",
        formula=(
            f"Σ{letter} / ajakan peduli; dibaca di samping {beside} semua kiriman",
            f"Σ{letter} / calls to care; beside {beside} of all posts",
        ),
        source=CALL,
        undefined=("tanpa ajakan peduli yang hitungannya diketahui", "without calls to care whose count is known"),
        subjects=OWNER,
        view=OFFICIAL_POSTS,
        where=(*CALLS, (column, "not_null", None)),
        numerator=total(column),
        denominator=rows,
        metrics=(metric,),
        needs={"labels": ("call_to_care", "post_id")},
        empty="no_rows:official_posts",
        note=COMMENTS_SEEN if metric == "comments" else None,
    )  # fmt: skip


def _reached(
    id: str, names: Words, formula: Words, numerator: Aggregate | None, value: Aggregate | None
) -> Measure:
    return Measure(
        id=id, names=names, unit="people_per_post", formula=formula,
        source=cited(EDIMAS, (": efisiensi distribusi informasi", ": how efficiently information is spread")),
        undefined=("tanpa hitungan jangkauan R", "without counts of people reached R"), subjects=OWNER,
        view=OFFICIAL_POSTS, where=(("reach", "not_null", None),), numerator=numerator or rows,
        denominator=None if value else rows, value=value, metrics=("reach",), monthly=value is None,
    )  # fmt: skip


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
        Measure(
            id="ajakan",
            names=("Ajakan peduli", "Calls to care"),
            unit="posts",
            formula=(
                "jumlah kiriman berlabel ajakan peduli, dari kiriman yang dinilai ajakannya",
                "number of posts labelled as a call to care, of those with that label",
            ),
            source=CALL,
            undefined=("tanpa kiriman yang dinilai ajakannya", "without posts judged for it"),
            subjects=OWNER,
            view=OFFICIAL_POSTS,
            where=(("call_to_care", "not_null", None),),
            hit=CALLS,
            value=total((nw.col("call_to_care") == 1).cast(nw.Int64)),
            needs={"labels": ("call_to_care", "post_id")},
        ),
        _response(
            "ajakan_komentar",
            ("Komentar warga per ajakan peduli", "Citizen comments per call to care"),
            "C",
            "C2",
            "citizen_comments",
            "comments",
        ),
        _response(
            "ajakan_bagikan",
            ("Dibagikan per ajakan peduli", "Shares per call to care"),
            "S",
            "V2",
            "shares",
            "shares",
        ),
        _response(
            "ajakan_suka",
            ("Suka per ajakan peduli", "Likes per call to care"),
            "L",
            "P2",
            "likes",
            "likes",
        ),
        _reached(
            "efisiensi",
            ("Orang terjangkau per kiriman", "People reached per post"),
            symbols("ΣR / N"),
            total("reach"),
            None,
        ),
        _reached(
            "efisiensi_median",
            ("Orang terjangkau per kiriman (median)", "People reached per post (median)"),
            ("median R atas kiriman yang R-nya diketahui", "median of R over the posts whose R is known"),
            None,
            middle("reach"),
        ),
        Measure(
            id="interaksi_kiriman",
            names=("Interaksi per kiriman", "Interactions per post"),
            unit="per_post",
            formula=(
                "Σ(L + C + S) / N, atas kiriman yang ketiganya diketahui: satu-satunya definisi yang dapat dipenuhi semua platform",
                "Σ(L + C + S) / N, over the posts with all three known: the one definition that every platform can meet",
            ),
            source=("rumusan Simpul, untuk membandingkan platform", "ours, for comparing platforms"),
            undefined=(
                "tanpa ketiga hitungan pada kiriman yang sama",
                "without all three counts on the same post",
            ),
            subjects=OWNER,
            view=OFFICIAL_POSTS,
            where=(("interactions", "not_null", None),),
            numerator=total("interactions"),
            denominator=rows,
            metrics=("likes", "comments", "shares"),
            note=COMMENTS_SEEN,
            monthly=True,
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
