"""The report on this machine's own address: it, and nothing else of the study's folder."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


def server(report: Path, port: int) -> ThreadingHTTPServer:
    """Serves a report on 127.0.0.1 as it is when it is asked for; port 0 takes a free one. Raises OSError if the port is taken.

    Call `serve_forever`, from a thread or not, and close it after.
    """

    class Report(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path in ("/", "/report.html")
            page = report.read_bytes() if found else b""
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, format: str, *args: Any) -> None:
            """Silent: the terminal is for the address."""

    return ThreadingHTTPServer(("127.0.0.1", port), Report)
