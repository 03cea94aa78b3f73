"""Public changes: a comparison of two editions in records and fields."""

from __future__ import annotations

from pathlib import Path

from credit import gate, public_changes
from tests.gate.test_gate import BLACK, FILES, REGISTER, write_site


def test_a_diff_is_told_in_records(tmp_path: Path) -> None:
    """Added, gone and changed field by field, of what is public and nothing else."""
    before = gate.validate(write_site(tmp_path / "before", FILES))
    rows = BLACK.replace("示例甲有限公司", "示例丙有限公司")
    register = REGISTER + "RL-2026-00001,2026-05-25,期满,\n"
    after = gate.validate(write_site(tmp_path / "after", FILES | {"black-list": rows, "withdrawals": register}))
    told = [change.text() for change in public_changes.compare_public(before.public, after.public)]
    assert told == [
        "black-list: 修改 BL-2026-00001（name列（name）：示例甲有限公司 → 示例丙有限公司）",
        "red-list: 撤下 RL-2026-00001",
        "withdrawals: 新增 RL-2026-00001",
    ]
