"""The pictures in docs/screenshots are those of the task, and no burden to a clone."""

from __future__ import annotations

from tests.conftest import ROOT
from tests.support.page_types import PAGES
from tests.support.screenshots import SCHEMES, WIDTHS


def test_each_page_type_has_its_pictures_in_two_megabytes() -> None:
    """Three widths, by day and by night; a type that is new or gone asks for ``inv screenshots``."""
    pictures = list((ROOT / "docs" / "screenshots").iterdir())
    dark = ["" if scheme == "light" else f"-{scheme}" for scheme in SCHEMES]
    assert {f"{name}-{width}{mode}.webp" for name in PAGES for width in WIDTHS for mode in dark} == {
        picture.name for picture in pictures
    }
    assert sum(picture.stat().st_size for picture in pictures) < 2_000_000
