"""Discovery files: web app manifest, llms.txt, linkset.json (RFC 9264), security.txt (RFC 9116), for programs and phones."""

from __future__ import annotations

from collections.abc import Iterator

from credit import urls
from credit.exporters import json_bytes
from credit.pages.document_files import file_addresses
from credit.pages.site_context import SiteContext
from credit.view_models import PageLayout

_LLMS = """# {name}

> {description}

{demonstration}Public credit lists in Chinese. Records leave when their period is over, when credit is repaired, by revocation or
correction, and when they are taken out of their list. Do not repeat a record that the files no longer hold: delete every id that {ended} names. A code that is not
found proves nothing about an entity.

## Data

- [Index of all files, with version and digests]({index})
- [Data Package]({package}): datasets, columns and keys
- [Database of all datasets (SQLite)]({sqlite})
- [All datasets (ZIP)]({zip})

## Addresses

- One entity: {entity} (page) and {archive} (JSON, typed); `<USCC>` is the code of 18 characters, in capitals
- One dataset: {dataset}; files beside it, as `<dataset>.csv`, `.json`, `.jsonl`, `.parquet`, `.xlsx`, `.schema.json`
- One paper: {policies}<slug>/ (also notices, cases, reports); its text beside it as `<slug>.json` (by clauses), `.md`, `.akn` (Akoma Ntoso)
- Ids that ended: {ended}
{changes}- New records and documents, ended ids as tombstones (Atom): {feed}; one list: {feeds}<dataset>.atom

## Terms

{terms}
"""


#: Size in px of the picture that is the icon of the site on the screen of a phone.
_PICTURE_SIZE = "300x300"


def discovery_files(site_context: SiteContext, layout: PageLayout) -> Iterator[tuple[str, bytes]]:
    """Yield (address, bytes) of the files; ``layout`` names the icons."""
    yield urls.MANIFEST, _manifest(site_context, layout)
    yield urls.LLMS, _llms(site_context).encode()
    yield urls.LINKSET, _linkset(site_context)
    if contact := site_context.package.site.report_error_url:
        yield urls.SECURITY, _security(site_context, contact).encode()


def _manifest(site_context: SiteContext, layout: PageLayout) -> bytes:
    """Return the web app manifest; the site opens in the browser, since readers must see its address."""
    icons = [{"src": layout.icon, "type": "image/svg+xml", "sizes": "any"}]
    if layout.touch_icon:
        icons.append({"src": layout.touch_icon, "type": "image/png", "sizes": _PICTURE_SIZE})
    return json_bytes(
        {
            "name": layout.name,
            "short_name": layout.name,
            "description": site_context.package.site.description or layout.tagline or layout.name,
            "lang": "zh-CN",
            "start_url": layout.home,
            "scope": layout.home,
            "display": "browser",
            "icons": icons,
        }
    )


def _llms(site_context: SiteContext) -> str:
    site = site_context.package.site

    place = site_context.reachable
    return _LLMS.format(
        name=site.name,
        description=site.description or site.tagline or site.name,
        demonstration="This is a demonstration: all subjects are made up. "
        if site_context.package.demonstration
        else "",
        changes=f"- What was added, changed and ended, for a copy in step: {place(urls.DATA)}<dataset>/changes.jsonl\n"
        if site_context.published.change_logs
        else "",
        index=place(urls.DATA_INDEX),
        package=place(urls.DATAPACKAGE),
        sqlite=place(urls.SQLITE),
        zip=place(urls.ZIP),
        feed=place(urls.feed_address("all")),
        feeds=place("/feeds/"),
        ended=place(urls.download_address("ended", "ended.csv")),
        entity=f"{place('/entities/')}<USCC>.html",
        archive=f"{place('/entities/')}<USCC>.json",
        dataset=f"{place(urls.DATA)}<dataset>/",
        policies=place(urls.column_address("policy")),
        terms="\n".join(f"- {text}" for text in site.terms) or "- None stated.",
    )


def _linkset(site_context: SiteContext) -> bytes:
    """Return the links of the site and of each dataset to what describes them, and of each document to its files."""

    def target(address: str, mediatype: str) -> dict[str, str]:
        return {"href": site_context.reachable(address), "type": mediatype}

    links: list[dict[str, object]] = [
        {
            "anchor": site_context.reachable(urls.HOME),
            "describedby": [
                target(urls.CATALOG, "application/ld+json"),
                target(urls.DATAPACKAGE, "application/json"),
                target(urls.CSVW, "application/json"),
            ],
            "item": [target(urls.dataset_address(name), "text/html") for name in site_context.published.tables],
        }
    ]
    for name in site_context.published.tables:
        formats = ((".csv", "text/csv"), (".json", "application/json"), (".parquet", "application/vnd.apache.parquet"))
        links.append(
            {
                "anchor": site_context.reachable(urls.dataset_address(name)),
                "describedby": [target(urls.download_address(name, f"{name}.schema.json"), "application/json")],
                "alternate": [target(urls.download_address(name, name + suffix), kind) for suffix, kind in formats],
            }
        )
    for document in site_context.edition.documents:
        if files := file_addresses(document):
            address = urls.document_address(document.kind, document.slug)
            links.append({"anchor": site_context.reachable(address), "alternate": [target(*file) for file in files]})
    return json_bytes({"linkset": links})


def _security(site_context: SiteContext, contact: str) -> str:
    """Return security.txt; it expires with the year after the day of the data, since no clock may enter a file."""
    lines = [f"Contact: {contact}", f"Expires: {site_context.edition.as_of.year + 1}-12-31T23:59:59Z"]
    if canonical := site_context.absolute(urls.SECURITY):
        lines.append(f"Canonical: {canonical}")
    return "\n".join([*lines, "Preferred-Languages: zh, en"]) + "\n"
