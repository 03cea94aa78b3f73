"""Kill the renewal of kept releases after its steps: each release stays whole, and the next run completes the renewal.

Run as a program of its own, since it forks: ``python -m tests.support.renewal_kills FOLDER NUMBER``. It prints one line
of JSON: how many runs were killed, and every fault found.
"""

from __future__ import annotations

import importlib
import json
import shutil
import sys
from dataclasses import replace
from pathlib import Path

from credit.deploy.publish_commands import publish, run_timer
from credit.deploy.releases.release_assembly import find_faults
from credit.deploy.releases.release_store import releases
from tests.deploy.releases.conftest import Server, copy_server, make_server
from tests.deploy.releases.test_removal import visible_black
from tests.support.kill_points import killed_at, next_run, points_of, steps_of


def make_renamed(folder: Path) -> tuple[Server, str]:
    """Return a server with two releases and a commit that corrects a name, not yet published, and the wrong name."""
    made = make_server(folder)
    server = replace(made, settings=replace(made.settings, keep=2))
    publish(server.settings)
    _, name, _ = visible_black(server)
    server.edit("content/pages/about.md", "\n\n", "\n\n第二版的一句话。\n\n")
    server.push()
    publish(server.settings)
    server.edit("data/black-list.csv", name, "更正后的示例有限公司")
    server.push()
    return server, name


def faults_of(server: Server) -> list[str]:
    """Return in what each release, the live one or a kept one, differs from its manifest."""
    return [
        f"{release.name}: {fault}"
        for release in releases(server.settings)
        for fault in find_faults(server.settings, release.name)
    ]


def main(folder: Path, kills: int) -> dict[str, object]:
    """Kill a publication after steps that follow the switch, each in a copy of the server."""
    # Loaded before the forks: what is killed is the work, not the loading of pandas.
    importlib.import_module("credit.deploy.commit_build")
    (folder / "first").mkdir()
    server, name = make_renamed(folder / "first")
    whole = copy_server(server, folder / "whole")
    steps = steps_of(lambda disk: publish(whole.settings, disk=disk))
    switched = steps.index("switch current")
    faults = faults_of(whole)
    count = 0
    points = points_of(steps[switched:], len(steps))
    # Evenly chosen, and never fewer than asked for.
    for number in points[:: max(1, len(points) // kills)]:
        copy = copy_server(server, folder / "copy")
        settings = copy.settings
        count += killed_at(lambda disk, settings=settings: publish(settings, disk=disk), switched + number)  # type: ignore[misc]
        where = f"after step {number}, {steps[switched + number]}"
        faults += [f"{where}: {item}" for item in faults_of(copy)]
        found = next_run(copy, lambda disk, settings=settings: run_timer(settings, disk=disk))  # type: ignore[misc]
        found += copy.places_of(name)
        numbers = [release.number for release in releases(settings)]
        found += [] if numbers == [2, 3] else [f"releases {numbers}"]
        faults += [f"{where}, next run: {item}" for item in found]
        shutil.rmtree(folder / "copy")
    return {"killed": count, "faults": faults[:20]}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2])), ensure_ascii=False))
