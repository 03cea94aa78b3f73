"""Acts of a clerk on a clone: workbook, copy, CSV, a department's file, withdrawal, by the real commands."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from credit.importer.edit_workbook import workbook
from credit.importer.import_records import import_records
from credit.importer.withdrawal_row import withdraw
from credit.model import CreditError
from tests.gate.test_gate import REGISTER, code

AS_OF = datetime.date(2026, 6, 1)
LIST = "black-list"
#: A record that is public, one in dispute, one suspended and over by its authority's word, one repaired, one withdrawn.
RECORDS = (
    "record_id,name,unified_code,entity_kind,facts,decision_number,authority,decided_on,severity,listed_on,"
    "disputed_since,suspended_from,suspended_until,repaired_on,township,publish_until,publish_until_source\n"
    f"BL-2026-00001,示例一号有限公司,{code(1)},企业,事实一（示例）。,示监〔2026〕1号,office,2026-04-10,一般,2026-04-12,,,,,a,,\n"
    f"BL-2026-00002,示例二号有限公司,{code(2)},企业,事实二（示例）。,示监〔2026〕2号,office,2026-04-10,一般,2026-04-12,2026-05-01,,,,b,,\n"
    f"BL-2026-00003,示例三号有限公司,{code(3)},企业,事实三（示例）。,示监〔2026〕3号,office,2026-04-10,严重,2026-04-12,,2026-05-02,2026-05-09,,,2026-05-25,认定部门来函（示例）\n"
    f"BL-2026-00004,示例四号有限公司,{code(4)},企业,事实四（示例）。,示监〔2025〕4号,office,2025-04-10,一般,2025-04-12,,,,2026-05-20,a,,\n"
    f"BL-2026-00005,示例五号有限公司,{code(5)},企业,事实五（示例）。,示监〔2026〕5号,office,2026-04-10,一般,2026-04-12,,,,,b,,\n"
)
FILES = {
    LIST: RECORDS,
    "departments": "id,name\noffice,示例商务局\n",
    "withdrawals": REGISTER + "BL-2026-00005,2026-05-20,撤销,原决定撤销（示例）。\n",
}
IDS = tuple(line.split(",")[0] for line in RECORDS.splitlines()[1:])
#: Values that a clerk types, by column; an empty one empties the cell.
VALUES: Mapping[str, tuple[str, ...]] = {
    "facts": ("新事实甲（示例）。", "新事实乙（示例）。"),
    "township": ("c", "d", ""),
    "disputed_since": ("2026-05-11", ""),
    "suspended_from": ("2026-05-15", ""),
    "suspended_until": ("2026-05-25", "2026-05-30", ""),
    "repaired_on": ("2026-05-18", "2026-05-28", "2027-01-01", ""),
    "publish_until": ("2026-05-22", "2026-12-31", ""),
    "decided_on": ("2026-04-11",),
}

Row = dict[str, str]


@dataclass
class Clerk:
    """One clerk: the clone, files beside it, and what was touched there and not pushed yet.

    ``touched`` holds record id and column of each cell that the clerk changed by intention; ``*`` for a column stands
    for the whole record, ``*`` for an id for the whole list.
    """

    clone: Path
    desk: Path
    touched: set[tuple[str, str]] = field(default_factory=set)
    typed: set[tuple[str, str]] = field(default_factory=set)
    copied: set[tuple[str, str]] = field(default_factory=set)

    @property
    def list_path(self) -> Path:
        """The list in the clone."""
        return self.clone / "data" / f"{LIST}.csv"

    def read(self) -> list[Row]:
        """Return the rows of the list."""
        return parse_rows(self.list_path.read_text(encoding="utf-8-sig"))

    def write(self, rows: list[Row], path: Path | None = None) -> None:
        """Write the rows of the list."""
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, RECORDS.splitlines()[0].split(","), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        (path or self.list_path).write_text(text.getvalue(), encoding="utf-8-sig", newline="")

    def take(self, path: Path) -> None:
        """Import a file; one that is refused whole changes nothing."""
        try:
            import_records(path, LIST, root=self.clone, as_of=AS_OF)
        except CreditError:
            return


def parse_rows(text: str) -> list[Row]:
    """Return the rows of a CSV."""
    return list(csv.DictReader(io.StringIO(text, newline="")))


@dataclass(frozen=True)
class Step:
    """One thing that a clerk does: to which record and column, with which of the column's values."""

    clerk: int
    act: str
    record: int
    column: str
    value: int

    @property
    def id(self) -> str:
        """The record's id."""
        return IDS[self.record]

    @property
    def text(self) -> str:
        """The value typed."""
        values = VALUES[self.column]
        return values[self.value % len(values)]


def export_workbook(clerk: Clerk, step: Step) -> None:
    """The list as a workbook."""
    workbook(clerk.clone, LIST, clerk.desk / "book.xlsx")
    clerk.typed.clear()


def _in_workbook(clerk: Clerk, change: Callable[[Worksheet, list[str]], None]) -> None:
    path = clerk.desk / "book.xlsx"
    if not path.exists():
        workbook(clerk.clone, LIST, path)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    change(sheet, [str(cell.value).split("\n")[-1] for cell in sheet[1]])
    book.save(path)


