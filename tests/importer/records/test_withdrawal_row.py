"""The register of withdrawals: rows are added, nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from credit.importer.withdrawal_row import withdraw
from credit.model import CheckFailed, CreditError
from tests.importer.conftest import AS_OF

Read = Callable[[str], list[dict[str, str]]]


def test_a_withdrawal_adds_one_row_and_changes_no_other(package: Path, read: Read) -> None:
    """The rest of the file stays byte for byte."""
    path = package / "data" / "withdrawals.csv"
    before = path.read_bytes().splitlines()
    withdraw(package, "bl-2026-00004", "撤销", "原决定经复议撤销（示例）。", AS_OF)
    after = path.read_bytes().splitlines()
    assert ["BL-2026-00004,2026-11-20,撤销,原决定经复议撤销（示例）。".encode()] == [
        line for line in after if line not in before
    ]
    assert before == [line for line in after if line in before]


@pytest.mark.parametrize(
    ("record_id", "reason", "explanation", "words"),
    [
        ("BL-2026-00004", "撤销", "", "--explanation"),
        ("BL-2026-00004", "撤销", "   ", "--explanation"),
        ("BL-2026-00004", "取消", "", "期满"),
        ("BL-2026-00009", "期满", "", "已经在 2026-06-01 撤下"),
        ("BL-2026-00005", "期满", "", "BL-2026-00004"),
        ("BL26-4", "期满", "", "写法不对"),
        ("BL-2026-00004", "撤销", "公主岭示例零号贸易有限公司的决定被撤销。", "名称或者代码"),
        ("BL-2026-00004", "撤销", "当事人11010519491231002X申诉成立。", "个人信息"),
        ("BL-2026-00004", "撤销", "=1+1", "公开说明"),
    ],
)
def test_a_wrong_withdrawal_is_refused_and_writes_nothing(
    package: Path, record_id: str, reason: str, explanation: str, words: str
) -> None:
    """The message says what to do and never repeats a person's number."""
    before = (package / "data" / "withdrawals.csv").read_bytes()
    with pytest.raises(CreditError, match=words) as caught:
        withdraw(package, record_id, reason, explanation, AS_OF)
    assert "11010519491231002X" not in str(caught.value)
    assert before == (package / "data" / "withdrawals.csv").read_bytes()


def test_a_broken_register_is_named(package: Path) -> None:
    """Its faults come first."""
    path = package / "data" / "withdrawals.csv"
    path.write_bytes(path.read_bytes() + b"BL-2026-00001\n")
    with pytest.raises(CheckFailed):
        withdraw(package, "BL-2026-00004", "期满", "", AS_OF)
