"""Site with a git history: incremental equals clean, the same in every clone, and none without a repository."""

from __future__ import annotations

import csv
import datetime
import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from credit.build.pipeline import BuildReport, build_site
from credit.change_history import read_change_history
from credit.identifiers import check_character
from tests.change_history.test_change_history import Repository
from tests.conftest import ROOT, RunTask, copy_project
from tests.site.test_repeatable import differences
from tests.site.test_time_machine import texts_of

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
_PRINTED = re.compile(r'<div class="?c-print"?>.*?</div>', re.DOTALL)
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
    # On paper the newest day that stands in the rows themselves is printed, with a history or without.
    pages = {place: _PRINTED.sub("", (plain / place).read_text(encoding="utf-8")) for place in PLACES}
    assert [] == [place for place, page in pages.items() if UPDATED in page]


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


def test_change_log_is_listed_with_its_digest(repository: SiteRepository, tmp_path: Path) -> None:
    """In the checksums, in the index and on the page of its list; a table that is no list has none."""
    output = repository.build(tmp_path / "output").output
    place = "black-list/changes.jsonl"
    digest = hashlib.sha256((output / "data" / place).read_bytes()).hexdigest()
    assert f"{digest}  {place}" in (output / "data" / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    index = json.loads((output / "data" / "index.json").read_text(encoding="utf-8"))
    assert [digest] == [file["sha256"] for file in index["files"] if file["path"] == place]
    assert f"/data/{place}" in (output / "data" / "black-list" / "index.html").read_text(encoding="utf-8")
    assert not (output / "data" / "departments" / "changes.jsonl").exists()


def test_build_outside_of_git_says_so_and_goes_on(copy_of_site: Path, tmp_path: Path, inv: RunTask) -> None:
    """Its days are empty."""
    done = inv("build", "--output", tmp_path / "output", root=copy_of_site)
    assert (0, True) == (done.returncode, "这里没有完整的 git 历史" in done.stderr)


def test_publishing_to_a_folder_is_refused_without_a_history(tmp_path: Path, inv: RunTask) -> None:
    """A published site never says less than the one before."""
    root = copy_project(tmp_path / "project")
    done = inv("publish", "--to", tmp_path / "public", root=root)
    assert (1, False) == (done.returncode, (tmp_path / "public").exists())


CODE = "91220184M0EX00" + "777"
ID = "BL-2026-00777"
#: What the commits say of the record, in one or another of them.
NAMES = ("测试示例金乌改名前商贸有限公司", "测试示例金乌改名后商贸有限公司")
FACTS = ("2026年4月间倒卖夜光围棋。", "2026年4月间倒卖夜光象棋。", "2026年4月间倒卖夜光军棋。")
NUMBER = "测商示例〔2026〕777号"


def record_line(heading: str, **cells: str) -> str:
    """Return the line of the record in the list of the corpus."""
    row = {
        "record_id": ID, "name": NAMES[0], "unified_code": CODE + check_character(CODE), "entity_kind": "企业",
        "behaviour": "sham-trading", "facts": FACTS[0], "basis": "《中华人民共和国电子商务法》第十七条",
        "decision_number": NUMBER, "authority": "commerce", "decided_on": "2026-04-20", "severity": "严重",
        "listed_on": "2026-04-22", "source": "测试商务局报送（示例）",
    } | cells  # fmt: skip
    return ",".join(row.get(name, "") for name in heading.lstrip("\ufeff").strip().split(",")) + "\n"


def six_commits(repository: SiteRepository) -> Iterator[str]:
    """Commit what happens to a record one after another; yields what it was."""
    lines, corrections = repository.lines(), repository.lines("data/corrections.csv")
    register = repository.lines("data/withdrawals.csv")
    renamed = {"name": NAMES[1], "former_names": NAMES[0]}
    states: dict[str, dict[str, str]] = {
        "added": {},
        "changed": {"facts": FACTS[1]},
        "renamed": {"facts": FACTS[1], **renamed},
        "corrected": {"facts": FACTS[2], **renamed},
        "suspended": {"facts": FACTS[2], **renamed, "suspended_from": "2026-05-20"},
        "withdrawn": {"facts": FACTS[2], **renamed},
    }
    for day, (what, cells) in enumerate(states.items(), 3):
        content = "".join([*lines, record_line(lines[0], **cells)])
        (repository.root / BLACK).write_bytes(content.encode())
        if what == "corrected":
            row = {
                "record_id": ID, "field": "facts", "before": FACTS[1], "after": FACTS[2], "corrected_on": "2026-05-06",
            }  # fmt: skip
            names = corrections[0].lstrip("\ufeff").strip().split(",")
            corrections.append(",".join(row.get(name, "") for name in names) + "\n")
            (repository.root / "data" / "corrections.csv").write_text("".join(corrections), encoding="utf-8")
        if what == "withdrawn":
            register.append(f"{ID},2026-05-21,修复,\n")
            (repository.root / "data" / "withdrawals.csv").write_text("".join(register), encoding="utf-8")
        repository.git("add", "-A")
        repository.git("commit", "-q", "-m", what, date=f"2026-05-{day:02d}T12:00:00+08:00")
        yield what


def test_log_of_a_record_that_left_is_an_id_and_nothing_else(repository: SiteRepository, tmp_path: Path) -> None:
    """Added, changed, renamed, corrected: all there. Suspended: nothing at all. Withdrawn: the id as ended, no day."""
    output, words = tmp_path / "output", (*NAMES, CODE, *FACTS, NUMBER)
    for what in six_commits(repository):
        repository.build(output)
        texts = dict(texts_of(output))
        log = texts["data/black-list/changes.jsonl"]
        changes = [
            item for line in log.splitlines() if (item := json.loads(line)).get("record", {}).get("record_id") == ID
        ]
        found = {(word, name) for name, text in texts.items() for word in words if word in text}
        if what == "corrected":
            assert [item["change"] for item in changes] == ["added", "changed", "changed"]
            assert changes[1]["fields"] == [
                {"field": "former_names", "before": "", "after": NAMES[0]},
                {"field": "name", "before": NAMES[0], "after": NAMES[1]},
            ]
            assert changes[2]["fields"] == [{"field": "facts", "before": FACTS[1], "after": FACTS[2]}]
            assert "changes/index.html" in {name for _, name in found}
        if what in ("suspended", "withdrawn"):
            assert set() == found
            assert [] == changes
        if what == "suspended":
            assert [] == [name for name, text in texts.items() if ID in text]
    assert [{"removed": ID, "reason": "已结束"}] == [json.loads(line) for line in log.splitlines() if ID in line]
    page = texts["changes/index.html"]
    assert ID not in page


def delete_rows(repository: SiteRepository, *ids: str) -> None:
    """Commit the black list without the rows of some ids."""
    lines = [line for line in repository.lines() if line.partition(",")[0] not in ids]
    repository.commit("".join(lines), "2026-05-20T12:00:00+08:00", BLACK)


def test_deleted_row_is_ended_in_the_register_too(repository: SiteRepository, tmp_path: Path) -> None:
    """The dataset of the register says that it holds all ids that ended, and so it does."""
    delete_rows(repository, "BL-2026-00002")
    data = repository.build(tmp_path / "output").output / "data"
    sets = []
    for name in ("ended", "withdrawals"):
        with (data / name / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            sets.append({(row["record_id"], row["reason"]): row for row in csv.DictReader(file)})
    assert sets[0].keys() == sets[1].keys()
    assert {"record_id": "BL-2026-00002", "withdrawn_on": "", "reason": "已结束", "explanation": ""} == {
        **sets[1]["BL-2026-00002", "已结束"]
    }
    assert list(sets[1]) == sorted(sets[1])


def test_year_whose_rows_are_all_deleted_keeps_its_pages(repository: SiteRepository, tmp_path: Path) -> None:
    """As one whose records are withdrawn does: the page says that they have left and leads on."""
    output, place = tmp_path / "output", Path("lists", "black-list", "2025", "index.html")
    assert (repository.build(output).output / place).is_file()
    delete_rows(repository, "BL-2025-00001")
    after = (repository.build(output).output / place).read_text(encoding="utf-8")
    assert "BL-2025-00001" not in after
    assert "这一页的记录都已结束公示" in after
    assert "/lists/black-list/2025/" in (output / "lists" / "black-list" / "index.html").read_text(encoding="utf-8")
    fresh = repository.build(tmp_path / "fresh", fresh=True).output
    assert [] == differences(fresh, output)
