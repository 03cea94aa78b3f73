"""A real nginx with our configuration: types, headers, copies, logs, one answer for what is not there, 301 and 410."""

from __future__ import annotations

import gzip
import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import brotli
import pytest

from credit.bench.nginx_process import Answer, Nginx, free_port, nginx, write_conf
from credit.deploy import publish
from credit.deploy.releases.nginx_redirects import render_redirects
from credit.deploy.releases.release_records import read_records
from credit.deploy.releases.release_store import live_name, live_release, read_manifest
from credit.deploy.server_settings import ServerSettings
from credit.deploy.setup.configuration_files import has_brotli_module, nginx_conf, system_files
from credit.documents.redirects import Moved
from tests.deploy.releases.conftest import Server, copy_server
from tests.deploy.releases.conftest import published as published
from tests.deploy.releases.test_removal import visible_black
from tests.support.access_log import read_access_log
from tests.support.content_policy import HEADER

NEVER = "/entities/91220184MA0NEVER00.html"

#: One address that moved and one that ended.
MOVED = (Moved(2, "/policies/old-plan/", "/policies/"), Moved(3, "/notices/old-news/", ""))


@pytest.fixture(scope="module")
def server(published: Server, tmp_path_factory: pytest.TempPathFactory) -> Server:
    """A published server with one address that moved and one that ended, and one record withdrawn since."""
    server = copy_server(published, tmp_path_factory.mktemp("nginx") / "server")
    (server.settings.etc / "moved.conf").write_text(render_redirects(MOVED, ""), encoding="utf-8")
    return server


