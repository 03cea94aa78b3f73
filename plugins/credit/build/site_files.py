"""Site files: attachments and assets, and what describes the site to machines: site maps, feeds, version.json and others."""

from __future__ import annotations

import json

from credit import urls
from credit.build.build_state import Build
from credit.feeds import site_feeds
from credit.identifiers import is_individual_business
from credit.pages.discovery_files import discovery_files
from credit.pages.document_files import document_files
from credit.pages.entity import neutral_picture
from credit.pages.sitemap_and_robots import days_of_change, robots, sitemaps
from credit.render import theme_files


def write_attachments_and_assets(build: Build) -> None:
    """Write the attachments of documents, their files for machines, and the theme's assets."""
    for document in build.edition.documents:
        folder = urls.document_address(document.kind, document.slug)
        for attachment in document.attachments:
            build.tree.write(folder + attachment.name, (build.root / attachment).read_bytes())
        for address, data in document_files(build.site_context, document):
            build.tree.write(address, data)
    for address, data in theme_files(build.theme):
        build.tree.write(address, data)


def write_site_files(build: Build) -> None:
    """Write the site maps, robots.txt, the feeds, the discovery files and, last, version.json with the digest of the tree."""
    tree, siteurl = build.tree, build.site_context.siteurl
    pages = [name for name in tree.entries if name.endswith(".html") and name not in ("404.html", "410.html")]
    mapped = ["/" + name.removesuffix("index.html") for name in pages if not _is_kept_out(name)]
    for address, data in sitemaps(siteurl, mapped, days_of_change(build.published)):
        tree.write(address, data)
    tree.write(urls.ROBOTS, robots(siteurl))
    for address, data in (*discovery_files(build.site_context, build.layout), *site_feeds(build.published)):
        tree.write(address, data)
    if build.site_context.has_badges:
        tree.write(urls.NEUTRAL_BADGE, neutral_picture(build.site_context))
    tree.write(urls.VERSION, version_file(build))


def _is_kept_out(name: str) -> bool:
    """Whether a page stays out of the sitemap: it asks search engines not to list it."""
    if name.startswith(("search/by/", "certificates/")):
        return True
    return name.startswith("entities/") and is_individual_business(name.removeprefix("entities/").removesuffix(".html"))


def version_file(build: Build) -> bytes:
    """Return version.json: the sources of this tree and its last valid day; no clock, no commit."""
    edition = build.edition
    described = {
        "data": edition.digest,
        "software": build.software,
        "as_of": edition.as_of.isoformat(),
        "valid_until": edition.valid_until.isoformat() if edition.valid_until else None,
        "tree": build.tree.digest(),
    }
    return (json.dumps(described, indent=1) + "\n").encode()
