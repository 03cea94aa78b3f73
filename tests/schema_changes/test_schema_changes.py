"""Schema changes: what a published column may not do without a new major version."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from credit import gate
from credit.model import CheckFailed, Problem
from tests.conftest import ROOT

GOOD = ROOT / "tests" / "corpus" / "good"
SCHEMA = "data/contacts.schema.json"

Edit = Callable[[dict[str, Any]], None]


def judge(tmp_path: Path, *edits: Edit, earlier: Edit | None = None) -> list[Problem]:
    """Return what the gate says of the schema of contacts after edits, against the good package before them."""
    for name in ("before", "after"):
        shutil.copytree(GOOD, tmp_path / name)
    for name, made in (("before", [earlier] if earlier else []), ("after", [*([earlier] if earlier else []), *edits])):
        path = tmp_path / name / SCHEMA
        schema = json.loads(path.read_text(encoding="utf-8"))
        for edit in made:
            edit(schema)
        path.write_text(json.dumps(schema, ensure_ascii=False, indent=1), encoding="utf-8")
    try:
        found = gate.validate(tmp_path / "after", before=tmp_path / "before", removes={}).problems
    except CheckFailed as refused:
        found = refused.problems
    return [problem for problem in found if problem.code == "schema-change"]


def field_of(schema: dict[str, Any], name: str) -> dict[str, Any]:
    """Return a field of a schema."""
    found: dict[str, Any] = next(field for field in schema["fields"] if field["name"] == name)
    return found


def rename(schema: dict[str, Any]) -> None:
    field_of(schema, "address")["name"] = "remark"


def drop(schema: dict[str, Any]) -> None:
    schema["fields"].remove(field_of(schema, "address"))


def retype(schema: dict[str, Any]) -> None:
    field_of(schema, "address")["type"] = "integer"


def add(schema: dict[str, Any]) -> None:
    schema["fields"].append({"name": "fax", "title": "传真", "description": "传真号码。", "type": "string"})


def reword(schema: dict[str, Any]) -> None:
    field_of(schema, "address")["description"] = "说明，另一种写法。"


def terms(*words: str) -> Edit:
    """Return the edit that allows these terms alone in a column."""

    def edit(schema: dict[str, Any]) -> None:
        field_of(schema, "address")["constraints"] = {"enum": list(words)}

    return edit


def version(text: str) -> Edit:
    """Return the edit that states a version."""
    return lambda schema: schema.update(version=text)


@pytest.mark.parametrize("edit", [rename, drop, retype])
def test_a_published_column_keeps_its_name_and_type(tmp_path: Path, edit: Edit) -> None:
    (problem,) = judge(tmp_path, edit)
    assert (problem.path, problem.field, problem.severity) == (SCHEMA, "address", "error")


def test_a_published_term_stays(tmp_path: Path) -> None:
    (problem,) = judge(tmp_path, terms("甲类", "丙类"), earlier=terms("甲类", "乙类"))
    assert "“乙类”" in problem.message


@pytest.mark.parametrize(
    "edits", [[rename, version("2.0.0")], [drop, version("2")], [add], [reword], [add, version("1.1.0")]]
)
def test_a_new_major_version_and_what_only_adds_pass(tmp_path: Path, edits: list[Edit]) -> None:
    assert judge(tmp_path, *edits) == []


def test_a_minor_version_is_no_licence_to_rename(tmp_path: Path) -> None:
    assert len(judge(tmp_path, rename, version("1.9.0"))) == 1


def test_more_terms_than_before_pass(tmp_path: Path) -> None:
    assert judge(tmp_path, terms("甲类", "乙类", "丙类"), earlier=terms("甲类", "乙类")) == []


REAL = {"demonstration": False}
NO_KEY: dict[str, object] = {}
SHOWN = {"demonstration": True, "as_of": "2026-06-01"}


@pytest.mark.parametrize(
    ("before", "after", "key"),
    [
        (REAL, SHOWN, "demonstration"),
        (NO_KEY, SHOWN, "demonstration"),
        (NO_KEY, {"demonstration": True}, "demonstration"),
        (SHOWN, {"demonstration": True, "as_of": "2026-05-31"}, "as_of"),
        (SHOWN, {"demonstration": True, "as_of": "2026-06-02"}, ""),
        (SHOWN, SHOWN, ""),
        (SHOWN, REAL, ""),
        (REAL, NO_KEY, ""),
    ],
)
def test_a_real_site_never_becomes_a_demonstration_and_no_day_goes_back(
    tmp_path: Path, before: dict[str, object], after: dict[str, object], key: str
) -> None:
    """Records that have ended since would be public again."""
    for name, marks in (("before", before), ("after", after)):
        shutil.copytree(GOOD, tmp_path / name)
        path = tmp_path / name / "data" / "datapackage.json"
        value = json.loads(path.read_text(encoding="utf-8"))
        value["credit"] = {item: value["credit"][item] for item in value["credit"] if item not in SHOWN} | marks
        path.write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")
    try:
        found = gate.validate(tmp_path / "after", before=tmp_path / "before", removes={}).problems
    except CheckFailed as refused:
        found = refused.problems
    faults = [problem for problem in found if problem.code == "demonstration"]
    lines = (tmp_path / "after" / "data" / "datapackage.json").read_text(encoding="utf-8").splitlines()
    assert [key] * bool(key) == [lines[problem.line - 1].split('"')[1] for problem in faults]
