"""Guides: sections by their headings, the layout a page can show, and the texts that the software has itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from credit import urls
from credit.documents.document_reader import GUIDES, SHIPPED, shipped_guides
from credit.documents.guide_sections import read_sections
from tests.support.sample_documents import HEAD, Content

STEPS = "- 甲。\n\n## 怎样办\n\n### 第一步\n\n乙。\n"
FORM = (
    "\n## 表\n\n说明。\n\n| 填什么 | 提示 | 行数 | 编号 |\n|---|---|---|---|\n| 名称 | | | name |\n\n属实。\n\n- 签字\n"
)


def layout_faults(content: Content, body: str) -> list[tuple[int, str]]:
    """Return line and code of each fault of a guide with this body."""
    content.write("guides/repair.md", HEAD["guides"].format(slug="repair") + "\n" + body)
    return [(line, code) for _, line, _, code in content.places()]


def test_shipped_guides_are_without_fault_and_those_of_the_demonstration(root: Path, tmp_path: Path) -> None:
    """A site that copies one changes nothing by that; the last of them stands for a file that was never edited."""
    assert list(urls.GUIDES) == [urls.document_address("guide", guide.slug) for guide in shipped_guides()]
    content = Content(tmp_path)
    for slug in GUIDES:
        content.write(f"guides/{slug}.md", (SHIPPED / f"{slug}.md").read_bytes())
        assert (SHIPPED / f"{slug}.md").read_bytes() == (root / "content" / "guides" / f"{slug}.md").read_bytes()
    documents, problems = content.read()
    assert () == problems
    assert {guide.path: guide for guide in shipped_guides()} == {document.path: document for document in documents}


def test_sections_hold_paragraphs_links_and_parts(content: Content) -> None:
    """Words with mark-up stay HTML; an item that is a link alone gives its target."""
    body = STEPS + "\n二**丙**。\n\n- [丁](/lists/)\n\n- [戊](https://example.org/)\n- {hotlines}\n" + FORM
    assert [] == layout_faults(content, body)
    root = read_sections(content.read()[0][0].body)
    (step,) = root.sections[0].sections
    assert ["乙。", "二<strong>丙</strong>。"] == [line.html for line in step.paragraphs]
    assert [("丁", "/lists/", False), ("戊", "https://example.org/", True), ("{hotlines}", "", False)] == [
        (line.text, line.href, line.external) for line in step.items
    ]
    assert ["怎样办", "form"] == [section.kind for section in root.sections]
    assert ("名称", "", "", "name") == root.sections[1].rows[1]


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("甲。\n\n" + STEPS, 7),
        ("- 甲。\n\n## 怎样办\n\n乙。\n\n### 第一步\n\n丙。\n", 9),
        ("- 甲。\n", 7),
        (STEPS + "\n## 什么情况可以办\n\n- 丙。\n", 15),
        (STEPS + "\n## 要准备什么\n\n丙。\n", 15),
        (STEPS + "\n## 要准备什么\n\n- 丙。\n\n### 丁\n\n戊。\n", 15),
        (STEPS + "\n## 有关文件\n\n- 丙。\n", 15),
        (STEPS + "\n## 为什么\n", 15),
        (STEPS + "\n## 为什么\n\n- 丙。\n", 15),
        (STEPS + "\n## 为什么\n\n丙。\n\n- 丁。\n", 15),
        (STEPS + "\n## 为什么\n\n丙。\n\n> 丁。\n", 15),
        (STEPS + "\n## 为什么\n\n丙。\n\n{periods}\n", 15),
        (STEPS + "\n#### 丙\n\n丁。\n", 15),
        (STEPS + "\n## 怎样办\n\n### 二\n\n丙。\n", 15),
        (STEPS + FORM + FORM.replace("## 表", "## 又一张表"), 27),
        (STEPS + FORM.replace("说明。\n\n", ""), 15),
        (STEPS + FORM.replace("| 编号 |", "| 键 |"), 15),
        (STEPS + FORM.replace("| name |", "| 名称 |"), 15),
        (STEPS + FORM.replace("| | name |", "| 十 | name |"), 15),
        (STEPS + FORM + "\n## 为什么\n\n丙。\n", 27),
        (STEPS + "\n[丙](#s1)\n", 7),
    ],
)
def test_layout_the_page_cannot_show_is_refused_at_its_heading(content: Content, body: str, line: int) -> None:
    """One fault each."""
    assert [(line, "guide-layout")] == layout_faults(content, body)


def test_only_the_guides_of_the_site_can_be_written(content: Content) -> None:
    """Each is linked from other pages."""
    content.good("guides/complaints.md", STEPS)
    assert [("content/guides/complaints.md", 2, "Slug", "slug")] == content.places()
