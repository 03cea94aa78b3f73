"""Generator of departments' exports: one file of a random format, layout and set of faults for each seed."""

from __future__ import annotations

import csv
import html
import io
import random
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import xlsxwriter

from tests.gate.test_gate import code

#: Headings by column; a department uses one of them.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "name": ("企业名称", "主体名称", "单位名称"),
    "unified_code": ("统一社会信用代码", "社会信用代码", "统一社会信用代码*（必填，18位）"),
    "behaviour": ("失信行为情形",),
    "facts": ("违法事实", "主要事实"),
    "basis": ("认定依据",),
    "decision_number": ("决定书文号", "认定文书号"),
    "authority": ("认定部门",),
    "decided_on": ("认定日期",),
    "severity": ("失信程度",),
    "listed_on": ("列入日期",),
}
#: The record that the package of the tests holds already.
PRESENT = {
    "name": "公主岭示例零号贸易有限公司", "unified_code": "91220184MA17E0001Y", "behaviour": "sham-trading",
    "facts": "2026年1月虚构订单（示例）。", "basis": "《中华人民共和国电子商务法》第十七条",
    "decision_number": "公市监示例〔2026〕1号", "authority": "market-supervision", "decided_on": "2026-04-10",
    "severity": "一般", "listed_on": "2026-04-15",
}  # fmt: skip

Cells = list[str]


@dataclass(frozen=True)
class Export:
    """A file and what becomes of its lines: ``fates`` counts them by the words of ``RowCount``; None: not read at all."""

    name: str
    data: bytes
    lines: int
    fates: Mapping[str, int] | None
    names: tuple[str, ...]


class _Sender:
    """One department on one day."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.seed = seed
        self.number = 0
        self.columns = self.chance.sample(list(HEADINGS), len(HEADINGS))
        self.heads = [self.chance.choice(HEADINGS[name]) for name in self.columns]
        self.serial = self.chance.random() < 0.4
        self.names: list[str] = []
        self.rows: list[dict[str, str]] = []
        self.fates: dict[str, int] = dict.fromkeys(
            ("head", "blank", "left_out", "added", "changed", "unchanged", "repeated", "refused"), 0
        )

    def record(self) -> dict[str, str]:
        """Return a row that can be taken."""
        self.number += 1
        return PRESENT | {
            "name": f"公主岭示例{self.seed}组{self.number}号商贸有限公司",
            "unified_code": code(self.seed * 100 + self.number),
            "facts": self.chance.choice(
                ("虚构订单10笔（示例）。", "虚构“好评”,共3次（示例）。", '自称"第一"（示例）。')
            ),
            "decision_number": f"公市监示例〔2026〕{self.seed * 100 + self.number}号",
            "decided_on": self.chance.choice(("2026-05-10", "2026/5/10", "2026年5月10日", "20260510")),
            "listed_on": "2026-05-20",
            "authority": self.chance.choice(("公主岭市市场监督管理局", "market-supervision")),
            "behaviour": self.chance.choice(("恶意刷单", "sham-trading")),
        }

    def cells(self, row: Mapping[str, str]) -> Cells:
        """Return a row in the order of this sender's columns."""
        serial = [str(self.number)] if self.serial else []
        return [*serial, *(row[name] for name in self.columns)]

    def line(self) -> Cells:
        """Return one line below the headings, and count what is to become of it."""
        fate, cells = self.chance.choice(_KINDS)(self)
        self.fates[fate] += 1
        return cells


def _good(sender: _Sender) -> tuple[str, Cells]:
    row = sender.record()
    sender.names.append(row["name"])
    sender.rows.append(row)
    return "added", sender.cells(row)


def _spelled(sender: _Sender) -> tuple[str, Cells]:
    row = sender.record()
    sender.names.append(row["name"])
    right = row["unified_code"]
    spelled = (
        right.lower(),
        f"{right[:8]} {right[8:]}",
        f"代码：{right}",
        f"{right[:2]}-{right[2:]}",
        f"\u200b{right}",
    )
    return "added", sender.cells(
        row | {"unified_code": sender.chance.choice(spelled), "name": f"  {row['name']}\u3000"}
    )


def _two_lines(sender: _Sender) -> tuple[str, Cells]:
    row = sender.record() | {"facts": "第一行，\n第二行（示例）。"}
    sender.names.append(row["name"])
    return "added", sender.cells(row)


def _faulty(**cells: str) -> Callable[[_Sender], tuple[str, Cells]]:
    return lambda sender: ("refused", sender.cells(sender.record() | cells))


def _again(sender: _Sender) -> tuple[str, Cells]:
    if not sender.rows:
        return _good(sender)
    row = sender.chance.choice(sender.rows)
    if sender.chance.random() < 0.5:
        return "repeated", sender.cells(row)
    return "refused", sender.cells(row | {"facts": "另一种说法（示例）。"})


def _present(sender: _Sender) -> tuple[str, Cells]:
    if PRESENT["name"] in sender.names:
        return _good(sender)
    sender.names.append(PRESENT["name"])
    if sender.chance.random() < 0.5:
        return "unchanged", sender.cells(PRESENT)
    return "changed", sender.cells(PRESENT | {"facts": "2026年1月至2月虚构订单（示例）。"})


def _alone(fate: str, *words: str) -> Callable[[_Sender], tuple[str, Cells]]:
    return lambda sender: (fate, [sender.chance.choice(words)])


