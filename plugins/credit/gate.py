"""Gate: validates a root folder for one day and returns its edition, or refuses it with a report."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from credit import clock, history, law, lifecycle, privacy, record_ids, urls
from credit.checks import ACTING, INCOMPLETE, check_explanations
from credit.derived_columns import CORRECTIONS, mark_corrected
from credit.document_visibility import derive_documents
from credit.documents.dead_links import drop_dead_links, find_dead_links
from credit.documents.redirects import check_moved, judge_moved
from credit.entities import check_both_lists, derive_entities
from credit.gc_tuning import uncollected
from credit.identifiers import parse_iso_date
from credit.model import CheckFailed, Document, Entity, Package, Problem, PublicTable, Table
from credit.private_days import describe_days, hide_corrections, hide_days
from credit.schema_changes import check_schemas
from credit.site_addresses import cited_codes, known_addresses
from credit.source_data import REGISTER, Catalogue, leave_out, read_catalogue, read_tables
from credit.withdrawals import derive_withdrawals

if TYPE_CHECKING:
    import pandas

    from credit.record_ids import ReadHistory

#: Codes that stop even a removal: a number of a person would stay in the history for ever.
PERSONAL = frozenset({"personal-data", "personal-column"})


@dataclass(frozen=True)
class Edition:
    """Edition: all that is public on one day, the only input of pages, files, search and feeds.

    ``valid_until`` is the last day on which it is right with no new commit, None when nothing is due; ``digest``
    covers the parsed data and documents, not their spelling; ``problems`` are the warnings; ``ended`` holds by list the
    ids that the public register calls 已结束; ``accepted`` says that nothing may stop a build.
    """

    package: Package
    as_of: datetime.date
    valid_until: datetime.date | None
    public: Mapping[str, PublicTable]
    entities: Mapping[str, Entity]
    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]
    digest: str
    ended: Mapping[str, tuple[str, ...]]
    accepted: bool = False
    departed: tuple[str, ...] = ()


@uncollected()
def judge(
    root: Path,
    as_of: datetime.date | None = None,
    *,
    accepted: bool = False,
    before: Path | None = None,
    removes: Mapping[str, int] | None = None,
    catalogue: Catalogue | None = None,
    earlier: Mapping[str, Table] | None = None,
    read_history: ReadHistory | None = None,
) -> Edition:
    """Validate everything below ``root`` for one day and return its edition.

    Without ``as_of`` it is the day ``credit.as_of`` of a demonstration, else today in Asia/Shanghai. ``before`` is a
    folder with data/ and content/ of the commit this one follows, ``removes`` the removals its message states (None in
    a work tree). A change that only removes or marks is checked on its own rows and on personal data alone.
    ``catalogue`` and ``earlier`` are the contents of ``root`` and ``before`` where the caller has read them already;
    ``read_history`` returns the former uses of record ids on the branch.

    Raises DescriptorError, or CheckFailed with all problems when one is an error. With ``accepted`` every problem is a
    warning, and rows and documents with an error are left out.
    """
    catalogue = catalogue or read_catalogue(root)
    day = as_of or default_day(catalogue.package)
    removal: frozenset[tuple[str, int]] | None = None
    moved, faults = judge_moved(root, before, catalogue.documents)
    if before is not None:
        earlier = read_tables(before) if earlier is None else earlier
        catalogue = replace(
            catalogue,
            problems=(*catalogue.problems, *_check_history(catalogue, earlier, day, removes, read_history)),
        )
        removal = history.removal_lines(before, root, earlier, catalogue.tables, REGISTER)
    problems = [*catalogue.problems, *privacy.without_identifiers(faults), *check_law(day), *check_counts(catalogue)]
    if removal is not None:
        # Nothing may delay a removal: any other fault was there before, or is no reason to keep a name.
        blocking = [item for item in problems if item.severity == "error" and _blocks_removal(item, removal)]
        if blocking:
            others = (replace(item, severity="warning") for item in problems if item not in blocking)
            raise CheckFailed([*blocking, *others])
        accepted = True
    if accepted:
        catalogue = leave_out(catalogue)
    public, ended, valid_until = derive_public(catalogue, day)
    problems += check_both_lists(public)
    entities = derive_entities(public)
    documents = derive_documents(catalogue, public, day, accepted=accepted)
    problems += privacy.without_identifiers(documents.problems)
    known = known_addresses(catalogue, cited_codes(catalogue, moved, entities))
    problems += privacy.without_identifiers(check_moved(moved, catalogue.documents, known))
    for document in catalogue.documents:
        problems += [
            Problem(document.path, line, "", "link", f"链接 {target} 在本站没有对应的页面，请核对地址")
            for line, target in find_dead_links(document, known)
        ]
    if accepted:
        problems = [replace(problem, severity="warning") for problem in problems]
    report = tuple(sorted(set(problems)))
    if any(problem.severity == "error" for problem in report):
        raise CheckFailed(report)
    digest = content_digest(catalogue)
    # A document or entity page may leave by date alone: a link to it becomes plain text and causes no error.
    there = (
        {address for address in known if not address.startswith(documents.departed)} if documents.departed else known
    )
    return Edition(
        catalogue.package, day, min((end for end in (valid_until, documents.until) if end), default=None), public, entities,
        tuple(drop_dead_links(document, there) for document in documents.shown), report, digest, ended, accepted,
        documents.departed,
    )  # fmt: skip


def _blocks_removal(problem: Problem, removal: frozenset[tuple[str, int]]) -> bool:
    return (problem.path, problem.line) in removal or problem.code in PERSONAL


def _check_history(
    catalogue: Catalogue,
    earlier: Mapping[str, Table],
    as_of: datetime.date,
    removes: Mapping[str, int] | None,
    read_history: ReadHistory | None,
) -> list[Problem]:
    states = {
        name: (table.column("record_id"), _states(table, earlier, as_of)["state"].tolist())
        for name, table in earlier.items()
        if table.resource.is_list
    }

    def in_state(*wanted: str) -> dict[str, frozenset[str]]:
        return {
            name: frozenset(key for key, state in zip(ids, found, strict=True) if state in wanted)
            for name, (ids, found) in states.items()
        }

    before, after = earlier.get(REGISTER), catalogue.tables.get(REGISTER)
    problems = [
        *history.check_removals(earlier, catalogue.tables, in_state("期满"), removes),
        *check_schemas(catalogue.root, earlier, catalogue.tables),
        *record_ids.check_record_ids(earlier, catalogue.tables, read_history),
        *record_ids.check_unregistered_ends(earlier, catalogue.tables, in_state("期满", "修复"), REGISTER),
    ]
    if after is None:
        return problems
    # Texts that name a subject listed since, or hold a person's number, may be corrected.
    faults = [*check_explanations(before, catalogue.tables), *privacy.scan_table(before)] if before is not None else []
    mendable = frozenset((fault.line, fault.field) for fault in faults if fault.field not in ACTING)
    # A record that is deleted by now is still known from the earlier commit.
    return [*problems, *history.check_register(before, after, mendable), *check_explanations(after, earlier)]


def _states(table: Table, tables: Mapping[str, Table], as_of: datetime.date) -> pandas.DataFrame:
    register = tables.get(REGISTER)
    return lifecycle.derive_states(table, register.cells if register is not None else None, as_of)


def default_day(package: Package) -> datetime.date:
    """Return the day of a demonstration, else today in Asia/Shanghai."""
    if package.demonstration and package.as_of is not None:
        return package.as_of
    return clock.today()


def check_law(as_of: datetime.date) -> list[Problem]:
    """Return a warning for each table of the law due for review within 60 days, and for a year beyond the holidays."""
    problems = [
        Problem("plugins/credit/law/" + due.table, 1, "review_by", "law-review", due.message, "warning")
        for due in law.tables_due(as_of)
    ]
    if notice := law.holiday_notice(as_of):
        problems.append(Problem("plugins/credit/law/holidays.csv", 1, "day", "holiday-year", notice, "warning"))
    return problems


def check_counts(catalogue: Catalogue) -> list[Problem]:
    """Return a problem for each dataset with fewer or more rows than its descriptor allows."""
    problems = []
    unread = {
        problem.path for problem in catalogue.problems if problem.severity == "error" and problem.code in INCOMPLETE
    }
    for table in catalogue.tables.values():
        if table.resource.path in unread:
            continue  # not all its rows were read: their number is unknown
        rules, count = table.resource.rules, len(table.cells)
        if rules.minimum_rows is not None and count < rules.minimum_rows:
            message = f"只有 {count} 行，少于规定的最少 {rules.minimum_rows} 行；请确认导出完整，没有误删"
            problems.append(Problem(table.resource.path, 1, "", "row-count", message))
        if rules.maximum_rows is not None and count > rules.maximum_rows:
            message = f"有 {count} 行，多于规定的最多 {rules.maximum_rows} 行；请确认没有重复粘贴"
            problems.append(Problem(table.resource.path, 1, "", "row-count", message))
    return problems


def derive_public(
    catalogue: Catalogue, as_of: datetime.date
) -> tuple[dict[str, PublicTable], Mapping[str, tuple[str, ...]], datetime.date | None]:
    """Return the public rows of each dataset, the ids that have ended by list, and the last day all this is right."""
    states = {
        name: _states(table, catalogue.tables, as_of)
        for name, table in catalogue.tables.items()
        if table.resource.is_list
    }
    lists = {name: table for name, table in catalogue.tables.items() if name in states}
    public = {name: _public_list(table, states[name], as_of) for name, table in lists.items()}
    seen = {record for table in public.values() for record in table.cells["record_id"].tolist()}
    withdrawals = derive_withdrawals(catalogue.tables.get(REGISTER), lists, states, as_of)
    if withdrawals.table is not None:
        public[REGISTER] = withdrawals.table
    for name, table in catalogue.tables.items():
        if name not in public:
            public[name] = _public_reference(table, catalogue.known or catalogue.tables, seen, as_of)
    mark_corrected(public)
    ordered = {resource.name: public[resource.name] for resource in catalogue.package.resources}
    days = [lifecycle.valid_until(states.values(), as_of), *_later_days(catalogue.tables.values(), as_of)]
    return ordered, withdrawals.ended, min((day for day in days if day is not None), default=None)


def _public_list(table: Table, states: pandas.DataFrame, as_of: datetime.date) -> PublicTable:
    visible = states["visible"]
    highest: dict[int, int] = {}
    shown = (states["state"] != "未到公示日").tolist()
    for record_id, once in zip(table.column("record_id"), shown, strict=True):
        parts = urls.split_record_id(record_id) if once else None
        if parts is not None:
            highest[parts[1]] = max(highest.get(parts[1], 0), parts[2])
    cells = hide_days(privacy.public_names(replace(table, cells=table.cells[visible])), states[visible])
    return PublicTable(describe_days(table.resource), cells, states[visible], dict(sorted(highest.items())))


def _public_reference(table: Table, known: Mapping[str, Table], seen: set[str], as_of: datetime.date) -> PublicTable:
    """Return a reference table as it is; of rows about records only those of visible ones, up to this day.

    ``known`` are the tables as staff wrote them: a name is hidden in a correction although its row was left out.
    """
    cells = privacy.public_corrections(table, known) if table.name == CORRECTIONS else table.cells
    if "record_id" in cells.columns:
        # With loc: plain brackets take an empty list of booleans for an empty list of columns.
        cells = cells.loc[[record in seen for record in cells["record_id"].tolist()]]
        if "corrected_on" in cells.columns:
            cells = hide_corrections(cells[cells["corrected_on"] <= as_of.isoformat()])
    return PublicTable(table.resource, cells, cells[[]])


def _later_days(tables: Iterable[Table], as_of: datetime.date) -> Iterator[datetime.date]:
    """Yield the last day before a row written for a later day, of the register or of a correction, becomes public.

    A hotline is shown from ``valid_from`` to ``valid_until``, both inclusive, so its days change the site as well.
    """
    before = datetime.timedelta(days=1)
    for table in tables:
        if not table.resource.is_list and {"valid_from", "valid_until"} <= set(table.cells.columns):
            yield from (day - before for day in _days_from(table, "valid_from", as_of + before))
            yield from _days_from(table, "valid_until", as_of)
        for column in ("withdrawn_on", "corrected_on"):
            if later := min(_days_from(table, column, as_of + before), default=None):
                yield later - before


def _days_from(table: Table, column: str, first: datetime.date) -> Iterator[datetime.date]:
    """Yield the days of a column from ``first`` on; cells that are no date, as in an accepted commit, are skipped."""
    days = {day for text in set(table.column(column)) if (day := parse_iso_date(text)) is not None}
    return (day for day in days if day >= first)


def content_digest(catalogue: Catalogue) -> str:
    """Return the SHA-256 of every cell and document as parsed, independent of their spelling in the files."""
    digest = hashlib.sha256(repr(sorted(catalogue.package.raw.items())).encode())
    for name in sorted(catalogue.tables):
        table = catalogue.tables[name]
        digest.update(f"\x1e{name}\x1f{sorted(table.resource.schema.raw.items())!r}".encode())
        for column in table.cells.columns:
            digest.update(f"{column}\x1f{chr(0x1F).join(table.column(str(column)))}\x1e".encode())
    for document in catalogue.documents:
        parts = (document.path, document.body, *(f"{key}={value}" for key, value in sorted(document.metadata.items())))
        digest.update(("\x1f".join(parts) + "\x1e").encode())
    return digest.hexdigest()
