"""Exchange export: the public rows of a list in a platform's layout, whole or as the difference to an earlier export."""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import count
from pathlib import Path

import xlsxwriter

from credit.exchange.exchange_layouts import Layout, LayoutColumn
from credit.exchange.exchange_manifest import Entry, add_entry, file_digests, read_entries
from credit.gate import Edition
from credit.mask_texts import is_placeholder
from credit.model import CreditError, PublicTable, split_cell, unit_of
from credit.reader import write_whole

#: A fixed moment: equal data give equal bytes.
_CREATED = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)

#: The one heading of the file of ids that the platform has to take off.
_REMOVED = "记录编号"

_AMOUNT = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True)
class Exported:
    """An export: the files, how many rows they hold, how many ids to take off, and rows left out for want of a public name.

    ``kept`` are files of an earlier export that somebody has changed since: they stay, and these have other names.
    """

    files: tuple[Path, ...]
    rows: int
    removed: int
    unnamed: int
    kept: tuple[Path, ...] = ()


def export_layout(edition: Edition, layout: Layout, folder: Path, since: datetime.date | None = None) -> Exported:
    """Write the rows of a layout below ``folder`` as XLSX and CSV, and add the export to its manifest.

    With ``since`` only rows that are new or other than in the last export up to that day or in any later one, and the
    ids of those gone since then. A file that somebody has changed since it was exported is not replaced.
    Only what is public on the day goes out: no candidate, no suspended row, no natural person and no masked name.
    Raises CreditError where the site lacks the dataset, or nothing was exported up to ``since``.
    """
    table = edition.public.get(layout.dataset)
    if table is None or not table.resource.is_list:
        raise CreditError(f"本站没有名单 {layout.dataset}，不能按“{layout.title}”导出")
    before, sent = _exports_since(folder, layout, since, edition.as_of) if since is not None else ((), ())
    rows, unnamed = _rows(edition, table, layout)
    digests = {key: _digest(row) for key, row in rows.items()}
    # The platform has what any of these exports sent or took off: a row is left out where all had it as it is now.
    wanted = [
        row
        for key, row in rows.items()
        if since is None or any(entry.digests.get(key) != digests[key] for entry in sent)
    ]
    removed = sorted({key for entry in (*before, *sent) for key in entry.digests} - set(rows))
    day = edition.as_of.isoformat()
    stem = f"{layout.name}-{day}" + (f"-since-{since}" if since is not None else "")
    headings = [column.heading for column in layout.columns]
    made = {
        ".csv": _csv([headings, *wanted]),
        ".xlsx": _xlsx(layout.title, [headings, *wanted]),
    }
    if since is not None:
        made["-removed.csv"] = _csv([[_REMOVED], *([key] for key in removed)])
    contents, kept = _named(folder, stem, made)
    sums = {name: hashlib.sha256(data).hexdigest() for name, data in contents.items()}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in contents.items():
            write_whole(folder / name, data)
        add_entry(
            folder,
            Entry(layout.name, day, since.isoformat() if since else "", len(wanted), tuple(removed), sums, digests),
        )
    except OSError as error:
        raise CreditError(f"无法写入 {folder}，请检查磁盘和权限；文件在 Excel 或 WPS 里开着的，先关闭") from error
    return Exported(tuple(folder / name for name in contents), len(wanted), len(removed), unnamed, kept)


def _exports_since(
    folder: Path, layout: Layout, since: datetime.date, as_of: datetime.date
) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """Return the earlier exports of the day of the last one up to ``since``, and this one with all later ones."""
    entries = read_entries(folder, layout.name, as_of)
    last = sum(entry.day <= since.isoformat() for entry in entries) - 1
    if last < 0:
        raise CreditError(f"到 {since} 为止没有按 {layout.name} 导出过，没有可以比较的；请先不写 --since，导出全部")
    before = tuple(entry for entry in entries[:last] if entry.day == entries[last].day)
    return before, entries[last:]


