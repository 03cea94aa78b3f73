"""The words of the field as frozen dataclasses: descriptors, tables, documents, problems; standard library only."""

from credit.model.contents import PUBLIC_STATES, STATES, Clause, Document, Entity, ExportedFile, PublicTable, Table
from credit.model.descriptors import (
    KINDS,
    LIST_KINDS,
    SEPARATOR,
    SEVERITIES,
    Constraints,
    Field,
    ForeignKey,
    Licence,
    ListRules,
    Package,
    Resource,
    Schema,
    Site,
)
from credit.model.problems import CheckFailed, CreditError, DescriptorError, Problem, Severity

__all__ = [
    "KINDS",
    "LIST_KINDS",
    "PUBLIC_STATES",
    "SEPARATOR",
    "SEVERITIES",
    "STATES",
    "CheckFailed",
    "Clause",
    "Constraints",
    "CreditError",
    "DescriptorError",
    "Document",
    "Entity",
    "ExportedFile",
    "Field",
    "ForeignKey",
    "Licence",
    "ListRules",
    "Package",
    "Problem",
    "PublicTable",
    "Resource",
    "Schema",
    "Severity",
    "Site",
    "Table",
]
