"""Documents: one Markdown file of content/ as it was read, its clauses, and the titles of its columns."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Clause:
    """One heading or numbered paragraph of a document: positional anchor (``c4-3-1``), printed number, words."""

    anchor: str
    level: int
    number: str
    text: str


#: Kind of document → title of its column; pages of the site itself and guides have none.
COLUMN_TITLES = {"policy": "政策文件", "notice": "通知公告", "case": "典型案例", "report": "统计报告"}


@dataclass(frozen=True)
class Document:
    """One Markdown file of content/: its front matter, sanitised body and outline.

    ``kind`` is ``policy``, ``notice``, ``case``, ``page`` …; ``date`` is None for 未注明; ``body`` is sanitised
    HTML whose internal links are root-relative and not yet prefixed; ``links`` are its internal link targets
    with their lines; ``attachments`` are files beside it, relative to the root,
    ``attachment_sizes`` their bytes.
    """

    kind: str
    path: str
    slug: str
    title: str
    date: datetime.date | None
    metadata: Mapping[str, str]
    body: str
    text: str
    clauses: tuple[Clause, ...] = ()
    links: tuple[tuple[int, str], ...] = ()
    attachments: tuple[Path, ...] = ()
    attachment_sizes: tuple[int, ...] = ()
