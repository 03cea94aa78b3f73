"""Navigation: the entries that every page has in its header."""

from __future__ import annotations

from credit import urls
from credit.model import COLUMN_TITLES

#: Words and address of each entry, in order.
NAVIGATION = (
    ("名单查询", urls.LISTS),
    *((COLUMN_TITLES[kind], urls.column_address(kind)) for kind in ("policy", "notice", "case")),
    ("四张清单", urls.MEASURES),
    ("部门职责", urls.DEPARTMENTS),
    ("办事指南", urls.GUIDES_INDEX),
    (COLUMN_TITLES["report"], urls.STATISTICS),
    ("数据开放", urls.DATA),
)
