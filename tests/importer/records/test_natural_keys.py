"""Past rows of the repository, by which a removed record is recognised: in any spelling that the reader takes."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from credit.importer.natural_keys import past_cells, past_lines

ROWS = 'record_id,name,facts\nBL-2026-00001,示例甲有限公司,"事由一,事由二"\nBL-2026-00002,示例乙有限公司,别的\n'

SPELLINGS = {
    "UTF-8": ROWS.encode(),
    "byte order mark and CRLF": ROWS.replace("\n", "\r\n").encode("utf-8-sig"),
    "GB 18030": ROWS.encode("gb18030"),
    "CR alone": ROWS.replace("\n", "\r").encode(),
    "another order of columns": 'name,record_id,facts\n示例甲有限公司,BL-2026-00001,"事由一,事由二"\n'.encode(),
}


@pytest.mark.parametrize("data", SPELLINGS.values(), ids=SPELLINGS)
def test_a_removed_row_is_known_by_its_cells(tmp_path: Path, data: bytes) -> None:
    """A cell that holds a comma is one cell; rows of other records are none of it."""
    path = tmp_path / "data" / "black-list.csv"
    path.parent.mkdir()
    path.write_bytes(data)
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "x"]):
        command = ["git", "-C", str(tmp_path), "-c", "user.name=x", "-c", "user.email=x@example.cn", *arguments]
        subprocess.run(command, check=True)
    found = past_cells(past_lines(tmp_path, "data/black-list.csv"), frozenset({"BL-2026-00001"}))
    assert list(found) == ["BL-2026-00001"]
    (cells,) = found["BL-2026-00001"]
    assert {"示例甲有限公司", "事由一,事由二"} <= cells
    assert "示例乙有限公司" not in cells
