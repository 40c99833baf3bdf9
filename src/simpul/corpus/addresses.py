"""E-mail addresses, mentions and links to accounts in a folded text."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from simpul.corpus import cues
from simpul.corpus.cues import _pack as pack
from simpul.corpus.folding import LETTER, NAME_CLOSES, NAME_OPENS, OTHER, is_digit, is_letter
from simpul.corpus.handles import DOTS, HYPHENS, LETTERS

OTHER_LINK, ACCOUNT_LINK = 1, 2

_LONGEST_LINK = 2048  # characters; also keeps a text of nothing but "http://" from taking quadratic time
_LONGEST_NAME = 100
_SHORTEST_HANDLE = 2  # "a@b" is no mention
_WHATSAPP_DIGITS = 9  # "@5000" is a price, "@62812…" a person
_PSEUDONYM = 26

# Hosts, with their subdomains, whose path begins with an account …
_DIRECT = (
    "x.com twitter.com facebook.com fb.com fb.me m.me instagram.com threads.net threads.com t.me telegram.me wa.me"
).split()
# … save for these words, behind which stands no account; and hosts where the account follows one of these.
_NOBODY = np.array(
    sorted(pack(w) for w in "hashtag search explore events help policies privacy login".split())
)
_NAMED_BY = "youtube.com bsky.app linkedin.com whatsapp.com".split()
_LEADS = np.array(sorted(pack(w) for w in "channel user c profile in send".split()))

_HOSTS = np.zeros((len(_DIRECT) + len(_NAMED_BY), 16), np.uint8)
for _row, _host in enumerate(_DIRECT + _NAMED_BY):
    _HOSTS[_row, : len(_host)] = np.frombuffer(
        _host[::-1].encode(), np.uint8
    )  # backwards: subdomains come last
_DIRECT_HOSTS = len(_DIRECT)


@njit(cache=True, nogil=True)
def email_end(f: Any, k: int, n: int) -> int:
    """The end of an e-mail address whose @ stands at k, 0 if there is none; `@gmail` alone is enough."""
    end = _domain_end(f, k + 1, n)
    if end + 1 < n and f[end] == ord("_") and (is_letter(f[end + 1]) or is_digit(f[end + 1])):
        return 0  # no host holds a _: this is a handle, "di@dr.firza_herbal"
    if end:
        return end
    kind, end = cues.at_sign(f, k + 1, n)
    return end if kind == cues.PROVIDER else 0


@njit(cache=True, nogil=True)
def _domain_end(f: Any, k: int, n: int) -> int:
    """The end of the longest a.b.c at k whose last label begins with two letters or more; 0 if there is none."""
    best = 0
    labels = 0
    while True:
        start = k
        while k < n and is_letter(f[k]):
            k += 1
        if labels > 0 and k - start > 1:
            best = k
        while k < n and (is_letter(f[k]) or is_digit(f[k]) or f[k] == ord("-")):
            k += 1
        labels += 1
        if k == start or k == n or f[k] != ord("."):
            return best
        k += 1


@njit(cache=True, nogil=True)
def read_mention(f: Any, k: int, n: int, style: int) -> tuple[int, int, int]:
    """The mention whose @ stands at k as (begin of the handle, its end, end of the mention); zeros if it is none.

    A handle ends with a letter, digit or _. Prices (@5000, @15rb) are none; `@name@host` is one (Mastodon).
    """
    j = k + 1
    if j < n and f[j] == NAME_OPENS:
        while j < min(n, k + _LONGEST_NAME) and f[j] != NAME_CLOSES and f[j] != ord("\n"):
            j += 1
        if j < n and f[j] == NAME_CLOSES and j > k + 2:
            return k + 2, j, j + 1
        return 0, 0, 0
    digits = 0
    while j < n and _in_handle(f[j], style):
        digits += is_digit(f[j])
        j += 1
    while j > k + 1 and (f[j - 1] == ord(".") or f[j - 1] == ord("-")):
        j -= 1
    if j < k + 1 + _SHORTEST_HANDLE or _is_price(f, k + 1, j, n):
        return 0, 0, 0
    if j < n and f[j] == ord("@"):
        j = max(j, _domain_end(f, j + 1, n))
    return k + 1, j, j


@njit(cache=True, nogil=True)
def _in_handle(c: int, style: int) -> bool:
    return bool(
        ord("a") <= c <= ord("z")
        or is_digit(c)
        or c == ord("_")
        or (c == ord(".") and style & DOTS)
        or (c == ord("-") and style & HYPHENS)
        or (c == LETTER and style & LETTERS)
    )


@njit(cache=True, nogil=True)
def _is_price(f: Any, k: int, end: int, n: int) -> bool:
    """5000, 28.000, 2.5jt: few digits, alone or with a unit."""
    digits = 0
    j = k
    while j < end and (is_digit(f[j]) or f[j] == ord(".")):
        digits += is_digit(f[j])
        j += 1
    if j == k or digits >= _WHATSAPP_DIGITS:
        return False
    if j == end:
        return True
    kind, unit_end = cues.at_sign(f, j, n)
    return bool(kind == cues.UNIT and unit_end == end)


@njit(cache=True, nogil=True)
def pseudonym_end(f: Any, k: int, n: int) -> int:
    """The end of a pseudonym (@~ and 26 characters of base32) at k, 0 if there is none; a long number is never taken for one."""
    end = k + 2 + _PSEUDONYM
    if end > n or f[k + 1] != ord("~"):
        return 0
    run = 0
    for j in range(k + 2, end):
        run = run + 1 if ord("2") <= f[j] <= ord("7") else 0
        if run >= 10 or (run == 0 and not ord("a") <= f[j] <= ord("z")):
            return 0
    return end


@njit(cache=True, nogil=True)
def scheme_begin(f: Any, k: int, n: int) -> int:
    """Where `http` or `https` begins before the `://` at k; k itself if there is none."""
    if k + 2 >= n or f[k] != ord(":") or f[k + 1] != ord("/") or f[k + 2] != ord("/"):
        return k
    begin = k - 4 - (k > 4 and f[k - 1] == ord("s"))
    if (
        begin < 0
        or f[begin] != ord("h")
        or f[begin + 1] != ord("t")
        or f[begin + 2] != ord("t")
        or f[begin + 3] != ord("p")
    ):
        return k
    return begin


@njit(cache=True, nogil=True)
def is_bare_host(f: Any, k: int, end: int, n: int) -> bool:
    """`www.…/` or a social network's host with a path, without `http://`."""
    if end == n or f[end] != ord("/"):
        return False
    www = (
        end - k > 4
        and f[k] == ord("w")
        and f[k + 1] == ord("w")
        and f[k + 2] == ord("w")
        and f[k + 3] == ord(".")
    )
    return bool(www or _network(f, k, end) >= 0)


