"""Two clerks at the same records: no end is taken back, and nothing changes that neither of them touched."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.support.clerk_acts import ACTS, IDS, VALUES, Step
from tests.support.two_clerks import Office

#: Shorter examples of a failure cost minutes; a dozen steps can be read.
PHASES = (Phase.reuse, Phase.generate)

steps = st.lists(
    st.builds(
        Step,
        clerk=st.integers(0, 1),
        act=st.sampled_from([*ACTS, "push", "push", "push"]),
        record=st.integers(0, len(IDS) - 1),
        column=st.sampled_from(sorted(VALUES)),
        value=st.integers(0, 3),
    ),
    min_size=4,
    max_size=12,
)


def violations_of(taken: Sequence[Step]) -> list[str]:
    """Return what must not have happened when two clerks take these steps, and push at the end."""
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder))
        for step in taken:
            office.do(step)
        for clerk in office.clerks:
            office.push(clerk)
        return office.violations


@settings(max_examples=4, phases=PHASES, suppress_health_check=[HealthCheck.too_slow])
@given(taken=steps)
def test_no_end_is_taken_back_and_no_untouched_field_changes(taken: list[Step]) -> None:
    """Workbook, copy, CSV, a department's file, withdrawal, in any order and however old."""
    assert [] == violations_of(taken)


@pytest.mark.repetition
@settings(max_examples=150, phases=PHASES, suppress_health_check=[HealthCheck.too_slow])
@given(taken=steps)
def test_the_same_for_many_more_steps(taken: list[Step]) -> None:
    """The repetitions of ``make test-all``."""
    assert [] == violations_of(taken)
