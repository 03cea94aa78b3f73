"""Source data: data/ and content/ read once and checked, with every problem found."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas

from credit import privacy
from credit.byte_order_mark import BYTE_ORDER_MARK
from credit.checks import (
    check_clauses,
    check_columns,
    check_corrections,
    check_declarations,
    check_effects,
    check_items,
    check_list_references,
    check_measure_bases,
    check_references,
    check_responsibilities,
    check_rules,
    check_table,
    check_table_names,
    incomplete_paths,
    without_corrected_repeats,
)
from credit.derived_columns import CORRECTIONS
from credit.documents import SUMMARY_LENGTH, read_documents, summary_of
from credit.documents.declared_subjects import SUBJECTS_UNSTATED
from credit.documents.text_variables import TEXT_VARIABLE
from credit.identifiers import find_record_ids
from credit.listed_subjects import KnownSubjects
from credit.model import DESCRIPTOR, REGISTER, DescriptorError, Document, Package, Problem, Resource, Table
from credit.reader import check_file_names, empty_table, read_package, read_table
from credit.subject_mentions import (
    ACTING,
    check_descriptor_texts,
    check_explanations,
    check_harsh_words,
    check_reference_texts,
    check_row_texts,
)

#: Codes of errors that publication itself mends: a row accepted before they were known stays public.
MENDED_IN_PUBLIC = frozenset({"name-separator", "operator-name"})


@dataclass(frozen=True)
class Catalogue:
    """Everything staff keep in git, read once: the package, one table for each resource, the documents.

    ``problems`` are all faults and warnings of all files; the gate decides which of them refuse a commit.
    ``subjects`` are those of all lists as read, ``known`` the tables as they were read, with the rows that an accepted
    build leaves out: their names stay hidden. ``unread`` names the tables that could not be read at all, and take part
    as empty ones.
    """

    root: Path
    package: Package
    tables: Mapping[str, Table]
    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]
    subjects: KnownSubjects
    known: Mapping[str, Table] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()


def read_catalogue(root: Path) -> Catalogue:
    """Read and check data/ and content/ below ``root``.

    Raises DescriptorError where the descriptor itself cannot be used: then nothing else can be checked.
    """
    try:
        package = read_package(root)
    except DescriptorError as error:
        raise DescriptorError(privacy.without_identifiers(error.problems)) from None
    problems: list[Problem] = [
        *check_file_names(root), *check_rules(package), *check_columns(package), *check_table_names(package),
        *check_list_references(package),
        *scan_sources(root, package), *package.allowed_faults,
    ]  # fmt: skip
    tables: dict[str, Table] = {}
    faults: list[Problem] = []
    unread: set[str] = set()
    for resource in package.resources:
        problems += privacy.scan_schema(resource)
        table, found = read_table(root, resource)
        faults += found
        # A file that cannot be read at all takes part as an empty table: its references are judged by the others,
        # and the faults of the other files are still named in the same run.
        if table is None:
            unread.add(resource.name)
        tables[resource.name] = table if table is not None else empty_table(resource)
    for table in tables.values():
        problems += check_table(table, faults, package)
        problems += privacy.scan_table(table, package.allowed_numbers)
    problems = list(without_corrected_repeats(problems, tables))
    problems += (*check_declarations(package, tables), *check_items(package, tables))
    problems += check_references(package, tables, faults)
    problems += check_corrections(tables, faults)
    subjects = KnownSubjects(tables.values())
    if REGISTER in tables:
        problems += check_explanations(tables[REGISTER], tables, subjects)
    problems += check_row_texts(tables, subjects)
    problems += check_reference_texts(tables, subjects, (REGISTER, CORRECTIONS))
    problems += check_descriptor_texts(root, package, subjects)
    problems += faults
    if CORRECTIONS in tables:
        problems += privacy.scan_corrections(tables[CORRECTIONS], tables)
    documents, found_documents = read_documents(root)
    problems += found_documents
    for path in (path for document in documents for path in document.attachments):
        problems += privacy.check_attachment(path.as_posix(), (root / path).read_bytes())
    reported = {problem.path for problem in problems if problem.code == "personal-data"}
    problems += scan_documents(root, (item for item in documents if item.path not in reported), package)
    problems += check_clauses(tables, documents)
    problems += check_measure_bases(tables, documents)
    problems += check_harsh_words(root, tables, documents)
    problems += check_effects(tables, documents)
    incomplete = incomplete_paths(faults)
    whole = {
        name: table for name, table in tables.items() if name not in unread and table.resource.path not in incomplete
    }
    problems += check_responsibilities(root, whole, documents, package.site.localities)
    report = privacy.without_identifiers(problems)
    return Catalogue(root, package, tables, documents, tuple(sorted(set(report))), subjects, tables, frozenset(unread))


def read_tables(root: Path, beside: Catalogue | None = None) -> dict[str, Table]:
    """Read the tables of an earlier commit below ``root`` in spite of any fault; {} where there is no package.

    A table that is byte for byte that of the catalogue ``beside`` it, schema included, is not read again.
    """
    try:
        package = _same_package(root, beside) or read_package(root)
    except DescriptorError:
        return {}
    tables = {}
    for resource in package.resources:
        table = _same_table(root, resource, beside) or read_table(root, resource)[0]
        if table is not None:
            tables[resource.name] = table
    return tables


def _same_package(root: Path, beside: Catalogue | None) -> Package | None:
    """Return the package of a catalogue where descriptor and schemas are the same bytes."""
    if beside is None:
        return None
    paths = [DESCRIPTOR, *(resource.schema_path for resource in beside.package.resources)]
    return beside.package if all(_same_bytes(root, beside.root, path) for path in paths) else None


def _same_bytes(root: Path, other: Path, path: str) -> bool:
    try:
        return (root / path).read_bytes() == (other / path).read_bytes()
    except OSError:
        return False


def _same_table(root: Path, resource: Resource, beside: Catalogue | None) -> Table | None:
    """Return the table of a catalogue that is read from the same bytes by the same schema; an empty one may be a fault."""
    table = beside.tables.get(resource.name) if beside is not None else None
    if beside is None or table is None or table.cells.empty or table.resource != resource:
        return None
    return table if _same_bytes(root, beside.root, resource.path) else None


def is_whole(catalogue: Catalogue) -> bool:
    """Return whether ``leave_out`` would leave a catalogue as it is."""
    return not any(problem.severity == "error" for problem in catalogue.problems) and (
        REGISTER not in catalogue.tables or _salvage_register(catalogue) is catalogue.tables[REGISTER]
    )


def scan_sources(root: Path, package: Package) -> list[Problem]:
    """Scan the name of every file staff commit, and each file that is no dataset, for numbers of persons.

    Datasets are scanned cell by cell elsewhere. Text is read in any encoding; other files are scanned as attachments,
    with their metadata.
    """
    allowed = package.allowed_numbers
    datasets = {resource.path for resource in package.resources}
    problems: list[Problem] = []
    for folder in ("data", "content"):
        for path in sorted((root / folder).rglob("*"), key=lambda item: item.as_posix()):
            name = path.relative_to(root).as_posix()
            if not path.is_file() or path.is_symlink():
                continue
            problems += privacy.scan_path(name, allowed)
            if path.suffix in (".md", ".json", ".csv", ".txt") and name not in datasets:
                text = path.read_text(encoding="utf-8", errors="replace")
                found = privacy.scan_document_source(name, text, allowed=allowed)
                if path.suffix == ".json" and not any(problem.code == "personal-data" for problem in found):
                    found = (*found, *privacy.scan_json(name, text.lstrip(BYTE_ORDER_MARK), allowed))
                problems += found
            elif name not in datasets:
                problems += privacy.scan_attachment(name, path.read_bytes(), allowed)
    return problems


def scan_documents(root: Path, documents: Iterable[Document], package: Package) -> list[Problem]:
    """Scan what the pages of documents show: body, title and summary, as the check of a release reads them."""
    problems: list[Problem] = []
    for document in documents:
        # The start of the text is the page's description, in which the ends of paragraphs are blanks.
        texts = (document.body, *document.metadata.values(), summary_of(document.text, SUMMARY_LENGTH))
        source = (root / document.path).read_text(encoding="utf-8", errors="replace")
        problems += privacy.scan_rendered(document.path, source, texts, package.allowed_numbers)
    return problems


def _salvage_register(catalogue: Catalogue) -> Table:
    """Return the register with a row for every record id that a line of its file names and no row of it bears.

    A heading or a quote that went wrong must not bring removed names back. The reason is then unknown, so
    the record counts as ended. A line that was read removes its own record and no other that its words mention.
    """
    register = catalogue.tables[REGISTER]
    path = catalogue.root / register.resource.path
    text = path.read_bytes().decode("utf-8", "replace") if path.is_file() else ""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    read = dict(zip(register.cells.index.tolist(), register.column("record_id"), strict=True))
    named = (ids for number, line in enumerate(lines, 1) if read.get(number) not in (ids := find_record_ids(line)))
    lost = sorted({record_id for ids in named for record_id in ids}.difference(read.values()))
    if not lost:
        return register
    row = {"withdrawn_on": "1949-10-01", "reason": "期满"}
    rows = [[item if name == "record_id" else row.get(name, "") for name in register.cells.columns] for item in lost]
    # Lines beyond the file: no problem of a real line may take these rows out again.
    beyond = range(len(lines) + 1, len(lines) + 1 + len(lost))
    salvaged = pandas.DataFrame(rows, columns=register.cells.columns, index=list(beyond), dtype="str")
    frames = [register.cells, salvaged] if len(register.cells) else [salvaged]
    return replace(register, cells=pandas.concat(frames))


def _without_words(register: Table, lines: Collection[int]) -> Table:
    """Return the register with the free texts of these lines emptied; id, day and reason stay in force.

    An explanation is published for ever, and the error may be that it names its subject or holds a person's number.
    """
    faulty = [int(line) in lines for line in register.cells.index]
    if not any(faulty):
        return register
    cells = register.cells.copy()
    cells.loc[faulty, [name for name in cells.columns if name not in ACTING]] = ""
    return replace(register, cells=cells)


def leave_out(catalogue: Catalogue) -> Catalogue:
    """Return the catalogue without the rows and documents that an error touches, every problem now a warning.

    ``--accepted`` builds from it: a commit was validated when it was pushed, and no fault of the day may keep a
    record listed (design.md section 6.1). Rows that refer to these are left out too. The register of withdrawals
    keeps every row that names a record, without its words where the row has an error.
    """
    tables = dict(catalogue.tables)
    if REGISTER in tables:
        tables[REGISTER] = _salvage_register(catalogue)
    bad = {
        (problem.path, problem.line)
        for problem in catalogue.problems
        if problem.severity == "error" and problem.code not in MENDED_IN_PUBLIC
    }
    for name, table in tables.items():
        if name == REGISTER:
            tables[name] = _without_words(table, {line for path, line in bad if path == table.resource.path})
            continue
        keep = [(table.resource.path, int(line)) not in bad for line in table.cells.index]
        if not all(keep):
            tables[name] = replace(table, cells=table.cells[keep])
    problems = list(catalogue.problems)
    while dangling := [
        problem for problem in check_references(catalogue.package, tables) if problem.severity == "error"
    ]:
        lines = {(problem.path, problem.line) for problem in dangling}
        changed = False
        for name, table in tables.items():
            keep = [(table.resource.path, int(line)) not in lines for line in table.cells.index]
            if name != REGISTER and not all(keep):
                tables[name] = replace(table, cells=table.cells[keep])
                changed = True
        problems += dangling
        if not changed:
            break
    bad_paths = {
        problem.path
        for problem in catalogue.problems
        if problem.severity == "error"
        and problem.code != SUBJECTS_UNSTATED
        # Braces of a page accepted before variables were known; a guide is replaced by the software's.
        and not (problem.code == TEXT_VARIABLE and problem.path.startswith("content/pages/"))
    }
    documents = tuple(document for document in catalogue.documents if document.path not in bad_paths)
    warnings = tuple(sorted({replace(problem, severity="warning") for problem in problems}))
    return replace(catalogue, tables=tables, documents=documents, problems=warnings)
