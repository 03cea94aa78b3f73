"""The same data gives the same site: whatever the machine, its settings, its folder and its day."""

from __future__ import annotations

import csv
import datetime
import io
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import build, copy_project
from tests.support.demonstration_sources import build_copy
from tests.support.page_types import files_of


def bytes_of(site: Path) -> dict[str, bytes]:
    """Return every file of a tree with what it holds."""
    return {file: (site / file).read_bytes() for file in files_of(site)}


def differences(expected: Path, actual: Path) -> list[str]:
    """Return the files that are missing, too many or different."""
    ours, theirs = bytes_of(expected), bytes_of(actual)
    return sorted(file for file in ours.keys() | theirs.keys() if ours.get(file) != theirs.get(file))


@pytest.fixture(scope="module")
def plain_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration site of a copy without a git history, as the copies that it is compared with."""
    folder = tmp_path_factory.mktemp("plain")
    return build(folder / "output", root=copy_project(folder / "project"))


def test_two_fresh_builds_are_the_same_tree(plain_site: Path, tmp_path: Path) -> None:
    """Another hash seed, time zone, locale, folder, umask and clock day change no byte and no mode."""
    project = copy_project(tmp_path / "另一个 文件夹")
    clock = shutil.which("faketime")
    assert clock is not None, "faketime is missing; make test installs it"
    env = {"PYTHONHASHSEED": "4711", "TZ": "America/St_Johns", "LC_ALL": "C", "LANG": "C", "HOME": str(tmp_path)}
    output = build(
        tmp_path / "elsewhere" / "site",
        root=project,
        env=env,
        umask=0o077,
        prefix=(clock, "2031-05-06 23:30:00"),
    )
    assert [] == differences(plain_site, output)
    modes = {tree: {file: (tree / file).stat().st_mode for file in files_of(tree)} for tree in (plain_site, output)}
    assert modes[plain_site] == modes[output]


def test_a_build_over_an_older_one_is_as_a_fresh_one(plain_site: Path, copy_of_site: Path, tmp_path: Path) -> None:
    """What an earlier build left does not stay."""
    output = build_copy(copy_of_site, tmp_path / "output")
    build_copy(copy_of_site, output)
    assert [] == differences(plain_site, output)


def resave(path: Path, encoding: str, *, slashes: bool) -> None:
    """Save a CSV again as Excel or WPS does: CRLF, its own dates, blank cells and rows at the end."""
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    width = max(len(row) for row in rows)

    def cell(value: str) -> str:
        try:
            day = datetime.date.fromisoformat(value) if len(value) == 10 else None
        except ValueError:
            day = None
        return f"{day.year}/{day.month}/{day.day}" if day and slashes else value

    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([[cell(value) for value in row] for row in rows])
    writer.writerow([""] * width)
    path.write_bytes(text.getvalue().encode(encoding))


@pytest.mark.parametrize(
    ("encoding", "slashes"),
    [
        ("utf-8", False),
        ("gb18030", True),
        pytest.param("utf-8-sig", False, marks=pytest.mark.repetition),
        pytest.param("gb18030", False, marks=pytest.mark.repetition),
    ],
)
def test_a_file_saved_by_excel_gives_the_same_site(
    plain_site: Path, copy_of_site: Path, tmp_path: Path, encoding: str, slashes: bool
) -> None:
    """CRLF, with and without the mark, GB18030, 2018/12/26: accepted, and the site is the same byte for byte."""
    for path in sorted((copy_of_site / "data").glob("*.csv")):
        resave(path, encoding, slashes=slashes)
    assert [] == differences(plain_site, build_copy(copy_of_site, tmp_path / "output"))


def git(*arguments: str | Path, cwd: Path) -> str:
    """Run git without the person's own settings and return what it says."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    env |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(
        ["git", *map(str, arguments)], cwd=cwd, env=env, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def clone_on_windows(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone as Git for Windows makes it."""
    if not (root / ".git").exists():
        pytest.skip("not a git checkout")
    clone = tmp_path_factory.mktemp("windows") / "clone"
    git("-c", f"safe.directory={root}", "clone", "-q", "-c", "core.autocrlf=true", root, clone, cwd=root)
    return clone


def test_a_clone_with_autocrlf_holds_the_bytes_of_the_commit(clone_on_windows: Path) -> None:
    """Line ends are fixed by .gitattributes, not by the machine."""
    names = [name for name in git("ls-files", "-z", cwd=clone_on_windows).split("\0") if name]
    entries = git("ls-files", "-s", "-z", cwd=clone_on_windows).split("\0")
    committed = {entry.split("\t")[1]: entry.split()[1] for entry in entries if entry}
    raw = git("hash-object", "--no-filters", "--", *names, cwd=clone_on_windows).split()
    assert committed == dict(zip(names, raw, strict=True))
    assert "" == git("status", "--porcelain", cwd=clone_on_windows)


def test_a_csv_saved_with_crlf_commits_without_a_diff(clone_on_windows: Path) -> None:
    """Excel rewrites every line end; the commit shows none of it."""
    for path in (clone_on_windows / "data").glob("*.csv"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    git("add", "--all", cwd=clone_on_windows)
    assert "" == git("diff", "--cached", "--stat", cwd=clone_on_windows)
