"""A paper's text becomes a document: what it says of itself in the head, every other line once, in order, unchanged."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credit.documents import read_documents
from credit.importer.document_import import KINDS, ImportedDocument, convert_document, import_document
from credit.importer.document_import.markdown_output import to_markdown
from credit.importer.document_import.remark_report import Line
from credit.model import CreditError, Document

STAND_INS = Path(__file__).parent / "documents"
PLAN = STAND_INS / "market-honesty-plan.txt"
NOTICE = STAND_INS / "members-report-notice.txt"

#: The folder with the real papers, where a machine has it.
REAL = os.environ.get("CREDIT_DOCUMENTS", "")


def imported(root: Path, source: Path, kind: str) -> tuple[ImportedDocument, Document]:
    """Import a file and read the document back as the site does."""
    result = import_document(source, kind, root=root)
    documents, problems = read_documents(root)
    assert [] == [problem.text() for problem in problems if problem.severity == "error"]
    return result, documents[0]


def source_lines(path: Path) -> list[str]:
    return [line.strip() for line in path.read_text(encoding="utf-8-sig").splitlines() if line.strip()]


def codes(result: ImportedDocument) -> list[tuple[int, str]]:
    return [(remark.line, remark.code) for remark in result.report if remark.line]


def test_the_head_of_a_plan_is_what_it_says_of_itself(tmp_path: Path) -> None:
    """Title, day and number of its own; the number of the paper it cites is not taken."""
    result, document = imported(tmp_path, PLAN, "policy")
    assert {
        "Title": "示例市集市诚信经营提升工作方案",
        "Slug": "market-honesty-plan",
        "Date": "2019-04-08",
        "Number": "示信办发〔2019〕7号",
        "Number_printed": "示信办发﹝2019﹞7号",
        "Issuer": "未注明",
        "Validity": "未注明",
    } == document.metadata
    assert tmp_path / "content/policies/market-honesty-plan.md" == result.path
    assert result.markdown == result.path.read_text(encoding="utf-8")


def test_the_head_of_a_notice_has_neither_number_nor_day(tmp_path: Path) -> None:
    """Those in its sentences belong to other papers; that it lacks its own is reported."""
    result, document = imported(tmp_path, NOTICE, "notice")
    assert {
        "Title": "关于为第一批示例会员单位免费办理信用查询的通知",
        "Slug": "members-report-notice",
        "Date": "未注明",
        "Addressee": "各示例会员单位",
        "Place": "示例市综合服务大楼4楼",
        "Telephone": "0434-7000001;0434-7000002",
    } == document.metadata
    assert {"number-missing", "date-missing", "issuer-missing"} <= {remark.code for remark in result.report}


@pytest.mark.parametrize(
    ("source", "kind", "gone"),
    [
        (PLAN, "policy", {"示例市集市诚信经营提升工作方案", "发布时间:2019-04-08 |", "示信办发﹝2019﹞7号"}),
        (NOTICE, "notice", {"关于为第一批示例会员单位免费办理信用查询的通知"}),
    ],
)
def test_every_other_line_stays_once_in_order_unchanged(
    tmp_path: Path, source: Path, kind: str, gone: set[str]
) -> None:
    """Read back from the page's text, line for line, and in the file with the marks of headings taken off."""
    result, document = imported(tmp_path, source, kind)
    expected = [line for line in source_lines(source) if line not in gone]
    assert expected == document.text.split("\n")
    body = result.markdown.split("\n\n", 1)[1]
    assert expected == [re.sub(r"^#{2,4} ", "", line) for line in body.splitlines() if line]


def test_headings_and_clauses_of_a_plan_have_their_anchors(tmp_path: Path) -> None:
    """四、 is h2 c4, (一) h3 c4-1, 1. a paragraph; an indented line is no code and 1. no list."""
    _, document = imported(tmp_path, PLAN, "policy")
    assert ["c1", "c2", "c3", "c3-1", "c3-1-1", "c3-1-2", "c3-2", "c3-2-1", "c3-2-2", "c4", "c4-1", "c4-2"] == [
        clause.anchor for clause in document.clauses
    ]
    assert re.findall(r"<(\w+) id", document.body) == [
        "h2",
        "h2",
        "h2",
        "h3",
        "p",
        "p",
        "h3",
        "p",
        "p",
        "h2",
        "h3",
        "h3",
    ]
    assert '<p id="c3-2-2">2.开通热线。' in document.body
    assert not re.search(r"<(?:pre|code|ol|ul|li)", document.body)


