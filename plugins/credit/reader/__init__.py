"""Reader of data/: descriptors and tables in canonical form, with every fault of their spelling."""

from credit.atomic_write import write_whole
from credit.reader.allowed_numbers import (
    ALLOWED_NUMBERS,
    parse_allowed_numbers,
    read_allowed_numbers,
    write_allowed_numbers,
)
from credit.reader.canonical_csv import canonical_bytes, format_files
from credit.reader.csv_table import MAX_FILE, empty_table, oversize_problem, parse_table, read_table
from credit.reader.descriptor import read_package
from credit.reader.paths import check_file_names, path_fault

__all__ = [
    "ALLOWED_NUMBERS",
    "MAX_FILE",
    "canonical_bytes",
    "check_file_names",
    "empty_table",
    "format_files",
    "oversize_problem",
    "parse_allowed_numbers",
    "parse_table",
    "path_fault",
    "read_allowed_numbers",
    "read_package",
    "read_table",
    "write_allowed_numbers",
    "write_whole",
]
