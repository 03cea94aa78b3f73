"""Document redirects: content/moved.csv, the addresses of documents that moved or ended, with its checks."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from credit import urls
from credit.byte_order_mark import decode_utf8
from credit.documents.document_reader import RESERVED, read_documents
from credit.merge_conflicts import find_conflict_in_table
from credit.model import Document, Problem

MOVED = "content/moved.csv"
COLUMNS = ("address", "target")

#: Form of a document's address, which may move or end. Anything else would be a directive in the web server's settings.
_ADDRESS = re.compile(r"/(?:[a-z0-9]+(?:-[a-z0-9]+)*/){1,2}")


@dataclass(frozen=True)
class Moved:
    """One row: an address that was, and the one that took its place, or nothing where the document ended."""

    line: int
    address: str
    target: str


def earlier_documents(before: Path, root: Path, documents: Sequence[Document]) -> Sequence[Document]:
    """Return the documents below ``before``: those below ``root``, read already, where all files are the same."""
    return documents if _same_files(root / "content", before / "content") else read_documents(before)[0]


def _same_files(one: Path, other: Path) -> bool:
    """Return whether two folders hold the same files, byte for byte, and so the same documents."""

    def files(folder: Path) -> dict[str, bytes]:
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    return files(one) == files(other)


def read_moved(root: Path) -> tuple[tuple[Moved, ...], tuple[Problem, ...]]:
    """Read the file below ``root``; a missing file has no rows."""
    path = root / MOVED
    if path.is_symlink() or not path.is_file():
        return (), ()
    return parse_moved(path.read_bytes())


def parse_moved(data: bytes) -> tuple[tuple[Moved, ...], tuple[Problem, ...]]:
    """Return the rows of the file's bytes that are of the right form, and a problem for every other."""
    if not data:
        return (), ()
    try:
        text = decode_utf8(data)
    except UnicodeDecodeError:
        return (), (_problem(1, "", "moved-row", "不是 UTF-8 编码，请另存为 UTF-8"),)
    if conflict := find_conflict_in_table(text):
        return (), (_problem(conflict[0], "", "merge-conflict", conflict[1]),)
    lines = [[cell.strip() for cell in row] for row in csv.reader(text.splitlines())]
    if not lines or tuple(lines[0][:2]) != COLUMNS:
        return (), (_problem(1, "", "moved-row", "第一行要写 address,target"),)
    rows: dict[str, Moved] = {}
    problems = []
    for number, row in enumerate(lines[1:], start=2):
        if not any(row):
            continue
        address, target, *more = [*row, "", ""]
        if any(more) or not _ADDRESS.fullmatch(address) or (target and not _ADDRESS.fullmatch(target)):
            message = "要写成两列：原来的地址、新的地址（撤下的留空），例如 /policies/old-plan/,/policies/new-plan/"
            problems.append(_problem(number, "address", "moved-row", message))
        elif not _is_document_address(address):
            message = f"{address} 不是文件的地址，只有文件可以移走或撤下；请删去这一行"
            problems.append(_problem(number, "address", "moved-row", message))
        elif address in rows:
            problems.append(_problem(number, "address", "moved-row", f"{address} 写了两次，请只留一行"))
        else:
            rows[address] = Moved(number, address, target)
    return tuple(rows.values()), tuple(problems)


def _is_document_address(address: str) -> bool:
    """Return whether an address has the place of a document: no other page can be moved or ended by staff."""
    first, *rest = address.strip("/").split("/")
    return first in urls.COLUMNS.values() if rest else first not in RESERVED


def check_moved(rows: Sequence[Moved], documents: Iterable[Document], known: Iterable[str]) -> list[Problem]:
    """Report each row whose old address is a document or another page, or whose new one does not exist."""
    own = {*urls.GUIDES, *(urls.document_address(document.kind, document.slug) for document in documents)}
    there = set(known)
    problems = []
    for row in rows:
        if row.address in own:
            problems.append(_problem(row.line, "address", "moved-address", f"{row.address} 还有文件，不能登记为移走"))
        elif row.address in there:
            message = f"{row.address} 是本站自己的页面，不能登记为移走；请删去这一行"
            problems.append(_problem(row.line, "address", "moved-address", message))
        if row.target and row.target not in there:
            message = f"新地址 {row.target} 在本站没有对应的页面，请核对；文件撤下了就留空"
            problems.append(_problem(row.line, "target", "moved-target", message))
    return problems


def check_vanished(before: Iterable[Document], after: Iterable[Document], rows: Iterable[Moved]) -> list[Problem]:
    """Report each document address of the earlier commit that is gone and has no row."""
    old = {urls.document_address(item.kind, item.slug) for item in before if item.readable}
    # A guide without a file is shown in the software's own words.
    new = (
        {urls.document_address(item.kind, item.slug) for item in after} | {row.address for row in rows} | {*urls.GUIDES}
    )
    return [
        _problem(1, "", "moved-missing", f"地址 {gone} 没有了：请在 {MOVED} 加一行 {gone},新地址（撤下的写 {gone},）")
        for gone in sorted(old - new)
    ]


def _problem(line: int, column: str, code: str, message: str) -> Problem:
    return Problem(MOVED, line, column, code, message)
