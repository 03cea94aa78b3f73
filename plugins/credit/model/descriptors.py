"""Descriptors: package, resources, fields and list rules as frozen dataclasses."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from credit.identifiers import USUAL_LOCALITIES, Localities
from credit.model.problems import Problem

#: The descriptor of the package, relative to the checkout.
DESCRIPTOR = "data/datapackage.json"

#: Kinds of a resource. The first three are lists of the site and have an address below /lists/.
LIST_KINDS = ("red", "black", "register")
KINDS = (*LIST_KINDS, "reference")

#: Degrees of dishonesty (失信程度), the mildest first (《信用修复管理办法》, order 36 of 2025).
SEVERITIES = ("轻微", "一般", "严重")

#: Separator of several keys (or several names) in one cell.
SEPARATOR = ";"

#: Delimiter of a list whose schema states none (Table Schema v2).
LIST_DELIMITER = ","


def split_cell(cell: str, delimiter: str = SEPARATOR) -> tuple[str, ...]:
    """Return the keys or names in one cell, without blanks around them; none for an empty one."""
    return tuple(part for item in cell.split(delimiter) if (part := item.strip()))


def join_labels(labels: Mapping[str, str], cell: str) -> str:
    """Return the words of one or several keys in a cell, joined by 、; a key itself where it is not known."""
    return "、".join(labels.get(key, key) for key in split_cell(cell))


def title_with_key(title: str, key: str) -> str:
    """Return a dataset or column as messages name it: 修复日期（repaired_on）; the key alone where it has no title."""
    return f"{title}（{key}）" if title and title != key else key


@dataclass(frozen=True)
class Constraints:
    """The Table Schema constraints that are checked here."""

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
    whose keys the cell holds, several joined by ``;`` (a single key is a foreign key of the schema). ``delimiter``
    and ``item_type`` are those of a list; ``source`` is the rule that the column follows, ``instructions`` are words
    for the clerk who fills it, which are not published. ``renamed_from`` is the name that the column had until
    ``deprecated_on`` (ISO); ``alias_of`` marks the column that is published under that name for a while.
    """

    name: str
    title: str
    description: str = ""
    type: str = "string"
    constraints: Constraints = Constraints()
    keys: Mapping[str, str] = field(default_factory=dict)
    references: str = ""
    example: str = ""
    title_en: str = ""
    delimiter: str = ""
    item_type: str = ""
    source: str = ""
    instructions: str = ""
    renamed_from: str = ""
    deprecated_on: str = ""
    alias_of: str = ""

    @property
    def named(self) -> str:
        """The column as messages name it."""
        return title_with_key(self.title, self.name)


@dataclass(frozen=True)
class ForeignKey:
    """One column that holds a key of another resource (or of its own, when ``resource`` is empty)."""

    field: str
    resource: str
    reference: str


def _optional(raw: Mapping[str, object], always_empty: bool) -> dict[str, object]:
    """Return the JSON of a column that need not be filled, without an example where it is always empty."""
    limits = raw.get("constraints")
    kept = {name: value for name, value in raw.items() if not (always_empty and name == "example")}
    if isinstance(limits, Mapping):
        kept["constraints"] = {name: value for name, value in limits.items() if name != "required"}
    return {name: value for name, value in kept.items() if name != "constraints" or value}


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
        return tuple(item.name for item in self.fields)

    def field(self, name: str) -> Field | None:
        """Return the field of that name, or None."""
        return next((item for item in self.fields if item.name == name), None)

    def with_optional(self, names: Collection[str], *, always_empty: bool = False) -> Schema:
        """Return the schema with these columns not required; always empty ones lose their example too.

        The same holds for ``raw``.
        """
        fields = tuple(
            replace(
                field,
                example="" if always_empty else field.example,
                constraints=replace(field.constraints, required=False),
            )
            if field.name in names
            else field
            for field in self.fields
        )
        read = self.raw.get("fields")
        if not isinstance(read, list):
            return replace(self, fields=fields)
        raw = [
            _optional(column, always_empty) if isinstance(column, Mapping) and column.get("name") in names else column
            for column in read
        ]
        return replace(self, fields=fields, raw={**self.raw, "fields": raw})

    def without(self, names: Collection[str]) -> Schema:
        """Return the schema without these columns, ``raw`` alike."""
        read = self.raw.get("fields")
        kept = [column for column in read if column.get("name") not in names] if isinstance(read, list) else read
        fields = tuple(field for field in self.fields if field.name not in names)
        return replace(self, fields=fields, raw={**self.raw, "fields": kept} if kept is not None else self.raw)

    def reference_of(self, name: str) -> str:
        """Return the resource whose keys column ``name`` holds (one or several), or an empty string."""
        for key in self.foreign_keys:
            if key.field == name:
                return key.resource
        found = self.field(name)
        return found.references if found else ""


