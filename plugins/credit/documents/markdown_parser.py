"""Markdown parser: a small subset of Markdown to an element tree, by Python-Markdown.

Enabled: headings with #, paragraphs, lists with -, quotations with >, rules, ``**bold**``, ``*emphasis*``,
`` `code` ``, links, pictures, hard line ends, and of the extensions ``tables`` alone. Disabled, and why:

* raw HTML, entities, ``<address>`` links: text typed in angle brackets shows as it was typed;
* numbered lists: Markdown renumbers them, and the number of a clause must stay the one that was printed;
* code blocks by indentation: Chinese paragraphs are indented, and imported text is;
* headings by underlining and emphasis by ``_``: lines of dashes and blanks to fill in (``____``) are common in forms;
* links by reference: 〔2018〕 is often typed as [2018];
* footnotes, attributes, abbreviations, definitions: they are not used, and each makes characters special.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

import markdown

from credit.documents.clause_anchors import begins_with_number
from credit.documents.source_text import Fault

#: Beyond these sizes a text is no document, and Markdown would take minutes or run out of stack.
MAX_DEPTH = 5
MAX_PARAGRAPH = 20_000
MAX_MARKS = 400
MAX_CELLS = 20_000

_BLOCKS_OFF = ("code", "setextheader", "olist", "reference")
_INLINE_OFF = (
    "reference", "image_reference", "short_reference", "short_image_ref", "autolink", "automail", "html", "entity",
)  # fmt: skip

_MARKS = re.compile(r"[\[*`!]")
_LIST_LINE = re.compile(r" {0,3}[-*+][ \t]+\S")
_RULE_LINE = re.compile(r" {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}")
_HEADING_LINE = re.compile(r"[ \t\u3000]*#{1,6}")
#: The same, also inside a quotation or a list, where Markdown makes headings too.
_NESTED_HEADING = re.compile(r"(?:[ \t\u3000]*(?:>[ \t]?|[-*+][ \t]+))*[ \t\u3000]*#{1,6}(?!#)")
_TABLE_RULE = re.compile(r" {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_NESTING = re.compile(r"(?:[ \t]*(?:[-*+][ \t]+|>[ \t]?))*")
#: Marks of other dialects of Markdown: struck-out words and footnotes.
_UNUSED = re.compile(r"~~[^~\n]+~~|\[\^[^\]\n]{1,40}\]")
#: A link whose brackets are full-width, as a Chinese keyboard writes them: it is no link.
_WIDE_LINK = re.compile(r"[\]］][ \t]*（(?:/|https?:)|］[ \t]*\((?:/|https?:)|\]\((?:/|https?:)[^\s()（）]*）")
#: Lines as a word processor or a spreadsheet gives them: Markdown makes one paragraph of them.
_BULLET_LINE = re.compile(r"[ \t\u3000]*[●•◆■▪◦○➢✓√][ \t\u3000]*\S")
_TAB_LINE = re.compile(r"\S[ \t]*\t[ \t]*\S")
_WIDE_HEADING = re.compile(r"[ \t\u3000]*＃{1,6}")
_CODE_SPAN = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
_HTML = re.compile(r"</?[A-Za-z][^<>]{0,200}>|<!--")


def parse_markup(lines: Sequence[str], first: int) -> tuple[Element | None, tuple[Fault, ...]]:
    """Parse the lines of a body, the first of which is line ``first`` of its file.

    Returns the tree (its root is a ``div``), or None where the text is too large or nested too deep. Faults:
    ``body-size``, ``body-nesting``, ``table-row`` and the warnings ``html`` and ``markup`` for what is shown as typed.
    """
    faults = [*_size_faults(lines, first), *_depth_faults(lines, first)]
    if not faults:
        try:
            root = _parse(_separate(lines))
        except RecursionError:
            faults.append(Fault(first, "body-nesting", "正文的列表、引用或括号套得太深，请改得简单一些"))
        else:
            return root, (*_table_faults(lines, first), *_html_warnings(lines, first), *_paste_warnings(lines, first))
    return None, tuple(faults)


def _parse(lines: Sequence[str]) -> Element:
    """Run the steps of Markdown up to the tree: its serialiser would pass on text that looks like an entity."""
    parser = markdown.Markdown(extensions=["tables"], tab_length=4)
    parser.preprocessors.deregister("html_block", strict=False)
    for name in _BLOCKS_OFF:
        parser.parser.blockprocessors.deregister(name, strict=False)
    for name in _INLINE_OFF:
        parser.inlinePatterns.deregister(name, strict=False)
    if (delimiters := getattr(parser, "delimiters", None)) is not None:
        delimiters.remove("_")
    parser.treeprocessors.deregister("prettify", strict=False)
    text = list(lines)
    for preprocessor in parser.preprocessors:
        text = preprocessor.run(text)
    root = parser.parser.parseDocument(text).getroot()
    assert root is not None  # an empty ElementTree exists, Markdown makes none
    for treeprocessor in parser.treeprocessors:
        changed = treeprocessor.run(root)
        root = root if changed is None else changed
    return root


def heading_lines(lines: Sequence[str], first: int) -> list[int]:
    """Return the physical lines that begin with # and are therefore headings, or meant to be."""
    return [first + number for number, line in enumerate(lines) if _NESTED_HEADING.match(line)]


