"""Addresses of a built tree in, the type of each page and a good specimen of each type out."""

from __future__ import annotations

import re
from pathlib import Path

_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_CODE = r"[0-9A-HJ-NPQRTUWXY]{18}"
_KEY = r"[A-Za-z0-9]+(?:[-_.][A-Za-z0-9]+)*"
_NUMBER = r"[1-9][0-9]*"

#: Page type → the files that are of it (design: addresses). The names are those of the theme's templates.
PAGES: dict[str, re.Pattern[str]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "home": r"index\.html",
        "lists": r"lists/index\.html",
        "list": rf"lists/{_SLUG}/index\.html",
        "browse": rf"lists/{_SLUG}/(?:[12][0-9]{{3}}|by/{_KEY}/{_KEY})/(?:{_NUMBER}/)?index\.html",
        "entity": rf"entities/{_CODE}\.html",
        "certificate": rf"certificates/{_CODE}\.html",
        "column": r"(?:policies|notices|cases|reports)/index\.html",
        "document": rf"(?:policies|notices|cases|reports)/{_SLUG}/index\.html",
        "text": r"(?:about|privacy|accessibility|withdrawals|changes|responsibilities|data/quality)/index\.html",
        "departments": r"departments/index\.html",
        "department": rf"departments/{_KEY}/index\.html",
        "measures": r"measures/index\.html",
        "measure_list": rf"measures/{_SLUG}/index\.html",
        "measure": rf"measures/{_SLUG}/{_KEY}/index\.html",
        "data": r"data/index\.html",
        "dataset": rf"data/{_SLUG}/index\.html",
        "guides": r"guides/index\.html",
        "guide": r"guides/(?:contact|repair|objection|report|credit-report)/index\.html",
        "statistics": r"statistics/index\.html",
        "large": r"large/index\.html",
        "search": r"search/index\.html",
        "batch": r"check/index\.html",
        "search_by": rf"search/by/(?:initial/(?:[a-z]|other)|township/{_KEY}|year/[12][0-9]{{3}})(?:/{_NUMBER})?\.html",
        "sitemap": r"sitemap/index\.html",
        "not_found": r"(?:404|410)\.html",
    }.items()
}

#: Every other file that may stand in the tree.
FILES: dict[str, re.Pattern[str]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "attachment": rf"(?:policies|notices|cases|reports)/{_SLUG}/[a-z0-9][a-z0-9._-]*\.(?:pdf|docx?|xlsx?|png|jpg|jpeg|ofd|csv|zip)",
        "document_file": rf"(?:policies|notices|cases|reports)/(?P<slug>{_SLUG})/(?P=slug)\.(?:md|json|akn)",
        "download": rf"data/(?P<dataset>{_SLUG})/(?P=dataset)[a-z0-9-]*\.(?:csv|xlsx|json|jsonl|parquet|schema\.json)",
        "archive": rf"entities/{_CODE}\.json",
        "calendar": rf"entities/{_CODE}\.ics",
        "badge": rf"badges/(?:{_CODE}|neutral)\.svg",
        "changes": rf"data/{_SLUG}/changes\.jsonl",
        "descriptor": r"data/(?:datapackage|csvw|datasette|index|index\.schema)\.json|data/catalog\.jsonld",
        "package": r"data/package\.(?:sqlite|zip)",
        "feed": rf"feeds/{_SLUG}\.atom",
        "discovery": r"manifest\.webmanifest|llms\.txt|linkset\.json|\.well-known/security\.txt",
        "checksums": r"data/SHA256SUMS",
        "index": r"search/index/(?:index\.json|variants\.txt|(?:entities|papers|sounds)/(?:[0-7]/)?(?:heavy-|characters-)?[0-9a-f]+\.txt)",
        "map": rf"sitemap(?:-{_NUMBER})?\.xml",
        "robots": r"robots\.txt",
        "version": r"version\.json",
        "icon": r"favicon\.ico",
        "asset": r"assets/[a-z0-9-]+\.[0-9a-f]{8,64}\.(?:css|js|svg|png|ico|woff2)",
    }.items()
}


def files_of(site: Path) -> list[str]:
    """Return every file of a built tree, relative with forward slashes, sorted."""
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())


def type_of(file: str) -> str | None:
    """Return the page type of a file of the tree, or None where it is no page."""
    return next((name for name, pattern in PAGES.items() if pattern.fullmatch(file)), None)


def address_of(file: str) -> str:
    """Return the root-relative address that a file of the tree answers."""
    return f"/{file.removesuffix('index.html')}"


def pages_of(site: Path, page_type: str) -> list[str]:
    """Return the files of one page type, the fullest first: it is the best specimen."""
    found = [file for file in files_of(site) if type_of(file) == page_type]
    return sorted(found, key=lambda file: (-(site / file).stat().st_size, file))


def specimens(site: Path, page_type: str) -> list[str]:
    """Return the addresses to look at for one page type: its fullest page and, where another differs, its barest."""
    found = pages_of(site, page_type)
    return [address_of(file) for file in dict.fromkeys([*found[:1], *found[-1:]])]
