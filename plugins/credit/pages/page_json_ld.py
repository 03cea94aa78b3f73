"""Page JSON-LD: schema.org descriptions of a dataset, of the catalogue and of a service, for search engines."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from credit import urls
from credit.exporters import Snapshot, newest_day
from credit.model import ExportedFile, PublicTable
from credit.pages.site_context import SiteContext

CONTEXT = "https://schema.org/"

#: Google asks for 50 characters at least; a title of a small table alone is shorter.
_SENTENCE = (
    "由{name}公布，可以免费下载，有 CSV、JSON、XLSX 和 Parquet 等格式，附字段说明和校验值；记录撤下后随即从文件里删去。"
)


def dataset_json_ld(site_context: SiteContext, table: PublicTable, files: Sequence[ExportedFile], version: str) -> str:
    """Return the description of a dataset as JSON, or an empty text for a site without an address."""
    if not site_context.siteurl:
        return ""
    resource, site = table.resource, site_context.package.site
    page = site_context.absolute(urls.dataset_address(resource.name))
    described: dict[str, object] = {
        "@context": CONTEXT,
        "@type": "Dataset",
        "@id": f"{page}#dataset",
        "url": page,
        "name": resource.title,
        "alternateName": resource.title_en,
        "description": f"{resource.description}{_SENTENCE.format(name=site.name)}",
        "identifier": resource.name,
        "version": version,
        "dateModified": newest_day(table.cells),
        "temporalCoverage": _coverage(table),
        "spatialCoverage": _division(site.division),
        "inLanguage": "zh-CN",
        "isAccessibleForFree": True,
        "creator": organization(site_context),
        "publisher": organization(site_context),
        "keywords": [site.name, resource.title, "信用信息公示"],
        "license": site.licence.path,
        "variableMeasured": [
            {"@type": "PropertyValue", "name": field.name, "description": field.title}
            for field in resource.schema.fields
        ],
        "includedInDataCatalog": {"@type": "DataCatalog", "name": site.name, "url": site_context.absolute(urls.DATA)},
        "distribution": [_download(site_context, resource.name, file) for file in files],
    }
    return encode(described)


def catalog_json_ld(site_context: SiteContext, files: Mapping[str, Sequence[ExportedFile]], snapshot: Snapshot) -> str:
    """Return the description of the catalogue as JSON, or an empty text for a site without an address."""
    if not site_context.siteurl:
        return ""
    package = site_context.package
    page = site_context.absolute(urls.DATA)
    described: dict[str, object] = {
        "@context": CONTEXT,
        "@type": "DataCatalog",
        "@id": f"{page}#catalog",
        "url": page,
        "name": package.title,
        "description": package.description,
        "version": snapshot.version,
        "inLanguage": "zh-CN",
        "publisher": organization(site_context),
        "license": package.site.licence.path,
        "dataset": [{"@id": site_context.absolute(urls.dataset_address(name)) + "#dataset"} for name in files if name],
    }
    return encode(described)


def service_json_ld(site_context: SiteContext, title: str, description: str, address: str) -> str:
    """Return the description of the service that a guide leads to, or an empty text for a site without an address."""
    if not site_context.siteurl:
        return ""
    page = site_context.absolute(address)
    channel = {"@type": "ServiceChannel", "serviceUrl": page, "availableLanguage": "zh-CN"}
    operator = {**organization(site_context), "@type": "GovernmentOrganization"}
    described: dict[str, object] = {
        "@context": CONTEXT,
        "@type": "GovernmentService",
        "@id": f"{page}#service",
        "url": page,
        "name": title,
        "description": description,
        "serviceOperator": operator,
        "availableChannel": channel,
    }
    return encode(described)


def _coverage(table: PublicTable) -> str:
    """Return the first and the last day of a list's records as an interval of ISO 8601, or an empty text."""
    days = sorted(day for day in table.shown_since if day) if table.resource.is_list else []
    return f"{days[0]}/{days[-1]}" if days else ""


def _division(code: str) -> dict[str, object] | str:
    """Return the place of a division code (GB/T 2260), or an empty text for none."""
    number = {"@type": "PropertyValue", "propertyID": "GB/T 2260", "value": code}
    address = {"@type": "PostalAddress", "addressCountry": "CN"}
    return {"@type": "Place", "identifier": number, "address": address} if code else ""


def organization(site_context: SiteContext) -> dict[str, str]:
    """Return who runs the site."""
    site = site_context.package.site
    return {
        "@type": "Organization",
        "name": site.organizer or site.name,
        "url": site_context.absolute(urls.HOME),
    }


def _download(site_context: SiteContext, name: str, file: ExportedFile) -> dict[str, str]:
    return {
        "@type": "DataDownload",
        "name": file.title,
        "encodingFormat": file.mediatype,
        "contentUrl": site_context.absolute(urls.download_address(name, file.filename)),
        "contentSize": f"{file.bytes} B",
        "sha256": file.sha256,
    }


def encode(described: Mapping[str, object]) -> str:
    """Return a description as JSON without what is not known."""
    return json.dumps({name: value for name, value in described.items() if value != ""}, ensure_ascii=False)
