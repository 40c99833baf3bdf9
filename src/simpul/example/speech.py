"""Rows in words: sentences with their openings and endings, places, mentions, hashtags, and what must be masked."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simpul.example.accounts import Accounts
from simpul.example.atlas import Atlas
from simpul.example.phrases import REGISTERS, bank, edge, edges
from simpul.example.places import places
from simpul.example.rows import (
    BLUESKY,
    COMMENT,
    INSTAGRAM,
    POST,
    REPLY,
    SHARE,
    SPOKEN,
    WHATSAPP,
    Ints,
    Rows,
    X,
)

NAMED_FREELY = 0.03  # of texts that ask for nothing, those that name their kelurahan all the same
PERSONAL = 0.004  # of citizens' texts, those that carry a phone number or a NIK
EMOJI = 0.22
TAGGED = 0.30  # of citizens' own posts on X, those that address an agency
HAILED = 0.15  # and those that address one of the planted brokers
REGISTER_LETTERS = list(REGISTERS)
NO_PLACE = -1


def speak(rows: Rows, city: Atlas, accounts: Accounts, chance: np.random.Generator) -> pl.DataFrame:
    """A row per post: text, mentions, hashtags, and what was planted in the words.

    Planted: issue, need, sub_need, intent, register, language (id, jv, mixed), place (code that the text names, null where it names
    none or could mean several), on_behalf, sarcasm, personal (what must be masked, as written).
    """
    words = _Words(rows, city, accounts, chance)
    sentence = bank().truth[rows.sentence]
    spoken = pl.DataFrame(
        {
            "before": words.before(),
            "sentence": words.sentences(),
            "place": words.places,
            "after": words.endings,
            "personal": words.personal,
            "emoji": words.emoji,
            "tags": words.tags,
        }
    )
    text = pl.concat_str(
        "before", "sentence", "place", "after", pl.col("personal").fill_null(""), "emoji", "tags"
    )
    frame = spoken.select(text=text, personal=pl.col("personal").str.split(" ").list.last()).with_columns(
        *sentence.get_columns(),
        words.language(sentence["register"]),
        pl.Series("place", [each.code for each in city.villages]).gather(
            pl.Series(words.named).replace(NO_PLACE, None)
        ),
        words.mentions(),
        words.hashtags,
    )
    return _retweeted(frame, rows, words.handles)


def _retweeted(frame: pl.DataFrame, rows: Rows, handles: pl.Series) -> pl.DataFrame:
    """A share says what the shared post says."""
    share = rows.kind == SHARE
    shared = np.where(share, rows.shared, np.arange(len(rows)))
    author = handles.gather(pl.Series(np.where(share, rows.author[shared], -1)).replace(-1, None))
    return frame[shared].with_columns(author=author, share=share).with_columns(
        text=pl.when("share").then(pl.format("RT @{}: {}", "author", "text")).otherwise("text"),
        mentions=pl.when("share").then(pl.concat_list("author")).otherwise("mentions"),
    ).drop("author", "share")  # fmt: skip


class _Words:
    """The parts of the texts of one block."""

    def __init__(self, rows: Rows, city: Atlas, accounts: Accounts, chance: np.random.Generator):
        self.rows, self.city, self.accounts, self.chance = rows, city, accounts, chance
        self.size = len(rows)
        self.citizen = rows.voice == SPOKEN["citizen"]
        self.office = rows.voice == SPOKEN["office"]
        self.handles = accounts.frame["handle"]
        self._tag()
        self._end()
        self._place()
        self._personal()
        self.emoji = _strings("emoji", " ").gather(
            self._sometimes(10, self.citizen | (rows.voice == SPOKEN["reply"]), EMOJI)
        )
        self._hashtags()

    def sentences(self) -> pl.Series:
        """The sentences themselves, with the agency's short name where it speaks of itself."""
        texts = bank().texts.gather(self.rows.sentence)
        own = np.flatnonzero(self.office | (self.rows.voice == SPOKEN["answer"]))
        names = pl.Series([agency.short for agency in self.city.agencies])
        spoken = pl.DataFrame(
            {"text": texts.gather(own), "name": names.gather(self.accounts.agency[self.rows.author[own]])}
        )
        return texts.scatter(
            own, spoken.select(pl.col("text").str.replace("{opd}", pl.col("name"), literal=True)).to_series()
        )

    def before(self) -> pl.Series:
        """`@somebody ` or `RT @somebody: `, and the opening."""
        handles = pl.DataFrame({"to": self.to, "tagged": self.tagged, "opening": self.openings})
        name = pl.lit("@") + self.handles.gather(np.maximum(self.to, 0))
        tagged = pl.lit("@") + self.handles.gather(np.maximum(self.tagged, 0)) + " "
        return handles.select(
            pl.when(pl.col("to") >= 0).then(name + " ").otherwise(pl.lit(""))
            + pl.when(pl.col("tagged") >= 0).then(tagged).otherwise(pl.lit(""))
            + pl.col("opening")
        ).to_series()  # fmt: skip

    def language(self, register: pl.Series) -> pl.Series:
        javanese = register.is_in(["ngoko", "krama"])
        frame = pl.DataFrame({"jv": javanese, "mixed": self.mixed})
        return frame.select(
            language=pl.when("jv")
            .then(pl.lit("jv"))
            .when("mixed")
            .then(pl.lit("mixed"))
            .otherwise(pl.lit("id"))
        ).to_series()

    def mentions(self) -> pl.Series:
        """Handles in the text, without @, as lists."""
        both = pl.DataFrame(
            {
                "to": self.handles.gather(pl.Series(self.to).replace(-1, None)),
                "tagged": self.handles.gather(pl.Series(self.tagged).replace(-1, None)),
            }
        )
        return both.select(mentions=pl.concat_list("to", "tagged").list.drop_nulls()).to_series()

    def _tag(self) -> None:
        """Whom a text addresses by name: the one it answers, an agency, a broker; account numbers, -1 nobody."""
        rows = self.rows
        answers = np.isin(rows.kind, (COMMENT, REPLY)) & (rows.parent >= 0)
        named = answers & (
            np.isin(rows.platform, (X, BLUESKY)) | (rows.kind == REPLY) & (rows.platform == INSTAGRAM)
        )
        self.to = np.where(named, rows.author[rows.parent], -1)
        u = self.chance.random(self.size)
        own = self.citizen & (rows.kind == POST) & (rows.platform == X)
        agencies = self.accounts.of("x", "official", "agency")
        brokers = np.flatnonzero(self.accounts.frame["broker"].to_numpy() & (self.accounts.platform == X))
        pick = self.chance.random(self.size)
        agency = agencies[(pick * len(agencies)).astype(np.int64)]
        broker = brokers[(pick * len(brokers)).astype(np.int64)]
        self.tagged = np.where(own & (u < TAGGED), agency, np.where(own & (u < TAGGED + HAILED), broker, -1))

    def _end(self) -> None:
        """Openings and endings. Some colloquial texts end in Javanese."""
        rows = self.rows
        people = (self.citizen | (rows.voice == SPOKEN["outside"])) & (rows.platform != WHATSAPP)
        asks = bank().answerable[rows.sentence]
        speakers = {"citizen": people & asks, "easy": people & ~asks, "office": self.office}
        self.openings = self._edges("open", speakers)
        endings = self._edges("close", speakers)
        colloquial = rows.register == REGISTER_LETTERS.index("c")
        self.mixed = self.citizen & colloquial & (self.chance.random(self.size) < self.city.share("mixed"))
        self.endings = self._edges("close", {"mixed": self.mixed}).zip_with(pl.Series(self.mixed), endings)

    def _edges(self, side: str, speakers: dict[str, NDArray[np.bool_]]) -> pl.Series:
        """One opening or ending per row of the voices given, nothing elsewhere."""
        u = self.chance.random(self.size)
        drawn = pl.Series([""]).new_from_index(0, self.size)
        for voice, among in speakers.items():
            own = edge(side, voice)
            drawn = own.strings.gather(own.draw(self.rows.register, u)).zip_with(pl.Series(among), drawn)
        return drawn

    def _place(self) -> None:
        """Where the writer lives, in the texts that say so; `named` is the village's index where no doubt is left."""
        rows = self.rows
        home = self.accounts.home[rows.author]
        share = np.where(bank().answerable[rows.sentence], self.city.share("place_named"), NAMED_FREELY)
        says = self.citizen & (home >= 0) & (self.chance.random(self.size) < share)
        among = np.flatnonzero(says)
        table = places()
        drawn = table.draw(home[among], rows.register[among], self.chance.random(len(among)))
        index = np.zeros(self.size, dtype=np.int64)
        index[among] = drawn
        self.places = table.strings.gather(index)
        self.named = np.full(self.size, NO_PLACE)
        self.named[among] = np.where(table.clear[drawn], home[among], NO_PLACE)

    def _personal(self) -> None:
        """Phone numbers and NIK that citizens write where all can read them; none is anybody's."""
        among = self.citizen & (self.chance.random(self.size) < PERSONAL)
        number = (self.chance.random(self.size) * 10_000).astype(np.int64)
        day, year = number % 28 + 1, number % 30 + 70
        parts = pl.DataFrame(
            {"number": number, "day": day, "year": year, "phone": number % 2 == 0, "among": among}
        )
        padded = pl.col("number").cast(pl.String).str.zfill(4)
        phone = pl.format(" wa 0890-{}-{}", padded, padded.str.reverse())
        nik = pl.format(" NIK 997101{}05{}{}", pl.col("day").cast(pl.String).str.zfill(2), "year", padded)
        self.personal = parts.select(
            personal=pl.when("among").then(pl.when("phone").then(phone).otherwise(nik))
        ).to_series()

    def _hashtags(self) -> None:
        """Hashtags at the end of first posts, as text and as lists."""
        own = (self.rows.kind == POST) & np.isin(self.rows.platform, (X, INSTAGRAM, BLUESKY))
        tags = edges()["tags"]
        offices, citizens = tags["office"], tags["citizen"]
        texts = ["", *("\n" + tag for tag in offices), *(" " + tag for tag in citizens)]
        drawn = self._sometimes(len(offices), self.office & own, 0.8)
        others = self._sometimes(len(citizens), self.citizen & own, 0.15)
        index = np.where(others > 0, len(offices) + others, drawn)
        self.tags = pl.Series(texts).gather(index)
        bare = [[tag[1:].lower() for tag in text.split()] for text in texts]
        self.hashtags = pl.Series("hashtags", bare, dtype=pl.List(pl.String)).gather(index)

    def _sometimes(self, choices: int, among: NDArray[np.bool_], share: float) -> Ints:
        """A number from 1 to `choices` in that share of the rows, 0 elsewhere."""
        pick = 1 + (self.chance.random(self.size) * choices).astype(np.int64)
        return np.where(among & (self.chance.random(self.size) < share), pick, 0)


def _strings(name: str, before: str) -> pl.Series:
    return pl.Series(["", *(before + each for each in edges()[name]["all"])])
