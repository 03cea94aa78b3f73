"""Visibility of documents: which are shown on a day, which left with a record they tell of, what is wrong with either."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from credit import addresses
from credit.catalogue import REGISTER, Catalogue
from credit.documents.subjects import subjects_of
from credit.mentions import check_documents, check_subject_ids
from credit.model import Document, Problem, PublicTable


@dataclass(frozen=True)
class DayDocuments:
    """Documents of one day: those shown, the addresses of those that left, and the problems of all."""

    shown: tuple[Document, ...]
    departed: tuple[str, ...]
    problems: tuple[Problem, ...]


def derive_documents(catalogue: Catalogue, public: Mapping[str, PublicTable]) -> DayDocuments:
    """Return the documents of a day by the records that are public on it.

    A document whose ``Subjects`` name a record that ended, was withdrawn, is suspended or not shown yet is not shown
    either (design.md section 3). Codes: ``document-departed`` (a warning) and those of ``mentions``.
    """
    lists = [(name, table) for name, table in public.items() if table.resource.is_list]
    visible = frozenset(key for _, table in lists for key in table.cells["record_id"].tolist())
    black = frozenset(
        key
        for name, table in lists
        if table.resource.rules.kind == "black"
        for key in catalogue.tables[name].column("record_id")
    )
    known = frozenset(
        key
        for name, table in catalogue.tables.items()
        if table.resource.is_list or name == REGISTER
        for key in table.column("record_id")
    )
    departed = [document for document in catalogue.documents if not set(subjects_of(document)) <= visible]
    gone = {document.path for document in departed}
    shown = tuple(document for document in catalogue.documents if document.path not in gone)
    problems = [
        *check_subject_ids(catalogue.documents, known, catalogue.root),
        *check_documents(catalogue.root, shown, catalogue.tables, black & visible, black - visible),
        *(_departure(document, visible) for document in departed),
    ]
    places = (addresses.document_address(document.kind, document.slug) for document in departed)
    return DayDocuments(shown, tuple(places), tuple(problems))


def _departure(document: Document, visible: frozenset[str]) -> Problem:
    ids = "、".join(key for key in subjects_of(document) if key not in visible)
    message = (
        f"讲到的记录 {ids} 现在不公示，这份文件已经自动撤下；要再公开，请改写成不指明主体的文字，并改掉 Subjects 一行"
    )
    return Problem(document.path, 1, "Subjects", "document-departed", message, "warning")