@pytest.fixture(scope="module")
def host(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    with nginx(server.settings, tmp_path_factory.mktemp("nginx-run")) as running:
        yield running


def test_every_type_says_what_it_is(host: Nginx, server: Server) -> None:
    """Text with its charset; no file of the site is an unknown stream."""
    expected = {
        "/": "text/html; charset=utf-8",
        "/data/black-list/black-list.csv": "text/csv; charset=utf-8",
        "/data/datapackage.json": "application/json; charset=utf-8",
        "/robots.txt": "text/plain; charset=utf-8",
        "/sitemap.xml": "application/xml; charset=utf-8",
        "/data/SHA256SUMS": "text/plain; charset=utf-8",
        "/data/black-list/black-list.jsonl": "application/x-ndjson; charset=utf-8",
        "/data/black-list/black-list.parquet": "application/vnd.apache.parquet",
        "/data/package.sqlite": "application/vnd.sqlite3",
    }
    calendar = next((server.settings.current / "entities").glob("*.ics")).name
    expected[f"/entities/{calendar}"] = "text/calendar; charset=utf-8"
    assert expected == {path: host.get(path).headers["content-type"] for path in expected}
    odd = {
        name
        for name in read_manifest(server.settings, "1")
        if host.get(f"/{name}", "HEAD").headers["content-type"] == "application/octet-stream"
    }
    assert set() == odd
    expected_sums = (server.settings.current / "data" / "SHA256SUMS").read_bytes()
    assert expected_sums == host.get("/data/SHA256SUMS").body
    assert expected_sums == gzip.decompress(host.get("/data/SHA256SUMS", accept_encoding="gzip").body)


def test_copies_are_served_to_who_takes_them(host: Nginx) -> None:
    plain = host.get("/about/")
    packed = host.get("/about/", accept_encoding="gzip")
    assert ("gzip", plain.body) == (packed.headers["content-encoding"], gzip.decompress(packed.body))
    assert "Accept-Encoding" == packed.headers["vary"]
    if has_brotli_module():
        small = host.get("/about/", accept_encoding="gzip, br")
        assert ("br", plain.body) == (small.headers["content-encoding"], brotli.decompress(small.body))
        assert len(small.body) < len(packed.body)
    assert 404 == host.get("/about/index.html.gz").status


def test_headers_protect_and_caches_ask(host: Nginx, server: Server) -> None:
    asset = next(name for name in read_manifest(server.settings, "1") if name.startswith("assets/"))
    for path, cache, origin in (
        ("/", "no-cache", None),
        (f"/{asset}", "public, max-age=31536000, immutable", None),
        ("/assets/missing.00000000.css", "no-cache", None),
        ("/data/black-list/black-list.csv", "no-cache", "*"),
    ):
        headers = host.get(path).headers
        assert (path, cache, origin) == (path, headers["cache-control"], headers.get("access-control-allow-origin"))
        assert HEADER == headers["content-security-policy"]
        assert ("nosniff", "no-referrer") == (headers["x-content-type-options"], headers["referrer-policy"])
        assert "nginx" == headers["server"]


def test_open_data_can_be_read_by_scripts_of_other_sites(host: Nginx) -> None:
    """What is not there says so to them as well; they see what resuming and asking again need."""
    for path, status in (
        ("/data/black-list/black-list.jsonl", 200),
        ("/data/index.json", 200),
        ("/version.json", 200),
        ("/search/index/index.json", 200),
        ("/feeds/all.atom", 200),
        ("/linkset.json", 200),
        ("/policies/none/none.json", 404),
        ("/notices/none/none.akn", 404),
        ("/data/none/none.csv", 404),
        ("/entities/91220184MA00000000.json", 404),
    ):
        answer = host.get(path)
        assert (path, status, "*") == (path, answer.status, answer.headers["access-control-allow-origin"])
        assert {"ETag", "Content-Range", "Accept-Ranges"} <= {
            *answer.headers["access-control-expose-headers"].split(", ")
        }
    preflight = host.get("/data/index.json", "OPTIONS")
    assert (204, "*") == (preflight.status, preflight.headers["access-control-allow-origin"])
    assert "Range" in preflight.headers["access-control-allow-headers"].split(", ")
    assert 404 == host.get("/about/", "OPTIONS").status
    assert "access-control-expose-headers" not in host.get("/").headers


def test_archives_as_json_ask_search_engines_for_the_same_as_their_pages(host: Nginx, server: Server) -> None:
    """Nothing of a shop, no copy of any; a page says so itself."""
    entities = server.settings.current / "entities"
    archives = [path.name for ending in ("json", "ics") for path in sorted(entities.glob(f"9[12]*.{ending}"))]
    asked = {name[:2]: host.get(f"/entities/{name}").headers["x-robots-tag"] for name in archives}
    assert asked.pop("91") == "noarchive"
    assert set(asked.values()) <= {"noindex, noarchive"}
    for path in ("/data/black-list/black-list.csv", "/data/package.zip", "/feeds/all.atom", "/search/index/index.json"):
        assert (path, "noarchive") == (path, host.get(path).headers["x-robots-tag"])
    assert "x-robots-tag" not in host.get("/data/").headers
    assert "x-robots-tag" not in host.get("/").headers


def test_an_unchanged_page_is_not_sent_twice(host: Nginx) -> None:
    tag = host.get("/about/").headers["etag"]
    assert 304 == host.get("/about/", if_none_match=tag).status


def test_a_code_once_listed_and_one_never_listed_answer_alike(host: Nginx, server: Server) -> None:
    """Byte for byte, headers too, whatever the reader takes."""
    key, _, code = visible_black(server)
    assert 200 == host.get(f"/entities/{code}.html").status
    server.withdraw(key)
    server.push()
    publish(server.settings)
    for headers in ({}, {"accept_encoding": "gzip"}, {"accept_encoding": "br"}):
        once, never = host.get(f"/entities/{code}.html", **headers), host.get(NEVER, **headers)
        without = [{k: v for k, v in item.headers.items() if k != "date"} for item in (once, never)]
        assert (404, 404, once.body, without[0]) == (once.status, never.status, never.body, without[1])
        assert code.encode() not in once.body
    assert 404 == host.get(f"/entities/{code}.html", "POST").status


def test_addresses_that_moved_or_ended_say_so(host: Nginx) -> None:
    moved = host.get("/policies/old-plan/")
    assert (301, "/policies/") == (moved.status, moved.headers["location"])
    assert 410 == host.get("/notices/old-news/").status


def test_nothing_but_the_tree_is_served(host: Nginx) -> None:
    """No hidden file, no folder, no way out; a folder without its slash leads on."""
    for path in ("/.git/config", "/../etc/credit.toml", "/%2e%2e/state/pin.json", "/assets/", "/etc/credit.toml"):
        assert host.get(path).status in (400, 404)
    assert (301, "/about/") == ((answer := host.get("/about")).status, answer.headers["location"])


@pytest.mark.parametrize(
    ("path", "status"), [("/entities/%zz.html", 400), ("/search/?q=" + "x" * 40_000, 414), ("/missing", 404)]
)
def test_a_damaged_address_is_answered_in_chinese(host: Nginx, path: str, status: int) -> None:
    """The page of a missing address, in the words of the site, with the status that says what is wrong."""
    answer = host.get(path)
    assert (status, host.get("/missing").body) == (answer.status, answer.body)
    assert "没有找到您要的页面" in answer.body.decode()


def test_the_log_holds_no_query_and_no_referer(host: Nginx, server: Server) -> None:
    log = server.settings.log / "access.log"
    before = log.read_text(encoding="utf-8").count("GET /about/") if log.exists() else 0
    host.get("/about/?q=secret-name", referer="https://elsewhere.example/secret-page")
    text = read_access_log(log, until="GET /about/", count=before + 1)
    assert text.count("GET /about/") == before + 1
    assert "secret" not in text


def test_the_log_holds_no_code(host: Nginx, server: Server) -> None:
    """An address of a subject is shortened to its folder, in every spelling; other addresses are whole."""
    code = "91220184MA0EX00057"
    for path in (
        f"/entities/{code}.html", f"/entities/{code}.json?{code}", f"/certificates/{code}.html", f"/badges/{code}.svg",
        f"/entities/{code.lower()}.html", f"/check/{code}/", f"/search/by/x{code}.html", f"/{code}",
        "/check/" + "".join(f"%{ord(letter):02x}" for letter in code), "/statistics/",
    ):  # fmt: skip
        host.get(path)
    text = read_access_log(server.settings.log / "access.log", until='GET /statistics/"')
    assert (False, False, False) == (code in text, code.lower() in text, "%39%31" in text)
    assert ('GET /entities/..."' in text, 'GET /statistics/"' in text) == (True, True)


def test_no_log_holds_the_code_of_an_odd_request(host: Nginx, server: Server) -> None:
    """A code in small letters anywhere, and a request whose body is too large for nginx's own limit."""
    code = "91220184MA0ODD0009"
    for path in (f"/{code.lower()}", f"//entities/{code.lower()}.html", f"/./entities/{code.lower()}.html"):
        assert host.get(path).status == 404, path
    with socket.create_connection(("127.0.0.1", host.port), timeout=30) as connection:
        head = f"POST /entities/{code}.html HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 9000000\r\n\r\n"
        connection.sendall(head.encode())
        assert connection.recv(100).startswith(b"HTTP/1.1 404 ")
    assert host.get("/data/responsibilities/?end-of-odd").status == 200
    text = read_access_log(server.settings.log / "access.log", until='GET /data/responsibilities/"')
    assert code not in text.upper()
    assert code not in (server.settings.log / "error.log").read_text(encoding="utf-8")


@pytest.mark.parametrize("siteurl", ["https://credit.example", "https://credit.example/credit"])
def test_nginx_accepts_the_configuration_with_a_certificate(tmp_path: Path, siteurl: str) -> None:
    """HTTP leads to HTTPS, IPv6 and the strict header are there."""
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=credit.example", "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    settings = ServerSettings(
        tmp_path / "site", siteurl=siteurl, server_name=("credit.example",), certificate=str(certificate),
        certificate_key=str(key),
    )  # fmt: skip
    text = nginx_conf(settings)
    for word in ("listen [::]:443 ssl", "listen [::]:80", "return 301 https://$host", "Strict-Transport-Security"):
        assert word in text
    command = write_conf(
        replace(settings, listen=("127.0.0.1:18080",), listen_tls=("127.0.0.1:18443",)), tmp_path / "n"
    )
    tested = subprocess.run([*command, "-t"], capture_output=True, encoding="utf-8", check=False)
    assert 0 == tested.returncode, tested.stderr


def test_a_site_in_a_subfolder_is_served_there(server: Server, tmp_path: Path) -> None:
    settings = replace(server.settings, siteurl="https://credit.example/credit")
    with nginx(settings, tmp_path / "run") as host:
        assert 200 == host.get("/credit/about/").status
        assert "/credit/about/" == host.get("/credit/about").headers["location"]
        assert host.get("/credit/404.html").body == host.get("/credit/nothing/").body == host.get("/about/").body
        assert "*" == host.get("/credit/data/black-list/black-list.csv").headers["access-control-allow-origin"]


def test_the_timer_and_the_logs_are_written_down() -> None:
    settings = ServerSettings(
        Path("/srv/credit/site"), repo=Path("/srv/credit/credit.git"), checkout=Path("/srv/credit/software")
    )
    files = system_files(settings, "credit")
    assert "publish --timer --site /srv/credit/site" in files["credit.service"]
    # With the sign systemd starts the unit though the repository is gone (systemd.exec(5)).
    assert "\nReadWritePaths=/srv/credit/site -/srv/credit/credit.git\n" in files["credit.service"]
    assert "0 * * * * /srv/credit/software/.venv/bin/inv" in files["cron"]
    assert "rotate 27" in files["logrotate.conf"]


def test_text_types_of_the_configuration_have_a_charset() -> None:
    """All that nginx sends as text or as JSON and XML, but HTML, which always has one."""
    text = nginx_conf(ServerSettings(Path("/srv/credit/site")))
    types = [line.split()[0] for line in text.partition("types {")[2].partition("}")[0].splitlines() if line.strip()]
    is_text = re.compile(r"text/.*|.*(?:json|xml)")
    expected = [name for name in types if is_text.fullmatch(name) and name != "text/html"]
    assert re.search("charset_types (.*);", text)[1].split() == expected


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A self-signed certificate for the loopback, and its key."""
    folder = tmp_path_factory.mktemp("certificate")
    made, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=credit.example", "-addext", "subjectAltName=IP:127.0.0.1,IP:::1,DNS:credit.example",
         "-keyout", str(key), "-out", str(made)],
        check=True, capture_output=True,
    )  # fmt: skip
    return made, key


def get_safely(
    host: str, port: int, path: str, trusted: Path, **headers: str
) -> tuple[int, dict[str, str], bytes, str]:
    """Ask over TLS, the certificate checked; return status, headers, body and the version of TLS."""
    context = ssl.create_default_context(cafile=str(trusted))
    connection = http.client.HTTPSConnection(host, port, timeout=30, context=context)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        version = connection.sock.version()
        return answer.status, {key.lower(): value for key, value in answer.getheaders()}, answer.read(), version
    finally:
        connection.close()


def takes_cipher(port: int, cipher: str) -> bool:
    """Return whether the server speaks TLS 1.2 with one cipher suite only."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(cipher)
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=30) as raw, context.wrap_socket(raw):
            return True
    except ssl.SSLError:
        return False


