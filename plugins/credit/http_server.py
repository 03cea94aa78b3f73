"""HTTP server on loopback for previews and benchmarks: files of a site, answered as its nginx does."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

#: Returns the bytes of a file by its path (``/lists/index.html``), or None where there is none.
ReadFile = Callable[[str], bytes | None]


class SiteHandler(SimpleHTTPRequestHandler):
    """Answers from a ``ReadFile``: texts compressed, hashed files cached for long, 404.html at a missing address."""

    protocol_version = "HTTP/1.1"
    # Each answer in one packet, at once: otherwise the kernel waits for an acknowledgement.
    disable_nagle_algorithm = True
    wbufsize = -1
    extensions_map = {  # noqa: RUF012 - the base class's own attribute
        **SimpleHTTPRequestHandler.extensions_map,
        ".akn": "application/akn+xml",
        ".csv": "text/csv",
        ".js": "text/javascript",
        ".md": "text/markdown",
        ".svg": "image/svg+xml",
        ".ics": "text/calendar",
        ".webmanifest": "application/manifest+json",
        ".xml": "application/xml",
    }

    def __init__(self, *args: object, read_file: ReadFile) -> None:
        self.read_file = read_file
        super().__init__(*args)  # type: ignore[arg-type]  # the server's own arguments; answers the request

    def do_GET(self) -> None:
        """Send the file of the address, its folder's index, or a redirect to the folder."""
        path = unquote(urlsplit(self.path).path)
        path += "index.html" if path.endswith("/") else ""
        body = self.read_file(path)
        if body is not None:
            self._send(HTTPStatus.OK, path, body)
        elif self.read_file(f"{path}/index.html") is not None:
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            self.send_header("Location", urlsplit(self.path)._replace(path=f"{urlsplit(self.path).path}/").geturl())
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self._send(HTTPStatus.NOT_FOUND, "/404.html", self.read_file("/404.html") or b"")

    do_HEAD = do_GET  # noqa: N815 - the base class's own form of a name

    def _send(self, status: HTTPStatus, path: str, body: bytes) -> None:
        kind = self.guess_type(path)
        is_text = kind.startswith("text/") or kind.endswith(("json", "xml"))
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if is_text else kind)
        if is_text and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body, 6, mtime=0)
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Vary", "Accept-Encoding")
        is_hashed = path.startswith("/assets/")
        self.send_header("Cache-Control", "public, max-age=31536000, immutable" if is_hashed else "no-cache")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's own name
        """Log nothing."""


def folder_files(folder: Path) -> ReadFile:
    """Return the reader of a folder's files."""

    def read_file(path: str) -> bytes | None:
        try:
            return None if ".." in path.split("/") else (folder / path.lstrip("/")).read_bytes()
        except (OSError, ValueError):  # missing, a folder, replaced by a build at this moment, or no name of a file
            return None

    return read_file


def make_server(read_file: ReadFile, port: int = 0) -> ThreadingHTTPServer:
    """Return a server bound to a port of the loopback, any free one for 0; raises OSError where it is taken."""
    return ThreadingHTTPServer(("127.0.0.1", port), partial(SiteHandler, read_file=read_file))


@contextmanager
def running(server: ThreadingHTTPServer) -> Iterator[str]:
    """Answer requests as long as the context lasts; yield the address without a closing slash, and close the port."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
