"""Questions of an import: sheet, headings and missing columns, and the options that answer them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from credit.importer.cell_conversion import shown
from credit.importer.dataset_choice import OptionError
from credit.importer.draft_records import DERIVED, is_required
from credit.importer.edit_workbook import BESIDE, EXPORTED
from credit.importer.heading_map import Answers, HeadingMap, plain_heading, title_of
from credit.importer.natural_keys import Record
from credit.importer.source_files.sheet_cells import Source
from credit.importer.table_detection import Grid, find_grid
from credit.importer.upsert import Merged
from credit.model import CreditError, Schema, unit_of
from credit.reversal_checks import FEWEST_CHANGED, SHARE_CHANGED, TELLING
from credit.spreadsheet_columns import column_letter

#: An amount without a unit; zero needs none.
_BARE_AMOUNT = re.compile(r"[¥￥]?\s*[+-]?[0-9,，０-９]*[1-9１-９][0-9,，.．０-９]*")

#: Answers to hidden or struck-out parts: import them, or leave them out.
HIDDEN_ANSWERS = ("keep", "skip")


def choose_sheet(
    source: Source, schema: Schema, name: str | None, answers: Answers, header_row: int, hidden: str
) -> tuple[Grid | None, tuple[str, ...]]:
    """Return the table to import, or the question which sheet has it.

    ``name`` is the sheet and ``header_row`` the row that a person chose, ``hidden`` what to do with hidden sheets.
    """
    if name is not None:
        found = next((sheet for sheet in source.sheets if sheet.name == name), None)
        if found is None:
            names = "、".join(sheet.name for sheet in source.sheets if sheet.name) or "（这个文件没有分工作表）"
            raise CreditError(f"没有叫 {name} 的工作表；有这些：{names}")
        grid = find_grid(found, schema, answers, header_row)
        return grid, () if grid else (f"工作表 {name} 里找不到表头：没有一行写着这个数据集的列名",)
    is_ours = any(sheet.name == EXPORTED for sheet in source.sheets)
    sheets = [sheet for sheet in source.sheets if not is_ours or sheet.name not in BESIDE]
    every = [grid for sheet in sheets if (grid := find_grid(sheet, schema, answers, header_row)) is not None]
    grids = [grid for grid in every if not grid.sheet.hidden or hidden == "keep"]
    unseen = [grid for grid in every if grid.sheet.hidden and grid.body]
    if unseen and not hidden:
        names = "、".join(f"{grid.sheet.name}（{len(grid.body)} 行）" for grid in unseen)
        return None, (f"隐藏的工作表里也有记录：{names}。要导入写 --hidden keep，不要写 --hidden skip",)
    if len(grids) > 1:
        filled = [grid for grid in grids if grid.body]
        grids = filled or grids[:1]
    if not grids:
        titles = "、".join(field.title for field in schema.fields[:6])
        return None, (
            f"找不到表头：没有一行写着这个数据集的列名（{titles} 等）；请核对数据集和文件。{_first_words(source)}",
        )
    if len(grids) > 1:
        names = "、".join(grid.sheet.name for grid in grids)
        return None, (f"有几个工作表都能导入：{names}。请用 --sheet 写明是哪一个",)
    return grids[0], ()


def _first_words(source: Source) -> str:
    """Return how to name the headings by hand, with the first row of at least two short words as an example."""
    for sheet in source.sheets:
        for number, row in enumerate(sheet.rows, start=1):
            words = [word for cell in row if (word := shown(cell.text)) and len(word) <= 20]
            if len(words) > 1 and not sheet.hidden:
                return (
                    f"如果第 {number} 行（{'、'.join(words[:6])} 等）就是表头，写 --header-row {number}，"
                    f'并逐列写明，例如 --map "{words[0]}=列名"'
                )
    return "表头在哪一行，可以用 --header-row 写明"


def ask_unseen(grid: Grid, hidden: str) -> tuple[str, ...]:
    """Return the question about records that the sender may not have seen, or struck out; ``hidden`` is the answer."""
    unseen = grid.sheet.unseen
    numbers = {number for number, _ in grid.body}
    filled = {heading.place for heading in grid.headings if heading.filled}
    found = [
        f"{what} {_listed(rows)}"
        for what, rows in (
            ("隐藏或者被筛选掉的行：第", sorted(row + 1 for row in unseen.rows if row + 1 in numbers)),
            ("划掉的行：第", sorted(row + 1 for row in unseen.struck if row + 1 in numbers)),
        )
        if rows
    ]
    if columns := sorted(unseen.columns & filled):
        found.append(f"隐藏的列：{'、'.join(column_letter(place) for place in columns)}")
    if not found or hidden:
        return ()
    return (f"{'；'.join(found)}。要照常导入写 --hidden keep，不要这些写 --hidden skip",)


def without_unseen(grid: Grid, hidden: str) -> Grid:
    """Return the table without its unseen parts where the answer is skip, and with a remark on what was done."""
    unseen = grid.sheet.unseen
    remarks = list(grid.remarks)
    if comments := sorted(row + 1 for row in unseen.comments):
        remarks.append(f"有批注的行：第 {_listed(comments)}；批注没有导入，请看一看有没有要写进表格的话")
    out = {row + 1 for row in unseen.rows | unseen.struck}
    body = grid.body
    headings = grid.headings
    if hidden == "skip":
        body = tuple((number, row) for number, row in grid.body if number not in out)
        headings = tuple(heading for heading in grid.headings if heading.place not in unseen.columns)
        if gone := sorted({number for number, _ in grid.body} & out):
            remarks.append(f"隐藏或者划掉的行没有导入：第 {_listed(gone)}")
        if len(headings) != len(grid.headings):
            remarks.append("隐藏的列没有导入")
    left_out = grid.left_out + len(grid.body) - len(body)
    return replace(grid, body=body, headings=headings, remarks=tuple(remarks), left_out=left_out)


def _listed(rows: Sequence[int]) -> str:
    return f"{'、'.join(map(str, rows[:12]))} 行" + (f"等 {len(rows)} 行" if len(rows) > 12 else "")


def read_answers(maps: Sequence[str], ignores: Sequence[str], schema: Schema) -> Answers:
    """Return the answers of ``--map`` and ``--ignore``; raises CreditError for one that cannot be used."""
    columns = {}
    for text in maps:
        heading, separator, column = text.rpartition("=")
        if not separator or not heading.strip():
            raise OptionError(f'--map 要写成 --map "标题=列名"；现在是 {text}')
        columns[plain_heading(heading)] = _column(column, schema, "--map")
    columns |= {plain_heading(text): "" for text in ignores}
    return Answers(columns)


def read_constants(values: Sequence[str], schema: Schema) -> dict[str, str]:
    """Return the values of ``--set`` by column; raises CreditError for one that cannot be used."""
    constants = {}
    for text in values:
        column, separator, value = text.partition("=")
        if not separator:
            raise OptionError(f'--set 要写成 --set "列名=值"；现在是 {text}')
        constants[_column(column, schema, "--set")] = value
    return constants


def _column(text: str, schema: Schema, option: str) -> str:
    for field in schema.fields:
        if text.strip() == field.name or plain_heading(text) == plain_heading(field.title):
            return field.name
    names = "、".join(f"{field.title}（{field.name}）" for field in schema.fields)
    raise CreditError(f"{option} 里的列名 {text} 不在这个数据集里；有这些：{names}")


def without_effect(
    answers: Answers, constants: Mapping[str, str], grid: Grid, mapping: HeadingMap, schema: Schema
) -> tuple[str, ...]:
    """Return a question for each answer that changes nothing: a heading that is not there, a column that is."""
    used = {key for heading in grid.headings for key in answers.keys_of(heading)}
    questions = [
        f"--map 或者 --ignore 写的标题“{key}”在文件里没有；请照文件里的写法写，或者删去这个选项"
        for key in answers.columns
        if key not in used
    ]
    labels = {
        mapping.columns[heading.place]: heading.label for heading in grid.headings if heading.place in mapping.columns
    }
    for name in constants:
        if name in labels:
            title = title_of(schema, name)
            questions.append(
                f"文件里有“{title}”（{labels[name]}），--set 不会起作用；要用 --set 的值，先写 --ignore 不读这一列"
            )
    return tuple(questions)


def with_units(mapping: HeadingMap, grid: Grid, schema: Schema, units: Sequence[str]) -> HeadingMap:
    """Return the map with the units of ``--unit``; raises CreditError for one that cannot be used."""
    found = dict(mapping.units)
    places = {name: place for place, name in mapping.columns.items()}
    for text in units:
        column, _, unit = text.rpartition("=")
        name = _column(column, schema, "--unit")
        if unit not in ("元", "万元") or name not in places:
            raise OptionError(f'--unit 要写成 --unit "列名=元" 或者 "列名=万元"，列名是文件里有的一列；现在是 {text}')
        found[places[name]] = unit
    return replace(mapping, units=found)


def ask_units(grid: Grid, mapping: HeadingMap, schema: Schema) -> tuple[str, ...]:
    """Return a question for each column of amounts in which neither the heading nor a cell states the unit."""
    questions = []
    for place, name in mapping.columns.items():
        field = schema.field(name)
        if field is None or not unit_of(field) or place in mapping.units:
            continue
        if any(place < len(row) and _BARE_AMOUNT.fullmatch(row[place].text.strip()) for _, row in grid.body):
            questions.append(
                f"“{field.title}”没有写明单位是元还是万元，差一万倍；请问清报送单位，"
                f'写 --unit "{field.title}=元" 或者 --unit "{field.title}=万元"'
            )
    return tuple(questions)


def ask_many(merged: Merged, records: Sequence[Record], schema: Schema) -> tuple[str, ...]:
    """Return a question for each telling column that the import changes in a large share of the records."""
    questions = []
    for name in TELLING:
        count = sum(before.get(name) != after.get(name) for before, after in merged.updated.values())
        if count >= FEWEST_CHANGED and count > SHARE_CHANGED * len(records):
            questions.append(
                f"有 {count} 条记录的“{title_of(schema, name)}”与原来不同（共 {len(records)} 条），像是错了行或者错了列；"
                "请用 --dry-run 看一遍，确实要改这么多，写 --many"
            )
    return tuple(questions)


def missing_identity(given: Sequence[str], schema: Schema) -> tuple[str, ...]:
    """Return a question if the columns that identify a row are missing: the key, or the subject."""
    if set(schema.primary_key) <= set(given):
        return ()
    subject = [name for name in schema.names if name in ("name", "unified_code")]
    wanted = subject if schema.primary_key == ("record_id",) and subject else schema.primary_key
    return tuple(_ask(name, schema) for name in wanted if name not in given)


def absent_columns(merged: Merged, given: Sequence[str], schema: Schema) -> tuple[str, ...]:
    """Return a question for each required column that the source lacks and a new record needs."""
    if not merged.new:
        return ()
    absent = [
        field.name
        for field in schema.fields
        if is_required(schema, field.name) and field.name not in {*given, *DERIVED}
    ]
    return tuple(_ask(name, schema) for name in absent)


def _ask(name: str, schema: Schema) -> str:
    found = schema.field(name)
    title = found.title if found else name
    hint = "；纳税人识别号、注册号和组织机构代码不能代替它" if name == "unified_code" else ""
    return f'没有“{title}”一列{hint}。有这一列但标题不同，写 --map "标题={title}"；全部行都一样，写 --set "{title}=值"'
