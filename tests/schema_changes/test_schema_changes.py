"""Schema changes: what a published column may not do without a new major version."""

from __future__ import annotations

import datetime
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from credit import gate
from credit.exporters.enriched_tables import published_tables
from credit.model import CheckFailed, Problem
from tests.conftest import ROOT
from tests.gate.test_gate import BLACK, FILES, write_site

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
        for column in ("remark", "place"):
            if any(field["name"] == column for field in schema["fields"]):
                rename_cells(tmp_path / name, column)
    return problems_between(tmp_path / "before", tmp_path / "after")


def problems_between(before: Path, after: Path) -> list[Problem]:
    """Return the changes of schemas that the gate refuses between two folders."""
    try:
        found = gate.validate(after, before=before, removes={}).problems
    except CheckFailed as refused:
        found = refused.problems
    return [problem for problem in found if problem.code == "schema-change"]


def rename_cells(root: Path, column: str = "remark") -> None:
    """Give the column its new name in the rows too."""
    path = root / "data" / "contacts.csv"
    text = path.read_text(encoding="utf-8-sig").replace("address", column, 1)
    path.write_text(text, encoding="utf-8-sig", newline="")


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


def note(text: str = "2.0.0", date: str = "2026-05-01") -> Edit:
    """Return the edit that notes a change of this version."""
    return lambda schema: schema.update(credit={"changes": [{"version": text, "date": date, "text": "地址改名。"}]})


def alias(day: str = "2026-05-01", old: str = "address") -> Edit:
    """Return the edit that keeps the former name of the renamed column from this day."""

    def edit(schema: dict[str, Any]) -> None:
        field_of(schema, "remark")["credit"] = {"renamed_from": old, "deprecated_on": day}

    return edit


@pytest.mark.parametrize(
    "edits",
    [
        [rename, version("2.0.0"), note(), alias()],
        [drop, version("2"), note("2")],
        [retype, version("2.0.0"), note()],
        [add],
        [reword],
        [add, version("1.1.0")],
        [add, version("2.0.0")],
    ],
)
def test_a_new_major_version_and_what_only_adds_pass(tmp_path: Path, edits: list[Edit]) -> None:
    assert judge(tmp_path, *edits) == []


def test_a_minor_version_is_no_licence_to_rename(tmp_path: Path) -> None:
    assert len(judge(tmp_path, rename, version("1.9.0"))) == 1


def test_more_terms_than_before_pass(tmp_path: Path) -> None:
    assert judge(tmp_path, terms("甲类", "乙类", "丙类"), earlier=terms("甲类", "乙类")) == []


@pytest.mark.parametrize(
    ("edits", "words"),
    [
        ([rename, version("2.0.0")], "credit.changes"),
        ([rename, version("2.0.0"), note("1.5.0")], "credit.changes"),
        ([rename, version("2.0.0"), note(date="2026-02-30")], "credit.changes"),
        ([rename, version("2.0.0"), note(), alias("2026-02-30")], "deprecated_on"),
        ([drop, version("3.0.0"), note("2.0.0")], "credit.changes"),
    ],
)
def test_a_change_of_a_major_version_is_noted_and_keeps_the_former_name(
    tmp_path: Path, edits: list[Edit], words: str
) -> None:
    (problem,) = judge(tmp_path, *edits)
    assert words in problem.message


def renamed(schema: dict[str, Any]) -> None:
    """Rename a column as it should be done."""
    for edit in (rename, version("2.0.0"), note(), alias()):
        edit(schema)


def test_a_former_name_stays_until_its_published_day(tmp_path: Path) -> None:
    """The good package is of 1 June 2026; a name that went a year before may be forgotten."""

    def forget(schema: dict[str, Any]) -> None:
        del field_of(schema, "remark")["credit"]

    (problem,) = judge(tmp_path / "early", forget, earlier=renamed)
    assert "保留到 2027-04-30" in problem.message

    def long_ago(schema: dict[str, Any]) -> None:
        for edit in (rename, version("2.0.0"), note(date="2025-06-01"), alias("2025-06-01")):
            edit(schema)

    assert judge(tmp_path / "late", forget, earlier=long_ago) == []


def rename_again(day: str, old: str) -> Edit:
    """Return the edit that renames the renamed column once more, with a former name."""

    def edit(schema: dict[str, Any]) -> None:
        field = field_of(schema, "remark")
        field.update(name="place", credit={"renamed_from": old, "deprecated_on": day})

    return edit


def drop_renamed(schema: dict[str, Any]) -> None:
    schema["fields"].remove(field_of(schema, "remark"))


