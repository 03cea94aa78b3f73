"""Tables made of a few columns, for texts that name a listed subject."""

from __future__ import annotations

import pytest

from tests.support.made_tables import MakeTable, make_table_of


@pytest.fixture
def make_table() -> MakeTable:
    """Build a table of columns and rows; the first row stands on line 2."""
    return make_table_of