def test_with_a_certificate_everything_is_answered_over_tls(
    server: Server, certificate: tuple[Path, Path], tmp_path: Path
) -> None:
    """One server: HTTP leads to HTTPS, IPv6 answers too, headers and types are the same, no log holds a question."""
    made, key = certificate
    port = free_port()
    settings = replace(
        server.settings, certificate=str(made), certificate_key=str(key), listen_tls=(f"127.0.0.1:{port}", f"[::1]:{port}"),
    )  # fmt: skip
    log = settings.log / "access.log"
    before = log.read_text(encoding="utf-8") if log.exists() else ""
    try:
        socket.create_connection(("::1", 9), timeout=5).close()
    except ConnectionRefusedError:
        hosts = ["127.0.0.1", "::1"]
    except OSError:
        # A machine without IPv6: nginx cannot listen there either.
        hosts, settings = ["127.0.0.1"], replace(settings, listen_tls=(f"127.0.0.1:{port}",))
    asset = next(name for name in read_manifest(settings, live_name(settings)) if name.startswith("assets/"))
    # A publication before this test wrote what content/moved.csv says: nothing.
    (settings.etc / "moved.conf").write_text(render_redirects(MOVED, ""), encoding="utf-8")
    (settings.site / "acme" / ".well-known" / "acme-challenge").mkdir(parents=True, exist_ok=True)
    (settings.site / "acme" / ".well-known" / "acme-challenge" / "token").write_text("token", encoding="utf-8")
    with nginx(settings, tmp_path / "run") as plain:
        answer = plain.get(
            "/about/?q=secret-name", referer="https://elsewhere.example/secret-page", host="credit.example"
        )
        assert (301, "https://credit.example/about/?q=secret-name") == (answer.status, answer.headers["location"])
        assert "strict-transport-security" not in answer.headers
        stranger = plain.get("/about/", host="elsewhere.example")
        assert (404, None) == (stranger.status, stranger.headers.get("location"))
        for cipher, taken in (("ECDHE-ECDSA-AES128-SHA256", False), ("ECDHE-ECDSA-AES128-GCM-SHA256", True)):
            assert (cipher, taken) == (cipher, takes_cipher(port, cipher))
        assert b"token" == plain.get("/.well-known/acme-challenge/token").body
        # A file that is missing here would go into the error log of the whole web server, question and all.
        assert 404 == plain.get("/.well-known/acme-challenge/none?q=secret-name").status
        for host in hosts:
            status, headers, body, version = get_safely(
                host, port, "/about/?q=secret-name", made, Referer="https://elsewhere.example/secret-page"
            )
            assert (200, (settings.current / "about" / "index.html").read_bytes()) == (status, body)
            assert version in ("TLSv1.2", "TLSv1.3")
            assert ("max-age=31536000", "no-cache") == (headers["strict-transport-security"], headers["cache-control"])
            assert (HEADER, "text/html; charset=utf-8") == (headers["content-security-policy"], headers["content-type"])
        expected = {
            f"/{asset}": ("public, max-age=31536000, immutable", None),
            "/data/black-list/black-list.csv": ("no-cache", "*"),
        }
        for path, (cache, origin) in expected.items():
            headers = get_safely("127.0.0.1", port, path, made)[1]
            assert (cache, origin) == (headers["cache-control"], headers.get("access-control-allow-origin"))
        gone = [get_safely("127.0.0.1", port, path, made)[:3] for path in (NEVER, NEVER.replace("NEVER", "OTHER"))]
        assert gone[0][2] == gone[1][2] == (settings.current / "404.html").read_bytes()
        assert [404, 404] == [status for status, _, _ in gone]
        status, headers, _, _ = get_safely("127.0.0.1", port, "/policies/old-plan/", made)
        assert (301, "/policies/") == (status, headers["location"])
        assert 410 == get_safely("127.0.0.1", port, "/notices/old-news/", made)[0]
    written = log.read_text(encoding="utf-8").removeprefix(before)
    assert written.count("GET /about/") == 2 + len(hosts)
    for path in [*settings.log.iterdir(), *(tmp_path / "run").rglob("*.log")]:
        assert "secret" not in path.read_text(encoding="utf-8"), path


