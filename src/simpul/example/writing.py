"""The example city as the folder of files that an office would hand over."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from simpul.example.city import City
from simpul.example.exports import (
    bluesky,
    instagram_comments,
    kobotoolbox,
    meta_business_suite,
    reference,
    sheets,
    table,
    tweet_harvest,
    whatsapp,
    x_api,
    youtube_data_tools,
)
from simpul.example.exports.fault import Fault

EXPORTS = "ekspor"  # the folder of what came from the platforms and of what the office wrote down
SURVEY, REFERENCE, NDJSON = "survei.xlsx", "referensi.xlsx", "posts.ndjson"
FORMATS: dict[str, Callable[[City, Path, bool], list[Fault]]] = {
    "facebook": meta_business_suite.write_facebook,
    "instagram": meta_business_suite.write_instagram,
    "instagram_comments": instagram_comments.write,
    "x_api": x_api.write,
    "tweet_harvest": tweet_harvest.write,
    "youtube": youtube_data_tools.write,
    "whatsapp": whatsapp.write,
    "bluesky": bluesky.write,
    "table": table.write,
    "followers": sheets.write_followers,
    "voices": sheets.write_voices,
}


@dataclass(frozen=True)
class Written:
    """What `write` wrote: give `exports` to an import, `survey` and `reference` to what asks for them."""

    exports: Path
    survey: Path
    reference: Path
    faults: list[Fault]
    twice: list[str]  # ids of posts that two exports have


def write(city: City, folder: Path, formats: Iterable[str] | None = None, faults: bool = True) -> Written:
    """Writes the exports into `folder/ekspor`, and `survei.xlsx` and `referensi.xlsx` into the folder.

    `formats` are names of FORMATS (None: all of them); `faults` plants damaged ids, a ragged row, a line cut short and
    voices without permission. Each post stands in one export, some on X in two. Holds all posts in memory: for large scales there is
    `write_ndjson`. Raises ValueError for an unknown format, OSError where the folder cannot be written.
    """
    wanted = list(FORMATS) if formats is None else list(formats)
    if unknown := sorted(set(wanted) - set(FORMATS)):
        raise ValueError(f"no such format: {', '.join(unknown)}; there are {', '.join(FORMATS)}")
    exports = folder / EXPORTS
    exports.mkdir(parents=True, exist_ok=True)
    found = [fault for name in wanted for fault in FORMATS[name](city, exports, faults)]
    kobotoolbox.write(city, folder / SURVEY)
    reference.write(city, folder / REFERENCE)
    both = {"x_api", "tweet_harvest"} <= set(wanted)
    twice = tweet_harvest.harvested(city).filter("twice")["id"].to_list() if both else []
    return Written(exports, folder / SURVEY, folder / REFERENCE, found, twice)
