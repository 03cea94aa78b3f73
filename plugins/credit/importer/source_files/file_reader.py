"""Source file reader: workbooks, texts, web tables, DBF and JSON, recognised by their bytes and not by their name."""

from __future__ import annotations

from pathlib import Path

from credit.importer.source_files.delimited_text import read_delimited
from credit.importer.source_files.markup_tables import is_markup, read_markup
from credit.importer.source_files.record_files import is_dbf, read_dbf, read_json
from credit.importer.source_files.sheet_cells import MAX_FILE, Source, SourceError
from credit.importer.source_files.workbooks import read_archive, read_compound

_NO_TABLE = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf", b"GIF8", b"{\\rtf")


def read_source(path: Path) -> Source:
    """Return the sheets of a file; raises SourceError where it holds no table.

    The first bytes decide: a file that systems export as ``.xls`` is often a CSV or a web page.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_FILE + 1)
    except OSError as error:
        raise SourceError(f"无法读取 {path.name}；请关闭正在使用它的程序，并检查文件是否存在") from error
    if len(data) > MAX_FILE:
        raise SourceError(f"{path.name} 超过 {MAX_FILE // 1024 // 1024} MiB，请拆成几个文件")
    if not data.strip(b"\x00\r\n\t ,"):
        raise SourceError(f"{path.name} 是空文件")
    if data.startswith(_NO_TABLE):
        raise SourceError(f"{path.name} 不是表格文件；请向报送单位要 XLSX 或 CSV")
    return read_bytes(data)


def read_bytes(data: bytes) -> Source:
    """Return the sheets of a file's bytes, as ``read_source`` does."""
    if data.startswith(b"PK"):
        return Source(read_archive(data), "xlsx")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return Source(read_compound(data), "xlsx")
    if is_markup(data):
        return Source(read_markup(data), "xlsx", ("文件其实是网页或 XML 表格，按里面的表格读取",))
    if is_dbf(data):
        sheet, notes = read_dbf(data)
        return Source((sheet,), "xlsx", notes)
    if data.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith((b"[{", b"[\n", b"[\r\n", b"[ ", b'{"', b"{\n", b"{\r\n")):
        return Source((read_json(data),), "xlsx")
    return read_delimited(data)
