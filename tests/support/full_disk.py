"""Fill a real disk: whatever room is left, what is live is one whole release, and who must be gone is gone.

Run in a mount namespace of its own: ``unshare --map-root-user --mount python -m tests.support.full_disk FOLDER`` puts a small
memory disk on the folder and prints one line of JSON: how often a run failed for want of room, and every fault found.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from credit.deploy import PublishError, publish, run_timer
from credit.deploy.filesystem import FileSystem
from credit.deploy.releases.release_records import read_records
from credit.deploy.releases.release_store import live_release, read_manifest, write_contents, write_metadata
from tests.deploy.releases.conftest import Server, make_server
from tests.deploy.releases.test_removal import server_live, visible_black
from tests.support.kill_points import faults_in, next_run

#: How much room is left, in bytes: none, less than the new files, about as much, more than enough.
LEFT = (0, 8_192, 65_536, 262_144, 1_048_576, 8_388_608)


def fill(folder: Path, left: int) -> Path:
    """Leave so many bytes of the disk; returns the file that takes the rest."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as stream:
        with suppress(OSError):
            while stream.write(b"\0" * 65_536) == 65_536:
                pass
        with suppress(OSError):
            while stream.write(b"\0" * 4_096):
                pass
    os.truncate(filler, max(0, filler.stat().st_size - left))
    return filler


def fails(server: Server, *, timer: bool = False) -> bool:
    """Publish, or do the timer's work; returns whether that failed, which it may only say as a PublishError."""
    try:
        if timer:
            run_timer(server.settings)
        else:
            publish(server.settings)
    except PublishError:
        return True
    return False


def let_one_expire(server: Server) -> tuple[str, str]:
    """Let the day of a listing be over, for what its release noted of it; returns name and code."""
    key, name, code = visible_black(server)
    live = live_release(server.settings)
    assert live is not None
    records = dict(read_records(server.settings, live.name))
    records[key] = replace(records[key], changes_on="2020-01-01")
    write_contents(server.settings, FileSystem(), live.name, read_manifest(server.settings, live.name), records)
    write_metadata(server.settings, FileSystem(), replace(live, frozen=False, valid_until="2019-12-31"))
    return name, code


def main(folder: Path) -> dict[str, object]:
    """Fill the disk in every way and judge."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", str(folder)], check=True)
    server = make_server(folder)
    publish(server.settings)
    failed, faults = 0, []
    for number, left in enumerate(LEFT):
        server.edit("content/pages/about.md", "\n\n", f"\n\n第{number}次改动。\n\n")
        server.push()
        filler = fill(folder, left)
        failed += fails(server)
        faults += [f"{left} bytes left: {item}" for item in faults_in(server)]
        filler.unlink()
        faults += [f"room again after {left}: {item}" for item in next_run(server, lambda _: publish(server.settings))]
        if f"第{number}次改动" not in (server.current / "about" / "index.html").read_text(encoding="utf-8"):
            faults.append(f"room again after {left}: the change is not live")

    # Withdrawn by a commit; then over by the day alone.
    key, name, code = visible_black(server)
    server.withdraw(key)
    server.push()
    for timer in (False, True):
        if timer:
            name, code = let_one_expire(server)
            # The clock of the data stands still here, so its own dates decide: nobody can judge the data either.
            (server.clone / "data" / "datapackage.json").write_text("{", encoding="utf-8")
            server.push()
        filler = fill(folder, 0)
        failed += fails(server, timer=timer)
        faults += [f"still there on a full disk: {item}" for word in (name, code) for item in server_live(server, word)]
        filler.unlink()
        if not timer:
            faults += next_run(server, lambda _: run_timer(server.settings))
            faults += [f"came back: {item}" for item in server.places_of(name, code)]
    return {"failed": failed, "faults": faults[:20]}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1])), ensure_ascii=False))
