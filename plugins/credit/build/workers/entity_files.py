"""Entity files: the kinds of files that an entity has, their addresses, and the page code that makes each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from credit import urls
from credit.build.workers.worker_context import WorkerContext
from credit.pages.entity import archive_json, badge_picture, certificate_page, entity_calendar, entity_page
from credit.pages.record_rows import Subject
from credit.render import Theme, render_text

#: The page of each entity, the JSON beside it, and the calendars, certificates and badges of those that have one.
ARCHIVES, DESCRIBED, CALENDARS = "archives", "described", "calendars"
CERTIFICATES, BADGES = "certificates", "badges"

#: Kind → the address of an entity's file by its code.
ADDRESSES: Mapping[str, Callable[[str], str]] = {
    ARCHIVES: urls.entity_address,
    DESCRIBED: urls.archive_address,
    CALENDARS: urls.calendar_address,
    CERTIFICATES: urls.certificate_address,
    BADGES: urls.badge_address,
}

#: The kinds that are pages: their compressed size is bounded.
PAGES = frozenset({ARCHIVES, CERTIFICATES})


def entity_text(theme: Theme, context: WorkerContext, kind: str, subject: Subject) -> str:
    """Return the text of one file of an entity."""
    site_context = context.site_context
    if kind == DESCRIBED:
        return archive_json(site_context, subject).decode("utf-8")
    if kind == CALENDARS:
        return entity_calendar(site_context, subject).decode("utf-8")
    if kind == BADGES:
        return badge_picture(site_context, subject).decode("utf-8")
    make = certificate_page if kind == CERTIFICATES else entity_page
    return render_text(theme, context.layout, make(site_context, subject))