def undo(schema: dict[str, Any]) -> None:
    field_of(schema, "remark").update(name="address", credit={})


@pytest.mark.parametrize(
    ("edit", "is_fault"),
    [
        (rename_again("2026-06-01", "remark"), True),
        (drop_renamed, True),
        (rename_again("2026-05-01", "address"), False),
        (undo, False),
    ],
)
def test_a_former_name_stays_although_its_column_goes(tmp_path: Path, edit: Edit, is_fault: bool) -> None:
    """Renamed again or dropped in a later major version, the column would take its former name with it at once."""
    found = judge(tmp_path, edit, version("3.0.0"), note("3.0.0", "2026-06-01"), earlier=renamed)
    assert ["旧名 address 保留到 2027-04-30" in problem.message for problem in found] == [True] * is_fault


def several(delimiter: str) -> Edit:
    """Return the edit that makes the column a list with a delimiter."""
    return lambda schema: field_of(schema, "address").update(type="list", delimiter=delimiter)


def refer(schema: dict[str, Any]) -> None:
    field_of(schema, "address")["credit"] = {"references": "contacts"}


@pytest.mark.parametrize(
    ("earlier", "edit", "words"),
    [
        (None, refer, "从 string 变成了 list（用“;”隔开）"),
        (refer, lambda schema: field_of(schema, "address").pop("credit"), "从 list（用“;”隔开） 变成了 string"),
        (several(","), several(";"), "从 list（用“,”隔开） 变成了 list（用“;”隔开）"),
        (several(";"), refer, ""),
    ],
)
def test_a_column_of_one_value_is_no_list_in_the_files(
    tmp_path: Path, earlier: Edit | None, edit: Edit, words: str
) -> None:
    """In JSON and Parquet text becomes an array, and the table of the several values comes or goes."""
    found = [problem.message for problem in judge(tmp_path, edit, earlier=earlier)]
    assert [words in message for message in found] == [True] * bool(words)


def test_files_have_the_former_name_for_twelve_months(tmp_path: Path) -> None:
    """As the last column, with the same cells; its last day is the last one on which the site is right."""
    shutil.copytree(GOOD, tmp_path / "site")
    path = tmp_path / "site" / SCHEMA
    schema = json.loads(path.read_text(encoding="utf-8"))
    renamed(schema)
    path.write_text(json.dumps(schema, ensure_ascii=False, indent=1), encoding="utf-8")
    rename_cells(tmp_path / "site")
    for day, stands in (("2026-06-01", True), ("2027-04-30", True), ("2027-05-01", False)):
        as_of = datetime.date.fromisoformat(day)
        edition = gate.validate(tmp_path / "site", as_of, accepted=True)
        contacts = published_tables(edition, edition.ended)["contacts"]
        names = contacts.resource.schema.names
        assert (names[-1] == "address") is stands
        assert "remark" in names
        if stands:
            assert contacts.column("address") == contacts.column("remark")
            assert edition.valid_until is not None
            assert edition.valid_until <= datetime.date(2027, 4, 30)
            field = contacts.resource.schema.fields[-1]
            assert (field.alias_of, field.deprecated_on) == ("remark", "2026-05-01")
            assert "保留到 2027-04-30" in field.description


def test_the_link_table_of_a_renamed_column_stays_where_it_was(tmp_path: Path) -> None:
    """Its files have the former name in their address: with the former name for twelve months, then without."""
    shutil.copytree(GOOD, tmp_path / "site")
    path = tmp_path / "site" / SCHEMA
    schema = json.loads(path.read_text(encoding="utf-8"))
    renamed(schema)
    field_of(schema, "remark")["type"] = "list"
    path.write_text(json.dumps(schema, ensure_ascii=False, indent=1), encoding="utf-8")
    rename_cells(tmp_path / "site")
    for day, stands in (("2027-04-30", True), ("2027-05-01", False)):
        edition = gate.validate(tmp_path / "site", datetime.date.fromisoformat(day), accepted=True)
        tables = published_tables(edition, edition.ended)
        assert ("contacts-address" in tables) is stands
        now = tables["contacts-remark"]
        if stands:
            former = tables["contacts-address"]
            assert former.resource.schema.names[-1] == "address"
            assert former.column("address") == now.column("remark") != []
            assert former.resource.schema.fields[-1].alias_of == ""


LISTED = BLACK.replace("2026-05-01,\n", "2026-05-01,2026-05-20\n")


