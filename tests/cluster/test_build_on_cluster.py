"""A build whose jobs a real Dask cluster does: the same bytes, with a worker killed in the middle; its faults in Chinese."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from credit.bench.synthetic_data import write_population
from tests.conftest import ROOT, RunTask, build, run_task
from tests.support.dask_workers import DaskWorkers, dask_workers
from tests.support.page_types import files_of


@pytest.fixture(scope="module")
def workers() -> Iterator[DaskWorkers]:
    """Two worker processes."""
    with dask_workers(2) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county with so many entities that their pages are several jobs."""
    return write_population(ROOT, tmp_path_factory.mktemp("county") / "source", 1500)


def contents(tree: Path) -> dict[str, tuple[bytes, int]]:
    """Return bytes and mode of each file of a tree."""
    return {name: ((tree / name).read_bytes(), (tree / name).stat().st_mode) for name in files_of(tree)}


def test_site_made_on_a_cluster_is_the_one_made_without(county: Path, workers: DaskWorkers, tmp_path: Path) -> None:
    """Fresh with a worker killed while it writes pages, then incremental after a change: byte for byte, mode for mode."""
    alone, shared = tmp_path / "alone", tmp_path / "shared"
    build(alone, root=county)
    # Written in the folder of an attempt: the job is not done when its worker is killed.
    workers.kill_at(f"{tmp_path}/.shared.rows-*/attempt-*/entities/*.html", "run_attempt")
    build(shared, "--scheduler", workers.address, root=county, umask=0o077)
    met = workers.killed()
    assert met["lost"] == 1
    with pytest.raises(ProcessLookupError):
        os.kill(met["pid"], 0)
    assert contents(shared) == contents(alone)
    beside = sorted(path.name for path in tmp_path.iterdir())
    assert beside == [".alone.manifest", ".shared.manifest", "alone", "shared"]
    about = county / "content" / "pages" / "about.md"
    about.write_text(about.read_text(encoding="utf-8") + "\n又一段。\n", encoding="utf-8", newline="\n")
    build(shared, "--scheduler", workers.address, root=county)
    build(alone, "--fresh", root=county)
    assert contents(shared) == contents(alone)


def test_worker_with_another_program_is_refused_by_name(county: Path, workers: DaskWorkers, tmp_path: Path) -> None:
    """The program of the folder was changed and the workers were not started again: nothing is written."""
    changed = county / "plugins" / "credit" / "urls.py"
    before = changed.read_bytes()
    changed.write_bytes(before + b"\n# another version\n")
    try:
        done = run_task("build", "--output", tmp_path / "out", "--scheduler", workers.address, root=county)
    finally:
        changed.write_bytes(before)
    assert done.returncode == 1
    assert "的程序、主题或者软件包与这里的不同" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_scheduler_that_does_not_answer_is_one_sentence(inv: RunTask, tmp_path: Path) -> None:
    """Nobody listens at the address; nothing is read or written."""
    done = inv("build", "--output", tmp_path / "out", "--scheduler", "tcp://127.0.0.1:9")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("连不上调度器 tcp://127.0.0.1:9：")
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_missing_packages_are_named_with_the_command(inv: RunTask, tmp_path: Path) -> None:
    """A machine that only publishes has no Dask: the command tells what to run."""
    (tmp_path / "distributed.py").write_text(
        "raise ModuleNotFoundError('No module named distributed')\n", encoding="utf-8"
    )
    hidden = "import sys, runpy; sys.path.insert(0, {!r}); sys.argv[0] = 'inv'; runpy.run_module('invoke', run_name='__main__')"
    done = subprocess.run(
        [sys.executable, "-c", hidden.format(str(tmp_path)), "build", "--output", str(tmp_path / "out"),
         "--scheduler", "tcp://127.0.0.1:9"],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].endswith("deploy/prepare cluster")


def test_build_without_a_scheduler_imports_no_dask(root: Path) -> None:
    """A site of one county pays nothing for it."""
    code = (
        "import sys; sys.path.insert(0, 'plugins'); import credit.cli.site_commands, credit.build.pipeline; "
        "print({'dask', 'distributed', 'tornado'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == "set()\n"
