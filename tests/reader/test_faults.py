"""What is lost, hidden or broken in a CSV is refused at its line, and reading goes on."""

import unicodedata
from dataclasses import replace

import pytest

from credit.lookalike_characters import ODD_CHARACTERS, ODD_FORM, standard_forms
from credit.model import Field, Schema
from credit.reader import parse_table

HEADER = "record_id,name,former_names,decided_on,open,note\n"
FIRST = "BL-2026-00001,甲示例厂,,2026-03-05,true,一\n"
LAST = "BL-2026-00003,丙示例厂,,2026-05-05,false,三\n"


def with_name(name):
    return f"{HEADER}{FIRST}BL-2026-00002,{name},,2026-04-05,true,二\n{LAST}"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("乙\u200b示例厂", "hidden-character"),
        ("乙\ufeff示例厂", "hidden-character"),
        ("乙\u202e示例厂", "hidden-character"),
        ("乙\u00a0示例厂", "hidden-character"),
        ("乙\u00ad示例厂", "hidden-character"),
        ("乙\u2028示例厂", "hidden-character"),
        ("乙\x07示例厂", "hidden-character"),
        ("乙\x00示例厂", "hidden-character"),
        ("乙\x85示例厂", "hidden-character"),
        ("乙\t示例厂", "hidden-character"),
        ("乙\ufe0f示例厂", "hidden-character"),
        ("乙\U000e0100示例厂", "hidden-character"),
        ("乙\U000e0041示例厂", "hidden-character"),
        ("乙\u3164示例厂", "hidden-character"),
        ("乙\r示例厂", "hidden-character"),
        ("\t乙示例厂", "formula"),
        ("\r乙示例厂", "formula"),
        ("乙\ufffd示例厂", "mojibake"),
        ("乙\ue123示例厂", "mojibake"),
        ("乙\U000f0001示例厂", "mojibake"),
        ("锟斤拷锟斤拷", "mojibake"),
        ("公主岭示例商贸有限公司".encode().decode("gbk", errors="replace").replace("\ufffd", "?"), "mojibake"),
        ("公主岭示例商贸".encode().decode("cp1252", errors="replace").replace("\ufffd", "x"), "mojibake"),
        ("公主岭示例".encode("gbk").decode("latin-1"), "mojibake"),
        ("9.12E+17", "scientific-notation"),
        ("9.12202E+17", "scientific-notation"),
        ("2.2e17", "scientific-notation"),
        ("1E+05", "scientific-notation"),
        ("乙" * 8193, "file-size"),
    ],
)
def test_a_cell_that_hides_or_has_lost_something_is_named_at_its_line_and_column(found, name, code):
    """The row stays, so that whatever else is wrong with it is told in the same run."""
    assert (3, "name", code) in found(with_name(name))


@pytest.mark.parametrize(
    "name",
    [
        "乙·示例（集团）厂",
        "示例 A 厂",
        "示例×厂",
        "Café 示例",
        "MA0E12示例",
        "3E5示例",
        "乙—示例厂",
        "𠮷示例",
        "示例é厂",
    ],
)
def test_an_ordinary_name_is_no_fault(found, name):
    """Middle dots, dashes, accents, letters and digits are names of real shops."""
    assert [] == found(with_name(name))


def test_every_fault_of_a_file_is_named_in_one_run(found):
    """A clerk mends a file once and not six times."""
    text = HEADER + "a,甲\u200b,,,,\nb,乙\n\nc,丙,,,,\ud7ff\nd,9.1E+17,,,,\n"
    assert [
        (2, "name", "hidden-character"),
        (3, "", "field-count"),
        (4, "", "blank-row"),
        (6, "name", "scientific-notation"),
    ] == found(text)


def test_a_line_break_in_a_cell_is_named_where_the_cell_begins_and_later_lines_stay_right(found, parse):
    """A quoted cell open at the line end swallows no row: what follows keeps its physical line."""
    text = f'{HEADER}{FIRST}BL-2026-00002,"乙\n示\n例厂",,2026-04-05,true,二\nBL-2026-00003,丙\n'
    assert [(3, "name", "line-break"), (6, "", "field-count")] == found(text)
    table, _ = parse(text)
    assert [2, 3] == table.cells.index.tolist()


