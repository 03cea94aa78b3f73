"""Document kinds: those with a column of the site, each with its folder, which is also its address, and its title.

A kind has more of its own: its front matter (``documents/front_matter_keys.py``), its address among those that no page may
take (``documents/document_reader.py``), the words at the head of its column and of its day (``pages/document_pages.py``), a
place in the menu (``pages/site_layout.py``), whether it is drafted and cited (``importer/document_draft.py``,
``citations/cited_papers.py``), and how old the newest may be (``law/inspection_limits.py``).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DocumentKind:
    """One kind of document: its name, the folder of content/ and the title of its column in Chinese."""

    name: str
    folder: str
    title: str


#: In the order of the site's columns; pages of the site itself and guides have none.
DOCUMENT_KINDS = (
    DocumentKind("policy", "policies", "政策文件"),
    DocumentKind("notice", "notices", "通知公告"),
    DocumentKind("case", "cases", "典型案例"),
    DocumentKind("report", "reports", "统计报告"),
)

#: Kind of document → title of its column.
COLUMN_TITLES = {kind.name: kind.title for kind in DOCUMENT_KINDS}
