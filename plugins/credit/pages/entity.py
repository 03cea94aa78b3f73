"""One entity's rows go in; its archive page comes out: where it stands, why, until when, and what it can do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from credit import addresses, lifecycle
from credit.entities import dated_by
from credit.identifiers import entity_kind_of
from credit.model import SEPARATOR, Entity, PublicTable
from credit.pages.atlas import Atlas, robots_of, rows_of
from credit.pages.contexts import Cell, EntityPage, Fact, Link, ListingView, Measure
from credit.pages.grids import cell_of, facts_of, grid_of, state_of
from credit.pages.plan import Planned

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
        yield Planned(addresses.entity_address(code), partial(entity_page, atlas, code))


def entity_page(atlas: Atlas, code: str) -> EntityPage:
    """Return the archive of one entity."""
    entity = atlas.edition.entities[code]
    address = addresses.entity_address(code)
    listings = _listings(atlas, entity)
    status, tone = status_of(entity, listings)
    return EntityPage(
        head=atlas.head(entity.name, status, address, robots=robots_of(code, listing=True)),
        address=address,
        crumbs=atlas.crumbs(("名单查询", addresses.LISTS), (entity.name, address)),
        title=entity.name,
        lead="",
        section=addresses.LISTS,
        name=entity.name,
        unified_code=code,
        former_names=entity.former_names,
        status=status,
        tone=tone,
        facts=_entity_facts(atlas, entity),
        listings=listings,
        no_listing="" if listings else "该主体目前不在本站公示的红名单和黑名单上。",
        registers=tuple(
            grid_of(
                atlas, table, entity.rows.get(table.resource.name, ()), table.resource.title,
                empty=f"没有{table.resource.title}的记录。",
                columns=[n for n in table.resource.schema.names if n not in ("name", "unified_code", "former_names")],
            )
            for table in atlas.edition.public.values()
            if table.resource.rules.kind == "register"
        ),
        actions=_actions(atlas),
        note=NOTE,
    )  # fmt: skip


def status_of(entity: Entity, listings: tuple[ListingView, ...]) -> tuple[str, str]:
    """Return the sentence at the top and its tone: what stands here today, in plain words."""
    black = [view for view in listings if view.tone == "bad"]
    candidates = [view for view in listings if view.state == "拟列入公示"]
    red = [view for view in listings if view.tone == "good" and view.state != "拟列入公示"]
    if black:
        disputed = "，其中有记录正在处理异议" if any("异议处理中" in view.marks for view in black) else ""
        return f"{entity.name}目前在黑名单上，有 {len(black)} 条严重失信记录{disputed}。", "bad"
    if red:
        return f"{entity.name}目前在红名单上，有 {len(red)} 条守信记录。", "good"
    if candidates:
        return f"{entity.name}拟列入红名单，正在公示，欢迎提出意见。", "plain"
    return f"{entity.name}目前不在本站公示的红名单和黑名单上。", "plain"


def _entity_facts(atlas: Atlas, entity: Entity) -> tuple[Fact, ...]:
    facts = [Fact("统一社会信用代码", (Cell(entity.unified_code, kind="code"),))]
    if entity.former_names:
        facts.append(Fact("曾用名", tuple(Cell(name) for name in entity.former_names)))
    kind, township = "", Cell("")
    for dataset, positions in entity.rows.items():
        table = atlas.edition.public[dataset]
        row = _row(table, positions[-1])
        kind = row.get("entity_kind") or kind
        field = table.resource.schema.field("township")
        if field is not None and row.get("township"):
            township = cell_of(atlas, table.resource.schema, field, row["township"], row)
    kind = kind or entity_kind_of(entity.unified_code)
    if kind:
        facts.append(Fact("主体类型", (Cell(kind),)))
    if township.text:
        facts.append(Fact("所在乡镇（街道）", (township,)))
    return tuple(facts)


def _row(table: PublicTable, position: int) -> dict[str, str]:
    return rows_of(table.cells.iloc[[position]])[0]


def _listings(atlas: Atlas, entity: Entity) -> tuple[ListingView, ...]:
    """Return the listings of an entity, black before red, newest first."""
    views = []
    for dataset, positions in entity.rows.items():
        table = atlas.edition.public[dataset]
        if table.resource.rules.kind in _MEASURES:
            columns = dated_by(list(table.cells.columns))
            for position in positions:
                row = _row(table, position)
                date = next((row[column] for column in columns if row[column]), "")
                state = state_of(table, position)
                views.append(
                    (table.resource.rules.kind == "black", date, row["record_id"], _view(atlas, table, row, state))
                )
    return tuple(view for _, _, _, view in sorted(views, key=lambda one: one[:3], reverse=True))


def _view(atlas: Atlas, table: PublicTable, row: Mapping[str, str], state: Mapping[str, object]) -> ListingView:
    resource = table.resource
    kind = resource.rules.kind
    column, measures_title = _MEASURES[kind]
    marks = []
    if state["disputed"]:
        marks.append("异议处理中")
    corrections = _corrections(atlas, table, row["record_id"])
    if corrections:
        marks.append("已更正")
    shown = "拟列入公示" if state["state"] == "拟列入" else "在列"
    names = [name for name in resource.schema.names if name not in _ELSEWHERE]
    facts = facts_of(atlas, resource, row, names)
    days = []
    if state["last_day"]:
        days.append(
            Fact("最后公示日", (Cell(str(state["last_day"]), kind="date"),), explanation="本站推算，以认定部门为准")
        )
    if kind == "black" and state["earliest_repair"]:
        days.append(
            Fact(
                "最早可申请信用修复",
                (Cell(str(state["earliest_repair"]), kind="date"),),
                explanation="本站推算，以认定部门为准",
            )
        )
    return ListingView(
        record_id=row["record_id"],
        list_title=resource.title,
        list_href=atlas.href(addresses.list_address(resource.name)),
        row_href=atlas.href(addresses.record_address(resource.name, row["record_id"])),
        tone=_TONES[kind],
        state=shown,
        marks=tuple(marks),
        sentence=_sentence(atlas, table, row, shown),
        facts=(*facts, *days),
        corrections=corrections,
        measures=_measures(atlas, resource.schema.reference_of(column), row.get(column, "")),
        measures_title=measures_title,
        steps=resource.rules.remedies,
        arithmetic=lifecycle.explain(row, state) if kind == "black" else "",
    )


def _sentence(atlas: Atlas, table: PublicTable, row: Mapping[str, str], shown: str) -> str:
    """Say in one sentence who decided what, and when."""
    schema = table.resource.schema
    words = {}
    for name in ("authority", "behaviour", "honour"):
        dataset = schema.reference_of(name)
        value = row.get(name, "")
        words[name] = atlas.labels.get(dataset, {}).get(value, value) if value else ""
    who = words["authority"] or "有关部门"
    if table.resource.rules.kind == "black":
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


def _corrections(atlas: Atlas, table: PublicTable, record_id: str) -> tuple[Fact, ...]:
    """Return what was corrected on a record, before and after together (企业信息公示暂行条例 12)."""
    corrections = atlas.edition.public.get("corrections")
    if corrections is None:
        return ()
    facts = []
    for row in rows_of(corrections.cells):
        if row["record_id"] == record_id:
            field = table.resource.schema.field(row["field"])
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
