"""Document budgets: changed documents whose page the build or the check of a release would find too large."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Iterator

from credit import urls
from credit.build.page_budgets import budget_of
from credit.deploy.releases.release_verification import MAX_PAGE
from credit.model import Document, Problem

#: Largest size of the page around a body, as published and compressed; a test compares with built pages.
FRAME, PACKED_FRAME = 40_000, 6_000


def check_budgets(documents: Iterable[Document], changed: Collection[str]) -> Iterator[Problem]:
    """Yield a problem for each changed document with too large a page; one that is public already holds up nobody."""
    for document in documents:
        if document.path not in changed:
            continue
        body = document.body.encode()
        name = urls.output_path(urls.document_address(document.kind, document.slug))
        size, most = len(body) + FRAME, MAX_PAGE
        if size <= most:
            size, most = len(zlib.compress(body, 6)) + PACKED_FRAME, budget_of(name)
        if size > most:
            message = (
                f"这份文件的网页约有 {size // 1000} KB，最多 {most // 1000} KB，手机打开会很慢；"
                "请拆成几份，或把长表格改为附件"
            )
            yield Problem(document.path, 1, "", "page-size", message)
