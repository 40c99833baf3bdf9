"""X API v2 pages read by what others use, and one large CSV read row by row.

    python x_payloads.py twitwi PAGES.jsonl OUT.csv      normalised and written as minet does
    python x_payloads.py pandas PAGES.jsonl OUT.parquet  a usual mapping, with pseudonyms by hashlib and marks by `re`
    python x_payloads.py casanova TABLE.csv              only read

Prints JSON: rows, seconds on the wall and of the processor.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import json
import re
import sys
import time

KEY = bytes(range(32))
CHAIN = [
    (re.compile(pattern), mark)
    for pattern, mark in (
        (r"[\w.%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z]{2,})+", "[email]"),
        (r"(?i)(?:https?://)?(?:\w+\.)*(?:x|twitter|facebook|fb|instagram|t|wa|threads)\.(?:com|net|me)/@?[\w.]+\S*", "[tautan akun]"),
        (r"\b\d{16}\b|\b\d{4}[ .-]\d{4}[ .-]\d{4}[ .-]\d{4}\b", "[NIK]"),
        (r"(?:\+62|\b62|\b0)[ .()-]*8\d{1,3}[ .-]?\d{3,4}[ .-]?\d{3,5}\b|\(0\d{2,3}\) ?\d{5,8}", "[telepon]"),
        (r"(?i)((?:rek|rekening|norek|bri|bca|bni|mandiri|bsi)\D{0,20})\d[\d-]{9,19}", r"\1[rekening]"),
        (r"\b\d{10,}\b", "[nomor]"),
    )
]  # fmt: skip


def hidden(value: str) -> str:
    digest = hashlib.blake2b(f"account:x\x1f{value.lower()}".encode(), key=KEY).digest()
    return "~" + base64.b32encode(digest).decode().lower()[:26]


def masked(text: str) -> str:
    for pattern, mark in CHAIN:
        text = pattern.sub(mark, text)
    return re.sub(r"@(\w+)", lambda found: "@" + hidden(found[1]), text)


def twitwi(path: str, out: str) -> int:
    from twitwi import format_tweet_as_csv_row, normalize_tweets_payload_v2
    from twitwi.constants import TWEET_FIELDS

    rows = 0
    with open(path, encoding="utf-8") as pages, open(out, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(TWEET_FIELDS)
        for line in pages:
            for tweet in normalize_tweets_payload_v2(json.loads(line), extract_referenced_tweets=True):
                writer.writerow(format_tweet_as_csv_row(tweet))
                rows += 1
    return rows


def pandas(path: str, out: str) -> int:
    import pandas as pd

    parts = []
    with open(path, encoding="utf-8") as pages:
        for line in pages:
            page = json.loads(line)
            users = pd.json_normalize(page["includes"]["users"]).set_index("id")["username"]
            tweets = pd.json_normalize([*page["data"], *page["includes"].get("tweets", [])])
            tweets["author"] = tweets["author_id"].map(users)
            parts.append(tweets)
    tweets = pd.concat(parts, ignore_index=True).drop_duplicates("id")
    tweets["created_at"] = pd.to_datetime(tweets["created_at"], utc=True)
    tweets["account_id"] = tweets["author"].map(hidden, na_action="ignore")
    tweets["post_id"] = tweets["id"].map(hidden)
    tweets["text"] = tweets["text"].map(masked)
    tweets.drop(columns=["id", "author", "author_id"]).astype(str).to_csv(out)
    return len(tweets)


def casanova(path: str) -> int:
    import casanova as reader

    rows = 0
    with open(path, encoding="utf-8") as file:
        for _ in reader.reader(file):
            rows += 1
    return rows


if __name__ == "__main__":
    work = {"twitwi": twitwi, "pandas": pandas, "casanova": casanova}[sys.argv[1]]
    wall, processor = time.perf_counter(), time.process_time()
    done = work(*sys.argv[2:])
    print(
        json.dumps({"rows": done, "wall": time.perf_counter() - wall, "cpu": time.process_time() - processor})
    )
