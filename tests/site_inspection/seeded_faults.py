"""Seeded faults of a built site: each an edit of one page, with the code and address of the finding that must name it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Edit = Callable[[str], str]


@dataclass(frozen=True)
class Fault:
    """One fault: the finding it must cause, the file that is edited (that of the address by default), the edit."""

    code: str
    address: str
    edit: Edit
    file: str = ""
    words: str = ""


def swap(old: str, new: str) -> Edit:
    """Return an edit that replaces every occurrence of a text that is there."""

    def edit(text: str) -> str:
        assert old in text, old
        return text.replace(old, new)

    return edit


def drop(pattern: str, new: str = "") -> Edit:
    """Return an edit that replaces what a pattern matches, once or more."""

    def edit(text: str) -> str:
        changed, count = re.subn(pattern, new, text, flags=re.DOTALL)
        assert count, pattern
        return changed

    return edit


def in_main(edit: Edit) -> Edit:
    """Return an edit of the main part of a page alone."""

    def edit_main(text: str) -> str:
        start, end = text.index("<main"), text.index("</main>")
        return text[:start] + edit(text[start:end]) + text[end:]

    return edit_main


def add(words: str) -> Edit:
    """Return an edit that adds markup at the end of the main part."""
    return swap("</main>", f"{words}</main>")


def tag(name: str, value: str = "") -> Edit:
    """Return an edit that gives a tag of the head another value, or takes it out."""
    return drop(
        rf'<meta name="{name}" content="[^"]*">\n', f'<meta name="{name}" content="{value}">\n' if value else ""
    )


OLD = drop(r'datetime="\d{4}-\d\d-\d\d"', 'datetime="2026-02-01"')

#: The history of the seeded site lacks a commit for this document until November: see the test.
BACKDATED = "/notices/open-data-terms/"

FAULTS = (
    Fault("forged-date", "/cases/refund-first/", tag("PubDate", "2026-10-10"), words="2026-07-10"),
    Fault("forged-date", BACKDATED, swap("", ""), words="2026-11-15"),
    Fault("forged-date", "/reports/2026-h1/", tag("PubDate", "2027-01-01"), words="2027-01-01"),
    Fault("home-stale", "/", in_main(OLD), words="2026-02-01"),
    Fault(
        "dead-link",
        "/about/",
        add('<p><a href="/notices/no-such-notice/">通知</a></p>'),
        words="/notices/no-such-notice/",
    ),
    Fault("dead-link", "/guides/repair/", add('<img src="/assets/lost.png" alt="图">'), words="/assets/lost.png"),
    Fault("dead-link", "/privacy/", add('<a href="/about/#no-such-place">处</a>'), words="#no-such-place"),
    Fault("name-misprint", "/accessibility/", add("<p>公主领市信用办（示例）</p>"), words="公主岭市"),
    Fault("columns-stale", "/", swap("", ""), words="5 个"),
    Fault("column-stale", "/notices/", in_main(OLD), words="6 个月"),
    Fault("column-empty", "/reports/", drop(r'<ul class="c-entries">.*?</ul>')),
    Fault("column-empty", "/lists/commitments/", in_main(drop(r"<tbody>.*?</tbody>", "<tbody></tbody>"))),
    Fault("guide-element", "/guides/repair/", swap("<h2>有关文件</h2>", ""), words="设定依据"),
    Fault("guide-element", "/guides/objection/", swap("<h2>要准备什么</h2>", ""), words="办理材料"),
    Fault("guide-element", "/guides/credit-report/", in_main(swap('href="tel:', 'title="')), words="联系电话"),
    Fault("date-missing", "/cases/traceable-rice/", tag("PubDate")),
    Fault("misprint", "/departments/", add("<p>《征信业务管理条例》</p>"), words="征信业管理条例"),
    Fault("meta-site", "/statistics/", tag("SiteName"), words="SiteName"),
    Fault("meta-kind", "/measures/", tag("ColumnType", "新闻"), words="新闻"),
    Fault(
        "meta-kind", "/large/", drop(r'<meta name="(?:ArticleTitle|ContentSource)" content="[^"]*">\n'), words="都没有"
    ),
    Fault("meta-kind", "/cases/bought-sales-figures/", tag("PubDate", "2026年10月23日"), words="2026年10月23日"),
    Fault("footer-differs", "/search/", drop(r'<li><a href="/sitemap/">网站地图</a></li>'), words="网站地图"),
    Fault("alt-missing", "/changes/", add('<img src="/favicon.ico">'), words="/favicon.ico"),
    Fault("too-deep", "/a/b/", swap("", ""), words="4 次"),
    Fault("unreachable", "/lonely/", swap("", "")),
)


def seed_faults(folder: Path) -> None:
    """Seed every fault into the built site in a folder."""
    plain = (folder / "large" / "index.html").read_text(encoding="utf-8")
    for name in ("a/b", "lonely"):
        (folder / name).mkdir(parents=True)
        (folder / name / "index.html").write_text(plain, encoding="utf-8")
    # An archive that no page near the home page leads to is three clicks away; it leads to the new page.
    near = [folder / "index.html", folder / "search" / "index.html", *(folder / "lists").glob("*/index.html")]
    linked = "".join(path.read_text(encoding="utf-8") for path in near)
    archives = sorted((folder / "entities").glob("*.html"))
    far = next(path for path in archives if path.name not in linked)
    far.write_text(add('<a href="/a/b/">更远</a>')(far.read_text(encoding="utf-8")), encoding="utf-8")
    for fault in FAULTS:
        path = folder / f"{fault.address.lstrip('/')}index.html"
        path.write_text(fault.edit(path.read_text(encoding="utf-8")), encoding="utf-8")
