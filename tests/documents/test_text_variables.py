"""Names in braces: figures of the law and generated parts, unknown and misspelt ones, figures by hand."""

from __future__ import annotations

import datetime

import pytest

from credit import law
from credit.documents.text_variables import check_variables, fill_figures, part_of
from tests.support.sample_documents import Content

DAY = datetime.date(2026, 6, 1)


def faults(text: str, kind: str = "guide") -> list[tuple[int, str]]:
    """Return line and code of each fault of a text."""
    return [(fault.line, fault.code) for fault in check_variables(text.splitlines(), kind)]


def test_names_of_figures_never_change() -> None:
    """Texts of installed sites hold them; a name may be added, none may go."""
    ends = [f"period_{degree}_{end}" for degree in ("minor", "general", "serious") for end in ("shortest", "longest")]
    keys = ("mark_objection", "review", "sue", "withdraw_repaired", "withdraw_revoked")
    limits = [f"{what}_{key}" for key in keys for what in ("limit", "basis")]
    assert {*ends, *limits} <= set(law.figures(DAY))


@pytest.mark.parametrize(
    ("day", "words"),
    [("2026-04-01", ("没有规定", "3 个月", "3 个月", "1 年", "1 年", "3 年")), ("2026-03-31", ("3 个月", "3 年") * 3)],
)
def test_figures_are_those_of_the_orders_in_force(day: str, words: tuple[str, ...]) -> None:
    """Shortest and longest period of 轻微, 一般 and 严重."""
    figures = law.figures(datetime.date.fromisoformat(day))
    assert words == tuple(figure.words for name, figure in figures.items() if name.startswith("period_"))


def test_figures_hold_until_the_day_before_the_next_order() -> None:
    """No later order is known today."""
    assert datetime.date(2026, 3, 31) == law.figures_until(datetime.date(2025, 1, 1))
    assert law.figures_until(datetime.date(2026, 4, 1)) is None


def test_known_names_are_no_fault() -> None:
    """In every kind; braces of other documents are their author's."""
    assert [] == faults(
        "甲{limit_review}乙{basis_sue}\n\n{time_limits: review, sue}\n\n- {lists: black}\n- {hotlines}\n"
    )
    assert [] == faults("{limit_review}", "page")
    assert [] == faults("{who_knows} ｛limit_review｝ {periods}", "policy")


@pytest.mark.parametrize(
    "text",
    ["{limit_reviews}", "{Limit_review}", "{ limit_review }", "｛limit_review｝", "{limit_review: 3}", "{lists}",
     "{lists: grey}", "{lists:black}", "{time_limits: review sue}", "{periods: all}"],
)  # fmt: skip
def test_unknown_or_misspelt_name_is_refused_at_its_line(text: str) -> None:
    """In a guide."""
    assert [(2, "text-variable")] == faults(f"甲\n乙{text}\n")


def test_message_names_the_nearest_and_all_others() -> None:
    """The pusher needs no handbook."""
    (fault,) = check_variables(["{limit_withdraw_revokd}"], "guide")
    assert "是否应为 {limit_withdraw_revoked}" in fault.message
    assert [] == [name for name in (*law.figures(DAY), "periods", "hotlines") if name not in fault.message]


def test_generated_part_is_unknown_on_a_page() -> None:
    """A page of plain text has no place for it."""
    assert [(1, "text-variable")] == faults("{periods}", "page")


def test_limit_written_by_hand_is_a_warning_where_its_words_are_sure() -> None:
    """A bare number of days may be another's."""
    assert [(1, "figure-by-hand")] == faults("您可以在知道或者应当知道之日起六十日内申请。")
    assert [] == faults("三个工作日内答复。")


def test_figures_are_filled_in_everywhere(content: Content) -> None:
    """Title, head, body, words and outline; as text, never as mark-up; an unknown name stays."""
    content.write(
        "pages/about.md",
        "Title: {limit_review}\nSlug: about\nDate: 2020-01-01\nLead: {limit_sue}\n\n## {limit_sue}\n\n**{limit_review}**{no_such}\n",
    )
    (document,), _ = content.read()
    filled = fill_figures(document, {name: law.Figure("<甲>", "") for name in ("limit_review", "limit_sue")})
    assert ("<甲>", "<甲>") == (filled.title, filled.metadata["Lead"])
    assert '<h2 id="s1">&lt;甲&gt;</h2>\n<p><strong>&lt;甲&gt;</strong>{no_such}</p>' == filled.body
    assert ("<甲>\n<甲>{no_such}", ["<甲>"]) == (filled.text, [clause.text for clause in filled.clauses])


def test_part_has_a_name_and_words() -> None:
    """Other text is none."""
    part = part_of(" {time_limits: review, sue} ")
    assert part is not None
    assert ("time_limits", ("review", "sue")) == (part.name, part.words)
    assert [None, None] == [part_of("见{periods}"), part_of("{limit_review}")]
