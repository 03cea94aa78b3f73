"""The guide to a new dataset tells the truth: its example, followed in order, becomes a list that search finds."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.conftest import build
from tests.search.test_index_client import ask_node
from tests.support.guide_replay import commit_project, replay

GUIDE = Path("docs") / "dataset.zh.md"
SCHEMAS = Path("plugins") / "credit" / "reader"


def test_the_example_of_the_guide_becomes_a_list(copy_of_site: Path, root: Path) -> None:
    """Each command says what is shown; in the end the list is built, its rows are found, its empty column is not shown."""
    outcomes = replay(commit_project(copy_of_site), (root / GUIDE).read_text(encoding="utf-8"))
    assert len(outcomes) >= 2
    assert [shown for shown, _ in outcomes] == [said for _, said in outcomes]
    output = build(copy_of_site / "output", root=copy_of_site)
    answers = ask_node(output / "search/index", ["Ärmel", "Логистика", "المثال", "OC-2026-00003", "示例港口"])
    assert [2, 3, 5, 3, 1] == [int(answer["keys"][0][-5:]) for answer in answers]
    page = (output / "lists/overseas-carriers/index.html").read_text(encoding="utf-8")
    assert "备注" not in page
    assert "按国家查看" in page


def _keys(node: object) -> set[str]:
    """Return the properties that a JSON schema allows, at any depth."""
    if isinstance(node, list):
        return set().union(*map(_keys, node))
    if not isinstance(node, dict):
        return set()
    own = set(node.get("properties", {}))
    return own.union(*(_keys(value) for value in node.values()))


@pytest.mark.parametrize("name", ["resource", "table"])
def test_the_guide_explains_every_key_of_the_schemas(root: Path, name: str) -> None:
    """Those of an entry of the descriptor, and those of a Table Schema."""
    file = "package" if name == "resource" else name
    schema = json.loads((root / SCHEMAS / f"{file}.schema.json").read_text(encoding="utf-8"))
    keys = _keys(schema["$defs"]["resource"] if name == "resource" else schema)
    text = (root / GUIDE).read_text(encoding="utf-8")
    assert [] == sorted(key for key in keys if f"`{key}`" not in text and f'"{key}"' not in text)


def test_links_to_headings_of_the_handbook_lead_there(root: Path) -> None:
    """The guide sends readers to the handbook."""
    handbook = (root / "docs" / "staff.zh.md").read_text(encoding="utf-8")
    anchors = set(re.findall(r"^## (.+)$", handbook, re.MULTILINE))
    assert set(re.findall(r"\]\(staff\.zh\.md#([^)]+)\)", (root / GUIDE).read_text(encoding="utf-8"))) <= anchors
    assert "dataset.zh.md" in handbook
    assert "docs/dataset.zh.md" in (root / "README.zh.md").read_text(encoding="utf-8")
