"""Word document: the lines of a DOCX as Word shows them, and remarks on what was left behind.

Neither python-docx nor mammoth resolves automatic numbers, text boxes or hidden text (docs/decisions/0036).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from credit.importer.document_import.remark_report import Line, Paper, Remark, places
from credit.importer.document_import.word.word_numbering import Numbering
from credit.importer.document_import.word.word_package import (
    MC,
    W,
    WordPackage,
    chosen,
    open_package,
)
from credit.importer.document_import.word.word_paragraphs import Paragraph, ParagraphReader, is_deleted
from credit.importer.document_import.word.word_styles import Styles
from credit.importer.document_import.word.word_tables import read_grid
from credit.model import CreditError

_WRAPPERS = frozenset({f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}moveTo", f"{W}customXml", f"{W}smartTag"})
_COUNTED = "Word 文件没有行号，“第 N 行”指第 N 个有文字的段落，表格一行算一段"


def read_word(name: str, data: bytes) -> Paper:
    """Return the lines of a DOCX; raises CreditError where it cannot be read or a table stands in a table."""
    return _Document(name, open_package(name, data)).read()


class _Document:
    """One document while it is read: its lines so far and what was found on the way."""

    def __init__(self, name: str, package: WordPackage) -> None:
        self._name = name
        self._package = package
        self._styles = Styles(package.part("styles"))
        self._numbering = Numbering(package.part("numbering"), self._styles)
        self._notes: dict[tuple[str, str], int] = {}
        self._reader = ParagraphReader(self._styles, self._mark_note)
        self._lines: list[Line] = []
        self._tables = 0
        self._unfinished = ""
        self._left_out_contents = False
        self._changed: list[int] = []
        self._hidden: list[int] = []
        self.remarks: list[Remark] = [Remark(0, "place-words", _COUNTED)]

    def read(self) -> Paper:
        main = self._package.part("document")
        body = main.find(f"{W}body") if main is not None else None
        if body is None:
            raise CreditError(f"{self._name} 里没有正文，请用 Word 或 WPS 打开，另存为 DOCX 再导入。")
        self._read_blocks(body)
        if self._unfinished:
            self._add(self._unfinished)
        self._read_notes()
        self._report()
        if not self._lines:
            raise CreditError(f"{self._name} 里没有文字。")
        return Paper(tuple(self._lines), tuple(self.remarks))

    # --- blocks ---------------------------------------------------------------------------------------

    def _read_blocks(self, container: Iterable[etree._Element]) -> None:
        for block in container:
            if block.tag == f"{W}p":
                self._read_paragraph(block)
            elif block.tag == f"{W}tbl":
                self._read_table(block)
            elif block.tag == f"{MC}AlternateContent":
                self._read_blocks(chosen(block))
            elif block.tag in _WRAPPERS:
                self._read_blocks(block)
            elif block.tag in (f"{W}del", f"{W}moveFrom"):
                self._changed.append(self._next)
            elif block.tag == f"{W}altChunk":
                self._remark("part-unread", "这里插入了另一个文件的内容，没有读到；请在 Word 里另存一份再导入")

    def _read_paragraph(self, element: etree._Element) -> None:
        found = self._read_text(element)
        if found.contents_table:
            self._left_out_contents = True
            return
        text = self._unfinished + found.text
        if is_deleted(element):
            self._unfinished = text
            return
        self._unfinished = ""
        text = self._with_number(element, text, found)
        for piece in text.split("\n"):
            self._add(piece)
        for box in found.boxes:
            self._read_box(box)

    def _read_text(self, element: etree._Element) -> Paragraph:
        """Return what a paragraph shows, and report what it leaves behind at the place of its text."""
        found = self._reader.read(element)
        at = self._next
        if found.deleted or found.inserted or is_deleted(element):
            self._changed.append(at)
        if found.hidden:
            self._hidden.append(at)
        if found.symbols:
            self._remark("symbol", f"这里有 {found.symbols} 个特殊字体的符号没有读到，请对照原件补上")
        for label in found.pictures:
            shown = f"，原件里的说明是“{label}”" if label else ""
            self._remark(
                "picture-alt",
                f"这里有一张图片没有随文字过来{shown}；要公开它，请另存为附件，写成 ![文字说明](文件名)，说明不能空着",
            )
        return found

    def _with_number(self, element: etree._Element, text: str, found: Paragraph, *, in_table: bool = False) -> str:
        if not text.strip() and (found.deleted or found.boxes or found.pictures):
            return text
        number = self._numbering.number_of(element)
        if number and not text.strip() and not in_table:  # a column of automatic numbers is a table's own
            self._remark("number-alone", f"只有自动编号“{number.strip()}”，后面没有文字")
        elif number.strip() and text.lstrip().startswith(number.strip()):
            self._remark("number-doubled", f"自动编号“{number.strip()}”后面又手工写了一遍，请删去一个")
        return number + text.lstrip() if number else text

    def _read_box(self, box: etree._Element) -> None:
        at = self._next
        self._read_blocks(box)
        if self._next > at:
            words = places(range(at, self._next))
            self.remarks.append(Remark(at, "text-box", f"{words}是文本框里的文字，放在它所在的段落之后，请核对位置"))

    # --- tables ---------------------------------------------------------------------------------------

    def _read_table(self, table: etree._Element) -> None:
        at = self._next
        if any(True for cell in table.iter(f"{W}tc") for _ in _inner_tables(cell)):
            raise CreditError(
                f"{self._name} 第 {at} 行开始的表格里还套着表格，网页上排不出来；请在 Word 里把里面的表格移到外面，再导入。"
            )
        boxes: list[etree._Element] = []
        grid = read_grid(table, lambda cell: self._read_cell(cell, boxes))
        rows = [row for row in grid.rows if any(row)]
        if len(grid.rows[0] if grid.rows else ()) < 2:
            for (text,) in rows:
                self._add(text)
        elif rows:
            self._tables += 1
            for row in rows:
                self._lines.append(Line(self._next, " ".join(row).strip(), row, self._tables))
        if grid.merged:
            cells = "、".join(f"第 {row} 行第 {column} 列" for row, column in grid.merged[:5])
            more = "等处" if len(grid.merged) > 5 else ""
            message = f"表格的{cells}{more}是合并的格子，网页上的表格不能合并：文字放在左上的一格，其余的空着，请核对"
            self.remarks.append(Remark(at, "table-merged", message))
        for box in boxes:
            self._read_box(box)

    def _read_cell(self, cell: etree._Element, boxes: list[etree._Element]) -> str:
        texts = []
        for paragraph in cell.iter(f"{W}p"):
            if next(paragraph.iterancestors(f"{W}txbxContent"), None) is not None:
                continue  # that of a text box is read with it
            found = self._read_text(paragraph)
            boxes += found.boxes
            texts.append(self._with_number(paragraph, found.text, found, in_table=True))
        return " ".join(" ".join(texts).split())

    # --- notes ----------------------------------------------------------------------------------------

    def _mark_note(self, kind: str, key: str) -> str:
        return f"[注{self._notes.setdefault((kind, key), len(self._notes) + 1)}]"

    def _read_notes(self) -> None:
        for (kind, key), number in list(self._notes.items()):
            root = self._package.part(kind)
            notes = root.iter(f"{W}{kind[:-1]}") if root is not None else ()
            note = next((item for item in notes if item.get(f"{W}id") == key), None)
            texts = [self._read_text(paragraph).text for paragraph in note.iter(f"{W}p")] if note is not None else []
            self._add(f"[注{number}] {' '.join(' '.join(texts).split())}")
        if self._notes:
            message = f"有 {len(self._notes)} 个脚注或尾注，移到了文末，正文里用 [注1] 这样的标记，请核对"
            self.remarks.append(Remark(0, "footnote", message))

    # --- report ---------------------------------------------------------------------------------------

    @property
    def _next(self) -> int:
        return len(self._lines) + 1

    def _add(self, text: str) -> None:
        if words := text.strip():
            self._lines.append(Line(self._next, words))

    def _remark(self, code: str, message: str) -> None:
        self.remarks.append(Remark(self._next, code, message))

    def _report(self) -> None:
        comments = self._package.part("comments")
        count = len(comments.findall(f"{W}comment")) if comments is not None else 0
        if count:
            message = f"原件里有 {count} 条批注，没有带进正文；公开原件以前请先删去批注，否则会泄露"
            self.remarks.append(Remark(0, "comment", message))
        if self._changed:
            message = (
                f"原件留着修订记录（{places(sorted(set(self._changed)))}）：插入的文字算在内，删除的文字没有带进正文；"
                "公开原件以前请先接受或拒绝全部修订，否则删去的文字会泄露"
            )
            self.remarks.append(Remark(0, "tracked-change", message))
        if self._hidden:
            message = f"原件里有隐藏的文字（{places(sorted(set(self._hidden)))}），没有带进正文；公开原件以前请删去，否则会泄露"
            self.remarks.append(Remark(0, "hidden-text", message))
        if self._left_out_contents:
            self.remarks.append(Remark(0, "contents-table", "自动生成的目录没有带进正文，网页有自己的目录"))
        if self._package.embedded:
            names = "、".join(self._package.embedded[:5])
            message = f"原件里嵌着 {len(self._package.embedded)} 个文件（{names}），没有带过来，请另存为附件"
            self.remarks.append(Remark(0, "attachment", message))
        for form in sorted(self._numbering.unknown):
            message = f"自动编号的样式 {form} 不认识，按 1、2、3 写出，请对照原件"
            self.remarks.append(Remark(0, "number-format", message))


def _inner_tables(cell: etree._Element) -> Iterator[etree._Element]:
    """Yield the tables within a cell, but not those of text boxes."""
    for table in cell.iter(f"{W}tbl"):
        if next(table.iterancestors(f"{W}txbxContent"), None) is None:
            yield table
