"""Output checks: nothing got lost, no number of a person, no page over its budget; site maps and version.json."""

from __future__ import annotations

import json

from credit import urls
from credit.build.build_state import Build, BuildError
from credit.build.page_budgets import heavy_files
from credit.feeds import site_feeds
from credit.identifiers import is_individual_business
from credit.pages.discovery_files import discovery_files
from credit.pages.entity import neutral_picture
from credit.pages.sitemap_xml import days_of_change, robots, sitemaps
from credit.render import theme_files


def check_complete(build: Build) -> None:
    """Raise BuildError where a document or an entity has no page."""
    lost = sorted(document.path for path, document in build.documents.items() if path not in build.documents_written)
    lost += [
        code for code in build.edition.entities if urls.output_path(urls.entity_address(code)) not in build.tree.entries
    ]
    if lost:
        raise BuildError("这些内容没有生成页面，网站没有发布：" + "、".join(lost[:20]))


def check_personal_numbers(build: Build) -> None:
    """Refuse a tree that holds a number of a person; a build of an accepted commit leaves the file out and tells."""
    found = build.problems
    if found and not build.edition.accepted:
        raise BuildError("生成的文件里有疑似个人信息，网站没有发布：\n" + "\n".join(item.text() for item in found))
    for name in {problem.path for problem in found} & build.tree.entries.keys():
        build.tree.drop(name)
    build.withheld = {problem.path: problem.message for problem in found}


def check_budgets(build: Build) -> None:
    """Refuse a tree with a page, styles or scripts over their budget; a build of an accepted commit goes through.

    Pages that are not staged were weighed when they were.
    """
    tree = build.tree
    if build.edition.accepted:
        return
    # Styles and scripts are weighed together, whether they are staged or not.
    assets = {urls.output_path(address): data for address, data in theme_files(build.theme)}
    sizes = ((name, entry.size) for name, entry in tree.entries.items() if name in tree.staged or name in assets)
    heavy = heavy_files(
        sizes, lambda name: assets[name] if name in assets else (tree.root / name).read_bytes(), build.packed
    )
    if heavy:
        raise BuildError("这些页面或文件太大，手机打开会很慢，网站没有发布：\n" + "\n".join(heavy[:20]))


def write_site_maps(build: Build) -> None:
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
