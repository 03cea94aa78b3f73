"""Source file reader: XLSX, XLS, CSV or TSV, recognised by its bytes and not by its name."""

from __future__ import annotations

from pathlib import Path

from credit.importer.source_files.delimited_text import read_delimited
from credit.importer.source_files.sheet_cells import MAX_FILE, Source, SourceError
from credit.importer.source_files.workbooks import read_xls, read_xlsx


def read_source(path: Path) -> Source:
    """Return the sheets of an XLSX, XLS, CSV or TSV file; raises SourceError where it is none.

    The first bytes decide: a file that systems export as ``.xls`` is often a CSV.
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
    if data.startswith(b"PK"):
        return Source(read_xlsx(data), "xlsx")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return Source(read_xls(data), "xlsx")
    if data.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf")):
        raise SourceError(f"{path.name} 不是表格文件；请向报送单位要 XLSX 或 CSV")
    return read_delimited(data)
