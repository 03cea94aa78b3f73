"""Configuration files: nginx, log rotation, systemd, cron, hooks and keys, each filled in from its template.

setup-server writes them below DIR/etc and into the repository; nothing here touches the system.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from credit import urls
from credit.deploy.config import ServerSettings
from credit.deploy.releases.release_assembly import BROTLI_MODULES, uses_brotli

# No HTML, so nothing is escaped: a setting with a character that ends a directive is refused (``config``).
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


def nginx_conf(settings: ServerSettings) -> str:
    """Return the configuration of the site, to be included within ``http``."""
    brotli = has_brotli_module() and uses_brotli(settings)
    # Without server_name, the host of siteurl; `$host` of nginx has no port.
    hosts = settings.server_name or tuple(filter(None, (_PORT.sub("", urlsplit(settings.siteurl).netloc),)))
    base = urls.base_of(settings.siteurl)
    return render_template("nginx.conf", settings=settings, base=base, hosts=hosts, brotli=brotli)


def has_brotli_module() -> bool:
    """Return whether nginx's brotli module lies in the folder of a distribution."""
    return any(Path(path).exists() for path in BROTLI_MODULES)


def system_files(settings: ServerSettings, user: str) -> dict[str, str]:
    """Return name → text of the files that web server and timer need; the timer runs as ``user``."""
    names = ("logrotate.conf", "credit.service", "credit.timer", "cron")
    filled = {name: render_template(name, settings=settings, user=user) for name in names}
    return {"nginx.conf": nginx_conf(settings), **filled}
