"""What the law asks of a listing beyond the form of its cells."""

from __future__ import annotations

from dataclasses import replace

import pytest

from credit.checks import check_rules
from credit.model import Field as Column
from credit.model import ForeignKey, ListRules, Package, Resource, Schema, Site


def test_a_decision_under_the_new_order_states_its_severity(faults):
    """Before 2026-04-01 it may be empty."""
    columns = {"severity": ["", "", "严重"], "decided_on": ["2026-03-31", "2026-04-01", "2026-04-01"]}
    assert [(3, "severity", "severity-missing")] == faults(columns, kind="black")


def test_a_slight_fault_is_published_only_for_a_reason(faults):
    """轻微: as a rule not."""
    columns = {"severity": ["轻微", "轻微", "一般"], "publication_need": ["", "示例理由", ""]}
    assert [(2, "publication_need", "publication-need")] == faults(columns, kind="black")


@pytest.mark.parametrize(
    ("decided_on", "listed_on", "code"),
    [
        ("2026-06-01", "2026-06-10", []),
        ("2026-06-01", "2026-06-11", [(2, "listed_on", "late")]),
        ("2026-06-01", "", []),
        ("2031-06-02", "2031-06-30", [(2, "listed_on", "holiday-year")]),
    ],
)
def test_publication_follows_within_seven_working_days(faults, decided_on, listed_on, code):
    """Weekends do not count; a year without its table is a warning of its own."""
    assert code == faults({"decided_on": [decided_on], "listed_on": [listed_on]}, kind="red")


RULES = ListRules("black", entry=("a",), removal=("b",), remedies=("c",), catalogue_item="d", catalogue_edition="e")


def package_of(rules: ListRules, keys: tuple[ForeignKey, ...]) -> Package:
    """Return a package of one list with a behaviour column."""
    schema = Schema((Column("record_id", "编号"), Column("behaviour", "情形")), ("record_id",), keys)
    resource = Resource("some-list", "名单", "说明", "data/some-list.csv", "data/some-list.schema.json", schema, rules)
    return Package("p", "t", "d", (resource,), Site("s"))


GOOD_KEY = ForeignKey("behaviour", "dishonesty-scope", "id")


@pytest.mark.parametrize("lacking", ["entry", "removal", "remedies", "catalogue_item", "catalogue_edition"])
def test_a_list_is_published_with_its_rules(lacking):
    """Each of conditions, remedies and catalogue item is asked for."""
    assert [] == list(check_rules(package_of(RULES, (GOOD_KEY,))))
    empty = "" if lacking.startswith("catalogue") else ()
    found = list(check_rules(package_of(replace(RULES, **{lacking: empty}), (GOOD_KEY,))))
    assert ["list-rules"] == [item.code for item in found]


def test_measures_come_from_the_four_lists():
    """A column of that name without its reference, or with another, could hold anything."""
    for keys in ((), (ForeignKey("behaviour", "penalties", "id"),)):
        assert ["measure-reference"] == [rule.code for rule in check_rules(package_of(RULES, keys))]
