"""PDF pages: the text layer of a PDF as lines, without page numbers; a scan is refused."""

from __future__ import annotations

import re

from credit.importer.document_import.line_layout import PAGE_NUMBER, join_wrapped
from credit.importer.document_import.remark_report import Line, Paper, Remark, places
from credit.lookalike_characters import standard_forms
from credit.model import CreditError
from credit.privacy.attachments.pdf_reader import read_pdf

_FAULTS = {
    "password": "加了密码，请先去掉密码再导入",
    "damaged": "已经损坏，请向来文单位再要一份",
    "pages": "页数太多，不像一份文件",
    "slow": "太复杂，没有读完；请用原来的程序另存为 DOCX 再导入",
    "library": "读不了：服务器上没有安装 pypdfium2，请联系维护人员",
}
_SCAN = (
    "是扫描件，里面只有图片、没有文字。请向来文单位要 Word 或者带文字的 PDF；"
    "要不到时，用扫描软件识别成文字，逐字校对以后再导入，扫描件可以作为附件公开"
)
#: Radicals that a PDF holds for the characters of the same form: 一 is often written as U+2F00.
_RADICAL = re.compile("[\u2e80-\u2fdf]")
#: A number alone at the edge of a page is that of the page.
_BARE_NUMBER = re.compile(r"[0-9]{1,4}")


def read_pages(name: str, data: bytes) -> Paper:
    """Return the lines of a PDF's text layer; raises CreditError where it has none or cannot be read."""
    content = read_pdf(data)
    if content.fault:
        raise CreditError(f"{name} 这份 PDF {_FAULTS.get(content.fault, _FAULTS['damaged'])}。")
    if content.blank == content.pages:
        raise CreditError(f"{name} {_SCAN}。")
    remarks = [
        Remark(0, "pdf-layout", "PDF 里只有一行一行的文字：表格、图片没有带过来，“第 N 行”指第 N 行文字，请对照原件")
    ]
    lines: list[Line] = []
    numbered = radicals = 0
    blank = []
    for page, text in enumerate(content.text.split("\f"), start=1):
        rows = [row.strip() for row in re.split(r"\r\n|\r|\n", text) if row.strip()]
        if not rows:
            blank.append(page)
        while rows and _is_page_number(rows[-1]):
            rows.pop()
            numbered += 1
        while rows and PAGE_NUMBER.fullmatch(rows[0]):
            rows.pop(0)
            numbered += 1
        for row in rows:
            # NFKC changes the radicals of Kangxi alone: those of 长 and 门 stay as they are.
            plain = _RADICAL.sub(lambda sign: standard_forms(sign[0]), row)
            radicals += sum(before != after for before, after in zip(row, plain, strict=True))
            lines.append(Line(len(lines) + 1, plain))
    if blank:
        at = "、".join(str(page) for page in blank[:5])
        remarks.append(Remark(0, "page-scanned", f"第 {at} 页没有文字，可能是扫描的图片，请对照原件补上"))
    if numbered:
        remarks.append(Remark(0, "page-number", f"页边的 {numbered} 个页码没有带进正文"))
    if radicals:
        message = f"有 {radicals} 个字在 PDF 里存成了部首的编码，已换成样子相同的汉字，请核对"
        remarks.append(Remark(0, "radical", message))
    joined, found = join_wrapped(lines)
    if found:
        where = places([remark.line for remark in found])
        message = f"PDF 每行都断开，{where}起的段落已经接好，文字没有改动；请核对分段"
        remarks.append(Remark(0, "hard-wrap", message))
    return Paper(joined, tuple(remarks))


def _is_page_number(row: str) -> bool:
    return PAGE_NUMBER.fullmatch(row) is not None or _BARE_NUMBER.fullmatch(row) is not None
