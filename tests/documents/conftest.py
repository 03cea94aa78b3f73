"""A site of documents that a test fills."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.sample_documents import Content


@pytest.fixture
def content(tmp_path: Path) -> Content:
    return Content(tmp_path)
