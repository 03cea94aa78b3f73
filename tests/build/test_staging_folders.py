"""Staging folders: rests of killed builds are removed, those of a running build stay, and two builds take turns."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from pathlib import Path

import pytest

from credit.build.pipeline import build_site
from credit.build.staging_folders import LockError, hold_lock, lock_output, open_staging
from credit.model import DescriptorError

WORDS = ("new", "rows", "old")


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """An output beside which a killed build has left its folders."""
    for word in WORDS:
        folder = tmp_path / f".site.{word}-ab12_xyz"
        folder.mkdir()
        (folder / "row.csv").write_text("示例甲有限公司", encoding="utf-8")
    return tmp_path / "site"


def beside(output: Path) -> set[str]:
    """Return the names beside an output."""
    return {path.name for path in output.parent.iterdir()}


def test_rests_of_a_killed_build_are_removed_and_the_lock_too(output: Path) -> None:
    with lock_output(output):
        assert beside(output) == {".site.build.lock"}
    assert beside(output) == set()


def test_folders_of_other_outputs_and_other_programs_stay(output: Path) -> None:
    """Also of an output whose name begins alike."""
    others = {
        ".site.manifest",
        ".site.new-shop.rows-ab12_xyz",
        ".site.new-year",
        ".other.rows-ab12_xyz",
        "site.old-ab12_xyz",
    }
    for name in others:
        (output.parent / name).mkdir()
    with lock_output(output):
        pass
    assert beside(output) == others


def test_a_build_removes_rests_although_its_data_are_refused(
    output: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("empty")
    with pytest.raises(DescriptorError):
        build_site(root, output)
    assert beside(output) == set()


def test_folders_of_a_running_build_stay_and_the_second_one_says_why(output: Path) -> None:
    with lock_output(output), open_staging(output) as folders:
        with pytest.raises(LockError, match=r"另一个程序正在往 .* 生成网站"), lock_output(output, timeout=0):
            pytest.fail("two builds at once")
        assert all(folder.is_dir() for folder in folders)


def test_a_second_build_waits_for_the_first(output: Path) -> None:
    """It takes a lock of its own although the file that it waited for is gone."""
    order = []
    first = lock_output(output)
    first.__enter__()

    def wait() -> None:
        with lock_output(output, timeout=30):
            order.append("second")

    waiting = threading.Thread(target=wait)
    waiting.start()
    order.append("first")
    first.__exit__(None, None, None)
    waiting.join()
    assert (["first", "second"], set()) == (order, beside(output))


def test_the_lock_of_a_killed_build_is_free(output: Path) -> None:
    """Its file stays, and so do its folders, until the next build."""

    def die() -> None:
        with lock_output(output), open_staging(output):
            os.kill(os.getpid(), signal.SIGKILL)

    child = multiprocessing.get_context("fork").Process(target=die)
    child.start()
    child.join()
    assert len(beside(output)) == 3
    with lock_output(output, timeout=0):
        assert beside(output) == {".site.build.lock"}


def test_a_lock_that_is_held_elsewhere_is_named_after_its_time(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with hold_lock(path, 0, ""), pytest.raises(LockError, match=r"^busy$"), hold_lock(path, 0.3, "busy"):
        pytest.fail("held twice")
    with hold_lock(path, 0, "still held"):
        assert path.exists()


def test_an_output_in_a_folder_that_is_not_there_makes_none(tmp_path: Path) -> None:
    with lock_output(tmp_path / "new" / "site"):
        assert list(tmp_path.iterdir()) == []
