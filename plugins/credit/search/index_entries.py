"""Index entries: entities by name and code, documents by title and number."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from credit import urls
from credit.identifiers import validity_words
from credit.link_targets import TOPICS, known_addresses, known_anchors, office_keys
from credit.mask_texts import MASKED_SHOP, is_placeholder
from credit.model import COLUMN_TITLES, MARKS, SEPARATOR, Clause, Document, dated_by, join_labels
from credit.search.listing_columns import REASONS, ListingColumns
from credit.search.name_normalization import short_hash
from credit.search.name_places import NamePlaces

if TYPE_CHECKING:
    from credit.gate import Edition

#: Status of a listing in search results, as one letter; the words are those of the lists' tables.
LISTED, CANDIDATE, REGISTERED = "a", "b", "c"
#: Status of a listing on a black list by its own degree: a result shows the degree that the record states.
DEGREES = {"轻微": "d", "一般": "e", "严重": "f", "": "g"}
STATUS = {
    LISTED: "在列",
    CANDIDATE: "拟列入公示",
    REGISTERED: "已登记",
    **{letter: f"在列，程度：{severity or '未注明'}" for severity, letter in DEGREES.items()},
}

#: Mark of a listing as one letter: an objection in progress, a correction, or both.
MARKED = {
    "-": (),
    "!": (MARKS["disputed"],),
    "+": (MARKS["corrected"],),
    "*": (MARKS["disputed"], MARKS["corrected"]),
}
_LETTERS = {(False, False): "-", (True, False): "!", (False, True): "+", (True, True): "*"}

#: Characters of a listing in the facts of an entity.
FACT_WIDTH = 22

#: Characters of a clause's first sentence, beyond which that is no name of it.
_LONGEST_CLAUSE = 40

_FIRST_DAY = datetime.date(2000, 1, 1)

#: Begins the words of a result that is about something to do.
TOPIC = "办事"

#: Begins the words of a result that is a document, by its kind.
_COLUMN = {**COLUMN_TITLES, "guide": "办事指南", "page": "说明"}

#: Validity of a policy that a reader is to know before opening it → words behind those of its result.
_VALIDITY = {"失效": " 已失效", "废止": " 已废止", "已修改": " 已修改"}
_NAME_DATES = re.compile(r"\([^()]*\)$")


@dataclass(frozen=True)
class Entry:
    """One search entry: ``key`` is a code, or the address of a paper or of a row; ``names`` are found by any part of them.

    ``numbers`` are found by their beginning; ``facts`` is the content of a result, ready for the browser: for an entity
    or a row 22 characters a listing (list, state, mark, day, authority, reason, last day), for a paper its words. ``listed``
    comes first.
    """

    key: str
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    facts: str
    listed: bool = False


def entity_entries(edition: Edition) -> list[Entry]:
    """Return every entity by code, and every row of lists without codes.

    An unpublished shop name is not searchable, its code is (design.md section 4).
    """
    facts: dict[str, list[str]] = {}
    numbers: dict[str, list[str]] = {}
    listed: set[str] = set()
    lists = [ListingColumns.of(table) for table in edition.public.values() if table.resource.is_list]
    for columns in lists:
        for code, record_id, fact in _listings(columns):
            if code:
                numbers.setdefault(code, [code]).append(record_id)
                facts.setdefault(code, []).append(fact)
                if fact[3] not in (CANDIDATE, REGISTERED):
                    listed.add(code)
    entries = []
    for code, entity in edition.entities.items():
        names = () if entity.name == MASKED_SHOP else (entity.name, *entity.former_names)
        entries.append(
            Entry(code, names, tuple(numbers.get(code, [code])), "".join(facts.get(code, ())), code in listed)
        )
    for columns in lists:
        if columns.search:
            entries.extend(_row_entries(columns))
    return entries


def _row_entries(table: ListingColumns) -> Iterator[Entry]:
    """Yield each row of a list without codes, by the columns that its descriptor names for search.

    The key is the address of the row on its browse page; the column that names a row comes first among its names.
    """
    order = sorted(table.search, key=lambda name: name != table.label)
    columns = [[cell.split(SEPARATOR) for cell in table.column(name)] for name in order]
    for position, (_, record_id, fact) in enumerate(_listings(table)):
        parts = [part.strip() for column in columns for part in column[position]]
        names = tuple(dict.fromkeys(part for part in parts if part and not is_placeholder(part)))
        if names:
            listed = fact[3] not in (CANDIDATE, REGISTERED)
            yield Entry(urls.record_address(table.list_name, record_id), names, (record_id,), fact, listed)


def _listings(table: ListingColumns) -> Iterable[tuple[str, str, str]]:
    """Yield code, record id and the facts of each row."""
    name = short_hash(table.list_name)
    codes, ids, authorities = map(table.column, ("unified_code", "record_id", "authority"))
    dated = [table.column(column) for column in dated_by(table.cells)]
    announced = table.column("announced_on")
    states, last_days = table.states["state"], table.states["last_day"]
    pairs = zip(table.states["disputed"], table.states["corrected"], strict=True)
    marks = [_LETTERS[pair] for pair in pairs]
    usual = REGISTERED if table.kind == "register" else LISTED
    listed = [usual] * len(codes)
    if table.kind == "black":
        listed = [DEGREES.get(severity, LISTED) for severity in table.column("severity")]
    reason = next((table.column(column) for column in REASONS if column in table.cells), [""] * len(codes))
    tokens: dict[str, str] = {"": "..."}
    for position, code in enumerate(codes):
        candidate = states[position] == "拟列入"
        status = CANDIDATE if candidate else listed[position]
        day = announced[position] if candidate else next((item[position] for item in dated if item[position]), "")
        token, why = (
            tokens.get(key) or tokens.setdefault(key, short_hash(key))
            for key in (authorities[position], reason[position])
        )
        # The last day of a listing that is not yet says nothing.
        until = _short_day("" if candidate else last_days[position])
        day = day.replace("-", "") or "--------"
        yield code, ids[position], f"{name}{status}{marks[position]}{day}{token}{why}{until}"


def cell_labels(edition: Edition, column: str, labels: Mapping[str, str]) -> dict[str, str]:
    """Return the words of each key, and of each cell of the public lists that holds several keys of a column."""
    joint = {
        cell
        for table in edition.public.values()
        if table.resource.is_list and table.resource.schema.reference_of(column)
        for cell in table.column(column)
        if SEPARATOR in cell
    }
    return {**{cell: join_labels(labels, cell) for cell in sorted(joint)}, **labels}


@lru_cache(maxsize=65536)
def _short_day(day: str) -> str:
    """Return a day as three digits of base 36, counted from the year 2000."""
    count = (datetime.date.fromisoformat(day) - _FIRST_DAY).days if day else -1
    if not 0 <= count < 36**3:
        return "..."
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    return digits[count // 1296] + digits[count // 36 % 36] + digits[count % 36]


def paper_entries(edition: Edition) -> list[Entry]:
    """Return documents and clauses of policies, departments by name, and what there is to do: guides, measures, hotlines."""
    entries = [_document(document) for document in edition.documents]
    policies = {document.slug: document for document in edition.documents if document.kind == "policy"}
    for slug, clause, words in _named_clauses(edition.documents):
        address = f"{urls.document_address('policy', slug)}#{clause.anchor}"
        facts = f"{_COLUMN['policy']}条目 {policies[slug].title}{_validity(policies[slug])}"
        entries.append(Entry(address, (words,), (), facts))
    table = edition.public.get("departments")
    if table is not None:
        offices = set(office_keys(edition.public))
        names = [table.column(column) for column in ("name", "short_name", "aliases")]
        for position, key in enumerate(table.column("id")):
            written = [part for column in names for part in column[position].split(SEPARATOR)]
            known = dict.fromkeys(_NAME_DATES.sub("", part).strip() for part in written)
            if key in offices:
                entries.append(Entry(urls.department_address(key), tuple(filter(None, known)), (), "部门职责"))
    merged: dict[str, Entry] = {entry.key: entry for entry in entries}
    for entry in _topics(edition):
        known_entry = merged.get(entry.key)
        if known_entry:
            # Guides and measures have titles of their own; the words that people use lead to them as well.
            entry = replace(known_entry, names=tuple(dict.fromkeys((*known_entry.names, *entry.names))))
        merged[entry.key] = entry
    return list(merged.values())


def _topics(edition: Edition) -> Iterable[Entry]:
    """Yield measures, tasks and hotlines by title, words for misconduct, and the words of the dataset search-topics."""
    today = edition.as_of.isoformat()
    addresses = known_addresses(edition.package, edition.public, edition.documents)
    anchors = known_anchors(edition.public, edition.documents, today)
    clauses = {(slug, clause.anchor): words for slug, clause, words in _named_clauses(edition.documents)}
    for dataset in urls.MEASURE_LISTS:
        if table := edition.public.get(dataset):
            columns = map(table.column, ("id", "title", "in_force_from", "in_force_until"))
            for key, title, since, until in zip(*columns, strict=True):
                words = "，".join(filter(None, (table.resource.title, validity_words(today, since, until))))
                yield Entry(urls.measure_address(dataset, key), (title,), (), f"{TOPIC}：{words}")
    if table := edition.public.get("misconduct"):
        for term, scope in zip(table.column("term"), table.column("dishonesty_scope"), strict=True):
            if (address := urls.measure_address("dishonesty-scope", scope)) in addresses:
                yield Entry(address, (term,), (), f"{TOPIC}：{table.resource.title}")
    if table := edition.public.get("hotlines"):
        for key, number, title in zip(*map(table.column, ("id", "number", "title")), strict=True):
            if (address := f"{urls.GUIDE_REPORT}#{urls.row_anchor(key)}") in anchors:
                yield Entry(address, (f"{number} {title}", number), (), f"{TOPIC}：{table.resource.title}")
    if table := edition.public.get("responsibilities"):
        for key, task, slug, clause in zip(*map(table.column, ("id", "task", "document", "clause")), strict=True):
            address = f"{urls.RESPONSIBILITIES}#{urls.row_anchor(key)}"
            names = (task, *filter(None, [clauses.get((slug, clause))]))
            yield Entry(address, names, (), f"{TOPIC}：{table.resource.title}")
    if table := edition.public.get(TOPICS):
        for title, words, address in zip(*map(table.column, ("title", "words", "address")), strict=True):
            if address in (anchors if "#" in address else addresses):
                yield Entry(address, (title, *filter(None, words.split(SEPARATOR))), (), f"{TOPIC}：{title}")


def _named_clauses(documents: Iterable[Document]) -> Iterator[tuple[str, Clause, str]]:
    """Yield slug, clause and first words of each clause of a policy whose first sentence is short enough to be its name."""
    for document in documents:
        for clause in document.clauses if document.kind == "policy" else ():
            words = re.split("[。；：:]", clause.text.removeprefix(clause.number).strip(), maxsplit=1)[0]
            if 1 < len(words) <= _LONGEST_CLAUSE:
                yield document.slug, clause, words


def _document(document: Document) -> Entry:
    words = _COLUMN[document.kind]
    day = f" {document.date.isoformat()}" if document.date else ""
    names = tuple(item for item in (document.title, document.metadata.get("Number", "")) if item)
    return Entry(urls.document_address(document.kind, document.slug), names, (), words + day + _validity(document))


def _validity(document: Document) -> str:
    return _VALIDITY.get(document.metadata.get("Validity", ""), "")


def clean(text: str) -> str:
    """Return a text without the separators of the fields of a line; the gate refuses these characters in a cell."""
    return " ".join(text.replace(SEPARATOR, "；").split())


def name_places(edition: Edition) -> NamePlaces:
    """Return the places that may precede a name: those of the site's townships and of its locality."""
    table = edition.public.get("townships")
    return NamePlaces.of(table.column("name") if table is not None else (), edition.package.site.localities)
