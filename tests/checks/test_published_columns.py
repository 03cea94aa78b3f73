"""Columns and keys that differ in the CSV stay apart in every published file."""

from __future__ import annotations

import pytest

from credit.checks import check_columns, check_rules
from credit.model import Field, ForeignKey, ListRules, Package, Problem, Resource, Schema, Site

LIST = ListRules("register", label="name")


def package_of(*fields: Field, key: str = "id", rules: ListRules | None = None, name: str = "fairs") -> Package:
    """Return a package of one dataset."""
    paths = (f"data/{name}.csv", f"data/{name}.schema.json")
    resource = Resource(name, "集市", "说明", *paths, Schema(fields, (key,)), rules or ListRules(label="name"))
    return Package("p", "t", "d", (resource,), Site("s"))


def places(problems: list[Problem]) -> list[tuple[str, int, str, str]]:
    """Return path, line, column and code of each problem."""
    return [(problem.path, problem.line, problem.field, problem.code) for problem in problems]


def columns(*names: str) -> list[Field]:
    return [Field(name, f"题{name}") for name in names]


@pytest.mark.parametrize(("first", "second"), [("name", "Name"), ("Имя", "имя"), ("straße", "STRASSE")])
def test_columns_that_differ_by_case_are_refused(first: str, second: str) -> None:
    """SQLite has one column for both Latin ones."""
    (problem,) = check_columns(package_of(*columns("id", first, second)))
    assert places([problem]) == [("data/fairs.schema.json", 1, second, "schema")]
    assert f"列名 {second} 和 {first} 只有大小写不同" in problem.message
    assert "data/fairs.csv 的表头" in problem.message


@pytest.mark.parametrize("name", ["before", "corrected_on"])
def test_a_column_that_pages_read_by_name_is_named_where_it_is_missing(name: str) -> None:
    """Whatever it is called instead: the push was accepted, and no page of the site could be made."""
    fields = columns("record_id", "field", "before", "after", "corrected_on")
    package = package_of(*(field for field in fields if field.name != name), key="record_id", name="corrections")
    assert places(list(check_columns(package))) == [("data/corrections.schema.json", 1, name, "schema")]
    assert list(check_columns(package_of(*fields, key="record_id", name="corrections"))) == []


def test_columns_with_names_of_their_own_are_no_fault() -> None:
    """A boolean and an integer may be keys."""
    for kind in ("boolean", "integer", "string", "date"):
        assert list(check_columns(package_of(Field("id", "编号", type=kind), *columns("name", "names")))) == []


def test_a_key_of_numbers_is_refused() -> None:
    """1 and 1.0 would be one row of SQLite."""
    (problem,) = check_columns(package_of(Field("id", "编号", type="number"), *columns("name")))
    assert places([problem]) == [("data/fairs.schema.json", 1, "id", "schema")]
    assert "请把 type 改为 string 或 integer" in problem.message


def test_a_derived_column_of_a_list_is_refused_in_any_case() -> None:
    """A list gets state from the site; a reference table does not."""
    fields = columns("record_id", "name", "State", "last_day")
    found = list(check_rules(package_of(*fields, key="record_id", rules=LIST)))
    assert [(problem.field, problem.code) for problem in found] == [
        ("State", "derived-column"),
        ("last_day", "derived-column"),
    ]
    assert "和网站推算的 state 列同名" in found[0].message
    assert list(check_rules(package_of(*fields))) == []


@pytest.mark.parametrize("other", ["place", "Place"])
def test_a_former_name_that_differs_from_a_column_by_case_is_refused(other: str) -> None:
    """Both are published for twelve months: the column itself, or another one."""
    field = Field("place", "地点", renamed_from="PLACE", deprecated_on="2026-11-20")
    (problem,) = check_columns(package_of(*columns("id"), field))
    assert places([problem]) == [("data/fairs.schema.json", 1, "place", "schema")]
    assert "请给这一列另取一个新名" in problem.message
    renamed = Field("site", "地点", renamed_from="PLACE", deprecated_on="2026-11-20")
    assert places(list(check_columns(package_of(*columns("id", other), renamed)))) == [
        ("data/fairs.schema.json", 1, "site", "schema")
    ]


def test_a_former_name_like_a_derived_column_is_refused_in_a_list() -> None:
    field = Field("stand", "情况", renamed_from="State", deprecated_on="2026-11-20")
    fields = (*columns("record_id", "name"), field)
    assert [problem.field for problem in check_columns(package_of(*fields, key="record_id", rules=LIST))] == ["stand"]
    assert list(check_columns(package_of(*fields))) == []


def test_a_former_name_of_two_columns_is_refused() -> None:
    fields = [Field(name, name, renamed_from="old", deprecated_on="2026-11-20") for name in ("here", "there")]
    assert [problem.field for problem in check_columns(package_of(*columns("id"), *fields))] == ["here", "there"]


@pytest.mark.parametrize("kind", ["integer", "date", "string"])
@pytest.mark.parametrize("several", [False, True])
def test_a_reference_has_the_type_of_its_key(kind: str, several: bool) -> None:
    """A text equals no number in the files with types, nor for a reader of foreign keys."""
    key = package_of(Field("no", "编号", type=kind), *columns("name"), key="no").resources[0]
    own = Field("port", "港口", type="date", references="fairs" if several else "")
    foreign = () if several else (ForeignKey("port", "fairs", "no"),)
    schema = Schema((*columns("id", "name"), own), ("id",), foreign)
    ship = Resource(
        "ships", "船舶", "说明", "data/ships.csv", "data/ships.schema.json", schema, ListRules(label="name")
    )
    found = list(check_columns(Package("p", "t", "d", (key, ship), Site("s"))))
    if kind == ("string" if several else "date"):
        assert found == []
    else:
        assert places(found) == [("data/ships.schema.json", 1, "port", "schema")]
        assert "在带类型的文件里对不上；请把 type 改成一样，编号用 string" in found[0].message
