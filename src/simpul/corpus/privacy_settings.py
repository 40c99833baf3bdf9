"""`privacy.toml` of a workspace: who is responsible, for what purpose, and how long what is kept."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from simpul.corpus.store import StoreProblem

NAME = "privacy.toml"
UNSET = "[BELUM DIISI]"
FIELDS = {  # section → keys that are texts
    "controller": ("name", "address", "email", "phone", "officer", "officer_contact"),
    "purpose": ("text", "basis", "recipients", "processors", "transfer", "security"),
}
PERIODS = ("identities", "records")
DEFAULT = "default"

BLANK = """# Pengaturan pelindungan data ruang kerja ini. / Data protection settings of this workspace.
# Isi, lalu jalankan: simpul privacy documents --out DIR

[controller]                # pengendali data pribadi / controller
name = ""                   # mis. Dinas Komunikasi, Informatika, dan Statistik Kota …
address = ""
email = ""                  # untuk permintaan warga (akses, perbaikan, penghapusan)
phone = ""
officer = ""                # pejabat pelindungan data (DPO), pasal 53
officer_contact = ""

[purpose]
text = "Mendengar keluhan dan kebutuhan warga miskin agar dijawab dan dilayani oleh perangkat daerah yang berwenang."
basis = "Pelaksanaan tugas dalam rangka kepentingan umum dan pelayanan publik (UU 27/2022 pasal 20 ayat (2) huruf e)."
recipients = "Perangkat daerah yang berwenang, dalam bentuk agregat tanpa identitas."
processors = ""             # pihak yang mengolah atas nama pengendali, mis. penyedia server
transfer = "Tidak ada transfer ke luar wilayah Indonesia."
security = ""               # langkah tambahan di luar Simpul: sandi disk, hak akses, cadangan

# Masa simpan dalam hari sejak diimpor, per platform atau format. Hapus satu baris = tidak ada batas.
#   identities: nama akun, id asli, alamat kiriman (yang dapat menuntun kembali ke orang)
#   records:    seluruh impor
# Angka di bawah adalah usulan, bukan ketentuan undang-undang.
[retention.default]
identities = 90
records = 365

[retention.whatsapp]
identities = 30
records = 180
"""


@dataclass(frozen=True)
class Settings:
    """What stands in `privacy.toml`; a text that is missing is `UNSET`."""

    controller: dict[str, str]
    purpose: dict[str, str]
    retention: dict[str, dict[str, int]] = field(default_factory=dict)  # source → period → days

    @property
    def missing(self) -> list[str]:
        """The settings that a document needs and that are not there."""
        parts = {"controller": self.controller, "purpose": self.purpose}
        return [
            f"{part}.{name}" for part, texts in parts.items() for name, text in texts.items() if text == UNSET
        ]

    def period(self, reader: str, platform: str, of: str) -> int | None:
        """Days after which `of` (identities or records) of a batch goes; None: never. By format, else by platform, else by default."""
        for source in (reader, platform, DEFAULT):
            if source in self.retention:
                return self.retention[source].get(of)
        return None


def read_settings(workspace: Path) -> Settings:
    """The workspace's settings, all unset where it has no file; raises StoreProblem for a file that is wrong, naming the key."""
    path = workspace / NAME
    try:
        content = tomllib.loads(path.read_text("utf-8-sig")) if path.exists() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise _wrong(path, str(problem)) from problem
    for section, values in content.items():
        if section not in (*FIELDS, "retention") or not isinstance(values, dict):
            raise _wrong(path, section)
    texts = {section: _texts(path, section, content.get(section, {})) for section in FIELDS}
    return Settings(**texts, retention=_periods(path, content.get("retention", {})))


def write_blank(workspace: Path) -> Path | None:
    """Writes a blank `privacy.toml`; None where there is one already."""
    path = workspace / NAME
    if path.exists():
        return None
    workspace.mkdir(parents=True, exist_ok=True)
    path.write_text(BLANK, "utf-8")
    return path


def _texts(path: Path, section: str, given: dict[str, Any]) -> dict[str, str]:
    for name, value in given.items():
        if name not in FIELDS[section] or not isinstance(value, str):
            raise _wrong(path, f"{section}.{name}")
    return {name: given.get(name) or UNSET for name in FIELDS[section]}


def _periods(path: Path, given: dict[str, Any]) -> dict[str, dict[str, int]]:
    for source, periods in given.items():
        if not isinstance(periods, dict):
            raise _wrong(path, f"retention.{source}")
        for name, days in periods.items():
            if name not in PERIODS or isinstance(days, bool) or not isinstance(days, int) or days < 0:
                raise _wrong(path, f"retention.{source}.{name}")
    return given


def _wrong(path: Path, key: str) -> StoreProblem:
    return StoreProblem(
        f"Pengaturan {path} salah pada {key}. Contoh yang benar: `simpul privacy settings` di ruang kerja baru.",
        f"The settings in {path} are wrong at {key}. For a right example: `simpul privacy settings` in a new workspace.",
    )
