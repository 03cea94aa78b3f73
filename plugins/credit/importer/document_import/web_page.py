"""Web page reader: the article of a government site's page as lines, without navigation, scripts and hidden parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree, html

from credit.documents.text_layout import joins_without_blank
from credit.importer.document_import.head_labels import is_labelled
from credit.importer.document_import.remark_report import Line, Paper, Remark
from credit.model import CreditError

_BEGINS = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|meta|div|p|table|article|h1)\b",
                     re.IGNORECASE | re.DOTALL)  # fmt: skip
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)", re.IGNORECASE)
_NO_TEXT = frozenset(
    {"script", "style", "noscript", "template", "iframe", "object", "embed", "select", "button", "nav", "aside",
     "footer", "svg", "head", "input", "textarea"}
)  # fmt: skip
_AROUND = re.compile(
    r"(?:^|[\s_-])(?:nav|menu|footer|foot|crumbs?|breadcrumb|share|copyright|friendlinks?|sidebar|qrcode|print|toolbar|"
    r"pagination|related)(?:$|[\s_-])",
    re.IGNORECASE,
)
#: Containers of an article in the systems that government sites run on.
_ARTICLE = re.compile(
    r"trs_editor|trs_ue|ucap-?content|article-?con|art_con|pages_content|view_con|news_con|^zoom$|con_text|detail-?con|"
    r"xxgk_con|bt-?content|TRS_PreAppend",
    re.IGNORECASE,
)
_BLOCKS = frozenset(
    {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "section", "article", "main", "table", "tbody",
     "thead", "tfoot", "tr", "td", "th", "blockquote", "pre", "center", "header", "dl", "dt", "dd", "figure", "hr", "body",
     "figcaption", "address", "fieldset", "caption", "html"}
)  # fmt: skip
_FILE = re.compile(r"\.(?:docx?|xlsx?|pdf|ofd|wps|et|zip|rar|pptx?)(?:[?#].*)?$", re.IGNORECASE)
_SITE = re.compile(r"\s*[-_|—–]\s*[^-_|—–]*(?:网|政府|平台|信用)[^-_|—–]*$")
#: Meta tags of 政府网站 pages → label of the head.
_METAS = (("articletitle", "标题"), ("pubdate", "发布日期"), ("contentsource", "来源"))
_MOST_COLUMNS = 60


def is_page(text: str) -> bool:
    """Return whether a text is a web page or a piece of one, by how it begins."""
    return _BEGINS.match(text.lstrip("\ufeff")) is not None


def read_page(name: str, text: str) -> Paper:
    """Return head and article of a page as lines; raises CreditError where it holds no text."""
    try:
        root = html.document_fromstring(text.lstrip("\ufeff").encode(), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise CreditError(f"{name} 这个网页已经损坏，请在浏览器里打开，把文字复制成 TXT 再导入。") from error
    metas = {str(meta.get("name", "")).lower(): str(meta.get("content", "")).strip() for meta in root.iter("meta")}
    titles = [_squeeze(element.text_content()) for element in root.iter("title")]
    body = root.find("body")
    if body is None:
        raise CreditError(f"{name} 这个网页里没有正文。")
    _drop_unshown(body)
    article = _find_article(body)
    blocks = _Blocks()
    blocks.read(article)
    if not blocks.found:
        raise CreditError(f"{name} 这个网页里没有文字。")
    before = _Blocks()
    before.read(body, until=article)
    head = [row for row in before.found if is_labelled(row.text, row.cells)]
    heading = next((_squeeze(element.text_content()) for element in body.iter("h1")), "")
    lines = [_Row(f"{label}：{metas[key]}") for key, label in _METAS if metas.get(key)]
    title = heading or (_SITE.sub("", titles[0]) if titles else "")
    if not metas.get("articletitle") and title and blocks.found[0].text != title:
        lines.append(_Row(f"标题：{title}"))
    rows = [*lines, *head, *blocks.found]
    numbered = tuple(Line(number, row.text, row.cells, row.table) for number, row in enumerate(rows, start=1))
    offset = len(lines) + len(head)
    remarks = [Remark(line + offset, code, message) for line, code, message in blocks.remarks]
    message = "网页没有行号，“第 N 行”指第 N 段；导航、页脚和隐藏的文字没有带进来，请对照网页"
    return Paper(numbered, (Remark(0, "place-words", message), *remarks))


@dataclass(frozen=True)
class _Row:
    """A paragraph, or a row of a table."""

    text: str
    cells: tuple[str, ...] = ()
    table: int = 0


@dataclass
class _Blocks:
    """Paragraphs and rows found so far, and what was left behind: place, code, message."""

    found: list[_Row] = field(default_factory=list)
    remarks: list[tuple[int, str, str]] = field(default_factory=list)
    tables: int = 0
    _words: str = ""
    _ended: bool = False

    def read(self, element: etree._Element, until: etree._Element | None = None) -> None:
        """Read an element's blocks, those before ``until`` alone where it is given."""
        self._walk(element, until)
        self._flush()

    def _walk(self, element: etree._Element, until: etree._Element | None) -> None:
        self._words += element.text or ""
        for child in element:
            if child is until:
                self._ended = True
            if self._ended:
                return
            self._child(element, child, until)
            if not self._ended:
                self._words += child.tail or ""

    def _child(self, parent: etree._Element, child: etree._Element, until: etree._Element | None) -> None:
        if not isinstance(child.tag, str):
            return
        inside = until is not None and any(item is until for item in child.iter())
        if child.tag == "br":
            self._flush()
        elif child.tag == "img":
            self._picture(child)
        elif child.tag == "table" and not inside and _is_data(child):
            self._flush()
            self._table(child)
        elif child.tag in _BLOCKS:
            self._flush()
            if child.tag == "li" and parent.tag == "ol":
                self._words = f"{_item_number(parent, child)}."
            self._walk(child, until)
            self._flush()
        else:
            if child.tag == "a" and _FILE.search(child.get("href", "")):
                message = f"这里链接着附件“{_squeeze(child.text_content())}”，没有带过来；请下载后放到附件里"
                self.remarks.append((len(self.found) + 1, "attachment", message))
            self._walk(child, until)

    def _flush(self) -> None:
        if text := _squeeze(self._words):
            self.found.append(_Row(text))
        self._words = ""

    def _picture(self, element: etree._Element) -> None:
        label = _squeeze(element.get("alt", ""))
        shown = f"，网页里的说明是“{label}”" if label else ""
        message = f"这里有一张图片没有随文字过来{shown}；要公开它，请另存为附件，写成 ![文字说明](文件名)，说明不能空着"
        self.remarks.append((len(self.found) + 1, "picture-alt", message))

    def _table(self, table: etree._Element) -> None:
        self.tables += 1
        at, merged = len(self.found) + 1, False
        taken: set[tuple[int, int]] = set()
        rows: list[list[str]] = []
        for number, line in enumerate(table.iter("tr")):
            row: list[str] = []
            for cell in line.iterchildren("td", "th"):
                while (number, len(row)) in taken:
                    row.append("")
                down, right = (_span(cell.get(key, "1")) for key in ("rowspan", "colspan"))
                merged |= down > 1 or right > 1
                taken |= {(number + step, len(row) + beside) for step in range(1, down) for beside in range(right)}
                row += [_cell_words(cell), *[""] * (right - 1)]
            while (number, len(row)) in taken:
                row.append("")
            rows.append(row)
        width = max((len(row) for row in rows), default=0)
        for row in rows:
            if any(row):
                cells = (*row, *[""] * (width - len(row)))
                self.found.append(_Row(" ".join(cells).strip(), cells, self.tables))
        if merged:
            message = "表格里有合并的格子，网页上的表格不能合并：文字放在左上的一格，其余的空着，请核对"
            self.remarks.append((at, "table-merged", message))