def type_in_workbook(clerk: Clerk, step: Step) -> None:
    """A cell of the workbook is typed over."""

    def change(sheet: Worksheet, names: list[str]) -> None:
        for row in sheet.iter_rows(min_row=2):
            if row[0].value == step.id:
                row[names.index(step.column)].value = step.text or None
                clerk.typed.add((step.id, step.column))

    _in_workbook(clerk, change)


def clear_id_in_workbook(clerk: Clerk, step: Step) -> None:
    """The id of a row of the workbook is deleted."""

    def change(sheet: Worksheet, names: list[str]) -> None:
        for row in sheet.iter_rows(min_row=2):
            if row[0].value == step.id:
                row[0].value = None

    _in_workbook(clerk, change)


def delete_row_in_workbook(clerk: Clerk, step: Step) -> None:
    """A row of the workbook is deleted."""

    def change(sheet: Worksheet, names: list[str]) -> None:
        for number in range(sheet.max_row, 1, -1):
            if sheet.cell(number, 1).value == step.id:
                sheet.delete_rows(number)

    _in_workbook(clerk, change)


def return_workbook(clerk: Clerk, step: Step) -> None:
    """The workbook is imported, however old it is."""
    if (clerk.desk / "book.xlsx").exists():
        clerk.take(clerk.desk / "book.xlsx")
        clerk.touched |= clerk.typed


def edit_csv(clerk: Clerk, step: Step) -> None:
    """A cell of the list is changed by hand."""
    rows = clerk.read()
    for row in rows:
        if row["record_id"] == step.id:
            row[step.column] = step.text
            clerk.touched.add((step.id, step.column))
    clerk.write(rows)


def delete_row(clerk: Clerk, step: Step) -> None:
    """A row of the list is deleted by hand."""
    clerk.write([row for row in clerk.read() if row["record_id"] != step.id])


def renumber(clerk: Clerk, step: Step) -> None:
    """A row of the list is given another id."""
    rows = clerk.read()
    for row in rows:
        if row["record_id"] == step.id:
            row["record_id"] = f"BL-2026-{90 + step.value:05d}"
    clerk.write(rows)


def list_again(clerk: Clerk, step: Step) -> None:
    """A record is entered a second time under another id, without its end."""
    rows = clerk.read()
    for row in [row for row in rows if row["record_id"] == step.id]:
        rows.append(row | {"record_id": f"BL-2026-{80 + step.value:05d}", "repaired_on": "", "publish_until": ""})
    clerk.write(rows)


def copy_list(clerk: Clerk, step: Step) -> None:
    """The list is copied to the desk, and a cell of an older copy is changed there."""
    path = clerk.desk / "copy.csv"
    if not path.exists():
        path.write_bytes(clerk.list_path.read_bytes())
        clerk.copied.clear()
    rows = parse_rows(path.read_text(encoding="utf-8-sig"))
    for row in rows:
        if row["record_id"] == step.id:
            row[step.column] = step.text
            clerk.copied.add((step.id, step.column))
    clerk.write(rows, path)


def import_copy(clerk: Clerk, step: Step) -> None:
    """The copy is imported, however old it is."""
    path = clerk.desk / "copy.csv"
    if path.exists():
        clerk.take(path)
        clerk.touched |= clerk.copied
        path.unlink()


def save_copy(clerk: Clerk, step: Step) -> None:
    """The copy takes the place of the list: a clerk who overwrites all has touched all."""
    path = clerk.desk / "copy.csv"
    if path.exists():
        path.replace(clerk.list_path)
        clerk.touched.add(("*", "*"))


def import_export(clerk: Clerk, step: Step) -> None:
    """A department sends a row again, the number in another spelling, with a value for one column."""
    row = next(row for row in parse_rows(RECORDS) if row["record_id"] == step.id)
    number = (
        row["decision_number"]
        .replace("〔", "[" if step.value % 2 else "（")
        .replace("〕", "]" if step.value % 2 else "）")
    )
    sent = {
        name: row[name]
        for name in ("name", "unified_code", "entity_kind", "authority", "decided_on", "severity", "listed_on", "facts")
    }
    sent |= {"decision_number": number, step.column: step.text}
    path = clerk.desk / "export.csv"
    path.write_text("\n".join((",".join(sent), ",".join(sent.values()))) + "\n", encoding="utf-8")
    same = {item["record_id"] for item in clerk.read() if item["unified_code"] == row["unified_code"]}
    clerk.take(path)
    clerk.touched |= {(record_id, name) for record_id in same for name in sent}


def withdraw_record(clerk: Clerk, step: Step) -> None:
    """A record is withdrawn."""
    reason = ("撤销", "修复", "期满")[step.value % 3]
    try:
        withdraw(clerk.clone, step.id, reason, "原决定撤销（示例）。" if reason == "撤销" else "", AS_OF)
    except CreditError:
        return


ACTS: Mapping[str, Callable[[Clerk, Step], None]] = {
    act.__name__: act
    for act in (
        export_workbook, type_in_workbook, clear_id_in_workbook, delete_row_in_workbook, return_workbook, edit_csv,
        delete_row, renumber, list_again, copy_list, import_copy, save_copy, import_export, withdraw_record,
    )
}  # fmt: skip
