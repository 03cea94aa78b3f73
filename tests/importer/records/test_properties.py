"""Import twice = import once, export then import = the same, for tables nobody thought of; other tools read the result."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from credit.identifiers import CODE_ALPHABET, check_character
from credit.importer.edit_workbook import workbook
from credit.importer.import_records import import_records
from tests.importer.conftest import AS_OF, EXPORTS

HEAD = ["企业名称", "社会信用代码", "承诺类型", "承诺事由", "做出承诺日期", "受理单位", "履约状态"]

words = st.text(st.sampled_from("示例公主岭商贸物流（）()Ａ１a1 　\u00a0𠮷㐂\n,\"'=;；-+@"), min_size=1, max_size=20)
codes = st.text(st.sampled_from(CODE_ALPHABET), min_size=15, max_size=15).map(
    lambda rest: "91" + rest + check_character("91" + rest)
)
spelled = codes.flatmap(
    lambda code: st.sampled_from([code, code.lower(), f" {code}", f"{code[:8]} {code[8:]}", code[:-1]])
)
days = st.sampled_from(["2026-03-11", "2026/3/11", "2026年3月11日", "20260311", "46092", "2027-01-01", "暂无", "长期"])
rows = st.lists(
    st.tuples(
        words,
        spelled,
        st.sampled_from(["主动型", "主动", "voluntary", "被动"]),
        words,
        days,
        st.sampled_from(["commerce", "公主岭市商务局", "市发改局", "商务"]),
        st.sampled_from(["未到期", "全部履行", "履约"]),
    ),
    max_size=6,
)


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(table=rows)
def test_import_is_done_once_and_survives_the_workbook(package: Path, table: list[tuple[str, ...]]) -> None:
    """Each row is added, refused or repeated; a second import and a trip through the workbook change nothing."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "package"
        shutil.copytree(package, root)
        source = Path(folder) / "export.csv"
        with source.open("w", encoding="utf-8-sig", newline="") as stream:
            csv.writer(stream).writerows([HEAD, *table])
        first = import_records(source, "commitments", root=root, as_of=AS_OF)
        data = (root / "data" / "commitments.csv").read_bytes()
        second = import_records(source, "commitments", root=root, as_of=AS_OF)
        assert () == second.added + second.changed
        assert [item.row for item in first.refused] == [item.row for item in second.refused]
        workbook(root, "commitments", root / "book.xlsx")
        third = import_records(root / "book.xlsx", "commitments", root=root, as_of=AS_OF)
        assert ((), (), (), len(first.added)) == (third.added, third.changed, third.refused, len(third.unchanged))
        assert data == (root / "data" / "commitments.csv").read_bytes()


@pytest.mark.parametrize(
    "command",
    [
        ["csvclean", "--length-mismatch"],
        ["csvstat", "-I", "--blanks", "--csv"],
        ["in2csv", "-I", "--blanks", "-f", "csv"],
    ],
)
def test_csvkit_reads_what_was_written(command: list[str], package: Path, tmp_path: Path) -> None:
    """An independent reader finds the same columns and codes, and nothing to clean."""
    source = tmp_path / "date-forms.xlsx"
    source.write_bytes((EXPORTS / source.name).read_bytes())
    report = import_records(source, "black-list", root=package, as_of=AS_OF)
    assert report.target is not None
    module = f"csvkit.utilities.{command[0]}"
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-W", "ignore", "-m", module, *command[1:], str(report.target)],
        capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    assert (0, "") == (done.returncode, done.stderr)
    if command[0] == "in2csv":
        with report.target.open(encoding="utf-8-sig", newline="") as stream:
            assert list(csv.reader(stream)) == list(csv.reader(done.stdout.splitlines()))
