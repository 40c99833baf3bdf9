"""All platform formats together: one reader wins for each file, every mapping is sound, and no damage ends in a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from raw import FIXTURES

from simpul.corpus.accounts import Register
from simpul.corpus.chunks import conform
from simpul.corpus.door import Door
from simpul.corpus.gaps import words
from simpul.corpus.reader import MISSING, Blank, Options, readers
from simpul.corpus.recognising import MARGIN, SURE
from simpul.corpus.records import METRICS, RAW_TABLES
from simpul.corpus.rejects import CODES, FileRefused
from simpul.corpus.source import Source

FOLDERS = {  # fixtures → reader, where the folder is not named after it
    "zeeschuimer/x": "zeeschuimer_x", "zeeschuimer/x-4cat": "zeeschuimer_x", "zeeschuimer/tiktok": "zeeschuimer_tiktok",
    "zeeschuimer/tiktok-comments": "zeeschuimer_tiktok_comments", "zeeschuimer/instagram": "zeeschuimer_instagram",
    "zeeschuimer/threads": "zeeschuimer_threads",
}  # fmt: skip
NEW = (
    *(
        "instagram_download",
        "facebook_download",
        "meta_messages",
        "telegram",
        "tiktok_studio",
        "tiktok_research",
    ),
    *(
        "youtube_studio",
        "youtube_api",
        "fourcat",
        "twarc_csv",
        "minet",
        "mastodon",
        "zeeschuimer_x",
        "zeeschuimer_tiktok",
    ),
    *("zeeschuimer_tiktok_comments", "zeeschuimer_instagram", "zeeschuimer_threads", "signal"),
)
FILES = sorted(
    path for path in FIXTURES.rglob("*")
    if path.is_file() and (path.relative_to(FIXTURES).parts[0] in readers() or path.parent.name == "zeeschuimer")
)  # fmt: skip
OWN = [path for path in FILES if path.relative_to(FIXTURES).parts[0] in (*NEW, "zeeschuimer")]


def owner(path: Path) -> str:
    inner = path.relative_to(FIXTURES)
    return FOLDERS.get(str(inner.with_suffix("")), inner.parts[0])


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(FIXTURES)))
def test_exactly_one_reader_takes_each_file(path: Path) -> None:
    scores = {reader.name: reader.recognise(Source(path)).score for reader in readers().values()}
    best = scores.pop(owner(path))
    assert best >= SURE
    assert {name: score for name, score in scores.items() if score > best - MARGIN} == {}


@pytest.mark.parametrize("name", NEW)
def test_every_mapping_is_declared_in_known_words(name: str) -> None:
    reader = readers()[name]
    posts, accounts = RAW_TABLES["posts"], RAW_TABLES["accounts"]
    for field in reader.mapping:
        table, _, column = field.column.partition(".")
        assert column in {"posts": posts, "accounts": accounts, "observations": METRICS}[table], field
        assert field.source and field.missing in MISSING
    assert set(reader.gaps) <= set(words())
    assert len(reader.steps) >= 2 and all(id and en for id, en in reader.steps)
    assert reader.tested_on in ("real files", "synthetic files")


def survives(name: str, path: Path) -> None:
    """Whatever is in the file, it becomes chunks that the door admits, rejects in known words, or a refusal."""
    door = Door(b"k" * 32, Register.empty())
    try:
        for chunk in readers()[name].read(Source(path), Options()):
            if chunk.rejects is not None:
                assert set(chunk.rejects["code"]) <= set(CODES)
            for table in RAW_TABLES:
                conform(getattr(chunk, table), table)
            door.admit(chunk, "batch", "file")
    except FileRefused as refused:
        assert refused.code in CODES
    except Blank as blank:
        assert blank.note[0]


JUNK = (b"null", b"{}", b"[]", b'""', b"0", b"-1", b"true", b'"x"', b"[[]]", b'{"a":[null]}', b"1e400", b'"\\ud800"', b"\x00", b"\xff", b",", b'"', b"}", b"]", b"\n", b"9" * 30)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])  # fmt: skip
@given(data=st.data())
def test_damaged_files_are_refused_in_words(tmp_path: Path, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(OWN))
    content = path.read_bytes()
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(content)))
        how = data.draw(st.sampled_from(["cut", "insert", "replace", "value"]))
        if how == "cut":
            content = content[:at]
        elif how == "insert":
            content = content[:at] + data.draw(st.sampled_from(JUNK)) + content[at:]
        elif how == "replace":
            content = content[:at] + data.draw(st.binary(max_size=4)) + content[at + 4 :]
        else:  # the next value after a colon becomes another
            colon = content.find(b":", at)
            end = min(
                (place for sign in b",}" if (place := content.find(bytes([sign]), colon)) > 0), default=colon
            )
            if 0 <= colon < end:
                content = content[: colon + 1] + data.draw(st.sampled_from(JUNK)) + content[end:]
    damaged = tmp_path / f"damaged{path.suffix}"
    damaged.write_bytes(content)
    survives(owner(path), damaged)


@pytest.mark.long
@settings(max_examples=20_000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])  # fmt: skip
@given(data=st.data())
def test_much_damage_is_refused_in_words(tmp_path: Path, data: st.DataObject) -> None:
    test_damaged_files_are_refused_in_words.hypothesis.inner_test(tmp_path, data)  # type: ignore[attr-defined]
