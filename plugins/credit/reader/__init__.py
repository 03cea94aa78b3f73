"""The files of data/ go in; descriptors and tables in canonical form, and every fault of their spelling, come out."""

from credit.reader.canonical import canonical_bytes, format_files
from credit.reader.descriptor import read_package
from credit.reader.paths import check_file_names, path_fault
from credit.reader.table import empty_table, parse_table, read_table
from credit.whole import write_whole

__all__ = [
    "canonical_bytes",
    "check_file_names",
    "empty_table",
    "format_files",
    "parse_table",
    "path_fault",
    "read_package",
    "read_table",
    "write_whole",
]
