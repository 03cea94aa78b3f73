"""Search index: its files, with the same bytes for the same public rows."""

from credit.search.index_entries import (
    FACT_WIDTH,
    STATUS,
    Entry,
    cell_labels,
    entity_entries,
    name_places,
    paper_entries,
)
from credit.search.index_shards import KEY_DIGITS, PARTS, PLAIN_LIMIT, build_index, index_files
from credit.search.listing_columns import REASONS, ListingColumns
from credit.search.lookup_paths import LookupPath, first_letters, further_paths, lookup_path
from credit.search.name_normalization import hash_of, search_key, short_hash
from credit.search.name_places import NamePlaces
from credit.search.name_readings import read_ahead
from credit.search.pinyin import initials_of, start_of, syllables_of

__all__ = [
    "FACT_WIDTH",
    "KEY_DIGITS",
    "PARTS",
    "PLAIN_LIMIT",
    "REASONS",
    "STATUS",
    "Entry",
    "ListingColumns",
    "LookupPath",
    "NamePlaces",
    "build_index",
    "cell_labels",
    "entity_entries",
    "first_letters",
    "further_paths",
    "hash_of",
    "index_files",
    "initials_of",
    "lookup_path",
    "name_places",
    "paper_entries",
    "read_ahead",
    "search_key",
    "short_hash",
    "start_of",
    "syllables_of",
]
