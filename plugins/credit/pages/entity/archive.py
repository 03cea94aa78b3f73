"""One entity's public rows go in; the day they last changed, their digest and the JSON beside the page come out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping

from credit import addresses
from credit.pages.atlas import Atlas
from credit.pages.records import Record, Subject
from credit.pages.standins import ask, derive, written

#: Columns of days that lie ahead or end something: no change of the data.
_AHEAD = frozenset({"valid_until", "suspended_until", "repaired_on"})

#: Hexadecimal digits of a digest that a person can compare by eye: too few to be taken for a number of a person (one
#: digest of 16 in some ten thousand is all digits, and then it may pass for a bank card).
_DIGITS = 10

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=written).encode


def changed_on(atlas: Atlas, subject: Subject) -> str:
    """Return the newest day in an entity's own rows and corrections, ISO, or an empty string; no clock is read."""
    days = [
        record.cells[field.name]
        for name, record in _records(subject)
        for field in atlas.lists[name].schema.fields
        if field.type == "date"
        and field.name not in _AHEAD
        # The day from which a candidate would be listed has not come.
        and not (field.name == "listed_on" and record.state["state"] == "拟列入")
    ]
    ids = [record.cells["record_id"] for _, record in _records(subject)]
    # Few records were ever corrected; the day of all others depends on nothing that only they have.
    corrected = [one for one in ids if ask(atlas.corrections.__contains__, one)]
    return derive(_newest, atlas, str(len(corrected)), *corrected, *days) if corrected or any(days) else ""


def _newest(atlas: Atlas, count: str, *ids_and_days: str) -> str:
    ids, days = ids_and_days[: int(count)], ids_and_days[int(count) :]
    corrected = [row["corrected_on"] for one in ids for row in atlas.corrections.get(one, ())]
    return max((*days, *corrected), default="")


def digest_of(subject: Subject) -> str:
    """Return the first digits of the SHA-256 of an entity's public cells.

    Digested is UTF-8: the cells of all records in the order of the JSON, each record's in the order of the schema,
    joined by U+001F, which no cell holds.
    """
    return derive(_digest, *[cell for _, record in _records(subject) for cell in record.cells.values()])


def _digest(*cells: str) -> str:
    return hashlib.sha256("\x1f".join(cells).encode()).hexdigest()[:_DIGITS]


def archive_json(atlas: Atlas, subject: Subject) -> bytes:
    """Return what the page of an entity shows as JSON on one line: field names of the schemas, cells as in the CSV.

    Keys: ``unified_code``, ``name``, ``former_names``, ``page`` (absolute where the site has an address),
    ``demonstration``, ``changed_on``, ``digest``, and ``records``: dataset → records, each with its ``state``,
    ``disputed``, ``last_day``, ``earliest_repair`` and ``corrections`` beside the cells.
    """
    address = addresses.entity_address(subject.unified_code)
    described = {
        "unified_code": subject.unified_code,
        "name": subject.name,
        "former_names": list(subject.former_names),
        "page": atlas.absolute(address) or atlas.href(address),
        "demonstration": atlas.package.demonstration,
        "changed_on": changed_on(atlas, subject),
        "digest": digest_of(subject),
        "records": {
            name: [_record(atlas, record) for record in records] for name, records in subject.records.items() if records
        },
    }
    return (_encode(described) + "\n").encode()


def _record(atlas: Atlas, record: Record) -> Mapping[str, object]:
    return {
        **record.cells,
        "state": record.state["state"],
        "disputed": bool(record.state["disputed"]),
        "last_day": record.state["last_day"],
        "earliest_repair": record.state["earliest_repair"],
        "corrections": [dict(row) for row in ask(atlas.corrections.get, record.cells["record_id"]) or ()],
    }


def _records(subject: Subject) -> Iterator[tuple[str, Record]]:
    for name, records in subject.records.items():
        for record in records:
            yield name, record
