"""References to records of a list: a key whose record is not public any more is in no public cell."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from credit import gate
from credit.model import CheckFailed
from tests.gate.test_gate import BLACK, FILES, RED, REGISTER, write_site

DAY = datetime.date(2026, 6, 1)


def write_references(root: Path, cell: str, rule: dict[str, object], *, register: str = REGISTER) -> Path:
    """Write the site with a column of the red list that refers to the black list, and return its root."""
    lines = RED.splitlines()
    red = f"{lines[0]},related\n{lines[1]},{cell}\n"
    write_site(root, FILES | {"black-list": BLACK, "red-list": red, "withdrawals": register})
    path = root / "data" / "red-list.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    schema |= {"foreignKeys": [*schema["foreignKeys"], *rule.get("foreignKeys", [])]}  # type: ignore[misc]
    schema["fields"][-1] |= rule.get("field", {})
    path.write_text(json.dumps(schema), encoding="utf-8")
    return root


ONE: dict[str, object] = {
    "foreignKeys": [{"fields": ["related"], "reference": {"resource": "black-list", "fields": ["record_id"]}}]
}
SEVERAL: dict[str, object] = {"field": {"credit": {"references": "black-list"}}}


@pytest.mark.parametrize(
    ("cell", "rule", "left"),
    [
        ("BL-2026-00001", ONE, ""),
        ("BL-2026-00003", ONE, "BL-2026-00003"),
        ("BL-2026-00001;BL-2026-00003", SEVERAL, "BL-2026-00003"),
        ("BL-2026-00001", SEVERAL, ""),
    ],
)
def test_a_key_leaves_with_its_record(tmp_path: Path, cell: str, rule: dict[str, object], left: str) -> None:
    """One key or several in a cell; the others stay."""
    whole = gate.validate(write_references(tmp_path, cell, rule), DAY)
    assert whole.public["red-list"].column("related") == [cell]
    register = REGISTER + "BL-2026-00001,2026-05-02,修复,\n"
    reduced = gate.validate(write_references(tmp_path, cell, rule, register=register), DAY)
    assert reduced.public["red-list"].column("related") == [left]


@pytest.mark.parametrize(
    ("dataset", "rule", "words"),
    [
        ("red-list", {"field": {"constraints": {"required": True}}}, "请删去 constraints 里的 required"),
        ("inspections", {}, "参照表里不能写名单的记录"),
    ],
)
def test_a_column_that_must_not_become_empty_refers_to_no_list(
    tmp_path: Path, dataset: str, rule: dict[str, object], words: str
) -> None:
    """One error at the column of the schema; a commit that was accepted is still built."""
    if dataset == "red-list":
        write_references(tmp_path, "BL-2026-00001", ONE | rule)
    else:
        write_site(tmp_path, FILES | {"inspections": "id,related\none,BL-2026-00001\n"})
        path = tmp_path / "data" / "inspections.schema.json"
        schema = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps(schema | ONE), encoding="utf-8")
    with pytest.raises(CheckFailed) as refused:
        gate.validate(tmp_path, DAY)
    (problem,) = [item for item in refused.value.problems if item.severity == "error"]
    assert (problem.path, problem.field, problem.code) == (f"data/{dataset}.schema.json", "related", "schema")
    assert words in problem.message
    assert gate.validate(tmp_path, DAY, accepted=True).public[dataset].column("related") == ["BL-2026-00001"]
