"""Listing rules: demands of the law on a red or black list and its rows, beyond the form of its cells."""

from __future__ import annotations

from collections.abc import Iterator

from credit.checks.list_severities import SEVERITY_FROM
from credit.checks.publication_delay import check_delay
from credit.checks.violations import Violation, column, spread
from credit.derived_columns import RESERVED
from credit.identifiers import parse_iso_date
from credit.model import DESCRIPTOR, Package, Problem, Resource, Table, is_missing

#: Column → the dataset it must refer to: measures stand in the published four lists or may not be applied.
FOUR_LISTS = {
    "penalties": "penalties",
    "incentives": "incentives",
    "behaviour": "dishonesty-scope",
    "honour": "integrity-examples",
}


def check_listing(table: Table) -> Iterator[Problem]:
    """Check the demands of the law on each row of a red or black list.

    Codes: ``severity-missing``, ``publication-need``, and the warnings ``late`` and ``holiday-year``.
    """
    kind, names = table.resource.rules.kind, table.resource.schema.names
    if kind == "black" and "severity" in names:
        yield from _check_severity(table)
    if kind in ("red", "black") and {"decided_on", "listed_on"} <= set(names):
        yield from check_delay(table)


def _check_severity(table: Table) -> Iterator[Problem]:
    missing = Violation(
        "severity-missing", f"{SEVERITY_FROM} 起作出的认定要写明失信程度，请按认定文书填写 轻微、一般 或 严重"
    )
    pairs = list(zip(column(table, "severity"), column(table, "decided_on"), strict=True))
    unstated = {
        pair: [missing]
        for pair in set(pairs)
        if not pair[0] and pair[1] >= SEVERITY_FROM and parse_iso_date(pair[1]) is not None
    }
    yield from spread(table, "severity", pairs, unstated)
    needed = Violation("publication-need", "失信程度为轻微的一般不公示；确有必要的请写明必要性，否则删除这一行")
    pairs = list(zip(column(table, "severity"), column(table, "publication_need"), strict=True))
    field = "publication_need" if table.resource.schema.field("publication_need") else "severity"
    yield from spread(
        table, field, pairs, {pair: [needed] for pair in set(pairs) if pair[0] == "轻微" and is_missing(pair[1])}
    )


def check_rules(package: Package) -> Iterator[Problem]:
    """Check that each red and black list states its rules, and that measures come from the four lists.

    Codes: ``list-rules`` (a list is published together with its conditions for entry and removal, its remedies and
    its item in the national catalogue; a county may not invent one), ``measure-reference`` and ``derived-column`` (a
    column under the name of one that publication appends).
    """
    for resource in package.resources:
        for field in resource.schema.fields if resource.is_list else ():
            if (derived := field.name.casefold()) in RESERVED:
                message = (
                    f"{field.named}这一列和网站推算的 {derived} 列同名，那一列发布时自动加在最后，名单里不能再有（不分大小写）；"
                    f"请从 {resource.schema_path} 和 {resource.path} 里删去它"
                )
                yield Problem(resource.schema_path, 1, field.name, "derived-column", message, title=field.title)
        if resource.rules.kind in ("red", "black"):
            lacking = "、".join(_lacking(resource))
            if lacking:
                message = f"{resource.named}没有写明{lacking}，名单要连同这些内容一起公布，请补上"
                yield Problem(DESCRIPTOR, 1, f"resources.{resource.name}.credit", "list-rules", message)
        for name, target in FOUR_LISTS.items():
            if resource.is_list and resource.schema.field(name) and resource.schema.reference_of(name) != target:
                measures, other = resource.schema.field(name), package.resource(target)
                message = (
                    f"{resource.named}的{measures.named if measures else name}列要引用清单 {other.named if other else target}："
                    "清单以外的措施和情形不能采用"
                )
                yield Problem(resource.schema_path, 1, name, "measure-reference", message)


def _lacking(resource: Resource) -> Iterator[str]:
    rules = resource.rules
    for words, stated in (
        ("列入条件（entry）", rules.entry),
        ("移出条件（removal）", rules.removal),
        ("救济途径（remedies）", rules.remedies),
        ("全国目录中的条目（catalogue.item）", rules.catalogue_item),
        ("目录的版本（catalogue.edition）", rules.catalogue_edition),
    ):
        if not stated:
            yield words
