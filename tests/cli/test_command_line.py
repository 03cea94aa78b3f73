"""Wrong use of ``inv`` as a clerk meets it: Chinese, with the word that was meant, and exit status 2."""

from __future__ import annotations

import os
import pty
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import RunTask
from tests.support.guide_replay import commit_project


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("chek",), "没有命令 chek，是不是 check？"),
        (("check", "--as-off=2026-11-20"), "没有选项 --as-off，是不是 --as-of？"),
        (("--help", "chek"), "没有命令 chek，是不是 check？"),
        (("--list", "chek"), "没有叫 chek 的一组命令。"),
        (("check", "--as-of"), "--as-of 后面还要写内容。"),
        (("check", "--as-of", "2026-W48-1"), "--as-of 要写成 YYYY-MM-DD，例如 2026-11-20；现在是 2026-W48-1"),
        (("import-records",), "inv import-records 后面还要写：文件。"),
        (("import-records", "x.csv", "--header-row", "二"), "有一个选项的内容要写数字。"),
        (("import-records", "data", "--dataset", "black-list"), "data 是文件夹，这里要写一个文件"),
        (("workbook", "黑名单"), "没有叫 黑名单 的数据集。是不是 black-list"),
        (("withdraw",), "inv withdraw 后面还要写：记录编号。"),
        (("withdraw", "BL-2026-00001"), "请用 --reason 写明原因：期满、修复、撤销或更正"),
        (("withdraw", "BL-2026-00020", "--reason", "到期"), "期满、修复、撤销或更正；现在是 到期"),
        (
            ("withdraw", "BL-2026-00020", "BL-2026-00021", "--reason", "期满"),
            "inv withdraw 后面不能再写 BL-2026-00021。",
        ),
        (("check", "data/black-list.csv"), "inv check 后面不能再写 data/black-list.csv。"),
        (("import-document", "README.md"), "请用 --kind 写明是哪一种"),
        (("import-document", "data", "--kind", "policy"), "data 是文件夹，这里要写一个文件"),
        (("import-records", "data/black-list.csv", "--dataset", "black-list", "--map", "名称"), "--map 要写成"),
        (("import-records", "data/black-list.csv", "--dataset", "black-list", "--set", "名称"), "--set 要写成"),
        (("workbook", "black-list", "--output", "data"), "data 是文件夹，这里要写一个文件"),
        (("serve", "--port", "99999"), "--port 要写成 1 到 65535 的数"),
        (("workbook", "black_list"), "没有叫 black_list 的数据集。是不是 black-list"),
    ],
)
def test_wrong_use_is_answered_in_chinese(root: Path, inv: RunTask, words: tuple[str, ...], expected: str) -> None:
    """Nothing of it is English, and the status is that of wrong use."""
    done = inv(*words, root=root, env={"LC_ALL": "C", "LANG": "C"})
    assert (2, True) == (done.returncode, expected in done.stderr), done.stderr
    assert "" == done.stdout


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig"])
def test_a_query_of_any_usual_encoding_is_read(root: Path, inv: RunTask, tmp_path: Path, encoding: str) -> None:
    """Editors of Windows save it in GB 18030; its words reach the database as they are."""
    with sqlite3.connect(tmp_path / "x.db") as connection:
        connection.execute('CREATE TABLE "名单" ("单位名称" TEXT)')
        connection.execute('INSERT INTO "名单" VALUES (?)', ("示例商贸有限公司",))
    query = tmp_path / "查询.sql"
    query.write_bytes('SELECT "单位名称" FROM "名单"'.encode(encoding))
    words = ("import-records", f"sqlite:///{tmp_path}/x.db", "--query", query, "--dataset", "black-list", "--dry-run")
    done = inv(*words, root=root)
    assert "缺少" in done.stdout or "没有" in done.stdout, done.stderr
    assert "出错" not in done.stderr


@pytest.mark.parametrize("words", [("--help", "import-records"), ("import-records", "--help")])
def test_help_of_a_command_is_chinese(root: Path, inv: RunTask, words: tuple[str, ...]) -> None:
    """Options keep their names; nothing else is in Latin letters but names of formats."""
    done = inv(*words, root=root)
    assert 0 == done.returncode
    assert done.stdout.startswith("用法：inv import-records 文件 [选项]")
    assert [] == re.findall(r"Usage|Docstring|Options|STRING|INT\b", done.stdout)


def test_the_list_of_commands_is_chinese(root: Path, inv: RunTask) -> None:
    """Its heading, and what stands beside each command."""
    done = inv("--list", root=root)
    assert done.stdout.startswith("命令:")
    assert "Available" not in done.stdout


def test_a_folder_that_cannot_be_written_is_said_in_chinese(root: Path, inv: RunTask) -> None:
    """Not in the words of Python."""
    done = inv("build", "--output", "/proc/credit", root=root)
    assert done.returncode == 1
    assert "时出错：没有这个文件或者文件夹。" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("words", [("diff", "HEAD~999999"), ("diff", "--revision", "HEAD~999999")])
def test_diff_takes_a_commit_by_place_or_by_option(copy_of_site: Path, inv: RunTask, words: tuple[str, ...]) -> None:
    """A commit that is not there is a fault of the question, in Chinese."""
    commit_project(copy_of_site)
    done = inv(*words, root=copy_of_site)
    assert done.returncode == 2
    assert done.stderr.startswith("没有叫 HEAD~999999 的提交；")


def test_a_query_in_any_encoding_is_read(copy_of_site: Path, inv: RunTask) -> None:
    """An editor of Windows saves it in GBK; the fault that is named is that of the database."""
    (copy_of_site / "query.sql").write_bytes('SELECT "企业名称" FROM t'.encode("gbk"))
    done = inv(
        "import-records", "sqlite:////nowhere/x.db", "--query", "query.sql", "--dataset", "red-list", root=copy_of_site
    )
    assert done.returncode == 1
    assert done.stderr.startswith("数据库查询没有成功")


def test_end_of_input_in_place_of_an_answer_changes_nothing(copy_of_site: Path) -> None:
    """Ctrl-D at a terminal."""
    register = (copy_of_site / "data" / "withdrawals.csv").read_bytes()
    controller, terminal = pty.openpty()
    os.write(controller, b"\x04")
    command = [sys.executable, "-m", "invoke", "withdraw", "BL-2026-00023", "--reason", "修复"]
    done = subprocess.run(command, cwd=copy_of_site, stdin=terminal, capture_output=True, encoding="utf-8", check=False)
    os.close(controller)
    os.close(terminal)
    assert (1, "没有回答，什么都没有做。") == (done.returncode, done.stderr.strip())
    assert register == (copy_of_site / "data" / "withdrawals.csv").read_bytes()
