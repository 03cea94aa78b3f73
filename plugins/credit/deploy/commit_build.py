"""Commit build: builds the site of a commit with this server's software, as of today.

Of a commit only data/ and content/ are taken; theme and settings are the server's own. An older commit is built with the
removals of the newest one: rows and documents that are gone from it stay gone, a row's subject and the cells that decide
its state are those of the newest, and what the newest shows until a day leaves with that day.
"""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path

from credit import clock, gate, git_repository, urls
from credit.build.cache_manifest import manifest_path
from credit.build.pipeline import build_site
from credit.change_history import CACHE_NAME, read_change_history
from credit.deploy.newest_removals import apply_newest_removals, drop_documents, drop_rows
from credit.deploy.pushes.push_model import ValidatedCommit
from credit.deploy.record_labels import (
    as_newest,
    column_of_mark,
    digest_corrections,
    digest_document,
    digest_text,
    naming_column,
)
from credit.deploy.release_day import day_of_build, removal_day
from credit.deploy.releases.release_records import CORRECTION_MARK, PublishedRecord
from credit.deploy.releases.release_store import BuiltTree, live_release
from credit.deploy.renewal_base import empty_renewal_path, find_base, workers_of_renewal
from credit.deploy.server_settings import ServerSettings
from credit.documents.declared_subjects import subjects_of
from credit.documents.publication_window import window_of
from credit.gate import Edition
from credit.identifiers import NATURAL_PERSON
from credit.model import Table, split_names
from credit.source_data import read_tables
from credit.timings import Timings

#: Files of the checkout that belong to the software.
SERVER_OWNED_PATHS = ("theme", "pelicanconf.py", "publishconf.py")

LATE = (
    "服务器的时间早于网站上次发布的日子 {day}，网站按那一天生成；请校正服务器的时间。时间没有错的，"
    "运行 inv publish --day 年-月-日 --because 原因。"
)

#: The label of a document among the listings of a release.
DOCUMENT_LABEL = "文件"


def built_tree_path(settings: ServerSettings) -> Path:
    """Return the folder of the tree that each build changes into the next one."""
    return settings.state / "build" / "site"


def build_commit(
    settings: ServerSettings,
    commit: str,
    *,
    newest: str,
    held: frozenset[str] = frozenset(),
    renews: str = "",
    timings: Timings | None = None,
    validated: ValidatedCommit | None = None,
) -> BuiltTree:
    """Build the site of a commit into the server's build folder, with the removals of the ``newest`` one.

    ``held`` are the ids of records and the addresses of documents that are left out. ``renews`` names a kept release of
    the commit: the tree is then in a folder of its own and has only the files in which it differs. ``validated`` saves reading the
    rows where its edition can be used. Raises any error that stops a build: CreditError,
    or an error of the theme's templates.
    """
    timings = timings or Timings()
    live = live_release(settings)
    day, until = day_of_build(settings, live), removal_day(settings, live)
    with timings.stage("取出提交"):
        work = check_out(settings, commit, "work")
    latest = _remove_what_newest_hides(settings, work, newest, day, until) if newest != commit else None
    shown = frozenset(latest.records.keys() - held) if latest is not None else None
    drop_rows(work, held)
    if until:
        later = _records_by(work, until)
        shown = later if shown is None else shown & later
        drop_documents(work, shown)
    edition = _reusable_edition(validated, commit, newest, held, day) if not until else None
    tree, base = built_tree_path(settings), None
    if renews:
        tree, base = empty_renewal_path(settings), find_base(settings, renews)
    validate = partial(gate.validate, work, day, accepted=True, withheld=held)
    with timings.stage("读历史"):
        # Raises without a history: a copy that follows the changes would be told wrong ones.
        history = read_change_history(settings.repo, commit, settings.state / CACHE_NAME)
    build = partial(
        build_site,
        work,
        tree,
        as_of=day,
        siteurl=settings.siteurl,
        accepted=True,
        timings=timings,
        history=history,
        badges=True,
        base=base,
        workers=workers_of_renewal(work) if base else 0,
    )
    if shown is not None:
        edition = _edition_within(work, shown, latest.until if latest is not None else None, validate)
    elif held:
        edition = validate()
    report = build(edition=edition, copies=validated is not None)
    records = edition_records(report.edition)
    if latest is not None:
        records = {key: as_newest(record, latest.records.get(key)) for key, record in records.items()}
    built = describe_built_tree(report.output, report.files, report.edition, records, is_real=day is not None)
    late = day is not None and day > clock.today()
    behind = (LATE.format(day=day),) if late else ()
    return replace(
        built,
        digests=report.digests,
        warnings=(*built.warnings, *behind),
        alarms=report.alarms,
        withheld=report.withheld,
        cache=manifest_path(report.output),
    )


def _edition_within(
    work: Path, shown: frozenset[str], until: datetime.date | None, validate: Callable[[], Edition]
) -> Edition:
    """Return the edition of a folder without records beyond those ``shown``, right until a day at most."""
    edition = validate()
    if extra := edition_records(edition).keys() - shown:
        # The older row is public by its own dates, the newest one is not: it stays away.
        drop_rows(work, frozenset(extra))
        edition = validate()
    return replace(edition, valid_until=min(filter(None, (edition.valid_until, until)), default=None))


def _reusable_edition(
    validated: ValidatedCommit | None, commit: str, newest: str, held: frozenset[str], day: datetime.date | None
) -> Edition | None:
    """Return the edition of push validation if it is of this very commit and day and nothing is held back."""
    if validated is None or held or not validated.commit == commit == newest:
        return None
    edition = validated.edition
    return edition if edition.as_of == (day or gate.default_day(edition.package)) else None


