"""Peer data: the entities of a generated site as JSON for other generators, derived, joined and ready to be shown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from credit.exporters import DEMONSTRATION
from credit.gate import Edition
from credit.model import SEPARATOR, PublicTable, Resource
from credit.pages import SiteContext
from credit.pages.entity import NOTE, archive_json
from credit.pages.entity.verdict import count_degrees
from credit.pages.list_browse_pages import browse_texts, plan_browse
from credit.pages.navigation import NAVIGATION
from credit.pages.record_rows import Subject, records_of
from credit.pages.table_views import (
    alike_columns,
    alike_facts,
    heading_column,
    hidden_columns,
    shown_fields,
    state_cell,
)
from credit.period_explanation import explain

#: Columns that the entity page shows elsewhere than among the facts of a listing.
_ELSEWHERE = frozenset(
    {
        "record_id", "name", "former_names", "unified_code", "entity_kind", "township", "penalties", "incentives",
        "repaired_on",
    }
)  # fmt: skip

_MEASURES = {"black": ("penalties", "依法采取的惩戒措施"), "red": ("incentives", "可以享受的激励措施")}


def write_json_array(path: Path, values: Iterable[object]) -> None:
    """Write values as a JSON array, one on a line, without holding them all."""
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        for place, value in enumerate(values):
            stream.write(",\n" if place else "[")
            json.dump(value, stream, ensure_ascii=False)
        stream.write("]\n")


def entities_of(edition: Edition, site_context: SiteContext) -> Iterator[dict[str, object]]:
    """Yield each entity with its rows, those of lists with the data for their facts, sentence and arithmetic."""
    tables = {name: _rows(table) for name, table in edition.public.items() if table.resource.is_list}
    for code, entity in edition.entities.items():
        own = {name: [tables[name][place] for place in places] for name, places in entity.rows.items()}
        rules = {name: edition.public[name].resource.rules.kind for name in own}
        listings = [
            _listing(edition.public[name].resource, site_context, row)
            for name in own
            if rules[name] in _MEASURES
            for row in own[name]
        ]
        newest = [rows[-1] for rows in own.values()]
        yield {
            "code": code,
            "name": entity.name,
            "former_names": "、".join(entity.former_names),
            "entity_kind": next((row["entity_kind"] for row in newest if row.get("entity_kind")), ""),
            "township": next((row["township"] for row in newest if row.get("township")), ""),
            "listings": listings,
            "degrees": count_degrees(*degrees) if (degrees := _degrees(edition, own)) else "",
            "commitments": own.get("commitments", []),
        }


def _degrees(edition: Edition, own: Mapping[str, list[dict[str, str]]]) -> list[str]:
    """Return the degree of each record on a black list."""
    return [
        row.get("severity", "")
        for name, rows in own.items()
        if edition.public[name].resource.rules.kind == "black"
        for row in rows
    ]


def _rows(table: PublicTable) -> list[dict[str, str]]:
    columns = {str(name): table.cells[name].tolist() for name in table.cells.columns}
    columns |= {name: table.states[name].tolist() for name in ("last_day", "earliest_repair")}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _listing(resource: Resource, site_context: SiteContext, row: Mapping[str, str]) -> dict[str, object]:
    kind = resource.rules.kind
    who = site_context.labels["departments"].get(row["authority"], "")
    if kind == "black":
        behaviour = site_context.labels["dishonesty-scope"].get(row["behaviour"], "")
        sentence = (
            f"{who}于 {row['decided_on']} 认定存在“{behaviour}”，自 {row['listed_on']} 起列入“{resource.title}”。"
        )
        arithmetic = explain(row["decided_on"], row["severity"], row["last_day"])
    else:
        honour = site_context.labels["integrity-examples"].get(row["honour"], "")
        sentence, arithmetic = f"{who}认定该主体为“{honour}”，自 {row['listed_on']} 起列入红名单。", ""
    return {
        **{name: value for name, value in row.items() if value},
        "list": resource.name,
        "year": row["record_id"].split("-")[1],
        "sentence": sentence,
        "arithmetic": arithmetic,
        "measures": [key for key in row[_MEASURES[kind][0]].split(SEPARATOR) if key],
    }


def shared_data(edition: Edition, site_context: SiteContext) -> dict[str, object]:
    """Return the data that all pages share, by the name of its file."""
    lists = {
        table.resource.name: {
            "title": table.resource.title,
            "steps": table.resource.rules.remedies,
            "measures": _MEASURES.get(table.resource.rules.kind, ("", ""))[0],
            "measures_title": _MEASURES.get(table.resource.rules.kind, ("", ""))[1],
            "fields": [
                {
                    "name": field.name,
                    "title": field.title,
                    "reference": reference,
                    "base": _base_of(site_context, reference),
                    "day": field.type == "date",
                }
                for field in table.resource.schema.fields
                if table.resource.rules.kind == "register" or field.name not in _ELSEWHERE
                if field.name not in ("name", "unified_code", "former_names")
                for reference in (table.resource.schema.reference_of(field.name),)
            ],
        }
        for table in edition.public.values()
        if table.resource.is_list
    }
    measures = {
        dataset: {
            key: {
                "title": site_context.labels[dataset][key],
                "description": row["description"],
                "authorities": [part for part in row["authorities"].split(SEPARATOR) if part],
            }
            for key, row in site_context.rows[dataset].items()
        }
        for dataset in ("penalties", "incentives")
    }
    layout = {
        "demonstration": DEMONSTRATION,
        "title": edition.package.site.name,
        "tagline": edition.package.site.tagline,
        "note": NOTE,
        "navigation": [{"text": words, "href": address} for words, address in NAVIGATION],
        "actions": [
            {"text": "对记录有异议、需要更正或者信用修复怎么办", "href": "/about/"},
            {"text": "查看名单的列入和移出条件", "href": "/lists/"},
            {"text": "联系有关部门", "href": "/departments/"},
        ],
        "contacts": list(site_context.rows["contacts"].values()),
        "footer_links": [
            {"text": document.title, "href": f"/{document.slug}/"}
            for document in edition.documents
            if document.kind == "page"
        ],
        "footer": [{"term": term, "text": text} for term, text in edition.package.site.footer],
    }
    return {"lists": lists, "measures": measures, "labels": site_context.labels, "shell": layout}


def described_entities(edition: Edition, site_context: SiteContext) -> Iterator[object]:
    """Yield what our JSON file says of each entity, in the order of ``entities_of``."""
    records = {
        name: records_of(table, range(len(table.cells)))
        for name, table in edition.public.items()
        if table.resource.is_list
    }
    for code, entity in edition.entities.items():
        own = {name: tuple(records[name][place] for place in places) for name, places in entity.rows.items()}
        yield json.loads(archive_json(site_context, Subject(code, entity.name, entity.former_names, own)))


def list_pages(site_context: SiteContext) -> Iterator[dict[str, object]]:
    """Yield every page of every list by year and facet: address, words, the pages beside it, and ids of its rows.

    Planned as our own pages are, with as many rows.
    """
    for name, resource in site_context.lists.items():
        table = site_context.edition.public[name]
        ids = table.cells["record_id"].tolist()
        for browse, positions in plan_browse(site_context, table):
            address, named, ranged, *beside, _ = browse_texts(site_context, browse)
            links = [{"href": beside[at], "text": beside[at + 1]} if beside[at] else None for at in (0, 2)]
            yield {
                "key": address.strip("/").replace("/", "-"),
                "address": address,
                "list": name,
                "title": f"{resource.title}：{named}",
                "description": f"{resource.title}中{ranged}的记录。",
                "range": ranged,
                "previous": links[0],
                "next": links[1],
                "rows": [ids[position] for position in positions],
            }


def list_tables(site_context: SiteContext) -> dict[str, object]:
    """Return the table of each list: its columns, what is alike in all rows, and every row by its id."""
    return {name: _list_table(site_context, site_context.edition.public[name]) for name in site_context.lists}


def _list_table(site_context: SiteContext, table: PublicTable) -> dict[str, object]:
    resource = table.resource
    fields = shown_fields(resource, hidden=hidden_columns(table))
    rows = {}
    for record in records_of(table, range(len(table.cells))):
        words = state_cell(resource, record.state)
        rows[record.cells["record_id"]] = {
            **{field.name: record.cells[field.name] for field in fields},
            "unified_code": record.cells["unified_code"],
            "words": " ".join(cell.text for cell in (words.more or (words,))),
        }
    return {
        "title": resource.title,
        "label": heading_column(resource),
        "alike": [
            {"title": fact.term, "text": "、".join(cell.text for cell in fact.values)}
            for fact in alike_facts(site_context, resource, alike_columns(table))
        ],
        "columns": [
            {
                "name": field.name,
                "title": field.title,
                "reference": reference,
                "base": _base_of(site_context, reference),
                "day": field.type == "date",
            }
            for field in fields
            for reference in (resource.schema.reference_of(field.name),)
        ],
        "rows": rows,
    }


def _base_of(site_context: SiteContext, reference: str) -> str:
    """Return the address of the rows of a reference dataset without their keys, empty where they have none."""
    key = next(iter(site_context.rows.get(reference, {})), "")
    return site_context.address_of(reference, key).removesuffix(f"{key}/") if reference and key else ""
