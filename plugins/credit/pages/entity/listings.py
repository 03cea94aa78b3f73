"""Listing views: each listing of an entity with its reason, days, measures and guides."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace

from credit import urls
from credit.identifiers import parse_iso_date
from credit.model import SEPARATOR, Resource, dated_by
from credit.pages.dated_sentences import day_cell, sentence_of, split_days
from credit.pages.entity.timeline import last_day_set_by, shown_days, timeline_of
from credit.pages.entity.verdict import OBJECTION, REPAIR
from credit.pages.record_rows import Record, Subject
from credit.pages.site_context import SiteContext, office_in_charge
from credit.pages.table_views import facts_of, marks_of, telephone_cell
from credit.period_explanation import DECISION, LISTING, ends_before_repair, explain
from credit.template_compiler.placeholders import branch_on, computed_text, computed_value
from credit.view_models import Cell, Fact, Link, ListingView, Measure, Sentence

#: Columns that an entity page shows elsewhere (heading, marks, measures), so not again among the facts of a listing.
_ELSEWHERE = frozenset(
    {
        "record_id", "name", "former_names", "unified_code", "entity_kind", "township", "penalties", "incentives",
        "repaired_on",
    }
)  # fmt: skip

#: Kind of list → column of the measures that follow, and title of the section.
_MEASURES = {"black": ("penalties", "依法采取的惩戒措施"), "red": ("incentives", "可以享受的激励措施")}

_TONES = {"red": "good", "black": "bad", "register": "plain"}


def listings_of(site_context: SiteContext, subject: Subject) -> tuple[ListingView, ...]:
    """Return the listings of an entity, black before red, newest first."""
    found: list[tuple[str, str, Resource, Record]] = []
    for dataset, records in subject.records.items():
        resource = site_context.lists[dataset]
        if resource.rules.kind in _MEASURES:
            columns = dated_by(list(resource.schema.names))
            for record in records:
                date = next((record.cells[column] for column in columns if record.cells[column]), "")
                found.append((date, record.cells["record_id"], resource, record))
    black = [resource.rules.kind == "black" for _, _, resource, _ in found]
    dates, ids = [item[0] for item in found], [item[1] for item in found]
    order = branch_on(_newest_first, tuple(black), *dates, *ids) if len(found) > 1 else range(len(found))
    views: list[ListingView] = []
    told: set[str] = set()
    for place in order:
        day, _, resource, record = found[place]
        view = replace(_view(site_context, resource, record), day=day)
        # Remedies that every record of a list has are shown once: on a phone they take a screen.
        views.append(replace(view, steps=()) if resource.name in told else view)
        told.add(resource.name)
    return tuple(views)


def _newest_first(black: tuple[bool, ...], *dates_and_ids: str) -> tuple[int, ...]:
    """Return the places of listings in the order of a page; their dates are given first, then their ids."""
    count = len(black)
    keys = [(black[place], dates_and_ids[place], dates_and_ids[count + place]) for place in range(count)]
    return tuple(sorted(range(count), key=keys.__getitem__, reverse=True))


def _view(site_context: SiteContext, resource: Resource, record: Record) -> ListingView:
    row, state = record.cells, record.state
    kind = resource.rules.kind
    column, measures_title = _MEASURES[kind]
    candidate = state["state"] == "拟列入"
    shown = "拟列入公示" if candidate else "在列"
    elsewhere = _ELSEWHERE | shown_days(kind)
    if state["last_day"] or candidate:
        # The end is among the days; the day that the department wrote is the same or later.
        elsewhere |= {"valid_until"}
    names = [name for name in resource.schema.names if name not in elsewhere]
    facts = list(facts_of(site_context, resource, row, names))
    if row.get("authority") and has_telephone(site_context, row["authority"]):
        # Right behind the department, before the other facts.
        place = sum(1 for name in names[: names.index("authority") + 1] if row.get(name))
        facts.insert(place, Fact("咨询电话", (computed_value(_telephone, site_context, row["authority"]),)))
    measures = row.get(column, "")
    decided, start = decided_of(row)
    end = (state["last_day"], row.get("publish_until", ""), row.get("publish_until_source", ""))
    # A record with a day of repair is open to it; of the others most have no shortest period.
    repairable = kind == "black" and (
        bool(state["earliest_repair"])
        or not branch_on(ends_before_repair, decided, row.get("severity", ""), state["last_day"])
    )
    return ListingView(
        record_id=row["record_id"],
        list_title=resource.title,
        list_href=site_context.href(urls.list_address(resource.name)),
        row_href=site_context.href(computed_text(urls.record_address, resource.name, row["record_id"])),
        tone=_TONES[kind],
        state=shown,
        marks=marks_of(state),
        sentence=_sentence(site_context, resource, row, shown),
        facts=tuple(facts),
        corrections=computed_value(_corrections, site_context, resource, row["record_id"])
        if state["corrected"]
        else (),
        measures=computed_value(_measures, site_context, resource.schema.reference_of(column), measures)
        if measures
        else (),
        measures_title="列入后" + measures_title if candidate else measures_title,
        steps=resource.rules.remedies,
        arithmetic=computed_value(_arithmetic, decided, row.get("severity", ""), *end, start)
        if kind == "black" and branch_on(_is_explained, decided, *end)
        else (),
        reason=_words(site_context, resource, row, "behaviour" if kind == "black" else "honour"),
        severity=row.get("severity", ""),
        last_day="" if candidate else state["last_day"],
        last_day_by="" if candidate else last_day_set_by(row, state["last_day"]),
        authority=row.get("authority", ""),
        timeline=timeline_of(kind, row, state),
        guides=_guides(site_context, row["record_id"], row["unified_code"], repairable=repairable),
        heard_until=computed_text(day_before, row.get("listed_on", "")) if candidate and row.get("listed_on") else "",
        earliest_repair=state["earliest_repair"],
    )


def _arithmetic(*cells: str) -> Sentence:
    return split_days(explain(*cells))


def _is_explained(decided: str, last: str, *_: str) -> bool:
    return bool(last) and parse_iso_date(decided) is not None


def day_before(text: str) -> str:
    """Return the day before an ISO date, empty for what is no date."""
    day = parse_iso_date(text)
    return (day - datetime.timedelta(days=1)).isoformat() if day else ""


def decided_of(row: Mapping[str, str]) -> tuple[str, str]:
    """Return the day that the period of a listing starts on, of the decision, else of the listing, and which it is."""
    decided = row.get("decided_on")
    return (decided, DECISION) if decided else (row.get("listed_on") or "", LISTING)


def _sentence(site_context: SiteContext, resource: Resource, row: Mapping[str, str], shown: str) -> Sentence:
    """Return one sentence on the decision: department, content and day."""
    words = {name: _words(site_context, resource, row, name) for name in ("authority", "behaviour", "honour")}
    who = words["authority"] or "有关部门"
    if resource.rules.kind == "black":
        day = ("于", day_cell(row["decided_on"])) if row.get("decided_on") else ()
        why = "认定存在“" + words["behaviour"] + "”" if words["behaviour"] else "作出认定"
        return sentence_of(who, *day, why + "，自", _since(row, "listed_on"), f"起列入“{resource.title}”。")
    honour = "“" + words["honour"] + "”" if words["honour"] else "守信主体"
    if shown == "拟列入公示":
        return sentence_of(
            who + "拟认定该主体为" + honour + "，自", _since(row, "announced_on"), "起公示，公示期间可以提出意见。"
        )
    return sentence_of(who + "认定该主体为" + honour + "，自", _since(row, "listed_on"), "起列入红名单。")


def _since(row: Mapping[str, str], column: str) -> Cell:
    return day_cell(row[column]) if row.get(column) else Cell("公示之日")


def _words(site_context: SiteContext, resource: Resource, row: Mapping[str, str], name: str) -> str:
    value = row.get(name, "")
    return computed_text(site_context.label_of, resource.schema.reference_of(name), value) if value else ""


def _guides(site_context: SiteContext, record_id: str, code: str, *, repairable: bool) -> tuple[Link, ...]:
    """Return links to the guides for this record; a script fills their forms from the entity's JSON."""
    guides = [(OBJECTION, urls.GUIDE_OBJECTION)]
    if repairable:
        guides.insert(0, (REPAIR, urls.GUIDE_REPAIR))
    return tuple(Link(words, site_context.href(urls.guide_address(guide, record_id, code))) for words, guide in guides)


