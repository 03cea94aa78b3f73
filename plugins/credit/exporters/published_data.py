"""Published data: the tables that /data/ offers, with their digests, words and identity, each derived once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from credit.change_history import LoggedChange, PublicationDays, log_changes, publication_days
from credit.change_history.monthly_changes import MonthlyCount, count_monthly_changes
from credit.documents.change_notes import change_notes
from credit.documents.publication_window import publication_day
from credit.exporters.change_log_export import Removal
from credit.exporters.data_index import package_digest
from credit.exporters.enriched_tables import package_of, published_tables, reference_labels
from credit.exporters.public_dataset import PublicDataset, public_dataset, row_digest
from credit.exporters.snapshot import Snapshot
from credit.identifiers import split_record_id
from credit.model import COLUMN_TITLES, NO_HISTORY, NO_LIST, REGISTER, ChangeHistory, Package, PublicTable

if TYPE_CHECKING:
    from credit.gate import Edition


@dataclass(frozen=True, eq=False)
class PublishedData:
    """All that an edition publishes as data; ``siteurl`` is the address of the site, or empty."""

    edition: Edition
    siteurl: str = ""
    history: ChangeHistory = NO_HISTORY

    @cached_property
    def days(self) -> Mapping[str, PublicationDays]:
        """The publication days of each list; none without a history."""
        if not self.history.commit:
            return {}
        return {
            name: publication_days(table, self.history, self.edition.as_of)
            for name, table in self.edition.public.items()
            if table.resource.is_list
        }

    @cached_property
    def updated_on(self) -> Mapping[str, str]:
        """The day of the latest change of each list that today's site shows, ISO; none without a history.

        Records that ended by expiry or repair have no day in public, so their leaving is none of these changes.
        """
        register = self.edition.public.get(REGISTER)
        withdrawn: dict[str, str] = {}
        if register is not None:
            dated = zip(register.column("record_id"), register.column("withdrawn_on"), strict=True)
            withdrawn = {record_id: day for record_id, day in dated if day}
        updated = {}
        for name, days in self.days.items():
            changes = self.history.of(self.edition.public[name].resource)
            own = {change.record_id for change in changes} & withdrawn.keys() if withdrawn else set()
            updated[name] = max([days.newest, *(withdrawn[record_id] for record_id in own)])
        return updated

    @cached_property
    def document_days(self) -> Mapping[tuple[str, str], str]:
        """Kind and slug of each document of a column → the day of its publication or latest change, ISO, where known."""
        days = {}
        for document in self.edition.documents:
            published, notes = publication_day(document.metadata), change_notes(document.metadata)
            known = max(published.isoformat() if published else "", notes[0].day if notes else "")
            if document.kind in COLUMN_TITLES and known:
                days[document.kind, document.slug] = known
        return days

    @cached_property
    def ended(self) -> Mapping[str, tuple[str, ...]]:
        """The ids that are 已结束 by list: those of the edition, and those whose rows a commit took out of the list.

        The last are known where there is a history; under NO_LIST those of a list that is there no more.
        """
        register = self.edition.public.get(REGISTER)
        classed = set(register.column("record_id")) if register is not None else set()
        names = {table.resource.path: name for name, table in self.edition.public.items()}
        ended = {name: set(ids) for name, ids in self.edition.ended.items()}
        classed = classed.union(*ended.values())
        # Whatever the history was read as, a record that is shown has not ended.
        lists = [table for table in self.edition.public.values() if table.resource.is_list]
        classed = classed.union(*(table.column("record_id") for table in lists))
        for path, ids in self.history.deleted.items():
            gone = {record_id for record_id in ids - classed if split_record_id(record_id) is not None}
            if gone:
                ended.setdefault(names.get(path, NO_LIST), set()).update(gone)
        return {name: tuple(sorted(ids)) for name, ids in ended.items()}

    @cached_property
    def change_logs(self) -> Mapping[str, tuple[LoggedChange, ...]]:
        """The changes of the public records of each list; none without a history."""
        corrections = self.edition.public.get("corrections")
        return {
            name: log_changes(self.edition.public[name], self.history, days, corrections, self.edition.as_of)
            for name, days in self.days.items()
        }

    def removals(self, name: str) -> tuple[Removal, ...]:
        """Return the ended records whose ids look like those of a list, by id, as the register publishes them.

        A prefix that no row has any more is that of the list in whose history it stands.
        """
        register = self.edition.public.get(REGISTER)
        words: dict[str, tuple[str, str]] = {}
        if register is not None:
            columns = map(register.column, ("record_id", "withdrawn_on", "explanation"))
            words = {record_id: (day, text) for record_id, day, text in zip(*columns, strict=True)}
        own = {record_id.partition("-")[0] for record_id in self.edition.public[name].column("record_id")}
        own |= {record_id.partition("-")[0] for record_id in self.ended.get(name, ())}
        known = self.edition.prefixes
        own |= {prefix for prefix, owner in known.items() if owner == name}
        changes = self.history.of(self.edition.public[name].resource)
        own |= {change.record_id.partition("-")[0] for change in changes}.difference(known)
        ended = self.tables["ended"]
        return tuple(
            (record_id, reason, *words.get(record_id, ("", "")))
            for record_id, reason in zip(ended.column("record_id"), ended.column("reason"), strict=True)
            if record_id.partition("-")[0] in own
        )

    @cached_property
    def monthly_counts(self) -> tuple[MonthlyCount, ...]:
        """The records that each list gained and lost by month; none without a history."""
        first = {name: days.first_published for name, days in self.days.items()}
        return count_monthly_changes(self.edition, self.history, first)

    @cached_property
    def tables(self) -> Mapping[str, PublicTable]:
        """The datasets by name, as they are published."""
        return published_tables(self.edition, self.ended, self.siteurl, self.days, self.monthly_counts)

    @cached_property
    def package(self) -> Package:
        """The package with the published datasets as its resources."""
        return package_of(self.edition.package, self.tables)

    @cached_property
    def row_digests(self) -> Mapping[str, str]:
        """The digest of the rows of each dataset."""
        return {name: row_digest(table.cells) for name, table in self.tables.items()}

    @cached_property
    def snapshot(self) -> Snapshot:
        """The identity of the data."""
        return Snapshot(self.edition.as_of, self.edition.valid_until, package_digest(self.row_digests))

    @cached_property
    def _labels(self) -> Mapping[str, dict[str, str]]:
        return reference_labels(self.tables)

    def labels_of(self, table: PublicTable) -> dict[str, dict[str, str]]:
        """Return key → words of each reference dataset that a table refers to."""
        schema = table.resource.schema
        targets = {schema.reference_of(name) for name in schema.names}
        return {name: words for name, words in self._labels.items() if name in targets}

    def dataset(self, name: str) -> PublicDataset:
        """Return a dataset ready for the exporters."""
        table = self.tables[name]
        return public_dataset(
            table.resource, table.cells, self.package, siteurl=self.siteurl, labels=self.labels_of(table),
            digest=self.row_digests[name],
        )  # fmt: skip
