"""Names read ahead of time: the same index and the same lookup pages as without."""

from __future__ import annotations

import pytest

from credit.search import NamePlaces, build_index, lookup_path, name_readings, read_ahead
from tests.support.synthetic_names import entries

MADE = entries(600)
PLACES = NamePlaces(frozenset({"怀德", "怀德镇"}))
#: Variants, full width, other scripts, places and numbers at the beginning.
ODD = ("鸿運實業（公主岭）有限公司", "ＡＢＣ网咖", "公主岭市怀德镇乐家超市", "公主岭市", "7天宾馆", "𠮷野家", "a", "")


@pytest.fixture(autouse=True)
def nothing_read_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test leaves its names to another."""
    monkeypatch.setattr(name_readings, "_read_ahead", {})


def test_the_index_is_the_same_with_names_read_ahead() -> None:
    """Of all names, of some, and with other places than the index has."""
    plain = dict(build_index(MADE, places=PLACES, plain_limit=100))
    names = [name for entry in MADE for name in entry.names]
    for some, places in ((names[::2], PLACES), (names, NamePlaces()), (names, PLACES)):
        steps = sum(1 for _ in read_ahead(some, places))
        assert steps == len(some) // 250
        assert dict(build_index(MADE, places=PLACES, plain_limit=100)) == plain


@pytest.mark.parametrize("name", ODD)
def test_the_lookup_path_is_the_same_for_a_name_read_ahead(name: str) -> None:
    """The path has the letters of the name as it is registered, the index those with variants folded."""
    plain = lookup_path(name, "key", PLACES)
    list(read_ahead([name], PLACES))
    assert name_readings.read_name(name, PLACES) is name_readings.read_name(name, PLACES)
    assert lookup_path(name, "key", PLACES) == plain