def _named(folder: Path, stem: str, made: Mapping[str, bytes]) -> tuple[dict[str, bytes], tuple[Path, ...]]:
    """Return the contents by file name, and the files of such names that somebody has changed: these are not replaced."""
    written = file_digests(folder)
    kept: list[Path] = []
    for number in count(1):
        contents = {f"{stem}{f'-{number}' if number > 1 else ''}{ending}": data for ending, data in made.items()}
        changed = [
            folder / name
            for name, data in contents.items()
            if (folder / name).is_file()
            and _sum_of(folder / name) not in {*written.get(name, ()), hashlib.sha256(data).hexdigest()}
        ]
        if not changed:
            return contents, tuple(kept)
        kept += changed
    raise AssertionError  # count never ends


def _sum_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _rows(edition: Edition, table: PublicTable, layout: Layout) -> tuple[dict[str, list[str]], int]:
    """Return record id → cells in the order of the layout, references in words, and the number of rows left out."""
    columns = [_words(edition, table, column) for column in layout.columns]
    names, ids, states = table.column("name"), table.column("record_id"), table.states["state"].tolist()
    rows: dict[str, list[str]] = {}
    unnamed = 0
    for position, (key, name, state) in enumerate(zip(ids, names, states, strict=True)):
        if state == "拟列入":
            continue
        if not name or is_placeholder(name):
            unnamed += 1
            continue
        rows[key] = [column[position] for column in columns]
    return rows, unnamed


def _words(edition: Edition, table: PublicTable, wanted: LayoutColumn) -> list[str]:
    column = wanted.column
    cells = table.column(column)
    if wanted.unit:
        return _amounts(table, wanted, cells)
    dataset = table.resource.schema.reference_of(column)
    other = edition.public.get(dataset) if dataset else None
    if other is None:
        return cells
    key, label = other.resource.schema.primary_key[0], other.resource.rules.label
    labels = dict(zip(other.column(key), other.column(label), strict=True))
    return [";".join(labels.get(key, key) for key in split_cell(cell)) for cell in cells]


def _amounts(table: PublicTable, wanted: LayoutColumn, cells: list[str]) -> list[str]:
    """Return amounts in the unit of the layout.

    Raises CreditError where our own column does not say in which it is, and for a cell that is no number.
    """
    field = table.resource.schema.field(wanted.column)
    if field is None or not any(cells):
        return cells
    ours = unit_of(field)
    if not ours:
        words = f"{field.title}（{wanted.column}）没有写明单位是元还是万元，差一万倍；请在 {table.resource.name}.schema.json 的标题里写上"
        raise CreditError(words)
    for line, cell in zip(table.cells.index.tolist(), cells, strict=True):
        # A column of text may hold anything: 五千元, 5,000, 5000元.
        if cell and not _AMOUNT.fullmatch(cell):
            words = f"{table.resource.path}:{line}: {field.title}: 不是数字，不能按{wanted.unit}报送；请只写数字，如 5000，不带单位和千分位"
            raise CreditError(words)
    if ours == wanted.unit:
        return cells
    factor = Decimal(10_000) if ours == "万元" else Decimal(1) / 10_000
    return [format((Decimal(cell) * factor).normalize(), "f") if cell else "" for cell in cells]


def _digest(row: Sequence[str]) -> str:
    return hashlib.sha256("\x1f".join(row).encode()).hexdigest()


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    target = io.StringIO()
    csv.writer(target, lineterminator="\n").writerows(rows)
    return b"\xef\xbb\xbf" + target.getvalue().encode()


def _xlsx(title: str, rows: Sequence[Sequence[str]]) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": _CREATED, "title": title})
    text = book.add_format({"num_format": "@"})
    sheet = book.add_worksheet("数据")
    sheet.set_column(0, max(len(rows[0]) - 1, 0), 20, text)
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if cell:
                sheet.write_string(number, place, cell, text)
    sheet.freeze_panes(1, 0)
    book.close()
    return target.getvalue()