@pytest.mark.parametrize("column", ["repaired_on", "disputed_since", "severity", "listed_on", "entity_kind", "name"])
@pytest.mark.parametrize("is_renamed", [True, False])
def test_a_column_that_hides_or_masks_a_record_keeps_its_name_in_any_version(
    tmp_path: Path, column: str, is_renamed: bool
) -> None:
    """By another name the repaired record would be public again, with its day."""
    rows = [line.split(",") for line in LISTED.splitlines()]
    place = rows[0].index(column)
    rows[0][place] = "another_day"
    if not is_renamed:
        rows = [[*row[:place], *row[place + 1 :]] for row in rows]
    text = "\n".join(map(",".join, rows)) + "\n"
    before = write_site(tmp_path / "before", FILES | {"black-list": LISTED})
    after = write_site(tmp_path / "after", FILES | {"black-list": text})
    path = after / "data" / "black-list.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8")) | {"version": "2.0.0"}
    note(date="2026-05-01")(schema)
    if is_renamed:
        field_of(schema, "another_day")["credit"] = {"renamed_from": column, "deprecated_on": "2026-05-01"}
    path.write_text(json.dumps(schema, ensure_ascii=False, indent=1), encoding="utf-8")
    faults = [item for item in problems_between(before, after) if item.field == column]
    assert [(item.path, item.severity) for item in faults] == [("data/black-list.schema.json", "error")]
    assert "升主版本号也不行" in faults[0].message


def test_a_list_without_a_row_may_lose_such_a_column(tmp_path: Path) -> None:
    heading = BLACK.splitlines(keepends=True)[0]
    before = write_site(tmp_path / "before", FILES | {"black-list": heading})
    after = write_site(tmp_path / "after", FILES | {"black-list": heading.replace(",repaired_on", "")})
    path = after / "data" / "black-list.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8")) | {"version": "2.0.0"}
    note()(schema)
    path.write_text(json.dumps(schema), encoding="utf-8")
    assert problems_between(before, after) == []


@pytest.mark.parametrize(
    ("name", "kind", "count"),
    [("black-list", "reference", 1), ("black-list", "register", 1), ("red-list", "reference", 1), ("red-list", "register", 0)],
)  # fmt: skip
def test_a_list_stays_a_list(tmp_path: Path, name: str, kind: str, count: int) -> None:
    """A reference table shows every row; only a black list ends by the law's longest period."""
    before = write_site(tmp_path / "before", FILES)
    after = write_site(tmp_path / "after", FILES)
    path = after / "data" / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    (resource,) = (item for item in package["resources"] if item["name"] == name)
    resource["credit"]["kind"] = kind
    path.write_text(json.dumps(package), encoding="utf-8")
    found = problems_between(before, after)
    assert [(item.path, item.severity) for item in found] == [("data/datapackage.json", "error")] * count


@pytest.mark.parametrize(("name", "is_list"), [("red-list", True), ("departments", False)])
def test_a_dataset_under_another_name_is_named_with_the_addresses_that_end(
    tmp_path: Path, name: str, is_list: bool
) -> None:
    """Its rows stand elsewhere, so that no record is missed: readers of its pages and files are."""
    before = write_site(tmp_path / "before", FILES)
    after = write_site(tmp_path / "after", FILES)
    for ending in (".csv", ".schema.json"):
        (after / "data" / f"{name}{ending}").rename(after / "data" / f"other{ending}")
    for path in (after / "data").glob("*.json"):
        path.write_text(path.read_text(encoding="utf-8").replace(f'"{name}', '"other'), encoding="utf-8")
    (found,) = problems_between(before, after)
    assert (found.path, found.severity) == ("data/datapackage.json", "warning")
    assert f"/data/{name}/" in found.message
    assert (f"/feeds/{name}.atom" in found.message, f"/lists/{name}/" in found.message) == (is_list, is_list)


def test_a_column_that_pages_read_by_name_is_one_fault(tmp_path: Path) -> None:
    """No version lets it go, so that nothing is said of versions."""
    hotlines = {"hotlines": "id,number\nplain,12345\n"}
    before = write_site(tmp_path / "before", FILES | hotlines)
    after = write_site(tmp_path / "after", FILES | {"hotlines": hotlines["hotlines"].replace("number", "digits")})
    assert problems_between(before, after) == []
    with pytest.raises(CheckFailed) as refused:
        gate.validate(after, before=before, removes={})
    errors = [problem for problem in refused.value.problems if problem.severity == "error"]
    assert [(problem.path, problem.code) for problem in errors] == [("data/hotlines.schema.json", "schema")]


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
