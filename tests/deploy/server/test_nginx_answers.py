"""Answers of a real nginx that have no page of the site: each is Chinese, keeps its status and leads nobody astray."""

from __future__ import annotations

import re
import socket
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from credit.bench.nginx_process import free_port, nginx
from credit.deploy.server_settings import ServerSettings

MISSING = "没有找到您要的页面"


@dataclass(frozen=True)
class Reply:
    """One answer as it came over the wire."""

    status: int
    headers: dict[str, str]
    text: str


def ask(port: int, request: str, *, tls: bool = False) -> Reply:
    """Send a request as it is written and return what comes until the server closes."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=30)
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        connection = context.wrap_socket(connection)
    with connection:
        connection.sendall(request.encode())
        parts = []
        while part := connection.recv(65_536):
            parts.append(part)
    head, _, body = b"".join(parts).partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    pairs = [line.partition(": ") for line in lines]
    return Reply(int(first.split()[1]), {name.lower(): value for name, _, value in pairs}, body.decode())


def written(line: str, *headers: str, host: str = "credit.example") -> str:
    """Return the text of a request."""
    return "\r\n".join([line, f"Host: {host}", "Connection: close", *headers, "", ""])


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> ServerSettings:
    """A site of one page, one file and the page for missing addresses."""
    site = tmp_path_factory.mktemp("answers")
    current = site / "current"
    (current / "data").mkdir(parents=True)
    for name, text in (("index.html", "首页"), ("404.html", MISSING), ("410.html", "撤下"), ("data/a.csv", "abc")):
        (current / name).write_text(text, encoding="utf-8")
    return ServerSettings(site, siteurl="https://credit.example")


@pytest.fixture(scope="module")
def port(settings: ServerSettings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a server without a certificate."""
    with nginx(settings, tmp_path_factory.mktemp("answers-run")) as host:
        yield host.port


@pytest.fixture(scope="module")
def ports(settings: ServerSettings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, int]]:
    """The ports for HTTP and HTTPS of a server with a certificate."""
    folder = tmp_path_factory.mktemp("answers-tls")
    key, certificate, secure = folder / "key.pem", folder / "cert.pem", free_port()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=credit.example", "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    safe = replace(
        settings, certificate=str(certificate), certificate_key=str(key), listen_tls=(f"127.0.0.1:{secure}",)
    )
    with nginx(safe, folder / "run") as host:
        yield host.port, secure


#: What is asked, the status, a part of the answer.
ODD = {
    "range behind the end": (written("GET /data/a.csv HTTP/1.1", "Range: bytes=999-"), 416, "请求的位置超出了文件"),
    "another version": (written("GET /data/a.csv HTTP/1.1", 'If-Match: "x"'), 412, "文件已经更新"),
    "a long cookie": (written("GET / HTTP/1.1", "Cookie: " + "x" * 9000), 400, "Cookie"),
    "many headers": (written("GET / HTTP/1.1", *[f"X-{n}: {'x' * 7000}" for n in range(6)]), 400, "Cookie"),
    "unknown encoding": (written("POST / HTTP/1.1", "Transfer-Encoding: gzip"), 501, "不支持"),
    "unknown version": (written("GET / HTTP/3.0"), 505, "不支持"),
    "no host": ("GET / HTTP/1.1\r\n\r\n", 400, MISSING),
    "no method": ("get / HTTP/1.1\r\n\r\n", 400, MISSING),
    "no proxy": ("CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", 400, MISSING),
    "a wrong length": (written("POST / HTTP/1.1", "Content-Length: x"), 400, MISSING),
    "no length": (written("POST / HTTP/1.1"), 404, MISSING),
    "a large body": (written("POST / HTTP/1.1", "Content-Length: 99999999999"), 404, MISSING),
    "another method": (written("TRACE / HTTP/1.1"), 404, MISSING),
    "a long address": (written(f"GET /{'x' * 40_000} HTTP/1.1"), 414, MISSING),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_request_is_answered_in_chinese(port: int, name: str) -> None:
    """With the status that says what is wrong, as HTML, under the headers of the site."""
    request, status, words = ODD[name]
    answer = ask(port, request)
    assert (answer.status, words in answer.text) == (status, True)
    assert "<center>" not in answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-cache"


def test_a_program_that_resumes_a_download_learns_its_length(port: int) -> None:
    """The header by which it knows that it has all (RFC 9110, 14.4)."""
    assert ask(port, ODD["range behind the end"][0]).headers["content-range"] == "bytes */3"


def test_the_answers_have_no_address(port: int) -> None:
    """Only nginx itself asks for them."""
    for name in ("fault", "headers", "none"):
        answer = ask(port, written(f"GET /.answers/{name} HTTP/1.1"))
        assert (answer.status, answer.text) == (404, MISSING)


def test_plain_http_to_the_port_of_https_leads_to_the_site(ports: tuple[int, int]) -> None:
    """To the site's own name, whatever name the request bears."""
    for host in ("credit.example", "elsewhere.example"):
        answer = ask(ports[1], written("GET /about/?q=1 HTTP/1.1", host=host))
        assert (answer.status, answer.headers["location"]) == (301, "https://credit.example/about/?q=1")
    assert ask(ports[1], ODD["range behind the end"][0], tls=True).status == 416


@pytest.mark.parametrize(
    ("request_text", "status"),
    [
        (written("GET / HTTP/1.1", host="elsewhere.example"), 404),
        (written("GET /.well-known/acme-challenge/none HTTP/1.1"), 404),
        (ODD["a long cookie"][0], 400),
        (ODD["no host"][0], 400),
        (ODD["no method"][0], 400),
        (ODD["another method"][0], 405),
        (ODD["unknown encoding"][0], 501),
        (ODD["unknown version"][0], 505),
        (ODD["a long address"][0], 414),
    ],
)
def test_the_server_that_leads_to_https_refuses_in_chinese(
    ports: tuple[int, int], request_text: str, status: int
) -> None:
    """Without a link: a stranger's name is led nowhere."""
    answer = ask(ports[0], request_text)
    assert (answer.status, "没有这个网址，或者请求有错。" in answer.text) == (status, True)
    assert not re.search("href|location", answer.text + str(answer.headers))


def test_before_the_first_publication_the_site_says_so(tmp_path: Path) -> None:
    """There is no page for missing addresses yet."""
    with nginx(ServerSettings(tmp_path / "site", siteurl="https://credit.example/in"), tmp_path / "run") as host:
        for path in ("/", "/in/", "/in/about/"):
            answer = host.get(path)
            assert (answer.status, "网站还没有发布内容。" in answer.body.decode()) == (404, True)
            assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_in_a_subfolder_the_answers_lead_to_its_home(settings: ServerSettings, tmp_path: Path) -> None:
    """The addresses above it are not the site's."""
    with nginx(replace(settings, siteurl="https://credit.example/in"), tmp_path / "run") as host:
        answer = host.get("/in/data/a.csv", Range="bytes=999-")
        assert (answer.status, 'href="/in/"' in answer.body.decode()) == (416, True)
        assert host.get("/in/none").body.decode() == MISSING
