"""A first row that is no header is one problem, and the message says what went wrong and what to do."""

import pytest

HEADER = "record_id,name,former_names,decided_on,open,note\n"
ROWS = '"BL-2026-00001",甲示例厂,,2026-03-05,true,"一,二"\nBL-2026-00002,乙示例厂,,2026-04-05,true,三\n'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ((HEADER + ROWS).replace(",", "\t"), "制表符"),
        ((HEADER + ROWS).replace(",", ";"), "列表分隔符"),
        (('"' + (HEADER + ROWS).replace(",", '";"')), "分号"),
        ((HEADER + ROWS).replace(",", "，"), "全角逗号"),
        ("黑名单\n制表日期：2026年3月5日\n" + HEADER + ROWS, "表头在第 3 行"),
        ("记录编号,主体名称,曾用名,认定日期,公开,备注\n" + ROWS, "请改回：record_id,name"),
        (HEADER.upper() + ROWS, "请改回：record_id,name"),
        (ROWS, "请在第 1 行写上列名：record_id,name"),
    ],
)
def test_a_file_without_its_header_has_one_problem_with_its_cause(parse, text, words):
    """Every line would have a fault of its own: one cause is one message."""
    table, problems = parse(text)
    assert table is None
    assert [(1, "", "header-missing")] == [(problem.line, problem.field, problem.code) for problem in problems]
    assert words in problems[0].message


def test_a_heading_is_named_by_the_letter_of_its_column(parse):
    """A spreadsheet shows letters and no numbers; a heading with a line break is not repeated."""
    _, problems = parse('record_id,name,former_names,decided_on,open,note,"备\n注"\n')
    [unknown] = [problem for problem in problems if problem.code == "header-unknown"]
    assert unknown.message.startswith("G 列的列名不在结构文件中")
    assert "\n" not in unknown.text()


@pytest.mark.parametrize(
    ("header", "field", "words"),
    [
        ("record_id,名称,former_names,decided_on,open,note", "name", "B 列的列名“名称”不对，这里应是 name"),
        ("record_id, name ,former_names,decided_on,open,note", "name", "B 列的列名 name 前后有空格"),
        ("record_id,Name,former_names,decided_on,open,note", "name", "B 列的列名“Name”应为 name"),
        ("record_id,name,decided_on,former_name,open,note", "former_names", "D 列的列名“former_name”应为 former_names"),
        ("record_id,,former_names,decided_on,open,note", "name", "B 列没有列名，应为 name"),
        ("record_id,name,name,decided_on,open,note", "former_names", "C 列的列名“name”不对，这里应是 former_names"),
        ("name,name,former_names,decided_on,open,note", "record_id", "A 列的列名“name”不对，这里应是 record_id"),
    ],
)
def test_a_renamed_column_is_one_problem(parse, header, field, words):
    """To add the column that is missing would leave its contents in the other."""
    table, problems = parse(f"{header}\nBL-2026-00001,甲示例厂,,2026-03-05,true,三\n")
    assert table is None
    assert [(1, field, "header-missing")] == [(problem.line, problem.field, problem.code) for problem in problems]
    assert words in problems[0].message


def test_a_column_that_is_missing_beside_one_too_many_is_two_problems(parse):
    """Nothing says that the one was the other."""
    _, problems = parse("record_id,former_names,decided_on,open,note,extra\nBL-2026-00001,,2026-03-05,true,三,\n")
    assert ["header-missing", "header-unknown"] == sorted(problem.code for problem in problems)