@pytest.mark.parametrize("row", ['BL-2026-00002,"乙,,,,\n', 'BL-2026-00002,"乙"示,,,,\n', 'BL-2026-00002,乙"示,,,,\n'])
def test_a_quote_out_of_place_is_named_and_reading_goes_on(found, row):
    """An unclosed quote must not turn the rest of the file into one cell."""
    assert [(3, "", "quote"), (5, "", "field-count")] == found(HEADER + FIRST + row + LAST + "x\n")


def test_a_stray_quote_does_not_pair_with_one_far_below(found):
    """Two separate slips are two problems, not one giant cell."""
    text = f'{HEADER}BL-2026-00001,"甲,,,,\n{LAST}BL-2026-00004,"丁,,,,\n'
    assert [(2, "", "quote"), (4, "", "quote")] == found(text)


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (with_name("乙").encode("utf-16"), 1),
        (with_name("乙").encode("utf-16-le"), 1),
        (with_name("乙").encode("utf-32"), 1),
        (b"PK\x03\x04rest", 1),
        (with_name("乙").encode().replace("乙".encode(), b"\xe4\xb9"), 3),
        (with_name("乙").encode("utf-8-sig").replace("乙".encode(), b"\xff"), 3),
        (with_name("乙").encode("gb18030").replace("乙".encode("gb18030"), b"\xff"), 2),
    ],
)
def test_a_file_in_no_usable_encoding_is_refused(parse, data, line):
    """Nothing is guessed: the file has no table, and the line of the damage is named where one is to blame."""
    table, problems = parse(data)
    assert (None, {"encoding"}) == (table, {problem.code for problem in problems})
    assert line == problems[0].line


def test_a_question_mark_in_a_name_is_a_lost_character(found):
    """Excel writes ? for 𠮷 when it saves as GBK, and what it has lost stays lost when the file is saved as UTF-8."""
    text = f"{HEADER}BL-2026-00001,?示例厂,旧?厂,,,真的?\n"
    assert [(1, "", "spelling"), (2, "former_names", "mojibake"), (2, "name", "mojibake")] == found(
        text.encode("gb18030")
    )
    assert [(2, "former_names", "mojibake"), (2, "name", "mojibake")] == found(text)
    assert [] == found(f"{HEADER}BL-2026-00001,What? Ltd,,,,真的?\n")


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("????示例", "mojibake"),
        ("没有写明??的理由", "mojibake"),
        ("⾦示例", "character-form"),
        ("⻔示例", "character-form"),
        ("示例\ue81e", "character-form"),
        ("示例\ue123", "mojibake"),
        ("真的吗？？", ""),
        ("https://example.org/?a=1", ""),
    ],
)
def test_lost_characters_and_characters_of_another_form_are_named(found, cell, code):
    """A run of question marks is lost words; a radical or an old private code point has a standard character."""
    assert ([(2, "note", code)] if code else []) == found(f"{HEADER}BL-2026-00001,甲,,,,{cell}\n")


def test_every_odd_form_has_a_standard_character_that_is_none_itself():
    """The table of forms covers both blocks of radicals, and its right side needs no mending."""
    radicals = [chr(point) for point in range(0x2E80, 0x2FD6) if unicodedata.name(chr(point), "")]
    unmapped = [character for character in radicals if standard_forms(character) == character]
    assert ["\u2e80"] == unmapped  # CJK RADICAL REPEAT is a mark and no character
    assert [] == [odd for odd in ODD_CHARACTERS if ODD_FORM.search(standard_forms(odd))]
    assert "金门中学龴" == standard_forms("⾦⻔中学\ue81e")


def test_the_header_is_compared_with_the_schema(parse):
    """Missing, unknown and repeated columns are named, with the column that was probably meant."""
    table, problems = parse("record_id,名称,name,name,former_name,decided_on,open\nBL-2026-00001,,,,,,\n")
    assert [
        ("", "header-unknown"),
        ("former_names", "header-missing"),
        ("name", "header-repeated"),
        ("note", "header-missing"),
    ] == sorted({(item.field if item.field.isascii() else "", item.code) for item in problems})
    assert table is None
    assert any("E 列的列名“former_name”应为 former_names" in problem.message for problem in problems)


