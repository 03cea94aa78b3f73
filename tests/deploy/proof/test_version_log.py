"""Chain of versions: changed, lost, swapped and inserted lines and forks are found; nothing can be tested against it."""

from __future__ import annotations

import hashlib
import json
import secrets

import pytest

from credit.deploy.proof.statement import Statement, last_day, next_statement, quarter_of
from credit.deploy.proof.version_log import SealedVersion, check_log, next_entry, parse_line, seal
from credit.identifiers import check_character


def make_log(count: int, start: tuple[SealedVersion, ...] = ()) -> tuple[SealedVersion, ...]:
    """Return entries of made-up statements."""
    versions = start
    for number in range(len(start), len(start) + count):
        digest = Statement(f"2026-06-{number + 1:02d}", "2026-06-30", "0" * 12, secrets.token_hex(32)).digest()
        salt = secrets.token_hex(32)
        entry = next_entry(versions, f"2026-06-{number + 1:02d}", 20, 90, seal(salt, digest), lost=False)
        versions = (*versions, SealedVersion(entry.line(), salt, digest))
    return versions


def lines_of(versions: tuple[SealedVersion, ...]) -> list[str]:
    return [version.line for version in versions]


def test_whole_chain_has_no_fault() -> None:
    versions = make_log(5)
    assert [] == check_log(lines_of(versions))
    assert [] == check_log(lines_of(versions), lines_of(versions)[:3])
    assert all(version.is_sealed() for version in versions)


def change(lines: list[str]) -> list[str]:
    entry = json.loads(lines[2])
    return [*lines[:2], json.dumps({**entry, "records": entry["records"] + 1}), *lines[3:]]


@pytest.mark.parametrize(
    "damage",
    [
        change,
        lambda lines: [*lines[:2], *lines[3:]],
        lambda lines: lines[1:],
        lambda lines: [lines[0], lines[2], lines[1], *lines[3:]],
        lambda lines: [*lines[:2], lines[1], *lines[2:]],
        lambda lines: [*lines[:2], lines[2].replace("{", "{ "), *lines[3:]],
        lambda lines: [*lines[:2], "x", *lines[3:]],
        lambda lines: [*lines[:2], "[]", *lines[3:]],
        lambda lines: [*lines, lines_of(make_log(1))[0]],
    ],
    ids=["changed", "gap", "no-beginning", "swapped", "repeated", "other-form", "no-json", "no-object", "foreign"],
)
def test_chain_that_was_touched_is_refused(damage) -> None:  # type: ignore[no-untyped-def]
    assert check_log(damage(lines_of(make_log(5))))


def test_fork_is_whole_and_betrayed_by_a_line_that_was_kept() -> None:
    common = make_log(2)
    kept, fork = make_log(2, common), make_log(3, common)
    assert [] == check_log(lines_of(fork), lines_of(common))
    assert 1 == len(check_log(lines_of(fork), [lines_of(kept)[-1]]))
    # Lines that were cut off leave a whole chain too.
    assert 1 == len(check_log(lines_of(kept)[:3], [lines_of(kept)[-1]]))


def test_new_chain_after_a_loss_says_so_in_its_first_line_alone() -> None:
    entry = next_entry((), "2026-06-01", 1, 1, "0" * 64, lost=True)
    assert [] == check_log([entry.line()])
    assert parse_line(entry.line()).lost
    later = next_entry((SealedVersion(entry.line(), "", ""),), "2026-06-01", 1, 1, "0" * 64, lost=True)
    assert check_log([entry.line(), later.line()])


def test_register_of_codes_and_old_files_cannot_be_tested_against_the_log() -> None:
    """Neither codes and names of subjects nor the old statement itself, by any digest that needs no salt."""
    versions = make_log(3)
    log = "\n".join(lines_of(versions))
    values = {str(value) for line in lines_of(versions) for value in json.loads(line).values()}
    for number in range(100_000):
        stem = f"91220184MA{number:07d}"
        code = stem + check_character(stem)
        digests = {hashlib.sha256(form.encode()).hexdigest() for form in (code, f"{code}\n", f'"{code}"')}
        assert code not in log
        assert not digests & values
    for version in versions:
        raw = bytes.fromhex(version.statement)
        guesses = {
            version.statement,
            hashlib.sha256(raw).hexdigest(),
            hashlib.sha256(version.statement.encode()).hexdigest(),
        }
        assert not guesses & values
        assert version.salt not in log


@pytest.mark.parametrize(
    ("today", "until", "expected"),
    [
        ("2026-06-01", None, "2026-06-07"),
        ("2026-06-01", "2026-06-03", "2026-06-03"),
        ("2026-06-28", None, "2026-06-30"),
        ("2026-12-30", "2027-03-01", "2026-12-31"),
    ],
)
def test_statement_ends_with_data_week_or_quarter(today: str, until: str | None, expected: str) -> None:
    assert expected == last_day(today, until)


def test_statement_is_renewed_on_its_last_day_and_when_something_ends_sooner() -> None:
    served = Statement("2026-06-01", "2026-06-07", "v", "d")
    later = Statement("2026-06-01", "2026-06-12", "v", "d")
    assert served == next_statement(served, later, "2026-06-06")
    assert later == next_statement(served, later, "2026-06-07")
    sooner = Statement("2026-06-01", "2026-06-03", "v", "d")
    assert sooner == next_statement(served, sooner, "2026-06-02")
    other = Statement("2026-06-01", "2026-06-08", "v", "e")
    assert other == next_statement(served, other, "2026-06-02")


def test_quarters_are_those_of_the_calendar() -> None:
    assert ["2026q1", "2026q1", "2026q2", "2026q4"] == [
        quarter_of(f"2026-{month}-30") for month in ("01", "03", "04", "12")
    ]