@dataclass(frozen=True)
class ListRules:
    """Content of ``credit`` of a resource: the kind, and for a list its public rules.

    ``severities`` are the degrees a list of kind black may hold, ``severity_unstated`` whether it may hold records
    whose decision states none; ``name_basis`` is the law that lets a list be called 严重失信主体名单. Columns by role:
    ``facets`` have pages for each value, ``search`` is looked in where a list has no unified code, ``filters`` are
    offered above the rows of a page (with ``free_filters`` free text too where it has few values), ``counts`` stand among the statistics.
    ``label`` names a row; ``stated_label`` is the same where the descriptor states it, else empty.
    """

    kind: str = "reference"
    authority: str = ""
    entry: tuple[str, ...] = ()
    removal: tuple[str, ...] = ()
    remedies: tuple[str, ...] = ()
    catalogue_item: str = ""
    catalogue_edition: str = ""
    facets: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    free_filters: bool = True
    counts: tuple[str, ...] = ()
    label: str = ""
    stated_label: str = ""
    minimum_rows: int | None = None
    maximum_rows: int | None = None
    severities: tuple[str, ...] = ()
    severity_unstated: bool = False
    name_basis: str = ""

    @property
    def declares_severities(self) -> bool:
        """Whether the list declares the degrees it may hold."""
        return bool(self.severities) or self.severity_unstated

    @property
    def degrees(self) -> str:
        """The degrees the list may hold in words, the mildest first; empty for a list that declares none."""
        named = [severity for severity in SEVERITIES if severity in self.severities]
        return "、".join([*named, *(["未注明"] if self.severity_unstated else [])])

    def admits(self, severity: str) -> bool:
        """Return whether the list declares a degree; an empty one is that of a decision which states none."""
        return severity in self.severities if severity else self.severity_unstated


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
    title_en: str = ""

    @property
    def named(self) -> str:
        """The dataset as messages name it."""
        return title_with_key(self.title, self.name)

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
    """Name, texts and codes of the site (``credit.site`` of the descriptor)."""

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
    tag_authority: str = ""
    localities: Localities = USUAL_LOCALITIES


@dataclass(frozen=True)
class AllowedNumber:
    """A number that only looks like a person's, as digest of salt and number, with the reason."""

    salt: bytes
    digest: bytes
    reason: str


@dataclass(frozen=True)
class Package:
    """The Data Package of ``data/datapackage.json``; ``raw`` is its JSON as read.

    ``allowed_faults`` are the problems of the file that ``allowed_numbers`` were read from.
    """

    name: str
    title: str
    description: str
    resources: tuple[Resource, ...]
    site: Site
    demonstration: bool = False
    as_of: datetime.date | None = None
    raw: Mapping[str, object] = field(default_factory=dict)
    allowed_numbers: tuple[AllowedNumber, ...] = ()
    allowed_faults: tuple[Problem, ...] = ()

    def resource(self, name: str) -> Resource | None:
        """Return the resource of that name, or None."""
        return next((resource for resource in self.resources if resource.name == name), None)
