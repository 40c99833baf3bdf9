"""Taking a person out of the corpus: posts, accounts, counts, identities, ties, and mentions in the texts of others (UU 27/2022 art. 43)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import polars as pl

from simpul.corpus.erasures import MARK, Identity, remember
from simpul.corpus.handles import account_keys
from simpul.corpus.pseudonyms import pseudonym
from simpul.corpus.records import TABLES
from simpul.corpus.store import Store, StoreProblem

NUMBER = re.compile(r"\+?\d[\d\s().\-]{6,}")
SURVEY = "survey"
LAST = ("links", "posts")  # they tell what belongs to the person, so whoever was interrupted can begin again


@dataclass(frozen=True)
class Person:
    """A data subject as the platform's own texts name them; on `survey` by the number of the answer."""

    platform: str
    key: str

    @classmethod
    def parse(cls, said: str) -> Person:
        """`x:budi_s`, `whatsapp:0812…`, a bare telephone number (WhatsApp), `survey:ID`; raises StoreProblem for anything else."""
        platform, colon, handle = said.strip().partition(":")
        if not colon and NUMBER.fullmatch(platform):
            platform, handle = "whatsapp", platform
        platform, handle = platform.strip().lower(), handle.strip()
        if not re.fullmatch(r"[a-z_]+", platform) or not handle:
            raise StoreProblem(
                f"{said} bukan orang. Tulis platform dan nama akunnya, misalnya x:budi_s, atau nomor teleponnya.",
                f"{said} names nobody. Write the platform and the handle, such as x:budi_s, or the telephone number.",
            )
        if platform == SURVEY:
            return cls(platform, handle)
        return cls(platform, str(account_keys(pl.Series([handle.removeprefix("@")]), platform)[0]))


@dataclass(frozen=True)
class Subject:
    """All ids under which the person, and what they wrote, stands in a corpus of one key."""

    ids: frozenset[str]  # accounts and actors
    posts: frozenset[str] = frozenset()
    handles: tuple[str, ...] = ()  # of accounts that keep their names

    @property
    def traces(self) -> list[str]:
        """What must stand nowhere any more: pseudonyms, and handles in clear."""
        hidden = {id.rpartition("~")[2] for id in {*self.ids, *self.posts} if "~" in id}
        return sorted({*hidden, *self.handles})


@dataclass
class Erased:
    """What an erasure took out: rows by table, and the remembered hashes."""

    rows: Counter[str] = field(default_factory=Counter)
    batches: set[str] = field(default_factory=set)
    hashes: list[str] = field(default_factory=list)


def subject_of(posts: pl.LazyFrame, links: pl.LazyFrame, key: bytes, person: Person) -> Subject:
    """Who that is in these tables, with the accounts and answers that are linked to them on a stated basis."""
    ids = _own_ids(person, key)
    pairs = [set(pair) - {None} for pair in links.select("account_id", "actor_id").collect().rows()]
    while new := {id for pair in pairs if pair & ids for id in pair} - ids:
        ids |= new
    own = posts.filter(pl.col("account_id").is_in(list(ids))).select(pl.col("^post_id|alias$")).collect()
    wrote = {id for row in own.rows() for id in row if id is not None}
    handles = sorted({id.partition(":")[2] for id in ids if ":" in id and "~" not in id})
    return Subject(frozenset(ids), frozenset(wrote), tuple(handles))


def _own_ids(person: Person, key: bytes) -> set[str]:
    if person.platform == SURVEY:
        return {"~" + pseudonym(person.key, key, "actor")}
    hidden = pseudonym(person.key, key, f"account:{person.platform}")
    return {f"{person.platform}:~{hidden}", f"{person.platform}:{person.key}"}


def erase(store: Store, key: bytes, person: Person, dry: bool = False) -> tuple[Subject, Erased]:
    """Takes the person out of every batch and remembers them; with `dry` only counts.

    Raises StoreProblem while somebody imports. Interrupted, it can be called again, and takes out the rest.
    """
    with store.alone():
        subject = subject_of(store.scan("posts"), store.scan("links"), key, person)
        done = Erased()
        if not dry:
            done.hashes = remember(store.root, _identities(store, person, subject))
        for table in sorted(TABLES, key=lambda name: name in LAST):
            for file in sorted((store.root / table).glob("*=*.parquet")):
                frame = pl.read_parquet(file)
                left, touched = purge(table, frame, subject)
                if not touched:
                    continue
                done.rows[table] += frame.height - left.height
                done.batches |= set(frame["batch"].unique())
                if not dry:
                    store.rewrite(file, left)
        if not dry:
            _rename(store, _renamed(store, person, subject))
            recount(store)
            store.sweep()
    return subject, done


