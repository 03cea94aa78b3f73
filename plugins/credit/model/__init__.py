"""Domain model: frozen dataclasses for descriptors, tables, documents and problems; standard library only."""

from credit.model.changes import NO_HISTORY, ChangeHistory, ChangeKind, Departure, RecordChange
from credit.model.descriptors import (
    KINDS,
    LIST_DELIMITER,
    LIST_KINDS,
    SEPARATOR,
    SEVERITIES,
    AllowedNumber,
    Constraints,
    Field,
    ForeignKey,
    Licence,
    ListRules,
    Package,
    Resource,
    Schema,
    Site,
    split_cell,
    title_with_key,
)
from credit.model.document_kinds import COLUMN_TITLES, DOCUMENT_KINDS, DocumentKind
from credit.model.documents import Clause, Document
from credit.model.entities import Entity
from credit.model.exported_files import ExportedFile
from credit.model.field_units import unit_of
from credit.model.listing_states import (
    DATING_DAYS,
    MARK_DAY,
    MARKS,
    PRIVATE_DAYS,
    PUBLIC_STATES,
    START_DAYS,
    STATES,
    dated_by,
)
from credit.model.problems import CheckFailed, CreditError, DescriptorError, Problem, Severity
from credit.model.tables import PublicTable, Table, shown_since

__all__ = [
    "COLUMN_TITLES",
    "DATING_DAYS",
    "DOCUMENT_KINDS",
    "KINDS",
    "LIST_DELIMITER",
    "LIST_KINDS",
    "MARKS",
    "MARK_DAY",
    "NO_HISTORY",
    "PRIVATE_DAYS",
    "PUBLIC_STATES",
    "SEPARATOR",
    "SEVERITIES",
    "START_DAYS",
    "STATES",
    "AllowedNumber",
    "ChangeHistory",
    "ChangeKind",
    "CheckFailed",
    "Clause",
    "Constraints",
    "CreditError",
    "Departure",
    "DescriptorError",
    "Document",
    "DocumentKind",
    "Entity",
    "ExportedFile",
    "Field",
    "ForeignKey",
    "Licence",
    "ListRules",
    "Package",
    "Problem",
    "PublicTable",
    "RecordChange",
    "Resource",
    "Schema",
    "Severity",
    "Site",
    "Table",
    "dated_by",
    "shown_since",
    "split_cell",
    "title_with_key",
    "unit_of",
]
