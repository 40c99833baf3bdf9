"""The fully worked account of the research report (§3.5): four posts, nine comments, four replies."""

from __future__ import annotations

from city_tables import City, at

OFFICE = "instagram:dinsos"


def worked_account() -> City:
    """F 1,000 → 1,040; L;C;S;clicks;saves;reach: 40;4;5;12;3;600 · 20;0;0;0;0;300 · 10;5;2;8;1;500 · 0;0;0;0;0;100.

    The owner replied twice on the first post, and to two of three questions on the third. Platform counts of comments include
    the owner's replies. The comments come from six persons.
    """
    city = City()
    city.account(OFFICE, "agency", "dinsos")
    city.followers(OFFICE, 1000, at())
    city.followers(OFFICE, 1040, at(days=30))
    rows = [(40, 6, 5, 12, 3, 600), (20, 0, 0, 0, 0, 300), (10, 7, 2, 8, 1, 500), (0, 0, 0, 0, 0, 100)]
    posts = [city.post(OFFICE, at(days=3 * i + 1), id=f"instagram:p{i + 1}") for i in range(4)]
    for post, counts in zip(posts, rows, strict=True):
        names = ("likes", "comments", "shares", "clicks", "saves", "reach")
        city.counts(post, **dict(zip(names, counts, strict=True)))
    people = [f"instagram:~person{i}" for i in range(6)]
    said = [
        city.label(city.comment(people[i], posts[0], at(days=2, hours=i)), intent="appreciation")
        for i in range(4)
    ]
    city.comment(OFFICE, posts[0], at(days=2, hours=8), parent=said[0])
    city.comment(OFFICE, posts[0], at(days=2, hours=9), parent=said[1])
    intents = ["question", "question", "question", "other", "information"]
    asked = [
        city.label(city.comment(people[i + 1], posts[2], at(days=8, hours=i)), intent=intent)
        for i, intent in enumerate(intents)
    ]
    city.comment(OFFICE, posts[2], at(days=8, hours=6), parent=asked[0])
    city.comment(OFFICE, posts[2], at(days=8, hours=6), parent=asked[2])
    return city
