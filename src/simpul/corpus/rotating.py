"""A new pseudonym key for a workspace: every pseudonym is derived again from its identity, in one step for all batches.

    corpus/.rotation/…       the new files of the corpus, at their places, and the new salt
    corpus/.rotation/ready   from here on the rotation happens, whoever dies when: whoever opens the corpus next finishes it

A pseudonym without an identity (somebody only mentioned; identities past their retention) cannot be derived again. It becomes the pseudonym
of the old one: still one person here, but a later import knows them under another.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from simpul.corpus import erasures
from simpul.corpus.accounts import hide
from simpul.corpus.key import KeyProblem, draw_salt, key_id, workspace_key
from simpul.corpus.pseudonyms import CHARACTERS, pseudonyms
from simpul.corpus.store import Store, rotation_of

PSEUDONYM = rf"~([a-z2-7]{{{CHARACTERS}}})"
HIDDEN_AS = {"account": "account", "post": "post"}  # kind of an identity → domain of its pseudonym


@dataclass(frozen=True)
class Rotated:
    """How many pseudonyms there were, how many could only be made of the old one, and the ids of both keys."""

    pseudonyms: int
    orphans: int
    old_key: str
    new_key: str


def settled_key(workspace: Path) -> bytes:
    """The workspace's key, once a rotation that was interrupted is finished; raises KeyProblem and StoreProblem."""
    store = Store(workspace / "corpus")
    if (rotation_of(store.root) / "ready").exists():
        with store.alone():
            pass
    return workspace_key(workspace)


def rotate(workspace: Path, old_secret: bytes | None = None) -> Rotated:
    """Renews all pseudonyms of the workspace under a new salt.

    `old_secret`: the secret until now, where a new one has taken its place. Raises StoreProblem while somebody imports, and KeyProblem
    where the corpus is not under the old key, or where a new secret would lose what is remembered of erasures.
    """
    store = Store(workspace / "corpus")
    if old_secret is not None and erasures.count(store.root):
        raise KeyProblem(
            "Di ruang kerja ini ada orang yang dihapus dan diingat dengan rahasia lama; ingatan itu tidak dapat dibuat lagi dengan rahasia baru. "
            "Putar kunci tanpa mengganti rahasia, atau hapus corpus/erased.json dan minta nama yang dihapus sekali lagi.",
            "People were erased here and are remembered under the old secret; a new secret cannot renew that memory. "
            "Rotate without changing the secret, or delete corpus/erased.json and erase those people again by name.",
        )
    with store.alone():
        old, salt = workspace_key(workspace, secret=old_secret), draw_salt()
        new = workspace_key(workspace, salt)
        _check(store, old)
        renewed, orphans = _renewed(store, new)
        folder = rotation_of(store.root)
        shutil.rmtree(folder, ignore_errors=True)
        for file, frame in _rewritten(store, renewed):
            target = folder / file.relative_to(store.root)
            target.parent.mkdir(parents=True, exist_ok=True)
            frame.write_parquet(target, compression="zstd", compression_level=1)
        _manifests(store, folder, key_id(new))
        (folder / "salt").write_text(salt.hex() + "\n", "ascii")
        (folder / "ready").touch()
        store.finish_rotation()
    return Rotated(len(renewed), orphans, key_id(old), key_id(new))


def _check(store: Store, old: bytes) -> None:
    others = sorted({batch.key for batch in store.batches()} - {key_id(old), ""})
    if others:
        raise KeyProblem(
            f"Sebagian impor memakai kunci lain ({', '.join(others)}). Kembalikan kunci itu, atau beri rahasia lama dengan SIMPUL_OLD_KEY.",
            f"Some batches are under another key ({', '.join(others)}). Bring that key back, or give the old secret as SIMPUL_OLD_KEY.",
        )


# --- what becomes of each pseudonym ------------------------------------------------------------------------------


