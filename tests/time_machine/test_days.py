"""Sixty days of three hundred random records: on no day does any byte of the site name a record that is not public."""

from __future__ import annotations

import itertools
from collections import Counter
from pathlib import Path

import pytest

from credit import gate
from credit.model import CheckFailed, Problem
from tests.conftest import once_for_all_workers, shared_folder
from tests.time_machine.calendars import DAYS, FIRST
from tests.time_machine.fates import FATES
from tests.time_machine.oracle import ENDED, PUBLIC, World, ids_in, state_on
from tests.time_machine.walk import Finding, read_findings, walk, write_findings
from tests.time_machine.world import write_world

SEED = 15

#: Warnings of a package that is good: the law's tables are old by 2029, some subjects bear two names.
WARNINGS = {
    "guide-missing",
    "event-day",
    "law-review",
    "names-differ",
    "holiday-year",
    "late",
    "publish-until-late",
    "document-departed",
    "ended-subject",
    "harsh-item",
}

#: What ends or hides a record, by the part of the fate's name it begins with.
GROUPS = {
    "the clock": ("clock", "month-end", "publish-until-later"),
    "the authority's own last day": ("publish-until",),
    "repair": ("repaired",),
    "the register": ("register",),
    "suspension": ("suspended",),
    "a listing to come": ("future", "far-future"),
    "the red list": ("red",),
    "nothing": ("standing", "disputed"),
}


def group_of(fate: str) -> str:
    """Return the group of a fate, the longest beginning first."""
    begins = {begin: group for group, parts in GROUPS.items() for begin in parts}
    return begins[max((begin for begin in begins if fate.startswith(begin)), key=len)]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """What the package of these tests holds."""
    return write_world(tmp_path_factory.mktemp("world") / "site", SEED)


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> list[Finding]:
    """What the oracle found on all days; walked once for all processes of a run."""
    folder = shared_folder(tmp_path_factory, "time-machine")
    with once_for_all_workers(folder) as first:
        if first:
            world = write_world(folder / "site", SEED)
            found, builds = walk(folder / "site", world, folder)
            assert builds >= 15, "the tree claims to be valid for longer than anything can be"
            write_findings(folder / "findings.json", found)
    return read_findings(folder / "findings.json")


def some(findings: list[Finding], *kinds: str, group: str = "") -> list[Finding]:
    """Return findings of some kinds, one for each fate and column of the site, at most a dozen."""
    seen: dict[tuple[str, str, str], Finding] = {}
    for finding in findings:
        if finding.kind in kinds and (not group or group_of(finding.fate) == group):
            seen.setdefault((finding.kind, finding.fate, finding.place.split("/")[0]), finding)
    return list(seen.values())[:12]


def problems_of(root: Path) -> tuple[Problem, ...]:
    """Return what the gate says of a package on the first day, whether it refuses it or not."""
    try:
        return gate.validate(root, FIRST).problems
    except CheckFailed as refused:
        return tuple(refused.problems)


def test_the_package_passes_the_gate(tmp_path: Path) -> None:
    """Documents that declare their records are good; only what is known of these rows is warned of."""
    write_world(tmp_path / "site", SEED)
    problems = problems_of(tmp_path / "site")
    assert [] == [problem for problem in problems if problem.severity == "error"][:5]
    undeclared = {problem.code for problem in problems} - WARNINGS
    assert set() == undeclared


def test_the_days_see_everything(world: World) -> None:
    """Three hundred records of every fate; each way of ending, resting and beginning happens within the days."""
    assert 300 == len(world.records)
    assert set(FATES) <= {record.fate for record in world.records}
    kinds = Counter(record.subject.kind for record in world.records)
    assert all(kinds[kind] >= 10 for kind in ("firm", "shop", "bare", "bare-form", "person"))
    changes = Counter(
        (state_on(record, day), state_on(record, after))
        for record in world.records
        for day, after in itertools.pairwise(DAYS)
    )
    for change in (
        (PUBLIC, ENDED), (PUBLIC, "suspended"), ("suspended", PUBLIC), ("not yet", PUBLIC), (PUBLIC, "revoked"),
        (PUBLIC, "corrected"),
    ):  # fmt: skip
        assert changes[change] >= 3, change
    assert len(ids_in(world, ENDED, DAYS[-1])) > len(ids_in(world, ENDED, DAYS[0])) + 30


@pytest.mark.parametrize("group", GROUPS)
def test_a_record_that_is_not_public_is_named_in_no_byte(findings: list[Finding], group: str) -> None:
    """Name, former names and code, in every file and its name, except where another public record shows the same."""
    assert [] == some(findings, "hidden", group=group)


@pytest.mark.parametrize("kind", ["person", "shop", "bare", "bare-form"])
def test_a_name_of_a_person_is_in_no_byte_on_any_day(findings: list[Finding], kind: str) -> None:
    """Natural persons, shops under a personal name alone in each spelling, such a former name of another shop."""
    assert [] == some(findings, f"never {kind}")


@pytest.mark.parametrize("column", ["repaired_on", "suspended_from", "suspended_until", "withdrawn_on"])
def test_a_day_that_is_nobodys_business_is_in_no_byte(findings: list[Finding], column: str) -> None:
    """Days of repair and suspension, past and future, and days of ends in the register; version.json says the day it is."""
    assert [] == some(findings, f"day {column}")


def test_ended_ids_are_one_set_on_the_page_and_in_each_file(findings: list[Finding]) -> None:
    """All ids that have ended by whatever way, and those revoked and corrected beside them."""
    assert [] == some(findings, "ended missing", "ended too many", "told missing", "class")


def test_an_ended_id_has_neither_day_nor_word_nor_place(findings: list[Finding]) -> None:
    """Its row says 已结束 and nothing else, and the order of the rows is that of the ids."""
    assert [] == some(findings, "ended day", "ended words", "ended order")


def test_an_explanation_is_not_public_before_its_day(findings: list[Finding]) -> None:
    assert [] == some(findings, "explanation")


def test_a_document_leaves_with_any_of_its_records(findings: list[Finding]) -> None:
    """Page, attachments, search, maps and lists of documents do not know it on a day on which a record is not public."""
    assert [] == some(findings, "paper too many")


def test_a_document_is_there_while_all_its_records_are(findings: list[Finding]) -> None:
    """Page, attachments and sitemap entry."""
    assert [] == some(findings, "paper missing")


def test_a_public_record_is_there(findings: list[Finding]) -> None:
    """Its row in the file of its list, no other row, and its archive."""
    assert [] == some(findings, "record missing", "row missing", "row too many")


def test_sixty_incremental_builds_end_where_a_fresh_one_does(findings: list[Finding]) -> None:
    assert [] == some(findings, "fresh")
