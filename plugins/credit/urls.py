"""URLs: builds every address of the site, root-relative, and the path of its output file."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from credit.identifiers import split_record_id
from credit.model import DOCUMENT_KINDS

#: Records on one browse page.
PAGE_SIZE = 50

#: The folder of content/ in which each kind of document lies, which is also its column's address.
COLUMNS = {kind.name: kind.folder for kind in DOCUMENT_KINDS}

#: The folder of content/ and address of the guides, which have no column of their own.
GUIDES_FOLDER = "guides"

#: The four lists of measures (四张清单), in the order in which the plan names them.
MEASURE_LISTS = ("integrity-examples", "dishonesty-scope", "incentives", "penalties")

HOME = "/"
LISTS = "/lists/"
DEPARTMENTS = "/departments/"
RESPONSIBILITIES = "/responsibilities/"
MEASURES = "/measures/"
DATA = "/data/"
ENTITIES = "/entities/"
CERTIFICATES = "/certificates/"
BADGES = "/badges/"
#: The picture that answers every code without a badge; its name is no code.
NEUTRAL_BADGE = "/badges/neutral.svg"
WITHDRAWALS = "/withdrawals/"
CHANGES = "/changes/"
SEARCH = "/search/"
SEARCH_BY = "/search/by/"
CHECK = "/check/"
STATISTICS = "/statistics/"
GUIDES_INDEX = "/guides/"
GUIDE_CONTACT = "/guides/contact/"
GUIDE_REPAIR = "/guides/repair/"
GUIDE_OBJECTION = "/guides/objection/"
GUIDE_REPORT = "/guides/report/"
GUIDE_CREDIT_REPORT = "/guides/credit-report/"
#: Every guide, in the order in which a citizen needs them.
GUIDES = (GUIDE_CONTACT, GUIDE_REPAIR, GUIDE_OBJECTION, GUIDE_REPORT, GUIDE_CREDIT_REPORT)
LARGE = "/large/"
SITEMAP = "/sitemap/"
SITEMAP_XML = "/sitemap.xml"
ROBOTS = "/robots.txt"
NOT_FOUND = "/404.html"
GONE = "/410.html"
VERSION = "/version.json"
DATAPACKAGE = "/data/datapackage.json"
CHECKSUMS = "/data/SHA256SUMS"
LLMS = "/llms.txt"
MANIFEST = "/manifest.webmanifest"
LINKSET = "/linkset.json"
SECURITY = "/.well-known/security.txt"
DATA_INDEX = "/data/index.json"
DATA_INDEX_SCHEMA = "/data/index.schema.json"
SQLITE = "/data/package.sqlite"
ZIP = "/data/package.zip"
QUALITY = "/data/quality/"
DATASETTE = "/data/datasette.json"
CSVW = "/data/csvw.json"
CATALOG = "/data/catalog.jsonld"

#: Fragments of the links to large type and back to usual type: the ids of the whole page and of its body.
LARGE_TYPE, USUAL_TYPE = "#large", "#normal"

#: Names no dataset may bear: its files below /data/ and /lists/ would be taken for an address of the site, or take one.
RESERVED_DATASETS = frozenset({
    "api", "assets", "badges", "by", "certificates", "changes", "check", "data", "documents", "ended", "entities", "feeds",
    "index", "large",
    "all", "cases", "notices", "policies", "reports",
    "lists", "log", "measures", "monthly-changes", "open", "pages", "quality", "releases", "search", "sitemap", "statement",
    "version",
})  # fmt: skip

_PLAIN = re.compile(r"[A-Za-z0-9/.~_-]*")


def page_of(running_number: int) -> int:
    """Return the browse page that holds a running number: page n holds 50(n-1)+1 to 50n."""
    return (running_number - 1) // PAGE_SIZE + 1


def list_address(name: str) -> str:
    """Return the address of a list."""
    return f"/lists/{name}/"


def year_address(name: str, year: int, page: int = 1) -> str:
    """Return the address of one browse page of a year; the year itself is its first page."""
    return f"/lists/{name}/{year}/" if page == 1 else f"/lists/{name}/{year}/{page}/"


def record_address(name: str, record_id: str) -> str:
    """Return the address of a record's row on its browse page, or of the list where the id gives no page."""
    parts = split_record_id(record_id)
    if parts is None or parts[2] < 1:
        return list_address(name)
    return f"{year_address(name, parts[1], page_of(parts[2]))}#{record_id}"


