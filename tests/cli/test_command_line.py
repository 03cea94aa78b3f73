"""Wrong use of ``inv`` as a clerk meets it: Chinese, with the word that was meant, and exit status 2."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import RunTask


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("chek",), "没有命令 chek，是不是 check？"),
        (("check", "--as-off=2026-11-20"), "没有选项 --as-off，是不是 --as-of？"),
        (("check", "--as-of"), "--as-of 后面还要写内容。"),
        (("import-records",), "inv import-records 后面还要写：file。"),
        (("import-records", "x.csv", "--header-row", "二"), "有一个选项的内容要写数字。"),
        (("import-records", "data", "--dataset", "black-list"), "data 是文件夹，这里要写一个文件"),
        (("workbook", "黑名单"), "没有叫 黑名单 的数据集。是不是 black-list"),
        (("workbook", "black_list"), "没有叫 black_list 的数据集。是不是 black-list"),
    ],
)
def test_wrong_use_is_answered_in_chinese(root: Path, inv: RunTask, words: tuple[str, ...], expected: str) -> None:
    """Nothing of it is English, and the status is that of wrong use."""
    done = inv(*words, root=root)
    assert (2, True) == (done.returncode, expected in done.stderr), done.stderr
    assert "" == done.stdout


@pytest.mark.parametrize("words", [("--help", "import-records"), ("import-records", "--help")])
def test_help_of_a_command_is_chinese(root: Path, inv: RunTask, words: tuple[str, ...]) -> None:
    """Options keep their names; nothing else is in Latin letters but names of formats."""
    done = inv(*words, root=root)
    assert 0 == done.returncode
    assert done.stdout.startswith("用法：inv import-records <file> [选项]")
    assert [] == re.findall(r"Usage|Docstring|Options|STRING|INT\b", done.stdout)


def test_the_list_of_commands_is_chinese(root: Path, inv: RunTask) -> None:
    """Its heading, and what stands beside each command."""
    done = inv("--list", root=root)
    assert done.stdout.startswith("命令:")
    assert "Available" not in done.stdout
