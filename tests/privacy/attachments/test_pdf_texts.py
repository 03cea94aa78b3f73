"""Numbers in PDF files are found however they are written, and a hostile file costs bounded time and memory."""

from __future__ import annotations

import base64
import io
import shutil
import subprocess
import time
import zlib
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from credit.privacy import attachment_texts, check_attachment, scan_attachment
from credit.privacy.attachments.pdf_reader import read_pdf
from tests.support.made_attachments import MOBILE, make_docx, make_pdf, make_zip, revise_pdf, shown

FOUND = ["文件（正文、属性或者以前保存的版本）里有疑似手机号，请删去后另存为新文件（提示中不显示号码）"]
CMAP = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def "
    b"1 begincodespacerange <0000> <FFFF> endcodespacerange "
    b"1 beginbfrange <0100> <0109> <0030> endbfrange endcmap end end"
)
CID_FONT = b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/ToUnicode 6 0 R/DescendantFonts[7 0 R]>>"
CID_OBJECTS = (
    b"<</Length " + str(len(CMAP)).encode() + b">>stream\n" + CMAP + b"\nendstream",
    b"<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 500/FontDescriptor 8 0 R>>",
    b"<</Type/FontDescriptor/FontName/X/Flags 4/FontBBox[0 0 1 1]/ItalicAngle 0/Ascent 1/Descent 0/CapHeight 1/StemV 1>>",
)
PLAIN = shown(f"({MOBILE}) Tj".encode())


def with_object_streams(data: bytes) -> bytes:
    """Return a PDF whose objects lie packed in streams, as most programs write it."""
    objects = PdfWriter(io.BytesIO(data))
    objects.pdf_header = "%PDF-1.7"
    target = io.BytesIO()
    objects.write(target)
    return target.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        make_pdf(PLAIN),
        make_pdf(shown(b"[" + b"-20".join(f"({digit})".encode() for digit in MOBILE) + b"] TJ")),
        make_pdf(shown(f"<{MOBILE.encode().hex()}> Tj".encode())),
        make_pdf(shown(b"(" + "".join(f"\\{ord(digit):03o}" for digit in MOBILE).encode() + b") Tj")),
        make_pdf(shown(b"".join(f"({digit}) Tj ".encode() for digit in MOBILE))),
        make_pdf(shown(b"".join(f"1 0 0 1 {72 + 7 * place} 700 Tm ({digit}) Tj ".encode() for place, digit in enumerate(MOBILE)))),
        make_pdf(base64.a85encode(PLAIN) + b"~>", filters=b"/Filter/ASCII85Decode"),
        make_pdf(PLAIN.hex().encode() + b">", filters=b"/Filter/ASCIIHexDecode"),
        make_pdf(zlib.compress(PLAIN), filters=b"/Filter/FlateDecode"),
        make_pdf(base64.a85encode(zlib.compress(PLAIN)) + b"~>", filters=b"/Filter[/ASCII85Decode/FlateDecode]"),
        make_pdf(shown(b"<" + b"".join(b"01%02d" % int(digit) for digit in MOBILE) + b"> Tj"), font=CID_FONT, more=CID_OBJECTS),
        make_pdf(PLAIN, page=b"/Rotate 90"),
        make_pdf(b"", page=b"/Annots[6 0 R]", more=(b"<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents<FEFF" + MOBILE.encode("utf-16-be").hex().encode() + b">>>",)),
        with_object_streams(make_pdf(PLAIN)),
    ],
    ids=["plain", "kerned", "hex", "octal", "digit by digit", "placed", "ascii85", "asciihex", "flate", "filters", "cid", "turned", "note", "rewritten"],
)  # fmt: skip
def test_a_number_in_a_pdf_is_found(data: bytes) -> None:
    """However the text is written."""
    assert FOUND == [problem.message for problem in scan_attachment("content/notices/a/a.pdf", data)]


def test_a_number_in_what_chromium_prints_is_found(tmp_path: Path) -> None:
    """Subset fonts, glyph numbers, kerning: nothing of the number stands in the bytes."""
    chromium = shutil.which("chromium")
    assert chromium is not None, "Chromium is missing; make test installs it"
    page, target = tmp_path / "a.html", tmp_path / "a.pdf"
    page.write_text(f"<meta charset=utf-8><h1>公示</h1><p>负责人电话：{MOBILE}</p>", encoding="utf-8")
    subprocess.run(
        [chromium, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}",
         f"--print-to-pdf={target}", page.as_uri()],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    data = target.read_bytes()
    assert MOBILE.encode() not in data
    assert FOUND == [problem.message for problem in scan_attachment("content/notices/a/a.pdf", data)]
    assert () == check_attachment("content/notices/a/a.pdf", data)
    assert "负责人电话" in "".join(attachment_texts(data))


