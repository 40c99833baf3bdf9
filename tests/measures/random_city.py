"""A few hundred seeded posts that touch every measure: five platforms, threads, answers, shares, links, mentions, a survey."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

from city_tables import START, City

DAYS = 120
VILLAGES = [f"99.71.0{1 + i // 3}.100{1 + i % 3}" for i in range(6)]
ISSUES = ["1", "1.1", "1.2", "1.4", "2", "3", "5", "7", "9", "10", None]
INTENTS = ["question", "complaint", "request", "appreciation", "information", "other", None]


class RandomCity:
    """Fills a City; the same seed gives the same city."""

    def __init__(self, seed: int = 7, people: int = 40):
        self.random = random.Random(seed)
        self.city = City()
        self.people = people
        self.offices = [
            self.city.account(f"{platform}:{agency}", "agency" if agency != "kota" else "official", agency)
            for agency in ("dinsos", "dinkes", "kota")
            for platform in ("instagram", "x", "facebook")
            if (agency, platform) != ("kota", "facebook")
        ]
        self.city.account("x:silent", "agency", "bappeda")
        self.city.account("x:harian", "media")

    def fill(self, posts: int = 60, comments: int = 260, free: int = 90) -> City:
        own = [self.publish() for _ in range(posts)]
        for _ in range(comments):
            self.converse(*self.random.choice(own))
        for _ in range(free):
            self.talk(own)
        self.surroundings()
        return self.city

    def when(self, after: datetime = START, days: float = DAYS) -> datetime:
        return after + timedelta(seconds=round(self.random.random() * days * 86_400, 3))

    def someone(self, platform: str) -> str | None:
        if self.random.random() < 0.04:
            return None
        if platform == "x" and self.random.random() < 0.05:
            return "x:harian"
        return f"{platform}:~person{self.random.randrange(self.people)}"

    def labelled(self, post: str) -> str:
        pick = self.random.choice
        if self.random.random() < 0.1:
            return post
        return self.city.label(
            post,
            issue=pick(ISSUES),
            sentiment=pick(["positive", "negative", "neutral", None]),
            intent=pick(INTENTS),
            needs=pick(["N01.1", "N02.2|N01.1", None, None]),
            stance=pick(["supports", "opposes", "neither", None]),
            place=pick([*VILLAGES, VILLAGES[0] + ".RT01", "99.71", None, None]),
            aspiration=pick([0, 0, 1, None]),
        )

    def publish(self) -> tuple[str, str, datetime]:
        office, when = self.random.choice(self.offices), self.when()
        number = len(self.city.rows["posts"])
        pick = random.Random(number).choice
        post = self.city.post(
            office,
            when,
            self.random.choice(["post", "post", "quote"]),
            url=f"https://www.net.example/p/{number}",
            media=pick(["image", "video", None]),
            text=pick(["Halo  warga", "halo warga", "Data miskin. Sumber: BPS", None]),
        )
        for metric in (
            "likes",
            "comments",
            "shares",
            "quotes",
            "saves",
            "clicks",
            "link_clicks",
            "reach",
            "views",
        ):
            if self.random.random() < 0.8:
                self.city.counts(post, **{metric: self.random.choice([0, 0, 1, 3, 7, 40])})
        before = len(self.city.rows["labels"])
        self.labelled(post)
        for row in self.city.rows["labels"][before:]:
            row |= {
                "purpose": pick(["menyimak", "berbicara", "menyemangati", "mendukung", "merangkul", None]),
                "function": pick(["policy", "plan", "achievement", None]),
                "progress": pick(["planned", "under_way", "done", None]),
                "call_to_care": pick([0, 1, None]),
            }
        return post, office, when

    def converse(self, post: str, office: str, when: datetime) -> None:
        platform = office.split(":")[0]
        said_at = self.when(when, 20)
        author = self.someone(platform)
        said = self.labelled(self.city.comment(author, post, said_at))
        if self.random.random() < 0.4:
            flat = self.random.random() < 0.3
            answer = self.when(said_at, 2)
            mentions = [author] if flat and author else None
            self.city.comment(office, post, answer, parent=None if flat else said, mentions=mentions)
            if self.random.random() < 0.3:
                self.labelled(self.city.comment(author, post, self.when(answer, 1), parent=said))
        if self.random.random() < 0.2:
            helper = f"{platform}:~person{self.random.randrange(4)}"
            self.city.comment(helper, post, self.when(said_at, 3), parent=said, parent_account_id=author)

    def talk(self, own: list[tuple[str, str, datetime]]) -> None:
        post, office, when = self.random.choice(own)
        platform = office.split(":")[0]
        columns = self.random.choice(
            [
                {"kind": "share", "shared_id": post},
                {"kind": "quote", "shared_account_id": office},
                {"kind": "post", "mentions": [office, office, "x:kota"]},
                {"kind": "post", "links": [f"http://m.net.example/p/{post.split(':')[1]}/?ref=1", "https://other.example"]},
                {"kind": "post"},
                {"kind": "message", "platform": "whatsapp"},
                {"kind": "report", "place": self.random.choice(VILLAGES), "spoken_for": self.random.choice(["elderly", "disability", None])},
            ]
        )  # fmt: skip
        author = self.someone(columns.get("platform", platform))
        self.labelled(
            self.city.post(author, self.when(when, 30), platform=columns.pop("platform", platform), **columns)
        )

    def surroundings(self) -> None:
        for office in self.offices[:-1]:
            for month in range(5):
                self.city.followers(
                    office, 900 + self.random.randrange(300), START + timedelta(days=30 * month)
                )
        self.city.followers(self.offices[-1], 500, None)
        for number, code in enumerate(VILLAGES):
            self.city.place(code, 7000 + number, 300 + 100 * number)
            self.city.place(code, 6000, 10, year=2019)
        self.city.place("99.71", 43_000, 3300)
        self.city.plan("1", "3", "2", "6")
        self.city.plan("9", "1", year=2019)
        for number in range(60):
            self.city.household(
                f"~h{number}",
                self.random.choice([*VILLAGES, None]),
                poor=self.random.choice([True, False, None]),
                internet_phone=self.random.choice([True, False, None]),
                needs=self.random.choice([["N01.1"], [], None]),
                digital_skill=float(number % 5 + 1) if number % 7 else None,
            )

        self.sheets()

    def sheets(self) -> None:
        """The sheets of the reference workbook that no post stands behind."""
        pick, add = self.random.choice, self.city.sheet
        self.city.account("x:batik", "business")
        for office in self.offices:
            self.city.post("x:batik", self.when(), mentions=[office])
            self.city.post("x:kota", self.when(), mentions=[pick(self.offices)])
            for day in range(0, DAYS, 7):
                self.city.observe(office, "account", "follows", pick([0, 1, 5]), START + timedelta(days=day))
            platform, handle = office.split(":")
            add("register", {
                "author": handle, "platform": platform, "handle": handle, "kind": "agency", "agency": handle,
                "admin": pick(["humas", None]), "decree": pick(["SK 1", None]), "valid_from": pick([None, date(2020, 1, 1)]),
            })  # fmt: skip
            for item in ("loop", "usefulness", "return_visits", "ease", "conservation"):
                add("checklist", {"platform": platform, "handle": handle, "item": item, "present": pick(["true", "false"]), "date": date(2026, 1, 5)})  # fmt: skip
        for agency in ("dinsos", "dinkes", "kota", "bappeda", "dlh"):
            add("agencies", {"code": agency, "name": agency})
            for number in range(4):
                add("programmes", {
                    "agency": agency, "programme": f"program {number}", "indicator": f"indikator {number}", "year": pick([2024, 2025]),
                    "pro_poor": pick(["true", "false", None]), "need": pick(["N01.2", "N05", None]), "target": 100.0, "achieved": pick([90.0, 100.0, None]),
                })  # fmt: skip
        for number in range(12):
            add("offers", {
                "company": f"PT {number % 5}", "menu_item": f"bantuan {number}", "place": pick([*VILLAGES, None]),
                "amount": pick([1e6, 2.5e6, None]), "date": date(2026, 1, 10), "matched": pick([date(2026, 1, 20), None]),
                "delivered": pick([date(2026, 2, 1), None]), "proof": pick(["BAST 1", None]),
            })  # fmt: skip
        for source, value in (("BPS", 7.75), ("DataGo", 7.16)):
            add("indicators", {"indicator": "P0", "year": 2021, "value": value, "unit": "%", "numerator": 9423.0, "denominator": 121_580.0, "source": source})  # fmt: skip
        for step in ("collecting", "describing", "exchanging", "deciding"):
            add("maturity", {"step": step, "reached": pick(["true", "true", "false"]), "evidence": pick(["laporan", None]), "date": date(2026, 1, 5)})  # fmt: skip
        for number, code in enumerate(VILLAGES):
            add("population", {"place": code, "group": "all", "poor": 100, "year": 2025})
            add("population", {"place": code, "group": "elderly", "poor": 20 + number, "year": 2025})
            for _ in range(8):
                add("expenditures", {
                    "expenditure": pick([250.0, 400.0, 450.0, 600.0, 800.0]), "poverty_line": 500.0, "members": pick([1, 4, None]),
                    "weight": pick([None, 1.5]), "place": code, "year": 2025,
                })  # fmt: skip


def random_city(seed: int = 7, **sizes: int) -> City:
    return RandomCity(seed).fill(**sizes)
