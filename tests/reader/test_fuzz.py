"""Arbitrary bytes give a table or problems, never a traceback, and what is accepted comes back the same."""

import pandas
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from credit.model import Field, ListRules, Resource, Schema
from credit.reader import canonical_bytes, parse_table
from credit.reader.cell_characters import cell_faults
from credit.reader.suspicious_lines import suspicious_lines
from credit.schema_patterns import pattern_fault

RESOURCE = Resource(
    "black-list",
    "黑名单",
    "",
    "data/black-list.csv",
    "data/black-list.schema.json",
    Schema((Field("record_id", "编号"), Field("name", "名称"), Field("day", "日期", type="date")), ("record_id",)),
    ListRules("black", label="name"),
)
HEADER = "record_id,name,day\n"

#: Pieces that broke readers before: quotes, line ends, marks, halves of characters, other encodings.
PIECES = st.sampled_from(
    [
        "BL-2026-00001",
        "甲示例厂",
        "2026/3/5",
        ",",
        '"',
        '""',
        "\n",
        "\r\n",
        "\r",
        "\t",
        "\ufeff",
        "\u200b",
        "𠮷",
        "9.1E+17",
        " ",
        "?",
    ]
)
NOISE = st.lists(PIECES, max_size=30).map("".join)
CELL = st.text(st.characters(codec="utf-8", exclude_characters="\n\r"), max_size=12)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=300), st.sampled_from([b"", b"\xef\xbb\xbf", HEADER.encode(), HEADER.encode("utf-16")]))
def test_arbitrary_bytes_are_a_table_or_problems(data, start):
    """A file without a table has an error; a file without an error has a table."""
    table, problems = parse_table(RESOURCE, start + data)
    assert (table is not None) or any(problem.severity == "error" for problem in problems)
    assert all(problem.line >= 1 and problem.path == RESOURCE.path for problem in problems)


@settings(max_examples=150, deadline=None)
@given(NOISE, st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]))
def test_whatever_is_accepted_comes_back_the_same_from_its_canonical_form(noise, encoding):
    """Reading the canonical bytes of a table gives that table, without a word."""
    table, problems = parse_table(RESOURCE, (HEADER + noise).encode(encoding))
    if table is None or any(problem.severity == "error" for problem in problems):
        return
    again, nothing = parse_table(RESOURCE, canonical_bytes(table))
    pandas.testing.assert_frame_equal(table.cells.reset_index(drop=True), again.cells.reset_index(drop=True))
    assert () == nothing


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(CELL, CELL, CELL), max_size=5))
def test_a_fault_is_found_in_the_whole_text_wherever_it_is_found_in_the_cell(rows):
    """The quick look over the file misses nothing that the close look at a cell would name."""
    text = "\n".join(",".join(cell.replace(",", "").replace('"', "") for cell in row) for row in rows)
    expected = [
        line
        for line, row in enumerate(text.split("\n"), start=1)
        if any(list(cell_faults(cell)) for cell in row.split(","))
    ]
    assert set(expected) <= set(suspicious_lines(text))


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab01()[]{}*+?|^$.\\-,:=!<>Px", max_size=25))
def test_any_text_as_a_pattern_gets_an_answer(pattern):
    """Judging a pattern neither fails nor lasts."""
    assert pattern_fault(pattern) is None or pattern_fault(pattern)