@njit(cache=True, nogil=True)
def read_link(f: Any, host: int, n: int) -> tuple[int, int, int, int, int]:
    """The link whose host begins here: OTHER_LINK or ACCOUNT_LINK, its end, begin and end of the handle, begin of its query."""
    end = _link_end(f, host, n)
    slash = query = colon = end
    for j in range(end - 1, host - 1, -1):
        if f[j] == ord("?") or f[j] == ord("#"):
            query = slash = colon = j
        elif f[j] == ord("/"):
            slash = colon = j
        elif f[j] == ord(":"):
            colon = j
    for j in range(host, min(slash, query)):
        if f[j] == ord("@"):
            return ACCOUNT_LINK, end, 0, 0, query  # http://user:password@host
    first, first_end = _segment(f, slash, query)
    if first == first_end:
        return OTHER_LINK, end, 0, 0, query
    if f[first] == ord("@"):
        return ACCOUNT_LINK, end, first + 1, first_end, query  # also Mastodon, Medium
    network = _network(f, host, min(colon, slash))
    word, word_end = cues.read_word(f, first, first_end)
    word *= word_end == first_end
    if 0 <= network < _DIRECT_HOSTS and not _is_one_of(_NOBODY, word):
        return ACCOUNT_LINK, end, first + (f[first] == ord("+")), first_end, query
    if network >= _DIRECT_HOSTS and _is_one_of(_LEADS, word):
        second, second_end = _segment(f, first_end, query)
        return ACCOUNT_LINK, end, second, second_end, query
    return OTHER_LINK, end, 0, 0, query


@njit(cache=True, nogil=True)
def _link_end(f: Any, k: int, n: int) -> int:
    end = k
    while end < min(n, k + _LONGEST_LINK) and not _ends_link(f[end]):
        end += 1
    while end > k and (
        f[end - 1]
        in (ord("."), ord(","), ord("!"), ord("?"), ord(":"), ord(";"), ord(")"), ord("]"), ord("*"))
    ):
        end -= 1
    return end


@njit(cache=True, nogil=True)
def _ends_link(c: int) -> bool:
    return bool(
        c <= ord(" ")
        or c == OTHER
        or c in (ord('"'), ord("'"), ord("<"), ord(">"), ord("`"), ord("|"), ord("{"), ord("}"), ord("\\"))
    )


@njit(cache=True, nogil=True)
def _segment(f: Any, slash: int, end: int) -> tuple[int, int]:
    """The path's next part after the slashes at this place."""
    begin = slash
    while begin < end and f[begin] == ord("/"):
        begin += 1
    stop = begin
    while stop < end and f[stop] != ord("/"):
        stop += 1
    return begin, stop


@njit(cache=True, nogil=True)
def _network(f: Any, begin: int, end: int) -> int:
    """The row of `_HOSTS` that the host is, or is a subdomain of; -1 if none."""
    for row in range(len(_HOSTS)):
        j = 0
        while j < 16 and _HOSTS[row, j] > 0 and end - 1 - j >= begin and f[end - 1 - j] == _HOSTS[row, j]:
            j += 1
        if _HOSTS[row, j] == 0 and (end - j == begin or f[end - 1 - j] == ord(".")):
            return row
    return -1


@njit(cache=True, nogil=True)
def _is_one_of(words: Any, word: int) -> bool:
    i = np.searchsorted(words, word)
    return bool(i < len(words) and words[i] == word)
