"""Who writes when, on which platform and in answer to whom: one block of threads as arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simpul.example.accounts import Accounts
from simpul.example.atlas import PLATFORMS, Atlas
from simpul.example.chance import choose, choose_by_row
from simpul.example.phrases import bank
from simpul.example.rows import (
    BLUESKY,
    COMMENT,
    MESSAGE,
    POST,
    QUOTE,
    REPLY,
    SHARE,
    SPOKEN,
    VOICES,
    WHATSAPP,
    Ints,
    Rows,
    X,
)
from simpul.example.topics import Topics

DEFAULT = 30_000  # posts at scale 1; the budgets below are for as many
ROOTS = {
    ("x", "office"): 650, ("instagram", "office"): 1000, ("facebook", "office"): 900, ("youtube", "office"): 40,
    ("x", "community"): 260, ("facebook", "community"): 220,
    ("x", "media"): 120, ("instagram", "media"): 100, ("facebook", "media"): 100,
    ("instagram", "business"): 120, ("facebook", "business"): 80,
    ("x", "citizen"): 2500, ("facebook", "citizen"): 400, ("bluesky", "citizen"): 350,
}  # fmt: skip
COMMENTS = {"x": 3300, "instagram": 5600, "facebook": 4800, "youtube": 2000, "bluesky": 150}
SHARES, QUOTES = 1500, 300
KIND_OF = {"office": ("official", "agency"), "community": ("community",), "media": ("media",), "business": ("business",)}  # fmt: skip
PULL = {"office": 3.0, "community": 2.5, "media": 2.5, "business": 0.6, "citizen": 0.5}  # of comments

SECOND = 1_000_000
HOUR = 3600 * SECOND
DAY = 24 * HOUR
START = 1_767_200_400 * SECOND  # 2026-01-01 00:00 WIB in UTC
DAYS = 181  # to 2026-06-30
CITIZEN_HOURS = np.array([2, 1, 0.5, 0.5, 1, 3, 6, 7, 6, 5, 5, 6, 7, 5, 4, 5, 6, 7, 9, 11, 10, 8, 6, 4])
OFFICE_HOURS = np.array([0, 0, 0, 0, 0, 0, 1, 4, 9, 12, 11, 8, 5, 8, 9, 8, 5, 2, 1, 1, 1, 0.5, 0, 0])
WEEK = np.array([1.0, 1.0, 1.0, 1.0, 1.0, 0.5, 0.35])  # of offices


class Block:
    """Builds one block: threads that refer to nothing outside it, `size` rows sorted by time."""

    def __init__(
        self, atlas: Atlas, accounts: Accounts, topics: Topics, chance: np.random.Generator, size: int
    ):
        self.atlas, self.accounts, self.topics, self.chance, self.size = atlas, accounts, topics, chance, size
        voice = np.array([village.voice * village.population for village in atlas.villages])
        self.villages = voice / voice.sum()

    def build(self) -> Rows:
        roots = self._roots()
        comments = self._comments(roots)
        talk = Rows.stack([roots, comments])
        self._say(talk)
        answers = self._answers(talk)
        passed = self._passed_on(roots.take(np.arange(len(roots))))
        public = Rows.stack([talk, answers, passed])
        messages = self._messages(max(self.size - len(public), 0))
        return _sorted(Rows.stack([public, messages]))

    # --- threads ------------------------------------------------------------------------------------------

    def _roots(self) -> Rows:
        parts = []
        for (platform, voice), budget in ROOTS.items():
            size = max(round(budget * self.size / DEFAULT), 1)
            where = PLATFORMS.index(platform)
            if voice == "citizen":
                author = self.accounts.citizens(where, self._homes(size), self.chance.random(size))
            else:
                author = self._named(platform, voice, size)
            time = self._times(size, at_work=voice in ("office", "business"))
            parts.append(self._rows(where, POST, SPOKEN[voice], author, time))
        rows = Rows.stack(parts)
        rows.root = np.arange(len(rows))
        return rows

    def _named(self, platform: str, voice: str, size: int) -> Ints:
        among = self.accounts.of(platform, *KIND_OF[voice])
        agency = self.accounts.agency[among]
        weights = np.array([agency.weight for agency in self.atlas.agencies] + [1.0])[agency]
        return np.asarray(among[choose(weights, self.chance.random(size))])

    def _comments(self, roots: Rows) -> Rows:
        parts: list[Rows] = []
        pull = np.array([PULL.get(voice, 0.0) for voice in VOICES])[roots.voice]
        pull = pull * np.exp(self.chance.normal(0, 1.0, len(roots)))
        for platform, budget in COMMENTS.items():
            size = max(round(budget * self.size / DEFAULT), 1)
            where = PLATFORMS.index(platform)
            root = np.sort(choose(np.where(roots.platform == where, pull, 0.0), self.chance.random(size)))
            delay = np.exp(self.chance.normal(np.log(3 * HOUR), 1.4, size))
            time = _within(roots.time[root], delay.astype(np.int64), self.chance.random(size))
            order = np.lexsort((time, root))
            root, time = root[order], time[order]
            parent, home = self._parents(roots, root, where)
            author = self.accounts.citizens(where, home, self.chance.random(size))
            top = parent < 0
            kind = np.where(top & (where not in (X, BLUESKY)), COMMENT, REPLY)
            rows = self._rows(where, kind, np.where(top, SPOKEN["citizen"], SPOKEN["reply"]), author, time)
            offset = len(roots) + sum(len(part) for part in parts)
            rows.root, rows.parent = root, np.where(top, root, parent + offset)
            parts.append(rows)
        return Rows.stack(parts)

    def _parents(self, roots: Rows, root: Ints, platform: int) -> tuple[Ints, Ints]:
        """For comments sorted by root and time: the comment that each answers (-1 the root itself) and its writer's village."""
        size = len(root)
        first = np.searchsorted(root, root)
        nth = np.arange(size) - first
        answers = (self.chance.random(size) < 0.22) & (nth > 0)
        parent = np.where(answers, first + (self.chance.random(size) * nth).astype(np.int64), -1)
        if platform not in (X, BLUESKY):  # elsewhere replies stand under the top comment
            while (deep := answers & answers[parent]).any():
                parent[deep] = parent[parent[deep]]
        home = self._homes(size)
        hosts = self.accounts.home[roots.author[root]]
        home = np.where((hosts >= 0) & (self.chance.random(size) < 0.8), hosts, home)
        near = answers & (self.chance.random(size) < 0.6)
        return parent, np.where(near, home[parent], home)

    def _answers(self, talk: Rows) -> Rows:
        """The agencies' answers to what they could answer, each at its planted rate and pace."""
        agency = self.accounts.agency[talk.author[talk.root]]
        open_ = (talk.kind == COMMENT) | (talk.kind == REPLY) & (talk.parent == talk.root)
        asked = np.flatnonzero(open_ & (agency >= 0) & bank().answerable[talk.sentence])
        rate = np.array([each.rate for each in self.atlas.agencies])[agency[asked]]
        asked = asked[self.chance.random(len(asked)) < rate]
        hours = np.array([each.hours for each in self.atlas.agencies])[agency[asked]]
        delay = (np.exp(self.chance.normal(np.log(hours), 0.9)) * HOUR).astype(np.int64)
        time = talk.time[asked] + delay
        asked, time = asked[time < START + DAYS * DAY], time[time < START + DAYS * DAY]
        rows = self._rows(talk.platform[asked], REPLY, SPOKEN["answer"], talk.author[talk.root[asked]], time)
        rows.parent, rows.root = asked, talk.root[asked]
        self._draw(rows, np.full(len(rows), self.topics.only("answer")), np.array([0.70, 0.25, 0.0, 0.05]))
        return rows

    def _passed_on(self, roots: Rows) -> Rows:
        """Shares and quotes on X: of neighbours, of the planted brokers, and of everybody a little."""
        size = round((SHARES + QUOTES) * self.size / DEFAULT)
        on_x = roots.platform == X
        broker = self.accounts.frame["broker"].to_numpy()[roots.author]
        home = self.accounts.home[roots.author]
        weight = (
            on_x
            * np.select([broker, home >= 0], [14.0, 1.0], 0.5)
            * np.exp(self.chance.normal(0, 0.8, len(roots)))
        )
        shared = choose(weight, self.chance.random(size))
        near = (home[shared] >= 0) & (self.chance.random(size) < 0.85)
        village = np.where(near, home[shared], self._homes(size))
        author = self.accounts.citizens(X, village, self.chance.random(size))
        delay = np.exp(self.chance.normal(np.log(5 * HOUR), 1.2, size)).astype(np.int64)
        time = _within(roots.time[shared], delay, self.chance.random(size))
        quoted = self.chance.random(size) < QUOTES / (SHARES + QUOTES)
        rows = self._rows(X, np.where(quoted, QUOTE, SHARE), SPOKEN["reply"], author, time)
        rows.shared, rows.root = shared, np.full(size, -1)
        self._draw(rows, np.full(size, self.topics.only("reply")), self.atlas.registers()[X])
        return rows

    def _messages(self, size: int) -> Rows:
        """WhatsApp: mostly chat, some of it about need; the group's leader passes on what offices announce."""
        groups = self.atlas.raw["groups"]
        members = np.array([group["members"] for group in groups])
        first = len(self.accounts.frame) - members.sum() + np.cumsum(members) - members
        group = choose(members.astype(np.float64), self.chance.random(size))
        lead = self.chance.random(size) < 0.15
        author = first[group] + np.where(
            lead, 0, 1 + (self.chance.random(size) * (members[group] - 1)).astype(np.int64)
        )
        u = self.chance.random(size)
        voice = np.select(
            [lead & (u < 0.6), ~lead & (u < 0.15)], [SPOKEN["relay"], SPOKEN["citizen"]], SPOKEN["chat"]
        )
        rows = self._rows(WHATSAPP, MESSAGE, voice, author, np.sort(self._times(size, at_work=False)))
        rows.group = group
        self._say(rows)
        return rows

    # --- words --------------------------------------------------------------------------------------------

    def _say(self, rows: Rows) -> None:
        """Fills in the sentences of rows whose voices are not yet spoken for."""
        topic = self.topics.of(rows, self.accounts, self.chance)
        shares = self.atlas.registers()[rows.platform]
        for voice, fixed in (("office", (0.72, 0.28, 0, 0)), ("media", (1, 0, 0, 0)), ("business", (0.3, 0.7, 0, 0)),
                             ("community", (0.05, 0.75, 0.2, 0))):  # fmt: skip
            shares[rows.voice == SPOKEN[voice]] = fixed
        rows.voice = np.where(self.topics.outside[topic], SPOKEN["outside"], rows.voice)
        self._draw(rows, topic, shares)

    def _draw(self, rows: Rows, topic: Ints, shares: NDArray[np.float64]) -> None:
        size = len(rows)
        if shares.ndim == 1:
            rows.register = choose(shares, self.chance.random(size))
        else:
            rows.register = choose_by_row(shares, np.arange(size), self.chance.random(size))
        rows.sentence = bank().draw(topic, rows.register, self.chance.random(size))

    # --- parts --------------------------------------------------------------------------------------------

    def _homes(self, size: int) -> Ints:
        return choose(self.villages, self.chance.random(size))

    def _times(self, size: int, at_work: bool) -> Ints:
        """Times in the half year, in office hours or whenever citizens write: every day alike, mostly in the evening."""
        week = WEEK if at_work else np.ones(7)
        day = choose(
            week[(np.arange(DAYS) + 3) % 7], self.chance.random(size)
        )  # 1 January 2026 is a Thursday
        hour = choose(OFFICE_HOURS if at_work else CITIZEN_HOURS, self.chance.random(size))
        within = (self.chance.random(size) * 3600).astype(np.int64)
        return np.asarray(START + day * DAY + hour * HOUR + within * SECOND)

    @staticmethod
    def _rows(platform: Any, kind: Any, voice: Any, author: Ints, time: Ints) -> Rows:
        def full(value: Any) -> Ints:
            return np.broadcast_to(np.asarray(value, dtype=np.int64), author.shape).copy()

        return Rows(
            full(platform), full(kind), full(voice), author, full(-1), full(-1), full(-1), time, full(0), full(0), full(-1)
        )  # fmt: skip


def _within(start: Ints, delay: Ints, u: NDArray[np.float64]) -> Ints:
    """start + delay in whole seconds; where that lies after the last day, a time between start and the end."""
    end = START + DAYS * DAY
    late = start + delay >= end
    delay = np.where(late, (u * (end - start)).astype(np.int64), delay)
    return start + delay // SECOND * SECOND


def _sorted(rows: Rows) -> Rows:
    """The rows by time, with row numbers that refer to the new order."""
    order = np.argsort(rows.time, kind="stable")
    place = np.empty(len(order) + 1, dtype=np.int64)
    place[order] = np.arange(len(order))
    place[-1] = -1
    rows = rows.take(order)
    rows.parent, rows.root, rows.shared = place[rows.parent], place[rows.root], place[rows.shared]
    return rows
