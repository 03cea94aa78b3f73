"""Web pages, PDF files and texts in GB18030 give the article with its head, clauses and faults, and nothing around it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from credit.importer.document_import import convert_document, pdf_pages
from credit.model import CreditError
from credit.privacy.attachments.pdf_reader import PdfContent
from tests.support.made_attachments import make_pdf
from tests.support.made_papers import make_paper, paragraph

PAGE = """<!DOCTYPE html>
<html><head><meta charset="gbk"><title>关于开展示例检查的通知_示例市人民政府网</title>
<meta name="ArticleTitle" content="关于开展示例检查的通知"><meta name="PubDate" content="2026-03-06 10:20">
<meta name="ContentSource" content="示例市信用办公室"><style>p{color:red}</style></head>
<body>
<div class="header nav"><a href="/">首页</a> &gt; <a href="/tz/">通知公告</a></div>
<div class="main">
<table class="xxgk"><tr><td>索引号：</td><td>2201/2026-7</td><td>发文字号：</td><td>示信办〔2026〕7号</td></tr>
<tr><td>成文日期</td><td>2026年3月5日</td><td>有效性</td><td>有效</td></tr></table>
<h1>关于开展示例检查的通知</h1>
<div class="TRS_Editor">
<p align="center">　　各有关单位：</p>
<p>　　现将有关事项&nbsp;通知
如下。</p>
<p>一、检查范围<br>（一）全部单位。</p>
<div style="display:none">看不见的话</div>
<ol><li>甲；</li><li>乙。</li></ol>
<table border="1"><tr><th>单位</th><th>时间</th></tr><tr><td rowspan="2">甲</td><td>三月</td></tr><tr><td>四月</td></tr></table>
<p><img src="a.png" alt="流程图"></p>
<p><a href="/files/a.docx">附件：检查表.docx</a></p>
<p>示例市信用办公室</p><p>2026年3月5日</p>
</div></div>
<div id="footer">版权所有 网站标识码</div>
<script>document.write("脚本")</script>
</body></html>
"""

#: Lines as a browser prints them: long enough that each paragraph is cut.
PLAN = [
    "示例市信用工作方案",
    "示信办发〔2026〕8号",
    "为了加强信用体系建设，营造诚实守信的经营环境，" * 6 + "制定本方案。",
    "一、主要任务",
    "（一）建立信用档案。" + "各单位要结合自身职责，逐户登记经营主体的信用信息，" * 4 + "做到应归尽归。",
    "1.按月核对。",
    "三、保障措施",
]


def convert(
    tmp_path: Path, name: str, data: bytes, kind: str = "policy"
) -> tuple[dict[str, str], str, set[tuple[int, str]]]:
    """Return head, Markdown and remarks of a file."""
    source = tmp_path / name
    source.write_bytes(data)
    head, body, report = convert_document(source, kind)
    return head, body, {(remark.line, remark.code) for remark in report}


def test_a_page_of_a_government_site_is_its_article(tmp_path: Path) -> None:
    """Head from the tags and the table above it; navigation, footer, scripts and hidden words left out."""
    head, body, found = convert(tmp_path, "a.txt", PAGE.encode("gb18030"))
    assert {
        "Title": "关于开展示例检查的通知", "Date": "2026-03-06", "Number": "示信办〔2026〕7号", "Number_printed": "示信办〔2026〕7号",
        "Issuer": "示例市信用办公室", "Source": "示例市信用办公室", "Index_number": "2201/2026-7", "Written_on": "2026-03-05",
        "Validity": "有效", "Addressee": "各有关单位",
    } == head  # fmt: skip
    assert (
        "各有关单位：\n\n现将有关事项 通知如下。\n\n## 一、检查范围\n\n### （一）全部单位。\n\n1.甲；\n\n2.乙。\n\n"
        "| 单位 | 时间 |\n|---|---|\n| 甲 | 三月 |\n|  | 四月 |\n\n附件：检查表.docx\n\n示例市信用办公室\n\n2026年3月5日\n"
    ) == body
    assert {"encoding", "place-words", "table-merged", "picture-alt", "attachment", "annexes"} <= {
        code for _, code in found
    }


def test_content_decides_and_not_the_name(tmp_path: Path) -> None:
    """A page, a DOCX and a text under each other's names."""
    page, word = PAGE.encode(), make_paper(paragraph("示例通知"), paragraph("一句话。"))
    assert "关于开展示例检查的通知" == convert(tmp_path, "a.docx", page)[0]["Title"]
    assert "一句话。\n" == convert(tmp_path, "a.html", word, "notice")[1]
    assert "一句话。\n" == convert(tmp_path, "a.pdf", "示例通知\n一句话。\n".encode(), "notice")[1]


