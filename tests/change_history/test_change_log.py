"""Change log: what commits did to public records, in the words of today's site and in no others."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from credit import gate
from credit.change_history import FieldChange, LoggedChange, read_change_history
from credit.exporters import PublishedData, change_log_file
from tests.change_history.test_change_history import Repository
from tests.change_history.test_publication_days import HEADING, row
from tests.gate.test_gate import FILES, REGISTER, code, write_site

DAY = datetime.date(2026, 6, 1)
CORRECTIONS = "record_id,field,before,after,corrected_on\n"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """An empty repository."""
    return Repository(tmp_path / "site")


def published(repository: Repository, *states: str, corrections: str = "", register: str = REGISTER) -> PublishedData:
    """Commit states of the black list, one on each day of March, and return what the last one publishes."""
    for state in states:
        files = FILES | {"black-list": HEADING + state, "withdrawals": register}
        if corrections:
            files |= {"corrections": CORRECTIONS + corrections}
        write_site(repository.root, files)
        repository.commit("x", path="data/readme.txt")
    edition = gate.validate(repository.root, DAY, accepted=True)
    return PublishedData(edition, history=read_change_history(repository.root))


def log(data: PublishedData) -> tuple[LoggedChange, ...]:
    """Return the log of the black list."""
    return data.change_logs["black-list"]


def test_record_is_added_and_changed_at_its_commits(repository: Repository) -> None:
    """A former cell that today's site does not have is left out."""
    changed = (FieldChange("facts", None, "示例另一事实"),)
    assert log(published(repository, row(), row(facts="示例另一事实"))) == (
        LoggedChange(1, "2026-03-01", "BL-2026-00001", "added"),
        LoggedChange(2, "2026-03-02", "BL-2026-00001", "changed", changed),
    )


def test_former_cells_are_those_of_corrections_and_former_names(repository: Repository) -> None:
    """Both stand on today's site."""
    states = (row(), row(name="示例乙有限公司", former_names="示例甲有限公司", facts="示例另一事实"))
    found = log(published(repository, *states, corrections="BL-2026-00001,facts,示例事实,示例另一事实,2026-03-02\n"))
    assert found[1].fields == (
        FieldChange("facts", "示例事实", "示例另一事实"),
        FieldChange("former_names", "", "示例甲有限公司"),
        FieldChange("name", "示例甲有限公司", "示例乙有限公司"),
    )


def test_correction_is_told_at_the_change_that_it_states(repository: Repository) -> None:
    """A slip that was taken back began with the same cell; what came after the correction takes it not away."""
    states = [row(facts=text) for text in ("示例甲", "示例乙", "示例甲", "示例丙", "示例丁")]
    found = log(published(repository, *states, corrections="BL-2026-00001,facts,示例甲,示例丙,2026-03-04\n"))
    assert [(change.version, *change.fields) for change in found[1:]] == [
        (4, FieldChange("facts", "示例甲", "示例丙")),
        (5, FieldChange("facts", None, "示例丁")),
    ]


def test_cell_in_between_is_told_by_no_line(repository: Repository) -> None:
    """Only the latest change of a column is there, unless a correction states the earlier one."""
    data = published(repository, row(), row(facts="示例中间事实"), row(facts="示例另一事实"))
    assert [(change.version, change.fields) for change in log(data)[1:]] == [
        (3, (FieldChange("facts", None, "示例另一事实"),))
    ]
    assert "中间" not in str(log(data))


HIDDEN = {
    "suspended": row(suspended_from="2026-05-01"),
    "repaired": row(repaired_on="2026-05-01"),
    "expired": row(decided_on="2020-02-10", listed_on="2020-02-12"),
    "taken out": "",
    "not yet listed": row(listed_on="2026-07-01"),
}


@pytest.mark.parametrize("state", HIDDEN)
def test_record_that_is_not_public_has_no_line(repository: Repository, state: str) -> None:
    """Not one of those that were written while it was."""
    assert () == log(published(repository, row(), row(facts="示例另一事实"), HIDDEN[state]))


