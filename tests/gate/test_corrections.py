"""Corrections through the gate: which are public on a day, what they hold, and which rows they mark."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from credit import gate
from credit.derived_columns import DERIVED_COLUMNS, append_derived
from credit.exporters import public_dataset, published_schema
from credit.model import CheckFailed
from tests.gate.test_gate import BLACK, DAY, FILES, write_site

HEADING = "record_id,field,before,after,corrected_on\n"


def site(root: Path, *rows: str, black: str = BLACK) -> Path:
    """Write the small site with these corrections."""
    text = HEADING + "".join(f"{row}\n" for row in rows)
    return write_site(root, {**FILES, "black-list": black, "corrections": text})


def corrections(root: Path, day: datetime.date = DAY, *, accepted: bool = False) -> list[tuple[str, ...]]:
    """Return the public corrections of a day without their days."""
    cells = gate.validate(root, day, accepted=accepted).public["corrections"].cells
    return list(zip(*(cells[name] for name in ("record_id", "field", "before", "after")), strict=True))


def marks(root: Path, name: str, day: datetime.date = DAY, *, accepted: bool = False) -> dict[str, str]:
    """Return record id → mark as a published list has it."""
    table = append_derived(gate.validate(root, day, accepted=accepted).public[name])
    return dict(zip(table.cells["record_id"], table.cells["corrected"], strict=True))


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("BL-2026-00002,severity,王某某一般,严重,2026-05-02", "correction-name"),
        ("BL-2026-00003,name,王大明,王小明,2026-05-02", "personal-data"),
        ("BL-2026-00001,name,王大明,示例甲有限公司,2026-05-02", "correction-name"),
    ],
)
def test_a_hidden_name_is_refused_at_its_line_and_left_out_of_an_accepted_build(
    tmp_path: Path, row: str, code: str
) -> None:
    """The way out is in the message; a timer's build goes on without the row."""
    root = site(tmp_path, row)
    with pytest.raises(CheckFailed) as refused:
        gate.validate(root, DAY)
    assert {("data/corrections.csv", 2, code)} == {
        (problem.path, problem.line, problem.code) for problem in refused.value.problems if problem.severity == "error"
    }
    assert [] == corrections(root, accepted=True)
    assert "true" not in marks(root, "black-list", accepted=True).values()


def test_a_name_of_the_wrong_subject_is_accepted_and_masked(tmp_path: Path) -> None:
    """A warning says what is published in its place."""
    root = site(tmp_path, "BL-2026-00001,name,示例错名有限公司,示例甲有限公司,2026-05-02")
    assert [("BL-2026-00001", "name", "（原名称略）", "示例甲有限公司")] == corrections(root)
    assert "correction-mention" in {problem.code for problem in gate.validate(root, DAY).problems}


@pytest.mark.parametrize(("before", "after"), [("", "严重"), ("严重", "")])
def test_a_correction_of_an_empty_cell_is_public(tmp_path: Path, before: str, after: str) -> None:
    """Filled where it was empty, emptied where it was filled."""
    black = BLACK.replace("office,2026-04-10,一般,2026-04-12,,", f"office,2026-03-10,{after},2026-03-12,,")
    root = site(tmp_path, f"BL-2026-00001,severity,{before},{after},2026-05-02", black=black)
    assert [("BL-2026-00001", "severity", before, after)] == corrections(root)
    assert not [problem for problem in gate.validate(root, DAY).problems if problem.path == "data/corrections.csv"]


def test_a_correction_is_public_from_its_day_on_and_with_its_record(tmp_path: Path) -> None:
    """Before its day, and while its record is not shown, it marks nothing."""
    rows = ("BL-2026-00001,severity,严重,一般,2026-05-02", "RL-2026-00001,valid_until,2027-05-18,2027-05-19,2026-05-25")
    root = site(tmp_path, *rows)
    assert ("true", "true") == (marks(root, "black-list")["BL-2026-00001"], marks(root, "red-list")["RL-2026-00001"])
    before = datetime.date(2026, 5, 24)
    assert ("true", "false") == (
        marks(root, "black-list", before)["BL-2026-00001"],
        marks(root, "red-list", before)["RL-2026-00001"],
    )
    assert datetime.date(2026, 5, 24) == gate.validate(root, datetime.date(2026, 5, 21)).valid_until
    text = (root / "data" / "withdrawals.csv").read_text(encoding="utf-8-sig")
    text += "BL-2026-00001,2026-05-20,修复,\n"
    (root / "data" / "withdrawals.csv").write_text(text, encoding="utf-8-sig")
    assert ["RL-2026-00001"] == [row[0] for row in corrections(root)]
    assert {"BL-2026-00002": "false", "BL-2026-00003": "false"} == marks(root, "black-list")