def test_a_number_in_what_libreoffice_exports_is_found(tmp_path: Path) -> None:
    """A table that was exported, not printed."""
    soffice = shutil.which("soffice")
    assert soffice is not None, "LibreOffice is missing; make test installs it"
    (tmp_path / "a.csv").write_text(f"名称,电话\n甲,电话{MOBILE}\n", encoding="utf-8")
    subprocess.run(
        [soffice, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
         "--outdir", str(tmp_path), str(tmp_path / "a.csv")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    data = (tmp_path / "a.pdf").read_bytes()
    assert FOUND == [problem.message for problem in scan_attachment("content/notices/a/a.pdf", data)]
    assert () == check_attachment("content/notices/a/a.pdf", data)


def test_a_number_in_a_pdf_within_a_paper_within_an_archive_is_found() -> None:
    """The library reads it wherever it lies."""
    data = make_zip(
        {"a.docx": make_docx(more={"word/media/a.pdf": make_pdf(shown(f"<{MOBILE.encode().hex()}> Tj".encode()))})}
    )
    assert FOUND == [problem.message for problem in scan_attachment("content/notices/a/a.zip", data)]


def test_a_pdf_without_text_is_a_warning_to_look_at_by_eye() -> None:
    """A scan: nobody but a person can see what stands in it."""
    problems = check_attachment("content/notices/a/a.pdf", make_pdf(b"0 0 100 100 re f"))
    assert [("attachment-picture", "warning")] == [(problem.code, problem.severity) for problem in problems]


def locked() -> bytes:
    """Return a PDF that opens with a password only."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(make_pdf(PLAIN))))
    writer.encrypt("secret", algorithm="RC4-128")
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"%PDF-1.7\n", "damaged"),
        (b"%PDF-1.7\n" + b"stream\n" * 100_000, "damaged"),
        (locked(), "password"),
        (make_pdf(PLAIN).replace(b"/Kids[3 0 R]/Count 1", b"/Kids[" + b"3 0 R " * 3000 + b"]/Count 3000"), "pages"),
    ],
    ids=["empty", "streams", "locked", "pages"],
)
def test_a_pdf_that_cannot_be_read_is_refused(data: bytes, fault: str) -> None:
    """What cannot be looked through is not published, and the message says what to do."""
    assert fault == read_pdf(data).fault
    assert ["attachment-unread"] == [problem.code for problem in check_attachment("content/notices/a/a.pdf", data)]


def test_a_bomb_of_a_pdf_ends_within_its_time_and_the_next_file_is_read() -> None:
    """Its process is ended and started anew."""
    bomb = zlib.compress(zlib.compress(b"0 0 m 1 1 l S " * 20_000_000, 1), 1)
    began = time.monotonic()
    content = read_pdf(make_pdf(bomb, filters=b"/Filter[/FlateDecode/FlateDecode]"))
    assert time.monotonic() - began < 60
    assert content.fault in ("slow", "damaged", "")
    assert MOBILE in read_pdf(make_pdf(PLAIN)).text


def test_streams_without_an_end_cost_linear_time() -> None:
    """A file that no library opens is searched once."""
    began = time.monotonic()
    scan_attachment("content/notices/a/a.pdf", b"%PDF-1.7\n" + b"stream\n" * 1_000_000)
    assert time.monotonic() - began < 10


def test_number_that_a_later_revision_covers_is_found() -> None:
    """Saved behind the file, the words before the change stay in it; so does a name."""
    packed = make_pdf(zlib.compress(PLAIN), filters=b"/Filter/FlateDecode")
    revised = revise_pdf(packed, shown(b"(Notice) Tj"))
    assert read_pdf(revised).text.strip() == "Notice"
    assert [problem.message for problem in scan_attachment("content/notices/a/a.pdf", revised)] == FOUND
    assert any(MOBILE in text for text in attachment_texts(revised))
    clean = revise_pdf(make_pdf(shown(b"(Draft) Tj")), shown(b"(Notice) Tj"))
    assert scan_attachment("content/notices/a/a.pdf", clean) == ()