@pytest.mark.parametrize(
    ("name", "data", "advice"),
    [
        ("a.pdf", make_pdf(b""), "扫描件"),
        ("a.pdf", b"%PDF-1.7 broken", "损坏"),
        ("a.doc", b"\xd0\xcf\x11\xe0", "另存为 DOCX"),
        ("a.mht", b"MIME-Version: 1.0\n", "仅 HTML"),
        ("a.html", b"<html><body><nav>a</nav></body></html>", "没有文字"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_way_out(tmp_path: Path, name: str, data: bytes, advice: str) -> None:
    """A scan above all: nothing in it is text."""
    with pytest.raises(CreditError, match=advice):
        convert(tmp_path, name, data)


def test_a_printed_page_comes_back_in_its_paragraphs(tmp_path: Path, browser: Browser) -> None:
    """The text layer of a PDF, its cut lines joined, not one character more or less."""
    page = browser.new_page()
    page.set_content("".join(f"<p>{line}</p>" for line in PLAN))
    data = page.pdf(format="A4")
    page.close()
    head, body, found = convert(tmp_path, "b.bin", data)
    assert ("示例市信用工作方案", "示信办发〔2026〕8号") == (head["Title"], head["Number"])
    assert [
        PLAN[2], f"## {PLAN[3]}", f"### {PLAN[4]}", PLAN[5], f"## {PLAN[6]}"
    ] == body.rstrip("\n").split("\n\n")  # fmt: skip
    assert {"pdf-layout", "hard-wrap", "numbering"} <= {code for _, code in found}


def test_a_text_in_gb18030_with_cut_lines_and_page_numbers(tmp_path: Path) -> None:
    """Cut lines are joined, page numbers and wide digits are reported, no character changes."""
    lines = [
        "示例市商务局公告", "2026年第3号", "关于公布示例名单的公告", "根据有关规定，现将通过审核的示例单位名单予以公布，接",
        "受社会监督。如有异议，请在公示之日起五个工作日内以书", "面形式提出，并写明理由和联系方式。", "- 1 -", "一、名单共２０家。",
        "一、监督电话见网站的的公告栏。", "示例市商务局", "二〇二六年三月五日",
    ]  # fmt: skip
    head, body, found = convert(tmp_path, "a.txt", "\r\n".join(lines).encode("gb18030"), "notice")
    assert {
        "Title": "关于公布示例名单的公告", "Number": "示例市商务局公告2026年第3号", "Issuer": "示例市商务局", "Date": "2026-03-05",
    } == {key: head[key] for key in ("Title", "Number", "Issuer", "Date")}  # fmt: skip
    assert "".join(lines[3:]) == body.replace("\n", "").replace("\\", "").replace("#", "").replace(" 一、", "一、")
    assert {
        (4, "hard-wrap"), (7, "page-number"), (8, "digit-width"), (9, "numbering"), (9, "word-doubled"), (11, "date-signed"),
    } == {place for place in found if place[0]}  # fmt: skip


def test_radicals_of_a_pdf_become_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of 长 and 门, which NFKC leaves, as well as 一; the remark counts what was changed."""
    content = PdfContent(text="\u2ed3春市\u2ed4店\n\u2f00条意见。", pages=1)
    monkeypatch.setattr(pdf_pages, "read_pdf", lambda data: content)
    paper = pdf_pages.read_pages("a.pdf", b"")
    assert "长春市门店一条意见。" == "".join(line.text for line in paper.lines)
    assert ["有 3 个字"] == [remark.message[:6] for remark in paper.remarks if remark.code == "radical"]
