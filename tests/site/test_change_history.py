"""Site with a git history: incremental equals clean, the same in every clone, and none without a repository."""

from __future__ import annotations

import csv
import datetime
import shutil
from pathlib import Path

import pytest

from credit.build.pipeline import BuildReport, build_site
from credit.change_history import read_change_history
from tests.change_history.test_change_history import Repository
from tests.conftest import ROOT, RunTask, copy_project
from tests.site.test_repeatable import differences

GOOD = ROOT / "tests" / "corpus" / "good"
DAY = datetime.date(2026, 6, 1)
BLACK = "data/black-list.csv"


class SiteRepository(Repository):
    """The corpus's good package, with the theme and settings of this site, in a repository."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        shutil.copytree(GOOD, root, dirs_exist_ok=True)
        shutil.copytree(ROOT / "theme", root / "theme")
        for name in ("pelicanconf.py", "publishconf.py"):
            shutil.copy2(ROOT / name, root / name)
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "x", date="2026-02-20T12:00:00+08:00")

    def lines(self, path: str = BLACK) -> list[str]:
        """Return the lines of a list."""
        return (self.root / path).read_text(encoding="utf-8").splitlines(keepends=True)

    def build(self, output: Path, *, fresh: bool = False, as_of: datetime.date = DAY) -> BuildReport:
        """Build the last commit."""
        history = read_change_history(self.root, cache=output.with_name("changes.sqlite"))
        return build_site(self.root, output, as_of=as_of, accepted=True, fresh=fresh, workers=1, history=history)


@pytest.fixture
def repository(tmp_path: Path) -> SiteRepository:
    """A repository with one commit."""
    return SiteRepository(tmp_path / "site")


def test_incremental_build_of_each_commit_equals_a_fresh_one(repository: SiteRepository, tmp_path: Path) -> None:
    """A row changes, goes and comes back; a commit that touches no list changes no file."""
    output, clean = tmp_path / "output", tmp_path / "clean"
    repository.build(output)
    lines = repository.lines()
    changed = [lines[0], lines[1].replace("示例", "示例示例", 1), *lines[2:]]
    for content in ("".join(changed), "".join([lines[0], *lines[2:]]), "".join(lines)):
        repository.commit(content, path=BLACK)
        assert repository.build(output).written > 0
        repository.build(clean, fresh=True)
        assert [] == differences(clean, output)
        shutil.rmtree(clean)
    repository.commit("x", path="readme.txt")
    assert 0 == repository.build(output).written


UPDATED = "数据更新到"
PLACES = ("index.html", "lists/index.html", "lists/black-list/index.html", "statistics/index.html")


def test_pages_of_a_list_say_up_to_when_it_was_updated(repository: SiteRepository, tmp_path: Path) -> None:
    """The day of its own latest change; another list keeps its day, and without a history there are no such words."""
    lines = repository.lines()
    changed = [lines[0], lines[1].replace("示例", "示例示例", 1), *lines[2:]]
    repository.commit("".join(changed), "2026-05-20T12:00:00+08:00", BLACK)
    output = repository.build(tmp_path / "output").output
    texts = {place: (output / place).read_text(encoding="utf-8") for place in PLACES}
    assert [] == [place for place, text in texts.items() if UPDATED not in text or "2026-05-20" not in text]
    red = (output / "lists" / "red-list" / "index.html").read_text(encoding="utf-8")
    assert (True, False) == (UPDATED in red, "2026-05-20" in red)
    plain = build_site(repository.root, tmp_path / "plain", as_of=DAY, accepted=True, workers=1).output
    assert [] == [place for place in PLACES if UPDATED in (plain / place).read_text(encoding="utf-8")]


def test_statistics_show_what_lists_gained_by_month(repository: SiteRepository, tmp_path: Path) -> None:
    """A chart and a table on the page, the same numbers in a dataset; one more would be told by no count below five."""
    output = repository.build(tmp_path / "output").output
    with (output / "data" / "monthly-changes" / "monthly-changes.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    assert [] == [row for row in rows if int(row["records"]) < 5]
    page = (output / "statistics" / "index.html").read_text(encoding="utf-8")
    assert [] == [
        words
        for words in ("每月新增", f"{rows[0]['list']}-monthly-added", "/data/monthly-changes/monthly-changes.csv")
        if words not in page
    ]


def test_build_outside_of_git_says_so_and_goes_on(copy_of_site: Path, tmp_path: Path, inv: RunTask) -> None:
    """Its days are empty."""
    done = inv("build", "--output", tmp_path / "output", root=copy_of_site)
    assert (0, True) == (done.returncode, "这里没有完整的 git 历史" in done.stderr)


def test_publishing_to_a_folder_is_refused_without_a_history(tmp_path: Path, inv: RunTask) -> None:
    """A published site never says less than the one before."""
    root = copy_project(tmp_path / "project")
    done = inv("publish", "--to", tmp_path / "public", root=root)
    assert (1, False) == (done.returncode, (tmp_path / "public").exists())
