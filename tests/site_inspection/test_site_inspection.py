"""The annual check finds every seeded fault of a built site and no other, and on the demonstration what is explained."""

from __future__ import annotations

import datetime
import json
import shutil
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

from credit.git_repository import GitError
from credit.law import inspection_limit
from credit.site_inspection import (
    FirstVersion,
    Inspection,
    inspect_site,
    read_first_versions,
    read_limits,
    report_lines,
)
from tests.conftest import ROOT, RunTask
from tests.deploy.server.conftest import git
from tests.site_inspection.seeded_faults import BACKDATED, FAULTS, seed_faults

DAY = datetime.date(2026, 11, 20)


def commit(folder: Path, day: str, message: str) -> None:
    """Commit everything at noon of a day."""
    git(folder, "add", "-A")
    moment = f"{day}T12:00:00+08:00"
    git(folder, "commit", "-qm", message, env={"GIT_COMMITTER_DATE": moment, "GIT_AUTHOR_DATE": moment})


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the documents of the demonstration in its first commit, but one that came in November."""
    folder = tmp_path_factory.mktemp("history")
    git(folder, "init", "-q", "-b", "main")
    shutil.copytree(ROOT / "content", folder / "content")
    late = folder / f"content{BACKDATED.rstrip('/')}.md"
    text = late.read_bytes()
    late.unlink()
    commit(folder, "2026-11-10", "搬来")
    late.write_bytes(text)
    commit(folder, "2026-11-15", "后来的")
    return folder


@pytest.fixture(scope="module")
def sound(site: Path) -> Inspection:
    """The demonstration, without history."""
    return inspect_site(site, DAY)


def test_demonstration_has_the_findings_that_its_note_explains(sound: Inspection) -> None:
    """Each once, and each with a reason."""
    noted = tomllib.loads((Path(__file__).parent / "demonstration.toml").read_text(encoding="utf-8"))["finding"]
    assert all(note["reason"] for note in noted)
    unexplained = list(sound.findings)
    for note in noted:
        (found,) = (
            finding
            for finding in unexplained
            if (finding.code, finding.address) == (note["code"], note["address"])
            and note.get("words", "") in finding.message
        )
        unexplained.remove(found)
    assert unexplained == []
    assert sound.vetoes == ()


def test_every_seeded_fault_is_found_and_no_other(site: Path, sound: Inspection, history: Path, tmp_path: Path) -> None:
    """Twenty-five, vetoes first."""
    folder = tmp_path / "site"
    shutil.copytree(site, folder)
    seed_faults(folder)
    inspection = inspect_site(folder, DAY, read_first_versions(history))
    new = [finding for finding in inspection.findings if finding not in sound.findings]
    assert len(FAULTS) == 25
    for fault in FAULTS:
        matching = [
            finding
            for finding in new
            if (finding.code, finding.address) == (fault.code, fault.address) and fault.words in finding.message
        ]
        assert len(matching) == 1, (fault, matching)
        new.remove(matching[0])
    assert new == []
    assert set(sound.findings) <= set(inspection.findings)
    vetoes = [finding.is_veto for finding in inspection.findings]
    assert vetoes == sorted(vetoes, reverse=True)


def test_a_rename_keeps_the_day_of_a_document(tmp_path: Path) -> None:
    """Its first version is that under its first name; 未注明 is no day."""
    git(tmp_path, "init", "-q", "-b", "main")
    notices = tmp_path / "content" / "notices"
    notices.mkdir(parents=True)
    (notices / "start.md").write_text("Title: 始\nSlug: start\nDate: 未注明\n\n正文\n", encoding="utf-8")
    commit(tmp_path, "2026-03-01", "一")
    text = "Title: 新\nSlug: old\nDate: 2026-03-05\nPublished_on: 2026-03-06\n\n很长的正文，改名以后还是这一份。\n"
    (notices / "old.md").write_text(text, encoding="utf-8")
    commit(tmp_path, "2026-03-07", "二")
    git(tmp_path, "mv", "content/notices/old.md", "content/notices/new.md")
    commit(tmp_path, "2026-03-09", "三")
    assert read_first_versions(tmp_path) == {
        "content/notices/start.md": FirstVersion(datetime.date(2026, 3, 1), "", initial=True),
        "content/notices/new.md": FirstVersion(datetime.date(2026, 3, 7), "2026-03-06"),
    }
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{tmp_path}", "shallow")
    with pytest.raises(GitError):
        read_first_versions(tmp_path / "shallow")


@pytest.mark.parametrize(
    ("day", "left", "warning"),
    [
        ("2026-11-20", 14, "2026-12-04 以前要有更新，还有 14 天"),
        ("2026-12-04", 0, "还有 0 天"),
        ("2026-12-05", -1, "超过 14 天没有更新"),
    ],
)
def test_home_page_is_warned_of_two_weeks_ahead(site: Path, day: str, left: int, warning: str) -> None:
    """The last day itself is not late yet; a day in a cell that comes after the build is no update."""
    at = datetime.date.fromisoformat(day)
    (home,) = (limit for limit in read_limits(site, at) if limit.address == "/")
    assert home.days_left(at) == left
    assert warning in home.notice(at)


def test_limits_far_ahead_say_nothing(site: Path) -> None:
    """A notice column of last week has months to go."""
    (notices,) = (limit for limit in read_limits(site, DAY) if limit.address == "/notices/")
    assert (notices.newest, notices.last_day, notices.notice(DAY)) == (
        datetime.date(2026, 11, 13), datetime.date(2027, 5, 13), "",
    )  # fmt: skip
    assert inspection_limit("notice").words == "6 个月"


def test_report_is_a_table_in_the_inspectors_order(sound: Inspection) -> None:
    """Vetoes, other findings, limits; columns begin at the same place."""
    lines = list(report_lines(sound))
    assert lines[0] == "一、单项否决（0 处）"
    assert f"二、扣分项（{len(sound.findings)} 处）" in lines
    assert lines.index("三、更新期限") > lines.index("没有。")


def test_doctor_ends_with_one_on_a_veto_and_prints_json(site: Path, tmp_path: Path, root: Path, inv: RunTask) -> None:
    """On a folder that is named; nothing of it is changed."""
    good = inv("doctor", "--output", site, "--format", "json", root=root)
    assert good.returncode == 0, good.stderr
    described: Mapping[str, object] = json.loads(good.stdout)
    assert set(described) == {"as_of", "pages", "findings", "limits", "skipped"}
    shutil.copytree(site, tmp_path / "site")
    (tmp_path / "site" / "about" / "index.html").unlink()
    bad = inv("doctor", "--output", tmp_path / "site", root=root)
    assert (bad.returncode, "链接打不开" in bad.stdout) == (1, True)


def test_doctor_builds_a_site_of_its_own(copy_of_site: Path, inv: RunTask) -> None:
    """Without a folder; output/ is not touched, and a later day makes the columns stale."""
    done = inv("doctor", "--as-of", "2027-06-30", "--format", "json", root=copy_of_site)
    assert done.returncode == 1, done.stderr
    codes = {finding["code"] for finding in json.loads(done.stdout)["findings"]}
    assert {"home-stale", "columns-stale", "column-stale"} & codes
    assert not (copy_of_site / "output").exists()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("doctor", "--output", "docs"), "docs 里没有生成好的网站"),
        (("doctor", "--format", "xml"), "--format 只能是 text 或 json"),
        (("doctor", "--as-of", "明天"), "--as-of 要写成 YYYY-MM-DD"),
    ],
)
def test_wrong_use_of_doctor_is_answered_in_chinese(
    root: Path, inv: RunTask, words: tuple[str, ...], expected: str
) -> None:
    """With the status of wrong use."""
    done = inv(*words, root=root)
    assert (2, True) == (done.returncode, expected in done.stderr), done.stderr


def test_a_site_in_a_subfolder_has_the_same_findings(site_in_subfolder: Path, sound: Inspection) -> None:
    """Links carry the path of SITEURL; some of them the whole address."""
    assert inspect_site(site_in_subfolder, DAY).findings == sound.findings


def test_doctor_compares_dates_with_the_history_of_a_real_site(copy_of_site: Path, inv: RunTask) -> None:
    """Not with that of a demonstration, whose day stands still."""
    descriptor = copy_of_site / "data" / "datapackage.json"
    package = json.loads(descriptor.read_text(encoding="utf-8"))
    package["credit"]["demonstration"] = False
    del package["credit"]["as_of"]
    descriptor.write_text(json.dumps(package, ensure_ascii=False, indent=1), encoding="utf-8")
    git(copy_of_site, "init", "-q", "-b", "main")
    commit(copy_of_site, "2026-11-10", "搬来")
    notice = copy_of_site / "content" / "notices" / "red-list-candidates.md"
    text = notice.read_text(encoding="utf-8")
    assert "Date: 2026-11-13\n" in text
    notice.write_text(text.replace("Date: 2026-11-13\n", "Date: 2026-11-19\n"), encoding="utf-8")
    commit(copy_of_site, "2026-11-19", "改成新的")
    done = inv("doctor", "--as-of", "2026-11-20", "--format", "json", root=copy_of_site)
    assert done.returncode == 1, done.stderr
    described = json.loads(done.stdout)
    (veto,) = [finding for finding in described["findings"] if finding["veto"]]
    assert (veto["code"], veto["address"]) == ("forged-date", "/notices/red-list-candidates/")
    assert "第一次提交写的是 2026-11-13" in veto["message"]
    (skipped,) = described["skipped"]
    assert "第一次提交里就有" in skipped
