"""A disk that is full: the live site stays whole, the next run with room succeeds, and who must be gone is gone."""

from __future__ import annotations

import errno
import os
import subprocess
from pathlib import Path

import pytest

from credit.deploy import PublishError, publish, rollback
from credit.deploy.filesystem import FileSystem
from tests.support.fault_reports import fault_report
from tests.support.kill_points import Work, faults_in, make_build, make_tiny, next_run, other_number, points_of


def test_a_real_disk_that_is_full_harms_nothing(tmp_path: Path) -> None:
    """With real builds, with none to much room left; a withdrawal and an expiry need none."""
    alone = ["unshare", "--map-root-user", "--mount"]
    tried = subprocess.run([*alone, "mount", "-t", "tmpfs", "tmpfs", str(tmp_path)], capture_output=True, check=False)
    if tried.returncode:
        pytest.skip(f"no disk of one's own can be mounted here: {tried.stderr.decode(errors='replace').strip()}")
    report = fault_report("full_disk", str(tmp_path), command=alone)
    assert [] == report["faults"]
    assert 4 <= report["failed"]


def test_no_room_at_any_step_harms_nothing(tmp_path: Path) -> None:
    """At each step of publish and rollback in turn, and from there on."""
    server = make_tiny(tmp_path)
    build = make_build(tmp_path)
    works: dict[str, Work] = {
        "publish": lambda disk: publish(server.settings, disk=disk, build=build),
        "rollback": lambda disk: rollback(server.settings, other_number(server), disk=disk, build=build),
    }
    for _ in range(2):
        server.push()
        works["publish"](FileSystem())
    reasons: list[str] = []
    for name, work in works.items():
        server.push()
        steps: list[str] = []
        work(FileSystem(steps.append))
        for number in points_of(steps, 16):
            server.push()
            said: list[str] = []

            def step(word: str, number: int = number, said: list[str] = said) -> None:
                said.append(word)
                # Deleting goes on where writing does not.
                if len(said) > number and not word.startswith("remove"):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

            # Nothing else may come out of it: a step after the last one that counts may pass.
            try:
                work(FileSystem(step))
            except PublishError as error:
                reasons.append(str(error))
            assert [] == faults_in(server), f"{name} after {steps[number]}"
            assert [] == next_run(server, work), f"{name} after {steps[number]}"
    assert 16 <= len(reasons)
    assert [] == [reason for reason in reasons if "磁盘满了" not in reason]
