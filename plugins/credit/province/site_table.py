"""Site table: which county's site has the codes of a division, as CSV and JSON with index, schema and checksums."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from credit import urls
from credit.exporters import index_schema, json_bytes
from credit.exporters.data_index import package_digest
from credit.exporters.snapshot import VERSION_DIGITS
from credit.province.county_build import CountyNote

#: The columns of the CSV: a division, and a site that has codes of it.
COLUMNS = ("division", "name", "title", "homepage", "own")

_TABLE, _JSON, _SCHEMA = "/data/sites.csv", "/data/sites.json", "/data/sites.schema.json"


@dataclass(frozen=True, order=True)
class CountySite:
    """A county's site as the province leads to it: its note, and its address without a closing slash.

    ``base`` is the address for a browser on the province's own page: from the root where the site stands below it.
    """

    note: CountyNote
    base: str
    address: str

    @property
    def homepage(self) -> str:
        """The address of its home page, absolute where it is known."""
        return f"{self.address}/"


def table_files(sites: Sequence[CountySite], siteurl: str) -> dict[str, bytes]:
    """Return the files of /data/ of the province by their addresses."""
    identity = _identity(sites)
    described = {
        "$schema": urls.reachable(siteurl, _SCHEMA),
        **identity,
        "homepage": urls.reachable(siteurl, urls.HOME),
        "sites": [_described(site) for site in sites],
    }
    files = {
        _TABLE: _table(sites),
        _JSON: json_bytes(described),
        _SCHEMA: (Path(__file__).parent / "sites.schema.json").read_bytes(),
    }
    kinds = {
        _TABLE: ("csv", "text/csv"),
        _JSON: ("json", "application/json"),
        _SCHEMA: ("json-schema", "application/schema+json"),
    }
    index = {
        "$schema": urls.reachable(siteurl, urls.DATA_INDEX_SCHEMA),
        **identity,
        "homepage": urls.reachable(siteurl, urls.HOME),
        "files": [
            {
                "dataset": None,
                "type": kinds[address][0],
                "path": address.removeprefix(urls.DATA),
                "mediatype": kinds[address][1],
                "bytes": len(data),
                "sha256": hashlib.sha256(data).hexdigest(),
            }
            for address, data in files.items()
        ],
    }
    files |= {urls.DATA_INDEX: json_bytes(index), urls.DATA_INDEX_SCHEMA: index_schema()}
    sums = "".join(
        f"{hashlib.sha256(data).hexdigest()}  {address.removeprefix(urls.DATA)}\n"
        for address, data in sorted(files.items())
    )
    return {**files, urls.CHECKSUMS: sums.encode()}


def _identity(sites: Sequence[CountySite]) -> Mapping[str, str | None]:
    """Return the identity of all sites together: right from the latest of their days to the first that ends."""
    digest = package_digest({site.note.name: site.note.digest for site in sites})
    return {
        "as_of": max((site.note.as_of for site in sites), default=""),
        "valid_until": min((site.note.valid_until for site in sites if site.note.valid_until), default=None),
        "version": digest[:VERSION_DIGITS],
        "digest": digest,
    }


def _table(sites: Sequence[CountySite]) -> bytes:
    """Return the table by division, its own site first: codes of a division stand where their firms are now."""
    rows = sorted(
        (division, division != site.note.division, site.note.name, site)
        for site in sites
        for division in site.note.divisions
    )
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for division, foreign, name, site in rows:
        writer.writerow((division, name, site.note.title, site.homepage, "false" if foreign else "true"))
    return text.getvalue().encode()


def _described(site: CountySite) -> dict[str, object]:
    note = site.note
    return {
        "name": note.name,
        "title": note.title,
        "homepage": site.homepage,
        "entity": f"{site.address}{urls.entity_address('{code}')}",
        "search_index": f"{site.address}{urls.search_index_address('')}",
        "data_index": f"{site.address}{urls.DATA_INDEX}",
        "demonstration": note.demonstration,
        "division": note.division or None,
        "divisions": list(note.divisions),
        "entities": note.entities,
        "as_of": note.as_of,
        "valid_until": note.valid_until,
        "version": note.version,
        "digest": note.digest,
        "tree": note.tree,
    }
