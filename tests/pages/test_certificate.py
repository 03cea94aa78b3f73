"""The certificate of a red list: for whom it is, and the words on it."""

from __future__ import annotations

import dataclasses

import pytest

from credit.pages import SiteContext, make_site_context
from credit.pages.entity import certificate_page, entity_page, subject_of
from credit.pages.entity.certificate import honours_of
from credit.pages.record_rows import Record, Subject
from tests.support.demonstration_edition import demonstration


@pytest.fixture(scope="module")
def site_context() -> SiteContext:
    """The demonstration at an address."""
    return make_site_context(demonstration(), "https://credit.example")


def with_records(subject: Subject, **records: tuple[Record, ...]) -> Subject:
    """Return the subject with other records of some lists."""
    return dataclasses.replace(
        subject, records={**subject.records, **{name.replace("_", "-"): several for name, several in records.items()}}
    )


def honoured(site_context: SiteContext) -> Subject:
    """Return a subject that stands on the red list alone."""
    subjects = (subject_of(site_context, code) for code in site_context.edition.entities)
    return next(subject for subject in subjects if honours_of(site_context, subject))


def test_who_stands_on_a_red_list_and_on_no_black_list_has_a_certificate(site_context: SiteContext) -> None:
    """And no one else: its page leads there, as the page of a candidate, a shamed firm or any other does not."""
    red = {name for name, resource in site_context.lists.items() if resource.rules.kind == "red"}
    black = {name for name, resource in site_context.lists.items() if resource.rules.kind == "black"}
    having = 0
    for code in site_context.edition.entities:
        subject = subject_of(site_context, code)
        listed = any(
            record.state["state"] == "在列" for name in red for record in subject.records.get(name, ())
        ) and not any(subject.records.get(name) for name in black)
        linked = [link.href for link in entity_page(site_context, subject).actions if "certificates" in link.href]
        assert linked == ([f"/certificates/{code}.html"] if listed else [])
        having += listed
    assert 20 < having < len(site_context.edition.entities)


def test_a_black_listing_or_a_mere_candidacy_ends_the_right_to_one(site_context: SiteContext) -> None:
    """Whatever black list of the package it is."""
    subject = honoured(site_context)
    [(name, record), *_] = honours_of(site_context, subject)
    assert honours_of(site_context, with_records(subject, dishonesty_records=(record,))) == ()
    candidate = dataclasses.replace(record, state={**record.state, "state": "拟列入"})
    assert honours_of(site_context, dataclasses.replace(subject, records={name: (candidate,)})) == ()


def test_a_certificate_says_who_for_what_by_whom_and_since_when(site_context: SiteContext) -> None:
    """Its code leads to the archive, which decides; search engines keep no copy of it."""
    subject = honoured(site_context)
    page = certificate_page(site_context, subject)
    [(dataset, record), *_] = honours_of(site_context, subject)
    words = {fact.term: [cell.text for cell in fact.values] for fact in page.honours[0].facts}
    assert (page.name, page.unified_code) == (subject.name, subject.unified_code)
    assert page.honours[0].list_title == site_context.lists[dataset].title
    assert [record.cells["record_id"]] == words["记录编号"]
    assert [record.cells["listed_on"]] == words["列入日期"]
    assert [record.cells["decision_number"]] in words.values()
    assert [site_context.label_of("departments", record.cells["authority"])] in words.values()
    assert page.printed.address == f"https://credit.example/entities/{subject.unified_code}.html"
    assert page.printed.code.startswith("data:image/png;base64,")
    assert page.printed.day == entity_page(site_context, subject).changed_on
    assert page.head.robots == "noindex, noarchive"
