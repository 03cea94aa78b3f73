"""The link checker itself: it finds each kind of fault in a small tree, and nothing in a good one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.site_tree import check_links, clicks_from_home, read_pages, target_of

HOME = """<!doctype html><html lang="zh-CN"><head><title>首页</title>
<link rel="canonical" href="https://credit.example/"><link rel="stylesheet" href="/assets/style.0a1b2c3d.css"></head>
<body><h1 id="top">首页</h1>
<a href="lists/">名单</a> <a href="/lists/#%E7%BA%A2">红名单</a> <a href="tel:0434-0000000">电话</a>
<a href="https://www.example.com/" rel="external">外部网站</a></body></html>
"""
LISTS = """<!doctype html><html lang="zh-CN"><head><title>名单</title></head>
<body><h1>名单</h1><h2 id="红">红名单</h2><a href="../">首页</a> <a href="#红">红</a></body></html>
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name, text in {"index.html": HOME, "lists/index.html": LISTS, "assets/style.0a1b2c3d.css": "a{}"}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8", newline="\n")
    return tmp_path


def faults_with(tree: Path, more: str) -> list[str]:
    page = tree / "index.html"
    page.write_text(HOME.replace("</body>", f"{more}</body>"), encoding="utf-8", newline="\n")
    return check_links(tree, read_pages(tree))


def test_a_good_tree_has_no_fault(tree: Path) -> None:
    """Relative, root-relative and percent-encoded links, fragments, telephones and marked external links are all right."""
    assert [] == check_links(tree, read_pages(tree))


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ('<a href="/nothing/">x</a>', "/nothing/: no such file"),
        ('<a href="/lists">x</a>', "/lists: no such file"),
        ('<a href="/lists/#黑">x</a>', "/lists/#黑: no such place on the page"),
        ('<a href="#nowhere">x</a>', "#nowhere: no such place on the page"),
        ('<a href="../../etc/passwd">x</a>', "../../etc/passwd: no such file"),
        ('<a href="https://www.example.com/">x</a>', "https://www.example.com/: leaves the site and does not say so"),
        ('<a href="//www.example.com/">x</a>', "//www.example.com/: leaves the site and does not say so"),
        (
            '<a href="javascript:alert(1)" rel="external">x</a>',
            "javascript:alert(1): leaves the site and does not say so",
        ),
        ('<img src="https://www.example.com/a.png" alt="">', "https://www.example.com/a.png: fetched from elsewhere"),
        ('<img src="/assets/a.png" alt="">', "/assets/a.png: no such file"),
        ('<img src="data:," srcset="/assets/b.png 2x" alt="">', "/assets/b.png: no such file"),
        ('<script src="/assets/gone.js"></script>', "/assets/gone.js: no such file"),
        ('<form action="/ask/"></form>', "/ask/: no such file"),
    ],
)
def test_each_kind_of_fault_is_found(tree: Path, more: str, fault: str) -> None:
    """A broken link is named with its page, its line and what is wrong."""
    assert [f"index.html:5: {fault}"] == faults_with(tree, more)


def test_a_link_without_the_base_path_is_broken_in_a_subfolder() -> None:
    """Below /credit a link to /lists/ leads to somebody else's page."""
    assert ("lists/index.html", "") == target_of("index.html", "/credit/lists/", "/credit")
    assert ("../lists/", "") == target_of("index.html", "/lists/", "/credit")
    assert ("../creditors/", "") == target_of("index.html", "/creditors/", "/credit")


def test_clicks_are_counted_by_the_shortest_way(tree: Path) -> None:
    """Home is none, the list one; a page nobody links to is not reached."""
    (tree / "orphan.html").write_text("<!doctype html><title>x</title>", encoding="utf-8", newline="\n")
    assert {"index.html": 0, "lists/index.html": 1} == clicks_from_home(read_pages(tree))
