"""Publication days: first published and last changed, as far as today's site shows them."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from credit import gate
from credit.change_history import read_change_history
from credit.exporters import PublishedData
from credit.feeds import site_feeds
from credit.model import NO_HISTORY
from tests.change_history.test_change_history import Repository
from tests.gate.test_gate import FILES, FIRM, code, write_site

DAY = datetime.date(2026, 6, 1)
HEADING = (
    "record_id,name,former_names,unified_code,entity_kind,decision_number,authority,decided_on,severity,listed_on,"
    "disputed_since,suspended_from,suspended_until,repaired_on,facts\n"
)
ROW = {
    "record_id": "BL-2026-00001", "name": "示例甲有限公司", "unified_code": FIRM, "entity_kind": "企业",
    "decision_number": "示例〔2026〕1号", "authority": "office", "decided_on": "2026-02-10", "severity": "严重",
    "listed_on": "2026-02-12", "facts": "示例事实",
}  # fmt: skip


def row(**cells: str) -> str:
    """Return ROW with other cells."""
    return ",".join((ROW | cells).get(name, "") for name in HEADING.strip().split(",")) + "\n"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """An empty repository."""
    return Repository(tmp_path / "site")


def days(repository: Repository, *states: str, as_of: datetime.date = DAY) -> list[tuple[str, str]]:
    """Commit states of the black list, the first on 1 March, and return the days that its file says of each row."""
    for state in states:
        write_site(repository.root, FILES | {"black-list": HEADING + state})
        repository.commit("x", path="data/readme.txt")
    edition = gate.validate(repository.root, as_of, accepted=True)
    published = PublishedData(edition, history=read_change_history(repository.root))
    cells = published.tables["black-list"].cells
    return list(zip(cells["first_published"].tolist(), cells["last_changed"].tolist(), strict=True))


def test_record_is_first_published_by_its_first_commit(repository: Repository) -> None:
    """And has not changed since, whatever else the list did."""
    other = row(record_id="BL-2026-00002", unified_code=code(99), decision_number="示例〔2026〕2号")
    assert [("2026-03-01", "2026-03-01"), ("2026-03-02", "2026-03-02")] == days(repository, row(), row() + other)


def test_record_that_was_committed_before_its_listing_is_published_on_that_day(repository: Repository) -> None:
    """A commit says when a row was written, its dates when it is shown."""
    later = row(listed_on="2026-04-02")
    assert [("2026-04-02", "2026-04-02")] == days(repository, later, row(listed_on="2026-04-02", facts="示例改动"))


def test_changed_record_was_last_changed_by_its_last_commit(repository: Repository) -> None:
    """Of a column that is published."""
    assert [("2026-03-01", "2026-03-02")] == days(repository, row(), row(facts="示例另一事实"))


@pytest.mark.parametrize(("day", "changed"), [(19, "2026-05-01"), (20, "2026-05-20"), (21, "2026-05-20")])
def test_candidate_changes_on_its_day_of_listing(repository: Repository, day: int, changed: str) -> None:
    """With no commit: its state and the entry of its feed are others from then on."""
    write_site(repository.root, FILES)
    repository.commit("x", path="data/readme.txt")
    edition = gate.validate(repository.root, datetime.date(2026, 5, day), accepted=True)
    published = PublishedData(edition, history=read_change_history(repository.root))
    cells = published.tables["red-list"].cells
    assert [("2026-05-01", changed)] == list(zip(cells["first_published"], cells["last_changed"], strict=True))
    assert changed == published.updated_on["red-list"]
    feed = dict(site_feeds(published))["/feeds/red-list.atom"].decode()
    assert f"<updated>{changed}T00:00:00+08:00</updated><summary>" in feed


HIDDEN = {
    "a suspension that is over": row(suspended_from="2026-03-05", suspended_until="2026-03-09"),
    "an objection that was settled": row(disputed_since="2026-03-05") + "#" + row(),
    "an objection": row(disputed_since="2026-03-05"),
}


@pytest.mark.parametrize("change", HIDDEN)
def test_change_that_the_site_does_not_show_leaves_no_day(repository: Repository, change: str) -> None:
    """A day of change that nothing on the site explains would say that the record was suspended or disputed."""
    assert [("2026-03-01", "2026-03-01")] == days(repository, row(), *HIDDEN[change].split("#"))


def test_new_name_of_a_natural_person_leaves_no_day(repository: Repository) -> None:
    """The name is not published, nor that it changed."""
    first = row(name="示例某甲", unified_code="", entity_kind="自然人")
    second = row(name="示例某乙", unified_code="", entity_kind="自然人")
    assert [("2026-03-01", "2026-03-01")] == days(repository, first, second)


def test_no_day_is_later_than_the_day_of_the_site(repository: Repository) -> None:
    """A demonstration has a day of its own, and the clock of a clerk may be wrong."""
    day = datetime.date(2026, 2, 20)
    assert [("2026-02-20", "2026-02-20")] == days(repository, row(), row(facts="示例"), as_of=day)


def test_row_that_was_taken_out_and_put_back_keeps_its_days(repository: Repository) -> None:
    """An accident of a clerk is no publication."""
    assert [("2026-03-01", "2026-03-01")] == days(repository, row(), "", row())


def test_list_without_a_history_has_empty_days(repository: Repository) -> None:
    """Outside of git."""
    write_site(repository.root, FILES | {"black-list": HEADING + row()})
    cells = PublishedData(gate.validate(repository.root, DAY, accepted=True)).tables["black-list"].cells
    assert [""] == cells["first_published"].tolist()
    assert [""] == cells["last_changed"].tolist()


def test_dataset_was_modified_when_an_older_row_was_changed(repository: Repository) -> None:
    """The day of its last change is later than that of any listing."""
    days(repository, row(), row(facts="示例另一事实"))
    edition = gate.validate(repository.root, DAY, accepted=True)
    modified = [
        PublishedData(edition, history=history).dataset("black-list").changed_on
        for history in (NO_HISTORY, read_change_history(repository.root))
    ]
    assert modified == ["2026-02-12", "2026-03-02"]
