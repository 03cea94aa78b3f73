"""PageCompiler: kinds of page code that look into a cell, keep the state of a page or change a written text."""

from __future__ import annotations

import functools
import json
import re
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from pathlib import Path

import pytest

from credit.render import load_theme
from credit.template_compiler.page_compiler import PageCompiler
from credit.template_compiler.placeholders import branch_on, computed_text, computed_value, written
from credit.view_models import Cell

THEME = load_theme(Path(__file__).resolve().parents[2], "")

#: The rare value comes after many others, where no comparison of the first pages would look.
CELLS = [*(f"示例{number:03}" for number in range(40)), "严重", "示例999", "严重", "示例  甲"]

PageCode = Callable[[str], str]


def grave(cell: str) -> str:
    """Return words for the rare value alone."""
    return "失信" if cell == "严重" else ""


def rendered_and_filled(page_code: PageCode, cells: Sequence[str] = CELLS) -> PageCompiler:
    """Fill in all cells, check each page against the ordinary one and return the compiler."""

    def make(shape: Hashable, values: Sequence[str]) -> str:
        return page_code(values[0])

    compiler = PageCompiler(THEME, make, "kind")
    expected = ["".join([page_code(cell)]) for cell in cells]
    assert expected == [compiler.fill("", cell.encode()).text.decode() for cell in cells]
    assert 0 == compiler.counts["differing"]
    return compiler


def of_template(source: str) -> PageCode:
    """Return page code that renders a template with the cell, and with words for the rare value alone."""
    template = THEME.environment.from_string(source)
    return lambda cell: template.render(cell=cell, words=computed_text(grave, cell))


def law_of(text: str) -> str:
    """Return the part of a text before a mark."""
    return text.partition("重")[0] if "重" in text else ""


def words_of_law(law: str) -> str:
    """Return words for a law, a text that is computed from another one."""
    return "法律：" + law


TRUTHS: dict[str, PageCode] = {
    "and": lambda cell: written("甲" + cell) + ("提示" if cell and computed_text(grave, cell) else ""),
    "bool": lambda cell: json.dumps(
        {"harsh": bool(computed_text(grave, cell)), "cell": cell}, default=written, ensure_ascii=False
    ),
    "any": lambda cell: written("甲" + cell) + ("提示" if any([computed_text(grave, cell)]) else ""),
    "composed": lambda cell: written("甲" + cell) + ("提示" if computed_text(grave, cell) + "" else ""),
    "nested": lambda cell: (
        written("甲" + cell)
        + (written(computed_text(words_of_law, law)) if (law := computed_text(law_of, cell)) else "")
    ),
    "template": of_template("{{ cell }}{% if words %}提示{% endif %}"),
    "none": lambda cell: (
        written("甲" + cell)
        + ("提示" if computed_value(lambda text: Cell("!") if text == "严重" else None, cell) is not None else "")
    ),
}


@pytest.mark.parametrize("cells", [CELLS, ["严重", "严重", *CELLS]], ids=["rare", "first"])
@pytest.mark.parametrize("name", TRUTHS)
def test_whether_a_made_value_is_empty_belongs_to_the_variant(name: str, cells: list[str]) -> None:
    """Page code asks for the truth of a text that it does not show; both answers are filled in rightly."""
    compiler = rendered_and_filled(TRUTHS[name], cells)
    assert compiler.counts["filled"] > 30
    assert {} == compiler.refusals


def in_text(cell: str) -> str:
    """Look into a cell by C code that raises a TypeError for a placeholder."""
    try:
        return "是" if cell in "轻微、严重" else "否"
    except TypeError:
        return "否"


def searched(cell: str) -> str:
    """Search in a cell by C code that raises a TypeError for a placeholder, as it does where nothing is found."""
    try:
        return re.compile("严(.)").search(cell)[1]  # type: ignore[index]
    except TypeError:
        return ""


