"""The corpus of seeded faults: each is refused with the right code at the right line, and the good package is not."""

from __future__ import annotations

import ast
import datetime
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from credit import gate
from credit.law.tables import rows
from credit.model import CheckFailed, DescriptorError, Problem
from credit.reader import canonical_bytes, read_package, read_table
from tests.corpus.fault_seeding import GOOD, Fault, copy_of_good, gives_away, read_faults

FAULTS = read_faults()

#: Where the gate's problems are made.
SOURCES = (
    "gate.py",
    "source_data.py",
    "removal_checks.py",
    "reversal_checks.py",
    "record_states.py",
    "record_ids",
    "schema_changes.py",
    "subject_mentions",
    "document_visibility.py",
    "reader",
    "checks",
    "documents",
    "privacy",
)


def report_of(root: Path, fault: Fault | None = None, before: Path | None = None) -> tuple[Problem, ...]:
    """Return every problem the gate names, whatever it decides."""
    day = datetime.date.fromisoformat(fault.as_of) if fault and fault.as_of else None
    removes = fault.removes if fault else None
    try:
        return gate.validate(root, day, before=before, removes=removes).problems
    except (CheckFailed, DescriptorError) as refused:
        return refused.problems


def test_the_good_package_has_no_fault_and_no_warning() -> None:
    """What the faults are seeded in is blameless itself."""
    assert () == report_of(GOOD)


def test_the_good_package_is_canonical() -> None:
    """Its tables are spelt as inv format would spell them."""
    for resource in read_package(GOOD).resources:
        table, problems = read_table(GOOD, resource)
        assert table is not None
        assert ((), (GOOD / resource.path).read_bytes()) == (problems, canonical_bytes(table))


def test_the_good_package_holds_every_kind_of_dataset_and_document() -> None:
    """Two red rows and six black ones at least, each kind of resource and of document."""
    edition = gate.validate(GOOD)
    assert {"red", "black", "register", "reference"} == {resource.rules.kind for resource in edition.package.resources}
    assert {"policy", "notice", "case", "page", "guide"} == {document.kind for document in edition.documents}
    rows = {resource.name: len(read_table(GOOD, resource)[0].cells) for resource in edition.package.resources}  # type: ignore[union-attr]
    assert rows["red-list"] >= 2
    assert rows["black-list"] >= 6
    assert 0 not in rows.values()


def test_the_corpus_is_large_and_each_fault_has_a_name_of_its_own() -> None:
    """At least 200 that are refused; a name that stands twice hides one."""
    assert 200 <= sum(fault.severity == "error" for fault in FAULTS)
    assert [] == [name for name, count in Counter(map(str, FAULTS)).items() if count > 1]


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_seeded_fault_is_named_at_its_line(fault: Fault, tmp_path: Path) -> None:
    """With the code and at the line the corpus says, nothing else is blamed, and no number of a person is repeated."""
    root = copy_of_good(tmp_path / "site", fault.edits)
    before = copy_of_good(tmp_path / "before", fault.before) if fault.before else None
    problems = report_of(root, fault, before)
    errors = {(problem.path, problem.line, problem.code) for problem in problems if problem.severity == "error"}
    if fault.severity == "error":
        assert {fault.expected, *fault.also} == errors
    else:
        assert set(fault.also) == errors
        assert fault.expected in {(problem.path, problem.line, problem.code) for problem in problems}
    said = [
        words
        for problem in problems
        for words in (problem.text(), problem.path, problem.field, problem.title, repr(problem))
    ]
    assert [] == [words for words in said for number in fault.planted if gives_away(words, number)]


# --- no rule without a fault ----------------------------------------------------------------------


def codes_in(path: Path) -> Iterator[str]:
    """Yield every code a source file can put into a problem.

    A code stands where ``Problem``, ``Violation`` or ``Fault`` has it, where a function has a parameter ``code``, where a
    variable ``code`` is set, or in a tuple that is yielded beside a message; itself or the name of a constant.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    places = {"Problem": 3, "Violation": 0, "Fault": 1}
    constants = {ast.unparse(node.targets[0]): node.value for node in tree.body if isinstance(node, ast.Assign)}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            names = [arg.arg for arg in node.args.args]
            if "code" in names:
                places[node.name] = names.index("code")
    for node in ast.walk(tree):
        found: list[ast.expr] = []
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in places:
            found = node.args[places[node.func.id] :][:1]
            found += [keyword.value for keyword in node.keywords if keyword.arg == "code"]
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "code":
            found = [node.value]
        elif isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple):
            found = node.value.elts[:-1]
        for expression in found:
            yield from (
                item.value
                for item in ast.walk(constants.get(ast.unparse(expression), expression))
                if isinstance(item, ast.Constant) and isinstance(item.value, str) and CODE.fullmatch(item.value)
            )


CODE = re.compile(r"[a-z]{3,}(?:-[a-z]+)*")


def test_every_code_of_the_gate_has_a_fault_in_the_corpus(root: Path) -> None:
    """A rule nobody seeded a fault for may not work; a code of the corpus that no source knows is misspelt."""
    package = root / "plugins" / "credit"
    files = [
        item
        for name in SOURCES
        for item in ([package / name] if name.endswith(".py") else (package / name).rglob("*.py"))
    ]
    known = {code for path in files for code in codes_in(path)} | {
        row["code"] for row in rows("personal_data_patterns")
    }
    seeded = {code for fault in FAULTS for _, _, code in (fault.expected, *fault.also)}
    assert {"both-lists", "check-digit", "personal-data", "slug-repeated", "removals", "attachment-size"} <= known
    assert (set(), set()) == (known - seeded, seeded - known)
