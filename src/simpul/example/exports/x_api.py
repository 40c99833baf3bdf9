"""X API v2 as JSONL: pages of tweets with the users and tweets that they refer to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from simpul.example.city import City
from simpul.example.exports.fault import Fault
from simpul.example.exports.tweet_harvest import harvested

NAME = "x_api_v2.jsonl"
PAGE = 100
CUT = 3  # tweets on the last page, which the disk had no room for
REFERENCES = {"reply": ("replied_to", "parent_id"), "share": ("retweeted", "shared_id"), "quote": ("quoted", "shared_id")}  # fmt: skip


def write(city: City, folder: Path, faults: bool) -> list[Fault]:
    """`x_api_v2.jsonl`: everything on X that the search did not find, and a little that it did.

    With faults, the last line breaks off in the middle.
    """
    found = harvested(city).filter(~pl.col("twice"))
    posts = city.posts.filter(platform="x").join(found, on="id", how="anti").sort("created_at", "id")
    pages = _Pages(city)
    starts = [*range(0, len(posts) - CUT, PAGE), len(posts) - CUT]
    lines = [
        json.dumps(pages.page(posts[start:end]), ensure_ascii=False)
        for start, end in zip(starts, [*starts[1:], len(posts)], strict=True)
    ]
    if faults:
        lines[-1] = lines[-1][: len(lines[-1]) // 3]
    with (folder / NAME).open("w", encoding="utf-8") as file:
        file.write("\n".join(lines) + ("" if faults else "\n"))
    return [Fault(NAME, len(lines), None, "row_json", tuple(posts["id"][-CUT:]))] if faults else []


class _Pages:
    """Turns posts into the API's objects."""

    def __init__(self, city: City):
        people = city.accounts.frame.filter(platform="x")
        fans = city.followers.filter(platform="x").group_by("handle").agg(pl.col("followers").last())
        known = people.join(fans, on="handle", how="left", maintain_order="left").with_columns(
            followers=pl.col("followers").fill_null(pl.int_range(pl.len()) * 37 % 400 + 20)
        )
        self.users = {row["handle"]: _user(row) for row in known.to_dicts()}
        on_x = city.posts.filter(platform="x")
        quotes = on_x.filter(kind="quote").group_by("shared_id").len()
        self.quotes: dict[str, int] = dict(quotes.rows())
        referred = pl.concat([on_x["parent_id"], on_x["shared_id"]]).drop_nulls().unique().implode()
        self.referred = {row["id"]: row for row in on_x.filter(pl.col("id").is_in(referred)).to_dicts()}

    def page(self, posts: pl.DataFrame) -> dict[str, Any]:
        rows = posts.to_dicts()
        others = list({other["id"]: other for row in rows for other in self._referred(row)}.values())
        users = {row["author"]: self.users[row["author"]] for row in (*rows, *others)}
        return {
            "data": [self.tweet(row) for row in rows],
            "includes": {"users": list(users.values()), "tweets": [self.tweet(row) for row in others]},
            "meta": {"newest_id": rows[-1]["id"], "oldest_id": rows[0]["id"], "result_count": len(rows)},
        }

    def _referred(self, row: dict[str, Any]) -> Iterator[dict[str, Any]]:
        if row["kind"] in REFERENCES:
            yield self.referred[row[REFERENCES[row["kind"]][1]]]

    def tweet(self, row: dict[str, Any]) -> dict[str, Any]:
        tweet: dict[str, Any] = {
            "id": row["id"],
            "text": row["text"],
            "author_id": self.users[row["author"]]["id"],
            "conversation_id": row["root_id"] or row["id"],
            "created_at": row["created_at"].strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "lang": "in",
            "edit_history_tweet_ids": [row["id"]],
            "possibly_sensitive": False,
            "reply_settings": "everyone",
            "public_metrics": {
                "retweet_count": row["shares"] or 0,
                "reply_count": row["comments"] or 0,
                "like_count": row["likes"] or 0,
                "quote_count": self.quotes.get(row["id"], 0),
                "impression_count": row["views"] or 0,
            },
        }
        if row["kind"] in REFERENCES:
            kind, pointer = REFERENCES[row["kind"]]
            tweet["referenced_tweets"] = [{"type": kind, "id": row[pointer]}]
        if row["parent_author"]:
            tweet["in_reply_to_user_id"] = self.users[row["parent_author"]]["id"]
        entities = {
            "mentions": [_entity(row["text"], "@", "username", name) for name in row["mentions"]],
            "hashtags": [_entity(row["text"], "#", "tag", tag) for tag in row["hashtags"]],
        }
        if any(entities.values()):
            tweet["entities"] = {name: found for name, found in entities.items() if found}
        return tweet


def _user(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": row["native_id"],
        "username": row["handle"],
        "name": row["name"],
        "public_metrics": {
            "followers_count": row["followers"], "following_count": 150, "tweet_count": 900, "listed_count": 0,
        },
    }  # fmt: skip


def _entity(text: str, sign: str, key: str, word: str) -> dict[str, Any]:
    start = max(text.lower().find(sign + word), 0)
    return {"start": start, "end": start + len(word) + 1, key: word}
