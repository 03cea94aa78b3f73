"""Search page of a province: one page that asks the search index of each county, and without a script lists their sites."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from markupsafe import Markup, escape
from rjsmin import jsmin

from credit import urls
from credit.content_security_policy import meta_policy
from credit.province.site_table import CountySite
from credit.render.asset_pipeline import JOINED_SCRIPTS
from credit.render.theme import load_theme

_HERE = Path(__file__).parent

#: The index client and its view, as the counties' own search pages have them.
_CLIENT = JOINED_SCRIPTS["search.js"][:-1]


def search_page_files(program: Path, sites: Sequence[CountySite], title: str, siteurl: str) -> dict[str, bytes]:
    """Return the search page and its assets by their addresses; theme and client are those of ``program``."""
    theme = load_theme(program, siteurl)
    static = program / "theme" / "static"
    paths = [*(static / name for name in _CLIENT), _HERE / "province-page.js"]
    script = jsmin("".join(path.read_text(encoding="utf-8") for path in paths)).encode()
    script_address = urls.asset_address(f"province.{hashlib.sha256(script).hexdigest()[:8]}.js")
    template = theme.environment.from_string((_HERE / "province.html").read_text(encoding="utf-8"))
    addresses = [urlsplit(site.base) for site in sites]
    origins = sorted({f"{address.scheme}://{address.netloc}" for address in addresses if address.netloc})
    page = template.render(
        title=title,
        sites=sites,
        stylesheet=theme.href("style.css"),
        icon=theme.href("favicon.svg"),
        script=theme.base + script_address,
        data=theme.base + urls.DATA,
        home=theme.base + urls.HOME,
        policy=Markup(meta_policy(map(escape, origins))),
        canonical=urls.absolute(siteurl, urls.HOME),
    )
    assets = {
        urls.asset_address(asset.filename): asset.data
        for asset in theme.assets.values()
        if not asset.name.endswith(".js")
    }
    return {**assets, script_address: script, urls.HOME: page.rstrip("\n").encode() + b"\n"}
