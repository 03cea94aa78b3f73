"""Completion of an imported record: columns that follow from other ones."""

from __future__ import annotations

import datetime

import pytest

from credit.importer.draft_records import complete_record
from credit.importer.reference_lookup import Reference
from credit.model import Field, Schema

OFFICES = {"authority": Reference("部门", {"office": "示例商务局", "tax": "示例税务局"})}


@pytest.mark.parametrize(
    ("authority", "source"),
    [
        ("office", "示例商务局报送"),
        ("office;tax", "示例商务局、示例税务局报送"),
        ("office;nowhere", ""),
        ("", ""),
    ],
)
def test_source_of_a_record_is_the_departments_that_decided(authority: str, source: str) -> None:
    """All of a joint decision; none where one is not known."""
    fields = tuple(Field(name=name, title=name) for name in ("record_id", "authority", "source"))
    record = {"record_id": "BL-2026-00001", "authority": authority, "source": ""}
    complete_record(record, ["authority"], Schema(fields, ("record_id",)), OFFICES, datetime.date(2026, 6, 1))
    assert record["source"] == source
