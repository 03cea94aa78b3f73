"""双公示: penalties and permits of a package that holds them, in the whole 2018 layout, and read back without a change."""

from __future__ import annotations

import csv
import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from credit import gate
from credit.exchange import export_layout, read_layouts
from credit.importer.import_records import import_records
from credit.model import CreditError
from tests.support.demonstration_sources import site as site

DAY = datetime.date(2026, 11, 20)
#: A firm of the demonstration.
FIRM, CODE = "长春示例鸿运供应链管理有限公司", "91220184M030AFER1B"

#: Headings of the layout of 2018, as domain descriptions of the platforms list them.
PENALTIES = [
    "CF_XDR_MC",
    "CF_XDR_LB",
    "CF_XDR_SHXYM",
    "CF_XDR_GSZC",
    "CF_XDR_ZZJG",
    "CF_XDR_SWDJ",
    "CF_XDR_SYDW",
    "CF_XDR_SHZZ",
    "CF_FRDB",
    "CF_WSH",
    "CF_WFXW",
    "CF_SY",
    "CF_YJ",
    "CF_CFLB",
    "CF_NR",
    "CF_NR_FK",
    "CF_NR_WFFF",
    "CF_NR_ZKDX",
    "CF_JDRQ",
    "CF_YXQ",
    "CF_GSJZQ",
    "CF_CFJG",
    "CF_CFJGDM",
    "CF_SJLY",
    "CF_SJLYDM",
    "BZ",
]
PERMITS = [
    "XK_XDR_MC",
    "XK_XDR_LB",
    "XK_XDR_SHXYM",
    "XK_XDR_GSZC",
    "XK_XDR_ZZJG",
    "XK_XDR_SWDJ",
    "XK_XDR_SYDW",
    "XK_XDR_SHZZ",
    "XK_FRDB",
    "XK_XKWS",
    "XK_WSH",
    "XK_XKLB",
    "XK_XKZS",
    "XK_XKBH",
    "XK_NR",
    "XK_JDRQ",
    "XK_YXQZ",
    "XK_YXQZI",
    "XK_XKJG",
    "XK_ZT",
    "XK_LYDW",
    "BZ",
]


