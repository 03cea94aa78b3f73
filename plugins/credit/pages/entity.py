"""One entity's rows go in; its archive page comes out: where it stands, why, until when, and what it can do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from credit import addresses
from credit.entities import dated_by
from credit.explanation import explain
from credit.identifiers import entity_kind_of
from credit.model import SEPARATOR, Resource
from credit.pages.atlas import Atlas, robots_of
from credit.pages.contexts import Cell, EntityPage, Fact, Grid, Link, ListingView, Measure
from credit.pages.grids import cell_of, facts_of, headings_of, row_of, shown_fields
from credit.pages.plan import Planned
from credit.pages.records import Record, Subject, records_of
from credit.pages.standins import ask, derive, make

#: Columns an archive shows elsewhere (heading, marks, measures), so not again among the facts of a listing.
_ELSEWHERE = frozenset(
    {
        "record_id", "name", "former_names", "unified_code", "entity_kind", "township", "penalties", "incentives",
        "repaired_on",
    }
)  # fmt: skip

#: Which column of a listing names the measures that follow, and what the section is called.
_MEASURES = {"black": ("penalties", "依法采取的惩戒措施"), "red": ("incentives", "可以享受的激励措施")}

_TONES = {"red": "good", "black": "bad", "register": "plain"}

NOTE = (
    "本页依据本站公示的数据自动生成，不是信用报告，也不是对该主体的评价。本站没有的记录，"
    "不等于其他部门没有；全国范围的信息请查询国家企业信用信息公示系统和“信用中国”网站。"
)


def plan_entities(atlas: Atlas) -> Iterator[Planned]:
    """Yield the archive of every entity."""
    for code in atlas.edition.entities:
        yield Planned(addresses.entity_address(code), partial(_page_of, atlas, code))


def _page_of(atlas: Atlas, code: str) -> EntityPage:
    return entity_page(atlas, subject_of(atlas, code))


def subject_of(atlas: Atlas, code: str) -> Subject:
    """Return one entity with its public records."""
    entity = atlas.edition.entities[code]
    records = {
        name: tuple(records_of(atlas.edition.public[name], entity.rows[name]))
        for name in atlas.lists
        if name in entity.rows
    }
    return Subject(code, entity.name, entity.former_names, records)


def entity_page(atlas: Atlas, subject: Subject) -> EntityPage:
    """Return the archive of one entity."""
    code, name = subject.unified_code, subject.name
    address = addresses.entity_address(code)
    listings = _listings(atlas, subject)
    status, tone = status_of(name, listings)
    return EntityPage(
        head=atlas.head(name, status, address, robots=robots_of(code, listing=True)),
        address=address,
        crumbs=atlas.crumbs(("名单查询", addresses.LISTS), (name, address)),
        title=name,
        lead="",
        section=addresses.LISTS,
        name=name,
        unified_code=code,
        former_names=subject.former_names,
        status=status,
        tone=tone,
        facts=_entity_facts(atlas, subject),
        listings=listings,
        no_listing="" if listings else "该主体目前不在本站公示的红名单和黑名单上。",
        registers=tuple(
            _register(atlas, resource, subject.records.get(resource.name, ()))
            for resource in atlas.lists.values()
            if resource.rules.kind == "register"
        ),
        actions=_actions(atlas),
        note=NOTE,
    )


def _register(atlas: Atlas, resource: Resource, records: tuple[Record, ...]) -> Grid:
    columns = [name for name in resource.schema.names if name not in ("name", "unified_code", "former_names")]
    fields = shown_fields(resource, columns)
    rows = tuple(row_of(atlas, resource, fields, record) for record in records)
    return Grid(resource.title, headings_of(resource, fields), rows, f"没有{resource.title}的记录。")


def status_of(name: str, listings: tuple[ListingView, ...]) -> tuple[str, str]:
    """Return the sentence at the top and its tone: what stands here today, in plain words."""
    black = [view for view in listings if view.tone == "bad"]
    candidates = [view for view in listings if view.state == "拟列入公示"]
    red = [view for view in listings if view.tone == "good" and view.state != "拟列入公示"]
    if black:
        disputed = "，其中有记录正在处理异议" if any("异议处理中" in view.marks for view in black) else ""
        return f"{name}目前在黑名单上，有 {len(black)} 条严重失信记录{disputed}。", "bad"
    if red:
        return f"{name}目前在红名单上，有 {len(red)} 条守信记录。", "good"
    if candidates:
        return f"{name}拟列入红名单，正在公示，欢迎提出意见。", "plain"
    return f"{name}目前不在本站公示的红名单和黑名单上。", "plain"


def _entity_facts(atlas: Atlas, subject: Subject) -> tuple[Fact, ...]:
    facts = [Fact("统一社会信用代码", (Cell(subject.unified_code, kind="code"),))]
    if subject.former_names:
        facts.append(Fact("曾用名", tuple(Cell(name) for name in subject.former_names)))
    kind, township = "", Cell("")
    for dataset, records in subject.records.items():
        schema, row = atlas.lists[dataset].schema, records[-1].cells
        kind = row.get("entity_kind") or kind
        field = schema.field("township")
        if field is not None and row.get("township"):
            township = cell_of(atlas, schema, field, row["township"], row)
    kind = kind or ask(entity_kind_of, subject.unified_code)
    if kind:
        facts.append(Fact("主体类型", (Cell(kind),)))
    if township.text or township.more:
        facts.append(Fact("所在乡镇（街道）", township.more or (township,)))
    return tuple(facts)


def _listings(atlas: Atlas, subject: Subject) -> tuple[ListingView, ...]:
    """Return the listings of an entity, black before red, newest first."""
    found: list[tuple[str, str, Resource, Record]] = []
    for dataset, records in subject.records.items():
        resource = atlas.lists[dataset]
        if resource.rules.kind in _MEASURES:
            columns = dated_by(list(resource.schema.names))
            for record in records:
                date = next((record.cells[column] for column in columns if record.cells[column]), "")
                found.append((date, record.cells["record_id"], resource, record))
    black = [resource.rules.kind == "black" for _, _, resource, _ in found]
    dates, ids = [one[0] for one in found], [one[1] for one in found]
    order = ask(_newest_first, tuple(black), *dates, *ids) if len(found) > 1 else range(len(found))
    return tuple(_view(atlas, found[place][2], found[place][3]) for place in order)


def _newest_first(black: tuple[bool, ...], *dates_and_ids: str) -> tuple[int, ...]:
    """Return the places of listings in the order of a page; their dates are given first, then their ids."""
    count = len(black)
    keys = [(black[place], dates_and_ids[place], dates_and_ids[count + place]) for place in range(count)]
    return tuple(sorted(range(count), key=keys.__getitem__, reverse=True))


def _view(atlas: Atlas, resource: Resource, record: Record) -> ListingView:
    row, state = record.cells, record.state
    kind = resource.rules.kind
    column, measures_title = _MEASURES[kind]
    marks = []
    if state["disputed"]:
        marks.append("异议处理中")
    corrected = ask(atlas.corrections.__contains__, row["record_id"])
    if corrected:
        marks.append("已更正")
    shown = "拟列入公示" if state["state"] == "拟列入" else "在列"
    names = [name for name in resource.schema.names if name not in _ELSEWHERE]
    facts = facts_of(atlas, resource, row, names)
    days = []
    if state["last_day"]:
        days.append(Fact("最后公示日", (Cell(state["last_day"], kind="date"),), explanation="本站推算，以认定部门为准"))
    if kind == "black" and state["earliest_repair"]:
        days.append(
            Fact(
                "最早可申请信用修复",
                (Cell(state["earliest_repair"], kind="date"),),
                explanation="本站推算，以认定部门为准",
            )
        )
    measures = row.get(column, "")
    decided = row.get("decided_on") or row.get("listed_on") or ""
    return ListingView(
        record_id=row["record_id"],
        list_title=resource.title,
        list_href=atlas.href(addresses.list_address(resource.name)),
        row_href=atlas.href(derive(addresses.record_address, resource.name, row["record_id"])),
        tone=_TONES[kind],
        state=shown,
        marks=tuple(marks),
        sentence=_sentence(atlas, resource, row, shown),
        facts=(*facts, *days),
        corrections=make(_corrections, atlas, resource, row["record_id"]) if corrected else (),
        measures=make(_measures, atlas, resource.schema.reference_of(column), measures) if measures else (),
        measures_title=measures_title,
        steps=resource.rules.remedies,
        arithmetic=derive(explain, decided, row.get("severity", ""), state["last_day"]) if kind == "black" else "",
    )


def _sentence(atlas: Atlas, resource: Resource, row: Mapping[str, str], shown: str) -> str:
    """Say in one sentence who decided what, and when."""
    words = {}
    for name in ("authority", "behaviour", "honour"):
        value = row.get(name, "")
        words[name] = derive(atlas.label_of, resource.schema.reference_of(name), value) if value else ""
    who = words["authority"] or "有关部门"
    if resource.rules.kind == "black":
        day = f"于 {row['decided_on']} " if row.get("decided_on") else ""
        why = f"认定存在“{words['behaviour']}”" if words["behaviour"] else "作出认定"
        return f"{who}{day}{why}，自 {row.get('listed_on') or '公示之日'} 起列入黑名单。"
    honour = f"“{words['honour']}”" if words["honour"] else "守信主体"
    if shown == "拟列入公示":
        return f"{who}拟认定该主体为{honour}，自 {row.get('announced_on')} 起公示，公示期间可以提出意见。"
    return f"{who}认定该主体为{honour}，自 {row.get('listed_on') or '公示之日'} 起列入红名单。"


def _measures(atlas: Atlas, dataset: str, cell: str) -> tuple[Measure, ...]:
    measures = []
    for key in filter(None, (part.strip() for part in cell.split(SEPARATOR))):
        row = atlas.rows.get(dataset, {}).get(key, {})
        link = atlas.link_to(dataset, key)
        authorities = tuple(
            atlas.link_to("departments", one.strip())
            for one in row.get("authorities", "").split(SEPARATOR)
            if one.strip()
        )
        measures.append(Measure(link.text, link.href, row.get("description", ""), authorities))
    return tuple(measures)


def _corrections(atlas: Atlas, resource: Resource, record_id: str) -> tuple[Fact, ...]:
    """Return what was corrected on a record, before and after together (企业信息公示暂行条例 12)."""
    facts = []
    for row in atlas.corrections[record_id]:
        field = resource.schema.field(row["field"])
        words = f"更正前：{row['before'] or '（空）'}；更正后：{row['after'] or '（空）'}"
        facts.append(
            Fact(field.title if field else row["field"], (Cell(words),), explanation=f"{row['corrected_on']} 更正")
        )
    return tuple(facts)


def _actions(atlas: Atlas) -> tuple[Link, ...]:
    actions = [
        Link("查看名单的列入和移出条件", atlas.href(addresses.LISTS)),
        Link("联系有关部门", atlas.href(addresses.DEPARTMENTS)),
    ]
    if ("page", "about") in atlas.slugs:
        actions.insert(0, Link("对记录有异议、需要更正或者信用修复怎么办", atlas.href(addresses.ABOUT)))
    return tuple(actions)
