"""Byte order marks: a file that begins with two is read like one with one, in every reader of data/ and content/."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from credit import gate
from credit.deploy.releases.tree_redaction import parse_withdrawals
from credit.documents.front_matter import stated_value
from credit.documents.redirects import parse_moved
from credit.list_lines import split_line
from credit.model import Problem
from credit.reader.allowed_numbers import COLUMNS, parse_allowed_numbers
from tests.corpus.fault_seeding import GOOD, copy_of_good

MARK = codecs.BOM_UTF8
FILES = sorted(
    path.relative_to(GOOD).as_posix()
    for pattern in ("data/*.csv", "data/*.json", "content/**/*.md")
    for path in GOOD.glob(pattern)
)


def mark_twice(path: Path) -> None:
    """Put two marks before the text of a file, as two programs in turn do."""
    path.write_bytes(MARK * 2 + path.read_bytes().removeprefix(MARK))


def test_each_kind_of_file_is_among_them() -> None:
    """Tables, schemas, the descriptor, documents."""
    for name in ("data/datapackage.json", "data/withdrawals.csv", "data/withdrawals.schema.json"):
        assert name in FILES
    assert {Path(name).suffix for name in FILES} == {".csv", ".json", ".md"}


@pytest.mark.parametrize("name", FILES)
def test_two_marks_lose_nothing(tmp_path: Path, name: str) -> None:
    """At most the one warning of a spelling, and the same public edition, compared with a commit before as well."""
    before, after = copy_of_good(tmp_path / "before", ()), copy_of_good(tmp_path / "after", ())
    mark_twice(after / name)
    digests = []
    for here, there in ((after, before), (before, after)):
        edition = gate.validate(here, before=there, removes={})
        expected: list[Problem] = [
            problem for problem in edition.problems if problem.code == "spelling" and problem.path == name
        ]
        assert len(expected) <= 1
        assert list(edition.problems) == expected
        digests.append(edition.digest)
    assert digests[0] == digests[1]


def test_readers_of_single_files_pass_over_two_marks() -> None:
    """Those of the history and of a push, which read bytes and not a folder."""
    marks = MARK * 2
    assert split_line(marks + b"record_id,name\n") == ["record_id", "name"]
    assert split_line("\ufeff记录编号,名称\n".encode("gb18030")) == ["记录编号", "名称"]
    register = marks + "record_id,withdrawn_on,reason\nBL-2026-00001,2026-05-01,期满\n".encode()
    assert parse_withdrawals(register, "2026-05-02") == {"BL-2026-00001"}
    assert stated_value(marks + b"Title: A\n\nText\n", "title") == "A"
    moved, problems = parse_moved(marks + b"address,target\n/policies/old-plan/,/policies/\n")
    assert ([row.address for row in moved], problems) == (["/policies/old-plan/"], ())
    assert parse_allowed_numbers(marks + (",".join(COLUMNS) + "\n").encode()) == ((), ())
