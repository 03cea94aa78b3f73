"""Gate: validates a root folder for one day and returns its edition, or refuses it with a report."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from credit import clock, privacy, record_ids, removal_checks
from credit.checks import check_event_days, check_law, check_row_counts, refuse_new, refuse_repeated
from credit.citations import fill_citations, link_citations
from credit.column_renames import next_alias_day
from credit.document_visibility import derive_documents
from credit.documents.change_notes import check_changed
from credit.documents.dead_links import drop_dead_links
from credit.documents.redirects import Moved, check_moved, check_vanished, earlier_documents, read_moved
from credit.entities import derive_entities
from credit.gc_tuning import uncollected
from credit.link_targets import check_links, check_topics, cited_codes, known_addresses
from credit.listed_subjects import KnownSubjects
from credit.model import (
    PUBLIC_STATES,
    REGISTER,
    CheckFailed,
    Departure,
    Document,
    Entity,
    Package,
    Problem,
    PublicTable,
    Table,
)
from credit.public_tables import check_both_lists, derive_public_tables, derive_states, public_digest
from credit.record_states import STATED_END
from credit.reversal_checks import check_reversals, without_followers
from credit.schema_changes import check_demonstration, check_schemas
from credit.source_data import Catalogue, leave_out, read_catalogue, read_tables
from credit.subject_mentions import ACTING, check_explanations

if TYPE_CHECKING:
    from credit.record_ids import ReadHistory

#: Warnings about a change and not about the contents: they may repeat what was public before, so no release keeps them.
OF_A_CHANGE = frozenset({"undocumented-change", "mass-change", "reopened", "removals", "ended-unregistered"})

#: Codes that stop even a removal: a number of a person would stay in the history for ever, and an earlier day would
#: bring back who was removed before.
_BLOCKING = frozenset({"personal-data", "personal-column", "demonstration"})


@dataclass(frozen=True)
class Edition:
    """Edition: all that is public on one day, the only input of pages, files, search and feeds.

    ``valid_until`` is the last day on which it is right with no new commit, None when nothing is due; ``problems`` are
    the warnings; ``ended`` holds by list the ids that the public register calls 已结束; ``accepted`` says that nothing may
    stop a build; ``departures`` are listings that are over or suspended, for counts alone; ``prefixes`` maps the prefix
    of record ids to its list.
    """

    package: Package
    as_of: datetime.date
    valid_until: datetime.date | None
    public: Mapping[str, PublicTable]
    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]
    ended: Mapping[str, tuple[str, ...]]
    accepted: bool = False
    departed: tuple[str, ...] = ()
    departures: tuple[Departure, ...] = ()
    prefixes: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def entities(self) -> Mapping[str, Entity]:
        """The entities by code, joined when first asked for: a check needs none."""
        return derive_entities(self.public)

    @cached_property
    def digest(self) -> str:
        """The digest of data and documents as parsed, not of their spelling; a check needs none."""
        return public_digest(self.package, self.public, self.documents)


@dataclass(frozen=True)
class _Source:
    """Contents of a root folder and the day they are validated for.

    ``faults`` are those of the redirects. ``removal`` holds path and line of each changed row where the change since
    the earlier commit does nothing but remove or mark, else None.
    """

    catalogue: Catalogue
    day: datetime.date
    redirects: tuple[Moved, ...]
    faults: tuple[Problem, ...]
    removal: frozenset[tuple[str, int]] | None = None


@uncollected()
def validate(
    root: Path,
    as_of: datetime.date | None = None,
    *,
    accepted: bool = False,
    before: Path | None = None,
    removes: Mapping[str, int] | None = None,
    catalogue: Catalogue | None = None,
    earlier: Mapping[str, Table] | None = None,
    read_history: ReadHistory | None = None,
    withheld: Collection[str] = (),
) -> Edition:
    """Validate everything below ``root`` for one day and return its edition.

    Without ``as_of`` it is the day ``credit.as_of`` of a demonstration, else today in Asia/Shanghai. ``before`` is a
    folder with data/ and content/ of the commit this one follows, ``removes`` the numbers its message states, as
    ``read_trailers`` returns them (None in a work tree). A change that only removes or marks is checked on its own rows and on personal data alone.
    ``catalogue`` and ``earlier`` are the contents of ``root`` and ``before`` where the caller has read them already;
    ``read_history`` returns the former uses of record ids on the branch. ``withheld`` are addresses of documents that
    are not shown, and ids of records that were taken out of ``root`` and are to come.

    Raises DescriptorError, or CheckFailed with all problems when one is an error. With ``accepted`` every problem is a
    warning, and rows and documents with an error are left out.
    """
    source = _read(root, as_of, catalogue)
    if before is not None:
        source = _compare(source, before, earlier, removes, read_history)
    problems = _check(source)
    # Nothing may delay a removal: any other fault was there before, or is no reason to keep a name.
    accepted = accepted or source.removal is not None
    edition, found = _derive(source, accepted=accepted, withheld=withheld)
    return _report(edition, [*problems, *found])


def _read(root: Path, as_of: datetime.date | None, catalogue: Catalogue | None) -> _Source:
    catalogue = catalogue or read_catalogue(root)
    return _Source(catalogue, as_of or default_day(catalogue.package), *read_moved(root))


def _compare(
    source: _Source,
    before: Path,
    earlier: Mapping[str, Table] | None,
    removes: Mapping[str, int] | None,
    read_history: ReadHistory | None,
) -> _Source:
    """Compare the source with the earlier commit below ``before``; return it with the problems of the change."""
    catalogue = source.catalogue
    earlier = read_tables(before) if earlier is None else earlier
    changes = [
        *check_demonstration(before, catalogue.package, catalogue.root),
        *_check_changes(source, earlier, removes, read_history),
    ]
    refused = refuse_new(catalogue.problems, earlier, catalogue.tables)
    refused = refuse_repeated(refused, earlier, catalogue.tables, REGISTER)
    documents = earlier_documents(before, catalogue.root, catalogue.documents)
    vanished = check_vanished(documents, catalogue.documents, source.redirects)
    return replace(
        source,
        catalogue=replace(catalogue, problems=(*refused, *changes)),
        faults=(*source.faults, *vanished, *check_changed(documents, catalogue.documents, source.day)),
        removal=removal_checks.removal_lines(before, catalogue.root, earlier, catalogue.tables, REGISTER),
    )


def _check_changes(
    source: _Source, earlier: Mapping[str, Table], removes: Mapping[str, int] | None, read_history: ReadHistory | None,
) -> list[Problem]:  # fmt: skip
    catalogue = source.catalogue
    now = removal_checks.fill_unread(catalogue, earlier)
    states = {
        name: (table.column("record_id"), *_states_of(table, earlier, source.day))
        for name, table in earlier.items()
        if table.resource.is_list
    }

    def in_state(*wanted: str) -> dict[str, frozenset[str]]:
        return {
            name: frozenset(key for key, state in zip(ids, found, strict=True) if state in wanted)
            for name, (ids, found, _) in states.items()
        }

    # The end or the suspension of these stands in their own row and nowhere else.
    marked = {
        name: frozenset(
            key
            for key, state, rule in zip(ids, found, rules, strict=True)
            if state in ("修复", "暂停公示") or (state == "期满" and rule == STATED_END)
        )
        for name, (ids, found, rules) in states.items()
    }
    before, after, public = earlier.get(REGISTER), now.get(REGISTER), in_state(*PUBLIC_STATES)
    expired, final = in_state("期满"), in_state(*record_ids.FINAL_REASONS)
    ended = in_state("期满", "修复", "暂停公示")
    problems = [
        *removal_checks.check_removals(earlier, now, expired, removes),
        *removal_checks.check_corrections_kept(earlier, now, in_state(*PUBLIC_STATES, "暂停公示")),
        *check_schemas(catalogue.root, earlier, catalogue.tables, source.day),
        *record_ids.check_record_ids(earlier, now, read_history),
        *record_ids.check_registered_ids(earlier, now, REGISTER, read_history),
        *record_ids.check_unregistered_ends(earlier, now, ended, marked, public, REGISTER),
        *record_ids.check_ended_decisions(earlier, now, final, REGISTER, source.day, read_history),
        *check_reversals(earlier, now, public, expired, _states_of, removes, source.day),
    ]
    if after is None:
        return [*problems, *removal_checks.check_append_only(before, after)]
    # Texts that name a subject listed since, or hold a person's number, may be corrected.
    faults: list[Problem] = []
    if before is not None:
        faults = [*check_explanations(before, catalogue.tables, catalogue.subjects), *privacy.scan_table(before)]
    mendable = frozenset((fault.line, fault.field) for fault in faults if fault.field not in ACTING)
    # A record that is deleted by now is still known from the earlier commit.
    known = KnownSubjects(earlier.values(), but=catalogue.subjects)
    append_only = removal_checks.check_append_only(before, after, mendable)
    return [*problems, *append_only, *check_explanations(after, earlier, known)]


def _states_of(table: Table, tables: Mapping[str, Table], day: datetime.date) -> tuple[list[str], list[str]]:
    """Return the state of each row of a list and the rule by which it ends."""
    states = derive_states(table, tables, day)
    return states["state"].tolist(), states["rule"].tolist()


def _check(source: _Source) -> list[Problem]:
    """Return the problems of the source; raises CheckFailed where one blocks even a removal."""
    problems = [
        *source.catalogue.problems,
        *privacy.without_identifiers(source.faults),
        *check_law(source.day),
        *check_event_days(source.catalogue.tables, REGISTER, source.day),
        *check_row_counts(source.catalogue.tables.values(), source.catalogue.problems),
    ]
    if source.removal is not None:
        blocking = [item for item in problems if item.severity == "error" and _blocks_removal(item, source.removal)]
        if blocking:
            others = (replace(item, severity="warning") for item in problems if item not in blocking)
            raise CheckFailed(_ordered([*blocking, *others], source.catalogue.package))
    return problems


def _blocks_removal(problem: Problem, removal: frozenset[tuple[str, int]]) -> bool:
    return (problem.path, problem.line) in removal or problem.code in _BLOCKING


def _derive(source: _Source, *, accepted: bool, withheld: Collection[str] = ()) -> tuple[Edition, list[Problem]]:
    """Return the edition of the day, without its problems, and the problems that show in what is public."""
    catalogue = leave_out(source.catalogue) if accepted else source.catalogue
    public, register, valid_until, departures = derive_public_tables(catalogue, source.day)
    documents = derive_documents(catalogue, public, register.waiting, source.day, accepted=accepted, withheld=withheld)
    codes = cited_codes(catalogue, source.redirects, public.values())
    left = cited_codes(catalogue, source.redirects, catalogue.tables.values()) - codes
    known = known_addresses(catalogue.package, catalogue.tables, catalogue.documents, codes)
    redirects = check_moved(source.redirects, catalogue.documents, known)
    problems = [
        *check_both_lists(catalogue, public, register.waiting, source.day),
        *privacy.without_identifiers([*documents.problems, *redirects]),
        *check_links(catalogue, known, left),
        *check_topics(catalogue, known),
    ]
    # A document or entity page may leave by date alone: a link to it becomes plain text and causes no error.
    hidden = (*documents.departed, *documents.waiting)
    there = {address for address in known if not address.startswith(hidden)} if hidden else known
    days = (valid_until, documents.until, next_alias_day(catalogue.package, source.day))
    until = min(filter(None, days), default=None)
    shown = tuple(drop_dead_links(document, there) for document in documents.shown)
    return Edition(
        catalogue.package, source.day, until, fill_citations(public, shown), link_citations(shown), (), register.ended,
        accepted, documents.departed, departures, register.prefixes,
    ), problems  # fmt: skip


def _report(edition: Edition, problems: Iterable[Problem]) -> Edition:
    """Return the edition with all problems; raises CheckFailed where one is an error of a commit not yet accepted."""
    if edition.accepted:
        problems = (replace(problem, severity="warning") for problem in problems)
    report = _ordered(problems, edition.package)
    if any(problem.severity == "error" for problem in report):
        raise CheckFailed(report)
    return replace(edition, problems=report)


def _ordered(problems: Iterable[Problem], package: Package) -> tuple[Problem, ...]:
    """Return the problems in order, each once, with the title of its column where the check did not know it."""
    titles = {
        (path, field.name): field.title
        for resource in package.resources
        for path in (resource.path, resource.schema_path)
        for field in resource.schema.fields
    }
    found = without_followers(set(problems))
    return tuple(sorted({replace(item, title=item.title or titles.get((item.path, item.field), "")) for item in found}))


def default_day(package: Package) -> datetime.date:
    """Return the day of a demonstration, else today in Asia/Shanghai."""
    if package.demonstration and package.as_of is not None:
        return package.as_of
    return clock.today()