def _telephones(site_context: SiteContext, keys: str) -> list[tuple[str, str]]:
    """Return telephones about a decision, each with its owner: departments, else the contacts of this site."""
    rows = site_context.rows.get("departments", {})
    departments = [rows.get(office_in_charge(site_context, key.strip()), {}) for key in keys.split(SEPARATOR)]
    own = [(row["telephone"], "") for row in departments if row.get("telephone")]
    return own or _contacts(site_context)


def _contacts(site_context: SiteContext) -> list[tuple[str, str]]:
    # First the contact that can be visited: it answers questions, not only complaints.
    contacts = sorted(site_context.rows.get("contacts", {}).values(), key=lambda row: not row.get("address"))
    return [(row["telephone"], row.get("title", "")) for row in contacts if row.get("telephone")]


def has_telephone(site_context: SiteContext, keys: str) -> bool:
    """Return whether there is a number to call about a decision of these departments."""
    # With contacts of the site there is always one, so no branch on the row is recorded.
    return bool(_contacts(site_context)) or branch_on(_has_own, site_context, keys)


def _has_own(site_context: SiteContext, keys: str) -> bool:
    return bool(_telephones(site_context, keys))


def first_telephone(site_context: SiteContext, keys: str) -> Cell:
    """Return the first number to call about a decision of these departments."""
    cell = _telephone(site_context, keys)
    return cell.more[0]


def _telephone(site_context: SiteContext, keys: str) -> Cell:
    found = [(telephone_cell(number), whose) for number, whose in _telephones(site_context, keys)]
    return Cell("", more=tuple(replace(item, note=whose) for cell, whose in found for item in cell.more or (cell,)))


def _measures(site_context: SiteContext, dataset: str, cell: str) -> tuple[Measure, ...]:
    measures = []
    for key in filter(None, (part.strip() for part in cell.split(SEPARATOR))):
        row = site_context.rows.get(dataset, {}).get(key, {})
        link = site_context.link_to(dataset, key)
        authorities = tuple(
            site_context.link_to("departments", item.strip())
            for item in row.get("authorities", "").split(SEPARATOR)
            if item.strip()
        )
        title = link.text + (f"（{link.note}）" if link.note else "")
        measures.append(Measure(title, link.href, row.get("description", ""), authorities))
    return tuple(measures)


def _corrections(site_context: SiteContext, resource: Resource, record_id: str) -> tuple[Fact, ...]:
    """Return the corrections of a record, old and new value together (企业信息公示暂行条例 12)."""
    facts = []
    for row in site_context.corrections[record_id]:
        field = resource.schema.field(row["field"])
        words = f"更正前：{row['before'] or '（空）'}；更正后：{row['after'] or '（空）'}"
        facts.append(
            Fact(
                field.title if field else row["field"],
                (Cell(words, kind="prose"),),
                explanation=f"{row['corrected_on']} 更正",
            )
        )
    return tuple(facts)
