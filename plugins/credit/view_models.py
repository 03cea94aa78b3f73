"""View models: the contract between pages and theme; a template gets one as ``page`` and a PageLayout as ``site``.

Every address (``href``) is root-relative and already carries the base path. Every text is plain text that
the template escapes; only ``body`` of a document is HTML, sanitised by ``documents``. The first comment of each template
names its classes; a test checks every attribute it uses (tests/support/template_types.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Link:
    """A link: words, address, an optional note beside it, whether it is the place the reader is at."""

    text: str
    href: str
    note: str = ""
    current: bool = False
    external: bool = False


@dataclass(frozen=True)
class Fact:
    """One line of a description list: a term and its description, as text and links."""

    term: str
    values: tuple[Cell, ...]
    explanation: str = ""


@dataclass(frozen=True)
class Cell:
    """One value of a table or fact.

    ``kind`` is ``text``, ``code``, ``date``, ``number``, ``telephone`` or ``mark``; ``tone`` of a mark is
    ``good``, ``bad``, ``warn`` or ``plain`` (words always stand beside the colour). Several values in one cell
    (a cell of several keys) are ``more``.
    """

    text: str
    href: str = ""
    kind: str = "text"
    tone: str = "plain"
    note: str = ""
    more: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Column:
    """The heading of one column of a table."""

    key: str
    title: str
    kind: str = "text"


@dataclass(frozen=True)
class Row:
    """One row of a table; ``anchor`` is its id on the page (a record's id)."""

    cells: tuple[Cell, ...]
    anchor: str = ""


@dataclass(frozen=True)
class Grid:
    """A table: caption, headings, rows, and the sentence that stands there when it has none.

    In place of a row may stand the HTML that the table's own component has made of it (a Markup, for browse pages).
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    empty: str = "目前没有记录。"


@dataclass(frozen=True)
class LinkGroup:
    """A titled group of links."""

    title: str
    links: tuple[Link, ...]
    note: str = ""


@dataclass(frozen=True)
class Head:
    """Content of <head>: ``title`` is the page's own, ``canonical`` absolute or empty, ``robots`` or empty.

    ``scripts`` names the files of the theme that this page alone loads.
    """

    title: str
    description: str
    canonical: str = ""
    robots: str = ""
    meta: tuple[tuple[str, str], ...] = ()
    json_ld: str = ""
    scripts: tuple[str, ...] = ()


@dataclass(frozen=True)
class PageLayout:
    """Content of every page: the site's name, navigation, footer, demonstration mark, assets.

    ``contacts`` are the footer's contacts as facts (telephones as ``tel:`` links), ``footer`` further lines set in
    the descriptor, ``codes`` the identity codes a government site must show (absent when unset). ``scripts`` are the
    addresses of scripts that every page loads, ``assets`` the address of each file of the theme by its name.
    """

    name: str
    tagline: str
    base: str
    home: str
    navigation: tuple[Link, ...]
    stylesheet: str
    icon: str
    scripts: tuple[str, ...]
    contacts: tuple[Fact, ...]
    footer: tuple[Fact, ...]
    footer_links: tuple[Link, ...]
    codes: tuple[Fact, ...]
    licence: Link
    organizer: str = ""
    demonstration: str = ""
    assets: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """Base of the page view models; ``section`` is the address of the navigation item a page belongs to."""

    head: Head
    address: str
    crumbs: tuple[Link, ...]
    title: str
    lead: str
    section: str


@dataclass(frozen=True)
class ListCard:
    """One list on the home page and in the catalogue of lists; ``kind`` is red, black or register."""

    title: str
    href: str
    kind: str
    description: str
    count: int
    newest: str = ""


@dataclass(frozen=True)
class DocumentEntry:
    """One document in a column: ``facts`` are short ones such as number, issuer, validity."""

    title: str
    href: str
    date: str
    summary: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class HomePage(Page):
    """``/``: lists, their newest entries, newest documents, tasks of a visitor, contacts."""

    lists: tuple[ListCard, ...]
    newest: tuple[Grid, ...]
    notices: tuple[DocumentEntry, ...]
    policies: tuple[DocumentEntry, ...]
    more_notices: Link
    more_policies: Link
    tasks: tuple[Link, ...]
    calls: tuple[Link, ...]


@dataclass(frozen=True)
class ListsPage(Page):
    """``/lists/``: the catalogue of lists, and where else a reader may want to go."""

    lists: tuple[ListCard, ...]
    more: tuple[Link, ...] = ()


@dataclass(frozen=True)
class ListPage(Page):
    """``/lists/<list>/``: newest entries, the list's rules and remedies, years and facets to browse, downloads.

    ``pages`` are the links to further pages that are folded up; ``degrees`` says which degrees of dishonesty a black list
    may hold, ``name_basis`` by which law a list is called 严重失信主体名单.
    """

    kind: str
    newest: Grid
    authority: str
    entry: tuple[str, ...]
    removal: tuple[str, ...]
    remedies: tuple[str, ...]
    catalogue: str
    years: LinkGroup
    facets: tuple[LinkGroup, ...]
    downloads: tuple[Link, ...]
    dataset: Link
    guides: tuple[Link, ...] = ()
    pages: tuple[LinkGroup, ...] = ()
    degrees: str = ""
    name_basis: str = ""


@dataclass(frozen=True)
class BrowsePage(Page):
    """One page of a year or of a facet's value: its rows, its neighbours, the list it belongs to.

    ``previous`` and ``next`` name the numbers of their page, or nothing where a page of a facet has none.
    ``left`` is the sentence that stands there when every record of the page has left; ``downloads`` are the files of
    the whole list.
    """

    kind: str
    grid: Grid
    range: str
    previous: Link | None
    next: Link | None
    pages: tuple[Link, ...]
    back: Link
    left: str = ""
    downloads: tuple[Link, ...] = ()


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
class ListingView:
    """One listing in an archive: its list, its state in words, its facts, its measures and the next steps.

    ``tone`` is ``good`` (red), ``bad`` (black) or ``plain``; ``marks`` are words such as 异议处理中; ``corrections`` facts
    before and after; ``arithmetic`` the sentence that shows how last day and earliest repair day come about;
    ``reason`` the words of the behaviour or honour, ``authority`` the departments' keys; ``guides`` lead on with the
    record's number. ``severity`` is the record's own degree, ``publish_until`` the end that its authority gave; each
    may be empty.
    """

    record_id: str
    list_title: str
    list_href: str
    row_href: str
    tone: str
    state: str
    marks: tuple[str, ...]
    sentence: str
    facts: tuple[Fact, ...]
    corrections: tuple[Fact, ...]
    measures: tuple[Measure, ...]
    measures_title: str
    steps: tuple[str, ...]
    arithmetic: str = ""
    reason: str = ""
    severity: str = ""
    last_day: str = ""
    publish_until: str = ""
    authority: str = ""
    timeline: Timeline = Timeline(())
    guides: tuple[Link, ...] = ()


@dataclass(frozen=True)
class EntityPage(Page):
    """``/entities/<USCC>.html``: the credit archive. ``status`` is one plain sentence, ``tone`` its colour.

    ``brief`` says why and until when, ``contact`` where to call, ``changed_on`` is the newest day of the entity's own
    data, ``digest`` begins the SHA-256 of its public cells, ``json_href`` the address of the same data for programs.
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
    brief: str = ""
    contact: Cell | None = None
    changed_on: str = ""
    digest: str = ""
    json_href: str = ""


@dataclass(frozen=True)
class ColumnPage(Page):
    """``/policies/``, ``/notices/``, ``/cases/``: a column of documents, newest first."""

    entries: tuple[DocumentEntry, ...]
    empty: str


@dataclass(frozen=True)
class OutlineItem:
    """One heading in a document's table of contents."""

    text: str
    anchor: str
    level: int


@dataclass(frozen=True)
class DocumentPage(Page):
    """A policy, notice or case: its header facts, outline, sanitised body, attachments, references to it."""

    kind: str
    date: str
    facts: tuple[Fact, ...]
    outline: tuple[OutlineItem, ...]
    body: str
    attachments: tuple[Link, ...]
    related: tuple[LinkGroup, ...]
    responsibilities: Grid | None
    back: Link


@dataclass(frozen=True)
class TextPage(Page):
    """``/about/``, ``/privacy/``, ``/accessibility/``: a page of sentences; ``grids`` come after the body."""

    body: str
    outline: tuple[OutlineItem, ...]
    grids: tuple[Grid, ...] = ()


@dataclass(frozen=True)
class DepartmentsPage(Page):
    """``/departments/``: all departments with their present names and telephones."""

    grid: Grid


@dataclass(frozen=True)
class DepartmentPage(Page):
    """``/departments/<id>/``: names over time, how to reach it, its tasks, its measures, its listings by list."""

    facts: tuple[Fact, ...]
    leads: Grid
    supports: Grid
    measures: tuple[LinkGroup, ...]
    lists: tuple[Link, ...]


@dataclass(frozen=True)
class MeasuresPage(Page):
    """``/measures/``: the four lists."""

    groups: tuple[LinkGroup, ...]


@dataclass(frozen=True)
class MeasureListPage(Page):
    """``/measures/<list>/``: one of the four lists as a table."""

    grid: Grid
    dataset: Link


@dataclass(frozen=True)
class MeasurePage(Page):
    """``/measures/<list>/<id>/``: one item: its text, its clause, departments in charge, records that refer to it."""

    facts: tuple[Fact, ...]
    references: tuple[Link, ...]
    back: Link


@dataclass(frozen=True)
class Download:
    """One file of a dataset with size in words and in bytes, and its SHA-256."""

    title: str
    href: str
    filename: str
    size: str
    bytes: int
    sha256: str
    note: str = ""


@dataclass(frozen=True)
class DatasetCard:
    """One dataset in the data portal."""

    title: str
    href: str
    description: str
    count: int
    formats: tuple[Link, ...]


@dataclass(frozen=True)
class DataPage(Page):
    """``/data/``: all datasets, how to use them, licence and terms, descriptor and checksums."""

    datasets: tuple[DatasetCard, ...]
    files: tuple[Download, ...]
    licence: Link
    terms: tuple[str, ...]


@dataclass(frozen=True)
class DatasetPage(Page):
    """``/data/<dataset>/``: downloads, dictionary, terms; ``facts`` such as key, number of rows, kind."""

    facts: tuple[Fact, ...]
    downloads: tuple[Download, ...]
    dictionary: Grid
    licence: Link
    terms: tuple[str, ...]
    sample: Grid
    list_link: Link | None = None


@dataclass(frozen=True)
class Bar:
    """One bar or column of a chart: lengths across in per cent, down in em; an empty label or value is not drawn."""

    label: str
    value: str
    x: str
    y: str
    width: str
    height: str
    label_x: str
    label_y: str
    value_x: str
    value_y: str


@dataclass(frozen=True)
class Chart:
    """A chart and the table under it; ``key`` is its id on the page, ``form`` is ``bars`` or ``columns``.

    ``title`` is its heading within its section, ``name`` its full name for screen readers.
    """

    key: str
    title: str
    name: str
    description: str
    form: str
    height: str
    bars: tuple[Bar, ...]
    grid: Grid


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
    """A form to print: nothing of it is sent anywhere. ``signatures`` are the lines to sign by hand."""

    title: str
    note: str
    lines: tuple[FormLine, ...]
    promise: str
    signatures: tuple[str, ...]


@dataclass(frozen=True)
class GuidePage(Page):
    """``/guides/…/``: the answer in brief, conditions, steps, materials, time limits, whom to call, a form to print.

    ``guides`` are all guides, the present one marked; ``tables`` periods and time limits with their rules; ``channels``
    are the places and telephones of this site's office; ``further`` what else a reader asks.
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


@dataclass(frozen=True)
class StatisticsPart:
    """Statistics of one list."""

    title: str
    facts: tuple[Fact, ...]
    charts: tuple[Chart, ...]
    more: Link


@dataclass(frozen=True)
class StatisticsPage(Page):
    """``/statistics/``: all lists at a glance, the reports by period, each list with its charts, how it was counted."""

    overview: Grid
    reports: LinkGroup
    parts: tuple[StatisticsPart, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class LargePage(Page):
    """``/large/``: how large type is switched on and off; ``links`` lead on in large type."""

    sentences: tuple[str, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True)
class SearchPage(Page):
    """``/search/``: the form, which lists there are and how new they are, and ways to look a name up by hand.

    ``action`` is where the form leads, ``index`` the folder of the index, ``base`` the path before each address: the
    script needs them.
    """

    action: str
    index: str
    base: str
    hint: str
    lists: tuple[Link, ...]
    sentences: tuple[str, ...]
    groups: tuple[LinkGroup, ...]


@dataclass(frozen=True)
class SearchByPage(Page):
    """``/search/by/<initial|township|year>/<value>/``: names with where they stand, or the initials that lead to them."""

    children: LinkGroup
    found: tuple[Link, ...]
    empty: str
    back: Link


@dataclass(frozen=True)
class SiteMapPage(Page):
    """``/sitemap/``: every column and page a person may look for, in groups."""

    groups: tuple[LinkGroup, ...]


@dataclass(frozen=True)
class NotFoundPage(Page):
    """``/404.html``: contents of this site, their date, that absence proves nothing, and links."""

    sentences: tuple[str, ...]
    links: tuple[Link, ...]


#: Page type → template of the theme.
TEMPLATES: Mapping[type[Page], str] = {
    HomePage: "home.html",
    ListsPage: "lists.html",
    ListPage: "list.html",
    BrowsePage: "browse.html",
    EntityPage: "entity.html",
    ColumnPage: "column.html",
    DocumentPage: "document.html",
    TextPage: "text.html",
    DepartmentsPage: "departments.html",
    DepartmentPage: "department.html",
    MeasuresPage: "measures.html",
    MeasureListPage: "measure_list.html",
    MeasurePage: "measure.html",
    DataPage: "data.html",
    DatasetPage: "dataset.html",
    GuidePage: "guide.html",
    StatisticsPage: "statistics.html",
    LargePage: "large.html",
    SearchPage: "search.html",
    SearchByPage: "search_by.html",
    SiteMapPage: "sitemap.html",
    NotFoundPage: "not_found.html",
}
