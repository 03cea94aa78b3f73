"""A number of entities goes in; how long a push of one changed row takes until it is live comes out."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from credit import history
from credit.bench.measuring import BenchError
from credit.bench.population import write_population
from credit.bench.results import Results
from credit.publish.notes import live_name
from credit.server.repository import make_repository
from credit.server.settings import ServerSettings, settings_text

#: Seconds between two looks at what is live.
_PAUSE = 0.01

_WHO = ("-c", "user.name=bench", "-c", "user.email=bench@example.invalid", "-c", "commit.gpgsign=false")


def bench_push(root: Path, entities: int, runs: int = 3) -> Results:
    """Push one changed row to a server with its hooks, several times; the medians, in seconds, are the result's notes.

    ``live_s`` is from the start of ``git push`` until the new release is served, ``whole_s`` until the pusher has the
    prompt again (kept releases are looked after in between). Gate, ledger, build, compression and sync are the real ones.
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
        history.git(clone, "init", "-q", "-b", "main")
        _push(settings, clone, "first")
        found = [_push_one_row(settings, clone, number) for number in range(runs)]
    live, whole = (round(median(column), 2) for column in zip(*found, strict=True))
    return Results({"entities": entities}, {}, notes={"push": {"live_s": live, "whole_s": whole}})


def _push_one_row(settings: ServerSettings, clone: Path, number: int) -> tuple[float, float]:
    path = clone / "data" / "black-list.csv"
    text = path.read_bytes()
    lines = text.split(b"\n")
    middle = len(lines) // 2 + number
    lines[middle] = lines[middle].replace("示例".encode(), f"示例{number + 1}改".encode(), 1)
    path.write_bytes(b"\n".join(lines))
    return _push(settings, clone, f"row {middle}")


def _push(settings: ServerSettings, clone: Path, message: str) -> tuple[float, float]:
    """Commit, push, and return the seconds until the release changed and until the push returned."""
    history.git(clone, "add", "--", *history.FOLDERS)
    history.git(clone, *_WHO, "commit", "-q", "-m", message)
    before, live = live_name(settings), 0.0
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    begun = time.perf_counter()
    command = ["git", "-C", str(clone), "push", "-q", str(settings.repo), "HEAD:refs/heads/main"]
    with (settings.site / "push.log").open("wb") as said:
        process = subprocess.Popen(command, env=environment, stdout=said, stderr=subprocess.STDOUT)
        while process.poll() is None:
            if not live and live_name(settings) != before:
                live = time.perf_counter() - begun
            time.sleep(_PAUSE)
    whole = time.perf_counter() - begun
    if process.returncode or live_name(settings) == before:
        raise BenchError("推送没有上线：" + (settings.site / "push.log").read_text(encoding="utf-8", errors="replace"))
    return live or whole, whole
