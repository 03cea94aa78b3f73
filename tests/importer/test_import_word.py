"""A DOCX becomes the text that Word shows: automatic numbers, tables and notes kept, hidden and deleted words left."""

from __future__ import annotations

from pathlib import Path

import pytest

from credit.documents.body import render_body
from credit.importer.document_import import Remark, convert_document
from credit.importer.document_import.word import read_word
from credit.model import Clause, CreditError
from credit.responsibilities import Assignment, read_assignments
from tests.support.made_papers import (
    cell,
    level,
    make_paper,
    numbering,
    paragraph,
    picture,
    run,
    table,
    text_box,
)

#: 一、 （一） 1. （1） ① as one list of five levels, and 第一条 as another.
PLAN = (
    level(0, "chineseCounting", "%1、")
    + level(1, "chineseCountingThousand", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "decimal", "（%4）")
    + level(4, "decimalEnclosedCircleChinese", "%5")
)
RULES = level(0, "chineseCounting", "第%1章") + level(1, "chineseCounting", "第%2条", '<w:lvlRestart w:val="0"/>')
NUMBERING = numbering(
    {0: PLAN, 1: RULES, 2: level(0, "decimal", "%1.")},
    {
        1: (0, ""),
        2: (1, ""),
        3: (2, ""),
        4: (2, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'),
    },
)


def texts(*blocks: str, **parts: str) -> list[str]:
    return [line.text for line in read_word("a.docx", make_paper(*blocks, parts=parts)).lines]


def codes(*blocks: str, **parts: str) -> list[tuple[int, str]]:
    remarks = read_word("a.docx", make_paper(*blocks, parts=parts)).remarks
    return [(remark.line, remark.code) for remark in remarks if remark.code != "place-words"]


def converted(
    tmp_path: Path, data: bytes, kind: str = "policy"
) -> tuple[dict[str, str], str, list[tuple[int, str]], tuple[Clause, ...]]:
    """Return head, text, remarks on lines and clauses of a paper."""
    source = tmp_path / "paper.bin"
    source.write_bytes(data)
    head, markdown, report = convert_document(source, kind)
    body = render_body(markdown.split("\n"), 1, "/policies/a/", ())
    assert [] == [fault for fault in body.faults if not fault.warning]
    found: tuple[Remark, ...] = report
    return head, body.text, [(remark.line, remark.code) for remark in found if remark.line], body.clauses


def test_numbers_of_all_levels_are_written_as_word_shows_them() -> None:
    """Each level counts by itself and begins anew below the next number above it."""
    depths = [0, 1, 2, 3, 4, 4, 3, 2, 1, 2, 0, 1]
    shown = ["一、", "（一）", "1.", "（1）", "①", "②", "（2）", "2.", "（二）", "1.", "二、", "（一）"]
    blocks = [paragraph("甲", (1, depth)) for depth in depths]
    assert [f"{number}甲" for number in shown] == texts(*blocks, numbering=NUMBERING)


def test_articles_count_through_the_chapters() -> None:
    """A level that never restarts; the gap after 条 is written as papers print it."""
    blocks = [paragraph("甲", (2, depth)) for depth in (0, 1, 1, 0, 1)]
    assert ["第一章　甲", "第一条　甲", "第二条　甲", "第二章　甲", "第三条　甲"] == texts(*blocks, numbering=NUMBERING)


def test_a_list_that_restarts_begins_at_one_and_its_fellow_runs_on() -> None:
    """Lists of one definition share their counter, but for one that says it begins anew."""
    blocks = [paragraph("甲", (3, 0)), paragraph("乙", (3, 0)), paragraph("丙", (4, 0)), paragraph("丁", (4, 0))]
    assert ["1.甲", "2.乙", "1.丙", "2.丁"] == texts(*blocks, numbering=NUMBERING)


def test_numbering_comes_from_styles_and_0_takes_it_away() -> None:
    """A style that is based on one with a list, and a paragraph that opts out."""
    styles = (
        '<w:style w:type="paragraph" w:styleId="base"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="derived"><w:basedOn w:val="base"/></w:style>'
    )
    blocks = [paragraph("甲", style="derived"), paragraph("乙", (0, 0), style="derived"), paragraph("丙", style="base")]
    assert ["一、甲", "乙", "二、丙"] == texts(*blocks, numbering=NUMBERING, styles=styles)


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("chineseCounting", {1: "一", 10: "十", 11: "十一", 20: "二十", 21: "二十一", 100: "一百", 101: "一百零一"}),
        ("chineseLegalSimplified", {1: "壹", 10: "壹拾", 11: "壹拾壹"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "㉑", 36: "㊱", 51: "51"}),
        ("ideographEnclosedCircle", {1: "㈠", 10: "㈩", 11: "11"}),
        ("ideographTraditional", {1: "甲", 10: "癸"}),
        ("decimalFullWidth", {12: "１２"}),
        ("decimalZero", {3: "03"}),
        ("upperRoman", {4: "IV"}),
        ("lowerLetter", {1: "a", 27: "aa"}),
    ],
)
def test_number_formats(form: str, shown: dict[int, str]) -> None:
    """As ECMA-376 part 1, 17.18.59 and Word show them."""
    from credit.importer.document_import.word.number_formats import format_number

    assert shown == {value: format_number(value, form) for value in shown}