@dataclass(frozen=True)
class _Newest:
    """Records and documents that the newest commit shows, and the last day on which that is right."""

    records: Mapping[str, PublishedRecord]
    until: datetime.date | None


def _remove_what_newest_hides(
    settings: ServerSettings, work: Path, newest: str, day: datetime.date | None, until: str
) -> _Newest:
    """Apply the removals of the newest commit to an older one; return what the newest shows, by ``until`` as well."""
    latest = check_out(settings, newest, "newest")
    shown = _shown_below(latest, newest, day)
    if until:
        later = _records_by(latest, until)
        shown = replace(shown, records={key: record for key, record in shown.records.items() if key in later})
    apply_newest_removals(work, latest, _tables_below(latest, newest))
    drop_documents(work, frozenset(shown.records))
    return shown


@lru_cache(maxsize=1)
def _shown_below(latest: Path, commit: str, day: datetime.date | None) -> _Newest:
    """Return what a folder with the data of a commit shows: asked for by each kept release."""
    edition = gate.validate(latest, day, accepted=True)
    return _Newest(edition_records(edition), edition.valid_until)


@lru_cache(maxsize=1)
def _tables_below(latest: Path, commit: str) -> Mapping[str, Table]:
    """Return the tables of a folder with the data of a commit: read once for all kept releases."""
    return read_tables(latest)


def _records_by(work: Path, day: str) -> frozenset[str]:
    """Return the ids and addresses that a folder shows on a day."""
    return frozenset(edition_records(gate.validate(work, datetime.date.fromisoformat(day), accepted=True)))


def describe_built_tree(
    tree: Path, files: int, edition: Edition, records: Mapping[str, PublishedRecord], *, is_real: bool
) -> BuiltTree:
    """Return the facts about a built tree; that of a real site is no demonstration, whatever its descriptor says."""
    until = edition.valid_until.isoformat() if edition.valid_until else None
    warnings = tuple(problem.text() for problem in edition.problems)
    frozen = not is_real and edition.package.demonstration and edition.package.as_of is not None
    allowed = edition.package.allowed_numbers
    return BuiltTree(tree, files, edition.as_of.isoformat(), until, records, warnings, frozen, allowed=allowed)


def check_out(settings: ServerSettings, commit: str, folder: str) -> Path:
    """Put data/ and content/ of a commit and the server's own theme and settings into a folder below state/."""
    work = settings.state / folder
    shutil.rmtree(work, ignore_errors=True)
    git_repository.extract(settings.repo, commit, work)
    for name in SERVER_OWNED_PATHS:
        source = settings.checkout / name
        if source.is_dir():
            shutil.copytree(source, work / name)
        elif source.is_file():
            shutil.copyfile(source, work / name)
    return work


def newest_records(
    settings: ServerSettings, commit: str, held: frozenset[str], day: datetime.date | None, until: str
) -> tuple[dict[str, PublishedRecord], str | None]:
    """Return the records the newest commit shows today, by its data alone (no theme), and until when they hold."""
    latest = check_out(settings, commit, "newest")
    drop_rows(latest, held)
    edition = gate.validate(latest, day, accepted=True)
    records = edition_records(edition)
    if until:
        later = _records_by(latest, until)
        records = {key: record for key, record in records.items() if key in later}
    return records, edition.valid_until.isoformat() if edition.valid_until else None


def edition_records(edition: Edition) -> dict[str, PublishedRecord]:
    """Return every public listing of an edition by its id, and every document by its address."""
    records: dict[str, PublishedRecord] = {}
    corrected = digest_corrections(edition)
    for table in edition.public.values():
        if not table.resource.is_list:
            continue
        cells, states = table.cells, table.states
        empty = [""] * len(cells)
        columns = [
            cells[name].tolist() if name in cells.columns else empty
            for name in (naming_column(table), "former_names", "unified_code", column_of_mark(table))
        ]
        rows = zip(
            cells["record_id"].tolist(), *columns, states["state"].tolist(), states["disputed"].tolist(),
            states["next_change"].tolist(), strict=True,
        )  # fmt: skip
        for key, name, former, code, label, state, disputed, until in rows:
            person = name == NATURAL_PERSON
            identifiers = tuple(item for item in ("" if person else name, *split_names(former), code) if item)
            marks = f"{'·异议' if disputed else ''}{f'·{NATURAL_PERSON}' if person else ''}"
            marks += f"·{digest_text(label)}" if label else ""
            # A second correction may take out another name, and so may an edited one.
            marks += f"{CORRECTION_MARK}{corrected[key]}" if key in corrected else ""
            records[key] = PublishedRecord(identifiers, f"{state}{marks}", until)
    for document in edition.documents:
        subjects = subjects_of(document)
        days = [records[key].changes_on for key in subjects if key in records and records[key].changes_on]
        if (last := window_of(document.metadata).last) is not None:
            days.append((last + datetime.timedelta(days=1)).isoformat())
        address = urls.document_address(document.kind, document.slug)
        # Its older text may name the wrong subject of a record that was corrected.
        mark = "" if corrected.keys().isdisjoint(subjects) else f"{CORRECTION_MARK}{digest_document(document)}"
        records[address] = PublishedRecord((), f"{DOCUMENT_LABEL}{mark}", min(days, default=""), subjects)
    return records
