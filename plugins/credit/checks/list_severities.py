"""Severity declarations of black lists: which degrees a list may hold, and by which law it may be called 严重失信.

国办发〔2020〕49号 and order 36 of 2025 (art. 4): a 严重失信主体名单 rests on a law, a regulation or a central policy document.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping

from credit.checks.violations import Violation, column, problem_at, spread
from credit.identifiers import parse_iso_date
from credit.model import DESCRIPTOR, SEPARATOR, SEVERITIES, Package, Problem, Resource, Table

#: From this day on every determination states its severity (国家发展改革委令2025年第36号).
SEVERITY_FROM = "2026-04-01"

#: Code → key of the resource that a problem of the descriptor is about.
_PLACES = {"list-severities": "credit.severities", "name-basis": "credit.name_basis", "list-name": "title"}

#: The law's terms for a list or its subjects in a text; the wider form is for titles, which name the list.
SERIOUS_TITLE = re.compile("严重(?:违法)?失信")
_SERIOUS_SUBJECT = re.compile("严重(?:违法)?失信(?:主体|企业|单位|人员|名单|者)")
#: Words that call the content of a list or column grave; 严重程度 asks how grave.
_SERIOUS = re.compile("严重(?!程度)")
#: A negating clause about a list.
DENIAL = re.compile("(?:不是|不属于|并非|不等于|不同于)[^，。；而]*")

#: A title in 《》 that is a law (never 办法), a regulation, or a paper of the centre; and document numbers of the centre.
_LAW = re.compile("《[^《》]*(?<![办方作用])法(?:（[^（）]*）)?》")
_REGULATION = re.compile("《([^《》]*)条例(?:（[^（）]*）)?》")
_CENTRAL = re.compile(
    "《(?:中共中央|国务院)|(?<![市县区旗州镇乡省公])(?:国办发|国办函|国发|国函|中办发|中发)[〔﹝［\\[(（]"
)
#: Titles and numbers of a county's or a city's own papers.
_LOCAL = re.compile("(?<!自治)县|市|区|旗|公.{0,3}(?:办发|发)")


def check_severities(table: Table, package: Package | None = None) -> Iterator[Problem]:
    """Yield ``severity-list`` for each record of a black list whose severity the list does not declare.

    ``package`` lets the message name the list that may hold the record. A list that declares nothing is refused by
    ``check_declarations``, its records are not.
    """
    rules = table.resource.rules
    if rules.kind != "black" or not rules.declares_severities or table.resource.schema.field("severity") is None:
        return
    if all(rules.admits(severity) for severity in set(column(table, "severity"))):
        return  # as in nearly every list: no row needs to be looked at
    pairs = list(zip(column(table, "severity"), column(table, "decided_on"), strict=True))
    violations = {
        pair: [Violation("severity-list", _misplaced(table.resource, pair[0], package))]
        for pair in set(pairs)
        # An unknown severity breaks the enumeration rule; a missing one is reported by another rule.
        if not rules.admits(pair[0]) and pair[0] in ("", *SEVERITIES) and (pair[0] or _is_earlier(pair[1]))
    }
    yield from spread(table, "severity", pairs, violations)


def _is_earlier(decided_on: str) -> bool:
    """Return whether a decision is from before the order that asks for a severity, or has no day at all."""
    return not decided_on or (decided_on < SEVERITY_FROM and parse_iso_date(decided_on) is not None)


def _misplaced(resource: Resource, severity: str, package: Package | None) -> str:
    held = f"失信程度为{severity}" if severity else "没有注明失信程度"
    others = [
        f"“{other.title}”（{other.path}）"
        for other in (package.resources if package is not None else ())
        if other.rules.kind == "black" and other.name != resource.name and other.rules.admits(severity)
    ]
    way = (
        f"请移到{'或'.join(others)}，用那份名单的编号"
        if others
        else f"请在 {DESCRIPTOR} 里为这样的记录另设一份名单，或者改写这份名单的 severities 和名称"
    )
    return f"{held}，这份名单只收{resource.rules.degrees}；请核对认定文书，没有错的，{way}"


def check_declarations(package: Package, tables: Mapping[str, Table]) -> Iterator[Problem]:
    """Yield problems of a list's declared severities and of its name that break the law.

    Codes: ``list-severities`` (a black list declares none), ``name-basis`` (called 严重失信 without a law that allows it;
    a warning where only a city's regulation is named) and ``list-name`` (called 严重 although it may hold milder records).
    """
    for resource in package.resources:
        if not resource.is_list:
            continue
        for violation in (*_declared(resource, tables.get(resource.name)), *_named(resource)):
            place = f"resources.{resource.name}.{_PLACES[violation.code]}"
            yield Problem(DESCRIPTOR, 1, place, violation.code, violation.message, violation.severity)
        yield from _check_columns(resource)


def _declared(resource: Resource, table: Table | None) -> Iterator[Violation]:
    rules = resource.rules
    if rules.kind != "black":
        stated = rules.severities or rules.severity_unstated
        if stated:
            message = f"{resource.named}不是失信名单（kind 不是 black），没有失信程度，请删去这一项"
            yield Violation("list-severities", message)
    elif not rules.declares_severities:
        line = _suggested(column(table, "severity") if table is not None else ())
        message = f"{resource.named}没有写明可以收录哪些失信程度；请核对后在它的 credit 里加上这一行：{line}"
        yield Violation("list-severities", message)


def _suggested(held: Iterable[str]) -> str:
    """Return the line of the descriptor that declares these severities; all of them for an empty collection."""
    found = set(held)
    degrees = [severity for severity in SEVERITIES if severity in found or not found]
    parts = [f'"severities": {json.dumps(degrees, ensure_ascii=False)}'] if degrees else []
    return ", ".join([*parts, *(['"severity_unstated": true'] if "" in found else [])]) + ","


def _named(resource: Resource) -> Iterator[Violation]:
    rules = resource.rules
    texts = {"title": resource.title, "description": resource.description, "catalogue.item": rules.catalogue_item}
    serious = [
        place
        for place, text in texts.items()
        if (SERIOUS_TITLE if place == "title" else _SERIOUS_SUBJECT).search(DENIAL.sub("", text))
    ]
    if serious and not rules.name_basis:
        message = (
            f"{resource.named}的 {'、'.join(serious)} 用了“严重失信”的名称，却没有写明依据；"
            '有法律、法规或者党中央、国务院文件规定的，在 credit 里加上一行："name_basis": "《……法》第……条",；'
            "没有的，请改掉名称（国办发〔2020〕49号、信用修复管理办法第四条）"
        )
        yield Violation("name-basis", message)
    elif rules.name_basis:
        yield from judge_name_basis(rules.name_basis)
    if _SERIOUS.search(DENIAL.sub("", resource.title)) and _may_hold_milder(resource):
        message = (
            f"{resource.named}的名称说“严重”，却可以收录{resource.rules.degrees}的记录；"
            "请改掉名称，或者把程度较轻的记录另设一份名单"
        )
        yield Violation("list-name", message)


def _may_hold_milder(resource: Resource) -> bool:
    rules = resource.rules
    return (
        rules.kind == "black"
        and rules.declares_severities
        and (rules.severity_unstated or rules.severities != ("严重",))
    )


def _check_columns(resource: Resource) -> Iterator[Problem]:
    """Yield ``list-name`` for each column of a list that may hold milder records whose title says 严重."""
    if _may_hold_milder(resource):
        for field in resource.schema.fields:
            if _SERIOUS.search(field.title):
                message = "列的标题说“严重”，这份名单却可以收录程度较轻的记录；请改掉标题"
                yield problem_at(resource, 1, field.name, Violation("list-name", message), path=resource.schema_path)


def check_items(package: Package, tables: Mapping[str, Table]) -> Iterator[Problem]:
    """Yield the warning ``harsh-item`` where a milder record refers to an item of the four lists that says 严重失信.

    The entity page shows the words of the record's behaviour and of each measure.
    """
    for resource in package.resources:
        table = tables.get(resource.name)
        if table is None or not _may_hold_milder(resource):
            continue
        for name in ("behaviour", "penalties"):
            harsh = _harsh_items(tables.get(resource.schema.reference_of(name)))
            if harsh and resource.schema.field(name) is not None:
                yield from _check_references(table, name, harsh)


def _harsh_items(items: Table | None) -> dict[str, str]:
    """Return key and title of each item whose title or description speaks of 严重失信."""
    if items is None:
        return {}
    texts = zip(*(column(items, name) for name in ("id", "title", "description")), strict=True)
    return {key: title for key, title, description in texts if SERIOUS_TITLE.search(f"{title} {description}")}


def _check_references(table: Table, name: str, harsh: Mapping[str, str]) -> Iterator[Problem]:
    pairs = list(zip(column(table, "severity"), column(table, name), strict=True))
    violations = {}
    for severity, cell in set(pairs):
        keys = [key.strip() for key in cell.split(SEPARATOR)]
        if severity != "严重" and (found := [harsh[key] for key in keys if key in harsh]):
            message = (
                f"{'、'.join(found)}：清单里的名称或者说明写的是“严重失信”，这条记录的失信程度是{severity or '未注明'}；"
                "请核对能不能用，用得上的，把清单里的话改平实"
            )
            violations[severity, cell] = [Violation("harsh-item", message, "warning")]
    yield from spread(table, name, pairs, violations)


def judge_name_basis(text: str) -> Iterator[Violation]:
    """Yield ``name-basis`` where a text names no law, regulation or paper of the centre."""
    regulations = [title for title in _REGULATION.findall(text) if not re.search("(?<!自治)县", title)]
    if _LAW.search(text) or _CENTRAL.search(text):
        return
    if regulations:
        if all("市" in title for title in regulations):
            message = "只写了市的条例；请核对它是不是设区的市的地方性法规，县级市制定的文件不能作为“严重失信”名称的依据"
            yield Violation("name-basis", message, "warning")
        return
    local = "市、县自己的文件" if _LOCAL.search(text) else "它"
    message = (
        f"{local}不能作为“严重失信”名称的依据；请写明法律《……法》、法规《……条例》，"
        "或者党中央、国务院的文件（国办发、国发、中办发……），没有的，请改掉名单的名称并删去 name_basis"
    )
    yield Violation("name-basis", message)
