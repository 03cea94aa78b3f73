"""Guide sections: a guide's body as a tree of sections with paragraphs, items and tables, and the faults of its layout.

The headings of a guide say which part of the page a section is (``docs/staff.zh.md`` has the table); any other heading
of the second level is a question that the page answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, fromstring

from credit.documents.html_sanitizer import inner_html
from credit.documents.source_text import Fault
from credit.documents.text_variables import part_of

CONDITIONS, STEPS, MATERIALS, SOURCES = "什么情况可以办", "怎样办", "要准备什么", "有关文件"
#: Columns of the table that makes a section the form to print.
FORM_COLUMNS = ("填什么", "提示", "行数", "编号")

#: Order of the parts on the page; questions stand between tables and documents.
_ORDER = (CONDITIONS, STEPS, MATERIALS, "table", "question", SOURCES, "form")
_PARTS = {
    "periods": "table",
    "time_limits": "table",
    "problems": "table",
    "tasks": "table",
    "lists": "item",
    "hotlines": "item",
}
_VOID = re.compile(r"<(br|hr|img)((?:[^>\"]|\"[^\"]*\")*)>")
_LINE_KEY = re.compile(r"[a-z]+(?:-[a-z]+)*")


@dataclass(frozen=True)
class Line:
    """A paragraph or item as sanitised HTML and as words; ``href`` is the target where it is one link alone."""

    html: str
    text: str
    href: str = ""
    external: bool = False


@dataclass
class Section:
    """The blocks below one heading; ``blocks`` are their tags in order, ``line`` counts the heading from 1."""

    title: str
    line: int = 0
    blocks: list[str] = field(default_factory=list)
    paragraphs: list[Line] = field(default_factory=list)
    items: list[Line] = field(default_factory=list)
    rows: list[tuple[str, ...]] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """The part of the page: a fixed heading, ``table``, ``form`` or ``question``."""
        if self.title in _ORDER:
            return self.title
        if self.rows:
            return "form"
        part = part_of(self.paragraphs[0].text) if self.blocks == ["p"] else None
        return "table" if part and _PARTS[part.name] == "table" else "question"


def read_sections(body: str) -> Section:
    """Return the body of a guide, as the sanitiser writes it, as a section without a title."""
    text = _VOID.sub(r"<\1\2/>", body.replace("&nbsp;", "\xa0"))
    root = current = Section("")
    headings = 0
    for block in fromstring(f"<div>{text}</div>"):
        words = "".join(block.itertext()).strip()
        if block.tag in ("h2", "h3", "h4"):
            headings += 1
            current = Section(words, headings)
            (root.sections[-1] if block.tag == "h3" and root.sections else root).sections.append(current)
            if block.tag == "h4":
                current.blocks.append("h4")
            continue
        table = block.find("table") if block.tag == "div" else None
        current.blocks.append("table" if table is not None else block.tag)
        if block.tag == "p":
            current.paragraphs.append(_line(block))
        elif block.tag == "ul":
            current.items += [_line(item) for item in block]
        elif table is not None:
            current.rows += [tuple("".join(cell.itertext()).strip() for cell in row) for row in table.iter("tr")]
    return root


def _line(element: Element) -> Line:
    if len(element) == 1 and element[0].tag == "p" and not (element.text or "").strip():
        element = element[0]  # items with blank lines between them hold paragraphs
    words = "".join(element.itertext()).strip()
    link = element[0] if len(element) == 1 and element[0].tag == "a" else None
    external = link is not None and "rel" in link.attrib
    alone = link is not None and not (element.text or "").strip() and (external or not (link.tail or "").strip())
    if link is None or not alone:
        return Line(inner_html(element).strip(), words)
    return Line(inner_html(element).strip(), "".join(link.itertext()).strip(), link.get("href", ""), external)


def check_sections(body: str, at: Sequence[int], first: int) -> Iterator[Fault]:
    """Report what a guide's page cannot show (``guide-layout``); ``at`` are the lines of the headings."""
    root = read_sections(body)
    if not root.items or set(root.blocks) != {"ul"}:
        yield Fault(first, "guide-layout", "第一个标题前面只写一个列表（每行以“- ”开头），用几句话说清楚怎么办")
    if not any(section.title == STEPS and section.sections for section in root.sections):
        yield Fault(first, "guide-layout", f"缺少“## {STEPS}”一节，下面每一步用“### 步骤名”开头")
    if '<a href="#' in body:
        yield Fault(first, "guide-layout", "办事指南的页面没有条目编号，请去掉以 # 开头的链接")
    rank = -1
    for section in root.sections:
        line = at[section.line - 1] if section.line <= len(at) else first
        if message := _section_fault(section):
            yield Fault(line, "guide-layout", f"“{section.title}”一节：{message}")
        own = _ORDER.index(section.kind)
        if own == rank and section.kind not in ("table", "question"):
            yield Fault(line, "guide-layout", f"“{section.title}”一节：这样的一节只能有一个，请并到一起")
        if own < rank:
            order = "、".join(
                {"table": "期限表", "question": "其他问题", "form": "填写的表格"}.get(x, x) for x in _ORDER
            )
            yield Fault(line, "guide-layout", f"“{section.title}”一节的位置与页面不同，各节的次序是：{order}")
        rank = max(rank, own)
        if section.kind != STEPS and section.sections:
            yield Fault(line, "guide-layout", f"“{section.title}”一节下面不能有三级标题，只有“{STEPS}”有")
        for step in section.sections:
            if section.kind == STEPS and (message := _steps_fault(step)):
                line = at[step.line - 1] if step.line <= len(at) else first
                yield Fault(line, "guide-layout", f"“{step.title}”一步：{message}")


