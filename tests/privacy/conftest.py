from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas as pd
import pytest

from credit.model import Field, ListRules, Resource, Schema, Table

MakeTable = Callable[..., Table]


@pytest.fixture
def table() -> MakeTable:
    """Make a table of a kind from rows given as mappings; the first row stands in line 2."""

    def make(
        *rows: Mapping[str, str], kind: str = "black", name: str = "black-list", columns: Sequence[str] = ()
    ) -> Table:
        names = list(columns) or list(dict.fromkeys(key for row in rows for key in row))
        fields = tuple(Field(item, f"{item} 的标题") for item in names)
        schema = Schema(fields, ("record_id",) if "record_id" in names else ())
        paths = (f"data/{name}.csv", f"data/{name}.schema.json")
        resource = Resource(name, name, name, *paths, schema, ListRules(kind=kind))
        values = {item: [row.get(item, "") for row in rows] for item in names}
        cells = pd.DataFrame(values, index=range(2, len(rows) + 2), columns=names, dtype="str")
        return Table(resource, cells)

    return make
