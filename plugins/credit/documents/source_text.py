"""Source text of a Markdown file: decoding, line splitting, and faults of encoding and characters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from credit.byte_order_mark import decode_utf8
from credit.hidden_characters import HIDDEN_IN_A_TEXT, LOST_CHARACTER, describe
from credit.lookalike_characters import odd_form_fault
from credit.merge_conflicts import find_conflict
from credit.mojibake import misread

#: A page of text has some ten thousand characters; a file beyond this is no document (and could stall the build).
MAX_BYTES = 1024 * 1024
MAX_LINES = 20_000


@dataclass(frozen=True)
class Fault:
    """Fault at a line of one file; the caller, who knows the file, turns it into a Problem."""

    line: int
    code: str
    message: str
    field: str = ""
    warning: bool = False


#: Mark of a place that the author of a draft has yet to fill in.
UNFILLED = "【请填写】"

#: Question marks in place of words.
_LOST_WORDS = re.compile(r"\?{3,}")


@dataclass(frozen=True)
class Source:
    """The lines of one file without their ends, and the faults of its characters; no lines where it is unreadable."""

    lines: tuple[str, ...]
    faults: tuple[Fault, ...] = ()

    @property
    def readable(self) -> bool:
        """Whether the text could be read."""
        return bool(self.lines)


def read_source(path: Path) -> Source:
    """Read one file: UTF-8, with or without a mark at its head, any line ends.

    Faults: ``file-missing``, ``file-size``, ``encoding``, ``merge-conflict``, ``hidden-character``, ``mojibake``, each at its line.
    """
    # One byte more than allowed shows that the file is too large, without reading it whole.
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError:
        return Source((), (Fault(1, "file-missing", "读不了这个文件，请检查它是否完好、有没有读取权限"),))
    if len(data) > MAX_BYTES:
        return Source((), (Fault(1, "file-size", "文件超过 1 MiB，不像一份文件的正文，请拆分或把长表格改为附件"),))
    return read_bytes(data)


def read_bytes(data: bytes) -> Source:
    """Return the lines of a file's bytes, as ``read_source`` does."""
    try:
        text = decode_utf8(data)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Source((), (Fault(line, "encoding", f"{_encoding_of(data)}，请用编辑器另存为 UTF-8"),))
    lines = tuple(split_lines(text))
    if len(lines) > MAX_LINES:
        return Source((), (Fault(MAX_LINES + 1, "file-size", f"文件超过 {MAX_LINES} 行，请拆分或改为附件"),))
    if conflict := find_conflict(lines):
        return Source((), (Fault(conflict[0], "merge-conflict", conflict[1]),))
    faults = [fault for number, line in enumerate(lines, start=1) for fault in _faults_of(line, number)]
    return Source(tuple(without_controls(line) for line in lines), tuple(faults))


def split_lines(text: str) -> list[str]:
    """Split at LF, CRLF and CR only: what else Unicode calls a line end is a hidden character here."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def without_controls(line: str) -> str:
    """Return a line without its invisible characters."""
    return HIDDEN_IN_A_TEXT.sub("", line)


def hidden_characters(line: str) -> tuple[str, ...]:
    """Return the invisible characters of a line as ``U+200B``, each once, in their order."""
    return tuple(dict.fromkeys(f"U+{ord(character):04X}" for character in HIDDEN_IN_A_TEXT.findall(line)))


def _encoding_of(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "文件是 UTF-16 编码"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return "文件不是 UTF-8 编码"
    return "文件像是 GB18030（GBK）编码"


def _faults_of(line: str, number: int) -> Iterator[Fault]:
    if found := HIDDEN_IN_A_TEXT.search(line):
        names = "、".join(hidden_characters(line))
        message = f"第 {found.start() + 1} 个字处有看不见的字符 {names}，请删除后重新录入这几个字"
        yield Fault(number, "hidden-character", message)
    if odd := odd_form_fault(line):
        yield Fault(number, "character-form", odd)
    elif how := broken_words(line):
        yield Fault(number, "mojibake", f"{how}，请对照原件重新录入，保存为 UTF-8")


def broken_words(line: str) -> str:
    """Return in Chinese how the words of a line were lost or read in a wrong encoding, or an empty string."""
    if lost := LOST_CHARACTER.search(line):
        return f"第 {lost.start() + 1} 个字是 {describe(lost[0])}，原来的字已经丢失"
    # In running text two question marks can be a question; an address of the web has one.
    if lost := _LOST_WORDS.search(line):
        return f"第 {lost.start() + 1} 个字起是一串问号，原来的字已经丢失"
    how = misread(line)
    return f"这一行是乱码：{how}" if how else ""


def find_unfilled(lines: Sequence[str]) -> Iterator[Fault]:
    """Report each line with a place to fill in (the warning ``unfilled``)."""
    for number, line in enumerate(lines, start=1):
        if UNFILLED in line:
            yield Fault(number, "unfilled", f"还留着“{UNFILLED}”，请写好内容，删去这几个字再公开", warning=True)
