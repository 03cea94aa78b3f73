"""Corrections: a name that is not published, or that was never the subject's, is refused or in no byte (issue 15, 3)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.names.demonstration import Demonstration, Place

BARE = "王小菊"
STRANGER, STRANGER_CODE = "长春示例毫不相干商贸有限公司", "91220184MA0Y12345F"

#: Kind of correction → whose record, the column, before and after ({0} is the name, {after} what the record holds now).
CASES: dict[str, tuple[str, str, str, str]] = {
    "F3: a person's name before": ("person", "facts", "{0}通过个人社交账号销售假冒箱包。", "{after}"),
    "F3: a person's name after": ("person", "source", "某局报送", "{0}一案由某局报送（演示）"),
    "F4: a bare shop name before": ("shop", "name", BARE, "{after}"),
    "F4: a bare shop name among former names": ("shop", "former_names", f"{BARE};示例旧店", "{after}"),
    "the name of another": ("firm", "name", STRANGER, "{after}"),
    "the code of another": ("firm", "unified_code", STRANGER_CODE, "{after}"),
}


def enter(demo: Demonstration, case: str) -> set[str]:
    """Enter a correction and return the words that must not be public by it."""
    whose, column, before, after = CASES[case]
    places: dict[str, Callable[[], Place]] = {"person": demo.person, "shop": demo.shop, "firm": demo.firm}
    place = places[whose]()
    row = place.row
    now = row.get(column, "") or "无"
    cells = [text.format(row["name"], after=now) for text in (before, after)]
    if cells[1] != row.get(column):
        demo.change(place, **{column: cells[1]})
    demo.add(
        "corrections",
        {"record_id": row["record_id"], "field": column, "before": cells[0], "after": cells[1], "corrected_on": demo.edition.as_of.isoformat()},
    )  # fmt: skip
    return {row["name"]} if whose == "person" else {BARE} if whose == "shop" else {STRANGER, STRANGER_CODE}


@pytest.mark.parametrize("case", CASES)
def test_a_name_in_a_correction_is_refused_or_in_no_byte(demo: Demonstration, case: str) -> None:
    """Refused at its line or masked: an accepted build has it in no format and not on the archive."""
    hidden = enter(demo, case)
    assert {} == demo.places(*hidden)


def test_the_refusal_of_a_person_in_a_cell_says_how_to_record_the_correction(demo: Demonstration) -> None:
    """Who is asked to write 当事人 reads beside it what to enter as the correction, and no name."""
    person = demo.person()
    demo.change(person, facts=f"{person.row['name']}通过个人社交账号销售假冒箱包。")
    problems = [problem for problem in demo.found(f"data/{person.dataset}.csv") if "当事人" in problem.message]
    assert len(problems) == 1
    assert "更正" in problems[0].message
    assert person.row["name"] not in problems[0].message


def test_a_correction_to_an_empty_cell_can_be_entered(demo: Demonstration) -> None:
    firm = demo.firm()
    row = {
        "record_id": firm.id,
        "field": "former_names",
        "before": "",
        "after": "",
        "corrected_on": str(demo.edition.as_of),
    }
    row["before"] = "示例误录的曾用名（演示）"
    demo.change(firm, former_names="")
    line = demo.add("corrections", row)
    assert line not in demo.lines("data/corrections.csv")


def test_the_mark_of_a_correction_stands_in_lists_and_files(demo: Demonstration) -> None:
    """As 异议 does: beside the entry of the list."""
    firm = demo.firm()
    demo.add(
        "corrections",
        {"record_id": firm.id, "field": "basis", "before": "旧的依据（演示）", "after": firm.row["basis"], "corrected_on": str(demo.edition.as_of)},
    )  # fmt: skip
    output = demo.build()
    pages = [
        path.read_text(encoding="utf-8")
        for path in sorted((output / "lists" / firm.dataset).rglob("index.html"))
        if firm.row["unified_code"] in path.read_text(encoding="utf-8")
    ]
    assert pages
    for page in pages:
        assert "更正" in page[page.index(firm.row["unified_code"]) :].split("</tr>")[0]
