"""Citations: the papers that a document cites by title or number, as links and as rows of a dataset."""

from credit.citations.citation_links import link_citations
from credit.citations.citation_table import CITATIONS, fill_citations
from credit.citations.cited_papers import Citation, HeldPapers, find_cited, read_citations

__all__ = ["CITATIONS", "Citation", "HeldPapers", "fill_citations", "find_cited", "link_citations", "read_citations"]
