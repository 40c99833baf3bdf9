"""What each row is about: the planted shares of issues and needs, turned into topics of the bank."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simpul.example.accounts import Accounts
from simpul.example.atlas import NEEDS, Atlas
from simpul.example.chance import choose, choose_by_row, stream
from simpul.example.phrases import bank
from simpul.example.rows import SPOKEN, WHATSAPP, Ints, Rows

CEREMONY, HOME = 0.50, 0.32  # of an agency's posts that are not about poverty; the rest is mixed
SHARES = {  # of topics by voice
    "community": {"1/-": 0.35, "2/-": 0.25, "10/-": 0.40},
    "media": {"1/-": 0.20, "2/-": 0.25, "5/-": 0.15, "8/-": 0.20, "9/-": 0.20},
    "business": {"1/-": 0.15, "5/-": 0.85},
    "relay": {"1/-": 0.80, "3/-": 0.20},
    "reply": {"10/-": 1.0},
    "chat": {"10/-": 1.0},
    "answer": {"10/-": 1.0},
}  # fmt: skip
UNDER_POVERTY = 0.75  # of comments under a post about poverty, those that are about poverty too
FOLLOWS = 0.5  # of other comments, those on the post's own issue
CHAT_POVERTY = 0.55  # of what members of a WhatsApp group say beside chat


def make_needs(atlas: Atlas, seed: int) -> NDArray[np.float64]:
    """Planted mix of voiced needs: shares of N01…N16, a row per village, drawn around the city's mean."""
    mean = np.array([atlas.raw["needs"][need] for need in NEEDS])
    return stream(seed, "needs").dirichlet(mean * 60, len(atlas.villages))


class Topics:
    """Assigns topics to rows; `mix` is the result of `make_needs`."""

    def __init__(self, atlas: Atlas, mix: NDArray[np.float64]):
        self.atlas = atlas
        self.outside = np.array([voice == "outside" for voice, _ in bank().topics])
        self._voices = {voice: self._shares(shares, voice) for voice, shares in SHARES.items()}
        self._offices = np.array([self._office(agency.poverty, agency.issue) for agency in atlas.agencies])
        need = np.array([self._shares({f"1/{need}": share for need, share in zip(NEEDS, row, strict=True)}) for row in mix])  # fmt: skip
        voiced = atlas.share("voiced")
        self._poverty = voiced * need + (1 - voiced) * self._shares({"1/-": 1.0})
        self._issues = {issue: self._issue(issue) for issue in atlas.raw["issues"]}
        self._general = sum(share * self._issues[issue] for issue, share in atlas.raw["issues"].items())
        self._outside = self._shares({"1/-": 0.5, "2/-": 0.5}, "outside")

    def only(self, voice: str) -> int:
        """The topic of a voice that has one."""
        return int(self._voices[voice].argmax())

    def of(self, rows: Rows, accounts: Accounts, chance: np.random.Generator) -> Ints:
        """A topic per row. Citizens speak of poverty at the planted share, more often under posts about it."""
        topic = np.zeros(len(rows), dtype=np.int64)
        for voice, shares in self._voices.items():
            among = np.flatnonzero(rows.voice == SPOKEN[voice])
            topic[among] = choose(shares, chance.random(len(among)))
        office = np.flatnonzero(rows.voice == SPOKEN["office"])
        agency = accounts.agency[rows.author[office]]
        topic[office] = choose_by_row(self._offices, agency, chance.random(len(office)))
        citizen = np.flatnonzero(rows.voice == SPOKEN["citizen"])
        topic[citizen] = self._citizens(rows, citizen, topic, accounts, chance)
        return topic

    def _citizens(
        self, rows: Rows, citizen: Ints, topic: Ints, accounts: Accounts, chance: np.random.Generator
    ) -> Ints:
        size = len(citizen)
        issue = self._issue_under(rows, citizen, topic, accounts)
        poverty = chance.random(size) < self._chance_of_poverty(rows, citizen, issue)
        home = accounts.home[rows.author[citizen]]
        said = choose(np.asarray(self._general), chance.random(size))
        follows = chance.random(size) < FOLLOWS
        u = chance.random(size)
        for name, shares in self._issues.items():
            among = np.flatnonzero(follows & (issue == int(name)))
            said[among] = choose(shares, u[among])
        about = choose_by_row(self._poverty, home, chance.random(size))
        away = chance.random(size) < self.atlas.share("outside")
        return np.where(away, choose(self._outside, chance.random(size)), np.where(poverty, about, said))

    def _issue_under(self, rows: Rows, citizen: Ints, topic: Ints, accounts: Accounts) -> Ints:
        """Top issue of the post that a citizen comments on, or else the agency's own; 0 where there is none."""
        issues = np.array([int(subject.partition("/")[0]) for _, subject in bank().topics])
        own = np.array([int(agency.issue) for agency in self.atlas.agencies] + [0])
        root = rows.root[citizen]
        posted = np.where(root >= 0, issues[topic[root]], 0)
        hosted = np.where(root >= 0, own[accounts.agency[rows.author[root]]], 0)
        under = np.where(posted == 9, hosted, posted)
        return np.where((root < 0) | (root == citizen), 0, under)

    def _chance_of_poverty(self, rows: Rows, citizen: Ints, issue: Ints) -> NDArray[np.float64]:
        """So that all public talk of citizens, replies to each other included, has the planted share."""
        if (rows.platform == WHATSAPP).all():
            return np.full(len(citizen), CHAT_POVERTY)
        under = issue == 1
        spoken = len(citizen) + (rows.voice == SPOKEN["reply"]).sum()
        wanted = self.atlas.share("citizen_poverty") * spoken - UNDER_POVERTY * under.sum()
        return np.where(under, UNDER_POVERTY, np.clip(wanted / max((~under).sum(), 1), 0, 1))

    # --- shares over the bank's topics ---------------------------------------------------------------------

    def _shares(self, shares: dict[str, float], voice: str = "citizen") -> NDArray[np.float64]:
        return np.array(
            [shares.get(subject, 0.0) if speaker == voice else 0.0 for speaker, subject in bank().topics]
        )

    def _office(self, poverty: float, issue: str) -> NDArray[np.float64]:
        rest = {f"{number}/-": 0.0 for number in range(2, 11)}
        rest["9/-"] = CEREMONY
        rest[f"{issue}/-"] += HOME
        for mixed in ("10/-", "5/-", "3/-"):
            rest[mixed] += (1 - CEREMONY - HOME) / 3
        shares = {"1/-": poverty} | {subject: share * (1 - poverty) for subject, share in rest.items()}
        return self._shares(shares, "office")

    def _issue(self, issue: str) -> NDArray[np.float64]:
        """Even shares over the citizens' topics of an issue other than poverty."""
        subjects = [
            subject
            for voice, subject in bank().topics
            if voice == "citizen" and subject.startswith(f"{issue}/")
        ]
        return self._shares({subject: 1 / len(subjects) for subject in subjects})
