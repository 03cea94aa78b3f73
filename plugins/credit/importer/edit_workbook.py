"""Edit workbook: a dataset as XLSX for Excel or WPS, which ``import_records`` reads back without questions."""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping
from itertools import zip_longest
from pathlib import Path
from typing import Any

from credit.exporters.data_dictionary import type_words
from credit.importer.dataset_choice import choose_dataset
from credit.importer.reference_lookup import Reference, references_of, show_value
from credit.importer.source_files.sheet_cells import Source
from credit.model import CheckFailed, CreditError, Field, Resource, Schema, Table
from credit.reader import empty_table, read_package, read_table, write_whole
from credit.spreadsheet_columns import column_letter

#: Empty rows below the records that have the drop-downs, too.
_SPARE_ROWS = 500
_OPTIONS, _GUIDE = "选项", "说明"
#: Hidden sheet with the records as they were when the workbook was made.
EXPORTED = "导出时的内容"
#: Sheets beside the first one: none of them is a table to import, whatever its words look like.
BESIDE = (_OPTIONS, _GUIDE, EXPORTED)
#: A fixed day, so that equal data give equal bytes.
_DAY = datetime.datetime(2000, 1, 1)  # noqa: DTZ001 - a spreadsheet's days have no zone
_WIDTHS = {"record_id": 16, "name": 36, "unified_code": 22, "facts": 48, "basis": 36, "subject": 40, "description": 48}
#: Limits of an input hint in a spreadsheet: 32 characters of title, 255 of text.
_TITLE, _HINT = 32, 255


def workbook(root: Path, dataset: str, output: Path) -> int:
    """Write the dataset as a workbook to ``output`` and return the number of records.

    The first sheet holds the rows as text, one heading line (title above column name), drop-downs for enumerations and
    single references, a hint without refusal for columns of several keys; 选项 holds the lists, 说明 every column.
    Raises CreditError for an unknown dataset (UnknownDatasetError) or a file that cannot be written, CheckFailed where the dataset has
    errors.
    """
    package = read_package(root)
    resource = choose_dataset(package, dataset)
    dataset = resource.name
    tables: dict[str, Table] = {}
    for item in package.resources:
        table, problems = read_table(root, item)
        if item.name == dataset:
            if table is None and not (root / item.path).exists():
                table, problems = empty_table(item), ()
            if errors := [problem for problem in problems if problem.severity == "error"]:
                raise CheckFailed(errors)
        if table is not None:
            tables[item.name] = table
    data = workbook_bytes(tables[dataset], references_of(resource.schema, tables, package.site.localities))
    try:
        write_whole(output, data)
    except OSError as error:
        raise CreditError(f"无法写入 {output.name}；如果它在 Excel 或 WPS 里开着，请先关闭，再运行一次") from error
    return len(tables[dataset].cells)


def workbook_bytes(table: Table, references: Mapping[str, Reference]) -> bytes:
    """Return the workbook of a table; references are shown as ``名称 [编号]``, which the import reads back."""
    import xlsxwriter

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": _DAY, "title": table.resource.title})
    formats = {
        "text": book.add_format({"num_format": "@", "valign": "top"}),
        "long": book.add_format({"num_format": "@", "valign": "top", "text_wrap": True}),
        "head": book.add_format(
            {"num_format": "@", "bold": True, "text_wrap": True, "valign": "top", "bg_color": "#DDE6F0", "border": 1}
        ),
    }
    rows = book.add_worksheet(
        table.resource.title[:20].translate(str.maketrans("[]:*?/\\（）()", "___________")) or "数据"
    )
    options = book.add_worksheet(_OPTIONS)
    guide = book.add_worksheet(_GUIDE)
    exported = book.add_worksheet(EXPORTED)
    exported.hide()
    lists = _write_options(options, table.resource, references, formats)
    _write_rows(rows, table, references, lists, formats)
    _write_guide(guide, table.resource, references, formats)
    _write_exported(exported, table)
    rows.activate()
    book.close()
    return target.getvalue()


def _write_rows(
    sheet: Any, table: Table, references: Mapping[str, Reference], lists: Mapping[str, str], formats: Mapping[str, Any]
) -> None:
    count = len(table.cells)
    last = count + _SPARE_ROWS
    for place, field in enumerate(table.resource.schema.fields):
        mark = "*" if field.constraints.required and field.name != "record_id" else ""
        sheet.write_string(0, place, f"{field.title}{mark}\n{field.name}", formats["head"])
        width = _WIDTHS.get(field.name, 14 if field.type == "date" else 20)
        # The column itself is text, so that entries typed below the records stay as typed.
        sheet.set_column(place, place, width, formats["text"])
        reference = references.get(field.name)
        for number, value in enumerate(table.cells[field.name].tolist(), start=1):
            if value:
                sheet.write_string(number, place, show_value(value, field, reference), formats["text"])
        sheet.data_validation(1, place, last, place, _validation(field, lists.get(field.name, "")))
    sheet.set_row(0, 36)
    sheet.freeze_panes(1, 2 if len(table.resource.schema.fields) > 4 else 1)
    sheet.autofilter(0, 0, max(count, 1), len(table.resource.schema.fields) - 1)


