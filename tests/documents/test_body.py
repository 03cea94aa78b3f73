"""Markdown becomes sanitised HTML with anchors, links at their lines, and nothing that runs."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credit.documents.body import Body, render_body


def render(text: str, attachments: frozenset[str] = frozenset()) -> Body:
    return render_body(text.split("\n"), 1, "/notices/a/", attachments)


def places(body: Body) -> list[tuple[int, str]]:
    return [(fault.line, fault.code) for fault in body.faults]


def test_headings_and_clauses_have_positional_anchors() -> None:
    """A clause is one paragraph with its number as text, and no list."""
    body = render("## 一、意义\n\n甲。\n\n## 二、任务\n\n### （一）归集\n\n1.建立制度。督促。\n\n2. 公开。\n")
    assert (
        '<h2 id="c1">一、意义</h2>\n<p>甲。</p>\n<h2 id="c2">二、任务</h2>\n<h3 id="c2-1">（一）归集</h3>\n'
        '<p id="c2-1-1">1.建立制度。督促。</p>\n<p id="c2-1-2">2. 公开。</p>'
    ) == body.html
    assert [("c1", 2, "一、"), ("c2", 2, "二、"), ("c2-1", 3, "（一）"), ("c2-1-1", 4, "1."), ("c2-1-2", 4, "2.")] == [
        (clause.anchor, clause.level, clause.number) for clause in body.clauses
    ]


def test_numbered_lines_one_below_the_other_are_paragraphs() -> None:
    """Markdown would run them together or count them anew."""
    assert (
        '<p>材料：</p>\n<p id="c1">3.甲</p>\n<p id="c2">4. 乙，共1.5万元</p>'
        == render("材料：\n3.甲\n4. 乙，共1.5万元").html
    )


def test_a_list_below_a_line_of_text_is_a_list() -> None:
    """Nobody who types it so means one paragraph."""
    assert "<p>材料：</p>\n<ul><li>甲</li><li>乙</li></ul>" == render("材料：\n- 甲\n- 乙").html


def test_a_heading_that_runs_on_is_split_at_its_first_stop() -> None:
    """The heading stays short; in the plain text the line stays whole."""
    body = render("## 一、甲\n\n### (一)加强领导。各单位要[看](/lists/)好。")
    assert '<h3 id="c1-1">(一)加强领导。</h3><p>各单位要<a href="/lists/">看</a>好。</p>' == body.html.split("\n")[1]
    assert "(一)加强领导。各单位要看好。" == body.text.split("\n")[1]


def test_indented_and_ideographic_blanks_make_no_code() -> None:
    """Chinese paragraphs are indented."""
    assert '<p>缩进。</p>\n<p id="c1">5.也缩进。</p>' == render("\u3000\u3000缩进。\n\n    5.也缩进。").html


def test_line_ends_between_chinese_words_vanish() -> None:
    """Also next to emphasis; between Latin words a blank stays."""
    assert "<p>甲乙<strong>丙</strong>丁，戊 of text</p>" == render("甲\n乙\n**丙**\n丁，\n戊 of\ntext").html


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<a href='javascript:x'>y</a>", "&lt;b&gt; &nbsp; &#60;", "<!-- x -->",
     "____ 和 snake_case_x", "a < b & c > d", "发〔2018〕[1]: x", "[a][b]", "<https://example.com>"],
)  # fmt: skip
def test_what_looks_like_html_is_shown_as_typed(text: str) -> None:
    """Never run, never swallowed."""
    body = render(text)
    assert text == body.text
    assert not re.search(r"<(?!/?p>)", body.html)


@pytest.mark.parametrize(
    "target",
    ["javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", "//evil.example/x", "/\\evil.example", "vbscript:x", "ftp://a/b",
     "https://user@example.com/", "http:/x", "https://", "a.md", "x.pdf", "/a/../b", "tel:abc", "mailto:x", "http://[::1", "#nowhere"],
)  # fmt: skip
def test_links_that_lead_nowhere_good_are_refused_at_their_line(target: str) -> None:
    """The words stay, the link goes."""
    body = render(f"甲\n\n乙 [字]({target})")
    assert [(3, "link")] == places(body)
    assert "<p>甲</p>\n<p>乙 <span>字</span></p>" == body.html


def test_links_of_the_site_are_handed_on_with_their_lines() -> None:
    """Whether the page exists is judged elsewhere."""
    body = render("[甲](/lists/black-list/)\n\n/lists/ 和 [乙](/lists/)、\n[丙](/policies/a/#c1-1)\n\n[丁](/lists/)")
    assert ((1, "/lists/black-list/"), (3, "/lists/"), (4, "/policies/a/#c1-1"), (6, "/lists/")) == body.links
    assert () == body.faults


def test_links_that_leave_the_site_say_so() -> None:
    """In words beside them, and without handing over the window."""
    html = '<a href="https://www.example.com/?a=1&amp;b=2" rel="noopener noreferrer">外</a>（外部网站）。'
    assert f"<p>{html}</p>" == render("[外](https://www.example.com/?a=1&b=2)。").html


def test_links_inside_attachments_mail_and_telephone() -> None:
    """The anchor exists, the file exists, the telephone can be dialled."""
    text = "1.甲\n\n[上](#c1) [表](form.pdf) [信](mailto:a@example.com) [话](tel:0434-6053889)"
    body = render(text, frozenset({"form.pdf"}))
    assert () == body.faults
    assert ["#c1", "/notices/a/form.pdf", "mailto:a@example.com", "tel:0434-6053889"] == re.findall(
        'href="([^"]*)"', body.html
    )


def test_pictures_are_attachments_with_words() -> None:
    """Nothing is fetched from elsewhere."""
    good = render("![门口](door.png)", frozenset({"door.png", "a.pdf"}))
    assert ('<p><img src="/notices/a/door.png" alt="门口"></p>', ()) == (good.html, good.faults)
    for wrong in (
        "![x](https://example.com/a.png)",
        "![](door.png)",
        "![x](a.pdf)",
        "![x](no.png)",
        "![x](data:image/png;base64,AA)",
    ):
        assert [(1, "picture")] == places(render(wrong, frozenset({"door.png", "a.pdf"})))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("![门口](no.png)", "没有这个附件；图片要放在"),
        ("![门口](Door.PNG)", "附件的文件名是 door.png，大小写要一样"),
        ("[网站](www.example.gov.cn)", "最前面要有 https://"),
        ("[网站](example.com/a)", "最前面要有 https://"),
        ("[表](A.pdf#2)", "附件的文件名是 a.pdf，大小写要一样"),
        ("![门口](https://example.com/a.png)", "不能引用其他网站的图片"),
        ("![门口](/notices/b/door.png)", "不能引用其他网站的图片"),
    ],
)
def test_file_that_is_not_there_is_said_to_be_missing(written: str, said: str) -> None:
    """Or to be there in other letters."""
    (fault,) = render(written, frozenset({"door.png", "a.pdf"})).faults
    assert said in fault.message


def test_tables_scroll_and_carry_no_style() -> None:
    """Aligned cells would have an inline style, which the content policy blocks."""
    body = render("前\n| |数|\n|:--|--:|\n|甲|1|")
    assert (
        '<p>前</p>\n<div class="scroll" tabindex="0" role="region" aria-label="表格"><table><thead><tr><td></td><th scope="col">数</th>'
        "</tr></thead><tbody><tr><td>甲</td><td>1</td></tr></tbody></table></div>"
    ) == body.html
    assert "前\n数\n甲 1" == body.text


def test_two_tables_have_two_names() -> None:
    """A screen reader tells regions apart by name."""
    table = "|a|b|\n|-|-|\n|1|2|\n"
    assert ["表格 1", "表格 2"] == re.findall('aria-label="([^"]*)"', render(table + "\n" + table).html)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("# 一级", (1, "body-heading")),
        ("甲\n\n##### 五级", (3, "body-heading")),
        ("## 甲\n\n#### 跳级", (3, "heading-order")),
        ("甲\n\n##", (3, "body-heading")),
        ("", (1, "body-missing")),
        ("\n  \n", (1, "body-missing")),
    ],
)
def test_headings_that_break_the_order_are_named(text: str, place: tuple[int, str]) -> None:
    """The title is the only first heading, and no step is left out."""
    assert [place] == places(render(text))


def test_tags_get_a_warning() -> None:
    """They do nothing, which the author should know."""
    assert [("html", True)] == [(fault.code, fault.warning) for fault in render("甲<br>乙").faults]


@pytest.mark.parametrize(
    "text",
    ["> " * 3000 + "x", "- " * 3000 + "x", "[" * 5000, "*a " * 5000, "`" * 30000, "![" * 3000, "|a" * 30000 + "\n" + "|-" * 30000,
     "\n".join("    " * depth + "- a" for depth in range(300)), "字" * 100_000],
)  # fmt: skip
def test_bombs_are_refused_and_not_run(text: str) -> None:
    """Deep nesting and huge blocks have a clear problem instead of a RecursionError or minutes of work."""
    body = render(text)
    assert body.html == ""
    assert {fault.code for fault in body.faults} <= {"body-nesting", "body-size"}


#: The elements a body may hold.
LISTED = {
    "p", "h2", "h3", "h4", "ul", "li", "blockquote", "table", "thead", "tbody", "tr", "td", "th", "div", "hr", "a", "img",
    "br", "strong", "em", "code", "span",
}  # fmt: skip

_PIECES = st.sampled_from(
    ["# ", "## ", "- ", "> ", "\n", "\n\n", "    ", "|", "|-|-|", "*", "**", "_", "`", "[", "](", ")", "!", "\\", "<", ">", "&", "&lt;",
     "一、", "（一）", "1.", "javascript:", "https://a.cn", "/lists/", "<script>", "字", "a", "。", "\u3000", "\x02", "\x03", "klzzwxh:0"]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(_PIECES, max_size=25).map("".join))
def test_no_text_makes_anything_but_the_listed_elements(text: str) -> None:
    """Whatever is typed: no traceback, no tag or attribute off the list, each id once."""
    html = render(text).html
    tags = set(re.findall(r"</?([a-z0-9]+)", html))
    assert tags <= LISTED
    for attributes in re.findall(r"<[a-z0-9]+ ([^>]*)>", html):
        assert set(re.findall(r'([a-z-]+)="', attributes)) <= {
            "id",
            "href",
            "rel",
            "scope",
            "class",
            "tabindex",
            "role",
            "aria-label",
        }
    assert "javascript:" not in "".join(re.findall(r'href="([^"]*)"', html))
    ids = re.findall(r'id="([^"]*)"', html)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    "written",
    [
        "看[指南]（/guides/repair/）。", "看[指南]（https://example.cn/）。", "看［指南］（/guides/repair/）。",
        "看［指南］(/guides/repair/)。", "看[指南](/guides/repair/）。", "~~删~~", "甲[^1]",
    ],
)  # fmt: skip
def test_what_is_shown_as_typed_is_warned_of(written: str) -> None:
    """A link in full-width brackets is none, nor are marks of other dialects."""
    (fault,) = render(written).faults
    assert (1, "markup", True) == (fault.line, fault.code, fault.warning)


@pytest.mark.parametrize(
    "written", ["[2026]（见附件）", "看[指南](/guides/repair/)（第 3 步）。", "政策［2026］7号（/）"]
)
def test_brackets_that_are_no_link_are_left_alone(written: str) -> None:
    """Years of document numbers, and remarks behind a link."""
    assert () == render(written).faults


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("甲\n\n● 一\n● 二\n● 三", 3, "每行用“- ”开头"),
        ("序号\t名称\n1\t甲\n2\t乙", 1, "从表格软件粘贴"),
        ("甲\n\n＃＃ 乙", 3, "半角的 ##"),
    ],
)
def test_what_was_pasted_from_another_program_is_a_warning(text: str, line: int, words: str) -> None:
    """Once for each list and table: their lines become one paragraph."""
    (fault,) = render(text).faults
    assert (line, "markup", True) == (fault.line, fault.code, fault.warning)
    assert words in fault.message


@pytest.mark.parametrize(
    "text", ["● 一\n\n● 二", "- 一\n- 二", "甲\t乙\n\n丙", "\t甲\n\t乙", "| 甲 | 乙 |\n|---|---|\n| 1 | 2 |"]
)
def test_lines_that_stay_apart_are_no_fault(text: str) -> None:
    assert () == render(text).faults
