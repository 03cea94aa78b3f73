"""Document body: Markdown rendered to sanitised HTML with anchors, outline, plain text, links and faults."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from credit.documents.clause_anchors import Block, place_blocks
from credit.documents.html_sanitizer import sanitise, to_html
from credit.documents.link_checks import LineFinder, Target, judge_picture, judge_target
from credit.documents.markdown_parser import heading_lines, parse_markup
from credit.documents.source_text import Fault
from credit.documents.text_layout import joins_without_blank
from credit.model import Clause

#: Mark beside a link that leaves the site: words, because colour or a sign alone is not understood.
LEAVES_SITE = "（外部网站）"

_BLOCKS = (
    "p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "blockquote", "ul", "table", "thead", "tbody", "tr",
    "div", "hr",
)  # fmt: skip
_TEXT_BLOCKS = ("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True)
class Body:
    """Rendered body of a document; ``html`` is empty where the body could not be parsed."""

    html: str
    text: str
    clauses: tuple[Clause, ...]
    links: tuple[tuple[int, str], ...]
    faults: tuple[Fault, ...]


def render_body(lines: Sequence[str], first: int, base: str, attachments: Collection[str]) -> Body:
    """Render the body of the document whose address is ``base``; ``first`` is the physical line it begins at.

    Faults: ``body-missing``, ``body-size``, ``body-nesting``, ``body-heading``, ``heading-order``, ``link``,
    ``picture``, and the warning ``html``.
    """
    if not any(line.strip() for line in lines):
        return Body("", "", (), (), (Fault(max(first - 1, 1), "body-missing", "没有正文；开头部分之后空一行再写正文"),))
    root, found = parse_markup(lines, first)
    if root is None:
        return Body("", "", (), (), found)
    faults = list(found)
    for block in root.iter():
        if block.tag in _TEXT_BLOCKS:
            _join_lines(block)
    faults += _settle_headings(root, heading_lines(lines, first))
    _split_run_in(root)
    clauses = _give_anchors(root)
    text = plain_text(root)
    links, link_faults = _settle_links(root, lines, first, base, attachments, {clause.anchor for clause in clauses})
    _settle_tables(root)
    return Body(sanitise(to_html(root)), text, clauses, links, tuple(sorted((*faults, *link_faults), key=_order)))


def _order(fault: Fault) -> tuple[int, str, str]:
    return fault.line, fault.code, fault.message


def words_of(element: Element) -> str:
    """Return the words of an element, pictures aside, without blanks at its ends."""
    return "".join(element.itertext()).strip()


def plain_text(root: Element) -> str:
    """Return the words of a tree, one line for each paragraph, heading, item of a list or row of a table.

    A paragraph that runs on from its heading stays on the heading's line, as it was written.
    """
    lines: list[str] = []
    for block in root:
        found = [line for line in _text_lines(block) if line]
        if block.get("class") == "run-in" and lines and found:
            lines[-1] += found.pop(0)
        lines += found
    return "\n".join(lines)


def _text_lines(block: Element) -> Iterator[str]:
    if block.tag == "tr":
        yield " ".join(words_of(cell) for cell in block).strip()
    elif block.tag in _TEXT_BLOCKS and not any(child.tag in _BLOCKS for child in block):
        yield words_of(block)
    else:
        yield (block.text or "").strip()
        own = ""
        for child in block:
            if child.tag in _BLOCKS:
                yield own.strip()
                own = ""
                yield from _text_lines(child)
            else:
                own += "".join(child.itertext())
            own += child.tail or ""
        yield own.strip()


# --- line ends --------------------------------------------------------------------------------------


def _join_lines(block: Element) -> None:
    """Drop the line ends between Chinese words within a block; the others show as a blank."""
    slots: list[tuple[Element, str]] = []
    _collect(block, slots)
    texts = [getattr(element, name) or "" for element, name in slots]
    for position, text in enumerate(texts):
        if "\n" not in text:
            continue
        first, *middle, last = text.split("\n")
        lines = [first.rstrip(), *(line.strip() for line in middle), last.lstrip()]
        before = "".join(texts[:position])[-1:]
        after = next((rest[0] for rest in texts[position + 1 :] if rest), "")
        joined = lines[0]
        for number, line in enumerate(lines[1:], start=1):
            left = joined[-1:] or before
            right = line[:1] or (after if number == len(lines) - 1 else "")
            joined += ("" if joins_without_blank(left, right) else " ") + line
        texts[position] = joined
        setattr(slots[position][0], slots[position][1], type(text)(joined))


def _collect(element: Element, slots: list[tuple[Element, str]]) -> None:
    slots.append((element, "text"))
    for child in element:
        if child.tag not in _BLOCKS:
            _collect(child, slots)
        slots.append((child, "tail"))


# --- headings and numbers ---------------------------------------------------------------------------


def _settle_headings(root: Element, at: Sequence[int]) -> list[Fault]:
    """Check the headings: ## is the highest, no level is skipped, none is inside a list or quotation."""
    faults = []
    top = [block for block in root if block.tag in _HEADINGS]
    every = [block for block in root.iter() if block.tag in _HEADINGS]
    lines = list(at) if len(at) == len(every) else [at[0] if at else 1] * len(every)
    level = 1
    for block, line in zip(every, lines, strict=True):
        own = int(block.tag[1])
        if not words_of(block):
            faults.append(Fault(line, "body-heading", "标题是空的，请写上文字或删除这一行"))
        elif block not in top:
            faults.append(Fault(line, "body-heading", "列表和引用里不能有标题，请移到外面"))
        elif own == 1:
            faults.append(
                Fault(
                    line,
                    "body-heading",
                    "正文里不用一级标题，题目由 Title 给出；请改用 ##。行首的 # 要显示出来就写 \\#",
                )
            )
        elif own > 4:
            faults.append(Fault(line, "body-heading", "标题最多到四级 ####，请改用较高的一级或普通段落"))
        elif own > level + 1:
            faults.append(Fault(line, "heading-order", f"{'#' * own} 前面缺少上一级标题 {'#' * (own - 1)}"))
            level = own
        else:
            level = own
            continue
        if block not in top or not 2 <= own <= 4 or not words_of(block):
            block.tag = "p"
    return faults


