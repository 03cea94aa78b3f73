"""Scanners take twice the steps for twice the text, whatever it is made of; steps are counted, no clock is read."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

import pytest

from credit.identifiers import check_character
from credit.privacy import may_hold_number, scan_document_source, scan_rendered

#: Texts by their piece: each once made some scanner look through the rest of the text from every place.
PIECES = {
    "digits and dashes": "1-2-", "digits and dashes in lines": "1-2\n", "asterisks": "1** ", "asterisks and digits": "*1",
    "emphasis": "*1*2", "blanks between digits": "1     ", "backslashes": "\\", "escapes": "\\u0031", "comments": "<!--",
    "table cells": "|1|2|\n", "numbers over cells": "|110105|19491231002X|\n", "forced line ends": "1  \n", "quotations": "> 1\n",
    "digits": "1", "letters for digits": "O1", "Chinese numerals": "一三八", "brackets": "[1](x)", "zero-width": "1\u200b",
    "wide signs of a mask": "■", "dots": "…", "wide signs and asterisks": "*…", "wide signs in lines": "…\n",
}  # fmt: skip


def count_steps(text: str) -> int:
    """Return how many lines of the package run while a text is scanned."""
    steps = 0

    def local(_: FrameType, event: str, __: Any) -> Any:
        nonlocal steps
        steps += event == "line"
        return local

    earlier = sys.gettrace()
    sys.settrace(lambda frame, _, __: local if "credit" in frame.f_code.co_filename else None)
    try:
        scan_document_source("content/notices/x.md", text)
        scan_rendered("content/notices/x.md", text, (text,))
    finally:
        sys.settrace(earlier)
    return steps


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
def test_twice_the_text_takes_twice_the_steps(piece: str) -> None:
    """A little more is for what each text costs once."""
    count_steps(piece * 50)  # tables that are made when they are first used
    single, double = (count_steps(piece * count) for count in (400, 800))
    assert double <= 2.2 * single + 200


def test_each_code_of_a_file_is_looked_up_once() -> None:
    """A file of nothing but valid codes, all different: the longest way through the prefilter."""
    bodies = [f"91220184{number:09d}" for number in range(4_000)]
    codes = [body + check_character(body) for body in bodies]
    data = "\n".join(code for code in codes if code[-1].isdigit() and code[6:8] not in ("18", "19", "20")).encode()
    assert not may_hold_number(data)
