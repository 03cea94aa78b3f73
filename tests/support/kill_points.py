"""Kill runs of publish and rollback: after each step, or at any event; what is live must be one whole release each time.

Run as a program of its own, since it forks: ``python -m tests.support.kill_points steps|random|small|real FOLDER NUMBER``.
The builds of ``small`` are those of the good package of the corpus, those of ``real`` of the demonstration. It prints one
line of JSON: how many runs were killed, and every fault found.
"""

from __future__ import annotations

import importlib
import json
import os
import random
import shutil
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from credit.deploy.filesystem import FileSystem
from credit.deploy.publish_commands import publish, rollback
from credit.deploy.releases.release_assembly import find_faults
from credit.deploy.releases.release_records import PublishedRecord
from credit.deploy.releases.release_store import BuiltTree, live_release, releases
from credit.deploy.server_settings import ServerSettings
from tests.conftest import ROOT
from tests.deploy.releases.conftest import GOOD, Server, git, make_server

Work = Callable[[FileSystem], object]


def faults_in(server: Server) -> list[str]:
    """Return what is wrong with what is served now; judged from outside, before any run cleans up."""
    live = live_release(server.settings)
    if live is None:
        return ["nothing is live"]
    return [f"{live.name}: {item}" for item in find_faults(server.settings, live.name)]


def fork(work: Callable[[], object]) -> int:
    """Run something in a child that ends with 0, or with 1 where it raises."""
    child = os.fork()
    if child:
        return child
    # A group of its own: who kills it kills what it started.
    os.setsid()
    code = 1
    try:
        work()
        code = 0
    finally:
        os._exit(code)


def killed_at(work: Work, number: int) -> bool:
    """Run with a power cut after step ``number``; returns whether there was such a step."""
    left = [number]

    def step(_: str) -> None:
        left[0] -= 1
        if left[0] < 0:
            os._exit(42)

    _, status = os.waitpid(fork(lambda: work(FileSystem(step))), 0)
    return os.waitstatus_to_exitcode(status) == 42


