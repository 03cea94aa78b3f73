"""Scan of a CSV in one pass: it finds what a scan of each cell finds, however the cells are quoted."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from credit import privacy
from credit.privacy import rendered_text
from credit.privacy.personal_numbers import scan_text

#: The example of GB 11643.
NUMBER = "440524188001010014"
PIECES = (
    NUMBER,
    "4405241880",
    "01010014",
    "440524,18800101,0014",
    "2026-11-20",
    "13900000000",
    "甲",
    '"',
    "\n",
    ",",
    "*",
    "",
)


def naive(text: str) -> list[tuple[int, str]]:
    """Return line and class of each number, each cell looked at by itself."""
    reader = csv.reader(io.StringIO(text, newline=""))
    return [(reader.line_num, item.kind) for row in reader for cell in row for item in scan_text(cell)]


@pytest.mark.parametrize("is_long", [False, True])
@given(
    st.lists(st.lists(st.lists(st.sampled_from(PIECES), max_size=3).map("".join), min_size=1, max_size=4), max_size=5)
)
@example([["2026-11-20", "2026-11-20"], ["440524,18800101,0014", "a"]])
@example([["4405241880", "01010014"]])
def test_a_csv_is_scanned_as_its_cells_are(is_long: bool, rows: list[list[str]]) -> None:
    """Two cells side by side or below each other make no number; commas and line breaks in a cell hide none.

    A long text is looked at some cells at a time.
    """
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    text = stream.getvalue()
    with pytest.MonkeyPatch.context() as patch:
        if is_long:
            patch.setattr(rendered_text, "_LONG", 0)
            patch.setattr(rendered_text, "_MOST_CELLS", 2)
        found = [(item.line, item.message) for item in privacy.scan_csv("data/x.csv", text)]
        built = [item.message for item in privacy.scan_output("data/x.csv", b"\xef\xbb\xbf" + text.encode())]
    assert sorted({message for _, message in found}) == built
    assert [line for line, _ in found] == [line for line, _ in naive(text)]
    assert all(kind in message for (_, message), (_, kind) in zip(found, naive(text), strict=True))


def test_a_quote_in_a_cell_without_quotes_hides_no_number() -> None:
    """Python's reader takes it as a character; what follows is read as it reads it."""
    text = f'a,b\nab"c,"{NUMBER}"\n"440524,18800101,0014",d\n'
    assert [item.line for item in privacy.scan_csv("data/x.csv", text)] == [line for line, _ in naive(text)] == [2, 3]


def test_what_no_reader_reads_is_scanned_line_by_line() -> None:
    """A cell beyond the reader's limit ends the table; numbers before and behind it are found."""
    # Libraries raise the limit of the whole process.
    limit = csv.field_size_limit(131_072)
    try:
        for spaces in (0, 1_000_000):
            text = f'a,b\n1,{NUMBER}\n"{"x" * 200_000}"\n2,{NUMBER}\n{" " * spaces}\n'
            assert sorted(item.line for item in privacy.scan_csv("data/x.csv", text)) == [2, 4]
            assert len(privacy.scan_output("data/x.csv", text.encode())) == 2
    finally:
        csv.field_size_limit(limit)


@given(st.text(alphabet="a\r\n\u2028\x85"))
def test_lines_are_those_of_a_text_stream(text: str) -> None:
    """Ends of lines are kept, and only line feed, carriage return and both together are one."""
    assert list(rendered_text._lines_of(text)) == list(io.StringIO(text, newline=""))
