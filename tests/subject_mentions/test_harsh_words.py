"""Words beyond the severity of a record: in its own row, and in the documents that tell of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from credit import gate
from tests.gate.test_gate import BLACK, DAY, FILES, write_site

#: Records of the black list of the small site: 一般 and 严重.
MILD, GRAVE = "BL-2026-00001", "BL-2026-00002"


def harsh(root: Path) -> list[tuple[str, int, str]]:
    """Return path, line and field of each such warning."""
    found = [item for item in gate.validate(root, DAY).problems if item.code == "harsh-item"]
    assert {item.severity for item in found} <= {"warning"}
    return [(item.path, item.line, item.field) for item in found]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("刷单三次，属于严重失信主体。", True), ("列为严重违法失信企业。", True), ("刷单三次，情节严重。", False),
        ("按《严重失信主体名单管理办法》处理。", False), ("不属于严重失信，责令改正。", False),
    ],
)  # fmt: skip
def test_facts_that_go_beyond_the_severity_are_a_warning(tmp_path: Path, words: str, told: bool) -> None:
    """Only of the milder record, and not of what a paper is called or a sentence denies."""
    heading, *rows = BLACK.splitlines()
    text = "".join(f"{row}\n" for row in (f"{heading},facts,basis", *(f"{row},{words},{words}" for row in rows)))
    root = write_site(tmp_path, FILES | {"black-list": text})
    assert harsh(root) == ([("data/black-list.csv", 2, "facts")] if told else [])


@pytest.mark.parametrize(
    ("subjects", "text", "line"),
    [
        (MILD, "一家严重失信企业。", 6), (f"{MILD};{GRAVE}", "两家严重失信企业。", 0), (GRAVE, "一家严重失信企业。", 0),
        (MILD, "一家经营者，情节较轻。", 0), ("无", "什么是严重失信。", 0),
    ],
)  # fmt: skip
def test_document_that_goes_beyond_the_severity_of_its_records_is_a_warning(
    tmp_path: Path, subjects: str, text: str, line: int
) -> None:
    """Where none of them is grave; at the line of the words."""
    root = write_site(tmp_path, FILES)
    (root / "content" / "notices").mkdir()
    head = f"Title: 示例\nSlug: a-notice\nDate: 2026-05-01\nSubjects: {subjects}\n"
    (root / "content" / "notices" / "a-notice.md").write_text(f"{head}\n{text}\n", encoding="utf-8")
    assert harsh(root) == ([("content/notices/a-notice.md", line, "")] if line else [])
