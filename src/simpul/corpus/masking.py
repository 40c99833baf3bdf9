"""Masking: what leads back to a person is taken out of a text before anything is written.

| Mark | In place of |
| --- | --- |
| `[NIK]` | 16 digits that begin with a province and hold a date of birth, or any 16 after the word NIK or KTP |
| `[KK]` | 16 digits after KK or kartu keluarga (a family card has the form of a NIK with a day of issue: only the word tells) |
| `[telepon]@~…` | mobile numbers (08…, 62 8…, 0062 8…; 8… after a word like WA), fixed lines with area code, any number after + |
| `[rekening]` | 10 to 16 digits after a bank or rekening, right after an e-wallet (also a telephone number), or before a bank |
| `[nomor]` | any other run of 10 digits or more; 16 digits in fours; NPWP and NIP written in groups |
| `[email]` | name@domain.tld; name@gmail and other well-known providers |
| `[tautan akun]` | links to an account that is not named, or whose path begins with @; links that carry a password |
| `[alamat]` | streets, gangs, housing estates and hamlets with a house number |
| `[nama anak]` | a name in capitals beside a word for a child and a school |
| `@~…` | mentions: the 26 characters that end the account's id; of a telephone number, those of its WhatsApp account |

Amounts (Rp 1250000000, 1.250.000.000, 1250000000 rupiah), dates, times of day, RT/RW and decree numbers stay. Inside a link
that stays, only 16 digits, mobile numbers and e-mail addresses are masked, since articles and goods have long numbers too. Digits of
any script, full-width characters, unseen characters and upper case make no difference.

Not caught: names of people but children beside a school, addresses without a house number, dates of birth and faces described in
free text; handles and numbers without their sign or in words ("ig budi_s", "nol delapan satu dua", "O8I2", "budi (at) gmail"); numbers broken by
other signs or a line break; fixed lines without their area code; short links, and links percent-encoded inside others.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from simpul.corpus.erasures import MARK as GONE
from simpul.corpus.erasures import Erasures
from simpul.corpus.handles import account_keys, phone_numbers, style
from simpul.corpus.marks import LABELS, LINK, MENTION, MENTIONED, PHONE
from simpul.corpus.pseudonyms import pseudonyms_by
from simpul.corpus.surroundings import mask_surroundings
from simpul.corpus.utf8 import Bytes, Offsets, buffers, from_buffers

NOBODY = Erasures()
NUMBERS_OF = "whatsapp"  # where a telephone number is an account
_FEW = 10_000  # rows below which a second thread does not pay


def mask(
    texts: pl.Series, platform: str, key: bytes, named: frozenset[str], erased: Erasures = NOBODY
) -> pl.Series:
    """The String column with everything above masked; null stays null, a text without any of it stays as it is, byte by byte.

    A mention or link whose account key is in `named` stays, the link without its query. A mention of somebody who was erased
    becomes `[dihapus]`. Another mention becomes `@~` and
    `pseudonym(account key, key, "account:<platform>")`, so it equals the tail of that account's id. Masking twice changes
    nothing more. The result does not depend on how the column is cut into batches, nor on the number of threads.
    """
    return _mask(mask_surroundings(texts), platform, key, named, erased)


def _mask(texts: pl.Series, platform: str, key: bytes, named: frozenset[str], erased: Erasures) -> pl.Series:
    from simpul.corpus.splicing import splice  # compiled code is loaded only where it runs

    data, offsets = buffers(texts)
    found = _find(data, offsets, style(platform))
    if not len(found):
        return texts
    begins, ends, marks = _decide(data, found, platform, key, named, erased)
    out, out_offsets = splice(data, offsets, begins, ends, *buffers(marks))
    validity = texts.is_not_null().to_numpy() if texts.null_count() else None
    return from_buffers(out, out_offsets, validity).alias(texts.name)


def mask_links(
    lists: pl.Series, platform: str, key: bytes, named: frozenset[str], erased: Erasures = NOBODY
) -> pl.Series:
    """`mask` of each link of a List(String) column; lists keep their lengths, nulls and empty lists stay."""
    links = _mask(lists.explode(empty_as_null=False, keep_nulls=False), platform, key, named, erased)
    ends = lists.list.len().fill_null(0).cum_sum().cast(pl.Int64)
    offsets = pl.concat([pl.Series([0]), ends]).to_arrow()
    absent = lists.is_null().to_arrow() if lists.null_count() else None
    rebuilt: Any = pa.LargeListArray.from_arrays(offsets, links.to_arrow(), mask=absent)
    return pl.Series(lists.name, rebuilt)


def _find(data: Bytes, offsets: Offsets, handles: int) -> npt.NDArray[np.int64]:
    from simpul.corpus.folding import folds
    from simpul.corpus.sensitive import find

    table = folds()
    rows = len(offsets) - 1
    if rows < _FEW:
        return find(data, offsets, 0, rows, table, handles)
    threads = os.cpu_count() or 1
    cuts = [rows * i // threads for i in range(threads + 1)]
    with ThreadPoolExecutor(threads) as pool:
        parts = pool.map(lambda a, b: find(data, offsets, a, b, table, handles), cuts[:-1], cuts[1:])
        return np.concatenate(list(parts))


def _decide(
    data: Bytes,
    found: npt.NDArray[np.int64],
    platform: str,
    key: bytes,
    named: frozenset[str],
    erased: Erasures,
) -> tuple[Offsets, Offsets, pl.Series]:
    """What is cut out (begins, ends) and what takes its place, once it is known whose mentions and links they are."""
    from simpul.corpus.splicing import pieces

    edits = pl.DataFrame(found, schema=["kind", "begin", "end", "handle", "handle_end", "query"])
    phone = pl.col("kind") == PHONE
    edits = edits.with_columns(
        handle=pl.when(phone).then("begin").otherwise("handle"),
        handle_end=pl.when(phone).then("end").otherwise("handle_end"),
        platform=pl.when(phone).then(pl.lit(NUMBERS_OF)).otherwise(pl.lit(platform)),
    )
    whose = edits["kind"].is_in([MENTION, LINK, PHONE]).to_numpy()
    handles = from_buffers(*pieces(data, edits["handle"].to_numpy(), edits["handle_end"].to_numpy()), whose)
    edits = edits.with_columns(
        account=pl.when(phone).then(phone_numbers(handles)).otherwise(account_keys(handles, platform))
    )
    gone = erased.among(edits["account"], edits["platform"], "account")
    edits = edits.with_columns(
        gone=gone,
        known=pl.col("account").is_in(list(named)).fill_null(False) & ~phone & ~gone,
        pseudonym=pseudonyms_by(edits["account"], edits["platform"], key, "account"),
    )
    mark = (
        pl.when(pl.col("known")).then(pl.lit(""))
        .when(pl.col("gone") & (pl.col("kind") != LINK)).then(pl.lit(GONE))
        .when(phone).then(pl.lit(LABELS[PHONE] + MENTIONED) + pl.col("pseudonym"))
        .when(pl.col("kind") == MENTION).then(pl.lit(MENTIONED) + pl.col("pseudonym"))
        .otherwise(pl.col("kind").replace_strict(LABELS, default=None, return_dtype=pl.String))
    )  # fmt: skip
    begin = pl.when((pl.col("kind") == LINK) & pl.col("known")).then("query").otherwise("begin")
    edits = edits.select(
        begin.alias("begin"), "end", mark.alias("mark"), stays=pl.col("known") & (pl.col("kind") == MENTION)
    )
    edits = edits.filter(~pl.col("stays") & (pl.col("begin") < pl.col("end")))
    return edits["begin"].to_numpy(), edits["end"].to_numpy(), edits["mark"]
