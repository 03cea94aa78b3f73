"""View models of the guides: steps and forms to print."""

from __future__ import annotations

from dataclasses import dataclass

from credit.view_models.page_base import Page
from credit.view_models.view_parts import Fact, Grid, Link


@dataclass(frozen=True)
class Step:
    """One step of a guide: instructions in sentences, and the place for them."""

    title: str
    sentences: tuple[str, ...]
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class FormLine:
    """One line of a form to fill in and print: ``key`` is its id, ``rows`` above one a box for sentences.

    ``record`` says that the number of the record in the page's address belongs here.
    """

    key: str
    label: str
    hint: str = ""
    rows: int = 1
    record: bool = False


@dataclass(frozen=True)
class Form:
    """A form to print: nothing of it is sent anywhere. ``signatures`` are the lines to sign by hand.

    ``archives`` is the address below which a script finds the entity's JSON to fill it from.
    """

    title: str
    note: str
    lines: tuple[FormLine, ...]
    promise: str
    signatures: tuple[str, ...]
    archives: str = ""


@dataclass(frozen=True)
class GuidesPage(Page):
    """``/guides/``: the index of the guides."""

    guides: tuple[Link, ...]


@dataclass(frozen=True)
class GuidePage(Page):
    """``/guides/…/``: the answer in brief, conditions, steps, materials, time limits, whom to call, a form to print.

    ``guides`` are all guides, the present one marked; ``tables`` periods and time limits with their rules; ``channels``
    are the places and telephones of this site's office; ``further`` what else a reader asks; with ``whom_first`` the tables
    stand before the steps, since they are the answer.
    """

    guides: tuple[Link, ...]
    brief: tuple[str, ...]
    conditions: tuple[str, ...]
    steps: tuple[Step, ...]
    materials: tuple[str, ...]
    tables: tuple[Grid, ...]
    channels: tuple[Fact, ...]
    hotlines: Grid
    form: Form | None
    further: tuple[Step, ...]
    sources: tuple[Link, ...]
    whom_first: bool = False
