"""What a citizen reads is plain Chinese: no English word, no word of the trade, on any page that is not for programmers."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.support.page_types import PAGES, files_of, type_of

#: Pages for who works with the data say what a file is called.
FOR_PROGRAMMERS = {"data", "dataset"}
#: What has no Chinese name that people use: file formats a list is offered in, keys, standards, initials shown as an example.
KNOWN = {"Excel", "XLSX", "CSV", "Ctrl", "Tab", "GB", "WCAG", "AA", "gzl"}
#: Words of the trade, each with what a citizen reads in its place.
TRADE = {
    "主键": "用来区分各行", "字段": "列", "救济": "不服怎么办", "数据包": "数据", "元数据": "说明", "脱敏": "隐去", "终端": "手机或电脑",
    "缓存": "存着的旧页面", "接口": "给程序用的地址", "爬虫": "搜索网站", "索引页": "目录",
}  # fmt: skip
_NUMBERS = re.compile(
    r"[0-9A-HJ-NPQRTUWXY]{18}|[A-Z]{2}-\d{4}-\d+|\b(?:[0-9a-f]{10}|[0-9a-f]{16,64})\b|\S+@\S+|https?://\S+"
)


class _Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.hidden += tag in {"script", "style"}

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self.hidden and data.strip():
            self.texts.append(data.strip())


def texts_of(path: Path) -> str:
    """Return what a page says, its numbers and addresses left out."""
    reader = _Texts()
    reader.feed(path.read_text(encoding="utf-8"))
    reader.close()
    return _NUMBERS.sub("", "\n".join(reader.texts))


@pytest.fixture(scope="module")
def said(site: Path) -> dict[str, str]:
    """Each page for citizens with what it says."""
    return {file: texts_of(site / file) for file in files_of(site) if (type_of(file) or "data") not in FOR_PROGRAMMERS}


def test_the_pages_for_citizens_are_all_but_two_types(said: dict[str, str]) -> None:
    """And they are there."""
    assert set(PAGES) - FOR_PROGRAMMERS == {type_of(file) for file in said}


def test_no_english_word_on_a_page_for_citizens(said: dict[str, str]) -> None:
    """A word of two letters or more is a word; anchors and codes are none."""
    found = {file: set(re.findall(r"[A-Za-z][A-Za-z_]+", text)) - KNOWN for file, text in said.items()}
    assert {} == {file: sorted(words) for file, words in found.items() if words}


@pytest.mark.parametrize("word", TRADE)
def test_no_word_of_the_trade_on_a_page_for_citizens(said: dict[str, str], word: str) -> None:
    """Policies are quoted as they are; everything else says it plainly."""
    own = {file: text for file, text in said.items() if not file.startswith(("policies/", "entities/"))}
    assert [] == [file for file, text in own.items() if word in text]


def test_nothing_about_a_milder_record_speaks_of_serious_dishonesty(site: Path) -> None:
    """Neither page nor JSON of who has no grave record holds 严重失信 or 黑名单, not even as a link or a description."""
    seen = 0
    for file in sorted((site / "entities").glob("*.json")):
        text = file.read_text(encoding="utf-8")
        records = [item for several in json.loads(text)["records"].values() for item in several]
        if any(record.get("severity") == "严重" for record in records):
            continue
        seen += any("severity" in record for record in records)
        page = file.with_suffix(".html").read_text(encoding="utf-8")
        assert [] == [word for word in ("严重失信", "黑名单") if word in text + page], file.name
    assert seen >= 20