def test_a_file_without_header_never_repeats_its_first_row(parse):
    """The first row may be a person's: the message names the columns that are expected instead."""
    _, problems = parse("11010519491231002X,甲,,,,\n")
    assert ["header-missing"] == [problem.code for problem in problems]
    assert "1101051949" not in problems[0].text()


def test_an_unknown_column_hides_no_other_fault(found):
    """The rest of the file is judged all the same."""
    text = "record_id,name,former_names,decided_on,open,note,extra\nBL-2026-00001,\u200b,,,,,x\n"
    assert [(1, "extra", "header-unknown"), (2, "name", "hidden-character")] == found(text)


@pytest.mark.parametrize("text", ["", "\n", ",,,\n", "\n\n\n", '"\n'])
def test_a_file_without_words_has_no_header(found, text):
    """An empty file is no empty list."""
    assert (1, "", "header-missing") in found(text)


def test_a_row_longer_than_any_record_is_refused(found):
    """64 K characters on one line are a quote that was never closed, or worse."""
    assert (3, "", "file-size") in found(f"{HEADER}{FIRST}{'x' * 70_000},,,,,\n{LAST}")


def test_no_message_repeats_the_cell(parse):
    """A cell may hold a person's number: problems speak of places and characters only."""
    secret = "11010519491231002X"
    for name in (f"{secret}\u200b", f'"{secret}', f"{secret}\n", f"\t{secret}", f"{secret},", f"{secret}\ufffd"):
        for problem in parse(with_name(name))[1]:
            assert secret not in problem.text()


def test_a_key_that_a_spreadsheet_turns_into_a_date_is_refused(resource):
    """4-3-1 becomes 2004-03-01 when Excel saves the file."""
    terms = replace(resource, schema=Schema((Field("id", "编号"),), ("id",)))
    _, problems = parse_table(terms, "id\n4-3-1\nc4-3-1\ndec-5\n0012\n1.5E3\n".encode("utf-8-sig"))
    assert [2, 4, 5, 6] == sorted({problem.line for problem in problems if problem.code == "key-form"})


def test_rows_of_excel_are_told_where_cells_run_over_lines(parse):
    """The second such row says which row it is in Excel; each says by how much the later ones differ."""
    text = f'{HEADER}{FIRST}BL-2026-00002,"乙\n示例\n厂",,2026-04-05,true,二\n{LAST.replace("丙示例厂", chr(34) + "丙" + chr(10) + "厂" + chr(34))}'
    messages = [
        (problem.line, problem.message.split("（")[-1]) for problem in parse(text)[1] if problem.code == "line-break"
    ]
    assert [
        (3, "从下一行起，Excel 里的行号比这里少 2）"),
        (6, "这一行在 Excel 里是第 4 行，从下一行起，Excel 里的行号比这里少 3）"),
    ] == messages


@pytest.mark.parametrize(("separator", "name"), [("\t", "制表符"), ("，", "全角逗号"), (";", "分号")])
def test_a_row_with_another_separator_is_one_fault_with_its_cause(parse, separator, name):
    """A row that was pasted from a spreadsheet, or typed on a Chinese keyboard."""
    _, problems = parse(
        HEADER + "BL-2026-00001,甲示例厂,,,,一\n" + "BL-2026-00002,乙示例厂,,,,二\n".replace(",", separator)
    )
    assert [(3, "field-count")] == [(problem.line, problem.code) for problem in problems]
    assert f"各格之间是{name}" in problems[0].message


def test_a_code_that_was_kept_from_a_spreadsheet_is_to_be_taken_out_of_its_formula(parse):
    """Some systems write ="912…"; the quotation marks are in pairs."""
    _, problems = parse(f'{HEADER}{FIRST}BL-2026-00002,="乙示例厂",,2026-04-05,true,二\n{LAST}')
    assert [(3, "quote")] == [(problem.line, problem.code) for problem in problems]
    assert "请去掉等号和引号" in problems[0].message
