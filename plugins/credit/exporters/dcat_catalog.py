"""DCAT catalogue: the datasets and their files as JSON-LD (W3C DCAT 3, application profile DCAT-AP 3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from credit.exporters.json_bytes import json_bytes
from credit.exporters.snapshot import VERSION_DIGITS, Snapshot
from credit.model import ExportedFile, Package, Resource
from credit.urls import CATALOG, HOME, dataset_address, download_address, reachable

_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_MEDIATYPES = "https://www.iana.org/assignments/media-types/"
_CHINESE = {"@id": "http://publications.europa.eu/resource/authority/language/ZHO", "@type": "dct:LinguisticSystem"}
_SHA256 = {"@id": "spdx:checksumAlgorithm_sha256", "@type": "spdx:ChecksumAlgorithm"}


def _texts(chinese: str, english: str = "") -> list[dict[str, str]]:
    pairs = (("zh", chinese), ("en", english))
    return [{"@value": text, "@language": language} for language, text in pairs if text]


def _publisher(package: Package, siteurl: str) -> dict[str, object]:
    name = package.site.organizer or package.site.name
    return {"@id": reachable(siteurl, HOME) + "#publisher", "@type": "foaf:Agent", "foaf:name": _texts(name)}


def _licence(package: Package) -> dict[str, object]:
    path = package.site.licence.path
    return {"dct:license": {"@id": path, "@type": "dct:LicenseDocument"}} if path else {}


def _day(name: str, text: str) -> dict[str, object]:
    return {name: {"@value": text, "@type": "xsd:date"}}


def _distribution(package: Package, name: str, file: ExportedFile, siteurl: str) -> dict[str, object]:
    address = reachable(siteurl, download_address(name, file.filename))
    return {
        "@id": f"{address}#distribution",
        "@type": "dcat:Distribution",
        "dct:title": _texts(file.title),
        "dcat:accessURL": {"@id": address, "@type": "rdfs:Resource"},
        "dcat:downloadURL": {"@id": address, "@type": "rdfs:Resource"},
        "dcat:mediaType": {"@id": _MEDIATYPES + file.mediatype, "@type": "dct:MediaType"},
        "dcat:byteSize": {"@value": str(file.bytes), "@type": "xsd:nonNegativeInteger"},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": _SHA256,
            "spdx:checksumValue": {"@value": file.sha256, "@type": "xsd:hexBinary"},
        },
        **_licence(package),
    }


def _dataset(
    package: Package,
    resource: Resource,
    files: Sequence[ExportedFile],
    siteurl: str,
    digest: str,
    changed: str,
) -> dict[str, object]:
    page = reachable(siteurl, dataset_address(resource.name))
    return {
        "@id": f"{page}#dataset",
        "@type": "dcat:Dataset",
        "dct:identifier": resource.name,
        "dct:title": _texts(resource.title, resource.title_en),
        "dct:description": _texts(resource.description or resource.title),
        "dct:publisher": {"@id": reachable(siteurl, HOME) + "#publisher"},
        "dct:language": _CHINESE,
        "dcat:landingPage": {"@id": page, "@type": "foaf:Document"},
        "dcat:version": digest[:VERSION_DIGITS],
        # A day of the snapshot would tell a harvester every day that a table without days had changed.
        **(_day("dct:modified", changed) if changed else {}),
        "dcat:distribution": [_distribution(package, resource.name, file, siteurl) for file in files],
    }


def dcat_catalog(
    package: Package,
    files: Mapping[str, Sequence[ExportedFile]],
    siteurl: str,
    snapshot: Snapshot,
    digests: Mapping[str, str],
    changed: Mapping[str, str],
) -> bytes:
    """Return /data/catalog.jsonld; without an address of the site the ids begin at its root.

    ``digests`` is dataset → the digest of its rows, of which its version is the beginning as on its page; ``changed`` is
    dataset → the newest day that dates a row of it, ISO, or empty.
    """
    described = {
        "@context": {**_CONTEXT, "rdfs": "http://www.w3.org/2000/01/rdf-schema#"},
        "@id": reachable(siteurl, CATALOG) + "#catalog",
        "@type": "dcat:Catalog",
        "dct:title": _texts(package.title),
        "dct:description": _texts(package.description or package.title),
        "dct:publisher": _publisher(package, siteurl),
        "dct:language": _CHINESE,
        "foaf:homepage": {"@id": reachable(siteurl, HOME), "@type": "foaf:Document"},
        "dcat:version": snapshot.version,
        **_day("dct:modified", snapshot.as_of.isoformat()),
        **_licence(package),
        "dcat:dataset": [
            _dataset(
                package, resource, files[resource.name], siteurl, digests[resource.name], changed.get(resource.name, "")
            )
            for resource in package.resources
            if resource.name in files
        ],
    }
    return json_bytes(described)
