"""Documents whose pages are too large are refused at the push, where the author can still split them."""

from __future__ import annotations

import random
import zlib
from dataclasses import replace
from pathlib import Path

from credit import gate, urls
from credit.deploy.hooks.document_budgets import FRAME, PACKED_FRAME, check_budgets
from tests.corpus.fault_seeding import GOOD


def test_large_page_of_a_changed_document_is_named() -> None:
    """By its bytes, by its compressed bytes, and only where this push changed it."""
    notice = next(document for document in gate.validate(GOOD).documents if document.kind == "notice")
    varied = "".join(map(chr, random.Random(1).choices(range(0x4E00, 0x9000), k=40_000)))
    heavy = (replace(notice, body="一" * 330_000), replace(notice, body=varied))
    for document in heavy:
        (problem,) = check_budgets((document,), {notice.path})
        assert (notice.path, 1, "page-size") == (problem.path, problem.line, problem.code)
        assert "请拆成几份" in problem.message
        assert [] == list(check_budgets((document,), set()))
    assert [] == list(check_budgets((notice,), {notice.path}))


def test_frame_of_a_built_page_is_no_larger_than_assumed(site: Path) -> None:
    """Of every document of the demonstration."""
    for document in gate.validate(Path(__file__).parents[3]).documents:
        page = (site / urls.output_path(urls.document_address(document.kind, document.slug))).read_bytes()
        body = document.body.encode()
        assert len(page) - len(body) <= FRAME
        assert len(zlib.compress(page, 6)) - len(zlib.compress(body, 6)) <= PACKED_FRAME
