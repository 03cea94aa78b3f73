"""What is public goes in; the files of the search index, the same bytes for the same rows, come out."""

from credit.search.entries import Entry, entity_entries, initial_path, paper_entries
from credit.search.index import PLAIN_LIMIT, build_index
from credit.search.reading import initials_of, syllables_of
from credit.search.spelling import comparable

__all__ = [
    "PLAIN_LIMIT",
    "Entry",
    "build_index",
    "comparable",
    "entity_entries",
    "initial_path",
    "initials_of",
    "paper_entries",
    "syllables_of",
]