def test_the_faults_of_a_plan_are_reported_at_their_lines(tmp_path: Path) -> None:
    """Pictures that stayed behind, a title that stands twice, a cut title, a sentence without its end."""
    result, _ = imported(tmp_path, PLAN, "policy")
    assert [
        (5, "picture"), (8, "number-form"), (10, "picture"), (14, "title-repeated"), (18, "number-form"), (18, "title-cut"),
        (32, "sentence-end"),
    ] == codes(result)  # fmt: skip
    assert {"half-width", "issuer-missing", "validity-missing"} <= {remark.code for remark in result.report}


def test_the_faults_of_a_notice_are_reported_at_their_lines(tmp_path: Path) -> None:
    """A known title cited wrongly, a label written twice."""
    result, _ = imported(tmp_path, NOTICE, "notice")
    assert [(3, "number-form"), (3, "title-wrong"), (8, "label-doubled")] == codes(result)
    assert "《征信业管理条例》" in next(remark.message for remark in result.report if remark.code == "title-wrong")


@pytest.mark.parametrize(
    "encoded",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.encode("gb18030"),
        lambda text: text.replace("\n", "\r\n").encode("gb18030"),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: text.encode("utf-16"),
    ],
    ids=["mark", "gb18030", "gb18030-crlf", "cr", "utf-16"],
)
def test_the_encoding_of_the_source_does_not_matter(tmp_path: Path, encoded) -> None:  # type: ignore[no-untyped-def]
    """UTF-8, GB18030 and what Windows writes give the same document."""
    text = PLAN.read_text(encoding="utf-8")
    other = tmp_path / PLAN.name
    other.write_bytes(encoded(text))
    assert convert_document(PLAN, "policy")[:2] == convert_document(other, "policy")[:2]


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04x", b"%PDF-1.7", b"\xd0\xcf\x11\xe0", b"", b" \n\t\n", b"a\0b", b"\xff" * 9]
)
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes) -> None:
    """With a sentence that says what to do, and nothing written."""
    source = tmp_path / "a.txt"
    source.write_bytes(data)
    with pytest.raises(CreditError):
        import_document(source, "notice", root=tmp_path)
    assert not (tmp_path / "content").exists()


def test_the_slug_comes_from_the_name_or_the_option(tmp_path: Path) -> None:
    """A Chinese name is no slug; then the option is needed."""
    source = tmp_path / "通知.txt"
    source.write_bytes(NOTICE.read_bytes())
    with pytest.raises(CreditError, match="--slug"):
        import_document(source, "notice", root=tmp_path)
    with pytest.raises(CreditError, match="--slug"):
        import_document(source, "notice", root=tmp_path, slug="通知")
    assert "query.md" == import_document(source, "notice", root=tmp_path, slug="query").path.name


def test_a_slug_that_exists_is_refused_unless_replaced(tmp_path: Path) -> None:
    """Nothing is overwritten by accident."""
    first = import_document(NOTICE, "notice", root=tmp_path)
    first.path.write_text("Title: 旧\n\n旧\n", encoding="utf-8")
    with pytest.raises(CreditError, match="--replace"):
        import_document(NOTICE, "notice", root=tmp_path)
    assert "Title: 旧\n\n旧\n" == first.path.read_text(encoding="utf-8")
    assert first.markdown == import_document(NOTICE, "notice", root=tmp_path, replace=True).markdown
    assert ["members-report-notice.md"] == [path.name for path in first.path.parent.iterdir()]


def test_a_number_that_exists_is_refused_unless_replaced(tmp_path: Path) -> None:
    """The document that bears the number is written over and keeps its slug; one number is one permalink."""
    first = import_document(PLAN, "policy", root=tmp_path, slug="old-address")
    with pytest.raises(CreditError, match="old-address"):
        import_document(PLAN, "policy", root=tmp_path, slug="new-address")
    again = import_document(PLAN, "policy", root=tmp_path, slug="new-address", replace=True)
    assert (first.path, first.markdown) == (again.path, again.markdown)
    assert "slug-kept" in {remark.code for remark in again.report}
    with pytest.raises(CreditError, match="种类不同"):
        import_document(PLAN, "notice", root=tmp_path, replace=True)


