"""frictionless, an independent judge, over the same packages: where its rules and ours overlap, the two agree."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from credit.reader import format_files, read_package
from tests.corpus.fault_seeding import GOOD, Fault, copy_of_good, read_faults
from tests.corpus.package_generator import write_package

with warnings.catch_warnings():
    # What its own dependencies deprecate is no concern of ours.
    warnings.simplefilter("ignore")
    from frictionless import Package

#: Packages looked at: enough to meet every type and constraint, few enough for some seconds.
SAMPLE = range(0, 1000, 9)

#: One word for one rule, ours and theirs.
OURS: Mapping[str, str] = {
    "type-error": "type", "required": "constraint", "enum": "constraint", "pattern": "constraint", "length": "constraint",
    "minimum": "constraint", "maximum": "constraint", "unique": "repeated", "primary-key": "repeated",
    "foreign-key": "reference", "field-count": "width", "blank-row": "blank", "header-missing": "header",
    "header-unknown": "header", "header-repeated": "header",
}  # fmt: skip
THEIRS: Mapping[str, str] = {
    "type-error": "type", "constraint-error": "constraint", "unique-error": "repeated", "primary-key": "repeated",
    "foreign-key": "reference", "missing-cell": "width", "extra-cell": "width", "blank-row": "blank",
    "missing-label": "header", "extra-label": "header", "incorrect-label": "header", "duplicate-label": "header",
    "blank-label": "header", "blank-header": "header", "source-error": "header",
}  # fmt: skip

#: Families of the corpus whose rules both have; a fault of its own spelling or meaning is ours alone.
FAMILIES = {"grid", "header", "types", "constraints", "keys", "references"}

#: Rules of ours that the standard does not have, so that the other judge is not asked about them.
HOUSE: Mapping[str, str] = {
    "encoding": "we tell UTF-8 from GB18030 and name the line; they are told one encoding and give up at the first byte",
    "line-break": "RFC 4180 allows a line break in a cell; the house does not, because a cell then is no line any more",
    "quote": "Python's reader, which they use, takes whatever a stray quote leaves; we refuse what two readers read in two ways",
    "footer-row": "they read a total or a signature as one more record, with a fault in each of its cells; we name the row",
    "header-row": "they read headings between records as one more record, with a fault in some of its cells; we name the row",
    "file-size": "the standard has no limits on a cell or a row",
    "date-range": "a day before 1949-10-01 or after 2099-12-31 is a slip of the pen, not a breach of the schema",
    "number-range": "the standard has no limits on a number; Parquet and SQLite have",
    "surrounding-blank": "the standard keeps blanks; we ask for them to be removed",
    "key-form": "what a spreadsheet or an address makes of a key is no matter of the standard",
    "record-id": "what a column of that name holds is agreed in this house",
    "reference-form": "several keys in one cell (credit.references) are ours: the standard has one key in a cell",
    "clause": "the outline of a document is unknown to them",
}

#: Faults that only one of the two names although both have the rule, and why that is right.
DISAGREEMENTS: Mapping[str, str] = {
    "an empty line stands above the headings": "they skip empty lines before the header; we keep line 1 for it, so that lines and rows agree",
    "a column without a heading": "they name the header; we take empty cells at the end of a line for what Excel leaves and name the rows that hold more",
    "a key is empty": "they name an empty key twice, as required and as a key; we say once that it is empty",
    "a department stands twice": HOUSE["reference-form"],
    "a whole number has a zero before it": "they read 080 as 80; the cell in the file would not be what the site shows",
    "a whole number is zero with a sign": "they read -0 as 0; one spelling of a key is one row in SQLite",
    "a number is in full-width digits": "Python's int takes them; a spreadsheet or JSON does not",
    "a truth value is a digit": "they take 0 and 1 by default; we publish true and false alone",
    "a day without its zeros": "strptime takes 2022-1-1; ISO 8601 does not",
    "a measure outside the four lists": HOUSE["reference-form"],
    "an incentive outside the four lists": HOUSE["reference-form"],
    "a leading department that does not exist": HOUSE["reference-form"],
    "a list item whose department does not exist": HOUSE["reference-form"],
    "a task of a document that does not exist": "the documents are no dataset of the package",
    "a record id of another form": "we name the form of a record id before the pattern of its column, once",
}

#: Why a file is put in canonical form before the other judge sees it.
SPELLINGS = (
    "GB18030, a missing byte-order mark, CRLF, slashed days, capitals in truth values, other orders of rows and columns and empty "
    "cells and rows at the end lose nothing: we take them with one warning a file, the standard knows none of them"
)


def theirs(root: Path, names: Iterable[str] = ()) -> set[tuple[str, int, str]]:
    """Return path, line and rule of each error the other judge finds, in these datasets or all."""
    descriptor = json.loads((root / "data" / "datapackage.json").read_text(encoding="utf-8"))
    wanted = set(names) or {item["name"] for item in descriptor["resources"]}
    resources: list[dict[str, Any]] = [
        {
            "name": item["name"], "type": "table", "path": item["path"], "format": "csv", "mediatype": "text/csv",
            # Our canonical form begins with a byte-order mark, which they take for a part of the first label.
            "encoding": "utf-8-sig",
            "schema": json.loads((root / "data" / item["schema"]).read_text(encoding="utf-8")),
        }
        for item in descriptor["resources"] if item["name"] in wanted
    ]  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        package = Package.from_descriptor({"name": "second", "resources": resources}, basepath=str(root / "data"))
        report = package.validate()
    assert [] == report.errors
    return {
        (f"data/{task.name}.csv", getattr(error, "row_number", None) or 1, THEIRS[error.type])
        for task in report.tasks
        for error in task.errors
    }


def family_of(name: str) -> set[str]:
    """Return a dataset of the good package with all that refer to it and all that those refer to."""
    package = read_package(GOOD)
    to = {resource.name: {key.resource for key in resource.schema.foreign_keys} for resource in package.resources}
    near = {name, *(one for one, targets in to.items() if name in targets)}
    return near.union(*(to[item] for item in near))


def ours(fault: Fault) -> set[tuple[str, int, str]]:
    """Return path, line and rule of what the corpus expects of the gate, as far as both judges have the rule."""
    return {(path, line, OURS[code]) for path, line, code in (fault.expected, *fault.also) if code in OURS}


def search_key(
    found: set[tuple[str, int, str]], unread: set[tuple[str, int]], closed: set[str]
) -> set[tuple[str, int, str]]:
    """Leave out what is said of cells of a row that does not fit the header, and of rows below a header at fault."""
    return {
        (path, line, rule)
        for path, line, rule in found
        if rule in ("width", "blank", "header") or ((path, line) not in unread and path not in closed)
    }


COMPARED = [
    fault
    for fault in read_faults()
    if fault.family in FAMILIES
    and all(edit["file"].startswith("data/") and edit["file"].endswith(".csv") for edit in fault.edits)
    and not {code for _, _, code in (fault.expected, *fault.also)} & set(HOUSE)
    and fault.name not in DISAGREEMENTS
]


@pytest.mark.parametrize("fault", COMPARED, ids=str)
def test_both_judges_name_the_same_lines_for_the_same_rule(fault: Fault, tmp_path: Path) -> None:
    """No more and no less, on either side."""
    root = copy_of_good(tmp_path / "site", fault.edits)
    edited = Path(fault.edits[0]["file"]).stem
    found, expected = theirs(root, family_of(edited)), ours(fault)
    unread = {(path, line) for path, line, rule in found | expected if rule in ("width", "blank")}
    # Below a header at fault both stop looking, or look at the wrong column; what refers to the file follows from it.
    closed = (
        {f"data/{item}.csv" for item in family_of(edited)}
        if any(rule == "header" for _, _, rule in expected)
        else set()
    )
    assert search_key(expected, unread, closed) == search_key(found, unread, closed)


@pytest.mark.parametrize("fault", [item for item in read_faults() if item.name in DISAGREEMENTS], ids=str)
def test_a_disagreement_that_has_gone_loses_its_reason(fault: Fault, tmp_path: Path) -> None:
    """Each reason stands for a fault on which the two still differ."""
    root = copy_of_good(tmp_path / "site", fault.edits)
    assert ours(fault) != theirs(root, family_of(Path(fault.edits[0]["file"]).stem))


def test_enough_faults_are_compared() -> None:
    """The overlap is real: each rule that both have is met."""
    assert set(OURS.values()) == {rule for fault in COMPARED for _, _, rule in ours(fault)}
    assert len(DISAGREEMENTS) < len(COMPARED) / 4


def test_the_other_judge_finds_nothing_in_the_good_package() -> None:
    """All seventeen datasets at once, single foreign keys and all."""
    assert set() == theirs(GOOD)


def test_the_other_judge_finds_nothing_in_good_packages(tmp_path: Path) -> None:
    """Once each file is in canonical form: ``SPELLINGS`` says why it must be."""
    assert SPELLINGS
    for number in SAMPLE:
        root = write_package(number, tmp_path / str(number))
        format_files(root, read_package(root))
        assert (number, set()) == (number, theirs(root))
