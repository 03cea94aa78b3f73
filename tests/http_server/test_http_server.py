"""Files of a site answer on loopback as behind nginx."""

import gzip
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from credit.http_server import folder_files, make_server, running

FILES = {
    "index.html": "首页",
    "404.html": "没有这一页",
    "lists/index.html": "名单",
    "assets/a.12345678.js": "1",
    "data/x.csv": "一,二",
    "data/x.bin": "\0",
}


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    for name, text in FILES.items():
        (tmp_path / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / name).write_text(text, encoding="utf-8")
    (tmp_path / "secret.txt").write_text("x", encoding="utf-8")
    server = make_server(folder_files(tmp_path / "site"))
    with running(server):
        yield server.server_port


def ask(port: int, path: str, method: str = "GET", encoding: str = "identity") -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(method, path, headers={"Accept-Encoding": encoding})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


@pytest.mark.parametrize(
    ("path", "status", "name", "kind", "cache"),
    [
        ("/", 200, "index.html", "text/html; charset=utf-8", "no-cache"),
        ("/lists/?page=2", 200, "lists/index.html", "text/html; charset=utf-8", "no-cache"),
        ("/data/x.csv", 200, "data/x.csv", "text/csv; charset=utf-8", "no-cache"),
        ("/data/x.bin", 200, "data/x.bin", "application/octet-stream", "no-cache"),
        (
            "/assets/a.12345678.js",
            200,
            "assets/a.12345678.js",
            "text/javascript; charset=utf-8",
            "public, max-age=31536000, immutable",
        ),
        ("/missing", 404, "404.html", "text/html; charset=utf-8", "no-cache"),
        ("/data/", 404, "404.html", "text/html; charset=utf-8", "no-cache"),
        ("/assets/missing.js", 404, "404.html", "text/html; charset=utf-8", "no-cache"),
        ("/../secret.txt", 404, "404.html", "text/html; charset=utf-8", "no-cache"),
        ("/%2e%2e/secret.txt", 404, "404.html", "text/html; charset=utf-8", "no-cache"),
        ("/%00", 404, "404.html", "text/html; charset=utf-8", "no-cache"),
    ],
)
def test_address_gives_its_file_or_the_missing_page(port, path, status, name, kind, cache):
    """Type and caching are those of the server."""
    response, body = ask(port, path)
    assert status == response.status
    assert FILES[name].encode() == body
    assert (kind, cache) == (response.headers["Content-Type"], response.headers["Cache-Control"])


def test_folder_without_its_slash_is_redirected(port):
    """Relative links of the page hold below the slash alone."""
    response, _ = ask(port, "/lists?page=2")
    assert (301, "/lists/?page=2") == (response.status, response.headers["Location"])


def test_text_is_compressed_for_a_browser_that_takes_it(port):
    """A file that is no text stays as it is."""
    response, body = ask(port, "/", encoding="gzip, br")
    assert ("gzip", "Accept-Encoding") == (response.headers["Content-Encoding"], response.headers["Vary"])
    assert FILES["index.html"].encode() == gzip.decompress(body)
    assert ask(port, "/data/x.bin", encoding="gzip")[0].headers["Content-Encoding"] is None


def test_head_has_no_body(port):
    """Its length is that of the file."""
    response, body = ask(port, "/", "HEAD")
    assert (200, "6", b"") == (response.status, response.headers["Content-Length"], body)


def test_port_in_use_is_an_error(port):
    """A second preview names the port instead of answering for the first."""
    with pytest.raises(OSError, match="in use"):
        make_server(folder_files(Path()), port)
