"""Configuration files: nginx, log rotation, systemd, cron, hooks and keys, each filled in from its template.

setup-server writes them below DIR/etc and into the repository; nothing here touches the system.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from credit import urls
from credit.content_security_policy import header_policy
from credit.deploy.releases.release_assembly import BROTLI_MODULES, uses_brotli
from credit.deploy.server_settings import ServerSettings

# No HTML, so nothing is escaped: a setting with a character that ends a directive is refused (``server_settings``).
_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates", encoding="utf-8"),
    autoescape=False,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


#: Port of an address.
_PORT = re.compile(r":[0-9]*$")


def render_template(name: str, **values: object) -> str:
    """Return the text of ``templates/NAME.j2`` with these values."""
    return _ENVIRONMENT.get_template(f"{name}.j2").render(values)


@dataclass(frozen=True)
class Places:
    """Folders and files that the web server's master, root, opens by name."""

    log: Path
    redirects: Path
    acme: Path


def own_places(settings: ServerSettings) -> Places:
    """Return the places below the site's folder: for a web server that the owner of the site runs."""
    return Places(settings.log, settings.etc / "moved.conf", settings.site / "acme")


def system_places(settings: ServerSettings) -> Places:
    """Return the administrator's places: root opens nothing below a folder that the service can write."""
    name = settings.system_name
    return Places(Path("/var/log") / name, settings.loaded_redirects, Path("/var/lib") / name / "acme")


def nginx_conf(settings: ServerSettings, places: Places | None = None) -> str:
    """Return the configuration of the site, to be included within ``http``; without ``places`` those below the site."""
    brotli = has_brotli_module() and uses_brotli(settings)
    # Without server_name, the host of siteurl; `$host` of nginx has no port.
    parts = urlsplit(settings.siteurl)
    hosts = settings.server_name or tuple(filter(None, (_PORT.sub("", parts.netloc),)))
    return render_template(
        "nginx.conf", settings=settings, places=places or own_places(settings), base=urls.base_of(settings.siteurl),
        hosts=hosts, brotli=brotli, policy=header_policy(),
        secure_origin=f"https://{parts.netloc}" if parts.scheme == "https" else "",
    )  # fmt: skip


def has_brotli_module() -> bool:
    """Return whether nginx's brotli module lies in the folder of a distribution."""
    return any(Path(path).exists() for path in BROTLI_MODULES)


def unit_files(settings: ServerSettings, user: str) -> dict[str, str]:
    """Return name → text of the units of systemd; each name gets the server's own prefix where it is installed."""
    names = ("credit.service", "credit.timer", "credit-alarm@.service", "credit-redirects.path",
             "credit-redirects.service")  # fmt: skip
    home = "read-only" if any(path.is_relative_to("/home") for path in (settings.site, settings.repo)) else "tmpfs"
    return {name: render_template(name, settings=settings, user=user, protect_home=home) for name in names}


def system_files(settings: ServerSettings, user: str) -> dict[str, str]:
    """Return name → text of the files that web server and timer need; the timer runs as ``user``.

    ``--install`` writes them into the system anew, and does not copy them: the service can write where they lie.
    """
    places = system_places(settings)
    return {
        "nginx.conf": nginx_conf(settings, places),
        "logrotate.conf": render_template("logrotate.conf", places=places),
        "cron": render_template("cron", settings=settings),
        "alarm": render_template("alarm.sh", command=shlex.quote(settings.alarm_command)),
        "command": render_template("command.sh", settings=settings, user=user),
        "load-redirects": render_template("load-redirects.sh", settings=settings, user=user),
        **unit_files(settings, user),
    }