def facet_address(name: str, facet: str, key: str, page: int = 1) -> str:
    """Return the address of one page of a facet's value; ``key`` is the value's ASCII key."""
    base = f"/lists/{name}/by/{facet}/{key}/"
    return base if page == 1 else f"{base}{page}/"


def guide_address(guide: str, record_id: str, unified_code: str) -> str:
    """Return the address of a guide whose form a script fills in for a record; without a script it is the guide.

    Record and code stand in the fragment, which no browser sends: no server learns who fills in a form.
    """
    return guide + "#record=" + record_id + "&code=" + unified_code


def entity_address(unified_code: str) -> str:
    """Return the address of an entity's page."""
    return ENTITIES + unified_code + ".html"


def archive_address(unified_code: str) -> str:
    """Return the address of an entity's JSON file, beside its page."""
    return ENTITIES + unified_code + ".json"


def calendar_address(unified_code: str) -> str:
    """Return the address of an entity's calendar, beside its page."""
    return ENTITIES + unified_code + ".ics"


def certificate_address(unified_code: str) -> str:
    """Return the address of the certificate of an entity on a red list."""
    return CERTIFICATES + unified_code + ".html"


def badge_address(unified_code: str) -> str:
    """Return the address of the badge of an entity on a red list."""
    return BADGES + unified_code + ".svg"


def column_address(kind: str) -> str:
    """Return the address of a column of documents."""
    return f"/{COLUMNS[kind]}/"


def document_address(kind: str, slug: str) -> str:
    """Return the address of a document; a page stands at the root, an item of a column or a guide below it."""
    folder = GUIDES_FOLDER if kind == "guide" else COLUMNS.get(kind)
    return f"/{folder}/{slug}/" if folder else f"/{slug}/"


def department_address(key: str) -> str:
    """Return the address of a department."""
    return f"/departments/{key}/"


def row_anchor(key: str) -> str:
    """Return the anchor of a reference row in a table of a page; the prefix keeps it from meeting another id there."""
    return f"row-{key}"


def measure_list_address(name: str) -> str:
    """Return the address of one of the four lists."""
    return f"/measures/{name}/"


def measure_address(name: str, key: str) -> str:
    """Return the address of one item of the four lists."""
    return f"/measures/{name}/{key}/"


def dataset_address(name: str) -> str:
    """Return the address of a dataset's page."""
    return f"/data/{name}/"


def download_address(name: str, filename: str) -> str:
    """Return the address of one file of a dataset."""
    return f"/data/{name}/{filename}"


def feed_address(name: str) -> str:
    """Return the address of an Atom feed."""
    return f"/feeds/{name}.atom"


def change_log_address(name: str) -> str:
    """Return the address of the changes of a list, for programs that keep a copy."""
    return download_address(name, "changes.jsonl")


def search_index_address(name: str) -> str:
    """Return the address of one file of the search index; it never holds a digest, so that a name can leave it."""
    return f"/search/index/{name}"


def search_by_address(kind: str, value: str, page: int = 0) -> str:
    """Return the address of a page to look names up by hand; ``page`` 0 is the value's first.

    Flat files: of thousands of pages, a folder for each would cost more than its page.
    """
    return f"/search/by/{kind}/{value}/{page}.html" if page else f"/search/by/{kind}/{value}.html"


def asset_address(filename: str) -> str:
    """Return the address of a hashed asset."""
    return f"/assets/{filename}"


def sitemap_part_address(number: int) -> str:
    """Return the address of one part of a split sitemap."""
    return f"/sitemap-{number}.xml"


def output_path(address: str) -> str:
    """Return the file, relative to the output folder, that answers a root-relative address."""
    path = address.split("#")[0].split("?")[0].lstrip("/")
    return f"{path}index.html" if path == "" or path.endswith("/") else path


def base_of(siteurl: str) -> str:
    """Return the path of SITEURL without a closing slash: the prefix of each root-relative address."""
    return urlsplit(siteurl).path.rstrip("/")


def is_plain(address: str) -> bool:
    """Return whether an address stands in an absolute one as it is, with nothing to quote."""
    return _PLAIN.fullmatch(address) is not None


def absolute(siteurl: str, address: str) -> str:
    """Return the address with scheme and host, or an empty string where there is no SITEURL."""
    return siteurl.rstrip("/") + quote(address, safe="/#?=&%:.-_~") if siteurl else ""


def reachable(siteurl: str, address: str) -> str:
    """Return the address with scheme and host, or from the root of the site where there is no SITEURL."""
    return absolute(siteurl, address) or address
