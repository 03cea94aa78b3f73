"""Citation table: the dataset of citations, filled from the documents that are public on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from credit.citations.cited_papers import KINDS, HeldPapers, read_citations
from credit.model import COLUMN_TITLES, Document, PublicTable

#: Name of the dataset; its file in data/ holds the heading alone.
CITATIONS = "citations"


def fill_citations(public: Mapping[str, PublicTable], documents: Iterable[Document]) -> dict[str, PublicTable]:
    """Return the public tables with the rows of the citations, where the package has that dataset."""
    tables = dict(public)
    if CITATIONS not in tables:
        return tables
    import pandas  # the checks import this package, and workers that render pages do without pandas

    documents = tuple(documents)
    held = HeldPapers(documents)
    rows = sorted(
        {
            (COLUMN_TITLES[document.kind], document.slug, citation.anchor, citation.cited, citation.held)
            for document in documents
            if document.kind in KINDS
            for citation in read_citations(document, held)
        }
    )
    table = tables[CITATIONS]
    names = ("kind", "document", "clause", "cited", "held")
    # As of a table that was read: the row's index is its line, the heading being the first.
    cells = pandas.DataFrame(
        {name: [dict(zip(names, row, strict=True)).get(name, "") for row in rows] for name in table.cells.columns},
        index=range(2, len(rows) + 2),
        dtype="str",
    )
    tables[CITATIONS] = replace(table, cells=cells, states=cells[[]])
    return tables
