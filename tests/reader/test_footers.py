"""Totals, notes and signatures below a table are one fault for their row, and records are never taken for them."""

import pytest

HEADER = "record_id,name,former_names,decided_on,open,note\n"
ROWS = "BL-2026-00001,甲示例厂,,2026-03-05,true,一\nBL-2026-00002,乙示例厂,,2026-12-26,false,二\n"


@pytest.mark.parametrize(
    "footer",
    [
        "合计,2,,,,",
        "合 计：2条,,,,,",
        ",小计,2,,,",
        "以上共两条",
        "共 2 条,,,,,",
        "注：以上为示例,,,,,",
        "制表人：某某,,审核人：某某,,,",
        ",,,,填报日期：2026年6月1日,",
        "第 1 页,,,,,",
    ],
)
def test_a_footer_is_one_fault_and_no_record(found, parse, footer):
    """Its cells are not judged: all would be faults of one slip."""
    text = f"{HEADER}{ROWS}{footer}\n"
    assert [(4, "", "footer-row")] == found(text)
    table, _ = parse(text)
    assert ["BL-2026-00001", "BL-2026-00002"] == table.column("record_id")


@pytest.mark.parametrize(
    "footer", ["小计,1,,,,", ",小计：1户,,,,", "注：以上由示例局报送", "合计,1,,,,\n制表人：某某,,,,,"]
)
def test_a_footer_between_records_is_one_fault_too(found, parse, footer):
    """As where rows were added below the total of last month; the records are read without it, in their order."""
    first, second = ROWS.splitlines()
    text = f"{HEADER}{first}\n{footer}\n{second}\n"
    lines = range(3, 4 + footer.count("\n"))
    assert [(line, "", "footer-row") for line in lines] == found(text)
    table, _ = parse(text)
    assert [2, 4 + footer.count("\n")] == table.cells.index.tolist()


def test_blank_rows_between_records_and_footers_have_the_same_cause(found):
    """Without the footers they would be blank rows at the end, which lose nothing."""
    assert [(5, "", "footer-row"), (6, "", "footer-row")] == found(f"{HEADER}{ROWS},,,,,\n合计,2,,,,\n制表人：某某\n")


@pytest.mark.parametrize(
    "row",
    [
        "BL-2026-00003,合计示例厂,,2026-05-05,true,合计",
        "BL-2026-00003,注册示例厂,,2026-05-05,true,备注",
        "BL-2026-00003,共三家示例厂,,2026-05-05,true,",
    ],
)
def test_a_record_with_such_words_is_a_record(found, row):
    """It has an id before them."""
    assert [] == found(f"{HEADER}{ROWS}{row}\n")


def test_faults_of_the_records_are_named_beside_a_footer(found):
    """Only what stands below the last record is passed over."""
    rows = ROWS.replace("乙示例厂", "乙\u200b示例厂")
    text = f"{HEADER}{rows}合计,2,,,,\n"
    assert [(3, "name", "hidden-character"), (4, "", "footer-row")] == found(text)


@pytest.mark.parametrize("head", [HEADER.strip(), "记录编号,主体名称,曾用名,认定日期,公开,备注", "record_id,name,,,,"])
def test_a_header_between_records_is_one_fault(found, parse, head):
    """Two tables were put below one another."""
    first, second = ROWS.splitlines()
    text = f"{HEADER}{first}\n{head}\n{second}\n"
    assert [(3, "", "header-row")] == found(text)
    table, _ = parse(text)
    assert [2, 4] == table.cells.index.tolist()
