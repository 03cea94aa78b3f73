"""What spreadsheets and editors write otherwise without losing anything is one warning and the same table."""

import pandas
import pytest

from credit.reader import canonical_bytes

HEADER = "record_id,name,former_names,decided_on,open,note\n"
ROWS = "BL-2026-00001,甲示例厂,,2026-03-05,true,一\nBL-2026-00002,乙示例厂,旧示例厂,2026-12-26,false,二\n"
CANONICAL = HEADER + ROWS


def in_spreadsheet_dates(text):
    return text.replace("2026-03-05", "2026/3/5").replace("2026-12-26", "2026/12/26")


SPELLINGS = {
    "no mark": (CANONICAL.encode(), "无 BOM"),
    "two marks": (("\ufeff" + CANONICAL).encode("utf-8-sig"), "重复的 BOM"),
    "CRLF": (CANONICAL.replace("\n", "\r\n").encode("utf-8-sig"), "CRLF"),
    "CR": (CANONICAL.replace("\n", "\r").encode("utf-8-sig"), "CR 换行"),
    "GB18030": (CANONICAL.encode("gb18030"), "GB18030"),
    "slashes": (in_spreadsheet_dates(CANONICAL).encode("utf-8-sig"), "斜杠日期"),
    "capital booleans": (CANONICAL.replace("true", "TRUE").replace("false", "FALSE").encode("utf-8-sig"), "TRUE"),
    "empty cells at the end": (CANONICAL.replace("\n", ",,\n").encode("utf-8-sig"), "行尾空单元格"),
    "empty rows at the end": ((CANONICAL + ",,,,,\n,,,,,\n\n").encode("utf-8-sig"), "末尾空行"),
    "no last line end": (CANONICAL.rstrip("\n").encode("utf-8-sig"), "文末缺换行"),
    "needless quotes": (CANONICAL.replace("甲示例厂", '"甲示例厂"').encode("utf-8-sig"), "多余的引号"),
    "rows in another order": (
        (HEADER + "\n".join(reversed(ROWS.splitlines())) + "\n").encode("utf-8-sig"),
        "行序",
    ),
    "columns in another order": (
        "note,name,former_names,decided_on,open,record_id\n"
        "一,甲示例厂,,2026-03-05,true,BL-2026-00001\n"
        "二,乙示例厂,旧示例厂,2026-12-26,false,BL-2026-00002\n".encode("utf-8-sig"),
        "列序",
    ),
    "all that Excel does": (
        in_spreadsheet_dates(CANONICAL).replace("true", "TRUE").replace("\n", ",,\r\n").encode("gb18030"),
        "GB18030 编码、CRLF 换行、行尾空单元格、斜杠日期、大写的 TRUE/FALSE",
    ),
}


def test_a_canonical_file_has_no_problem_and_comes_back_byte_for_byte(parse):
    """Reading and writing a canonical file changes nothing."""
    table, problems = parse(CANONICAL)
    assert ((), CANONICAL.encode("utf-8-sig")) == (problems, canonical_bytes(table))


@pytest.mark.parametrize("name", SPELLINGS)
def test_a_lossless_spelling_is_one_warning_and_the_same_table(parse, name):
    """Whatever the spelling, the table, and so every page made of it, is the one of the canonical file."""
    data, words = SPELLINGS[name]
    expected, _ = parse(CANONICAL)
    table, problems = parse(data)
    pandas.testing.assert_frame_equal(expected.cells.reset_index(drop=True), table.cells.reset_index(drop=True))
    assert [(1, "", "spelling", "warning")] == [
        (problem.line, problem.field, problem.code, problem.severity) for problem in problems
    ]
    assert words in problems[0].message
    assert "inv format" in problems[0].message


def test_the_index_holds_the_physical_line_of_each_row(parse):
    """A problem found later, in the sorted table, still names the line a person sees in an editor."""
    table, _ = parse(HEADER + "\n".join(reversed(ROWS.splitlines())) + "\n")
    assert [3, 2] == table.cells.index.tolist()
    assert ["BL-2026-00001", "BL-2026-00002"] == table.cells["record_id"].tolist()


def test_record_ids_sort_by_prefix_year_and_running_number(parse):
    """BL-2026-9 comes before BL-2026-10, whatever the code points say."""
    ids = ["BL-2026-10", "BL-2026-9", "BL-2025-100", "AL-2026-7", "odd"]
    table, _ = parse(HEADER + "".join(f"{item},x,,,,\n" for item in ids))
    assert ["AL-2026-7", "BL-2025-100", "BL-2026-9", "BL-2026-10", "odd"] == table.cells["record_id"].tolist()


def test_rare_characters_survive_in_utf8_and_gb18030(parse):
    """𠮷 and 𫝀 lie beyond the BMP; GB18030 has them in four bytes."""
    text = CANONICAL.replace("甲示例厂", "𠮷𫝀示例厂")
    for data in (text.encode("utf-8-sig"), text.encode("gb18030")):
        table, _ = parse(data)
        assert "𠮷𫝀示例厂" == table.cells["name"].iloc[0]


def test_a_comma_and_a_quote_inside_a_cell_are_quoted_and_come_back(parse):
    """RFC 4180: the cell is quoted whole and each quote in it doubled."""
    text = CANONICAL.replace("一", '"“示例”,""引号"""')
    table, problems = parse(text)
    assert ((), '“示例”,"引号"') == (problems, table.cells["note"].iloc[0])
    assert text.encode("utf-8-sig") == canonical_bytes(table)


def test_a_date_that_does_not_exist_stays_as_it_is_written(parse):
    """2026/2/30 is no other spelling of any day; the checks will name it."""
    table, problems = parse(CANONICAL.replace("2026-03-05", "2026/2/30"))
    assert ((), "2026/2/30") == (problems, table.cells["decided_on"].iloc[0])


def test_a_list_without_rows_is_an_empty_table(parse):
    """A list may be empty: its header alone is a canonical file."""
    table, problems = parse(HEADER)
    assert ((), 0, HEADER.encode("utf-8-sig")) == (problems, len(table.cells), canonical_bytes(table))
