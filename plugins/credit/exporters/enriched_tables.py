"""Enriched tables: every dataset of an edition as it is published, with derived columns and link tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from credit.change_history import PublicationDays
from credit.change_history.monthly_changes import MonthlyCount
from credit.derived_columns import append_derived
from credit.exporters.column_aliases import append_aliases
from credit.exporters.link_tables import join_items, link_tables, publish_lists
from credit.exporters.site_tables import append_ended, site_tables
from credit.model import REGISTER, Package, PublicTable

if TYPE_CHECKING:
    from credit.gate import Edition


def published_tables(
    edition: Edition,
    ended: Mapping[str, Iterable[str]],
    siteurl: str = "",
    days: Mapping[str, PublicationDays] | None = None,
    counts: Iterable[MonthlyCount] = (),
) -> dict[str, PublicTable]:
    """Return the tables that /data/ offers, by name: those of the package, link tables, and those of the site itself.

    ``ended`` are the ids that are 已结束 by list, ``days`` are the publication days of the lists and ``counts`` their monthly changes where there is a history. A dataset of the package keeps its name
    where a further one would take it; the gate refuses that.
    """
    tables = {}
    for name, table in edition.public.items():
        if name == REGISTER:
            table = append_ended(table, ended)
        if days and name in days:
            columns = {key: list(column) for key, column in vars(days[name]).items()}
            table = replace(table, states=table.states.assign(**columns))
        derived = append_derived(table, siteurl)
        tables[name] = join_items(replace(derived, resource=publish_lists(derived.resource)))
    for table in tuple(tables.values()):
        for link in link_tables(table, tables):
            tables.setdefault(link.resource.name, link)
    # After the link tables, which have the columns' names of today.
    tables = {name: append_aliases(table, edition.as_of) for name, table in tables.items()}
    # The files of a link table bear the column's name in their address: a renamed one is also where it was.
    for table in tuple(tables.values()):
        if any(field.alias_of for field in table.resource.schema.fields):
            for link in link_tables(table, tables):
                tables.setdefault(link.resource.name, link)
    for name, table in site_tables(edition, ended, siteurl, counts).items():
        tables.setdefault(name, table)
    return tables


def package_of(package: Package, tables: Mapping[str, PublicTable]) -> Package:
    """Return the package with the published datasets as its resources."""
    return replace(package, resources=tuple(table.resource for table in tables.values()))


def reference_labels(tables: Mapping[str, PublicTable]) -> dict[str, dict[str, str]]:
    """Return key → words of each reference dataset of the package with a single key; lists name subjects and are none."""
    labels = {}
    for name, table in tables.items():
        schema, label = table.resource.schema, table.resource.rules.label
        if not table.resource.is_list and len(schema.primary_key) == 1 and label not in ("", *schema.primary_key):
            labels[name] = dict(zip(table.column(schema.primary_key[0]), table.column(label), strict=True))
    return labels
