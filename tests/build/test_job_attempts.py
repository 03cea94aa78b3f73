"""Job attempts: nothing reaches the output tree but the files of the attempt whose result the build got."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from credit.build.workers.file_writer import write_new
from credit.build.workers.job_attempts import WorkerError, Workplace, run_attempt, take_over
from credit.build.workers.jobs import JobResult
from credit.build.workers.page_tasks import ScanTask, scan_files
from credit.build.workers.software_digest import cache_scope, software_digest


@dataclass(frozen=True)
class Task:
    """A file to be written below ``target``."""

    name: str
    text: bytes
    target: str


def write_file(task: Task) -> JobResult:
    """Write the file of a task."""
    return JobResult((write_new(task.target, task.name, task.text),))


@pytest.fixture
def workplace(root: Path, tmp_path: Path) -> Workplace:
    """A build of the demonstration with a folder for attempts."""
    (tmp_path / "rows").mkdir()
    return Workplace(root, tmp_path / "rows", cache_scope(software_digest(root), ""))


def test_attempt_writes_into_its_own_folder_until_it_is_taken_over(workplace: Workplace, tmp_path: Path) -> None:
    """Two attempts at one job, as after a lost worker: the second counts, the first changes nothing any more."""
    tree = tmp_path / "tree"
    tree.mkdir()
    task = Task("entities/a.html", b"whole", str(tree))
    mask = os.umask(0o077)
    try:
        lost, _ = run_attempt(write_file, task, workplace)
        attempt, result = run_attempt(write_file, task, workplace)
        assert os.umask(0o077) == 0o077
    finally:
        os.umask(mask)
    assert list(tree.iterdir()) == []
    assert take_over(attempt, result, tree) == result
    (Path(lost) / "entities" / "a.html").write_bytes(b"half")
    assert (tree / "entities" / "a.html").read_bytes() == b"whole"
    assert (tree / "entities" / "a.html").stat().st_mode & 0o777 == 0o644
    assert [path.name for path in workplace.folder.iterdir()] == [Path(lost).name]


def test_job_that_only_reads_has_no_folder(workplace: Workplace, tmp_path: Path) -> None:
    """A scan looks at what is in the tree."""
    (tmp_path / "a.txt").write_text("公民身份号码 11010519491231002X", encoding="utf-8")
    attempt, result = run_attempt(scan_files, ScanTask(("a.txt",), str(tmp_path)), workplace)
    assert attempt == ""
    assert [problem.path for problem in result.problems] == ["a.txt"]
    assert list(workplace.folder.iterdir()) == []


def test_worker_that_cannot_build_the_site_says_why(workplace: Workplace, tmp_path: Path) -> None:
    """The folder is not shared, or its program is another one."""
    task = Task("a.html", b"", str(tmp_path / "tree"))
    with pytest.raises(WorkerError, match="看不到文件夹"):
        run_attempt(write_file, task, replace(workplace, folder=tmp_path / "elsewhere"))
    with pytest.raises(WorkerError, match="与这里的不同"):
        run_attempt(write_file, task, replace(workplace, scope="0" * 64))
    assert not (tmp_path / "tree").exists()
