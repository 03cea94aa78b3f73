"""Push benchmark: time from a push of one changed row until it is live."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from credit import git_repository
from credit.bench.benchmark_results import Results
from credit.bench.process_cost import BenchError
from credit.bench.synthetic_data import write_population
from credit.deploy import rollback
from credit.deploy.release_job import AFTER
from credit.deploy.releases.release_store import live_name
from credit.deploy.releases.server_status import timings_path
from credit.deploy.server_settings import ServerSettings, settings_text
from credit.deploy.setup.bare_repository import make_repository
from credit.deploy.setup.software_upgrade import compile_software

#: Seconds between two looks at the live release.
_PAUSE = 0.01

_WHO = ("-c", "user.name=bench", "-c", "user.email=bench@example.invalid", "-c", "commit.gpgsign=false")


def bench_push(root: Path, entities: int, runs: int = 3) -> Results:
    """Push one changed row to a server with its hooks, several times; the medians, in seconds, are the result's notes.

    ``live_s`` is from the start of ``git push`` until the new release is served, ``whole_s`` until the pusher has the
    prompt again (kept releases are updated in between); ``first_s`` is the first publication of all. ``rollback_s``
    is a whole ``inv rollback`` with its start, ``switch_s`` until the older release is served. ``correction`` is a push
    of one corrected name at the end, ``kept_s`` the renewal of every kept release in it. Gate, audit log, build,
    compression and sync are the real ones. The stages are those of the run in the middle.
    """
    with TemporaryDirectory(prefix="credit-bench-") as folder:
        place = Path(folder)
        clone = write_population(root, place / "clone", entities)
        settings = ServerSettings(
            place / "site", repo=place / "data.git", checkout=root, siteurl="https://credit.example"
        )
        settings.etc.mkdir(parents=True)
        (settings.etc / "credit.toml").write_text(settings_text(settings), encoding="utf-8")
        make_repository(settings)
        compile_software(root)
        git_repository.git(clone, "init", "-q", "-b", "main")
        first, _ = _push(settings, clone, "first")
        found = []
        for number in range(runs):
            live, whole = _push_one_row(settings, clone, number)
            found.append((live, whole, read_stages(settings)))
        back = [_roll_back(settings, str(number)) for number in range(1, 1 + min(runs, settings.keep - 1))]
        corrected = _push_corrected_name(settings, clone)
        kept, _ = read_stages(settings)[f"{AFTER}处理保留的版本"]
    middle = sorted(found, key=lambda item: item[0])[len(found) // 2]
    notes: dict[str, object] = {
        "push": {
            "live_s": round(median(item[0] for item in found), 2),
            "whole_s": round(median(item[1] for item in found), 2),
            "first_s": round(first, 2),
        },
        "rollback": {
            "switch_s": round(median(item[0] for item in back), 2),
            "rollback_s": round(median(item[1] for item in back), 2),
        },
        "correction": {
            "live_s": round(corrected[0], 2),
            "whole_s": round(corrected[1], 2),
            "kept_s": round(kept, 2),
            "kept_releases": min(runs + 1, settings.keep - 1),
        },
        **_stage_notes(middle[0], middle[2]),
    }
    return Results({"entities": entities}, {}, notes=notes)


def read_stages(settings: ServerSettings) -> dict[str, tuple[float, float]]:
    """Return wall and processor seconds of each stage of the last publication."""
    stages = json.loads(timings_path(settings).read_text(encoding="utf-8"))["stages"]
    return {name: (wall, cpu) for name, (wall, cpu) in stages.items()}


def _stage_notes(live: float, stages: dict[str, tuple[float, float]]) -> dict[str, object]:
    """Return a line for each stage; time outside all stages is git's own work and gaps between stages."""
    lines: dict[str, object] = {
        f"  {name}": f"{wall:.2f} 秒，处理器 {cpu:.2f} 秒" for name, (wall, cpu) in stages.items()
    }
    before = sum(wall for name, (wall, _) in stages.items() if not name.startswith(AFTER))
    return {**lines, "  其余（git 推送、各步之间）": f"{max(0.0, live - before):.2f} 秒"}


def _roll_back(settings: ServerSettings, number: str) -> tuple[float, float]:
    """Go back to a release as staff do, and forward again; return the seconds until it was served and until the end."""
    command = [sys.executable, "-m", "invoke", "rollback", number, "--site", str(settings.site)]
    before = live_name(settings)
    served, whole = _until_live(settings, command, "退回没有成功：", cwd=settings.checkout)
    rollback(settings, before.partition(".")[0])
    return served, whole


def _push_one_row(settings: ServerSettings, clone: Path, number: int) -> tuple[float, float]:
    # One more former name changes entity page, list, index, every format. None is taken away: then all kept releases
    # would lose it after the switch, as with a corrected name, which is another case.
    named = f"公主岭示例旧名{number + 1}商贸有限公司".encode()
    row = _change_cell(clone, number, 2, lambda names: b";".join(filter(None, [names, named])))
    return _push(settings, clone, f"row {row}")


def _push_corrected_name(settings: ServerSettings, clone: Path) -> tuple[float, float]:
    row = _change_cell(clone, -1, 1, lambda _: "公主岭示例更正商贸有限公司".encode())
    return _push(settings, clone, f"name of row {row}")


def _change_cell(clone: Path, offset: int, column: int, change: Callable[[bytes], bytes]) -> int:
    """Change one of the first cells of a row so far from the middle of the black list; return its line."""
    path = clone / "data" / "black-list.csv"
    lines = path.read_bytes().split(b"\n")
    row = len(lines) // 2 + offset
    cells = lines[row].split(b",", column + 1)
    cells[column] = change(cells[column])
    lines[row] = b",".join(cells)
    path.write_bytes(b"\n".join(lines))
    return row


def _push(settings: ServerSettings, clone: Path, message: str) -> tuple[float, float]:
    """Commit, push, and return the seconds until the release changed and until the push returned."""
    git_repository.git(clone, "add", "--", *git_repository.FOLDERS)
    git_repository.git(clone, *_WHO, "commit", "-q", "-m", message)
    command = ["git", "-C", str(clone), "push", "-q", str(settings.repo), "HEAD:refs/heads/main"]
    return _until_live(settings, command, "推送没有上线：", cwd=clone)


def _until_live(settings: ServerSettings, command: list[str], failed: str, *, cwd: Path) -> tuple[float, float]:
    """Run a command; return the seconds until another release was served and until it ended."""
    before, live = live_name(settings), 0.0
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    begun = time.perf_counter()
    with (settings.site / "push.log").open("wb") as said:
        process = subprocess.Popen(command, env=environment, stdout=said, stderr=subprocess.STDOUT, cwd=cwd)
        while process.poll() is None:
            if not live and live_name(settings) != before:
                live = time.perf_counter() - begun
            time.sleep(_PAUSE)
    whole = time.perf_counter() - begun
    if process.returncode or live_name(settings) == before:
        # The folder goes with the benchmark: the trace of a fault of ours would be lost.
        logs = [settings.site / "push.log", settings.state / "judge.log"]
        raise BenchError(failed + "".join(log.read_text("utf-8", "replace") for log in logs if log.exists()))
    return live or whole, whole
