"""nginx process: runs a real nginx on the loopback, with its own configuration around the site's."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from credit.bench.process_cost import BenchError
from credit.deploy.server_settings import ServerSettings
from credit.deploy.setup.configuration_files import has_brotli_module, nginx_conf

MODULE = "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so"


@dataclass(frozen=True)
class Answer:
    """One answer: status, headers by lower-case name, body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Nginx:
    """A running nginx: its port, the settings it serves, the command that addresses it."""

    port: int
    settings: ServerSettings
    command: tuple[str, ...]

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask for a path as it is written."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, headers={key.replace("_", "-"): value for key, value in headers.items()})
            answer = connection.getresponse()
            return Answer(answer.status, {key.lower(): value for key, value in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def reload(self) -> None:
        """Load the configuration again."""
        subprocess.run([*self.command, "-s", "reload"], check=True, capture_output=True)


def find_nginx() -> str:
    """Return the path of nginx; /usr/sbin and /sbin may not be in PATH."""
    found = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if found is None:
        raise BenchError("没有找到 nginx，请先安装：apt-get install nginx-light")
    return found


def free_port() -> int:
    """Return a port that is not in use."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def write_conf(settings: ServerSettings, folder: Path) -> tuple[str, ...]:
    """Write a complete nginx configuration around the site's and return the command that uses it."""
    folder.mkdir(parents=True, exist_ok=True)
    settings.log.mkdir(parents=True, exist_ok=True)
    settings.etc.mkdir(parents=True, exist_ok=True)
    if not (settings.etc / "moved.conf").exists():
        (settings.etc / "moved.conf").write_text("", encoding="utf-8")
    (settings.etc / "nginx.conf").write_text(nginx_conf(settings), encoding="utf-8")
    module = f"load_module {MODULE};\n" if has_brotli_module() else ""
    user = "user root;\n" if os.geteuid() == 0 else ""
    temporary = "".join(
        f"    {kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "main.conf").write_text(
        f"{module}{user}worker_processes 1;\npid {folder}/nginx.pid;\nerror_log {folder}/error.log;\n"
        f"events {{ worker_connections 256; }}\nhttp {{\n{temporary}    include {settings.etc}/nginx.conf;\n}}\n",
        encoding="utf-8",
    )
    return (find_nginx(), "-p", str(folder), "-c", str(folder / "main.conf"), "-e", str(folder / "error.log"))


@contextmanager
def nginx(settings: ServerSettings, folder: Path) -> Iterator[Nginx]:
    """Run nginx for a site until the block ends."""
    for _ in range(5):
        port = free_port()
        settings = replace(settings, listen=(f"127.0.0.1:{port}",), server_name=())
        command = write_conf(settings, folder)
        process = subprocess.Popen(
            [*command, "-g", "daemon off;"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            if _is_up(process, port):
                yield Nginx(port, settings, command)
                return
        finally:
            process.terminate()
            process.wait()
    raise BenchError("nginx 没有起来：" + (folder / "error.log").read_text(encoding="utf-8", errors="replace"))


def _is_up(process: subprocess.Popen[bytes], port: int) -> bool:
    for _ in range(600):
        if process.poll() is not None:
            return False
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return True
    return False
