"""Entity calendar: the days of an entity's black listings as an iCalendar file (RFC 5545) beside its archive."""

from __future__ import annotations

from credit import urls
from credit.exporters import DEMONSTRATION
from credit.model import Resource
from credit.pages.entity.entity_json import changed_on
from credit.pages.entity.timeline import last_day_set_by
from credit.pages.record_rows import Record, Subject
from credit.pages.site_context import SiteContext
from credit.period_explanation import COMPUTED
from credit.template_compiler.placeholders import computed_text, written
from credit.view_models import ListingView

#: Column of a day → ending of the event's UID, and words before the name.
_EVENTS = {
    "earliest_repair": ("earliest-repair", "最早可以申请信用修复"),
    "last_day": ("last-day", "最后公示日"),
}

#: Columns of the states that have a day for the calendar.
DAYS = tuple(_EVENTS)

#: Most octets of a line without its end (RFC 5545, section 3.1).
MOST = 75


def is_dated(resource: Resource, record: Record) -> bool:
    """Return whether a record has a day for the calendar."""
    return resource.rules.kind == "black" and any(record.state[column] for column in _EVENTS)


def calendar_href(site_context: SiteContext, code: str, listings: tuple[ListingView, ...]) -> str:
    """Return the address of an entity's calendar as its page links to it, empty where it has none."""
    dated = any(view.earliest_repair or view.last_day for view in listings if view.tone == "bad")
    return site_context.href(urls.calendar_address(code)) if dated else ""


def entity_calendar(site_context: SiteContext, subject: Subject) -> bytes:
    """Return the calendar of an entity with a black listing: an all-day event for each of its days.

    DTSTAMP is the day on which the entity's data last changed, as the standard has it for a calendar that no one is
    invited to: the file depends on no clock and on no other record.
    """
    name = site_context.package.site.name
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", fold(f"PRODID:-//{name}//credit archive//ZH"), "CALSCALE:GREGORIAN"]
    stamp = computed_text(_stamp, changed_on(site_context, subject) or "1970-01-01")
    for dataset, records in subject.records.items():
        for record in records:
            if is_dated(site_context.lists[dataset], record):
                for column in _EVENTS:
                    if record.state[column]:
                        lines += _event(site_context, subject, record, column, stamp)
    lines.append("END:VCALENDAR")
    return "".join(written(line) + "\r\n" for line in lines).encode()


def _event(site_context: SiteContext, subject: Subject, record: Record, column: str, stamp: str) -> tuple[str, ...]:
    ending, words = _EVENTS[column]
    number = record.cells["record_id"]
    demonstration = DEMONSTRATION if site_context.package.demonstration else ""
    origin = last_day_set_by(record.cells, record.state[column]) if column == "last_day" else COMPUTED
    address = site_context.absolute(urls.entity_address(subject.unified_code))
    return (
        "BEGIN:VEVENT",
        computed_text(_line, "UID", f"-{ending}@{site_context.package.name}", "", number),
        stamp,
        computed_text(_day, record.state[column]),
        computed_text(_line, "SUMMARY", "", f"{words}：", subject.name),
        computed_text(
            _line, "DESCRIPTION", demonstration, "", "记录编号 " + number + "。" + origin + "，以认定部门为准。"
        ),
        *([computed_text(_line, "URL", "", "", address)] if address else []),
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    )


def _stamp(day: str) -> str:
    return f"DTSTAMP:{day.replace('-', '')}T000000Z"


def _day(day: str) -> str:
    return f"DTSTART;VALUE=DATE:{day.replace('-', '')}"


def _line(key: str, after: str, before: str, cell: str) -> str:
    value = before + cell + after
    if key != "URL":
        # TEXT (RFC 5545, section 3.3.11); a cell holds no line break.
        for character in ("\\", ";", ","):
            value = value.replace(character, "\\" + character)
    return fold(f"{key}:{value}")


def fold(line: str) -> str:
    """Return a line in pieces of at most ``MOST`` octets, each but the first behind CRLF and a blank."""
    data = line.encode()
    pieces: list[bytes] = []
    start, room = 0, MOST
    while len(data) - start > room:
        end = start + room
        while data[end] & 0xC0 == 0x80:  # no piece ends within a character
            end -= 1
        pieces.append(data[start:end])
        start, room = end, MOST - 1
    return b"\r\n ".join([*pieces, data[start:]]).decode()
