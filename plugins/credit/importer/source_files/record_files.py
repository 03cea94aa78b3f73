"""Record files: DBF tables and JSON lists as sheets, and the rows of a database query as delimited text."""

from __future__ import annotations

import datetime
import io
import json
import tempfile
from contextlib import redirect_stderr
from decimal import Decimal
from pathlib import Path

from credit.byte_order_mark import decode_utf8
from credit.importer.source_files.sheet_cells import (
    EMPTY,
    Cell,
    Sheet,
    SourceError,
    boolean_cell,
    date_cell,
    make_sheet,
    number_cell,
    text_cell,
)

#: First bytes of the dBASE and FoxPro versions.
_DBF_VERSIONS = frozenset(b"\x02\x03\x30\x31\x32\x43\x63\x83\x8b\xcb\xf5\xfb")
_HEADER, _FIELD = 32, 32


def is_dbf(data: bytes) -> bool:
    """Return whether a file is a dBASE table: its version, and a header as long as its fields need."""
    if len(data) < _HEADER or data[0] not in _DBF_VERSIONS or not (1 <= data[2] <= 12 and 1 <= data[3] <= 31):
        return False
    length = int.from_bytes(data[8:10], "little")
    return _HEADER + _FIELD < length <= len(data) and b"\r" in data[_HEADER + _FIELD : length]


def read_dbf(data: bytes) -> tuple[Sheet, tuple[str, ...]]:
    """Return the sheet of a dBASE table, its field names as headings, and notes; deleted rows are counted in one.

    Raises SourceError where the file is damaged or its text is in no encoding without loss.
    """
    import dbfread  # type: ignore[import-untyped]

    with tempfile.TemporaryDirectory(prefix="credit-dbf-") as folder:
        path = Path(folder, "table.dbf")
        path.write_bytes(data)
        for encoding in ("utf-8", "gb18030"):
            try:
                table = dbfread.DBF(
                    str(path), encoding=encoding, char_decode_errors="strict", ignore_missing_memofile=True
                )
                rows = [[text_cell(name) for name in table.field_names]]
                rows += [[_value(value) for value in record.values()] for record in table]
                deleted = len(table.deleted)
                break
            except UnicodeDecodeError:
                continue
            except Exception as error:
                raise SourceError("这个 DBF 文件已经损坏，无法读取；请从原系统重新导出") from error
        else:
            raise SourceError("这个 DBF 文件的编码无法识别；请从原系统导出为 XLSX")
    notes = [f"文字编码是 {encoding.upper()}"]
    if deleted:
        notes.append(f"有 {deleted} 行在原系统里标了删除，没有导入")
    if any(field.type == "M" for field in table.fields):
        notes.append("备注型字段的内容在另一个文件里，没有导入")
    return make_sheet("", rows), tuple(notes)


def read_json(data: bytes) -> Sheet:
    """Return the sheet of a JSON list of flat objects, their keys as headings; raises SourceError for another form."""
    try:
        found = json.loads(decode_utf8(data))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise SourceError("这个文件像 JSON，却读不出来；请从原系统重新导出") from error
    lists = [found] if isinstance(found, list) else [item for item in found.values() if isinstance(item, list)]
    if len(lists) != 1 or not lists[0] or not all(isinstance(item, dict) for item in lists[0]):
        raise SourceError("这个 JSON 文件里没有（或者不止一个）记录的列表；请只保留一个由记录组成的列表")
    names = list(dict.fromkeys(name for item in lists[0] for name in item))
    for number, item in enumerate(lists[0], start=1):
        for name, value in item.items():
            if isinstance(value, dict | list):
                raise SourceError(f"第 {number} 条记录的 {name} 里还有一层内容，不是一个值；请导出为一行一条的表格")
    rows = [[_value(item.get(name)) for name in names] for item in lists[0]]
    return make_sheet("", [[text_cell(name) for name in names], *rows])


def read_query(address: str, query: str) -> bytes:
    """Return the rows that a query finds in a database, as CSV by csvkit's sql2csv; raises SourceError where it fails.

    ``address`` is a URL of SQLAlchemy. The message repeats neither the address, which may hold a password, nor rows.
    """
    from csvkit.utilities.sql2csv import SQL2CSV  # type: ignore[import-untyped]

    output = io.StringIO()
    output.close = lambda: None  # type: ignore[method-assign]  # the command closes its output
    try:
        with redirect_stderr(io.StringIO()):
            SQL2CSV(["--db", address, "--query", query], output).run()
    except (Exception, SystemExit) as error:
        kind = type(error.__cause__ or error).__name__
        raise SourceError(
            f"数据库查询没有成功（{kind}）；请核对地址、用户和密码，以及查询语句；缺少驱动程序时请信息人员安装"
        ) from None
    return output.getvalue().encode("utf-8")


def _value(value: object) -> Cell:
    if value is None:
        return EMPTY
    if isinstance(value, bool):
        return boolean_cell(value)
    if isinstance(value, int | float | Decimal):
        return number_cell(float(value))
    if isinstance(value, datetime.date):  # a datetime is one, too
        return date_cell(value)
    return text_cell(str(value).strip())
