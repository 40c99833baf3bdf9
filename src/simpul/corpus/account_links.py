"""Links in a folded text, and whether they lead to an account."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from simpul.corpus import cues
from simpul.corpus.cues import pack
from simpul.corpus.folding import AT, BLANK, COLON, DOT, HASH, OTHER, PLUS, QUESTION, SLASH

OTHER_LINK, ACCOUNT_LINK = 1, 2

_LONGEST_LINK = 2048  # characters; also keeps a text of nothing but "http://" from taking quadratic time

# Hosts, with their subdomains, whose path begins with an account …
_DIRECT = (
    "x.com twitter.com facebook.com fb.com fb.me m.me instagram.com threads.net threads.com t.me telegram.me wa.me"
).split()
# … save for these words, behind which stands no account; and hosts where the account follows one of these.
_NOBODY = np.array([pack(w) for w in "hashtag search explore events help policies privacy login".split()])
_NAMED_BY = "youtube.com bsky.app linkedin.com whatsapp.com".split()
_LEADS = np.array([pack(w) for w in "channel user c profile in send".split()])

_HOSTS = np.zeros((len(_DIRECT) + len(_NAMED_BY), 16), np.uint8)
for _row, _host in enumerate(_DIRECT + _NAMED_BY):
    _HOSTS[_row, : len(_host)] = [*_host[::-1].encode()]  # backwards: subdomains come last
_DIRECT_HOSTS = len(_DIRECT)

_HTTP, _HTTPS, _WWW = (np.array([*word], np.uint8) for word in (b"http", b"https", b"www."))
_CLOSES, _TILDE = ord("]"), ord("~")
_ENDS_LINK, _NOT_AT_END = np.zeros(256, np.bool_), np.zeros(256, np.bool_)
_ENDS_LINK[[*range(BLANK + 1), *b"\"'<>`|{}\\", OTHER]] = True
_NOT_AT_END[[*b".,!?:;)]*"]] = True


@njit(cache=True, nogil=True)
def scheme_begin(f: Any, k: int, n: int) -> int:
    """Where `http` or `https` begins before the `://` at k; k itself if there is none."""
    if k + 2 >= n or f[k] != COLON or f[k + 1] != SLASH or f[k + 2] != SLASH:
        return k
    for scheme in (_HTTPS, _HTTP):
        if _stands(f, k - len(scheme), k, scheme):
            return k - len(scheme)
    return k


@njit(cache=True, nogil=True)
def is_bare_host(f: Any, k: int, end: int, n: int) -> bool:
    """`www.…/` or a social network's host with a path, without `http://`."""
    if end == n or f[end] != SLASH:
        return False
    return _stands(f, k, end, _WWW) or _network(f, k, end) >= 0


@njit(cache=True, nogil=True)
def _stands(f: Any, k: int, end: int, word: Any) -> bool:
    """The word stands at k, before the end."""
    if k < 0 or k + len(word) > end:
        return False
    for i in range(len(word)):
        if f[k + i] != word[i]:
            return False
    return True


@njit(cache=True, nogil=True)
def read_link(f: Any, host: int, n: int) -> tuple[int, int, int, int, int]:
    """The link whose host begins here: OTHER_LINK or ACCOUNT_LINK, its end, begin and end of the handle, begin of its query."""
    end = _link_end(f, host, n)
    slash = query = colon = end
    for j in range(end - 1, host - 1, -1):
        if f[j] == QUESTION or f[j] == HASH:
            query = slash = colon = j
        elif f[j] == SLASH:
            slash = colon = j
        elif f[j] == COLON:
            colon = j
    for j in range(host, min(slash, query)):
        if f[j] == AT and not _is_pseudonym(f, j, n):
            return ACCOUNT_LINK, end, 0, 0, query  # http://user:password@host
    first, first_end = _segment(f, slash, query)
    if first == first_end:
        return OTHER_LINK, end, 0, 0, query
    if f[first] == AT:
        return ACCOUNT_LINK, end, first + 1, first_end, query  # also Mastodon, Medium
    network = _network(f, host, min(colon, slash))
    word, word_end = cues.read_word(f, first, first_end)
    word *= word_end == first_end
    if 0 <= network < _DIRECT_HOSTS and not _is_one_of(_NOBODY, word):
        return ACCOUNT_LINK, end, first + (f[first] == PLUS), first_end, query
    if network >= _DIRECT_HOSTS and _is_one_of(_LEADS, word):
        second, second_end = _segment(f, first_end, query)
        return ACCOUNT_LINK, end, second, second_end, query
    return OTHER_LINK, end, 0, 0, query


@njit(cache=True, nogil=True)
def _is_pseudonym(f: Any, at: int, n: int) -> bool:
    """The @ of `[telepon]@~…`, which stands where a telephone number was the host; no host begins with ~."""
    return f[at - 1] == _CLOSES and at + 1 < n and f[at + 1] == _TILDE


@njit(cache=True, nogil=True)
def _link_end(f: Any, k: int, n: int) -> int:
    end = k
    while end < min(n, k + _LONGEST_LINK) and not _ENDS_LINK[f[end]]:
        end += 1
    while end > k and _NOT_AT_END[f[end - 1]]:
        end -= 1
    return end


@njit(cache=True, nogil=True)
def _segment(f: Any, slash: int, end: int) -> tuple[int, int]:
    """The path's next part after the slashes at this place."""
    begin = slash
    while begin < end and f[begin] == SLASH:
        begin += 1
    stop = begin
    while stop < end and f[stop] != SLASH:
        stop += 1
    return begin, stop


@njit(cache=True, nogil=True)
def _network(f: Any, begin: int, end: int) -> int:
    """The row of `_HOSTS` that the host is, or is a subdomain of; -1 if none."""
    for row in range(len(_HOSTS)):
        j = 0
        while j < 16 and _HOSTS[row, j] > 0 and end - 1 - j >= begin and f[end - 1 - j] == _HOSTS[row, j]:
            j += 1
        if _HOSTS[row, j] == 0 and (end - j == begin or f[end - 1 - j] == DOT):
            return row
    return -1


@njit(cache=True, nogil=True)
def _is_one_of(words: Any, word: int) -> bool:
    for other in words:
        if other == word:
            return True
    return False