def test_with_an_output_nothing_is_compared(tmp_path: Path) -> None:
    """The file goes where it was asked to, and content/ is left alone."""
    import_document(PLAN, "policy", root=tmp_path)
    output = tmp_path / "draft.md"
    result = import_document(PLAN, "policy", root=tmp_path, output=output)
    assert (output, "market-honesty-plan") == (result.path, re.search(r"Slug: (.*)", result.markdown)[1])  # type: ignore[index]
    with pytest.raises(CreditError, match="文件夹"):
        import_document(PLAN, "policy", root=tmp_path, output=tmp_path / "no" / "a.md")


def test_an_output_that_is_there_is_replaced_only_on_demand(tmp_path: Path) -> None:
    """It may be a draft that someone has edited."""
    output = tmp_path / "draft.md"
    output.write_text("改过的草稿\n", encoding="utf-8")
    with pytest.raises(CreditError, match=r"已有 draft[.]md；要代替它请加 --replace"):
        import_document(PLAN, "policy", root=tmp_path, output=output)
    assert "改过的草稿\n" == output.read_text(encoding="utf-8")
    done = import_document(PLAN, "policy", root=tmp_path, output=output, replace=True)
    assert done.markdown == output.read_text(encoding="utf-8")
    with pytest.raises(CreditError, match="是文件夹"):
        import_document(PLAN, "policy", root=tmp_path, output=tmp_path)


def test_a_policy_without_a_number_has_none_and_the_check_reminds_of_it(tmp_path: Path) -> None:
    """The import writes what there is; the check says what is missing and where, and no page shows a number."""
    source = tmp_path / "a.txt"
    source.write_text("示例工作方案\n一、做什么\n做好事情。\n", encoding="utf-8")
    import_document(source, "policy", root=tmp_path)
    (document,), problems = read_documents(tmp_path)
    assert not any(problem.severity == "error" for problem in problems)
    assert (4, "Number", "front-matter-unstated") in {(item.line, item.field, item.code) for item in problems}
    assert not {"Number", "Number_printed"} & set(document.metadata)


def test_the_tasks_of_a_policy_are_counted_and_unknown_departments_named(package: Path) -> None:
    """With the department that may be meant."""
    source = package / "a.txt"
    source.write_text("示例工作方案\n一、做什么\n1.登记。（市商务局牵头，市市场监督局配合）\n", encoding="utf-8")
    report = {remark.code: remark.message for remark in import_document(source, "policy", root=package).report}
    assert "1 项任务分工" in report["tasks"]
    assert (
        "市市场监督局" in report["department-unknown"],
        "公主岭市市场监督管理局" in report["department-unknown"],
    ) == (
        True,
        True,
    )


@pytest.mark.parametrize("kind", KINDS)
def test_numbers_of_persons_are_reported_and_never_repeated(tmp_path: Path, kind: str) -> None:
    """The report names the line and the class; a mobile number is no telephone of an office."""
    source = tmp_path / "a.txt"
    source.write_text("示例通知\n请联系张三,电话13800138000,证件11010519491231002X。\n", encoding="utf-8")
    result = import_document(source, kind, root=tmp_path)
    words = "".join(remark.text() for remark in result.report)
    assert [(2, "personal-data")] * 2 == [place for place in codes(result) if place[1] == "personal-data"]
    assert ("13800138000" in words, "11010519491231002X" in words, "Telephone" in result.markdown) == (
        False,
        False,
        False,
    )


SIGNS = [
    "# 井号", "## 两个", "> 大于", "- 减号", "+ 加号", "* 星号", "---", "***", "___", "====", "1. 有空格", "12) 括号", "    四格", "\t制表",
    "*强调* 和 **粗**", "_下划_ 和 __粗__", "`代码`", "[字](http://a.cn)", "![图](a.png)", "[2013](附件)", "<b>粗</b>", "<script>x</script>",
    "&lt; &amp; &#60;", "\\* 和 \\\\ 和 C:\\路径", "| 表 | 格 |", "|---|---|", "[1]: http://a.cn", "Title: 不是头", "~~删~~", "```", "{: #id}",
    "http://a.cn", "<http://a.cn>", "一、甲#", "一、\\", "一、甲\\", "C#", "*", "#", "\\", "1.", "a  b", "！[叹](号)", "[^1]", ": 定义", "— 破折",
]  # fmt: skip