def add_list(site: Path, name: str, title: str, titles: dict[str, str], rows: list[dict[str, str]]) -> None:
    """Add a register to the package: columns by name with their titles, and its rows."""
    data = site / "data"
    fields: list[dict[str, Any]] = []
    for column, words in titles.items():
        kind = "date" if column.endswith(("_on", "_from", "_until")) else "number" if column == "fine" else "string"
        field: dict[str, Any] = {"name": column, "title": words, "description": f"{words}。", "type": kind}
        if column in ("record_id", "name"):
            field["constraints"] = {"required": True}
        fields.append(field)
    schema: dict[str, Any] = {"fields": fields, "primaryKey": ["record_id"]}
    schema["foreignKeys"] = [
        {"fields": [column], "reference": {"resource": resource, "fields": ["id"]}}
        for column, resource in (("authority", "departments"), ("behaviour", "dishonesty-scope"))
        if column in titles
    ]
    (data / f"{name}.schema.json").write_text(json.dumps(schema, ensure_ascii=False), encoding="utf-8")
    with (data / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(titles), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    path = data / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    descriptor["resources"].append(
        {
            "name": name, "type": "table", "path": f"{name}.csv", "title": title, "description": "示例。", "format": "csv",
            "mediatype": "text/csv", "encoding": "utf-8", "schema": f"{name}.schema.json",
            "credit": {
                "kind": "register", "authority": "示例部门", "entry": ["作出决定"], "removal": ["期满"],
                "remedies": ["可以申请复核"], "catalogue": {"item": "示例条目", "edition": "示例版"}, "facets": ["authority"],
            },
        }
    )  # fmt: skip
    path.write_text(json.dumps(descriptor, ensure_ascii=False, indent=1), encoding="utf-8")


def add_penalties(site: Path, fine: str, amount: str) -> None:
    """Add one penalty; ``fine`` is the title of its amount."""
    titles = {
        "record_id": "记录编号", "name": "名称", "entity_kind": "主体类别", "unified_code": "统一社会信用代码",
        "decision_number": "决定书文号", "behaviour": "违法行为类型", "facts": "违法事实", "basis": "处罚依据",
        "penalty": "处罚内容", "fine": fine, "decided_on": "决定日期", "authority": "处罚机关", "listed_on": "公示日期",
        "source": "来源",
    }  # fmt: skip
    row = {
        "record_id": "AP-2026-00001", "name": FIRM, "entity_kind": "企业", "unified_code": CODE,
        "decision_number": "公市监示例罚〔2026〕8号", "behaviour": "data-abuse", "facts": "示例事实。",
        "basis": "《中华人民共和国电子商务法》第十七条", "penalty": "罚款", "fine": amount, "decided_on": "2026-05-06",
        "authority": "market-supervision", "listed_on": "2026-05-08", "source": "公主岭市市场监督管理局报送（演示）",
    }  # fmt: skip
    add_list(site, "administrative-penalties", "行政处罚", titles, [row])


def exported(site: Path, layout: str, folder: Path) -> tuple[Path, list[str], list[str]]:
    """Export a layout; return the CSV, its headings and its one row."""
    done = export_layout(gate.validate(site, DAY), read_layouts()[layout], folder)
    path = next(path for path in done.files if path.suffix == ".csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        headings, *rows = list(csv.reader(file))
    (row,) = rows
    return path, headings, row


def test_a_penalty_fills_the_whole_layout_of_2018(site: Path, tmp_path: Path) -> None:
    """All headings in their order; what the site does not hold, above all the 法定代表人, is empty."""
    add_penalties(site, "罚款金额（万元）", "0.5")
    _, headings, row = exported(site, "penalties-2018", tmp_path / "out")
    assert headings == PENALTIES
    cells = dict(zip(headings, row, strict=True))
    filled = {heading: cell for heading, cell in cells.items() if cell}
    assert filled == {
        "CF_XDR_MC": FIRM, "CF_XDR_LB": "企业", "CF_XDR_SHXYM": CODE,
        "CF_WSH": "公市监示例罚〔2026〕8号", "CF_WFXW": "侵害个人信息", "CF_SY": "示例事实。",
        "CF_YJ": "《中华人民共和国电子商务法》第十七条", "CF_NR": "罚款", "CF_NR_FK": "0.5", "CF_JDRQ": "2026-05-06",
        "CF_CFJG": "公主岭市市场监督管理局", "CF_SJLY": "公主岭市市场监督管理局报送（演示）",
    }  # fmt: skip


def test_a_penalty_reads_back_without_a_change(site: Path, tmp_path: Path) -> None:
    """The import asks in which unit a fine is, since the classic fault of this layout is 元; the answer is the layout's."""
    add_penalties(site, "罚款金额（万元）", "0.5")
    path, _, _ = exported(site, "penalties-2018", tmp_path / "out")
    asked = import_records(path, "administrative-penalties", root=site, as_of=DAY)
    assert [("没有写明单位是元还是万元" in "".join(row.reasons)) for row in asked.refused] == [True]
    report = import_records(path, "administrative-penalties", root=site, as_of=DAY, units=["fine=万元"])
    assert (report.added, report.changed, report.refused, report.questions) == ((), (), (), ())
    assert len(report.unchanged) == 1


@pytest.mark.parametrize(("amount", "sent"), [("5000", "0.5"), ("12345678.9", "1234.56789"), ("", "")])
def test_an_amount_in_yuan_is_sent_in_units_of_ten_thousand(site: Path, tmp_path: Path, amount: str, sent: str) -> None:
    """Without a rounding error."""
    add_penalties(site, "罚款金额（元）", amount)
    _, headings, row = exported(site, "penalties-2018", tmp_path / "out")
    assert row[headings.index("CF_NR_FK")] == sent


def test_an_amount_without_a_unit_is_not_sent(site: Path, tmp_path: Path) -> None:
    """A guess would be wrong by ten thousand."""
    add_penalties(site, "罚款金额", "5000")
    with pytest.raises(CreditError, match="没有写明单位是元还是万元"):
        exported(site, "penalties-2018", tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("title", ["罚款金额（元）", "罚款金额（万元）"])
@pytest.mark.parametrize("amount", ["5000元整", "五千", "5,000", "１２"])
def test_an_amount_in_words_is_named_with_its_line(site: Path, tmp_path: Path, title: str, amount: str) -> None:
    """A column of text may hold it; nothing is sent."""
    add_penalties(site, title, amount)
    schema = site / "data/administrative-penalties.schema.json"
    schema.write_text(schema.read_text(encoding="utf-8").replace('"number"', '"string"'), encoding="utf-8")
    edition = gate.validate(site, DAY, accepted=True)
    with pytest.raises(CreditError) as refused:
        export_layout(edition, read_layouts()["penalties-2018"], tmp_path / "out")
    assert str(refused.value).startswith(f"data/administrative-penalties.csv:2: {title}: 不是数字，")
    assert not (tmp_path / "out").exists()


def test_a_permit_fills_its_layout_and_reads_back(site: Path, tmp_path: Path) -> None:
    titles = {
        "record_id": "记录编号", "name": "名称", "entity_kind": "主体类别", "unified_code": "统一社会信用代码",
        "decision_number": "许可文书号", "decided_on": "决定日期", "valid_from": "有效期自", "valid_until": "有效期至",
        "authority": "许可机关", "listed_on": "公示日期", "source": "来源",
    }  # fmt: skip
    row = {
        "record_id": "PM-2026-00001", "name": FIRM, "entity_kind": "企业", "unified_code": CODE,
        "decision_number": "公市监示例许〔2026〕3号", "decided_on": "2026-05-06", "valid_from": "2026-05-06",
        "valid_until": "2029-05-05", "authority": "market-supervision", "listed_on": "2026-05-08",
        "source": "公主岭市市场监督管理局报送（演示）",
    }  # fmt: skip
    add_list(site, "administrative-permits", "行政许可", titles, [row])
    path, headings, cells = exported(site, "permits-2018", tmp_path / "out")
    assert headings == PERMITS
    found = dict(zip(headings, cells, strict=True))
    assert (found["XK_YXQZ"], found["XK_YXQZI"], found["XK_FRDB"]) == ("2026-05-06", "2029-05-05", "")
    report = import_records(path, "administrative-permits", root=site, as_of=DAY)
    assert (report.added, report.changed, report.refused, report.questions) == ((), (), (), ())
    assert len(report.unchanged) == 1
