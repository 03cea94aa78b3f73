"""A dataset is added with two files and an entry, and no code: its page, table, downloads and dictionary are there."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from credit.identifiers import check_character
from tests.support.demonstration_sources import build_copy
from tests.support.site_tree import check_links, read_pages


def add_dataset(root: Path) -> str:
    """Add a list with a column of its own and a facet over it; return the code of its one firm."""
    first = "91220184MA7654321"
    unified_code = first + check_character(first)
    data = root / "data"
    descriptor = json.loads((data / "datapackage.json").read_text(encoding="utf-8"))
    schema = {
        "fields": [
            {"name": "record_id", "title": "记录编号", "description": "编号。", "type": "string", "constraints": {"required": True}},
            {"name": "name", "title": "名称", "description": "单位名称。", "type": "string", "constraints": {"required": True}},
            {"name": "unified_code", "title": "统一社会信用代码", "description": "18 位代码。", "type": "string"},
            {"name": "listed_on", "title": "公布日期", "description": "日期。", "type": "date"},
            {
                "name": "grade", "title": "纳税等级", "description": "评价等级。", "type": "string",
                "constraints": {"enum": ["甲等", "乙等"]}, "credit": {"keys": {"甲等": "first", "乙等": "second"}},
            },
        ],
        "primaryKey": ["record_id"],
    }  # fmt: skip
    (data / "taxpayers.schema.json").write_text(json.dumps(schema, ensure_ascii=False), encoding="utf-8")
    (data / "taxpayers.csv").write_text(
        "record_id,name,unified_code,listed_on,grade\n"
        f"TP-2026-00001,公主岭示例纳税有限公司,{unified_code},2026-05-01,甲等\n",
        encoding="utf-8-sig", newline="",
    )  # fmt: skip
    descriptor["resources"].append(
        {
            "name": "taxpayers", "type": "table", "path": "taxpayers.csv", "title": "纳税信用名单", "description": "示例名单。",
            "format": "csv", "mediatype": "text/csv", "encoding": "utf-8", "schema": "taxpayers.schema.json",
            "credit": {
                "kind": "red", "authority": "示例税务局", "entry": ["评为甲等"], "removal": ["次年评价后更新"],
                "remedies": ["可以申请复核"], "catalogue": {"item": "示例条目", "edition": "示例版"}, "facets": ["grade"],
            },
        }
    )  # fmt: skip
    (data / "datapackage.json").write_text(json.dumps(descriptor, ensure_ascii=False, indent=1), encoding="utf-8")
    return unified_code


def test_a_dataset_needs_two_files_and_an_entry(copy_of_site: Path) -> None:
    """List page, browse page, facet page, archive, dataset page, dictionary and every format follow from the schema."""
    unified_code = add_dataset(copy_of_site)
    output = build_copy(copy_of_site, copy_of_site / "output")
    for address in ("lists/taxpayers/", "lists/taxpayers/2026/", "lists/taxpayers/by/grade/first/"):
        text = (output / address / "index.html").read_text(encoding="utf-8")
        assert "公主岭示例纳税有限公司" in text
        assert "甲等" in text
    archive = (output / "entities" / f"{unified_code}.html").read_text(encoding="utf-8")
    assert "纳税信用名单" in archive
    assert "甲等" in archive
    dictionary = (output / "data" / "taxpayers" / "index.html").read_text(encoding="utf-8")
    for words in ("纳税等级", "评价等级。", "甲等、乙等", "taxpayers.xlsx", "taxpayers.json"):
        assert words in dictionary
    rows = list(
        csv.DictReader(io.StringIO((output / "data/taxpayers/taxpayers.csv").read_text(encoding="utf-8"), newline=""))
    )
    assert [row["grade"] for row in rows] == ["甲等"]
    package = json.loads((output / "data" / "datapackage.json").read_text(encoding="utf-8"))
    assert "taxpayers" in [item["name"] for item in package["resources"]]
    assert "纳税信用名单" in (output / "index.html").read_text(encoding="utf-8")
    assert check_links(output, read_pages(output)) == []
