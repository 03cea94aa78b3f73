"""Tables made of a few columns, the ground of all tests of the checks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pytest

from credit.checks import check_table
from credit.model import Constraints, Field, Package, Problem, Site, Table
from tests.support.made_tables import MakeTable, make_table_of


@pytest.fixture
def make_table() -> MakeTable:
    """Build a table of columns and rows; the first row stands on line 2."""
    return make_table_of


@pytest.fixture
def faults(make_table: MakeTable) -> Callable[..., list[tuple[int, str, str]]]:
    """Line, field and code of what is wrong with a table of one column or several."""

    def faults(columns: Mapping[str, Sequence[str]], *fields: Field, **other: object) -> list[tuple[int, str, str]]:
        return [(item.line, item.field, item.code) for item in check_table(make_table(columns, *fields, **other))]

    return faults


@pytest.fixture
def judge(make_table: MakeTable) -> Callable[..., list[Problem]]:
    """The problems of one cell in a column of a type and its constraints."""

    def judge(value: str, kind: str = "string", name: str = "x", **limits: object) -> list[Problem]:
        field = Field(name, "题", type=kind, constraints=Constraints(**limits))  # type: ignore[arg-type]
        return list(check_table(make_table({name: [value]}, field)))

    return judge


@pytest.fixture
def package() -> Callable[..., Package]:
    """A package of the tables given."""

    def package(*tables: Table) -> Package:
        return Package("p", "包", "", tuple(table.resource for table in tables), Site("站"))

    return package