def _drop_unshown(body: etree._Element) -> None:
    """Remove what a reader does not see or what stands around the article; the text after it stays."""
    whole = len(body.text_content())
    for element in list(body.iter()):
        if element is body or element.getparent() is None:
            continue
        if not isinstance(element.tag, str):
            element.drop_tree()
            continue
        marks = f"{element.get('class', '')} {element.get('id', '')}"
        # A frame around the whole page may bear such a name, too.
        around = _AROUND.search(marks) is not None and 2 * len(element.text_content()) < whole
        hidden = element.get("hidden") is not None or _HIDDEN.search(element.get("style", "")) is not None
        if hidden or around or element.tag in _NO_TEXT:
            element.drop_tree()


def _find_article(body: etree._Element) -> etree._Element:
    """Return the element that holds the article: by its known name, else the one with most text outside links."""
    named = [
        element
        for element in body.iter()
        if _ARTICLE.search(element.get("class", ""))
        or _ARTICLE.search(element.get("id", ""))
        or element.tag == "article"
    ]
    if named:
        return max(named, key=_own_text)
    best = max((element for element in body.iter("div", "td", "section", "main")), key=_own_text, default=body)
    # Where the text is spread over several containers, the page as a whole is taken.
    return best if 2 * _own_text(best) > _own_text(body) else body


def _own_text(element: etree._Element) -> int:
    """Return the length of an element's text outside links; that of inner containers counts for them."""
    length = len(_squeeze(element.text_content()))
    links = sum(len(_squeeze(link.text_content())) for link in element.iter("a"))
    inner = sum(
        len(_squeeze(child.text_content()))
        for child in element.iterchildren("div", "section", "main", "article", "table")
    )
    own = length - links
    # A wrapper whose text all stands in one inner container is no better than that one.
    return own - inner // 2 if element.tag not in ("body",) else own


def _is_data(table: etree._Element) -> bool:
    """Return whether a table holds data rather than the layout of a page."""
    if table.find(".//table") is not None or any(True for _ in table.iter("h1", "h2", "ul", "ol")):
        return False
    rows = [sum(1 for _ in line.iterchildren("td", "th")) for line in table.iter("tr")]
    return max(rows, default=0) > 1


def _cell_words(cell: etree._Element) -> str:
    inner = _Blocks()
    inner.read(cell)
    return " ".join(row.text for row in inner.found)


def _span(text: str) -> int:
    return max(1, min(int(text), _MOST_COLUMNS)) if text.isdigit() and len(text) < 5 else 1


def _item_number(parent: etree._Element, child: etree._Element) -> int:
    """Return the number that a browser shows before an item of an ordered list."""
    number = int(parent.get("start", "1")) if parent.get("start", "1").isdigit() else 1
    for item in parent.iterchildren("li"):
        number = int(item.get("value", "")) if item.get("value", "").isdigit() else number
        if item is child:
            break
        number += 1
    return number


def _squeeze(text: str) -> str:
    """Return text with its line ends joined as Chinese is, and runs of blanks as one."""
    joined = ""
    for piece in _lines(text):
        if joined and piece:
            joined += "" if joins_without_blank(joined[-1], piece[0]) else " "
        joined += piece
    return joined


def _lines(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        if words := " ".join(line.split()):
            yield words