def _identities(store: Store, person: Person, subject: Subject) -> set[Identity]:
    """What is to be remembered: the person, and whatever of theirs the corpus can name."""
    found: set[Identity] = {
        ("actor" if person.platform == SURVEY else "account", person.platform, person.key)
    }
    known = store.scan("identities").filter(pl.col("id").is_in([*subject.ids, *subject.posts])).collect()
    for kind, platform, native, handle in known.select("kind", "platform", "native_id", "handle").rows():
        value = handle if kind == "account" else native
        if value is not None:
            found.add((kind, platform or SURVEY, value))
    for id in (*subject.ids, *subject.posts):
        platform, _, native = id.partition(":")
        if native and not native.startswith("~"):  # named: the id says it
            found.add(("post" if id in subject.posts else "account", platform, native))
    return found


def recount(store: Store) -> None:
    """Makes each manifest count what its batch's files hold now."""
    counts: dict[str, Counter[str]] = {}
    for table in TABLES:
        for file in (store.root / table).glob("*=*.parquet"):
            for batch, rows in pl.read_parquet(file, columns=["batch"])["batch"].value_counts().rows():
                counts.setdefault(batch, Counter())[table] += rows
    for batch in store.batches():
        rows = {name: counts.get(batch.id, Counter())[name] for name in batch.rows}
        rows = {name: count for name, count in rows.items() if count}
        if rows != batch.rows:
            store.name(replace(batch, rows=rows))


def _renamed(store: Store, person: Person, subject: Subject) -> dict[str, str]:
    """New names for files that are named after the person, as a chat is, by batch."""
    names = [name for name in (person.key, *subject.handles) if len(name) > 2]
    told = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in names) or "(?!)")
    numbers = [name for name in names if len(name) > 8 and name.isdigit()]
    digits = {batch.id: re.sub(r"\D", "", batch.file) for batch in store.batches()} if numbers else {}
    return {
        batch.id: f"{MARK} {batch.id}"
        for batch in store.batches()
        if told.search(batch.file.lower())
        or any(number in digits[batch.id] or "0" + number[2:] in digits[batch.id] for number in numbers)
    }


def _rename(store: Store, renamed: dict[str, str]) -> None:
    for file in (store.root / "rejects").glob("*=*.parquet") if renamed else ():
        frame = pl.read_parquet(file)
        name = pl.col("batch").replace_strict(renamed, default=None, return_dtype=pl.String)
        if frame["batch"].is_in(list(renamed)).any():
            store.rewrite(file, frame.with_columns(file=pl.coalesce(name, "file")))
    for batch, new in renamed.items():
        store.name(replace(store.get(batch), file=new))


# --- one table ---------------------------------------------------------------------------------------------------


def purge(table: str, frame: pl.DataFrame, subject: Subject) -> tuple[pl.DataFrame, bool]:
    """The table without the person, and whether anything was changed.

    A row that is theirs goes. Of another's row what leads to them is emptied, and their mention in a text becomes `[dihapus]`.
    """
    ours = OWN[table](frame) if table in OWN else [n for n, kind in frame.schema.items() if kind == pl.String]
    everything = [*subject.ids, *subject.posts]
    theirs = [pl.col(name).is_in(everything).fill_null(False) for name in ours]
    kept = frame.filter(~pl.any_horizontal(theirs)) if theirs else frame
    cleaned = kept.with_columns(
        _without_lists(name, everything, subject)
        if kind == pl.List(pl.String)
        else _without(name, everything, subject)
        for name, kind in kept.schema.items()
        if kind in (pl.String, pl.List(pl.String)) and name != "batch"
    )
    return cleaned, kept.height < frame.height or not cleaned.equals(kept)


def _columns(*names: str) -> Callable[[pl.DataFrame], list[str]]:
    return lambda frame: [name for name in names if name in frame.columns]


OWN = {  # the columns that make a row the person's own
    "posts": _columns("account_id", "post_id"),
    "accounts": _columns("account_id"),
    "observations": _columns("subject"),
    "actors": _columns("actor_id"),
    "survey_ties": _columns("source", "target"),
    "links": _columns("account_id", "actor_id"),
    "identities": _columns("id"),
}


def _without(name: str, ids: list[str], subject: Subject) -> pl.Expr:
    column = pl.col(name)
    return pl.when(~column.is_in(ids).fill_null(False)).then(_cleared(column, subject)).alias(name)


def _without_lists(name: str, ids: list[str], subject: Subject) -> pl.Expr:
    item = pl.element()
    return (
        pl.col(name).list.eval(_cleared(item.filter(~item.is_in(ids).fill_null(False)), subject)).alias(name)
    )


def _cleared(text: pl.Expr, subject: Subject) -> pl.Expr:
    """A text without mentions of the person, and without links to them where they had kept their name."""
    hidden = sorted(id for id in {*subject.ids, *subject.posts} if "~" in id)
    said = [f"@~{id.rpartition('~')[2]}" for id in hidden] + hidden
    text = text.str.replace_many(said, [MARK] * len(said))
    for handle in subject.handles:
        name = re.escape(handle)
        text = text.str.replace_all(rf"(?i)(?:https?://|www\.)\S*/@?{name}(?:[/?#]\S*|\b)", "[tautan akun]")
        text = text.str.replace_all(rf"(?i)@{name}\b", MARK)
    return text
