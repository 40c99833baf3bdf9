"""A Bluesky search result: the API's JSON."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from simpul.example.city import City
from simpul.example.exports.fault import Fault


def write(city: City, folder: Path, faults: bool) -> list[Fault]:
    """`bluesky.json`: `{"posts": [...]}` with post views."""
    people = {row["handle"]: row for row in city.accounts.frame.filter(platform="bluesky").to_dicts()}
    rows = city.posts.filter(platform="bluesky").sort("created_at", "id").to_dicts()
    views = [_view(row, people[row["author"]]) for row in rows]
    (folder / "bluesky.json").write_text(json.dumps({"posts": views}, ensure_ascii=False, indent=1), "utf-8")
    return []


def _view(row: dict[str, Any], person: dict[str, Any]) -> dict[str, Any]:
    time = row["created_at"].strftime("%Y-%m-%dT%H:%M:%S.000Z")
    record: dict[str, Any] = {
        "$type": "app.bsky.feed.post", "createdAt": time, "langs": ["id"], "text": row["text"],
    }  # fmt: skip
    if row["parent_id"]:
        record["reply"] = {name: _reference(row[f"{name}_id"]) for name in ("root", "parent")}
    return {
        **_reference(row["id"]),
        "author": {"did": person["native_id"], "handle": person["handle"], "displayName": person["name"]},
        "record": record,
        "replyCount": row["comments"],
        "repostCount": row["shares"] or 0,
        "likeCount": row["likes"],
        "quoteCount": 0,
        "indexedAt": time,
    }


def _reference(uri: str) -> dict[str, str]:
    return {"uri": uri, "cid": "bafyrei" + hashlib.sha256(uri.encode()).hexdigest()[:52]}
