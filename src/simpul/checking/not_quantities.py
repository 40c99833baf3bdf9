"""Digits that count nothing: dates, times, laws, articles, telephone and identity numbers, addresses, captions, versions."""

from __future__ import annotations

import re

_MONTH = (
    "januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember|"
    "january|february|march|may|june|july|august|october|december|jan|feb|mar|apr|jun|jul|agu|ags|aug|sept?|okt|oct|nov|des|dec"
)
_LAW = (
    r"uu|undang-undang|pp|perpres|peraturan\s+\w+|peraturan|keputusan|instruksi|inpres|keppres|kepmen\w*|permen\w*|perda|perwal|perbup|pergub|"
    r"perwali|kepwal|surat(?:\s+edaran)?|se|sk|act|law|regulation|decree|kepmendagri"
)
_BEFORE_LABEL = (
    r"pasal|ayat|huruf|angka|butir|poin|bab|bagian|subbab|sub-bab|lampiran|tabel|gambar|grafik|diagram|peta|bagan|kotak|formulir|model|"
    r"halaman|hlm\.?|hal\.?|nomor|no\.?|nomer|rt|rw|blok|km|jalur|kelas|tahap|termin|triwulan|semester|caturwulan|minggu\s+ke|edisi|volume|"
    r"vol\.?|seri|tipe|golongan|peringkat|urutan|table|figure|chapter|section|article|appendix|annex|page|pp?\.|number|paragraph|step|"
    r"langkah|kluster|klaster|kode|code|id|nip|nik|npwp|telp\.?|telepon|hp|wa|whatsapp|faks?\.?|hotline|call\s+center|sdgs?|covid|kolom|baris|sel|pos"
)
_PATTERNS = (
    r"\b(?:telp\.?|telepon|hp|wa|whatsapp|faks?\.?|hotline|call\s+center)\s*:?\s*[\d(+][\d ()./+-]{2,}",
    r"\b(?:nip|nik|npwp|nisn|no(?:mor|\.)?\s+(?:kk|rekening|antrean))\.?\s*:?\s*\d[\d .-]+",
    r"https?://\S+|www\.\S+|(?<!\S)[^\s@]++@\S+\.\w+|\b10\.\d{4,}/\S+",
    rf"\b\d{{1,2}}(?:\s*[-–]\s*\d{{1,2}})?\s+(?:{_MONTH})\b\.?(?:\s+\d{{4}}\b)?",
    rf"\b(?:{_MONTH})\s+\d{{1,2}}(?:st|nd|rd|th)?,\s*\d{{4}}\b",
    r"\b\d{1,2}/\d{1,2}/\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}-\d{1,2}-\d{4}\b|\b\d{1,2}\.\d{1,2}\.\d{4}\b",
    r"\b(?:pukul|jam|pkl\.?)\s*\d{1,2}[.:]\d{2}(?:\s*(?:[-–]|s\.?d\.?|sampai|hingga)\s*\d{1,2}[.:]\d{2})?",
    r"\b\d{1,2}[.:]\d{2}\s*(?:[-–]|s\.?d\.?|sampai|hingga)\s*\d{1,2}[.:]\d{2}\b(?=\s*(?:wib|wita|wit)\b)",
    r"\b[0-2]?\d\.(?:00|15|30|45)\s*[-–]\s*[0-2]?\d\.(?:00|15|30|45)\b(?!\s*(?:%|persen|juta|ribu|miliar|kali|poin))",
    r"\b\d{1,2}[.:]\d{2}\s*(?:wib|wita|wit)\b|\b\d{1,2}:\d{2}\b",
    rf"\b(?:{_LAW})\b[^.;()%]{{0,60}}?\b(?:nomor|no\.?|number)\s*[\w./-]*\d[\w./-]*(?:\s+(?:tahun|of)\s+\d{{4}})?",
    rf"\b(?:{_LAW})(?:\s+\w+)?\s+\d{{1,3}}(?:/\w+)*/\d{{4}}\b",
    r"\b(?:nomor|no\.)\s*[\w/-]*\d[\w./-]*(?:\s+tahun\s+\d{4})?",
    rf"\b(?:{_BEFORE_LABEL})\s*[-:]?\s*\(?\d+(?:[.\-/]\d+)*[a-z]?\)?(?![\d%]|[.,]\d|\s*(?:%|persen|percent|ribu|juta|miliar|triliun))(?:(?<=\d\.\d)(?:,?\s*(?:dan|and|&|–|-)?\s*\d+(?:\.\d+)+(?!\s*(?:%|persen|percent)|\d|,\d))+|\s*(?:[-–]|s\.?d\.?|sampai|hingga|dan|and)\s*\d+(?:\.\d+)*(?!\s*(?:%|persen|percent)|[\d.,]))?",
    r"\b(?:web|industri|industry|society|versi|version|v|android|windows|4g|seri|python|indonesia)\s?\d+\.\d+(?:\.\d+)*\b",
    r"\(?\+?62[\s-]?\d[\d\s.-]{6,}\d|\(0\d{2,3}\)\s?\d[\d\s-]{4,}\d|(?<![\d.,])0[1-9]\d{1,2}[\s.-]?\d{3,4}[\s.-]?\d{3,5}\b|\b1\s?500\s?\d{3}\b",
    r"\b\d{8}\s?\d{6}\s?\d\s?\d{3}\b|\b\d{15,}\b|\b\d{2}\.\d{3}\.\d{3}\.\d-\d{3}\.\d{3}\b",
    r"\b\d{1,3}(?:\.\d{1,2}){2,}\b(?![,\d])|\b\d{1,3}(?:\.\d{1,3}){3}\b(?=:|/\d)|\b\d+-\d+-\d+\b",
    r"\b(?:jalan|jl\.?|jln\.?|gang|gg\.?|komplek|perumahan)\s[^.,;()]{0,40}?(?:no\.?\s*)?\d+[a-z]?\b",
    r"\b(?:magelang|indonesia|jateng|jawa tengah|kode pos)\s+\d{5}\b",
    r"(?<![a-z])[a-z]{1,20}[-_/]?\d[\w-]*(?<!\d%)|\b\d+(?:st|nd|rd|th|an|g|d)\b|\b\d+/[A-Za-z][\w./-]*",
    r"[-+]?\d+[.,]\d+\s*°|\d+\s*°(?:\s*\d+['′])?(?:\s*\d+[\"″])?",
    r"\[\d+(?:\s*[-–,;]\s*\d+)*\]",
    r"^\s*\d+(?:\.\d+)*[.)]\s|\((?:\d{1,2}|[ivx]+|[a-z])\)(?=\s+[A-Za-z])(?<!ayat\s\(\d\))",
    r"^\s*\d+(?:\.\d+)+\s+(?=[A-Z])",
    r"\bsalah\s+satu\b|\bsatu\s+(?:sama|per)\b|\b(?:satu|dua)-(?:satunya|dua)\b|\bone\s+(?:another|of\s+the)\b|\bno\s+one\b",
)
_MASK = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS), re.IGNORECASE)
_MONEY = re.compile(r"(?:rp|idr|usd|rupiah|ri)\.?\s?\d", re.IGNORECASE)


def masked(text: str) -> str:
    """The text, as long as before, with a bar in the place of each digit or word that counts nothing."""
    return _MASK.sub(
        lambda found: found.group() if _MONEY.match(found.group()) else "▮" * len(found.group()), text
    )
