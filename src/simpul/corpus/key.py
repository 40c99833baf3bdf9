"""The pseudonym key: a secret of the person who runs Simpul, combined with a salt of the workspace."""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import re
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

VARIABLE = "SIMPUL_KEY"
OLD_VARIABLE = "SIMPUL_OLD_KEY"
SECRET_BYTES = 32
SALT_BYTES = 16


class KeyProblem(Exception):
    """The key cannot be had. `problem` says what happened, where, and what to do next, as (Indonesian, English)."""

    def __init__(self, indonesian: str, english: str) -> None:
        super().__init__(f"{indonesian}\n{english}")
        self.problem = (indonesian, english)


def workspace_key(workspace: Path, salt: bytes | None = None, secret: bytes | None = None) -> bytes:
    """The 32-byte key of this person in this workspace: keyed BLAKE2b (RFC 7693) of the salt under the person's secret.

    The secret is `SIMPUL_KEY` (base64 of 32 bytes), else the file `simpul/key` in the user's configuration folder, drawn on
    first use. The salt lies in `<workspace>/salt`, drawn on first use; it is not secret. So one citizen has the same pseudonym
    in every import into a workspace and another pseudonym in another workspace, and whoever holds only the corpus can try
    no names.

    A given `salt` (1 byte or more) takes the place of the workspace's and writes nothing. A study into a fresh folder passes one derived from
    its seed: a drawn salt would differ in every folder, and the same inputs, parameters and secret must give the same bytes.

    A given `secret` takes the place of the person's, as when it has just been changed.

    Raises KeyProblem where the secret or the salt is damaged, open to others, or cannot be read or written.
    """
    secret = secret or _secret()
    if salt is None:
        salt = _salt(workspace / "salt")
    return hashlib.blake2b(salt, key=secret, digest_size=SECRET_BYTES, person=b"simpul-workspace").digest()


def old_secret() -> bytes | None:
    """The secret until now, from `SIMPUL_OLD_KEY`; None where the secret stays. Raises KeyProblem where it is damaged."""
    given = os.environ.get(OLD_VARIABLE)
    return None if given is None else _decoded(given, OLD_VARIABLE)


def draw_salt() -> bytes:
    return os.urandom(SALT_BYTES)


def erasure_key(salt: bytes) -> bytes:
    """The 32-byte key under which this person remembers who was erased: of the secret and a salt, as `workspace_key`."""
    return hashlib.blake2b(salt, key=_secret(), digest_size=SECRET_BYTES, person=b"simpul-erasure").digest()


def key_id(key: bytes) -> str:
    """8 hexadecimal characters that tell two keys apart, for manifests and batch names; they do not lead back to the key."""
    return hashlib.blake2b(key=key, digest_size=4, person=b"simpul-key-id").hexdigest()


def _secret() -> bytes:
    given = os.environ.get(VARIABLE)
    if given is not None:
        return _decoded(given, VARIABLE)
    path = _configuration() / "key"
    fresh = base64.b64encode(os.urandom(SECRET_BYTES)).decode()
    content = _read_or_create(path, fresh, folder_mode=0o700)
    _require_private(path)
    return _decoded(content, str(path))


def _configuration() -> Path:
    home = os.environ.get("XDG_CONFIG_HOME")
    return (Path(home) if home else Path.home() / ".config") / "simpul"


def _decoded(text: str, where: str) -> bytes:
    with suppress(binascii.Error, ValueError):
        secret = base64.b64decode(text.strip(), validate=True)
        if len(secret) == SECRET_BYTES:
            return secret
    raise KeyProblem(
        f"Kunci nama samaran di {where} rusak: isinya harus 32 bita dalam base64. "
        "Kembalikan dari cadangan; kunci baru membuat semua nama samaran berubah.",
        f"The pseudonym key in {where} is damaged: it must be 32 bytes in base64. "
        "Restore it from a backup; a new key changes every pseudonym.",
    )


def _salt(path: Path) -> bytes:
    text = _read_or_create(path, os.urandom(SALT_BYTES).hex()).strip()
    if re.fullmatch(f"[0-9a-f]{{{2 * SALT_BYTES}}}", text):
        return bytes.fromhex(text)
    raise KeyProblem(
        f"Berkas {path} rusak: isinya harus {2 * SALT_BYTES} angka heksadesimal. "
        "Kembalikan dari cadangan; tanpa berkas itu orang yang sama mendapat nama samaran lain.",
        f"The file {path} is damaged: it must hold {2 * SALT_BYTES} hexadecimal digits. "
        "Restore it from a backup; without it the same person gets another pseudonym.",
    )


def _read_or_create(path: Path, content: str, folder_mode: int = 0o777) -> str:
    """What the file says; a missing file is made with this content (mode 0600), whole or not at all.

    Of several processes that make it at once one wins, and all return what the winner wrote.
    """
    try:
        with suppress(FileNotFoundError):
            return path.read_text(encoding="ascii")
        path.parent.mkdir(mode=folder_mode, parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)  # mode 0600
        try:
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(content + "\n")
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileExistsError):
                os.link(draft, path)  # unlike a rename, never replaces what another process has put there
        finally:
            Path(draft).unlink()
        return path.read_text(encoding="ascii")
    except UnicodeDecodeError:
        return ""  # not ours; the caller reports the damage
    except OSError as error:
        raise KeyProblem(
            f"Berkas {path} tidak dapat dibaca atau dibuat ({error.strerror}). "
            f"Periksa izin dan ruang disk, atau isi {VARIABLE} dan pilih ruang kerja lain.",
            f"The file {path} cannot be read or made ({error.strerror}). "
            f"Check permissions and disk space, or set {VARIABLE} and choose another workspace.",
        ) from error


def _require_private(path: Path) -> None:
    if os.name != "posix":
        return  # other systems keep no such mode bits
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & ~0o600:
        raise KeyProblem(
            f"Kunci nama samaran {path} dapat dibuka orang lain (izin {mode:04o}). Jalankan: chmod 600 {path}",
            f"Others can open the pseudonym key {path} (mode {mode:04o}). Run: chmod 600 {path}",
        )
