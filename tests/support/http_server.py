"""A built tree in, an address on this machine that answers as a plain web host would out."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.support.site_tree import target_of


class _Host(ThreadingHTTPServer):
    """Serves whatever ``trees`` holds: base path → folder."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.trees: dict[str, Path] = {}


class _Answer(SimpleHTTPRequestHandler):
    server: _Host

    def do_GET(self) -> None:
        """Answer with the file of the address, or with the tree's 404 page."""
        for base, tree in self.server.trees.items():
            if self.path == base or self.path.startswith(f"{base}/"):
                target = target_of("index.html", self.path, base)
                found = tree / target[0] if target and ".." not in target[0].split("/") else tree / "404.html"
                status = 200 if found.is_file() else 404
                self._send(status, found if status == 200 else tree / "404.html")
                return
        self.send_error(404)

    def _send(self, status: int, file: Path) -> None:
        body = file.read_bytes()
        self.send_response(status)
        kind = self.guess_type(str(file))
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base's
        """Say nothing: the tests' output is pytest's."""


@contextmanager
def web_host() -> Iterator[_Host]:
    """Run a host on a free port of the loopback; ``host.trees["/credit"] = folder`` puts a tree below a path."""
    host = _Host()
    thread = threading.Thread(target=host.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield host
    finally:
        host.shutdown()
        host.server_close()
        thread.join()
