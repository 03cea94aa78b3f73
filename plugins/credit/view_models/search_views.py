"""View models of the search: the form and the lookup pages of names."""

from __future__ import annotations

from dataclasses import dataclass

from credit.view_models.page_base import Page
from credit.view_models.view_parts import Link, LinkGroup


@dataclass(frozen=True)
class SearchPage(Page):
    """``/search/``: the form, which lists there are and how new they are, and ways to look a name up by hand.

    ``action`` is where the form leads, ``index`` the folder of the index, ``base`` the path before each address: the
    script needs them.
    """

    action: str
    index: str
    base: str
    hint: str
    lists: tuple[Link, ...]
    sentences: tuple[str, ...]
    groups: tuple[LinkGroup, ...]
    batch: Link


@dataclass(frozen=True)
class BatchPage(Page):
    """``/check/``: the box for many names and codes; ``further`` leads on where no script runs.

    ``index`` is the folder of the search index, ``base`` the path before each address, ``most`` how many names and codes
    one check may have: the script needs them.
    """

    index: str
    base: str
    most: int
    sentences: tuple[str, ...]
    further: tuple[Link, ...]


@dataclass(frozen=True)
class SearchByPage(Page):
    """``/search/by/<initial|township|year>/<value>.html``: names with where they stand, or the initials that lead to them."""

    children: LinkGroup
    found: tuple[Link, ...]
    empty: str
    back: Link
