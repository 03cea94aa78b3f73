"""Release switch benchmark: failed and mixed answers while releases change under load.

A real nginx on the loopback, wrk for load, and readers that check every answer: its bytes must be those of one of the
releases at that address, and what a page asks for (styles, scripts, icons) must be there.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from credit import git_repository
from credit.bench.benchmark_results import Results
from credit.bench.nginx_process import nginx
from credit.bench.process_cost import BenchError
from credit.deploy import publish
from credit.deploy.commit_build import build_commit
from credit.deploy.releases.release_assembly import files_below, sha256_of
from credit.deploy.releases.release_store import BuiltTree
from credit.deploy.server_settings import ServerSettings


@dataclass(frozen=True)
class Readers:
    """Counts of the answers that were read while releases changed."""

    switches: int
    seconds: float
    judged: int
    failed: int
    mixed: int
    load: int
    load_failed: int

    def lines(self) -> tuple[str, ...]:
        """Return the counts as lines of text."""
        read = f"逐字核对 {self.judged} 个回答：失败 {self.failed}，混杂 {self.mixed}"
        load = f"wrk 另有 {self.load} 个回答，失败 {self.load_failed}"
        return (f"{self.switches} 次切换，{self.seconds:.0f} 秒；{read}；{load}。",)


def bench_releases(
    source: Path, checkout: Path, folder: Path, *, switches: int = 200, answers: int = 100_000, readers: int = 2
) -> Readers:
    """Publish the data of ``source`` under two styles in turn, below ``folder``, until both numbers are reached.

    Both trees are built by the real builder; all pages and the style sheet differ between them. Raises BenchError where
    nginx or wrk is missing.
    """
    settings, trees = make_trees(source, checkout, folder)
    commits = [_commit(settings, folder / "clone", str(number)) for number in range(2)]

    def build(
        settings: ServerSettings, commit: str, *, newest: str, held: frozenset[str], renews: str = ""
    ) -> BuiltTree:
        return trees[commits.index(commit)]

    publish(settings, commit=commits[0], build=build)
    expected = folder / "expected"
    lines = {f"{sha256_of(place)} /{path}\n" for tree in trees for path, place, _ in files_below(tree.tree)}
    expected.write_text("".join(sorted(lines)), encoding="utf-8")
    with nginx(settings, folder / "nginx") as host, ExitStack() as stack:
        work = [stack.enter_context(_reader(host.port, expected, number)) for number in range(readers)]
        wrk = stack.enter_context(_wrk(host.port))
        begun, done = time.monotonic(), 0
        while done < switches or sum(item.judged() for item in work) < answers:
            done += 1
            publish(settings, commit=commits[done % 2], build=build)
            if any(item.process.poll() is not None for item in work):
                raise BenchError("核对回答的程序自己停了。")
        seconds = time.monotonic() - begun
        counts = [item.end() for item in work]
        load, load_failed = wrk()
    return Readers(done, seconds, *(sum(column) for column in zip(*counts, strict=True)), load, load_failed)  # type: ignore[call-arg]


def bench_on(root: Path, switches: int = 200, answers: int = 100_000) -> Results:
    """Run ``bench_releases`` on the data of a checkout in a folder of its own and return its figures as results."""
    with TemporaryDirectory(prefix="credit-bench-") as folder:
        found = bench_releases(root, root, Path(folder), switches=switches, answers=answers)
    return Results({}, {}, notes={"releases": {**asdict(found), "seconds": round(found.seconds)}})


def make_trees(source: Path, checkout: Path, folder: Path) -> tuple[ServerSettings, tuple[BuiltTree, BuiltTree]]:
    """Return the settings of a new server and two builds of its data, with a style sheet of their own each."""
    repo, clone = folder / "data.git", folder / "clone"
    clone.mkdir(parents=True)
    for name in git_repository.FOLDERS:
        shutil.copytree(source / name, clone / name)
    git_repository.git(folder, "init", "-q", "--bare", "-b", "main", str(repo))
    git_repository.git(clone, "init", "-q", "-b", "main")
    settings = ServerSettings(folder / "site", repo=repo, checkout=checkout, keep=2)
    settings.etc.mkdir(parents=True)
    commit = _commit(settings, clone, "data")
    trees = []
    for number in range(2):
        own = folder / f"checkout-{number}"
        own.mkdir()
        shutil.copytree(checkout / "theme", own / "theme")
        shutil.copyfile(checkout / "pelicanconf.py", own / "pelicanconf.py")
        # Another style of the same size: a style sheet over its budget would not be published.
        style = own / "theme" / "static" / "style.css"
        text = style.read_text(encoding="utf-8")
        style.write_text(re.sub(r"(line-height: 1\.)\d\d?;", rf"\g<1>{5 + number};", text, count=1), encoding="utf-8")
        built = build_commit(replace(settings, checkout=own), commit, newest=commit)
        kept = folder / f"tree-{number}"
        shutil.copytree(built.tree, kept)
        trees.append(replace(built, tree=kept))
    return settings, (trees[0], trees[1])


def _commit(settings: ServerSettings, clone: Path, message: str) -> str:
    who = ("-c", "user.name=bench", "-c", "user.email=bench@example.invalid", "-c", "commit.gpgsign=false")
    git_repository.git(clone, "add", "--all")
    git_repository.git(clone, *who, "commit", "-q", "--allow-empty", "-m", message)
    git_repository.git(clone, "push", "-q", str(settings.repo), "HEAD:refs/heads/main")
    return git_repository.git(clone, "rev-parse", "HEAD").decode().strip()


@dataclass(frozen=True)
class _Reader:
    """A reader in a process of its own; it writes its three counts again and again."""

    process: subprocess.Popen[str]
    counts: Path

    def judged(self) -> int:
        return self._read()[0]

    def end(self) -> tuple[int, int, int]:
        """Stop it and return how many answers it checked, how many failed and how many were mixed."""
        self.process.terminate()
        self.process.wait()
        return self._read()

    def _read(self) -> tuple[int, int, int]:
        words = self.counts.read_text(encoding="utf-8").split() if self.counts.exists() else []
        return (int(words[0]), int(words[1]), int(words[2])) if len(words) == 3 else (0, 0, 0)


@contextmanager
def _reader(port: int, expected: Path, number: int) -> Iterator[_Reader]:
    counts = expected.with_name(f"counts-{number}")
    command = [
        sys.executable,
        str(Path(__file__).with_name("http_verifier.py")),
        str(port),
        str(expected),
        str(counts),
        str(number),
    ]
    process = subprocess.Popen(command, text=True)
    try:
        yield _Reader(process, counts)
    finally:
        process.terminate()
        process.wait()


@contextmanager
def _wrk(port: int) -> Iterator[Callable[[], tuple[int, int]]]:
    """Run wrk until it is asked for its counts: answers, and those that failed."""
    program = shutil.which("wrk")
    if program is None:
        raise BenchError("没有找到 wrk，请先安装：apt-get install wrk")
    command = [program, "-t1", "-c4", "-d3600s", f"http://127.0.0.1:{port}/"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    def counts() -> tuple[int, int]:
        process.send_signal(2)  # as Ctrl+C: it prints its counts
        said = process.communicate()[0]
        total = re.search(r"(\d+) requests in", said)
        bad = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
        errors = re.search(r"connect (\d+), read (\d+), write (\d+), timeout (\d+)", said)
        failed = (int(bad[1]) if bad else 0) + (sum(map(int, errors.groups())) if errors else 0)
        return (int(total[1]) if total else 0), failed

    try:
        yield counts
    finally:
        process.kill()
        process.wait()
