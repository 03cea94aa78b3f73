"""Whatever bytes stand in a file: a report or a Chinese sentence, never a traceback, never half a file."""

from __future__ import annotations

import contextlib
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from credit.importer.import_records import import_records
from credit.importer.source_files.delimited_text import read_delimited
from credit.importer.source_files.file_reader import read_source
from credit.importer.source_files.sheet_cells import SourceError
from credit.model import CreditError
from tests.importer.conftest import AS_OF, EXPORTS


@given(st.binary(max_size=400))
def test_arbitrary_bytes_are_read_or_refused(data: bytes) -> None:
    """As delimited text: a sheet or a SourceError."""
    with contextlib.suppress(SourceError):
        assert 1 == len(read_delimited(data).sheets)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe"]))
def test_arbitrary_bytes_behind_any_signature(tmp_path: Path, data: bytes, signature: bytes) -> None:
    """The signatures of workbooks and marks of encodings included."""
    path = tmp_path / "any.bin"
    path.write_bytes(signature + data)
    with contextlib.suppress(SourceError):
        read_source(path)


@pytest.mark.parametrize("name", ["titles-and-totals.xlsx", "merged-cells.xls", "gb18030.csv", "utf16.tsv"])
def test_damaged_files_leave_the_dataset_whole(name: str, package: Path, tmp_path: Path) -> None:
    """Bytes changed here and there: the dataset is the old one or one that reads without a fault, nothing beside it."""
    chance = random.Random(7)
    data = (EXPORTS / name).read_bytes()
    dataset = {"merged-cells.xls": "red-list", "utf16.tsv": "commitments"}.get(name, "black-list")
    files = {path.name for path in (package / "data").iterdir()}
    for _ in range(12):
        damaged = bytearray(data)
        for _ in range(chance.randrange(1, 30)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        source = tmp_path / name
        source.write_bytes(bytes(damaged[: chance.randrange(len(damaged) // 2, len(damaged) + 1)]))
        with contextlib.suppress(CreditError):
            import_records(source, dataset, root=package, as_of=AS_OF)
        assert files == {path.name for path in (package / "data").iterdir()}


def test_a_file_that_is_no_table_is_named(tmp_path: Path) -> None:
    """A web page, a picture, an empty file, an archive of something else."""
    for data, word in (
        (b"<html><table></table></html>", "网页"),
        (b"%PDF-1.4", "不是表格"),
        (b"\r\n", "空文件"),
        (b"PK\x03\x04", "已经损坏"),
    ):
        path = tmp_path / "some.xls"
        path.write_bytes(data)
        with pytest.raises(SourceError, match=word):
            read_source(path)