_KINDS: tuple[Callable[[_Sender], tuple[str, Cells]], ...] = (
    *(_good,) * 8,
    *(_spelled,) * 2,
    lambda sender: ("blank", [str(sender.number + 1) if sender.serial else "", *[""] * (len(sender.columns) + 2)]),
    _two_lines,
    _again,
    _present,
    _faulty(unified_code="912201840000000000"),
    _faulty(unified_code="9.1220184E+17"),
    _faulty(name="", unified_code=""),
    _faulty(name="公主岭示例?祥食品有限公司"),
    _faulty(facts="#N/A"),
    _faulty(facts="????，????。"),
    _faulty(decided_on="2026-02-30"),
    _faulty(decided_on="2027-05-10"),
    _faulty(authority="不存在的局"),
    _faulty(severity="特别严重极了"),
    lambda sender: ("blank", []),
    lambda sender: ("blank", [""] * len(sender.columns)),
    lambda sender: ("left_out", [sender.chance.choice(("合计", "小 计", "本页合计：")), str(sender.number)]),
    lambda sender: ("left_out", ["", "总计", str(sender.number)]),
    lambda sender: ("left_out", [*(["序号"] if sender.serial else []), *sender.heads]),
    _alone(
        "left_out",
        "填报单位：示例局",
        "2026-11-05",
        "第 2 页 共 3 页",
        "备注：以上为示例。",
        "失信名单（续表）",
        "填表人：某某  审核：某某",
    ),
)


def make_export(seed: int) -> Export:
    """Return the export of a seed."""
    sender = _Sender(seed)
    chance = sender.chance
    rows: list[Cells] = []
    if chance.random() < 0.4:
        rows.append([chance.choice(("失信名单（示例）", "2026年第三季度报送表"))])
        if chance.random() < 0.5:
            rows.append([])
    rows.append([*(["序号"] if sender.serial else []), *sender.heads])
    sender.fates["head"] = len(rows)
    # Without a first record nothing says that the table is one.
    rows.append(sender.cells(sender.record()))
    sender.names.append(rows[-1][sender.serial + sender.columns.index("name")])
    sender.fates["added"] += 1
    rows += [sender.line() for _ in range(chance.randrange(1, 14))]
    while not any(cell.strip() for cell in rows[-1]):  # no reader counts blank lines at the end alike
        rows.pop()
        sender.fates["blank"] -= 1
    write = chance.choice((_text, _text, _text, _workbook, _page, _xml, _open_document))
    name, data, joined = write(sender, rows)
    lines = len(rows) + joined
    fates: Mapping[str, int] | None = sender.fates
    if write is _text and chance.random() < 0.12:
        data, fates = _spoil(data, chance), None
    return Export(name, data, lines, fates, tuple(sender.names))


def _text(sender: _Sender, rows: Sequence[Cells]) -> tuple[str, bytes, int]:
    separator = sender.chance.choice(",,\t;|")
    encoding = sender.chance.choice(("utf-8", "utf-8-sig", "gb18030", "utf-16"))
    ending = sender.chance.choice(("\n", "\r\n"))
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator="\n").writerows(rows)
    joined = sum(cell.count("\n") for row in rows for cell in row)
    return "export.csv", text.getvalue().replace("\n", ending).encode(encoding), joined


def _spoil(data: bytes, chance: random.Random) -> bytes:
    """Return a text in which nobody can tell which cells belong to which row, or which characters were meant."""
    if b"\x00" in data:
        return data[:-1]
    if chance.random() < 0.5:
        return data + b"\xff\xff\xfe"
    return data + '"没有关上的引号'.encode("utf-8" if b"\xe4\xb8" in data else "gb18030")


def _workbook(sender: _Sender, rows: Sequence[Cells]) -> tuple[str, bytes, int]:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet("名单")
    for number, row in enumerate(rows):
        for place, text in enumerate(row):
            sheet.write_string(number, place, text)
    book.close()
    return "export.xlsx", target.getvalue(), 0


def _page(sender: _Sender, rows: Sequence[Cells]) -> tuple[str, bytes, int]:
    encoding = sender.chance.choice(("utf-8", "gb18030"))
    lines = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell).replace(chr(10), '<br>')}</td>" for cell in row) + "</tr>\n"
        for row in rows
    )
    named = "gb2312" if encoding == "gb18030" else encoding
    page = f'<html><head><meta charset="{named}"></head><body><table>{lines}</table></body></html>'
    return "export.xls", page.encode(encoding), 0


def _xml(sender: _Sender, rows: Sequence[Cells]) -> tuple[str, bytes, int]:
    lines = "".join(
        "<Row>"
        + "".join(
            f'<Cell><Data ss:Type="String">{html.escape(cell).replace(chr(10), "&#10;")}</Data></Cell>' for cell in row
        )
        + "</Row>"
        for row in rows
    )
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    book = (
        f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="{space}" xmlns:ss="{space}">'
        f'<Worksheet ss:Name="名单"><Table>{lines}</Table></Worksheet></Workbook>'
    )
    return "export.xls", book.encode(), 0


def _open_document(sender: _Sender, rows: Sequence[Cells]) -> tuple[str, bytes, int]:
    space = "urn:oasis:names:tc:opendocument:xmlns"
    lines = "".join(
        "<table:table-row>"
        + "".join(
            '<table:table-cell office:value-type="string">'
            + "".join(f"<text:p>{html.escape(line)}</text:p>" for line in cell.split("\n"))
            + "</table:table-cell>"
            for cell in row or [""]
        )
        + "</table:table-row>"
        for row in rows
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{space}:office:1.0" '
        f'xmlns:table="{space}:table:1.0" xmlns:text="{space}:text:1.0" office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="名单">{lines}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    manifest = (
        f'<manifest:manifest xmlns:manifest="{space}:manifest:1.0"><manifest:file-entry manifest:full-path="/" '
        'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return "export.ods", target.getvalue(), 0
