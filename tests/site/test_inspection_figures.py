"""Figures of the annual check in the site's own pages: those of ``inv doctor``, and the same however the site is built."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

from credit import gate
from credit.model import Problem
from credit.pages import SiteContext, make_site_context
from credit.pages.inspection_figures import CLASSES, OF_A_RECORD, OF_THE_DAY, OF_THE_FILE, read_figures, warnings_grid
from credit.site_inspection import inspect_site
from tests.conftest import ROOT
from tests.corpus.fault_seeding import read_faults
from tests.support.demonstration_edition import demonstration
from tests.support.demonstration_sources import build_copy, copy_sources

DAY = datetime.date(2026, 11, 20)


def found(site_context: SiteContext) -> dict[str, int]:
    return {figure.title: figure.found for figure in read_figures(site_context)}


def test_the_figures_are_those_of_the_doctor(site: Path) -> None:
    """On the demonstration, whose findings its note explains; a telephone is no section of a guide."""
    findings = [item for item in inspect_site(site, DAY).findings if "联系电话" not in item.message]
    counts = Counter(item.code for item in findings if item.code != "meta-site" or item.address == "/")
    figures = read_figures(make_site_context(demonstration(DAY), ""))
    assert {figure.title: figure.found for figure in figures} == {
        "站内链接": counts["dead-link"],
        "名称和书名的写法": counts["name-misprint"] + counts["misprint"],
        "办事指南的要素": counts["guide-element"],
        "发布日期": counts["date-missing"],
        "网站标签": counts["meta-site"],
        "图片的文字说明": counts["alt-missing"],
        "没有文字的附件": 0,
    }
    checked = {figure.title: figure.checked for figure in figures}
    assert (counts["date-missing"], counts["guide-element"], counts["meta-site"]) == (1, 2, 2)
    assert checked["发布日期"] == sum(
        1 for kind in ("policies", "notices", "cases", "reports") for _ in (ROOT / "content" / kind).glob("*.md")
    )
    assert checked["办事指南的要素"] == 4 * 4 + 1


def test_each_fault_is_counted(tmp_path: Path) -> None:
    """A title of a law that is none, a guide without its materials, a paper without a day, a scan, a picture with words."""
    sources = copy_sources(tmp_path)
    before = found(make_site_context(gate.validate(sources, DAY), ""))
    notice = sources / "content/notices/open-data-terms.md"
    text = notice.read_text(encoding="utf-8")
    notice.write_text(
        text.replace("Date: 2026-09-01", "Date: 未注明") + "\n见《征信业务管理条例》。\n\n![表格的样式](form.png)\n",
        encoding="utf-8",
    )
    folder = notice.with_suffix("")
    folder.mkdir()
    good = ROOT / "tests/corpus/good/content/notices/free-report/form.png"
    (folder / "form.png").write_bytes(good.read_bytes())
    (folder / "scan.pdf").write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n"
    )
    guide = sources / "content/guides/objection.md"
    words = guide.read_text(encoding="utf-8")
    guide.write_text(re.sub(r"## 要准备什么\n.*?(?=\n## )", "", words, count=1, flags=re.DOTALL), encoding="utf-8")
    context = make_site_context(gate.validate(sources, DAY), "")
    after = found(context)
    grown = {title for title in after if after[title] == before[title] + 1}
    assert grown == {"名称和书名的写法", "办事指南的要素", "发布日期", "没有文字的附件"}
    (pictures,) = (figure for figure in read_figures(context) if figure.title == "图片的文字说明")
    assert (pictures.checked, pictures.found) == (1, 0)


def test_every_warning_has_one_class_or_passes() -> None:
    """Those of the corpus, which has one of every code; none stands in two."""
    codes = {fault.expected[2] for fault in read_faults() if fault.severity == "warning"}
    classed = [code for codes_of in CLASSES.values() for code in codes_of]
    assert len(classed) == len(set(classed))
    passing = gate.OF_A_CHANGE | OF_THE_DAY | OF_THE_FILE | OF_A_RECORD
    assert not set(classed) & passing
    assert [] == sorted(codes - set(classed) - passing)


def test_warnings_are_counted_by_class_without_those_of_records_changes_days_or_a_files_form() -> None:
    """A number of warnings about rows of a list would tell of records that are not public."""
    papers = ["late", "markup", "spelling", "mass-change", "document-waiting", "row-count"]
    problems = [Problem("content/notices/a.md", 2, "", code, "提醒", "warning") for code in papers]
    for path in ("data/black-list.csv", "data/withdrawals.csv", "data/corrections.csv"):
        problems += [Problem(path, 2, "", code, "提醒", "warning") for code in ("personal-address", "row-count")]
    context = make_site_context(replace(demonstration(DAY), problems=tuple(problems)), "")
    counts = {row.cells[0].text: row.cells[1].text for row in warnings_grid(context).rows if row.cells[1].text != "0"}
    assert counts == {"文件和表格的写法": "1", "其他": "1"}


def test_an_incremental_build_shows_the_figures_of_a_fresh_one(copy_of_site: Path) -> None:
    """Markup in a document is a warning: the page of quality is written again."""
    output = copy_of_site / "output"
    build_copy(copy_of_site, output)
    pages = [output / "data/quality/index.html", output / "accessibility/index.html"]
    before = pages[0].read_bytes()
    assert "图片的文字说明" in pages[1].read_text(encoding="utf-8")
    document = copy_of_site / "content/pages/about.md"
    document.write_text(document.read_text(encoding="utf-8") + "\n<u>示例</u>\n", encoding="utf-8")
    build_copy(copy_of_site, output)
    incremental = [page.read_bytes() for page in pages]
    assert incremental[0] != before
    build_copy(copy_of_site, output, fresh=True)
    assert incremental == [page.read_bytes() for page in pages]
