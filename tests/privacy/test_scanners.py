"""Tables, schemas, documents and attachments are scanned, and no report repeats what it found."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit.model import Field, ListRules, Problem, Resource, Schema
from credit.privacy import (
    scan_attachment,
    scan_document_source,
    scan_path,
    scan_schema,
    scan_table,
    without_identifiers,
)
from tests.privacy.conftest import MakeTable

NUMBER = "440524188001010014"


def test_a_number_in_a_cell_is_named_by_line_column_and_class(table: MakeTable) -> None:
    """Every row that holds it, also twice the same text."""
    leak = {"record_id": "BL-2026-00002", "unified_code": "91220184MA0Y12345F", "facts": f"当事人{NUMBER}"}
    problems = scan_table(table({**leak, "facts": ""}, leak, leak))
    assert [
        "data/black-list.csv:3: facts 的标题: 第 4 个字起疑似身份证号，个人信息不得公开，请删去后再提交（提示中不显示号码） [personal-data]",
        "data/black-list.csv:4: facts 的标题: 第 4 个字起疑似身份证号，个人信息不得公开，请删去后再提交（提示中不显示号码） [personal-data]",
    ] == [problem.text() for problem in problems]


def test_a_number_in_the_code_column_is_found_and_a_code_is_not(table: MakeTable) -> None:
    """A clerk may put a person's number where the code belongs."""
    rows = [
        {"record_id": f"BL-2026-0000{n}", "unified_code": code} for n, code in enumerate([NUMBER, "91350100M000100Y43"])
    ]
    assert [(2, "unified_code")] == [(problem.line, problem.field) for problem in scan_table(table(*rows))]


def test_numbers_in_neighbouring_cells_do_not_make_one(table: MakeTable) -> None:
    """Half a number in each of two rows is nobody's."""
    rows = [{"record_id": "1", "unified_code": "x", "facts": half} for half in (NUMBER[:9], NUMBER[9:])]
    assert scan_table(table(*rows)) == ()


def test_a_forbidden_column_is_refused_by_name_or_title() -> None:
    """It must leave the schema, whatever its cells hold."""
    fields = (Field("name", "名称"), Field("id_number", "号码"), Field("remark", "经办人"))
    resource = Resource("a", "a", "a", "data/a.csv", "data/a.schema.json", Schema(fields, ()), ListRules())
    assert [
        ("data/a.schema.json", "id_number", "personal-column"),
        ("data/a.schema.json", "remark", "personal-column"),
    ] == [(problem.path, problem.field, problem.code) for problem in scan_schema(resource)]


@pytest.mark.parametrize(
    ("line", "count"),
    [
        (f"Title: {NUMBER}", 1),
        (f"## 一、{NUMBER}", 1),
        ("[联系](tel:13812345678)", 1),
        ("&#49;3812345678", 1),
        ("[看](/a/%31%33812345678)", 1),
        ("电话13**8123**45678", 1),
        ("138[1234](/a/)5678", 1),
        ("138  \n1234  \n5678", 1),
        ("138\\\n12345678", 1),
        ("138<br>12345678", 1),
        ("> 440524\n> 188001010014", 1),
        ("| 1 | 440524188 | 001010014 |", 1),
        ("| 138 | 1234 | 5678 |", 0),
        ("1. 138\n2. 12345678", 0),
        ("电话 0434-6053889", 0),
        ("公信用办发〔2018〕10号，2018年12月26日", 0),
    ],
)
def test_a_document_is_scanned_line_by_line(line: str, count: int) -> None:
    """Front matter, headings, links, entities, percent signs, emphasis, line breaks and neighbouring cells of a table."""
    problems = scan_document_source("content/notices/a.md", f"\n{line}\n")
    assert [("content/notices/a.md", 2, "personal-data")] * count == [
        (problem.path, problem.line, problem.code) for problem in problems
    ]


def test_a_number_in_a_file_name_is_found_and_masked() -> None:
    """Even the path of the problem does not repeat it."""
    assert [("content/cases/***********.md", "personal-data")] == [
        (problem.path, problem.code) for problem in scan_path("content/cases/13812345678.md")
    ]


def png(kind: bytes, body: bytes) -> bytes:
    chunk = struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    return b"\x89PNG\r\n\x1a\n" + chunk


def packed(name: str, text: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
    return target.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xd8\xff\xe1\0\0Exif\0\0 author 13812345678 \xff\xd9",
        b"\xff\xd8" + "13812345678".encode("utf-16-le") + b"\xff\xd9",
        "负责人１３８１２３４５６７８".encode(),
        png(b"tEXt", b"Author\x0013812345678"),
        png(b"zTXt", b"Author\0\0" + zlib.compress(b"13812345678")),
        png(b"iTXt", b"Author\0\1\0zh\0\0" + zlib.compress(b"13812345678")),
        b"%PDF-1.4\n1 0 obj\nstream\n" + zlib.compress(b"(13812345678) Tj") + b"\nendstream\n",
        packed("word/document.xml", "<w:p><w:t>138</w:t><w:t>12345678</w:t></w:p>"),
        packed("docProps/core.xml", "<dc:creator>13812345678</dc:creator>"),
    ],
)
def test_a_number_inside_an_attachment_is_found(data: bytes) -> None:
    """In metadata, text chunks, streams and packed members."""
    assert ["文件（正文、属性或者以前保存的版本）里有疑似手机号，请删去后另存为新文件（提示中不显示号码）"] == [
        problem.message for problem in scan_attachment("content/notices/a.bin", data)
    ]


def test_amount_in_a_text_file_is_no_number_of_a_person() -> None:
    """The word beside it is read in the file's own encoding, as in the document that leads to it."""
    text = "共13812345678元，面积13912345678平方米\n"
    assert () == scan_attachment("content/notices/a.txt", text.encode())
    assert () == scan_attachment("content/notices/a.docx", packed("word/document.xml", f"<w:t>{text}</w:t>"))
    assert ["personal-data"] == [
        problem.code for problem in scan_attachment("content/notices/a.txt", f"{text}电话13812345678".encode())
    ]


def test_an_attachment_that_unpacks_without_end_is_refused() -> None:
    """What cannot be looked through is not published."""
    bomb = packed("a.xml", "0" * (65 * 1024 * 1024))
    assert ["personal-data"] == [problem.code for problem in scan_attachment("content/notices/a.docx", bomb)]


@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"%PDF-stream\n"]))
def test_any_bytes_can_be_scanned(data: bytes, beginning: bytes) -> None:
    """A damaged file is looked at as far as it goes."""
    assert isinstance(scan_attachment("content/notices/a.bin", beginning + data), tuple)


def test_problems_of_others_can_be_cleaned_of_numbers() -> None:
    """A check that repeats a wrong value must not repeat a person's."""
    problem = Problem("data/a.csv", 2, "kind", "enum", f"没有 {NUMBER} 这个选项")
    assert ["没有 ****************** 这个选项"] == [identifier.message for identifier in without_identifiers([problem])]
