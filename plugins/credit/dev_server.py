"""Development server: builds the site, serves it on loopback and rebuilds it when a source changes."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from credit.build.pipeline import BuildReport, build_site
from credit.model import CreditError

#: Folders whose changes start a new build.
WATCHED = ("data", "content", "theme")


class PreviewHandler(SimpleHTTPRequestHandler):
    """Serves a folder with the right media types; a missing address gets the site's 404.html."""

    extensions_map = {  # noqa: RUF012 - the base class's own attribute
        **SimpleHTTPRequestHandler.extensions_map,
        ".csv": "text/csv; charset=utf-8",
        ".json": "application/json; charset=utf-8",
        ".md": "text/markdown; charset=utf-8",
        ".svg": "image/svg+xml",
        ".txt": "text/plain; charset=utf-8",
        ".xml": "application/xml; charset=utf-8",
    }

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer a missing address with 404.html of the site."""
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's own name
        """Log nothing: the terminal shows build messages, not requests."""


def make_server(folder: Path, port: int) -> ThreadingHTTPServer:
    """Return a server on loopback for a folder; raises CreditError when the port is taken."""
    try:
        return ThreadingHTTPServer(("127.0.0.1", port), partial(PreviewHandler, directory=str(folder)))
    except OSError as error:
        raise CreditError(f"端口 {port} 已被占用，请先关掉占用它的程序，或者用 --port 换一个端口。") from error


def serve_site(
    root: Path,
    output: Path,
    *,
    port: int,
    as_of: datetime.date | None,
    say: Callable[[str], None],
    built: Callable[[BuildReport], None],
) -> None:
    """Build and serve until interrupted; a later build that fails is reported and the site stays as it was.

    Raises CreditError when the first build fails or the port is taken.
    """
    from watchfiles import watch  # only this command needs it

    server = make_server(output, port)
    try:
        built(build_site(root, output, as_of=as_of))
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        say(f"网站已在 http://127.0.0.1:{server.server_address[1]}/ 打开，按 Ctrl+C 结束。")
        for _ in watch(*(root / name for name in WATCHED), raise_interrupt=False):
            try:
                built(build_site(root, output, as_of=as_of))
            except CreditError as error:
                say(str(error))
                say("没有重新生成，网站还是原来的样子；改好后会自动再试。")
    finally:
        server.server_close()
