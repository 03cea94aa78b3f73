"""Questions of an import: sheet, headings and missing columns, and the options that answer them."""

from __future__ import annotations

from collections.abc import Sequence

from credit.importer.draft_records import DERIVED, is_required
from credit.importer.heading_map import Answers, plain_heading
from credit.importer.source_files.sheet_cells import Source
from credit.importer.table_detection import Grid, find_grid
from credit.importer.upsert import Merged
from credit.model import CreditError, Schema


def choose_sheet(source: Source, schema: Schema, name: str | None) -> tuple[Grid | None, tuple[str, ...]]:
    """Return the table to import, or the question which sheet has it; ``name`` is the sheet that a person chose.

    Without ``name``, hidden sheets are left out.
    """
    if name is not None:
        found = next((sheet for sheet in source.sheets if sheet.name == name), None)
        if found is None:
            names = "、".join(sheet.name for sheet in source.sheets if sheet.name) or "（这个文件没有分工作表）"
            raise CreditError(f"没有叫 {name} 的工作表；有这些：{names}")
        grid = find_grid(found, schema)
        return grid, () if grid else (f"工作表 {name} 里找不到表头：没有一行写着这个数据集的列名",)
    grids = [grid for sheet in source.sheets if not sheet.hidden and (grid := find_grid(sheet, schema)) is not None]
    if len(grids) > 1:
        filled = [grid for grid in grids if grid.body]
        grids = filled or grids[:1]
    if not grids:
        titles = "、".join(field.title for field in schema.fields[:6])
        return None, (f"找不到表头：没有一行写着这个数据集的列名（{titles} 等）；请核对数据集和文件",)
    if len(grids) > 1:
        names = "、".join(grid.sheet.name for grid in grids)
        return None, (f"有几个工作表都能导入：{names}。请用 --sheet 写明是哪一个",)
    return grids[0], ()


def read_answers(maps: Sequence[str], ignores: Sequence[str], schema: Schema) -> Answers:
    """Return the answers of ``--map`` and ``--ignore``; raises CreditError for one that cannot be used."""
    columns = {}
    for text in maps:
        heading, separator, column = text.rpartition("=")
        if not separator or not heading.strip():
            raise CreditError(f'--map 要写成 --map "标题=列名"；现在是 {text}')
        columns[plain_heading(heading)] = _column(column, schema, "--map")
    columns |= {plain_heading(text): "" for text in ignores}
    return Answers(columns)


def read_constants(values: Sequence[str], schema: Schema) -> dict[str, str]:
    """Return the values of ``--set`` by column; raises CreditError for one that cannot be used."""
    constants = {}
    for text in values:
        column, separator, value = text.partition("=")
        if not separator:
            raise CreditError(f'--set 要写成 --set "列名=值"；现在是 {text}')
        constants[_column(column, schema, "--set")] = value
    return constants


def _column(text: str, schema: Schema, option: str) -> str:
    for field in schema.fields:
        if text.strip() == field.name or plain_heading(text) == plain_heading(field.title):
            return field.name
    names = "、".join(f"{field.title}（{field.name}）" for field in schema.fields)
    raise CreditError(f"{option} 里的列名 {text} 不在这个数据集里；有这些：{names}")


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