def test_a_site_without_a_certificate_can_get_its_first(host: Nginx, server: Server) -> None:
    """What a certificate authority asks for is answered before there is one; nothing else hidden is."""
    folder = server.settings.site / "acme" / ".well-known" / "acme-challenge"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "first").write_text("first", encoding="utf-8")
    assert b"first" == host.get("/.well-known/acme-challenge/first").body
    assert [404, 404] == [host.get(path).status for path in ("/.well-known/x", "/.well-known/acme-challenge/")]


def test_logs_are_kept_six_months_and_no_longer(tmp_path: Path) -> None:
    """Each line, whenever in its week it was written; where logrotate is, it reads the file as we mean it."""
    settings = ServerSettings(tmp_path)
    text = system_files(settings, "credit")["logrotate.conf"]
    weeks, most = (int(text.split(word)[1].split()[0]) for word in ("rotate ", "maxage "))
    assert "weekly" in text
    # A line is at the least in the file of the day, then in so many older ones; six months have 184 days at the most.
    assert 184 <= 7 * weeks <= most <= 200
    if program := shutil.which("logrotate", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"):
        (tmp_path / "rotate").write_text(text, encoding="utf-8")
        done = subprocess.run(
            [program, "-d", str(tmp_path / "rotate")], capture_output=True, encoding="utf-8", check=False
        )
        assert (0, False) == (done.returncode, "error" in done.stderr), done.stderr


def bare(answer: Answer) -> tuple[int, dict[str, str], bytes]:
    """Return an answer without the moment of it."""
    return answer.status, {name: value for name, value in answer.headers.items() if name != "date"}, answer.body


def withdraw_badge(server: Server) -> str:
    """Withdraw every listing of an entity with a badge and publish; return its code."""
    live = live_release(server.settings)
    assert live is not None
    code = next(path.stem for path in sorted((server.current / "badges").glob("*.svg")) if path.stem != "neutral")
    for key, record in read_records(server.settings, live.name).items():
        if code in record.identifiers:
            server.withdraw(key)
    server.push()
    publish(server.settings)
    return code


def test_codes_without_a_badge_are_answered_by_one_picture(host: Nginx, server: Server) -> None:
    """Once listed, never listed, listed for dishonesty: byte for byte, headers too, whatever the reader takes or has."""
    black = visible_black(server)[2]
    having = [path.stem for path in sorted((server.current / "badges").glob("*.svg")) if path.stem != "neutral"]
    before = host.get(f"/badges/{having[0]}.svg")
    assert (200, "image/svg+xml; charset=utf-8") == (before.status, before.headers["content-type"])
    assert having[0].encode() in before.body
    code = withdraw_badge(server)
    assert having[0] == code
    assert not (server.current / "badges" / f"{code}.svg").exists()
    for headers in ({}, {"accept_encoding": "gzip"}, {"accept_encoding": "br"}, {"range": "bytes=0-9"}):
        answers = [host.get(f"/badges/{each}.svg", **headers) for each in (code, "91220184MA0NEXER00", black)]
        assert [bare(answers[0])] * 3 == [bare(answer) for answer in answers]
        assert answers[0].status in (200, 206)
    neutral = host.get(f"/badges/{code}.svg")
    assert code.encode() not in neutral.body
    assert ("no-cache", "noindex, noarchive") == (neutral.headers["cache-control"], neutral.headers["x-robots-tag"])
    tag = neutral.headers["etag"]
    assert 304 == host.get("/badges/91220184MA0NEXER00.svg", if_none_match=tag).status
    assert bare(host.get(f"/badges/{code}.svg", "HEAD")) == bare(host.get("/badges/91220184MA0NEXER00.svg", "HEAD"))
    shown = host.get(f"/badges/{having[1]}.svg").headers
    assert {name: shown[name] for name in ("cache-control", "x-robots-tag")} == {
        name: neutral.headers[name] for name in ("cache-control", "x-robots-tag")
    }
    for odd in (code.lower(), code[:-1], f"{code}0", "x", f"{code}.svg/"):
        assert 404 == host.get(f"/badges/{odd}.svg").status


def test_badges_are_answered_in_a_subfolder_too(tmp_path: Path) -> None:
    settings = ServerSettings(tmp_path / "site", siteurl="https://credit.example/in")
    badges = settings.current / "badges"
    badges.mkdir(parents=True)
    for name in ("neutral", "91220184MA0EX00057"):
        (badges / f"{name}.svg").write_text(f"<svg>{name}</svg>", encoding="utf-8")
    with nginx(settings, tmp_path / "run") as host:
        assert b"EX00057" in host.get("/in/badges/91220184MA0EX00057.svg").body
        neutral = host.get("/in/badges/91220184MA0NEXER00.svg")
        assert (200, "noindex, noarchive") == (neutral.status, neutral.headers["x-robots-tag"])
        assert b"neutral" in neutral.body
        assert 404 == host.get("/badges/91220184MA0EX00057.svg").status
