"""Columns of a published list that are no columns of its source: their fields, and the functions that derive them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from credit import law, urls
from credit.identifiers import NATURAL_PERSON, parse_iso_date
from credit.model import PUBLIC_STATES, Constraints, Field, PublicTable, has_entities

#: The dataset of corrections, and the name of the mark that its public rows set on a list's row.
CORRECTIONS = "corrections"
CORRECTED = "corrected"

#: Derives the cells of the public rows of a list; the second argument is the address of the site, or empty.
Derive = Callable[[PublicTable, str], list[str]]

_ORIGIN = "由网站推算，不在名单里填写。"


@dataclass(frozen=True)
class DerivedColumn:
    """One column that publication appends to a list: its field, and its cells for the public rows of a list."""

    field: Field
    derive: Derive


def _state_column(name: str) -> Derive:
    """Return the function that copies a text column of the states."""

    def derive(table: PublicTable, _: str) -> list[str]:
        return [str(text) for text in table.states[name].tolist()]

    return derive


def _mark_column(name: str) -> Derive:
    """Return the function that writes a mark of the states as true or false."""

    def derive(table: PublicTable, _: str) -> list[str]:
        return ["true" if mark else "false" for mark in table.states[name].tolist()]

    return derive


def _derive_basis(table: PublicTable, _: str) -> list[str]:
    """Return the order that sets the days of each row, with the question of transition that it leaves open."""
    days = table.column("decided_on") if "decided_on" in table.cells.columns else table.column("listed_on")
    rows = list(zip(table.states["rule"].tolist(), table.column("severity"), days, strict=True))
    words = {row: _basis(*row) for row in set(rows)}
    return [words[row] for row in rows]


def _basis(rule: str, severity: str, decided: str) -> str:
    day = parse_iso_date(decided)
    if not rule or day is None:
        return rule
    period = law.publication_period(severity, day) or law.longest_period(day)
    # The end that a site or an authority sets is no question of the orders.
    unsettled = period.unsettled if period is not None and rule.startswith(period.order) else ""
    return f"{rule}；未定：{unsettled}" if unsettled else rule


def _day_column(name: str) -> Derive:
    """Return the function that copies a column of publication days from the states; empty where there is none."""

    def derive(table: PublicTable, _: str) -> list[str]:
        known = name in table.states.columns
        return [str(text) for text in table.states[name].tolist()] if known else [""] * len(table.cells)

    return derive


def _derive_entity_url(table: PublicTable, siteurl: str) -> list[str]:
    if not has_entities(table.cells.columns):
        return [""] * len(table.cells)
    return [_address(siteurl, urls.entity_address(code)) if code else "" for code in table.column("unified_code")]


def _derive_record_url(table: PublicTable, siteurl: str) -> list[str]:
    """Return the address of each row on its list; none for a natural person, to whom nothing leads.

    A natural person has no code in a list with codes; in one without that column the kind of the subject tells.
    """
    name, prefix = table.resource.name, _address(siteurl, "")
    ids = table.column("record_id")
    if "unified_code" in table.cells.columns:
        has_address = [code != "" for code in table.column("unified_code")]
    else:
        has_address = [kind != NATURAL_PERSON for kind in table.column("entity_kind")]
    rows = zip(ids, has_address, strict=True)
    return [f"{prefix}{urls.record_address(name, record_id)}" if shown else "" for record_id, shown in rows]


def _address(siteurl: str, address: str) -> str:
    """Return an absolute address; without an address of the site the one from its root."""
    return (siteurl.rstrip("/") if siteurl else urls.base_of(siteurl)) + address


#: Appended in this order, behind the columns of the source.
DERIVED_COLUMNS = (
    DerivedColumn(
        Field(
            name="state",
            title="状态",
            title_en="State",
            description=f"这条记录今天的状态：在列（只记录事实的名单，网页上写“已登记”），或者拟列入（正在公示、征求意见，还没有列入）。{_ORIGIN}",
            constraints=Constraints(required=True, enum=PUBLIC_STATES),
            keys={"拟列入": "proposed", "在列": "listed"},
            example="在列",
        ),
        _state_column("state"),
    ),
    DerivedColumn(
        Field(
            name="disputed",
            title="异议处理中",
            title_en="Disputed",
            description=f"是否有异议正在处理：true 表示正在处理，结论可能改变；false 表示没有。{_ORIGIN}",
            type="boolean",
            constraints=Constraints(required=True),
            example="false",
        ),
        _mark_column("disputed"),
    ),
    DerivedColumn(
        Field(
            name=CORRECTED,
            title="更正",
            title_en="Corrected",
            description=(
                "这条记录公示以后是否更正过：true 表示更正过，更正前后的内容见数据集 corrections；false 表示没有。"
                "由网站从更正登记推算，不在名单里填写。"
            ),
            type="boolean",
            constraints=Constraints(required=True),
            example="false",
        ),
        _mark_column(CORRECTED),
    ),
    DerivedColumn(
        Field(
            name="last_day",
            title="最后公示日",
            title_en="Last day of publication",
            description=f"公示的最后一天，次日零点自动撤下；没有期限的为空。以认定部门为准。{_ORIGIN}",
            type="date",
            example="2029-05-18",
        ),
        _state_column("last_day"),
    ),
    DerivedColumn(
        Field(
            name="earliest_repair",
            title="最早可以申请修复的日期",
            title_en="Earliest day to apply for repair",
            description=f"从这一天起可以申请信用修复；不适用的为空。以认定部门为准。{_ORIGIN}",
            type="date",
            example="2027-05-19",
        ),
        _state_column("earliest_repair"),
    ),
    DerivedColumn(
        Field(
            name="period_basis",
            title="期限依据",
            title_en="Basis of the period",
            description=(
                f"最后公示日依据的规定。新旧规定怎样衔接还没有明文的，在“未定”后面写明问题；没有期限的为空。{_ORIGIN}"
            ),
            example="国家发展改革委令2025年第36号",
        ),
        _derive_basis,
    ),
    DerivedColumn(
        Field(
            name="first_published",
            title="首次公布日期",
            title_en="First published",
            description=f"这条记录第一次公布的日期，由名单的改动历史算出；没有历史的为空。{_ORIGIN}",
            type="date",
            example="2026-05-21",
        ),
        _day_column("first_published"),
    ),
    DerivedColumn(
        Field(
            name="last_changed",
            title="最近改动日期",
            title_en="Last changed",
            description=f"公开的内容最近一次改动的日期，没有改动过的是首次公布日期；没有历史的为空。{_ORIGIN}",
            type="date",
            example="2026-09-03",
        ),
        _day_column("last_changed"),
    ),
    DerivedColumn(
        Field(
            name="entity_url",
            title="信用档案网址",
            title_en="Address of the entity",
            description=f"主体的信用档案的网址；自然人和没有统一社会信用代码的主体没有。{_ORIGIN}",
            example="/entities/91220184M0EXA2E72W.html",
        ),
        _derive_entity_url,
    ),
    DerivedColumn(
        Field(
            name="record_url",
            title="记录网址",
            title_en="Address of the record",
            description=f"这条记录在名单页面上的网址；自然人没有。{_ORIGIN}",
            example="/lists/black-list/2026/#BL-2026-00017",
        ),
        _derive_record_url,
    ),
)

#: Names that no list of the source may give to a column of its own.
RESERVED = frozenset(column.field.name for column in DERIVED_COLUMNS)
