"""How much one request may bring: little everywhere, much where exports come in and only for those who may import."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler
from django.urls import reverse

from simpul.desk.people.rights import Right, may

LITTLE = 6 * 1024**2
MUCH = 2 * 1024**3


class Quota(FileUploadHandler):
    """Refuses a request by the length that it tells, before a byte of its files is read."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None) -> None:  # fmt: skip
        request = self.request
        imports = request is not None and request.path == reverse("insight:bring_in")
        if content_length > (MUCH if imports and may(request.user, Right.IMPORT) else LITTLE):  # type: ignore[union-attr]
            raise RequestDataTooBig

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
