"""The folder of this desk: database, secret, static files, and the corpus and studies it shows."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit


def home() -> Path:
    """`SIMPUL_HOME`, else `~/.simpul`."""
    return Path(os.environ.get("SIMPUL_HOME") or Path.home() / ".simpul").expanduser()


def secret(root: Path) -> str:
    """The key that signs sessions: `SIMPUL_SECRET`, else made at first use and kept readable for its owner only."""
    if given := os.environ.get("SIMPUL_SECRET"):
        return given
    path = root / "desk.secret"
    if path.exists():
        return path.read_text()
    root.mkdir(parents=True, exist_ok=True)
    made = secrets.token_urlsafe(48)
    try:
        with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(made)
    except FileExistsError:  # web and worker start together
        return path.read_text()
    return made


def database(root: Path, url: str | None) -> dict[str, Any]:
    """Django's description of the database that `url` (postgresql://user:password@host:port/name) names, else SQLite in `root`.

    Raises ValueError for a scheme that is neither of PostgreSQL's.
    """
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": root / "desk.sqlite3",
            "CONN_MAX_AGE": None,  # opening the file anew costs a page more than most of its queries
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ValueError(f"DATABASE_URL must begin with postgresql://, not {parts.scheme}://")
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": parts.port or "",
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"pool": True},
    }