def test_a_number_that_is_also_typed_is_reported_and_kept() -> None:
    """Word shows it twice, so does the text."""
    blocks = (paragraph("一、甲", (1, 0)),)
    assert (["一、一、甲"], [(1, "number-doubled")]) == (
        texts(*blocks, numbering=NUMBERING),
        codes(*blocks, numbering=NUMBERING),
    )


def test_deleted_words_are_left_out_and_the_revision_is_reported() -> None:
    """Insertions count; a paragraph whose end is deleted runs on into the next, and a deleted one is not counted."""
    deleted = '<w:del w:id="1"><w:r><w:delText>删去的</w:delText></w:r></w:del>'
    inserted = f'<w:ins w:id="2">{run("加上的")}</w:ins>'
    joined = f'<w:p><w:pPr><w:rPr><w:del w:id="3"/></w:rPr></w:pPr>{run("前半")}</w:p>'
    gone = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del w:id="4"/></w:rPr></w:pPr>'
        f"{deleted}</w:p>"
    )
    blocks = (
        paragraph("甲", runs=deleted + inserted), joined, paragraph("后半"), paragraph("乙", (1, 0)), gone,
        paragraph("丙", (1, 0)),
    )  # fmt: skip
    assert ["甲加上的", "前半后半", "一、乙", "二、丙"] == texts(*blocks, numbering=NUMBERING)
    assert (0, "tracked-change") in codes(*blocks, numbering=NUMBERING)


def test_hidden_words_and_comments_are_named_as_a_leak_and_never_shown() -> None:
    """Neither the text nor the report holds them."""
    blocks = (paragraph("甲", runs=run("藏着的话", "<w:vanish/>")),)
    paper = read_word(
        "a.docx", make_paper(*blocks, parts={"comments": f"<w:comment>{paragraph('批的话')}</w:comment>"})
    )
    report = "".join(remark.text() for remark in paper.remarks)
    assert ["甲"] == [line.text for line in paper.lines]
    assert {"hidden-text", "comment"} <= {remark.code for remark in paper.remarks}
    assert ("藏着的话" in report, "批的话" in report) == (False, False)


def test_text_boxes_are_kept_once_behind_their_paragraph() -> None:
    """Word writes each in two forms."""
    blocks = (paragraph("甲", runs=text_box(paragraph("框里"))), paragraph("乙"))
    assert (["甲", "框里", "乙"], [(2, "text-box")]) == (texts(*blocks), codes(*blocks))


def test_pictures_ask_for_an_alternative_text() -> None:
    """With the words that the paper has for it, where it has any."""
    paper = read_word("a.docx", make_paper(paragraph("甲", runs=picture("流程图")), paragraph("乙", runs=picture())))
    messages = [remark.message for remark in paper.remarks if remark.code == "picture-alt"]
    assert (2, True, False) == (len(messages), "流程图" in messages[0], "说明是" in messages[1])


def test_footnotes_stand_at_the_end_with_their_mark_in_the_text() -> None:
    """The mark of the note stands where Word shows it."""
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = f'<w:footnote w:id="2">{paragraph("脚注的话。")}</w:footnote>'
    blocks = (paragraph("甲", runs=reference + run("乙。")), paragraph("丙。"))
    assert ["甲[注1]乙。", "丙。", "[注1] 脚注的话。"] == texts(*blocks, footnotes=notes)