#: What the interpreter tells of by itself (PEP 578) and a release is made with.
_EVENTS = frozenset(
    {"open", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink", "os.utime", "subprocess.Popen"}
)


def count_events(act: Callable[[int], None]) -> None:
    """Call ``act`` with the number of each event of this process from now on."""
    number = 0

    def hear(event: str, _: object) -> None:
        nonlocal number
        if event in _EVENTS:
            number += 1
            act(number)

    sys.addaudithook(hear)


def events_of(work: Work) -> int:
    """Run it to its end in a child and return how many events it has."""
    read, write = os.pipe()

    def run() -> None:
        last = [0]
        count_events(lambda number: last.__setitem__(0, number))
        work(FileSystem())
        os.write(write, str(last[0]).encode())

    child = fork(run)
    os.close(write)
    os.waitpid(child, 0)
    with os.fdopen(read) as stream:
        return int(stream.read() or 0)


def killed_within(work: Work, number: int) -> bool:
    """Run it and kill it with all it started at its event of this number; returns whether it had so many.

    By the work done and not by the clock: however slow or busy the machine, the kill meets the same moment.
    """

    def run() -> None:
        count_events(lambda reached: os.killpg(0, signal.SIGKILL) if reached == number else None)
        work(FileSystem())

    _, status = os.waitpid(fork(run), 0)
    return os.waitstatus_to_exitcode(status) == -signal.SIGKILL


def steps_of(work: Work) -> list[str]:
    """Return the steps of a whole run, which happens."""
    read, write = os.pipe()

    def whole() -> None:
        with os.fdopen(write, "w", encoding="utf-8") as stream:
            work(FileSystem(lambda step: print(step, file=stream)))

    child = fork(whole)
    os.close(write)
    with os.fdopen(read, encoding="utf-8") as stream:
        steps = stream.read().splitlines()
    os.waitpid(child, 0)
    return steps


def points_of(steps: list[str], most: int) -> list[int]:
    """Return the steps to stop after: each that is no mere link or stamp, and of those an even choice."""
    plain = [number for number, step in enumerate(steps) if step.split()[0] in ("link", "stamp", "folder")]
    chosen = sorted({*range(len(steps))} - {*plain}) + plain[:: max(1, len(plain) // 6)]
    return sorted(chosen)[:: max(1, -(-len(chosen) // most))]


def make_tiny(folder: Path) -> Server:
    """Return a server of a dozen files: what is tried is how releases are made, not what is in them."""
    settings = ServerSettings(folder / "site", repo=folder / "data.git", keep=2, brotli="on")
    settings.etc.mkdir(parents=True)
    git(folder, "init", "-q", "--bare", "-b", "main", settings.repo)
    clone = folder / "clone"
    clone.mkdir()
    git(clone, "init", "-q", "-b", "main")
    server = Server(settings, clone)
    server.push()
    return server


def make_build(folder: Path) -> Callable[..., BuiltTree]:
    """Return a build of a dozen files, of which two and an asset change each time."""

    def build(
        settings: ServerSettings, commit: str, *, newest: str, held: frozenset[str], renews: str = ""
    ) -> BuiltTree:
        tree = folder / "built"
        # Letters alone: digits by chance may be a number that publishing refuses.
        mark = commit + " " + "".join(random.choices("abcdef", k=16))
        files = {f"pages/{number}/index.html": "page " * 100 for number in range(4)}
        files |= {"index.html": mark * 20, "404.html": "404", "robots.txt": "r", "version.json": mark}
        files |= {"data/x.csv": "x," * 200, f"assets/a.{mark[-8:]}.css": mark * 20}
        shutil.rmtree(tree, ignore_errors=True)
        for name, text in files.items():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            (tree / name).write_text(text, encoding="utf-8")
        return BuiltTree(
            tree, len(files), "2026-06-01", None, {"BL-2026-00001": PublishedRecord(("甲",), "在列")}, (), frozen=True
        )

    return build


def other_number(server: Server) -> str:
    """Return the number of a kept release that is not live."""
    live = live_release(server.settings)
    return next(
        str(release.number) for release in releases(server.settings) if live is None or release.number != live.number
    )


def next_run(server: Server, work: Work) -> list[str]:
    """Run it to its end; return what is wrong afterwards, rests of the killed run included."""
    work(FileSystem())
    faults = faults_in(server)
    names = {release.name for release in releases(server.settings)}
    faults += [f"left over: {path.name}" for path in server.settings.releases.iterdir() if path.name not in names]
    faults += [item for name in names for item in find_faults(server.settings, name)]
    notes = {
        path.name.removesuffix(".json").removesuffix(".records")
        for path in (server.settings.state / "releases").iterdir()
    }
    return faults + [
        f"note left over: {note}"
        for note in notes
        if note.removesuffix(".manifest").removesuffix(".cache") not in names
    ]


def main(kind: str, folder: Path, kills: int) -> dict[str, object]:
    """Kill and judge: after each step, or so many times at any moment."""
    server = make_tiny(folder)
    build = make_build(folder)
    works: dict[str, Work] = {
        "publish": lambda disk: publish(server.settings, disk=disk, build=build),
        "rollback": lambda disk: rollback(server.settings, other_number(server), disk=disk, build=build),
    }
    for _ in range(2):
        server.push()
        works["publish"](FileSystem())
    faults: list[str] = []
    count = 0
    if kind == "steps":
        for name, work in works.items():
            server.push()
            steps = steps_of(work)
            for number in points_of(steps, 60):
                # Every other time with a commit of its own: a new number, or a new revision of the live one.
                if count % 2:
                    server.push()
                count += killed_at(work, number)
                where = f"{name} after {steps[number]}"
                faults += [f"{where}: {item}" for item in faults_in(server)]
                faults += [f"{where}, next run: {item}" for item in next_run(server, work)]
    else:
        chance = random.Random(4711)
        events = {}
        for name, work in works.items():
            server.push()
            events[name] = events_of(work)
        for turn in range(4 * kills):
            if turn % 4 == 0:
                server.push()
            name = chance.choice(sorted(works))
            count += killed_within(works[name], chance.randint(1, events[name]))
            faults += [f"{name}: {item}" for item in faults_in(server)]
            if count == kills:
                break
        faults += next_run(server, works["publish"])
    return {"killed": count, "faults": faults[:20]}


def main_real(folder: Path, kills: int, source: Path) -> dict[str, object]:
    """Kill real builds of a site at random moments; each commit changes rows and a document."""
    # Loaded before the forks: what is killed is the work, not the loading of pandas.
    importlib.import_module("credit.deploy.commit_build")
    made = make_server(folder, source=source)
    server = replace(made, settings=replace(made.settings, keep=2))
    publish(server.settings)
    chance = random.Random(4711)
    black = [row["record_id"] for row in server.rows("black-list")]
    faults: list[str] = []
    events, count = 0, 0

    def change(number: int) -> None:
        if number in (0, kills):
            # A removal builds every kept release again: twice will do.
            server.withdraw(black[number], "2026-05-20")
        path = server.clone / "content" / "pages" / "about.md"
        path.write_text(path.read_text(encoding="utf-8") + f"\n第{number}次改动。\n", encoding="utf-8")
        server.push()

    for turn in range(6 * kills):
        if count == kills:
            break
        change(turn)
        if turn == 0:
            events = events_of(lambda _: publish(server.settings))
            faults += faults_in(server)
        else:
            count += killed_within(lambda _: publish(server.settings), chance.randint(1, events * 4 // 5))
            faults += [f"after kill {count}: {item}" for item in faults_in(server)]
    faults += next_run(server, lambda _: publish(server.settings))
    live = live_release(server.settings)
    if live is None or live.commit != git(server.settings.repo, "rev-parse", "main"):
        faults.append("the last commit is not live")
    if server.places_of(f"第{turn - 1}次改动。") == []:
        faults.append("the last change is not there")
    return {"killed": count, "faults": faults[:20]}


if __name__ == "__main__":
    kind, where, number = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    source = {"small": GOOD, "real": ROOT}.get(kind)
    report = main_real(where, number, source) if source else main(kind, where, number)
    sys.stdout.write(json.dumps(report, ensure_ascii=False))