def _write_exported(sheet: Any, table: Table) -> None:
    for place, name in enumerate(table.resource.schema.names):
        sheet.write_string(0, place, name)
        for number, value in enumerate(table.column(name), start=1):
            if value:
                sheet.write_string(number, place, value)


def read_exported(source: Source, schema: Schema) -> dict[tuple[str, ...], dict[str, str]]:
    """Return the records of the hidden sheet by their key; empty where the file is no workbook of this dataset."""
    sheet = next((sheet for sheet in source.sheets if sheet.name == EXPORTED), None)
    if sheet is None or not sheet.rows or not set(schema.primary_key) <= {cell.text for cell in sheet.rows[0]}:
        return {}
    names = [cell.text for cell in sheet.rows[0]]
    records = [
        dict(zip_longest(names, (cell.text for cell in row[: len(names)]), fillvalue="")) for row in sheet.rows[1:]
    ]
    return {tuple(record[name] for name in schema.primary_key): record for record in records}


def _validation(field: Field, source: str) -> dict[str, Any]:
    """Return the drop-down of a column with a list, or just its input hint."""
    hint = {"input_title": field.title[:_TITLE], "input_message": _hint(field)[:_HINT], "ignore_blank": True}
    if not source or field.references:
        return {"validate": "any", **hint}
    return {
        "validate": "list",
        "source": source,
        "error_type": "stop",
        "error_title": "不在列表里",
        "error_message": "请从下拉列表里选一项；列表在“选项”工作表里。",
        **hint,
    }


def _hint(field: Field) -> str:
    if field.name == "record_id":
        return "新记录留空，导入时自动给出编号；已有的不要改。"
    if field.references:
        return "可以填几项，用英文分号 ; 隔开；每一项照“选项”工作表里的写法，或者只写方括号里的编号。"
    if field.type == "date":
        return "写成 年-月-日，例如 2026-05-18。"
    return _words_of(field)


def _words_of(field: Field) -> str:
    """Return what a column means and how it is filled in."""
    return f"{field.description}{field.instructions}"


def _write_options(
    sheet: Any, resource: Resource, references: Mapping[str, Reference], formats: Mapping[str, Any]
) -> dict[str, str]:
    """Write a list for each column that has one; return the range of each, for the drop-downs."""
    ranges = {}
    place = 0
    for field in resource.schema.fields:
        reference = references.get(field.name)
        if reference is not None:
            options = [reference.show(key) for key in reference.labels]
        else:
            options = list(field.constraints.enum)
        if not options:
            continue
        # "可选：" keeps table detection from taking the sheet for a table of the dataset.
        sheet.write_string(0, place, f"可选：{field.title}", formats["head"])
        for number, option in enumerate(options, start=1):
            sheet.write_string(number, place, option, formats["text"])
        sheet.set_column(place, place, 34, formats["text"])
        letter = column_letter(place)
        ranges[field.name] = f"='{_OPTIONS}'!${letter}$2:${letter}${len(options) + 1}"
        place += 1
    sheet.freeze_panes(1, 0)
    return ranges


def _write_guide(
    sheet: Any, resource: Resource, references: Mapping[str, Reference], formats: Mapping[str, Any]
) -> None:
    lines = [
        f"{resource.title}（{resource.name}）",
        "在第一个工作表里改。改好后保存为 .xlsx，用 inv import-records 导入；没有改动的行导入后不会变。",
        "新记录写在最后一行下面，记录编号留空。要撤下一条记录，不要删行，用 inv withdraw。带 * 的列必须填写。",
    ]
    for number, line in enumerate(lines):
        sheet.write_string(number, 0, line)
    heads = ("这一列叫", "在数据里叫", "必须填写", "怎样填", "填什么", "举例")
    for place, (word, width) in enumerate(zip(heads, (18, 18, 10, 18, 70, 36), strict=True)):
        sheet.write_string(4, place, word, formats["head"])
        sheet.set_column(place, place, width)
    for number, field in enumerate(resource.schema.fields, start=5):
        reference = references.get(field.name)
        example = show_value(field.example, field, reference) if field.example else ""
        cells = (
            field.title,
            field.name,
            "自动给出" if field.name == "record_id" else "是" if field.constraints.required else "",
            _manner(field, reference),
            _words_of(field),
            example,
        )
        for place, text in enumerate(cells):
            sheet.write_string(number, place, text, formats["long"])


def _manner(field: Field, reference: Reference | None) -> str:
    if field.references:
        return "可以几项，英文分号隔开"
    if reference is not None or field.constraints.enum:
        return "从下拉列表里选"
    # With a verb: a type alone may be the heading of a column, and an import would take the sheet for a table.
    return "填" + type_words(field)
