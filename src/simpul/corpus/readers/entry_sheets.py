"""Sheets filled in by hand: copied comments (without author), follower counts, and voices that a broker passed on."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

import polars as pl

from simpul.corpus import tables
from simpul.corpus.cells import undecided
from simpul.corpus.chunks import Chunk, rejects
from simpul.corpus.forms import NOTE, Column, Filled, Form, read
from simpul.corpus.reader import NO, Blank, Field, FieldType, Match, Missing, Options, Reader
from simpul.corpus.rejects import FileRefused
from simpul.corpus.source import Source

COMMENTS = Form(
    "comments", "komentar", "Komentar yang disalin dari akun lembaga. Nama penulisnya tidak ikut disalin.",
    (
        Column("platform", "platform", "choice", "Jejaring tempat komentar ini.", required=True, vocabulary="platform"),
        Column("account", "akun", "handle", "Akun lembaga yang dikomentari: nama tanpa @, atau tautan profilnya.", required=True),
        Column("date", "tanggal komentar", "time", "Tanggal, boleh dengan jam.", required=True),
        Column("post", "kiriman", "text", "Tautan kiriman yang dikomentari; bila tidak ada, judulnya."),
        Column("comment", "isi komentar", "text", "Salin apa adanya, tanpa nama penulis.", required=True),
    ),
    ("Instagram", "dinsos_arumsari", "2026-03-05", "Jadwal pembagian beras", "Kalau KKS-nya hilang, mengurusnya ke mana nggih, Min?"),
)  # fmt: skip
FOLLOWERS = Form(
    "followers", "pengikut", "Jumlah pengikut akun lembaga pada suatu tanggal; catat sebulan sekali.",
    (
        Column("platform", "platform", "choice", "Jejaring akun ini.", required=True, vocabulary="platform"),
        Column("account", "akun", "handle", "Akun lembaga: nama tanpa @, atau tautan profilnya.", required=True),
        Column("date", "tanggal hitung", "time", "Tanggal pengikut dihitung.", required=True),
        Column("followers", "pengikut", "count", "Jumlah pengikut; jangan ditulis 1,2 rb.", required=True),
    ),
    ("Instagram", "dinsos_arumsari", "2026-03-05", "1240"),
)  # fmt: skip
VOICES = Form(
    "voices", "suara", "Suara warga yang disampaikan lewat perantara. Jangan menulis nama atau NIK.",
    (
        Column("date", "tanggal suara", "time", "Tanggal suara disampaikan.", required=True),
        Column("place", "kelurahan", "place", "Kode atau nama kelurahan.", vocabulary="village"),
        Column("role", "peran perantara", "choice", "Siapa yang menyampaikan.", required=True, vocabulary="role"),
        Column("on_behalf_of", "atas nama", "choice", "Kelompok yang diwakili, bukan nama orang.", vocabulary="group"),
        Column("message", "kebutuhan atau pesan", "text", "Kebutuhan yang disuarakan, dengan kata-kata warga sendiri.", required=True),
        Column("permission", "izin diberikan", "choice", "Apakah warga mengizinkan suaranya dicatat?", vocabulary="yes_no"),
    ),
    ("2026-03-05", "99.71.01.1001", "Ketua RT", "Lanjut usia", "Simbah di RT kami sudah tiga bulan tidak menerima kiriman makan.", "Ya"),
)  # fmt: skip
SHEETS = (COMMENTS, FOLLOWERS, VOICES)
UNTOUCHED = (
    "Lembar ini masih kosong: belum ada yang dibaca.",
    "This sheet is still blank: there was nothing to read.",
)
BY_RULE = (  # cells of the template are real dates; only those typed as text can be read two ways
    "Tanggal di kolom {} dibaca sebagai hari/bulan, seperti petunjuk lembarnya. Bila terbalik, impor ulang dengan --month-first.",
    "Dates in column {} were read as day/month, as the sheet's guide says. If that is wrong, import again with --month-first.",
)

# How platforms' web addresses name a post.
POST_IN_ADDRESS = re.compile(
    r"(?:/status/|/video/|/p/|/reel/|/reels/|/tv/|[?&]v=|youtu\.be/|/shorts/|story_fbid=|/posts/(?:[^/?]*/)?|/post/)"
    r"([\w.-]+)"
)


def _recognise(source: Source) -> Match:
    header = tables.header(source)
    if header is None or (form := _form(header)) is None:
        return NO
    ours = NOTE in form.fields(header)
    return Match(
        95 if ours else 80,
        (f"kolomnya seperti lembar {form.id}", f"its columns are those of the sheet {form.name}"),
    )


def _form(header: list[str]) -> Form | None:
    return next((form for form in SHEETS if not form.missing(header)), None)


def _read(source: Source, options: Options) -> Iterator[Chunk]:
    pieces = list(tables.table(source))
    rows = pl.concat([frame for frame, _ in pieces])
    form = _form(rows.columns)
    if form is None:
        raise FileRefused("file_columns")
    filled = read(form, rows, codes=options.place_codes, zone=options.timezone, day_first=options.day_first)
    if filled.rows.is_empty() and filled.rejects.is_empty():
        if NOTE in form.fields(rows.columns):
            raise Blank(*UNTOUCHED)
        raise FileRefused("file_header_only")
    chunk = {COMMENTS: _comments, FOLLOWERS: _followers, VOICES: _voices}[form](filled)
    own = [] if chunk.rejects is None else [chunk.rejects]
    chunk.rejects = pl.concat([filled.rejects, *(refused for _, refused in pieces), *own])
    date = form.fields(rows.columns)["date"]
    if options.day_first is None and undecided(rows[date]):
        chunk.notes.append((BY_RULE[0].format(date), BY_RULE[1].format(date)))
    if filled.ignored:
        names = ", ".join(filled.ignored)
        chunk.notes.append((f"Kolom yang tidak disimpan: {names}.", f"Columns that are not stored: {names}."))
    yield chunk


def _comments(filled: Filled) -> Chunk:
    """Comments without author. The id is a hash of the cells, so the same row read from two files is one comment."""
    rows = filled.rows.with_columns(
        account=pl.col("account").str.to_lowercase(),
        copy=pl.int_range(pl.len()).over("platform", "account", "date", "post", "comment"),
    )
    posts = [_post(*cells) for cells in rows.select("platform", "account", "post").rows()]
    cells = rows.select(
        "platform", "account", pl.col("date").cast(pl.String), "post", "comment", "copy"
    ).rows()
    return Chunk(
        posts=rows.select(
            "platform",
            pl.Series("native_id", [_digest(*each) for each in cells], dtype=pl.String),
            kind=pl.lit("comment"),
            parent=pl.Series(posts, dtype=pl.String),
            root=pl.Series(posts, dtype=pl.String),
            parent_author="account",
            text="comment",
            created_at="date",
            row="row",
        ),
        notes=[
            (
                "Komentar salinan tangan tidak memuat penulis, jadi jumlah orang tidak dapat dihitung darinya.",
                "Comments copied by hand carry no author, so persons cannot be counted from them.",
            )
        ],
    )


def _post(platform: str, account: str, post: str | None) -> str | None:
    """Native id of the post that a link names; for a title, an id that its comments share."""
    if post is None:
        return None
    if found := POST_IN_ADDRESS.search(post):
        return found[1]
    return _digest(platform, account, post.casefold())


def _followers(filled: Filled) -> Chunk:
    rows = filled.rows.with_columns(account=pl.col("account").str.to_lowercase())
    return Chunk(
        accounts=rows.select("platform", author="account").unique(maintain_order=True),
        observations=rows.select(
            "platform",
            subject_kind=pl.lit("account"),
            subject="account",
            metric=pl.lit("followers"),
            value=pl.col("followers").cast(pl.Float64),
            observed_at="date",
            row="row",
        ),
    )


def _voices(filled: Filled) -> Chunk:
    """Reports with a place, the role that passed them on and the group they speak for. Nobody is their author: whose
    voice it was is not written down, and one broker speaks for many."""
    agreed = (filled.rows["permission"] == "true").fill_null(False)
    rows, refused = filled.rows.filter(agreed), filled.rows.filter(~agreed)
    said = ["date", "place", "role", "on_behalf_of", "message"]
    rows = rows.with_columns(copy=pl.int_range(pl.len()).over(said))
    cells = rows.select(pl.col("date").cast(pl.String), *said[1:], "copy").rows()
    return Chunk(
        posts=rows.select(
            pl.lit("offline").alias("platform"),
            pl.Series("native_id", [_digest(*each) for each in cells], dtype=pl.String),
            pl.lit("report").alias("kind"),
            "place",
            "row",
            passed_on_by="role",
            spoken_for="on_behalf_of",
            text="message",
            created_at="date",
        ),
        rejects=rejects((row, VOICES.columns[-1].id, "consent_missing", None) for row in refused["row"]),
    )


def _digest(*cells: str | int | None) -> str:
    said = "\x1f".join("" if cell is None else str(cell) for cell in cells)
    return f"sheet-{hashlib.sha256(said.encode()).hexdigest()[:20]}"


COLUMNS: dict[
    tuple[str, str], tuple[str, FieldType, Missing]
] = {  # what becomes of each column of each sheet
    ("comments", "platform"): ("posts.platform", "kind", "refused"),
    ("comments", "account"): ("posts.parent_author", "id", "refused"),
    ("comments", "date"): ("posts.created_at", "time", "refused"),
    ("comments", "post"): ("posts.parent", "id", "absent"),
    ("comments", "comment"): ("posts.text", "text", "refused"),
    ("followers", "platform"): ("accounts.platform", "kind", "refused"),
    ("followers", "account"): ("accounts.author", "id", "refused"),
    ("followers", "date"): ("observations.observed_at", "time", "refused"),
    ("followers", "followers"): ("observations.followers", "count", "refused"),
    ("voices", "date"): ("posts.created_at", "time", "refused"),
    ("voices", "place"): ("posts.place", "place", "absent"),
    ("voices", "role"): ("posts.passed_on_by", "kind", "refused"),
    ("voices", "on_behalf_of"): ("posts.spoken_for", "kind", "absent"),
    ("voices", "message"): ("posts.text", "text", "refused"),
    ("voices", "permission"): ("posts.kind", "flag", "refused"),
}

READER = Reader(
    name="entry-sheets",
    version=1,
    platform="*",
    title=("Lembar isian Simpul", "Simpul's entry sheets"),
    gives=("comments", "followers", "posts"),
    obtain=(
        "Jalankan `simpul template`, lalu isi komentar.xlsx, pengikut.xlsx, atau suara.xlsx.",
        "Run `simpul template`, then fill in komentar.xlsx, pengikut.xlsx or suara.xlsx.",
    ),
    tested_on="synthetic files",
    recognise=_recognise,
    read=_read,
    mapping=(
        *(Field(f"{column.id} | {column.field}", *COLUMNS[form.name, column.field]) for form in SHEETS for column in form.columns),
        Field("<isi baris / the row's cells>", "posts.native_id", "id", "derived"),
    ),
    steps=(
        ("Jalankan `simpul template`: lembar kosong muncul di folder templat-simpul.", "Run `simpul template`: blank sheets appear in the folder templat-simpul."),
        ("Isi komentar.xlsx, pengikut.xlsx, atau suara.xlsx; hapus baris CONTOH atau biarkan.", "Fill in komentar.xlsx, pengikut.xlsx or suara.xlsx; delete the CONTOH row or leave it."),
        ("Jangan menulis nama warga, NIK, atau nomor telepon.", "Do not write citizens' names, NIK or phone numbers."),
        ("Impor berkasnya dengan `simpul import`.", "Import the file with `simpul import`."),
    ),
    gaps=("no_authors", "sampled"),
)  # fmt: skip
