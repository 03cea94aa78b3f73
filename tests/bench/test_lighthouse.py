"""What Lighthouse is asked of, and when its answer is good enough."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest

from credit.bench.lighthouse import PageScore, choose_pages
from credit.bench.process_cost import BenchError


def test_every_main_page_type_is_measured(site: Path) -> None:
    """Home, list, archive, document, search, and an answer with results."""
    chosen = choose_pages(site)
    assert ["首页", "名单", "信用档案", "文件", "搜索", "搜索结果"] == list(chosen)
    for address in chosen.values():
        path = site / address.partition("?")[0].strip("/")
        assert path.is_file() or (path / "index.html").is_file()
    asked = unquote(chosen["搜索结果"]).partition("?q=")[2]
    assert 2 == len(asked)
    assert any(asked in file.read_text("utf-8") for file in (site / "search/index/entities").glob("*.txt"))


def test_a_type_that_is_missing_is_named(tmp_path: Path) -> None:
    """What was not measured is not shown to hold."""
    (tmp_path / "index.html").write_text("", encoding="utf-8")
    with pytest.raises(BenchError, match="名单"):
        choose_pages(tmp_path)


@pytest.mark.parametrize(
    ("performance", "least", "good"),
    [
        ((97, 99, 100, 99, 98), 100, True),
        ((98, 98, 100, 99, 98), 100, False),
        ((100, 100, 100, 100, 100), 99, False),
    ],
)
def test_the_median_counts_for_performance_and_the_least_for_the_rest(
    performance: tuple[int, ...], least: int, good: bool
) -> None:
    """One slow run does no harm, one fault does."""
    page = PageScore("首页", "/", performance, {"accessibility": least, "best-practices": 100, "seo": 100})
    assert good == page.passes
