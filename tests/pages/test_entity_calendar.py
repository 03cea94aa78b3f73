"""The calendar of a listed firm: what RFC 5545 asks for, the days of the page, nothing of a clock."""

from __future__ import annotations

import datetime
import json
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit.pages import SiteContext, make_site_context
from credit.pages.entity import archive_json, entity_calendar, entity_page, subject_of
from credit.pages.entity.entity_calendar import MOST, fold
from tests.support.demonstration_edition import demonstration

SITE = "https://credit.example/sub"


def contexts(siteurl: str, day: datetime.date | None = None) -> SiteContext:
    return make_site_context(demonstration(day), siteurl)


@pytest.fixture(scope="module")
def site_context() -> SiteContext:
    """The demonstration at an address."""
    return contexts(SITE)


def unfolded(data: bytes) -> list[str]:
    """Return the content lines of a calendar; every physical line ends in CRLF and is short enough."""
    text = data.decode("utf-8")
    assert text.endswith("\r\n")
    physical = text.removesuffix("\r\n").split("\r\n")
    assert [] == [line for line in physical if "\n" in line or "\r" in line or len(line.encode()) > 75]
    return "\r\n".join(physical).replace("\r\n ", "").split("\r\n")


def events_of(lines: list[str]) -> list[dict[str, str]]:
    """Return the properties of each event."""
    events: list[dict[str, str]] = []
    for line in lines:
        key, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            events.append({})
        elif events and key not in ("BEGIN", "END"):
            assert key not in events[-1]
            events[-1][key] = value
    return events


@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=300))
def test_a_folded_line_is_short_and_the_same_when_unfolded(line: str) -> None:
    """In octets, not characters, and never within a character; no piece is shorter than it need be."""
    pieces = fold(line).split("\r\n ")
    assert line == "".join(pieces)
    assert all(len(piece.encode()) <= MOST - (number > 0) for number, piece in enumerate(pieces))
    for number, (piece, following) in enumerate(pairwise(pieces)):
        assert len((piece + following[0]).encode()) > MOST - (number > 0)


def test_the_events_are_the_days_of_the_black_listings(site_context: SiteContext) -> None:
    """One for each day that the page names, with a lasting identifier, all day long, and no other entity has a file."""
    with_days, seen = 0, set()
    for code in site_context.edition.entities:
        subject = subject_of(site_context, code)
        described = json.loads(archive_json(site_context, subject))
        expected = {
            (f"{record['record_id']}-{ending}", record[column].replace("-", ""))
            for name, records in described["records"].items()
            if site_context.lists[name].rules.kind == "black"
            for record in records
            for ending, column in (("earliest-repair", "earliest_repair"), ("last-day", "last_day"))
            if record[column]
        }
        page = entity_page(site_context, subject)
        linked = [link.href for link in page.actions if link.href.endswith(".ics")]
        assert linked == ([f"/sub/entities/{code}.ics"] if expected else [])
        if not expected:
            continue
        with_days += 1
        lines = unfolded(entity_calendar(site_context, subject))
        assert (lines[:2], lines[-1]) == (["BEGIN:VCALENDAR", "VERSION:2.0"], "END:VCALENDAR")
        assert lines[2].startswith("PRODID:-//")
        assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == len(expected)
        origins = {
            record["record_id"]: record["last_day_by"]
            for records in described["records"].values()
            for record in records
            if "last_day_by" in record
        }
        seen |= set(origins.values())
        events = events_of(lines)
        assert expected == {(event["UID"].partition("@")[0], event["DTSTART;VALUE=DATE"]) for event in events}
        for event in events:
            assert event["DTSTAMP"] == f"{described['changed_on'].replace('-', '')}T000000Z"
            assert event["URL"] == f"{SITE}/entities/{code}.html"
            assert re.fullmatch("(?:最早可以申请信用修复|最后公示日)：.+", event["SUMMARY"])
            assert event["SUMMARY"].endswith(subject.name)
            origin = origins.get(event["UID"].partition("-last-day@")[0], "本站推算")
            assert f"{origin}，以认定部门为准。" in event["DESCRIPTION"]
            assert "演示" in event["DESCRIPTION"]
    assert with_days > 20
    assert seen == {"本站推算", "由认定部门定"}


def test_a_calendar_depends_on_no_clock() -> None:
    """The same bytes on another day, as long as the listing is there."""
    first, later = (contexts(SITE, datetime.date(2026, 11, day)) for day in (20, 21))
    both = [code for code in first.edition.entities if code in later.edition.entities]
    assert len(both) > 100
    differing = [
        code
        for code in both
        if archive_json(first, subject_of(first, code)) == archive_json(later, subject_of(later, code))
        and entity_calendar(first, subject_of(first, code)) != entity_calendar(later, subject_of(later, code))
    ]
    assert [] == differing


def test_without_an_address_a_calendar_names_none() -> None:
    """And the identifiers are the same."""
    here, nowhere = contexts(SITE), contexts("")
    code = next(code for code, entity in here.edition.entities.items() if "black-list" in entity.rows)
    told, silent = (events_of(unfolded(entity_calendar(item, subject_of(item, code)))) for item in (here, nowhere))
    assert [event["UID"] for event in told] == [event["UID"] for event in silent]
    assert [] == [event for event in silent if "URL" in event]