def _split_run_in(root: Element) -> None:
    """Split a heading that runs on into its text: up to the first 。 it is the heading, the rest becomes a paragraph.

    Official papers often go on in the line of the heading (（一）加强领导。各单位要…); a heading of three hundred
    characters is no use as one. No character is lost or moved.
    """
    for position in range(len(root) - 1, -1, -1):
        heading = root[position]
        if heading.tag not in _HEADINGS:
            continue
        rest = Element("p", {"class": "run-in"})
        head, stop, tail = (heading.text or "").partition("。")
        if stop and (tail.strip() or len(heading)):
            heading.text, rest.text = head + stop, tail.lstrip()
            moved = list(heading)
        else:
            for number, child in enumerate(heading):
                before, stop, after = (child.tail or "").partition("。")
                if stop and (after.strip() or number + 1 < len(heading)):
                    child.tail, rest.text = before + stop, after.lstrip()
                    moved = list(heading)[number + 1 :]
                    break
            else:
                continue
        for child in moved:
            heading.remove(child)
            rest.append(child)
        root.insert(position + 1, rest)


def _give_anchors(root: Element) -> tuple[Clause, ...]:
    elements = [block for block in root if block.tag == "p" or block.tag in _HEADINGS]
    blocks = [
        Block(
            "" if element.get("class") == "run-in" else words_of(element),
            int(element.tag[1]) if element.tag != "p" else 0,
        )
        for element in elements
    ]
    clauses = []
    for index, place in place_blocks(blocks).items():
        elements[index].set("id", place.anchor)
        clauses.append((index, Clause(place.anchor, place.level, place.number, blocks[index].text)))
    return tuple(clause for _, clause in sorted(clauses, key=lambda item: item[0]))


# --- links, pictures, tables ------------------------------------------------------------------------


def _settle_links(
    root: Element, lines: Sequence[str], first: int, base: str, attachments: Collection[str], anchors: Collection[str]
) -> tuple[tuple[tuple[int, str], ...], list[Fault]]:
    links: list[tuple[int, str]] = []
    faults: list[Fault] = []
    finder = LineFinder(lines, first)
    for element in list(root.iter()):
        if element.tag == "a":
            written = element.get("href", "")
            line = finder.find(f"]({written}" if written else "](")
            target = judge_target(written, base, attachments)
            if target.kind == "fragment" and target.href[1:] not in anchors:
                target = Target("refused", "", f"本文里没有 {written} 这一条，请对照页面上的条目编号")
            if target.kind == "internal":
                links.append((line, written))
            if target.fault:
                faults.append(Fault(line, "link", target.fault))
            _set_link(element, target)
        elif element.tag == "img":
            written = element.get("src", "")
            line = finder.find(f"]({written}" if written else "](")
            target, alt = judge_picture(written, base, attachments), element.get("alt", "").strip()
            fault = target.fault or ("" if alt else "图片要有文字说明，请在方括号里写上：![说明](文件名)")
            if fault:
                faults.append(Fault(line, "picture", fault))
            _set_picture(element, target, alt)
    return tuple(links), faults


def _set_link(element: Element, target: Target) -> None:
    element.attrib.clear()
    if target.fault:
        element.tag = "span"
        return
    element.set("href", target.href)
    if target.kind == "external":
        element.set("rel", "noopener noreferrer")
        element.tail = LEAVES_SITE + (element.tail or "")


def _set_picture(element: Element, target: Target, alt: str) -> None:
    element.attrib.clear()
    if target.fault:
        element.tag, element.text = "span", alt
    else:
        element.set("src", target.href)
        element.set("alt", alt)


def _settle_tables(root: Element) -> None:
    """Wrap each table in a region that scrolls on a small screen, and drop the inline style of aligned cells."""
    parents = {child: parent for parent in root.iter() for child in parent}
    tables = [element for element in root.iter() if element.tag == "table"]
    for number, table in enumerate(tables, start=1):
        for cell in table.iter():
            cell.attrib.clear()
            if cell.tag == "th" and not words_of(cell):
                cell.tag = "td"  # an empty corner heads nothing
            elif cell.tag == "th":
                cell.set("scope", "col")
        # A screen reader cannot distinguish two regions of one name.
        label = "表格" if len(tables) == 1 else f"表格 {number}"
        parent = parents[table]
        position = list(parent).index(table)
        wrapper = Element("div", {"class": "scroll", "tabindex": "0", "role": "region", "aria-label": label})
        wrapper.tail, table.tail = table.tail, None
        parent.remove(table)
        parent.insert(position, wrapper)
        wrapper.append(table)
