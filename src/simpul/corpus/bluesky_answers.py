"""Bluesky's nested answers as flat items: posts in lists, in threads and in other posts are brought side by side."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

ENVELOPES = ("thread", "post", "feed", "posts", "records", "profiles", "followers", "follows", "actors")
BRANCHES = ("parent", "replies")  # of a thread
# in a line that is not one flat post, profile or event
NESTED = re.compile(rb'"(?:%s|value)"\s*:\s*[\[{]|#viewRecord"' % "|".join(ENVELOPES).encode())


def flatten(lines: bytes) -> bytes:
    """A line whose posts lie in lists, in threads or in other posts becomes `{"items": […]}`; others stay as they are."""
    if not NESTED.search(lines):
        return lines
    return b"\n".join(_flat(line) if NESTED.search(line) else line for line in lines.split(b"\n"))


def _flat(line: bytes) -> bytes:
    try:
        return json.dumps({"items": list(_items(json.loads(line)))}).encode()
    except (ValueError, RecursionError):
        return line


def _items(answer: Any) -> Iterator[dict[str, Any]]:
    """Posts, reposts and profiles of an answer; what stands there only for the sake of another post is `included`."""
    waiting: list[tuple[Any, str | None]] = [(answer, None)]
    while waiting:
        node, included = waiting.pop()
        if isinstance(node, list):
            waiting.extend((child, included) for child in reversed(node))
        if not isinstance(node, dict):
            continue
        for item in (_item(node), _repost(node)):
            if item:
                yield item | {"included": included}
        waiting.extend((child, "yes") for child in _beside(node))
        waiting.extend((node[name], included) for name in (*ENVELOPES, *BRANCHES) if name in node)
        waiting.append((_dict(node.get("value")).get("post"), included))


def _item(node: dict[str, Any]) -> dict[str, Any] | None:
    """A post, a record of a repository (which calls its content `value`) or a profile, without what is nested in it."""
    if not ("uri" in node and ("record" in node or "value" in node)) and "handle" not in node:
        return None
    fields = {
        name: cell
        for name, cell in node.items()
        if name not in ("embed", "embeds", "viewer", "value", "labels")
    }
    return fields | {"record": node["value"]} if "value" in node else fields


def _repost(entry: dict[str, Any]) -> dict[str, Any] | None:
    """That somebody passed a post on, which a feed says beside the post, as a repost of its own."""
    post, reason = _dict(entry.get("post")), _dict(entry.get("reason"))
    by = _dict(reason.get("by"))
    if not by:
        return None
    record = {"subject": post.get("uri"), "createdAt": reason.get("indexedAt")}
    return {
        "uri": reason.get("uri") or f"{post.get('uri')}#repost-{by.get('did')}",
        "author": by,
        "record": _dict(post.get("record")) | record | {"reply": None, "embed": None},
    }


def _beside(node: dict[str, Any]) -> Iterator[Any]:
    """Whole posts that a post or an entry of a feed carries along: what it answers, and what it quotes."""
    yield from _dict(node.get("reply")).values()
    embeds = node.get("embeds")
    for embed in (node.get("embed"), *(embeds if isinstance(embeds, list) else ())):
        quoted = _dict(_dict(embed).get("record"))
        yield quoted if "uri" in quoted else quoted.get("record")


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
