"""Black-list changes that a second person has to approve, and those that nothing may hold up."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from credit.deploy.hooks.record_changes import compare_records
from credit.deploy.pushes.approvals import read_held_records
from credit.source_data import read_tables
from tests.corpus.fault_seeding import copy_of_good
from tests.deploy.releases.conftest import GOOD
from tests.deploy.server.conftest import Server

KEY = "BL-2026-00001"
REPAIRED = {"file": "data/black-list.csv", "cell": [KEY, "repaired_on", "2026-05-20"]}


def unapproved(
    folder: Path, before: tuple[dict[str, object], ...], after: tuple[dict[str, object], ...]
) -> tuple[str, ...]:
    """Return the ids to be approved between two versions of the good package."""
    tables = [read_tables(copy_of_good(folder / name, edits)) for name, edits in (("old", before), ("new", after))]
    return compare_records(*tables).unapproved


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("name", "测试示例别的网络科技有限公司", (KEY,)), ("facts", "别的事实。", (KEY,)), ("facts", "", (KEY,)),
        ("severity", "一般", (KEY,)), ("unified_code", "91220184M0EX00129P", (KEY,)),
        ("behaviour", "breach-of-service", (KEY,)), ("former_names", "测试示例别的网络科技有限公司", (KEY,)), ("entity_kind", "自然人", (KEY,)),
        ("repaired_on", "2026-05-20", ()), ("disputed_since", "2026-05-21", ()), ("suspended_from", "2026-05-20", ()),
    ],
)  # fmt: skip
def test_changed_public_record_waits_and_a_removal_does_not(
    tmp_path: Path, column: str, value: str, expected: tuple[str, ...]
) -> None:
    """Who is blamed for what wants two people; to end, suspend or mark it wants one."""
    edit = {"file": "data/black-list.csv", "cell": [KEY, column, value]}
    assert expected == unapproved(tmp_path, (), (edit,))


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("repaired_on", "", (KEY,)), ("suspended_from", "", (KEY,)), ("repaired_on", "2026-05-21", (KEY,)),
        ("suspended_from", "2026-05-21", (KEY,)), ("repaired_on", "2026-05-19", ()), ("suspended_until", "", ()),
        ("suspended_until", "2026-05-21", ()),
    ],
)  # fmt: skip
def test_end_that_is_cleared_or_put_off_waits(
    tmp_path: Path, column: str, value: str, expected: tuple[str, ...]
) -> None:
    """It brings somebody back; a longer suspension does not."""
    before = {"file": "data/black-list.csv", "cell": [KEY, column, "2026-05-20"]}
    after = {"file": "data/black-list.csv", "cell": [KEY, column, value]}
    assert expected == unapproved(tmp_path, (before,), (after,) if value else ())


@pytest.mark.parametrize(("value", "expected"), [("2026-04-11", (KEY,)), ("", (KEY,)), ("2026-04-09", ())])
def test_decision_of_a_later_day_waits(tmp_path: Path, value: str, expected: tuple[str, ...]) -> None:
    """The period runs from the decision: a later one is a longer publication."""
    assert expected == unapproved(tmp_path, (), ({"file": "data/black-list.csv", "cell": [KEY, "decided_on", value]},))


@pytest.mark.parametrize(
    ("former", "last", "expected"),
    [("", "2026-06-30", (KEY,)), ("2026-06-30", "2026-05-31", (KEY,)), ("2026-05-31", "2026-06-30", ())],
)
def test_suspension_that_ends_sooner_waits(tmp_path: Path, former: str, last: str, expected: tuple[str, ...]) -> None:
    """It brings the record back; one that begins with an end, or ends later, does not."""
    file = "data/black-list.csv"
    begun = {"file": file, "cell": [KEY, "suspended_from", "2026-05-20"]}
    before = (begun, *([{"file": file, "cell": [KEY, "suspended_until", former]}] if former else []))
    after = (begun, {"file": file, "cell": [KEY, "suspended_until", last]})
    assert expected == unapproved(tmp_path / "ends", before, after)
    assert () == unapproved(tmp_path / "begins", (), after)


def test_facts_of_a_repaired_record_change_without_a_second_person(tmp_path: Path) -> None:
    """Nobody reads them."""
    facts = {"file": "data/black-list.csv", "cell": [KEY, "facts", "别的事实。"]}
    assert () == unapproved(tmp_path, (REPAIRED,), (REPAIRED, facts))


def test_pusher_of_changed_facts_is_told_that_the_record_waits(server: Server) -> None:
    """The id is held under the pusher's name until a colleague approves."""
    server.configure(second_approval=True)
    clone = server.clone("zhang", "zhang SHA256:z")
    clone.edit("data/black-list.csv", "2026年2月间组织虚假评价", "2026年2月间多次组织虚假评价")
    clone.commit()
    done = clone.push()
    assert done.returncode == 0, done.stderr
    assert "改了主体、失信行为、事实、程度的）要另一个人批准才公布：BL-2026-00001" in done.stderr
    assert "批准以前，网站上没有这些记录。请同事核对后运行：" in done.stderr
    assert ["zhang"] == [item.by for item in read_held_records(server.settings)]


def test_changed_label_of_a_list_without_names_waits_as_a_name_does() -> None:
    """The list's descriptor states which column names its subjects."""
    good = read_tables(GOOD)
    listed = good["black-list"]
    fields = tuple(
        replace(field, name="carrier") if field.name == "name" else field for field in listed.resource.schema.fields
    )
    resource = replace(
        listed.resource,
        schema=replace(listed.resource.schema, fields=fields),
        rules=replace(listed.resource.rules, stated_label="carrier"),
    )
    before = replace(listed, resource=resource, cells=listed.cells.rename(columns={"name": "carrier"}))
    cells = before.cells.copy()
    cells.loc[cells["record_id"] == KEY, "carrier"] = "测试示例别的网络科技有限公司"
    after = replace(before, cells=cells)
    assert (KEY,) == compare_records(good | {"black-list": before}, good | {"black-list": after}).unapproved
