"""A small package with the schemas and references of the project and hardly any record, for imports to change."""

from __future__ import annotations

import datetime
import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from credit.model import Table
from credit.reader import read_package, read_table

ROOT = Path(__file__).resolve().parents[2]
EXPORTS = Path(__file__).parent / "exports"
AS_OF = datetime.date(2026, 11, 20)

BLACK = (
    "record_id,name,former_names,unified_code,entity_kind,behaviour,facts,basis,decision_number,authority,decided_on,"
    "severity,listed_on,penalties,township,disputed_since,suspended_from,suspended_until,repaired_on,publication_need,source\n"
    "BL-2026-00004,公主岭示例零号贸易有限公司,,91220184MA17E0001Y,企业,sham-trading,2026年1月虚构订单（示例）。,"
    "《中华人民共和国电子商务法》第十七条,公市监示例〔2026〕1号,market-supervision,2026-04-10,一般,2026-04-15,"
    "interview-notice;public-exposure,fanjiatun,2026-05-01,,,,,公主岭市市场监督管理局报送\n"
)
WITHDRAWALS = "record_id,withdrawn_on,reason,explanation\nBL-2026-00009,2026-06-01,撤销,原决定经复议撤销（示例）。\n"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """The root of a package: one black-list record, one withdrawn number, every reference of the project.

    Departments send records of every degree; the black list of this package takes them all.
    """
    root = tmp_path / "package"
    shutil.copytree(ROOT / "data", root / "data")
    descriptor = root / "data" / "datapackage.json"
    described = json.loads(descriptor.read_text(encoding="utf-8"))
    black = next(item for item in described["resources"] if item["name"] == "black-list")
    black["credit"] |= {"severities": ["轻微", "一般", "严重"], "severity_unstated": True}
    descriptor.write_text(json.dumps(described, ensure_ascii=False), encoding="utf-8")
    for name in (
        "black-list",
        "dishonesty-records",
        "red-list",
        "commitments",
        "credit-members",
        "corrections",
        "withdrawals",
    ):
        path = root / "data" / f"{name}.csv"
        header = path.read_text(encoding="utf-8-sig").splitlines()[0]
        text = {"black-list": BLACK, "withdrawals": WITHDRAWALS}.get(name, header + "\n")
        path.write_text(text, encoding="utf-8-sig", newline="\n")
    return root


@pytest.fixture
def read(package: Path) -> Callable[[str], list[dict[str, str]]]:
    """Read the rows of a dataset of the package; a fault in it fails the test."""

    def read_(name: str) -> list[dict[str, str]]:
        resource = read_package(package).resource(name)
        assert resource is not None
        table, problems = read_table(package, resource)
        assert () == problems
        assert isinstance(table, Table)
        return table.cells.to_dict("records")  # type: ignore[return-value]

    return read_


def write_csv(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    """Write rows whose cells need no quotes as a CSV."""
    path.write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8", newline="\n")
    return path
