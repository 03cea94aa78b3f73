"""Entity JSON: the file beside each entity page, with the day of its last change and its digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping

from credit import urls
from credit.exporters import DEMONSTRATION, json_cells, split_list
from credit.model import Field, Resource
from credit.pages.entity.listings import decided_of
from credit.pages.entity.timeline import last_day_set_by
from credit.pages.last_modified import EVENT_DAYS
from credit.pages.record_rows import Record, Subject
from credit.pages.site_context import SiteContext
from credit.period_explanation import COMPUTED, explain, order_of, unsettled_of
from credit.published_names import is_several
from credit.template_compiler.placeholders import branch_on, computed_text, written

#: Hexadecimal digits of a digest that a person can compare by eye: too few to be taken for a number of a person (one
#: digest of 16 in some ten thousand is all digits, and then it may pass for a bank card).
_DIGITS = 10

#: Notice of an entity page, also in the JSON file.
NOTE = (
    "本页依据本站公示的数据自动生成，不是信用报告，也不是对该主体的评价。本站没有的记录，"
    "不等于其他部门没有；全国范围的信息请查询国家企业信用信息公示系统和“信用中国”网站。"
)

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=written).encode

#: Stands around a number or boolean, whose quotation marks are taken away: no cell holds it.
_BARE = "\x1f"
_BEGIN, _END = f'"{json.dumps(_BARE)[1:-1]}', f'{json.dumps(_BARE)[1:-1]}"'


def changed_on(site_context: SiteContext, subject: Subject) -> str:
    """Return the newest day in an entity's own rows and corrections, ISO, or an empty string; no clock is read."""
    days = [
        record.cells[field.name]
        for name, record in _records(subject)
        for field in site_context.lists[name].schema.fields
        if field.type == "date"
        and field.name in EVENT_DAYS
        # The day from which a candidate would be listed has not come.
        and not (field.name == "listed_on" and record.state["state"] == "拟列入")
    ]
    ids = [record.cells["record_id"] for _, record in _records(subject)]
    # Few records were ever corrected; for all others the day depends on no correction.
    corrected = [item for item in ids if branch_on(site_context.corrections.__contains__, item)]
    return (
        computed_text(_newest, site_context, str(len(corrected)), *corrected, *days) if corrected or any(days) else ""
    )


def _newest(site_context: SiteContext, count: str, *ids_and_days: str) -> str:
    ids, days = ids_and_days[: int(count)], ids_and_days[int(count) :]
    corrected = [row["corrected_on"] for item in ids for row in site_context.corrections.get(item, ())]
    return max((*days, *corrected), default="")


def digest_of(subject: Subject) -> str:
    """Return the first digits of the SHA-256 of an entity's public cells.

    Digested is UTF-8: the cells of all records in the order of the JSON, each record's in the order of the schema,
    joined by U+001F, which no cell holds.
    """
    return computed_text(_digest, *[cell for _, record in _records(subject) for cell in record.cells.values()])


def _digest(*cells: str) -> str:
    return hashlib.sha256("\x1f".join(cells).encode()).hexdigest()[:_DIGITS]


def archive_json(site_context: SiteContext, subject: Subject) -> bytes:
    """Return the content of an entity page as JSON on one line: field names of the schemas, cells typed as in the datasets.

    An empty cell is null, several keys or names in one cell are an array. Keys: ``unified_code``, ``name``, ``former_names``, ``page`` (absolute where the site has an address),
    ``demonstration``, ``notices`` (those of the page), ``changed_on``, ``digest``, and ``records``: dataset →
    records, each with ``authority_title`` (the department's words), its ``state``, ``disputed``, ``corrected``,
    ``last_day``, ``earliest_repair`` and ``corrections`` beside the cells. A record of a black list has the caveats of its days as well: see ``_caveats``.
    """
    address = urls.entity_address(subject.unified_code)
    described = {
        "unified_code": subject.unified_code,
        "name": subject.name,
        "former_names": list(subject.former_names),
        "page": site_context.reachable(address),
        "demonstration": site_context.package.demonstration,
        "notices": [*([DEMONSTRATION] if site_context.package.demonstration else []), NOTE],
        "changed_on": changed_on(site_context, subject) or None,
        "digest": digest_of(subject),
        "records": {
            name: [_record(site_context, site_context.lists[name], record) for record in records]
            for name, records in subject.records.items()
            if records
        },
    }
    return (_encode(described).replace(_BEGIN, "").replace(_END, "") + "\n").encode()


def _record(site_context: SiteContext, resource: Resource, record: Record) -> Mapping[str, object]:
    authority, dataset = record.cells.get("authority", ""), resource.schema.reference_of("authority")
    return {
        **{field.name: _typed(field, record.cells[field.name]) for field in resource.schema.fields},
        "authority_title": computed_text(site_context.label_of, dataset, authority) if authority else None,
        "state": record.state["state"],
        "disputed": bool(record.state["disputed"]),
        "corrected": bool(record.state["corrected"]),
        # A candidate is not on the list yet, so that it has no last day there.
        "last_day": None if record.state["state"] == "拟列入" else record.state["last_day"] or None,
        "earliest_repair": record.state["earliest_repair"] or None,
        **(_caveats(record) if resource.rules.kind == "black" else {}),
        "corrections": [
            {name: cell or None for name, cell in row.items()}
            for row in branch_on(site_context.corrections.get, record.cells["record_id"]) or ()
        ],
    }


def _typed(field: Field, cell: str) -> object:
    """Return a cell by the type of its column, as the datasets' JSON has it."""
    if not cell:
        return None
    if is_several(field):
        return [
            computed_text(_item, field, cell, str(place)) for place in range(branch_on(_count, field, cell))
        ] or None
    if field.type in ("integer", "year", "number", "boolean"):
        return _BARE + computed_text(_bare, field, cell) + _BARE
    return cell


def _count(field: Field, cell: str) -> int:
    return len(split_list(field, cell))


def _item(field: Field, cell: str, place: str) -> str:
    return split_list(field, cell)[int(place)]


def _bare(field: Field, cell: str) -> str:
    return json_cells(field, (cell,))[0]


def _caveats(record: Record) -> Mapping[str, str | None]:
    """Return the caveats on a listing's days: by whom they are set, by which order, and open questions.

    Keys: ``last_day_by`` and ``earliest_repair_by`` (None where there is no such day), ``order``, ``unsettled`` and
    ``explanation``, the sentence of the page.
    """
    row, last, repair = record.cells, record.state["last_day"], record.state["earliest_repair"]
    (decided, start), severity = decided_of(row), row.get("severity", "")
    until, source = row.get("publish_until", ""), row.get("publish_until_source", "")
    return {
        "last_day_by": last_day_set_by(row, last) if last else None,
        "earliest_repair_by": COMPUTED if repair else None,
        "order": computed_text(order_of, decided, severity),
        "unsettled": computed_text(unsettled_of, decided, severity) or None,
        "explanation": computed_text(explain, decided, severity, last, until, source, start),
    }


def _records(subject: Subject) -> Iterator[tuple[str, Record]]:
    for name, records in subject.records.items():
        for record in records:
            yield name, record
