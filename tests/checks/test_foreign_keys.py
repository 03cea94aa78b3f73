"""A cell that refers to another table names a row that is there."""

import pytest

from credit.checks import check_references
from credit.model import Field, ForeignKey, Problem


@pytest.fixture
def departments(make_table):
    return make_table(
        {"id": ["market-regulation", "commerce"], "name": ["市场监督管理局", "商务局"]},
        name="departments",
        kind="reference",
        key=("id",),
        label="name",
    )


@pytest.fixture
def refer(make_table, package, departments):
    """The problems of one cell that refers to departments, by one key or by several."""

    def refer(value, several=False, faults=()):
        field = Field("authority", "部门", references="departments" if several else "")
        keys = () if several else (ForeignKey("authority", "departments", "id"),)
        table = make_table({"authority": [value]}, field, foreign_keys=keys)
        return check_references(package(table, departments), {"black-list": table, "departments": departments}, faults)

    return refer


@pytest.mark.parametrize(
    ("value", "several", "code", "words"),
    [
        ("comerce", False, "foreign-key", "是否应为 commerce？"),
        ("商务局", False, "foreign-key", "是否应为 commerce？"),
        ("市场监管局", False, "foreign-key", "是否应为 market-regulation？"),
        ("zzz", False, "foreign-key", "先在那里加上一行"),
        ("commerce;zzz", True, "foreign-key", "第 2 项"),
        ("commerce；market-regulation", True, "reference-form", "应写成 commerce;market-regulation"),
        ("commerce、market-regulation", True, "reference-form", "英文分号"),
        ("commerce,market-regulation", True, "reference-form", "英文分号"),
        ("commerce; market-regulation", True, "reference-form", "第 2 项前后有多余的空格"),
        ("commerce;commerce", True, "reference-form", "重复"),
        ("commerce;", True, "reference-form", "空的"),
        (";commerce", True, "reference-form", "空的"),
    ],
)
def test_a_key_that_is_not_there_or_not_alone_is_named(refer, value, several, code, words):
    """The message offers the key that was probably meant."""
    found = refer(value, several)
    assert [(2, "authority", code)] == [(item.line, item.field, item.code) for item in found]
    assert words in found[0].message


@pytest.mark.parametrize(
    ("value", "several"), [("commerce", False), ("", False), ("market-regulation;commerce", True), ("", True)]
)
def test_keys_that_are_there_are_no_fault(refer, value, several):
    """An empty cell refers to nothing."""
    assert () == refer(value, several)


def test_references_into_a_file_that_could_not_be_read_whole_are_not_judged(refer):
    """Its lost rows may hold the key: only what is certain is said."""
    lost = Problem("data/departments.csv", 7, "", "field-count", "…")
    assert () == refer("zzz", faults=[lost])


def test_a_dataset_may_refer_to_itself(make_table, package):
    """A successor is a row of the same table."""
    table = make_table(
        {"id": ["a", "b"], "successor": ["b", "c"]},
        name="hotlines",
        kind="reference",
        key=("id",),
        foreign_keys=(ForeignKey("successor", "hotlines", "id"),),
    )
    found = check_references(package(table), {"hotlines": table})
    assert [(3, "successor", "foreign-key")] == [(item.line, item.field, item.code) for item in found]


def test_a_key_that_becomes_an_address_is_made_for_one(make_table, package, departments):
    """Departments, measures and facets have pages under their keys."""
    table = make_table(
        {"id": ["a b", "商务局", "Commerce", "fine-2"]}, name="departments", kind="reference", key=("id",)
    )
    found = check_references(package(table), {"departments": table})
    assert [(2, "key-form"), (3, "key-form"), (4, "key-form")] == [(item.line, item.code) for item in found]