def test_results_of_fields_are_shown_and_their_instructions_are_not() -> None:
    """A table of contents that Word made is left out: the page has its own."""

    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    def instruction(words: str) -> str:
        return f"<w:r><w:instrText>{words}</w:instrText></w:r>"

    contents = paragraph(runs=mark("begin") + instruction("TOC \\o") + mark("separate") + run("一、甲 1"))
    day = paragraph(runs=mark("begin") + instruction("DATE") + mark("separate") + run("2026年3月5日") + mark("end"))
    blocks = (contents, paragraph("二、乙 2", runs=mark("end")), paragraph("丙"), day)
    assert (["丙", "2026年3月5日"], [(0, "contents-table")]) == (texts(*blocks), codes(*blocks))


def test_merged_cells_keep_their_text_in_the_first_place() -> None:
    """Once, the other places empty; the report names row and column."""
    restart, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    blocks = (
        table(
            [cell(paragraph("部门")), cell(paragraph("任务"), properties='<w:gridSpan w:val="2"/>')],
            [cell(paragraph("甲局"), properties=restart), cell(paragraph("子")), cell(paragraph("丑|寅"))],
            [cell(paragraph(), properties=goes_on), cell(paragraph("卯")), cell(paragraph("辰"))],
        ),
    )
    paper = read_word("a.docx", make_paper(*blocks))
    assert [("部门", "任务", ""), ("甲局", "子", "丑|寅"), ("", "卯", "辰")] == [line.cells for line in paper.lines]
    (merged,) = (remark for remark in paper.remarks if remark.code == "table-merged")
    assert ("第 1 行第 2 列" in merged.message, "第 2 行第 1 列" in merged.message) == (True, True)


def test_a_table_in_a_table_is_refused_by_its_place() -> None:
    """No page can show it."""
    blocks = (paragraph("甲"), table([cell(paragraph("乙"), table([cell(paragraph("丙"))])), cell(paragraph("丁"))]))
    with pytest.raises(CreditError, match="第 2 行"):
        read_word("a.docx", make_paper(*blocks))


@pytest.mark.parametrize("data", [b"PK\x03\x04word/document.xml", make_paper()[:-30], make_paper()])
def test_a_damaged_or_empty_paper_is_refused(tmp_path: Path, data: bytes) -> None:
    """With a sentence, never a traceback."""
    source = tmp_path / "a.docx"
    source.write_bytes(data)
    with pytest.raises(CreditError):
        convert_document(source, "notice")


# --- whole papers, their clauses, heads and faults written by hand ------------------------------------


def test_a_plan_with_automatic_numbering_and_restarts(tmp_path: Path) -> None:
    """Its clauses, head, text and faults."""
    data = make_paper(
        paragraph("示例市信用办公室文件"),
        paragraph("示信办发〔2026〕12号"),
        paragraph("示例市信用办公室关于印发示例方案的通知"),
        paragraph("各单位："),
        paragraph("总体要求", (1, 0)),
        paragraph("坚持稳中求进。", (1, 1)),
        paragraph("主要任务", (1, 0)),
        paragraph("建立制度", (1, 1)),
        paragraph("建立台账。", (1, 2)),
        paragraph("逐户登记；", (1, 3)),
        paragraph("每月核对。", (1, 3)),
        paragraph("开通热线。（市商务局牵头，市公安局、各有关部门配合）", (1, 2)),
        paragraph("三、保障措施"),
        paragraph("五、附则"),
        paragraph("材料清单：", (3, 0)),
        paragraph("申请表。", (4, 0)),
        paragraph("示例市信用办公室"),
        paragraph("2026年2月30日"),
        paragraph("（此件公开发布）"),
        parts={"numbering": NUMBERING},
    )
    head, text, found, clauses = converted(tmp_path, data)
    assert {
        "Title": "示例市信用办公室关于印发示例方案的通知", "Number": "示信办发〔2026〕12号", "Number_printed": "示信办发〔2026〕12号",
        "Issuer": "示例市信用办公室", "Addressee": "各单位", "Date": "未注明", "Validity": "未注明",
    } == head  # fmt: skip
    assert [
        ("c1", "一、"), ("c1-1", "（一）"), ("c2", "二、"), ("c2-1", "（一）"), ("c2-1-1", "1."), ("c2-1-1-1", "（1）"),
        ("c2-1-1-2", "（2）"), ("c2-1-2", "2."), ("c3", "三、"), ("c4", "五、"), ("c4-1", "1."), ("c4-2", "1."),
    ] == [(clause.anchor, clause.number) for clause in clauses]  # fmt: skip
    assert [
        "各单位：", "一、总体要求", "（一）坚持稳中求进。", "二、主要任务", "（一）建立制度", "1.建立台账。", "（1）逐户登记；", "（2）每月核对。",
        "2.开通热线。（市商务局牵头，市公安局、各有关部门配合）", "三、保障措施", "五、附则", "1.材料清单：", "1.申请表。", "示例市信用办公室",
        "2026年2月30日", "（此件公开发布）",
    ] == text.split("\n")  # fmt: skip
    assert (Assignment("c2-1-2", "开通热线", ("市商务局",), ("市公安局", "各有关部门")),) == read_assignments(
        clauses, text
    )
    assert [(14, "numbering"), (16, "numbering"), (18, "date-impossible")] == found