class Notes:
    """Notes of one page, numbered by their first use."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def number_of(self, words: str) -> str:
        """Return the number of a note."""
        return str(self.numbers.setdefault(words, len(self.numbers) + 1))


def noted(cell: str) -> str:
    """Return the number that an object of the page gives."""
    notes = Notes()
    notes.number_of("示例000")
    return written("甲" + computed_text(notes.number_of, cell))


def appended(cell: str) -> str:
    """Return what a function leaves in an argument."""
    remarks: list[str] = []

    def law(found: list[str], text: str) -> str:
        found += ["提示"] if text == "严重" else []
        return text

    return written("甲" + computed_text(functools.partial(law, remarks), cell)) + "".join(remarks)


def bound_late(cell: str) -> str:
    """Ask by functions that see the variable of a loop."""
    remarks = []
    for limit in ("严重", "示例000"):
        if branch_on(lambda text: text == limit, cell):  # noqa: B023 - the fault that is planted
            remarks.append(limit)
    return written("甲" + cell) + "".join(remarks)


REFUSED: dict[str, tuple[PageCode, str]] = {
    "in text": (lambda cell: in_text(cell) + written(cell), "test_looks_into_cells.py:"),
    "search": (lambda cell: searched(cell) + written("甲" + cell), "test_looks_into_cells.py:"),
    "macro": (
        of_template("{% macro m() %}{{ cell }}{% endmacro %}{% set x = m() %}{{ x }}{{ '提示' if '严重' in x }}"),
        "__contains__",
    ),
    "argument": (
        of_template(
            "{% macro m() %}{{ cell }}{% endmacro %}{% macro n(x) %}{{ x }}{{ '提示' if x == '严重' }}{% endmacro %}"
            "{{ n(m()) }}"
        ),
        "__eq__",
    ),
    "caller": (
        of_template(
            "{% macro m() %}{% set x = caller() %}{{ x }}{{ '提示' if '严重' in x }}{% endmacro %}"
            "{% call m() %}{{ cell }}{% endcall %}"
        ),
        "__contains__",
    ),
    "safe and plus": (
        of_template("{% set x = ('程' | safe) + cell %}{{ x }}{{ '提示' if x == '程严重' }}"),
        "__html__",
    ),
    "safe and percent": (
        of_template("{% set x = ('%s' | safe) % cell %}{{ x }}{{ '提示' if x == '严重' }}"),
        "__html__",
    ),
    "written": (lambda cell: written("甲" + cell).replace("严", "颜"), "replace"),
    "written and joined": (lambda cell: "".join([written("甲" + cell)]).replace("  ", " "), "kind：填写的页面"),
    "tidied": (lambda cell: re.sub(" {2,}", " ", written("甲" + cell)), "kind：填写的页面"),
    "notes": (noted, "Notes.number_of"),
    "argument that changes": (appended, "law"),
    "late binding": (bound_late, "bound_late"),
    "closure over a cell": (
        lambda cell: written(computed_text(lambda text: "甲" + cell + text, cell)),
        "computed_text",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_page_code_that_cannot_be_repeated_is_refused_by_name(name: str) -> None:
    """Each page is rendered, none is an alarm, and the reason names a place."""
    page_code, place = REFUSED[name]
    compiler = rendered_and_filled(page_code)
    assert 0 == compiler.counts["filled"]
    assert any(place in reason and reason.startswith("kind：") for reason in compiler.refusals), compiler.refusals


def test_answers_that_are_equal_but_not_alike_are_two() -> None:
    """The order of a counter, and a truth instead of a number, are seen by page code."""

    def counted(cell: str) -> str:
        return written("甲" + cell) + "、".join(branch_on(Counter, cell))

    def is_one(cell: str) -> str:
        return written("甲" + cell) + str(branch_on(lambda text: True if text == "严重" else 1, cell))

    def styled(cell: str) -> str:
        return written(computed_text(style, True, cell) + computed_text(style, 1, cell))  # type: ignore[arg-type]

    rendered_and_filled(counted, ["甲乙", "甲乙", "甲乙", "乙甲", "乙甲", "乙甲"])
    rendered_and_filled(is_one)
    rendered_and_filled(styled)


def style(number: int, text: str) -> str:
    """Return a text with the way in which a number is written."""
    return f"{text}{number}"


def test_an_answer_that_page_code_changes_is_kept_as_it_was() -> None:
    """A list is emptied behind the compiler's back."""

    def first(cell: str) -> str:
        parts = branch_on(lambda text: text.split(";"), cell)
        return written("甲" + cell) + parts.pop(0)

    compiler = rendered_and_filled(first, ["a;b", "a;b", "a;b", "c;b", "c;b", "c;b"])
    assert 3 == compiler.counts["filled"]


