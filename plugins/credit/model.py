"""The words of the field as frozen dataclasses: descriptors, tables, documents, problems; standard library only."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:  # pandas is the type of a table's cells, never imported by this floor
    import pandas

Severity = Literal["error", "warning"]

#: Kinds of a resource. The first three are lists of the site and have an address below /lists/.
LIST_KINDS = ("red", "black", "register")
KINDS = (*LIST_KINDS, "reference")

#: What separates several keys (or several names) in one cell.
SEPARATOR = ";"

#: The states of a listing (design.md section 3); only PUBLIC_STATES show a name.
STATES = ("拟列入", "在列", "暂停公示", "期满", "修复", "撤销", "更正", "未到公示日")
PUBLIC_STATES = ("拟列入", "在列")


# --- problems -----------------------------------------------------------------------------------


@dataclass(frozen=True, order=True)
class Problem:
    """One fault of the input: where it is, what it is and what the person can do about it (in Chinese).

    ``path`` is relative to the root with forward slashes, ``line`` physical (1 is the header of a CSV),
    ``field`` the column's name or the front-matter key (empty for a whole line or file).
    """

    path: str
    line: int
    field: str
    code: str
    message: str
    severity: Severity = "error"
    title: str = ""

    def text(self) -> str:
        """Return the line a person reads: ``path:line: title: message [code]``."""
        name = self.title or self.field
        middle = f" {name}:" if name else ""
        return f"{self.path}:{self.line}:{middle} {self.message} [{self.code}]"


class CreditError(Exception):
    """Base of every error this package raises on purpose; its text is Chinese and says what to do."""


class DescriptorError(CreditError):
    """The descriptor or a schema cannot be used at all; carries its problems."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(problem.text() for problem in self.problems))


class CheckFailed(CreditError):
    """The gate found errors; carries the whole report, warnings included."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(problem.text() for problem in self.problems))


# --- descriptors --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Constraints:
    """The Table Schema constraints this house checks."""

    required: bool = False
    unique: bool = False
    enum: tuple[str, ...] = ()
    pattern: str = ""
    minimum: str = ""
    maximum: str = ""
    min_length: int | None = None
    max_length: int | None = None


@dataclass(frozen=True)
class Field:
    """One column of a schema.

    ``keys`` maps a cell's Chinese term to its ASCII key for addresses; ``references`` names the resource
    whose keys the cell holds, several joined by ``;`` (a single key is a foreign key of the schema).
    """

    name: str
    title: str
    description: str = ""
    type: str = "string"
    constraints: Constraints = Constraints()
    keys: Mapping[str, str] = field(default_factory=dict)
    references: str = ""
    example: str = ""


@dataclass(frozen=True)
class ForeignKey:
    """One column that holds a key of another resource (or of its own, when ``resource`` is empty)."""

    field: str
    resource: str
    reference: str


@dataclass(frozen=True)
class Schema:
    """A Table Schema: fields in order, primary key, single foreign keys; ``raw`` is the JSON as published."""

    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...] = ()
    raw: Mapping[str, object] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """The column names in their order."""
        return tuple(one.name for one in self.fields)

    def field(self, name: str) -> Field | None:
        """Return the field of that name, or None."""
        return next((one for one in self.fields if one.name == name), None)

    def reference_of(self, name: str) -> str:
        """Return the resource whose keys column ``name`` holds (one or several), or an empty string."""
        for key in self.foreign_keys:
            if key.field == name:
                return key.resource
        found = self.field(name)
        return found.references if found else ""


@dataclass(frozen=True)
class ListRules:
    """What stands under ``credit`` of a resource: the kind, and for a list its public rules."""

    kind: str = "reference"
    authority: str = ""
    entry: tuple[str, ...] = ()
    removal: tuple[str, ...] = ()
    remedies: tuple[str, ...] = ()
    catalogue_item: str = ""
    catalogue_edition: str = ""
    facets: tuple[str, ...] = ()
    label: str = ""
    minimum_rows: int | None = None
    maximum_rows: int | None = None


@dataclass(frozen=True)
class Resource:
    """One dataset of the package: its descriptor, schema and rules. ``path`` is relative to the root."""

    name: str
    title: str
    description: str
    path: str
    schema_path: str
    schema: Schema
    rules: ListRules

    @property
    def is_list(self) -> bool:
        """Whether the dataset has pages below /lists/."""
        return self.rules.kind in LIST_KINDS


@dataclass(frozen=True)
class Licence:
    """The licence of the data; all empty means 未声明许可."""

    name: str = ""
    title: str = ""
    path: str = ""


@dataclass(frozen=True)
class Site:
    """What the site says of itself (``credit.site`` of the descriptor)."""

    name: str
    tagline: str = ""
    description: str = ""
    organizer: str = ""
    licence: Licence = Licence()
    terms: tuple[str, ...] = ()
    footer: tuple[tuple[str, str], ...] = ()
    identity_code: str = ""
    icp_number: str = ""
    police_number: str = ""
    domain: str = ""
    report_error_url: str = ""
    division: str = ""


@dataclass(frozen=True)
class Package:
    """The Data Package of ``data/datapackage.json``; ``raw`` is its JSON as read."""

    name: str
    title: str
    description: str
    resources: tuple[Resource, ...]
    site: Site
    demonstration: bool = False
    as_of: datetime.date | None = None
    raw: Mapping[str, object] = field(default_factory=dict)

    def resource(self, name: str) -> Resource | None:
        """Return the resource of that name, or None."""
        return next((one for one in self.resources if one.name == name), None)


# --- tables and documents -----------------------------------------------------------------------


@dataclass(frozen=True)
class Table:
    """The rows of one resource in canonical form.

    ``cells`` has one string column for each field of the schema, in its order, rows sorted by key, empty
    cells as ``""``, dates as ``YYYY-MM-DD``; its index holds the physical line of each row.
    """

    resource: Resource
    cells: pandas.DataFrame

    @property
    def name(self) -> str:
        """The name of the resource."""
        return self.resource.name


@dataclass(frozen=True)
class Clause:
    """One heading or numbered paragraph of a document: positional anchor (``c4-3-1``), printed number, words."""

    anchor: str
    level: int
    number: str
    text: str


@dataclass(frozen=True)
class Document:
    """One Markdown file of content/: its front matter, sanitised body and outline.

    ``kind`` is ``policy``, ``notice``, ``case``, ``page`` …; ``date`` is None for 未注明; ``body`` is sanitised
    HTML whose internal links are root-relative and not yet prefixed; ``links`` are its internal link targets
    with their lines; ``attachments`` are files beside it, relative to the root.
    """

    kind: str
    path: str
    slug: str
    title: str
    date: datetime.date | None
    metadata: Mapping[str, str]
    body: str
    text: str
    clauses: tuple[Clause, ...] = ()
    links: tuple[tuple[int, str], ...] = ()
    attachments: tuple[Path, ...] = ()


# --- what is public on a day --------------------------------------------------------------------


@dataclass(frozen=True)
class PublicTable:
    """The rows of one dataset that are public on the as-of day, as every page and file may show them.

    ``cells`` as in Table, natural persons masked, hidden rows gone; ``states`` has the same index and the columns
    of ``lifecycle.derive_states``; ``highest`` is the highest running number of each year that was ever public,
    so that a browse page whose records have all left still answers.
    """

    resource: Resource
    cells: pandas.DataFrame
    states: pandas.DataFrame
    highest: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Entity:
    """One market entity with public records: ``rows`` maps a dataset to the positions of its rows there."""

    unified_code: str
    name: str
    former_names: tuple[str, ...]
    rows: Mapping[str, tuple[int, ...]]
