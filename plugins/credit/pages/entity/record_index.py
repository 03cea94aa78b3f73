"""Record index: links to the listings of a long archive, grouped by list and state."""

from __future__ import annotations

from collections.abc import Sequence

from credit.view_models import ListingView, OutlineItem

#: Listings of an archive that can be looked over without an index: on a phone each takes more than two screens.
WITHOUT_INDEX = 5


def record_index(listings: Sequence[ListingView]) -> tuple[OutlineItem, ...]:
    """Return the entries of an index in the order of the page, each group's first; none for a short archive."""
    if len(listings) <= WITHOUT_INDEX:
        return ()
    groups: dict[tuple[str, str], list[ListingView]] = {}
    for view in listings:
        groups.setdefault((view.list_href, view.state), []).append(view)
    return tuple(item for views in groups.values() for item in (_group(views), *map(_entry, views)))


def _group(views: list[ListingView]) -> OutlineItem:
    first = views[0]
    return OutlineItem(f"{first.list_title}，{first.state} {len(views)} 条", first.record_id, 2)


def _entry(view: ListingView) -> OutlineItem:
    words = view.reason or "记录 " + view.record_id
    marks = "（" + "、".join(view.marks) + "）" if view.marks else ""
    return OutlineItem(words + marks, view.record_id, 3, day=view.day)