def test_a_value_that_two_macros_show_is_shown_by_both() -> None:
    """Each macro has a token of its own."""
    value = '{% from "components/value.html" import value %}{% from "components/facts.html" import lines %}'
    template = THEME.environment.from_string(value + "{{ value(cell) }}{{ lines(cell) }}")
    compiler = rendered_and_filled(lambda cell: template.render(cell=computed_value(Cell, cell)))
    assert compiler.counts["filled"] > 30


def test_a_line_end_in_a_made_text_is_rendered() -> None:
    """JSON escapes it; a file that is no JSON may hold it."""

    def advice(cell: str) -> str:
        return "可以。\n先改。" if cell == "严重" else "\t" if cell == "示例030" else "不能。"

    rendered_and_filled(
        lambda cell: json.dumps({"advice": computed_text(advice, cell)}, default=written, ensure_ascii=False)
    )
    lines = PageCompiler(
        THEME, lambda shape, values: written(values[0] + computed_text(advice, values[0])), multiline=True
    )
    for cell in CELLS:
        assert cell + advice(cell) == lines.fill("", cell.encode()).text.decode()
    assert len(CELLS) - 2 == lines.counts["filled"]


def test_a_question_that_only_some_rows_allow_ends_no_build() -> None:
    """The second question would end in an error for rows that answer the first one otherwise."""

    def year(cell: str) -> str:
        if branch_on(lambda text: "〔" in text, cell) and branch_on(lambda text: int(text[1:5]), cell) < 2020:
            return written("早" + cell)
        return written("晚" + cell)

    cells = [f"〔2019〕{number}" for number in range(4)] + ["示例甲", "示例乙", "示例丙", "〔2019〕9"]
    compiler = rendered_and_filled(year, cells)
    assert 5 == compiler.counts["filled"]
    assert {} == compiler.refusals


def test_an_error_while_filling_in_ends_no_build_and_names_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page is rendered, and so is each further one of the variant."""
    asked: list[str] = []

    def fragile(cell: str) -> str:
        asked.append(cell)
        if cell == "严重" and asked.count(cell) == 1:
            raise ValueError(cell)
        return cell

    compiler = PageCompiler(THEME, lambda shape, values: written("甲" + computed_text(fragile, values[0])), "kind")
    assert ["甲" + cell for cell in CELLS] == [compiler.fill("", cell.encode()).text.decode() for cell in CELLS]
    (reason,) = compiler.refusals
    assert re.match(r"kind：template_compiler/test_looks_into_cells\.py:\d+：ValueError，|kind：.*：ValueError", reason)
    assert "严重" not in reason
    assert 38 == compiler.counts["filled"]


def test_an_error_of_the_ordinary_rendering_goes_on() -> None:
    """A page that cannot be made is no matter of the compiler."""

    def broken(cell: str) -> str:
        if cell == "严重":
            raise ValueError("no such key")
        return cell

    compiler = PageCompiler(THEME, lambda shape, values: written("甲" + computed_text(broken, values[0])))
    for cell in CELLS[:40]:
        compiler.fill("", cell.encode())
    with pytest.raises(ValueError, match="no such key"):
        compiler.fill("", "严重".encode())


def test_the_first_row_with_a_rare_value_of_few_is_compared() -> None:
    """What nothing can refuse is found in the first page that is wrong; a column of many values is not watched."""
    template = THEME.environment.from_string(
        "{% set text %}{{ cell }}{% endset %}{{ name }}{{ text }}{{ '提示' if text == '严重' }}"
    )

    def make(shape: Hashable, values: Sequence[str]) -> str:
        return template.render(name=values[0], cell=values[1])

    compiler = PageCompiler(THEME, make)
    rows = [[f"示例{number:05}", "较重" if number % 2 else "轻微"] for number in range(400)]
    for row in [*rows, ["示例", "严重"], ["示例", "严重"]]:
        assert make("", row) == compiler.fill("", "\n".join(row).encode()).text.decode()
    assert (False, 1) == (compiler.trust.holds, compiler.counts["differing"])
    # Sixteen names, and no second one with a value of few.
    assert compiler.counts["verified"] < 20