def _renewed(store: Store, new: bytes) -> tuple[dict[str, str], int]:
    """Old 26 characters → new ones, for all that stand in the corpus; and how many had no identity."""
    known = (
        pl.concat([_from_identities(store, new), _from_named_posts(store, new)]).drop_nulls().unique("old")
    )
    everywhere = pl.concat(
        [_standing(frame) for _, frame in _frames(store)] or [pl.Series("old", [], pl.String)]
    ).unique()
    orphans = everywhere.filter(~everywhere.is_in(known["old"].implode()))
    made = pseudonyms(orphans, new, "rotated")
    renewed = dict(known.rows()) | dict(zip(orphans.to_list(), made.to_list(), strict=True))
    return renewed, len(orphans)


def _from_identities(store: Store, new: bytes) -> pl.DataFrame:
    found = (
        store.scan("identities").select("id", "kind", "platform", "native_id", "handle").unique().collect()
    )
    parts = []
    for kind in found["kind"].unique():
        rows = found.filter(kind=kind)
        if kind == "actor":
            hidden = "~" + pseudonyms(rows["native_id"], new, "actor")
        else:
            hidden = hide(
                rows["handle" if kind == "account" else "native_id"], rows["platform"], new, HIDDEN_AS[kind]
            )
        parts.append(pl.DataFrame({"old": rows["id"], "new": hidden}))
    return _tails(pl.concat(parts)) if parts else pl.DataFrame(schema={"old": pl.String, "new": pl.String})


def _from_named_posts(store: Store, new: bytes) -> pl.DataFrame:
    """Posts of named accounts: their id says what their alias is made of."""
    rows = (
        store.scan("posts")
        .filter(pl.col("alias").is_not_null())
        .select("platform", "post_id", "alias")
        .unique()
        .collect()
    )
    native = rows.select(pl.col("post_id").str.strip_prefix(pl.col("platform") + ":")).to_series()
    return _tails(pl.DataFrame({"old": rows["alias"], "new": hide(native, rows["platform"], new, "post")}))


def _tails(pairs: pl.DataFrame) -> pl.DataFrame:
    return pairs.select(pl.col("old", "new").str.extract(PSEUDONYM + "$", 1))


# --- the corpus with new ones ------------------------------------------------------------------------------------


def _frames(store: Store) -> Iterator[tuple[Path, pl.DataFrame]]:
    for file in sorted({store.holder(name, batch) for batch in store.batches() for name in batch.rows}):
        yield file, pl.read_parquet(file)


def _standing(frame: pl.DataFrame) -> pl.Series:
    """All pseudonyms that stand in the table, in ids, lists and texts."""
    texts = [
        frame[name].explode(empty_as_null=True) if kind == pl.List(pl.String) else frame[name]
        for name, kind in _texts(frame)
    ]
    found = [
        text.drop_nulls()
        .str.extract_all(PSEUDONYM)
        .explode(empty_as_null=False)
        .str.strip_prefix("~")
        .rename("old")
        for text in texts
    ]
    return pl.concat(found).unique() if found else pl.Series("old", [], pl.String)


def _texts(frame: pl.DataFrame) -> list[tuple[str, pl.DataType]]:
    return [
        (name, kind)
        for name, kind in frame.schema.items()
        if kind in (pl.String, pl.List(pl.String)) and name != "batch"
    ]


def _rewritten(store: Store, renewed: dict[str, str]) -> Iterator[tuple[Path, pl.DataFrame]]:
    old, new = ["~" + tail for tail in renewed], ["~" + tail for tail in renewed.values()]
    for file, frame in _frames(store):
        yield (
            file,
            frame.with_columns(
                pl.col(name).list.eval(pl.element().str.replace_many(old, new))
                if kind == pl.List(pl.String)
                else pl.col(name).str.replace_many(old, new)
                for name, kind in _texts(frame)
            )
            if renewed
            else frame,
        )


def _manifests(store: Store, folder: Path, key: str) -> None:
    staged = Store(folder)
    for batch in store.batches():
        staged.name(replace(batch, key=key))
