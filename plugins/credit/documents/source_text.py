"""Source text of a Markdown file: decoding, line splitting, and faults of encoding and characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

#: A page of text has some ten thousand characters; a file beyond this is no document (and could stall the build).
MAX_BYTES = 1024 * 1024
MAX_LINES = 20_000

#: Invisible characters that break feeds, searches or the order of reading. The tab, the line feed, the
#: no-break space and the ideographic space are missing: in running text they show as blanks and hide nothing.
_HIDDEN = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u2800\u3164\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff"
    "\U000e0000-\U000e0fff"
)
_HIDDEN_CHARACTER = re.compile(f"[{_HIDDEN}]")

#: The replacement character and the private-use areas: what stood there is lost, or known to one font only.
_LOST_CHARACTER = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")

#: The UTF-8 of replacement characters, read as GBK; and the fill patterns of some debuggers.
_LOST_WORDS = ("锟斤拷", "烫烫烫", "屯屯屯")

#: A run that may be UTF-8 read in another encoding: no ASCII, three characters and more.
_RUN = re.compile(r"[^\x00-\x7f]{3,}")
_HAN = re.compile(r"[\u3400-\u9fff]")

#: Programs that read bytes as Latin-1, or meet one that Windows-1252 leaves free, pass them through as controls.
_CONTROLS = {chr(code): bytes([code]) for code in range(0x80, 0xA0)}


@dataclass(frozen=True)
class Fault:
    """Fault at a line of one file; the caller, who knows the file, turns it into a Problem."""

    line: int
    code: str
    message: str
    field: str = ""
    warning: bool = False


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

    Faults: ``file-missing``, ``file-size``, ``encoding``, ``hidden-character``, ``mojibake``, each at its line.
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
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Source((), (Fault(line, "encoding", f"{_encoding_of(data)}，请用编辑器另存为 UTF-8"),))
    lines = tuple(split_lines(text))
    if len(lines) > MAX_LINES:
        return Source((), (Fault(MAX_LINES + 1, "file-size", f"文件超过 {MAX_LINES} 行，请拆分或改为附件"),))
    faults = [fault for number, line in enumerate(lines, start=1) for fault in _faults_of(line, number)]
    return Source(tuple(without_controls(line) for line in lines), tuple(faults))


def split_lines(text: str) -> list[str]:
    """Split at LF, CRLF and CR only: what else Unicode calls a line end is a hidden character here."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def without_controls(line: str) -> str:
    """Return a line without its invisible characters."""
    return _HIDDEN_CHARACTER.sub("", line)


def hidden_characters(line: str) -> tuple[str, ...]:
    """Return the invisible characters of a line as ``U+200B``, each once, in their order."""
    return tuple(dict.fromkeys(f"U+{ord(character):04X}" for character in _HIDDEN_CHARACTER.findall(line)))


def _encoding_of(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "文件是 UTF-16 编码"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return "文件不是 UTF-8 编码"
    return "文件像是 GB18030（GBK）编码"


def _faults_of(line: str, number: int) -> Iterator[Fault]:
    if found := _HIDDEN_CHARACTER.search(line):
        names = "、".join(hidden_characters(line))
        message = f"第 {found.start() + 1} 个字处有看不见的字符 {names}，请删除后重新录入这几个字"
        yield Fault(number, "hidden-character", message)
    if how := misread(line):
        yield Fault(number, "mojibake", f"{how}，请对照原件重新录入，保存为 UTF-8")


def misread(line: str) -> str:
    """Return in Chinese how the words of a line were lost or read in a wrong encoding, or an empty string."""
    if found := _LOST_CHARACTER.search(line):
        return f"第 {found.start() + 1} 个字是 U+{ord(found[0]):04X}，原来的字已经丢失"
    if any(words in line for words in _LOST_WORDS):
        return "这一行有多次转码留下的乱码，内容已经丢失"
    for run in _RUN.findall(line):
        if not _is_common(run) and _reads_as_han(run, "gb18030"):
            return "这一行是乱码：UTF-8 的文字被当作 GBK 打开过"
        if _reads_as_han(run, "cp1252"):
            return "这一行是乱码：UTF-8 的文字被当作西文打开过"
    return ""


def _reads_as_han(run: str, encoding: str) -> bool:
    """Return whether the bytes a run has in ``encoding`` are UTF-8 of Han characters.

    Real Chinese words as GBK bytes are hardly ever valid UTF-8 over three characters, and then give no Han.
    """
    data = bytearray()
    try:
        for character in run:
            passed = _CONTROLS.get(character) if encoding == "cp1252" else None
            data += passed or character.encode(encoding)
        decoded = data.decode("utf-8")
    except UnicodeError:
        return False
    return len(_HAN.findall(decoded)) >= 2


def _is_common(run: str) -> bool:
    """Return whether all of a run is in GB 2312: misread UTF-8 always has characters outside, real words seldom."""
    try:
        run.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