@pytest.mark.parametrize("sign", SIGNS)
def test_signs_of_markdown_in_a_paper_are_shown_as_they_are(tmp_path: Path, sign: str) -> None:
    """Escapes that render back to the same text."""
    source = tmp_path / "a.txt"
    source.write_text(f"示例通知\n前面一句。\n{sign}\n后面一句。\n", encoding="utf-8")
    _, document = imported(tmp_path, source, "notice")
    assert ["前面一句。", sign.strip(), "后面一句。"] == document.text.split("\n")
    assert not re.search(r"<(?:a|em|strong|code|img|ul|ol|li|table|blockquote|hr|pre|script)\b", document.body)


_TEXT = st.text(st.sampled_from("一二三、（）()#*_`[]<>|\\-+.1 2!&~=:：；。字a\u3000"), min_size=1, max_size=20)


@settings(max_examples=300, deadline=None)
@given(st.lists(_TEXT.map(str.strip).filter(bool), min_size=1, max_size=6))
def test_any_lines_come_back_from_the_page(lines: list[str]) -> None:
    """Whatever signs they hold: the Markdown of the lines renders to the lines."""
    from credit.documents.body import render_body

    markdown = to_markdown([Line(number, text) for number, text in enumerate(lines, start=1)])
    body = render_body(markdown.split("\n"), 1, "/notices/a/", ())
    assert [] == [fault for fault in body.faults if not fault.warning]
    assert lines == body.text.split("\n")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=120))
def test_any_bytes_are_imported_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    """Never a traceback, never half a file."""
    root = tmp_path_factory.mktemp("any")
    source = root / "a.txt"
    source.write_bytes(data)
    try:
        result = import_document(source, "case", root=root)
    except CreditError:
        assert not (root / "content").exists()
    else:
        assert result.markdown == result.path.read_text(encoding="utf-8")
        assert ["a.md"] == [path.name for path in result.path.parent.iterdir()]


@pytest.mark.skipif(not REAL, reason="CREDIT_DOCUMENTS names no folder with the real papers")
@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        (
            "plan-ecommerce-integrity",
            "policy",
            {"Date": "2018-12-26", "Number": "公信用办发〔2018〕10号", "Number_printed": "公信用办发﹝2018﹞10号"},
        ),
        (
            "notice-free-credit-report",
            "notice",
            {"Date": "未注明", "Telephone": "0434-6053889;0434-3231315", "Addressee": "各立信单位"},
        ),
    ],
)
def test_the_real_papers_come_through_whole(tmp_path: Path, name: str, kind: str, expected: dict[str, str]) -> None:
    """Their own number and day, every line of text."""
    source = Path(REAL) / f"{name}.txt"
    _, document = imported(tmp_path, source, kind)
    assert expected == {key: document.metadata[key] for key in expected}
    assert ("Number" in document.metadata) == (kind == "policy")
    lines = source_lines(source)
    used = {
        lines[0],
        *(line for line in lines[:12] if line.startswith("发布时间") or re.fullmatch(r"\S+﹝\d+﹞\d+号", line)),
    }
    assert [line for line in lines if line not in used] == document.text.split("\n")
    if kind == "policy":
        levels = [clause.anchor.count("-") for clause in document.clauses]
        assert (5, 7, 19) == tuple(levels.count(level) for level in range(3))


@pytest.mark.skipif(not REAL, reason="CREDIT_DOCUMENTS names no folder with the real papers")
@pytest.mark.parametrize(
    ("name", "kind", "faults"),
    [
        (
            "plan-ecommerce-integrity",
            "policy",
            [
                (5, "picture"), (8, "number-form"), (10, "picture"), (14, "title-repeated"), (18, "number-form"),
                (18, "title-cut"), (36, "sentence-end"), (42, "misprint"), (72, "misprint"), (86, "misprint"),
            ],
        ),
        ("notice-free-credit-report", "notice", [(3, "number-form"), (3, "title-wrong")]),
    ],
)  # fmt: skip
def test_the_faults_of_the_real_papers_are_reported(
    package: Path, name: str, kind: str, faults: list[tuple[int, str]]
) -> None:
    """Each at its line; of the plan its nineteen tasks too, with no department that is not known."""
    result = import_document(Path(REAL) / f"{name}.txt", kind, root=package)
    whole = {remark.code: remark.message for remark in result.report if not remark.line}
    assert faults == codes(result)
    assert ("19 项" in whole.get("tasks", ""), "department-unknown" in whole) == (kind == "policy", False)
    assert {"half-width", "blank", "issuer-missing"} <= set(whole)
