"""Columns that an author did not choose for search, filters or facets are none that the rules refuse."""

from __future__ import annotations

from typing import Any

import pytest

from credit.model import DescriptorError, ListRules
from credit.reader import read_package


@pytest.fixture
def rules(write, descriptor, schemas):
    """Rules of the list with further columns in front of its own and these keys under ``credit``."""

    def rules(*fields: dict[str, Any], **credit: object) -> ListRules:
        described = [{"title": field["name"], "description": "说明", **field} for field in fields]
        schema = schemas["black-list"]
        schema["fields"] = [schema["fields"][0], *described, *schema["fields"][1:]]
        descriptor["resources"][0]["credit"] = {"kind": "register", **credit}
        return read_package(write(descriptor, schemas)).resources[0].rules

    return rules


def test_the_default_label_of_a_list_is_its_first_column_of_text(rules) -> None:
    """A number, a day and a key of another dataset name no row, and the search does not look in them."""
    found = rules({"name": "count", "type": "integer"}, {"name": "seen", "type": "date"}, {"name": "shop"})
    assert ("shop", ("shop",)) == (found.label, found.search)


def test_a_label_that_is_no_text_is_not_searched(rules) -> None:
    """The author chose the label, and no column for the search."""
    found = rules({"name": "count", "type": "integer"}, {"name": "former_names"}, label="count")
    assert ("count", ("former_names",)) == (found.label, found.search)


def test_a_list_without_text_is_not_searched(rules, schemas) -> None:
    schemas["black-list"]["fields"][2:] = []
    del schemas["black-list"]["foreignKeys"]
    schemas["black-list"]["fields"][1] = {"name": "count", "title": "数", "description": "数", "type": "number"}
    assert ("count", ()) == ((found := rules()).label, found.search)


def test_default_filters_are_no_numbers_and_no_column_without_repetition(rules) -> None:
    """They may be counted and have pages all the same."""
    keys = {"keys": {"1": "one", "2": "two"}}
    found = rules(
        {"name": "grade", "type": "integer", "constraints": {"enum": [1, 2]}, "credit": keys},
        {"name": "stall", "constraints": {"enum": ["甲", "乙"], "unique": True}},
    )
    assert found.facets == ("grade", "severity")
    assert found.filters == ("severity", "township")
    assert found.counts == ("grade", "stall", "severity", "township")


def test_default_facets_hold_one_key_a_cell(rules) -> None:
    keys = {"甲": "one", "乙": "two"}
    found = rules({"name": "towns", "credit": {"keys": keys, "references": "townships"}})
    assert found.facets == ("severity",)


def test_a_column_that_the_author_chose_is_still_refused(rules) -> None:
    with pytest.raises(DescriptorError, match=r"credit\.search 里的 count不是文字"):
        rules({"name": "count", "type": "integer"}, search=["count"])
