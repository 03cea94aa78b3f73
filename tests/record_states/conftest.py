from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd
import pytest

from credit.model import Field, ListRules, Resource, Schema, Table

MakeTable = Callable[..., Table]


def make_table(*rows: Mapping[str, str], kind: str = "black") -> Table:
    """Make a list from rows given as mappings; each row has the columns that any row has, and an id of its own."""
    names = list(dict.fromkeys(["record_id", *(key for row in rows for key in row)]))
    fields = tuple(Field(name, name) for name in names)
    paths = (f"data/{kind}-list.csv", f"data/{kind}-list.schema.json")
    resource = Resource("list", "list", "list", *paths, Schema(fields, ("record_id",)), ListRules(kind=kind))
    numbered = [{"record_id": f"BL-2026-{n:05d}"} | dict(row) for n, row in enumerate(rows, start=1)]
    values = {name: [row.get(name, "") for row in numbered] for name in names}
    return Table(resource, pd.DataFrame(values, index=range(2, len(rows) + 2), columns=names, dtype="str"))


@pytest.fixture
def table() -> MakeTable:
    """Make a list: ``table({"listed_on": "2026-05-01"}, kind="red")``."""
    return make_table