def _section_fault(section: Section) -> str:
    if section.kind == STEPS:
        return "每一步用“### 步骤名”开头，前面不写别的" if section.blocks else ""
    if section.kind in (CONDITIONS, MATERIALS):
        return "" if section.blocks == ["ul"] else "只写一个列表，每行以“- ”开头"
    if section.kind == SOURCES:
        return (
            ""
            if section.blocks == ["ul"] and all(item.href for item in section.items)
            else "只写一个列表，每行一个链接"
        )
    if section.kind == "table":
        return ""
    return _form_fault(section) if section.kind == "form" else _steps_fault(section)


def _steps_fault(section: Section) -> str:
    """Return the fault of a step or a question: paragraphs, then links or parts that become links."""
    if not section.paragraphs or section.blocks.count("ul") > 1 or section.blocks[-1] not in ("p", "ul"):
        return "先写一段或几段文字，最后可以有一个链接的列表"
    if set(section.blocks) - {"p", "ul"} or "ul" in section.blocks[:-1]:
        return "只写段落，最后可以有一个链接的列表；不用引用、表格、图片和更低的标题"
    if any(part_of(line.text) for line in section.paragraphs):
        return "期限表的占位符要单独成为一节（## 标题，下面只写占位符），名单和热线的占位符写在列表里"
    if not all(item.href or _PARTS.get(getattr(part_of(item.text), "name", "")) == "item" for item in section.items):
        return "列表里每行只写一个链接或占位符，其他文字写成段落"
    return ""


def _form_fault(section: Section) -> str:
    if section.blocks != ["p", "table", "p", "ul"]:
        return "依次写：一段说明，一个表格，一段承诺，一个签名的列表"
    head, *lines = section.rows
    if head != FORM_COLUMNS:
        return f"表格的表头要写 | {' | '.join(FORM_COLUMNS)} |"
    keys = [line[3] for line in lines]
    if not all(_LINE_KEY.fullmatch(key) for key in keys) or len(set(keys)) != len(keys):
        return f"“{FORM_COLUMNS[3]}”一列用小写字母，各行不同，例如 contact；记录编号一行写 record，网站会自动填上编号"
    if not all(
        line[0] and (not line[2] or (line[2].isascii() and line[2].isdigit() and len(line[2]) == 1)) for line in lines
    ):
        return f"“{FORM_COLUMNS[0]}”不能空着，“{FORM_COLUMNS[2]}”写 1 到 9 的数字，一行的空着"
    return ""
