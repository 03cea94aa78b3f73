"""View models of the credit archive: listings, their measures and timelines."""

from __future__ import annotations

from dataclasses import dataclass

from credit.view_models.document_views import OutlineItem
from credit.view_models.page_base import Page
from credit.view_models.view_parts import NO_PRINT_HEAD, Cell, Fact, Grid, Link, PrintHead, Sentence


@dataclass(frozen=True)
class Measure:
    """A measure that follows from a listing, and the departments that carry it out."""

    title: str
    href: str
    description: str
    authorities: tuple[Link, ...]


@dataclass(frozen=True)
class Moment:
    """One day of a listing in words; ``note`` names its source, ``place`` its position on the line."""

    words: str
    day: str
    note: str = ""
    place: str = ""


@dataclass(frozen=True)
class Timeline:
    """The days of a listing in their order: a list, and a picture where ``description`` says what it shows.

    ``closed`` is the place up to which repair cannot be applied for, empty where there is none.
    """

    moments: tuple[Moment, ...]
    closed: str = ""
    description: str = ""


@dataclass(frozen=True)
class NextStep:
    """A way out of a listing in the box of the verdict: what can be done from when, and words and address of the link."""

    words: Sentence
    action: str
    href: str


@dataclass(frozen=True)
class ListingView:
    """One listing in an archive: its list, its state in words, its facts, its measures and the next steps.

    ``tone`` is ``good`` (red), ``bad`` (black) or ``plain``; ``marks`` are words such as 异议处理中; ``corrections`` facts
    before and after; ``arithmetic`` the sentence that shows how last day and earliest repair day come about;
    ``reason`` the words of the behaviour or honour, ``authority`` the departments' keys; ``guides`` lead on with the
    record's number. ``severity`` is the record's own degree, which may be empty, ``last_day_by`` the origin of its last day. ``heard_until`` is the last day on which objections to a candidate are heard, ``earliest_repair`` the day
    from which an early end can be asked for. ``day`` is the day that an archive orders its listings by.
    """

    record_id: str
    list_title: str
    list_href: str
    row_href: str
    tone: str
    state: str
    marks: tuple[str, ...]
    sentence: Sentence
    facts: tuple[Fact, ...]
    corrections: tuple[Fact, ...]
    measures: tuple[Measure, ...]
    measures_title: str
    steps: tuple[str, ...]
    arithmetic: Sentence = ()
    reason: str = ""
    severity: str = ""
    last_day: str = ""
    last_day_by: str = ""
    authority: str = ""
    timeline: Timeline = Timeline(())
    guides: tuple[Link, ...] = ()
    heard_until: str = ""
    earliest_repair: str = ""
    day: str = ""


@dataclass(frozen=True)
class Honour:
    """One red listing on a certificate: the title of its list, its facts, and marks such as 异议处理中."""

    list_title: str
    facts: tuple[Fact, ...]
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Badge:
    """Picture for other pages: its address here, those of archive and picture as other pages embed them, words, size in px.

    ``alt`` are the words as an attribute in HTML has them.
    """

    href: str
    archive: str
    picture: str
    words: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True)
class CertificatePage(Page):
    """``/certificates/<USCC>.html``: the red lists on which an entity stands, on one sheet of A5.

    ``printed`` bears address and code of the archive, which decides, and the day of the data; ``badge`` is None on a site
    without badges.
    """

    name: str
    unified_code: str
    honours: tuple[Honour, ...]
    archive: Link
    printed: PrintHead = NO_PRINT_HEAD
    badge: Badge | None = None


@dataclass(frozen=True)
class EntityPage(Page):
    """``/entities/<USCC>.html``: the credit archive. ``status`` is one plain sentence, ``tone`` its colour.

    ``verdict`` is the status below the name, ``brief`` says why and until when, ``next_steps`` are the ways out, ``contact``
    says where to call, ``changed_on`` is the newest day of the entity's own
    data, ``digest`` begins the SHA-256 of its public cells, ``json_href`` the address of the same data for programs.
    ``systems`` are official ones in which the code can be looked up, ``index`` leads to the records of a long archive.
    """

    name: str
    unified_code: str
    former_names: tuple[str, ...]
    status: str
    tone: str
    facts: tuple[Fact, ...]
    listings: tuple[ListingView, ...]
    no_listing: str
    registers: tuple[Grid, ...]
    actions: tuple[Link, ...]
    note: str
    verdict: str = ""
    brief: Sentence = ()
    next_steps: tuple[NextStep, ...] = ()
    contact: Cell | None = None
    changed_on: str = ""
    digest: str = ""
    json_href: str = ""
    printed: PrintHead = NO_PRINT_HEAD
    systems: tuple[Link, ...] = ()
    index: tuple[OutlineItem, ...] = ()
