"""Where somebody lives, and which child goes to which school: addresses with a house number, and a child's name next to a school.

Names are no closed list, so a child is told by what stands around: a word for a child, a name in capitals, a school. Both are read by
regular expressions over the few texts that a compiled pass (`surrounding_words`) finds to hold such words; whatever they take out, the numbers around it are read afterwards.
"""

from __future__ import annotations

import re

import polars as pl

from simpul.corpus.utf8 import buffers

MAY_ADDRESS, MAY_CHILD = 1, 2
ADDRESS, CHILD = "[alamat]", "[nama anak]"

# --- addresses ---------------------------------------------------------------------------------------------------

_STREET = (
    r"(?:jalan|jln|jl|gang|gg|perumahan|perum|komplek|kompleks|dusun|dsn|kampung|kampoeng|kp|lorong|blok)"
)
_NUMBERED = r"(?:no(?:mor|mer)?|nmr|nomer|#)\s?[.:]?\s?"
_WORD = r"(?:[^\W\d_][^\W\d_'’]{0,19}\.?|[a-z]?\d{1,3}[a-z]?|r[tw]\.?\s?\d{1,3}(?:\s?/\s?(?:r?w?\.?\s?)?\d{1,3})?)"
_HOUSE = r"[a-z]?\d{1,4}(?:\s?[a-h]\b)?(?:\s?[/\-]\s?(?:\d{1,3}[a-z]?|[ivx]{1,4}|[a-z])\b)?"
_NOT_LONGER = r"(?![\d%]|[a-z]|[.,:/]\d|[ .\-]\d{3})"
_UNIT = (
    r"(?!\s*(?:k?m\b|meter|mtr|kilo|cm|hari|jam|menit|bulan|bln|tahun|thn|th\b|minggu|kali|x\b|orang|org|jiwa|kk\b|rumah|warga|"
    r"ribu|rb\b|juta|jt\b|miliar|persen|kg|kelurahan|titik|tiang|unit|ruas|buah|anak|motor|mobil|lansia|janda))"
)
_NO_STREET = (
    r"(?!(?:km|kilometer|rt|rw|sekitar|sepanjang|sudah|selama|lebih|kurang|hampir|sampai|dari|ke|di|jam|pukul|tanggal|tgl|tahun|th|"
    r"pada|dapat|ada|butuh|cuma|hanya|baru|sejak|usia|umur|total|ditutup|rusak|longsor|banjir|dan|atau|kok|belum)\b)"
)
_PLAIN_STREET = r"(?:jln|jl|gg|perumahan|perum|blok)"  # after these a bare number is a house
_ADDRESS = re.compile(
    rf"(?<![^\W_]){_STREET}\b\.?(?:\s+{_WORD}){{1,6}}?\s*,?\s*{_NUMBERED}{_HOUSE}{_NOT_LONGER}"
    rf"|(?<![^\W_]){_PLAIN_STREET}\b\.?(?:\s+{_NO_STREET}[^\W\d_][^\W\d_'’]{{0,19}}\.?){{1,4}}?\s+(?!(?:19|20)\d\d\b){_HOUSE}{_NOT_LONGER}{_UNIT}"
    rf"|(?<![^\W_])blok\s+[a-z]{{1,2}}\s?[\-/.]?\s?\d{{1,3}}(?:\s?[/\-]\s?\d{{1,3}})?{_NOT_LONGER}{_UNIT}"
    rf"|(?<![^\W_])(?-i:Jalan|Gang|Kampung|Dusun)(?-i:\s+[A-Z][a-z'’]{{0,19}}\.?){{1,3}}\s+(?!(?:19|20)\d\d\b)\d{{1,3}}(?:\s?[a-h]\b)?(?:/\d{{1,3}})?{_NOT_LONGER}{_UNIT}",
    re.IGNORECASE,
)

# --- children ----------------------------------------------------------------------------------------------------

_OF_A_CHILD = r"(?:anak(?:ku|nya|e)?|putr[ai](?:ku|nya)?|sisw[ai]|murid|adi[kh](?:ku|nya)?|cucu(?:ku|nya)?|keponakan(?:ku|nya)?|anakku)"
_SCHOOL = r"(?:sdn?|smpn?|sman?|smkn?|slbn?|mi|min|mts|mtsn|ma|man|tk|paud|kb|ra|sekolah|sekolahe|kelas|kls|madrasah|ponpes|pesantren|pkbm)"
_BETWEEN = r"(?:saya|kami|ku|kulo|kula|pertama|kedua|ketiga|bungsu|sulung|mbarep|ragil|bernama|namanya|jenenge|nama|si|an|a\.n\.?|atas|kelas\s\w{1,4},?)"
_NOT_A_NAME = (
    r"(?!(?:Indonesia|Jawa|Magelang|Pak|Bu|Bapak|Ibu|Mas|Mbak|Sekolah|Kelas|Madrasah|Negeri|Yatim|Bangsa|Tidak|Belum|Sudah|Yang|Dari|"
    r"Dengan|Untuk|Dan|Ini|Itu|Saya|Kami|Kota|Program|Bantuan|Beasiswa|Dapat|Masih|Juga|Di|Ke|Usia|Umur|Putus|Panti|Difabel|Disabilitas|"
    r"Miskin|Kurang|Asuh|Kandung|Jalanan|Senin|Selasa|Rabu|Kamis|Jumat|Sabtu|Minggu|Kartu|Dinas|Kelurahan|Kecamatan)\b)"
)
_NAME = rf"{_NOT_A_NAME}[A-Z][a-z'’]{{1,19}}(?:\s{_NOT_A_NAME}[A-Z][a-z'’]{{1,19}}){{0,3}}"
_CHILD = re.compile(
    rf"(?<![^\W_])(?i:{_OF_A_CHILD})\b[,:]?(?:\s(?i:{_BETWEEN})(?=[\s,:]))*[,:]?\s(?P<named>{_NAME})(?=\b[^.!?\n]{{0,60}}?\b(?i:{_SCHOOL})\b)"
    rf"|(?<![^\W_])(?i:{_SCHOOL})\b[^.!?\n]{{0,40}}?\b(?:bernama|namanya|a\.n\.?|atas\snama)\s(?P<after>{_NAME})\b"
    rf"|(?<![^\W_.])(?P<before>{_NAME})(?=\s?[,(]\s?(?i:sisw[ai]|murid|kelas)\b[^.!?\n]{{0,40}}?\b(?i:{_SCHOOL})\b)"
)


def mask_surroundings(texts: pl.Series) -> pl.Series:
    """The column with `[alamat]` for addresses and `[nama anak]` for children's names next to a school; other texts stay as they are."""
    from simpul.corpus.surrounding_words import candidates  # compiled code is loaded only where it runs

    found, kinds = candidates(*buffers(texts))
    rows = pl.Series(found)
    if rows.is_empty():
        return texts
    new = [_without(text, kind) for text, kind in zip(texts.gather(rows), kinds, strict=True)]
    return texts.scatter(rows, pl.Series(new, dtype=pl.String))


def _without(text: str, kind: int) -> str:
    """`kind` is the sum of what `candidates` says the text may hold."""
    if kind & MAY_ADDRESS:
        text = _ADDRESS.sub(ADDRESS, text)
    return _CHILD.sub(_hidden, text) if kind & MAY_CHILD else text


def _hidden(found: re.Match[str]) -> str:
    group = found.lastgroup
    assert group is not None
    begin, end = found.start(group) - found.start(), found.end(group) - found.start()
    return found[0][:begin] + CHILD + found[0][end:]
