"""Links of clauses to themselves, and the lines that quote papers and their clauses."""

from __future__ import annotations

from credit.model import Clause
from credit.pages.clause_links import clause_places, link_clauses

CLAUSES = (
    Clause("c4", 2, "四、", "四、十九项任务"),
    Clause("c4-3", 3, "（三）", "（三）以信用为核心开展监管"),
    Clause("c4-3-1", 4, "1.", "1.信用承诺。平台作出承诺。"),
    Clause("s1", 2, "", "这是一个没有编号而且特别特别长的标题，讲了很多事情"),
    Clause("c5", 2, "第二章", "第二章 罚则"),
    Clause("c5-1", 4, "第三条", "第三条 违反规定的，处罚。"),
)


def test_a_place_names_all_numbers_from_the_outermost_part_on() -> None:
    """As papers quote each other; a heading without a number by its first words."""
    assert {
        "c4": "四",
        "c4-3": "四、（三）",
        "c4-3-1": "四、（三）1",
        "s1": "“这是一个没有编号而且特别特别长的标题，讲…”",
        "c5": "第二章",
        "c5-1": "第二章第三条",
    } == clause_places(CLAUSES)


def test_each_clause_ends_with_the_link_to_itself() -> None:
    """Words and other elements of the body stay as they are."""
    body = (
        '<h2 id="c4">四、十九项任务</h2>\n<p>前言。</p>\n'
        '<p id="c4-3-1">1.信用承诺。<a href="/data/">数据</a></p>\n<p id="other">别的</p>'
    )
    assert (
        '<h2 id="c4">四、十九项任务<a href="#c4" aria-label="本条链接：四"></a></h2>\n'
        "<p>前言。</p>\n"
        '<p id="c4-3-1">1.信用承诺。<a href="/data/">数据</a>'
        '<a href="#c4-3-1" aria-label="本条链接：四、（三）1"></a></p>\n<p id="other">别的</p>'
    ) == link_clauses(body, CLAUSES)


def test_words_of_a_heading_are_escaped_in_the_label() -> None:
    """They are the words of a document."""
    (linked,) = (link_clauses('<h2 id="s1">x</h2>', [Clause("s1", 2, "", 'a"><script>')]),)
    assert 'aria-label="本条链接：“a&#34;&gt;&lt;script&gt;”"' in linked
