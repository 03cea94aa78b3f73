"""Inspection figures: what the annual check counts in documents and settings, and the gate's warnings by class.

Each figure follows from the edition and the settings alone, so that a full and an incremental build show the same; what needs
the finished tree (clicks from the home page, links of generated pages) is for ``inv doctor`` to say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from credit import gate, law, urls
from credit.derived_columns import CORRECTIONS
from credit.documents.change_notes import KINDS
from credit.documents.guide_sections import CONDITIONS, MATERIALS, SOURCES, STEPS
from credit.documents.publication_window import publication_day
from credit.model import REGISTER, Document, Problem
from credit.pages.site_context import SiteContext
from credit.view_models import Cell, Column, Grid, Row

_PICTURE = re.compile(r'<img [^>]*?alt="([^"]*)"')

#: Code of a scanned attachment: a screen reader finds no words in it.
_SCAN = "attachment-picture"

#: Class of warnings → its codes. What stands in no class, as an error of an accepted commit, is counted as _OTHERS.
CLASSES = {
    "惩戒措施的依据": ("measure-basis", "name-basis"),
    "任务分工": ("department-unknown", "responsibility-differs", "responsibility-missing"),
    # The office alone sees which of them may point at a person.
    "文件和表格的写法": (
        "attachment-hidden", "figure-by-hand", "front-matter-unstated", "guide-missing", "html", "markup", "name-column", "personal-address",
        "personal-document", "personal-name", "unfilled",
    ),
    "没有文字的附件": (_SCAN,),
}  # fmt: skip
_OTHERS = "其他"

#: Warnings that come and go with the day, without any change of the contents: the page stands until ``valid_until``.
OF_THE_DAY = frozenset({
    "document-departed", "document-expired", "document-waiting", "ended-subject", "event-day", "holiday-year", "law-review",
})  # fmt: skip

#: Warnings about how a table was saved: the same cells give the same site, however they were saved.
OF_THE_FILE = frozenset({"spelling"})

#: Warnings about records, and about words of a text because of one. Not counted, as no warning about a row of a list is: the
#: count would tell of records that are over, held back or still to come.
OF_A_RECORD = frozenset({
    "code-kind", "correction-field", "correction-mention", "correction-record", "correction-value", "harsh-item", "hidden-name",
    "late", "link", "missing-value", "name-masked", "name-separator", "names-differ", "number-year", "operator-name", "other-name",
    "publish-until-late", "repeated-record",
    "same-decision", "several-subjects", "subject-code", "subjects-missing",
})  # fmt: skip

#: Figures that tell how well a page can be read without eyes.
ACCESSIBLE = ("图片的文字说明", "没有文字的附件")

_GUIDE_SECTIONS = (CONDITIONS, STEPS, MATERIALS, SOURCES)


@dataclass(frozen=True)
class InspectionFigure:
    """One item of the annual check: its title, what was looked at, how many of it, and how many are at fault."""

    title: str
    scope: str
    checked: int
    found: int


def read_figures(site_context: SiteContext) -> tuple[InspectionFigure, ...]:
    """Return the figures of the annual check in the inspector's order."""
    edition = site_context.edition
    papers = [document for document in edition.documents if document.kind in KINDS]
    guides = [document for document in edition.documents if document.kind == "guide"]
    texts = [*papers, *guides, *(document for document in edition.documents if document.kind == "page")]
    pictures = [words for document in texts for words in _PICTURE.findall(document.body)]
    site = edition.package.site
    tags = (site.name, site.domain, site.identity_code)
    return (
        InspectionFigure(
            "站内链接", "文件、指南里的链接", sum(len(item.links) for item in texts), _count(edition.problems, "link")
        ),
        InspectionFigure("名称和书名的写法", "文件、指南和说明", len(texts), sum(map(_misprints, texts))),
        InspectionFigure("办事指南的要素", "指南的各节", *_guide_sections(guides)),
        InspectionFigure(
            "发布日期", "文件", len(papers), sum(publication_day(document.metadata) is None for document in papers)
        ),
        InspectionFigure("网站标签", "名称、域名、标识码", len(tags), sum(not tag for tag in tags)),
        InspectionFigure("图片的文字说明", "图片", len(pictures), sum(not words.strip() for words in pictures)),
        InspectionFigure(
            "没有文字的附件", "附件", sum(len(item.attachments) for item in texts), _count(edition.problems, _SCAN)
        ),
    )


def figures_grid(site_context: SiteContext, caption: str, titles: Sequence[str] = ()) -> Grid:
    """Return the figures as a table, those of some titles alone where any are given."""
    columns = (
        Column("title", "项目"),
        Column("scope", "查什么"),
        Column("checked", "查了（处）", "number"),
        Column("found", "有问题（处）", "number"),
    )
    rows = [
        Row(
            (
                Cell(item.title),
                Cell(item.scope),
                *(Cell(str(number), kind="number") for number in (item.checked, item.found)),
            )
        )
        for item in read_figures(site_context)
        if not titles or item.title in titles
    ]
    return Grid(caption, columns, tuple(rows))


def warnings_grid(site_context: SiteContext) -> Grid:
    """Return the gate's warnings about documents and reference tables by class.

    Those about a record, a change, a day or a file's form are none of the contents.
    """
    classes = {code: title for title, codes in CLASSES.items() for code in codes}
    passing = gate.OF_A_CHANGE | OF_THE_DAY | OF_THE_FILE | OF_A_RECORD
    package = site_context.package
    of_records = {item.path for item in package.resources if item.is_list or item.name in (REGISTER, CORRECTIONS)}
    counts = Counter(
        classes.get(problem.code, _OTHERS)
        for problem in site_context.edition.problems
        if problem.code not in passing and problem.path not in of_records
    )
    columns = (Column("title", "类别"), Column("count", "提醒（条）", "number"))
    rows = [Row((Cell(title), Cell(str(counts[title]), kind="number"))) for title in (*CLASSES, _OTHERS)]
    return Grid("公布以前对文件和参考表的提醒（不拦公布，由工作人员核对）", columns, tuple(rows))


def _count(problems: Iterable[Problem], code: str) -> int:
    return sum(1 for problem in problems if problem.code == code)


def _misprints(document: Document) -> int:
    return len({misprint.wrong for misprint in law.find_misprints(f"{document.title}\n{document.text}")})


def _guide_sections(guides: Iterable[Document]) -> tuple[int, int]:
    """Return how many sections the guides must have, and how many are missing; the directory of offices has one."""
    wanted = missing = 0
    for guide in guides:
        address = urls.document_address(guide.kind, guide.slug)
        sections = (STEPS,) if address == urls.GUIDE_CONTACT else _GUIDE_SECTIONS
        headings = {clause.text for clause in guide.clauses}
        wanted += len(sections)
        missing += sum(section not in headings for section in sections)
    return wanted, missing
