"""The search of the time machine finds a name in every dress that a file could give it."""

from __future__ import annotations

import gzip
import html
import io
import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import brotli
import pyarrow
import pytest
from pyarrow import parquet

from tests.time_machine.attachments import write_docx, write_xlsx
from tests.time_machine.needles import Seeker

NAME = "公主岭示例𠮷璟琰A&B有限公司"


def _database() -> bytes:
    with sqlite3.connect(":memory:") as connection:
        connection.execute("create table list (name text)")
        connection.execute("insert into list values (?)", (NAME,))
        connection.commit()
        data = connection.serialize()
    connection.close()
    return data


def _parquet() -> bytes:
    stream = io.BytesIO()
    parquet.write_table(pyarrow.table({"name": [NAME]}), stream)
    return stream.getvalue()


def _zip_in_zip() -> bytes:
    data = write_xlsx([[NAME]])
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.xlsx", data)
    return stream.getvalue()


DRESSES: dict[str, Callable[[], bytes]] = {
    "text": NAME.encode,
    "utf-16": lambda: NAME.encode("utf-16"),
    "entities": lambda: "".join(f"&#x{ord(sign):x};" for sign in NAME).encode(),
    "escaped html": lambda: html.escape(NAME).encode(),
    "escaped twice": lambda: html.escape(html.escape(NAME)).encode(),
    "json": lambda: json.dumps({"name": NAME}).encode(),
    "json in html": lambda: html.escape(json.dumps(NAME)).encode(),
    "percent": lambda: f"/search/?q={quote(NAME)}".encode(),
    "emphasis": lambda: html.escape(NAME).replace("示例", "<em>示例</em>").encode(),
    "full width": lambda: NAME.replace("A&B", "Ａ＆Ｂ").encode(),
    "blanks": lambda: " ".join(NAME).encode(),
    "gzip": lambda: gzip.compress(NAME.encode()),
    "xlsx": lambda: write_xlsx([["x", NAME]]),
    "docx": lambda: write_docx([NAME]),
    "zip in zip": _zip_in_zip,
    "sqlite": _database,
    "parquet": _parquet,
}


@pytest.mark.parametrize("dress", DRESSES)
def test_a_name_is_found_in_every_dress(dress: str) -> None:
    assert {NAME} == Seeker([NAME, "长春示例别家"]).find("file", DRESSES[dress]())


def test_a_name_is_found_in_brotli_and_in_the_name_of_a_file(tmp_path: Path) -> None:
    folder = tmp_path / "entities"
    folder.mkdir()
    (folder / "a.html.br").write_bytes(brotli.compress(NAME.encode()))
    (folder / "91220184MA00000080.html").write_bytes(b"")
    found = Seeker([NAME, "91220184MA00000080"]).find_in_tree(tmp_path)
    assert {
        "entities/a.html.br": {NAME},
        "entities/91220184MA00000080.html": {"91220184MA00000080"},
    } == found