def test_rules_with_chapters_articles_and_a_merged_table(tmp_path: Path) -> None:
    """章 and 条 from the list, 项 typed, a table with a merged head."""
    data = make_paper(
        paragraph("示例市信用管理办法"),
        paragraph("总则", (2, 0)),
        paragraph("为了规范信用管理，制定本办法。", (2, 1)),
        paragraph("有下列情形之一的，从其规定：", (2, 1)),
        paragraph("（一）虚假宣传；"),
        paragraph("（二）违约。"),
        paragraph("前款规定不适用于附表所列事项。"),
        paragraph("附则", (2, 0)),
        paragraph("本办法自2026年4月1日起施行。", (2, 1)),
        table(
            [cell(paragraph("事项"), properties='<w:gridSpan w:val="2"/>'), cell(paragraph("期限"))],
            [cell(paragraph("修复")), cell(paragraph("一般")), cell(paragraph("3个月"))],
        ),
        parts={"numbering": NUMBERING},
    )
    head, text, found, clauses = converted(tmp_path, data)
    assert "示例市信用管理办法" == head["Title"]
    assert [
        ("c1", "第一章"), ("c1-1", "第一条"), ("c1-2", "第二条"), ("c1-2-1", "（一）"), ("c1-2-2", "（二）"), ("c1-2-k2", ""),
        ("c2", "第二章"), ("c2-1", "第三条"),
    ] == [(clause.anchor, clause.number) for clause in clauses]  # fmt: skip
    assert ["事项  期限", "修复 一般 3个月"] == text.split("\n")[-2:]
    assert [(10, "table-merged")] == found


def test_a_joint_notice_of_three_offices_with_two_annexes(tmp_path: Path) -> None:
    """All issuers, the first of two numbers as the key, the annexes against their list."""
    data = make_paper(
        paragraph("示例市发展和改革局"),
        paragraph("示例市市场监督管理局文件"),
        paragraph("示例市商务局"),
        paragraph("示发改联〔2026〕3号　示市监联〔2026〕5号"),
        paragraph("关于开展联合检查的通知"),
        paragraph("各有关单位："),
        paragraph("现将有关事项通知如下。"),
        paragraph("附件：1.检查表"),
        paragraph("2.承诺书"),
        paragraph("示例市发展和改革局　示例市市场监督管理局"),
        paragraph("示例市商务局"),
        paragraph("2026年3月5日"),
        paragraph("抄送：市政府办公室。"),
        paragraph("附件1"),
        paragraph("检查表"),
        table(
            [cell(paragraph("序号")), cell(paragraph("项目"))], [cell(paragraph("", (3, 0))), cell(paragraph("标识"))]
        ),
        paragraph("附件3"),
        paragraph("说明"),
        parts={"numbering": NUMBERING},
    )
    head, text, found, _ = converted(tmp_path, data, "notice")
    assert {
        "Title": "关于开展联合检查的通知", "Number": "示发改联〔2026〕3号", "Number_printed": "示发改联〔2026〕3号",
        "Issuer": "示例市发展和改革局、示例市市场监督管理局、示例市商务局", "Addressee": "各有关单位", "Date": "2026-03-05",
    } == head  # fmt: skip
    assert "示发改联〔2026〕3号　示市监联〔2026〕5号" == text.split("\n")[0]
    assert "1. 标识" in text
    assert [
        (4, "number-joint"), (8, "annex-missing"), (8, "annexes"), (12, "date-signed"), (18, "annex-unlisted"),
    ] == found  # fmt: skip