def _separate(lines: Sequence[str]) -> list[str]:
    """Put a blank line where a list, table, numbered paragraph or heading follows a line of text directly.

    Markdown would run them into one paragraph, which no author means who types them on lines of their own. Blanks
    before a paragraph, ideographic ones above all, are layout and removed.
    """
    out: list[str] = []
    in_list = False
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if _HEADING_LINE.match(line) or line[:1] in "\u3000\xa0" or (not in_list and line[:1] in " \t"):
            line = line.lstrip()
        before = out[-1] if out else ""
        starts_list = bool(_LIST_LINE.match(line)) and not _RULE_LINE.fullmatch(line)
        if before.strip() and (
            (starts_list and not in_list)
            or begins_with_number(line)
            or _HEADING_LINE.match(line)
            or ("|" in line and "|" not in before and "-" in following and _TABLE_RULE.fullmatch(following))
        ):
            out.append("")
        if starts_list:
            in_list = True
        elif line.strip() and line[:1] not in " \t" and not (out and out[-1].strip()):
            in_list = False
        out.append(line)
    return out


def _size_faults(lines: Sequence[str], first: int) -> Iterator[Fault]:
    if sum(line.count("|") for line in lines) > MAX_CELLS:
        yield Fault(first, "body-size", f"正文的表格超过 {MAX_CELLS} 格，请把数据做成附件或数据集")
    start, length, marks = first, 0, 0
    for number, line in enumerate((*lines, ""), start=first):
        if line.strip():
            start = start if length else number
            length += len(line)
            marks += len(_MARKS.findall(line)) if "|" not in line else 0
            continue
        if length > MAX_PARAGRAPH and not lines[start - first].lstrip().startswith("|"):
            yield Fault(start, "body-size", f"这一段超过 {MAX_PARAGRAPH} 字，请用空行分成几段")
        elif marks > MAX_MARKS:
            yield Fault(start, "body-size", "这一段里的 [ * ` ! 太多，请用空行分成几段")
        length = marks = 0


def _depth_faults(lines: Sequence[str], first: int) -> Iterator[Fault]:
    for number, line in enumerate(lines, start=first):
        match = _NESTING.match(line)
        if match is None or _RULE_LINE.fullmatch(line):
            continue
        head = match[0].expandtabs(4)
        indent = len(head) - len(head.lstrip())
        if sum(head.count(mark) for mark in "-*+>") + indent // 4 > MAX_DEPTH:
            yield Fault(number, "body-nesting", f"列表或引用套了 {MAX_DEPTH} 层以上，请改得简单一些")


def _html_warnings(lines: Sequence[str], first: int) -> Iterator[Fault]:
    for number, line in enumerate(lines, start=first):
        if _HTML.search(line):
            yield Fault(number, "html", "正文里的 HTML 标签不起作用，会原样显示出来；不需要就删除", warning=True)
        if found := _UNUSED.search(line):
            what = "删除线 ~~" if found[0].startswith("~") else "脚注 [^"
            yield Fault(number, "markup", f"这里不用{what}，会原样显示出来；请改成普通文字", warning=True)
        if _WIDE_LINK.search(line):
            message = "这个链接用了全角括号，会原样显示出来；请用半角的，写成 [文字](/地址/)"
            yield Fault(number, "markup", message, warning=True)


def _paste_warnings(lines: Sequence[str], first: int) -> Iterator[Fault]:
    """Yield ``markup`` for lists and tables that were pasted: the first line of each that runs into the one before."""
    around = zip(("", *lines), lines, (*lines[1:], ""), strict=False)
    for number, (before, line, after) in enumerate(around, start=first):
        message = ""
        if _WIDE_HEADING.match(line):
            message = "全角的 ＃ 不是标题，会原样显示出来；小标题请用半角的 ##，后面空一格"
        elif _BULLET_LINE.match(line) and _BULLET_LINE.match(after) and not _BULLET_LINE.match(before):
            message = "这里的几行会连成一段；列表请每行用“- ”开头，代替行首的符号"
        elif _TAB_LINE.search(line) and _TAB_LINE.search(after) and not _TAB_LINE.search(before):
            message = (
                "像是从表格软件粘贴的表格，会连成一段；请每行写成 | 名称 | 日期 |，第二行写 |---|---|，或者放在附件里"
            )
        if message:
            yield Fault(number, "markup", message, warning=True)


def _table_faults(lines: Sequence[str], first: int) -> Iterator[Fault]:
    """Yield ``table-row`` for each row with more cells than the heading of its table: Markdown drops them."""
    width = 0
    # A table may stand in a quotation or a list.
    plain = [_NESTING.sub("", line, count=1) for line in lines]
    for number, line in enumerate(plain):
        following = plain[number + 1] if number + 1 < len(plain) else ""
        if "|" not in line:
            width = 0
        elif not width and "-" in following and _TABLE_RULE.fullmatch(following):
            width = _cell_count(line)
        elif width and (count := _cell_count(line)) > width:
            message = f"这一行有 {count} 格，表头只有 {width} 格，多出来的不会显示；请补上表头，格内的竖线写成 \\|"
            yield Fault(first + number, "table-row", message)


def _cell_count(line: str) -> int:
    plain = _CODE_SPAN.sub("", line.strip().replace("\\|", ""))
    return plain.removeprefix("|").removesuffix("|").count("|") + 1