def test_a_natural_person_is_marked_as_corrected_without_a_name(tmp_path: Path) -> None:
    """The row of the list bears the mark, the correction general words."""
    root = site(tmp_path, "BL-2026-00002,name,当事人,当事人,2026-05-02")
    assert [("BL-2026-00002", "name", "当事人", "当事人")] == corrections(root)
    assert "true" == marks(root, "black-list")["BL-2026-00002"]
    assert not [problem for problem in gate.validate(root, DAY).problems if problem.path == "data/corrections.csv"]


def test_a_published_list_describes_its_derived_columns_last(tmp_path: Path) -> None:
    """Typed, titled and described in the one schema that every format is made from."""
    edition = gate.validate(site(tmp_path), DAY)
    table = append_derived(edition.public["black-list"])
    own = edition.public["black-list"].resource.schema.names
    assert (*own, *(column.field.name for column in DERIVED_COLUMNS)) == tuple(table.cells.columns)
    fields = published_schema(public_dataset(table.resource, table.cells, edition.package))["fields"]
    assert isinstance(fields, list)
    described = next(item for item in fields if item["name"] == "corrected")
    assert [column.field.name for column in DERIVED_COLUMNS] == [item["name"] for item in fields[len(own) :]]
    assert ("corrected", "更正", "boolean", {"required": True}) == tuple(
        described[key] for key in ("name", "title", "type", "constraints")
    )
    assert "true" in described["description"]
    departments = edition.public["departments"]
    assert departments is append_derived(departments)


def test_a_source_column_of_that_name_is_refused_and_gives_way(tmp_path: Path) -> None:
    """Named at the schema; an accepted build publishes the derived one."""
    black = "\n".join(
        f"{line},{'corrected' if number == 0 else '是'}" for number, line in enumerate(BLACK.splitlines())
    )
    root = site(tmp_path, black=black + "\n")
    with pytest.raises(CheckFailed) as refused:
        gate.validate(root, DAY)
    assert {("data/black-list.schema.json", 1, "derived-column")} == {
        (problem.path, problem.line, problem.code) for problem in refused.value.problems if problem.severity == "error"
    }
    edition = gate.validate(root, DAY, accepted=True)
    table = append_derived(edition.public["black-list"])
    assert ["false"] * 3 == table.cells["corrected"].tolist()
    fields = published_schema(public_dataset(table.resource, table.cells, edition.package))["fields"]
    assert isinstance(fields, list)
    assert ["boolean"] == [field["type"] for field in fields if field["name"] == "corrected"]


def test_a_name_stays_hidden_when_its_row_is_left_out(tmp_path: Path) -> None:
    """An accepted build leaves out a faulty row; the names that it alone tells of are still known."""
    black = BLACK.replace("王某某,,自然人,office,2026-04-10", "王某,,自然人,nowhere,2026-04-10")
    rows = (
        "BL-2026-00001,severity,与王某、示例错名公司,一般,2026-05-02",
        # A repeated key: the row is left out.
        "BL-2026-00001,name,示例错名公司,示例甲有限公司,2026-05-04",
    )
    public = corrections(site(tmp_path, *rows, black=black), accepted=True)
    assert [("BL-2026-00001", "severity", "与另一当事人、（原名称略）", "一般")] == public


def test_nothing_leads_to_a_natural_person_of_a_list_without_codes(tmp_path: Path) -> None:
    """The kind of the subject tells where no column of codes does; a firm's row has its address."""
    black = (
        "record_id,name,entity_kind,authority,decided_on,severity,listed_on\n"
        "BL-2026-00001,示例甲有限公司,企业,office,2026-04-10,严重,2026-04-12\n"
        "BL-2026-00002,赵某示,自然人,office,2026-04-10,严重,2026-04-12\n"
    )
    table = append_derived(gate.validate(site(tmp_path, black=black), DAY).public["black-list"])
    assert table.cells["record_url"].tolist() == ["/lists/black-list/2026/#BL-2026-00001", ""]
    assert table.cells["entity_url"].tolist() == ["", ""]
