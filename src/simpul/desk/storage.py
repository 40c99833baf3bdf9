"""Static files under names that tell their content, compressed once so that the start stays quick."""

from __future__ import annotations

from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class Static(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # WhiteNoise comes untyped
    """Gzip only: Brotli at its best takes a minute over the API's own documentation pages."""

    def create_compressor(self, **options: Any) -> Compressor:
        options["extensions"] = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")
        return Compressor(**options, use_brotli=False)
