"""The desk's settings for tests: a workspace of its own, static files as they lie in the source, quick passwords."""

from __future__ import annotations

import os
import tempfile
from unittest import mock

OWN = {"SIMPUL_HOME": tempfile.mkdtemp(prefix="simpul-desk-"), "SIMPUL_SECRET": "only for tests"}
NOT_OURS = ("DATABASE_URL", "SIMPUL_DEMO", "SIMPUL_HTTPS", "SIMPUL_HOSTS")

with mock.patch.dict(os.environ, OWN):
    for name in NOT_OURS:
        os.environ.pop(name, None)
    from simpul.desk.settings import *  # noqa: F403

ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
