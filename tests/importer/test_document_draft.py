"""``inv new`` writes a document that passes the gate, never over another, and one push brings it to the live site."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from credit import gate
from credit.importer.document_draft import DRAFT_KINDS, DraftRefusedError, pinyin_slug, write_draft
from credit.model import CheckFailed
from credit.reader import read_package
from tests.conftest import RunTask
from tests.deploy.server.conftest import git, small_site, try_git
from tests.support.guide_replay import commit_project

DAY = datetime.date(2026, 5, 12)
TITLE = "关于调整窗口服务时间的通知（示例）"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return small_site(tmp_path / "small")


@pytest.mark.parametrize("kind", [kind for kind in DRAFT_KINDS if kind != "report"])
def test_a_draft_passes_the_gate_and_shows_no_hint(small: Path, kind: str) -> None:
    """All that is left are warnings on what its author has yet to fill in."""
    path = write_draft(small, kind, TITLE, DAY, read_package(small))
    name = path.relative_to(small).as_posix()
    assert name.endswith("/guan-yu-tiao-zheng-chuang-kou-fu-wu-shi-jian-de.md")
    edition = gate.validate(small)
    codes = {problem.code for problem in edition.problems if problem.path == name}
    assert codes == ({"unfilled", "front-matter-unstated"} if kind == "policy" else {"unfilled"})
    (document,) = (document for document in edition.documents if document.path == name)
    assert (TITLE, DAY) == (document.title, document.date)
    assert "提示" not in document.body + "".join(document.metadata.values())
    assert "Number" not in document.metadata


def test_a_second_draft_of_a_title_gets_a_number(small: Path) -> None:
    """Nothing is overwritten, and an address that was moved away from is not used again."""
    package = read_package(small)
    names = [write_draft(small, "notice", "短", DAY, package).name for _ in range(2)]
    assert names == ["duan.md", "duan-2.md"]
    (small / "content" / "moved.csv").write_text("address,target\n/notices/duan-3/,\n", encoding="utf-8")
    assert write_draft(small, "notice", "短", DAY, package).name == "duan-4.md"
    with pytest.raises(DraftRefusedError, match="已经有了"):
        write_draft(small, "notice", "别的", DAY, package, slug="duan")


@pytest.mark.parametrize("title", ["", "  ", "两\n行", "长" * 201])
def test_a_title_that_is_none_is_refused(small: Path, title: str) -> None:
    """Before anything is written."""
    with pytest.raises(DraftRefusedError):
        write_draft(small, "notice", title, DAY, read_package(small))
    assert git(small, "status", "--porcelain") == ""


@pytest.mark.parametrize("title", ["电话 11010519491231002X", "看不见\u200b的字"])
def test_a_title_with_a_fault_leaves_no_file(small: Path, title: str) -> None:
    """The gate would refuse the file."""
    with pytest.raises(CheckFailed):
        write_draft(small, "notice", title, DAY, read_package(small))
    assert git(small, "status", "--porcelain") == ""


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("信用修复办法（2026年版）", "xin-yong-xiu-fu-ban-fa-2026-nian-ban"),
        ("ＡＢＣ示例", "abc-shi-li"),
        ("！！！", ""),
        ("a" * 300, "a" * 48),
    ],
)
def test_slug_is_whole_syllables_of_the_title(title: str, slug: str) -> None:
    """Letters and digits stay; a title of signs has none."""
    assert pinyin_slug(title) == slug


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("new",), "inv new 后面还要写：种类、标题。"),
        (("new", "notice"), "inv new 后面还要写：标题。"),
        (("new", "page", "关于"), "要写的只能是 notice（通知公告）、policy（政策文件）"),
        (("new", "notice", " "), "请写上标题"),
        (("new", "notice", "题", "--slug", "A B"), "短名只用小写字母"),
        (("new", "notice", "题", "--period", "2026"), "--period 只用于 report"),
        (("new", "report", "题", "--period", "去年"), "--period 写成 2026、2026-H1"),
        (("new", "notice", "题", "--as-of", "今天"), "--as-of 要写成 YYYY-MM-DD"),
    ],
)
def test_wrong_use_of_new_is_answered_in_chinese(
    root: Path, inv: RunTask, words: tuple[str, ...], expected: str
) -> None:
    """With the status of wrong use."""
    done = inv(*words, root=root, env={"LC_ALL": "C", "LANG": "C"})
    assert (2, True, "") == (done.returncode, expected in done.stderr, done.stdout), done.stderr


def test_a_new_notice_and_report_are_live_after_one_push(copy_of_site: Path, inv: RunTask) -> None:
    """As staff would: draft, check, commit, push to a server with real hooks."""
    project = commit_project(copy_of_site)
    for kind in DRAFT_KINDS:
        drafted = inv("new", kind, f"{TITLE}{kind}", root=project)
        assert drafted.returncode == 0, drafted.stderr
        assert (project / drafted.stdout.strip()).is_file()
        if kind == "notice":
            notice = project / drafted.stdout.strip()
            text = notice.read_text(encoding="utf-8")
            at = text.index("【请填写】")
            notice.write_text(text[:at] + "窗口服务时间有变化。\n", encoding="utf-8")
    checked = inv("check", root=project)
    assert checked.returncode == 0, checked.stdout
    git(project, "add", "content")
    git(project, "commit", "-qm", "新的文件")
    pushed = try_git(project, "push", "-q", "origin", "HEAD:main", env={"CREDIT_KEY": "zhang"})
    assert pushed.returncode == 0, pushed.stderr
    current = project.parent / "www" / "current"
    page = (current / "notices" / notice.stem / "index.html").read_text(encoding="utf-8")
    assert "窗口服务时间有变化。" in page
    assert "提示：" not in page
    assert f"{TITLE}report" in (current / "reports" / "index.html").read_text(encoding="utf-8")