def test_new_name_of_a_natural_person_has_no_line(repository: Repository) -> None:
    """The record itself is there as the site shows it."""
    person = {"unified_code": "", "entity_kind": "自然人"}
    data = published(repository, row(name="示例某甲", **person), row(name="示例某乙", **person))
    assert log(data) == (LoggedChange(1, "2026-03-01", "BL-2026-00001", "added"),)
    assert "某" not in change_log_file(data.dataset("black-list"), log(data), ()).decode()


def test_file_has_a_head_the_ended_ids_and_the_changes(repository: Repository) -> None:
    """Each change with the record in the bytes of the file of all records; 已结束 is an id and no day."""
    register = REGISTER + "BL-2026-00002,2026-05-02,修复,\nBL-2026-00003,2026-05-03,撤销,原决定撤销（示例）。\n"
    second = row(record_id="BL-2026-00002", unified_code=code(2), decision_number="示例〔2026〕2号")
    data = published(repository, row() + second, row() + second, register=register)
    whole = data.dataset("black-list")
    lines = change_log_file(whole, log(data), data.removals("black-list")).decode().splitlines()
    head, *rest = map(json.loads, lines)
    assert (head["dataset"], head["version"], head["rows"]) == ("black-list", 1, 1)
    assert rest[0] == {"removed": "BL-2026-00002", "reason": "已结束"}
    assert rest[1] == {
        "removed": "BL-2026-00003", "reason": "撤销", "withdrawn_on": "2026-05-03", "explanation": "原决定撤销（示例）。",
    }  # fmt: skip
    assert [(line["version"], line["date"], line["record"]["record_id"]) for line in rest[2:]] == [
        (1, "2026-03-01", "BL-2026-00001")
    ]


@pytest.mark.parametrize("last", [row(), ""])
def test_file_says_of_the_only_record_that_it_was_revoked(repository: Repository, last: str) -> None:
    """Whether its row stands in the list still, or the history alone knows of it."""
    register = REGISTER + "BL-2026-00001,2026-05-03,撤销,原决定撤销（示例）。\n"
    data = published(repository, row(), last, register=register)
    assert data.removals("black-list") == (("BL-2026-00001", "撤销", "2026-05-03", "原决定撤销（示例）。"),)
    assert data.removals("red-list") == ()


def test_renamed_column_changes_no_record(repository: Repository) -> None:
    """The change before it stands under the present name, and the days stay as they were."""
    published(repository, row(), row(facts="示例另一事实"))
    heading = HEADING.replace("facts\n", "deeds,place\n")
    write_site(repository.root, FILES | {"black-list": heading + row(facts="示例另一事实").replace("\n", ",\n")})
    path = repository.root / "data/black-list.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    field = next(field for field in schema["fields"] if field["name"] == "deeds")
    field["credit"] = {"renamed_from": "facts", "deprecated_on": "2026-03-03"}
    path.write_text(json.dumps(schema), encoding="utf-8")
    repository.commit("x", path="data/readme.txt")
    data = PublishedData(
        gate.validate(repository.root, DAY, accepted=True), history=read_change_history(repository.root)
    )
    assert log(data)[1:] == (
        LoggedChange(2, "2026-03-02", "BL-2026-00001", "changed", (FieldChange("deeds", None, "示例另一事实"),)),
    )
    assert data.days["black-list"].last_changed == ("2026-03-02",)


def test_list_that_was_renamed_keeps_the_changes_of_its_records(repository: Repository) -> None:
    """And their days; what had left before is gone for good."""
    other = row(record_id="BL-2026-00002", unified_code=code(99), decision_number="示例〔2026〕2号")
    before = published(repository, row() + other, row(facts="示例另一事实") + other, row(facts="示例另一事实"))
    data = repository.root / "data"
    for ending in (".csv", ".schema.json"):
        (data / f"black-list{ending}").rename(data / f"records{ending}")
    descriptor = (data / "datapackage.json").read_text(encoding="utf-8")
    repository.commit(descriptor.replace("black-list", "records"), path="data/datapackage.json")
    edition = gate.validate(repository.root, DAY, accepted=True)
    after = PublishedData(edition, history=read_change_history(repository.root))
    assert after.change_logs["records"] == log(before)
    assert after.days["records"] == before.days["black-list"]
    assert after.removals("records") == before.removals("black-list") == (("BL-2026-00002", "已结束", "", ""),)
