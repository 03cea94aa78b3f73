"""Monthly changes: counts of records that came and left, none below five."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit import gate
from credit.change_history import read_change_history
from credit.change_history.monthly_changes import FEWEST, MonthlyCount, merge_small
from credit.exporters import PublishedData
from tests.change_history.test_change_history import Repository
from tests.change_history.test_publication_days import HEADING, row
from tests.gate.test_gate import FILES, REGISTER, code, write_site

CASES = {
    "large months stand alone": ({"2026-01": 5, "2026-02": 7}, [("2026-01", 5), ("2026-02", 7)]),
    "small months are their year's": ({"2026-01": 3, "2026-02": 2, "2026-03": 9}, [("2026-03", 9), ("2026", 5)]),
    "one small month takes in the smallest other": (
        {"2026-01": 3, "2026-02": 6, "2026-03": 9},
        [("2026-03", 9), ("2026", 9)],
    ),
    "a small year is with the other years": (
        {"2024-01": 3, "2025-01": 2, "2026-03": 9},
        [("2026-03", 9), ("other", 5)],
    ),
    "one small year takes in the smallest month": ({"2025-01": 2, "2026-03": 9}, [("other", 11)]),
    "what is too little as a whole is left out": ({"2025-01": 2, "2026-03": 2}, []),
    "nothing": ({}, []),
}


@pytest.mark.parametrize("case", CASES)
def test_small_months_are_merged(case: str) -> None:
    """Into their year, then over the years."""
    months, expected = CASES[case]
    assert expected == merge_small(months)


@given(
    st.dictionaries(
        st.sampled_from([f"{y}-{m:02d}" for y in (2024, 2025, 2026) for m in range(1, 13)]), st.integers(0, 12)
    )
)
def test_no_count_below_five_can_be_told(months: dict[str, int]) -> None:
    """Rows are at least five, and their sum is the whole, or less than five in all are left out."""
    rows = merge_small(months)
    assert all(count >= FEWEST for _, count in rows)
    whole = sum(months.values())
    assert sum(count for _, count in rows) == (whole if whole >= FEWEST else 0)


DAY = datetime.date(2026, 6, 1)


def rows_of(numbers: range, **cells: str) -> str:
    """Return rows of the black list."""
    return "".join(
        row(record_id=f"BL-2026-{n:05d}", unified_code=code(n), decision_number=f"示例〔2026〕{n}号", **cells)
        for n in numbers
    )


def test_records_that_came_and_left_are_counted_by_month(tmp_path: Path) -> None:
    """Those that expired, were repaired, revoked, or are suspended came too; rows before their day, and over before, have not."""
    repository = Repository(tmp_path / "site")
    left = REGISTER + "".join(f"BL-2026-{n:05d},2026-05-02,撤销,原决定撤销（示例）。\n" for n in range(14, 20))
    first = rows_of(range(1, 20))
    second = (
        rows_of(range(1, 7), repaired_on="2026-04-03")
        + rows_of(range(7, 9), suspended_from="2026-05-01")
        + rows_of(range(9, 20))
        + rows_of(range(20, 30), listed_on="2026-07-01")
        + rows_of(range(30, 40), repaired_on="2026-02-20")
    )
    for black, register in ((first, REGISTER), (second, left)):
        write_site(repository.root, FILES | {"black-list": HEADING + black, "withdrawals": register})
        repository.commit("x", path="data/readme.txt")
    edition = gate.validate(repository.root, DAY, accepted=True)
    published = PublishedData(edition, history=read_change_history(repository.root))
    assert published.monthly_counts == (
        MonthlyCount("black-list", "新增", "2026-03", 19),
        MonthlyCount("black-list", "已结束", "2026-04", 6),
        MonthlyCount("black-list", "撤销", "2026-05", 6),
    )
    cells = published.tables["monthly-changes"].cells
    assert ["19", "6", "6"] == cells["records"].tolist()


def test_a_row_that_a_commit_took_out_has_ended(tmp_path: Path) -> None:
    """In the set of the page, in the files and for programs that follow; not where the register names its class."""
    repository = Repository(tmp_path / "site")
    register = REGISTER + "BL-2026-00003,2026-05-02,撤销,原决定撤销（示例）。\n"
    for black, withdrawn in ((rows_of(range(1, 5)), REGISTER), (rows_of(range(1, 2)), register)):
        write_site(repository.root, FILES | {"black-list": HEADING + black, "withdrawals": withdrawn})
        repository.commit("x", path="data/readme.txt")
    edition = gate.validate(repository.root, DAY, accepted=True)
    published = PublishedData(edition, history=read_change_history(repository.root))
    assert published.ended["black-list"] == ("BL-2026-00002", "BL-2026-00004")
    ended = published.tables["ended"]
    assert list(zip(ended.column("record_id"), ended.column("reason"), strict=True)) == [
        ("BL-2026-00002", "已结束"),
        ("BL-2026-00003", "撤销"),
        ("BL-2026-00004", "已结束"),
    ]
    assert [item[:2] for item in published.removals("black-list")] == [
        ("BL-2026-00002", "已结束"), ("BL-2026-00003", "撤销"), ("BL-2026-00004", "已结束"),
    ]  # fmt: skip
    assert PublishedData(edition).ended["black-list"] == ()


def states(repository: Repository, *rows: tuple[str, str], as_of: datetime.date = DAY) -> PublishedData:
    """Commit states of the black list on their days and return what is published."""
    for black, day in rows:
        write_site(repository.root, FILES | {"black-list": HEADING + black, "withdrawals": REGISTER})
        repository.commit("x", date=f"{day}T12:00:00+08:00", path="data/readme.txt")
    return PublishedData(
        gate.validate(repository.root, as_of, accepted=True), history=read_change_history(repository.root)
    )


PUBLIC = rows_of(range(1, 2))


@pytest.mark.parametrize(
    ("rows", "ended"),
    [
        ((("2026-04-10", "2026-03-01"), ("", "2026-04-09")), False),
        ((("2026-04-10", "2026-03-01"), ("", "2026-04-10")), True),
        ((("2026-04-10", "2026-03-01"), ("2026-05-10", "2026-04-01"), ("", "2026-05-01")), False),
        ((("2026-04-10", "2026-03-01"), ("2026-05-10", "2026-04-20"), ("", "2026-05-01")), True),
        ((("2026-02-12", "2026-03-01"), ("2026-05-10", "2026-04-01"), ("", "2026-05-01")), True),
        ((("2026-04-10", "2026-03-01"), ("", "2026-03-02"), ("2026-04-10", "2026-03-03"), ("", "2026-04-01")), False),
    ],
    ids=["deleted before", "deleted on the day", "put off", "put off too late", "listed before", "planned twice"],
)
def test_a_row_deleted_before_its_day_has_never_been_listed(
    tmp_path: Path, rows: tuple[tuple[str, str], ...], *, ended: bool
) -> None:
    """It is no end in the set of ended ids, nor in the counts."""
    repository = Repository(tmp_path / "site")
    published = states(
        repository,
        *((PUBLIC + (rows_of(range(2, 8), listed_on=listed) if listed else ""), day) for listed, day in rows),
    )
    expected = tuple(f"BL-2026-{number:05d}" for number in range(2, 8)) if ended else ()
    assert published.ended["black-list"] == expected
    assert {count.change for count in published.monthly_counts} == ({"新增", "已结束"} if ended else set())


def test_a_planned_row_that_moved_to_another_list_and_was_deleted_has_never_been_listed(tmp_path: Path) -> None:
    """The list was renamed in between; a planned row that stands there waits."""
    repository = Repository(tmp_path / "site")
    old = HEADING + rows_of(range(1, 4), listed_on="2026-07-01")
    repository.commit(old, path="data/old-list.csv")
    (repository.root / "data/old-list.csv").rename(repository.root / "data/new-list.csv")
    repository.commit("x", path="data/readme.txt")
    repository.commit(HEADING + rows_of(range(1, 2), listed_on="2026-07-01"), path="data/new-list.csv")
    history = read_change_history(repository.root)
    assert history.never_public == {"BL-2026-00002", "BL-2026-00003"}
    assert set().union(*history.deleted.values()) == set()
