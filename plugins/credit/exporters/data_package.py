"""Published Data Package: descriptor and SHA-256 checksums of the files of all datasets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import cast

from credit.exporters.csv_export import Csv
from credit.exporters.json_bytes import json_bytes
from credit.exporters.public_dataset import DEMONSTRATION, licence_text
from credit.exporters.snapshot import Snapshot
from credit.exporters.table_schema import TableSchema
from credit.model import ExportedFile, Licence, Package, Resource
from credit.urls import DATA, HOME, absolute, download_address

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_RESOURCE_PROFILE = "https://datapackage.org/profiles/2.0/dataresource.json"

_LICENCE_KEY = re.compile(r"[-a-zA-Z0-9._]+")

#: Keys of the source descriptor that are passed on unchanged: they describe the data, not the build of the site.
_PASSED_ON = ("id", "keywords", "sources")


def file_path(name: str, filename: str) -> str:
    """Return the path of a dataset's file from /data/, the folder of descriptor and checksums."""
    return download_address(name, filename).removeprefix(DATA) if name else filename


def _licences(licence: Licence) -> list[dict[str, str]]:
    """Return the licence in the form of the standard: with name or address; empty without either.

    A name there is a key such as CC-BY-4.0; any other is a title.
    """
    is_key = _LICENCE_KEY.fullmatch(licence.name) is not None
    title = licence.title if is_key else licence.title or licence.name
    pairs = {"name": licence.name if is_key else "", "title": title, "path": licence.path}
    said = {name: value for name, value in pairs.items() if value}
    return [said] if "name" in said or "path" in said else []


def _rules(resource: Resource) -> dict[str, object]:
    """Return the public rules of a list under the names of the source descriptor, without bounds and facets."""
    rules = resource.rules
    catalogue = {
        name: value for name, value in (("item", rules.catalogue_item), ("edition", rules.catalogue_edition)) if value
    }
    pairs: dict[str, object] = {
        "kind": rules.kind,
        "authority": rules.authority,
        "entry": list(rules.entry),
        "removal": list(rules.removal),
        "remedies": list(rules.remedies),
        "catalogue": catalogue,
        "severities": list(rules.severities),
        "severity_unstated": rules.severity_unstated,
        "name_basis": rules.name_basis,
    }
    return {name: value for name, value in pairs.items() if value}


def _resource(resource: Resource, files: Sequence[ExportedFile], raw: Mapping[str, object]) -> dict[str, object]:
    by_format = {file.format: file for file in files}
    table = by_format[Csv.format]
    described: dict[str, object] = {
        "$schema": _RESOURCE_PROFILE,
        "name": resource.name,
        "type": "table",
        "path": file_path(resource.name, table.filename),
        "title": resource.title,
        "title_en": resource.title_en,
        "description": resource.description,
        "format": "csv",
        "mediatype": table.mediatype,
        "encoding": "utf-8",
        "bytes": table.bytes,
        "hash": f"sha256:{table.sha256}",
        "schema": file_path(resource.name, by_format[TableSchema.format].filename),
        "sources": raw.get("sources", []),
    }
    alternatives = [
        {
            "path": file_path(resource.name, file.filename),
            "title": file.title,
            "format": file.format,
            "mediatype": file.mediatype,
            "bytes": file.bytes,
            "hash": f"sha256:{file.sha256}",
        }
        for file in files
        if file.format not in (Csv.format, TableSchema.format)
    ]
    described["credit"] = {**_rules(resource), "files": alternatives}
    return {name: value for name, value in described.items() if value not in ("", [])}


def published_package(
    package: Package, files: Mapping[str, Sequence[ExportedFile]], siteurl: str = "", snapshot: Snapshot | None = None
) -> bytes:
    """Return /data/datapackage.json: a Data Package (v2) of the CSV files, in the order of the source.

    ``files`` holds the results of ``export_dataset`` by dataset; a dataset that is not in it is not published and not
    described, and neither are files under another name. The other formats are in ``credit.files`` of a resource: the
    standard knows one path for one table. Of the source's ``credit`` block only the keys that a reader of the data
    needs are passed on: demonstration mark, licence and terms; texts and codes of the site are not. ``snapshot``
    gives the version of the data and its day.
    """
    site = package.site
    described: dict[str, object] = {
        "$schema": _PROFILE,
        "name": package.name,
        "title": package.title,
        "description": package.description,
        "homepage": absolute(siteurl, HOME),
        **{name: package.raw[name] for name in _PASSED_ON if name in package.raw},
        "licenses": _licences(site.licence),
        "contributors": [{"title": site.organizer, "roles": ["publisher"]}] if site.organizer else [],
    }
    if snapshot is not None:
        # The day of the data and no clock: a package of the same day and rows is the same.
        described |= {"version": snapshot.version, "created": f"{snapshot.as_of.isoformat()}T00:00:00+08:00"}
    described = {name: value for name, value in described.items() if value not in ("", [])}
    described["credit"] = {
        "demonstration": DEMONSTRATION if package.demonstration else "",
        "licence": licence_text(site.licence),
        "terms": list(site.terms),
    }
    if snapshot is not None:
        described["credit"] = {**described["credit"], **snapshot.described()}  # type: ignore[dict-item]
    entries = cast("Sequence[Mapping[str, object]]", package.raw.get("resources", ()))
    raw = {entry["name"]: entry for entry in entries}
    described["resources"] = [
        _resource(resource, files[resource.name], raw.get(resource.name, {}))
        for resource in package.resources
        if resource.name in files
    ]
    return json_bytes(described, indent=2)


def checksums(files: Mapping[str, Sequence[ExportedFile]]) -> bytes:
    """Return /data/SHA256SUMS, sorted by path: ``sha256sum -c SHA256SUMS`` in a copy of /data/ checks every file.

    ``files`` holds the results of ``export_dataset`` by dataset; under the empty name, files of /data/ itself.
    """
    sums = {file_path(name, file.filename): file.sha256 for name, several in files.items() for file in several}
    return "".join(f"{sums[path]}  {path}\n" for path in sorted(sums)).encode()
