"""Attachments that act when opened, name their author or place, or are two files in one, are refused with a way out."""

from __future__ import annotations

import time
import zlib

import pytest

from credit.privacy import check_attachment, scan_attachment
from credit.privacy.attachments.content_checks import names_person
from tests.support.made_attachments import (
    MOBILE,
    make_docx,
    make_exif,
    make_jpeg,
    make_pdf,
    make_png,
    make_webp,
    make_xlsx,
    make_zip,
    png_chunk,
    shown,
)

TEXT = shown(b"(Notice) Tj")
CREATOR = "<cp:coreProperties><dc:creator>{}</dc:creator></cp:coreProperties>"
XMP = b"<x:xmpmeta><dc:creator><rdf:Seq><rdf:li>Wang Xiaoming</rdf:li></rdf:Seq></dc:creator></x:xmpmeta>"


def codes(name: str, data: bytes) -> list[str]:
    return [problem.code for problem in check_attachment(f"content/notices/a/{name}", data)]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", make_pdf(TEXT)),
        ("a.pdf", make_pdf(TEXT, catalog=b"/OpenAction[3 0 R/Fit]")),
        ("a.docx", make_docx("<w:p><w:r><w:t>正文</w:t></w:r></w:p>", {"docProps/core.xml": CREATOR.format("市场监督管理局")})),
        ("a.docx", make_docx(more={"docProps/core.xml": CREATOR.format("Administrator")})),
        ("a.docx", make_docx(more={"word/embeddings/a.xlsx": make_xlsx("<row/>"), "word/media/a.png": make_png()})),
        ("a.docx", make_docx('<w:r><w:instrText> HYPERLINK "a" </w:instrText></w:r>')),
        ("a.xlsx", make_xlsx("<c><f>SUM(A1:A2)</f></c>")),
        ("a.xlsx", make_xlsx(more={"xl/workbook.xml": '<x15ac:absPath url="C:\\Users\\lenovo\\Desktop\\"/>'})),
        ("a.xlsx", make_xlsx(more={"xl/workbook.xml": '<x15ac:absPath url="D:\\工作\\"/>', "xl/tables/table1.xml": '<table displayName="王小明"/>'})),
        ("a.pdf", make_pdf(TEXT, more=(b"<</Type/XObject/Subtype/Image/Filter/DCTDecode>>stream\n" + make_jpeg(make_exif()) + b"\nendstream",))),
        ("a.pdf", make_pdf(TEXT, page=b"/Annots[6 0 R]", more=(b"<</Type/Annot/Subtype/Widget/FT/Tx/T<FEFF738B5C0F660E>/Rect[0 0 9 9]>>",))),
        ("a.ofd", make_zip({"OFD.xml": "<ofd:OFD/>"})),
        ("a.png", make_png()),
        ("a.jpg", make_jpeg(make_exif())),
        ("a.csv", "名称,说明\n甲,=1+1\n".encode()),
        ("a.txt", "说明 a|b!\n".encode()),
    ],
)  # fmt: skip
def test_an_ordinary_file_passes(name: str, data: bytes) -> None:
    """What offices send has no fault."""
    assert [] == codes(name, data)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", make_pdf(TEXT, catalog=b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>")),
        ("a.pdf", make_pdf(TEXT, catalog=b"/OpenAction<</S/J#61vaScript/JS(app.alert\\(1\\))>>")),
        ("a.pdf", make_pdf(TEXT, catalog=b"/OpenAction 6 0 R", more=(b"<</S/Launch/F(cmd.exe)>>",))),
        ("a.pdf", make_pdf(TEXT, catalog=b"/Names<</EmbeddedFiles<</Names[(a)6 0 R]>>>>", more=(b"<</Type/Filespec/F(a)>>",))),
        ("a.pdf", make_pdf(TEXT, catalog=b"/AcroForm<</XFA(a)/Fields[]>>")),
        ("a.docx", make_docx(more={"word/vbaProject.bin": b"x"})),
        ("a.docx", make_zip({"[Content_Types].xml": '<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>', "word/document.xml": ""})),
        ("a.docx", make_docx(more={"word/embeddings/oleObject1.bin": b"x"})),
        ("a.docx", make_docx(more={"word/embeddings/a.xlsx": make_xlsx(more={"xl/vbaProject.bin": b"x"})})),
        ("a.docx", make_docx('<w:fldSimple w:instr="DDEAUTO c:\\cmd.exe &quot;/k&quot;"/>')),
        ("a.docx", make_docx('<w:fldChar w:fldCharType="begin"/><w:instrText>DDE</w:instrText><w:instrText>AUTO c:\\cmd.exe</w:instrText>')),
        ("a.docx", make_docx(more={"word/_rels/settings.xml.rels": '<Relationships><Relationship Type="http://x/attachedTemplate" Target="http://x/a" TargetMode="External"/></Relationships>'})),
        ("a.docx", make_docx(more={"Word/other.XML": '<x><w:fldSimple w:instr="DDE a"/></x>'.encode("utf-16")})),
        ("a.docx", make_docx("<x:fldSimple x:instr='DDE a'/>")),
        ("a.docx", make_docx(more={"word/media/a.exe": b"MZ\x90\0"})),
        ("a.xlsx", make_xlsx(more={"xl/externalLinks/externalLink1.xml": "<externalLink><ddeLink ddeService='cmd'/></externalLink>"})),
        ("a.xlsx", make_xlsx("<c><f>cmd|&apos;/c calc&apos;!A0</f></c>")),
        ("a.xlsx", make_xlsx(more={"xl/macrosheets/sheet1.xml": "<x/>"})),
        ("a.csv", b"name,value\na,=cmd|'/c calc'!A0\n"),
    ],
)  # fmt: skip
def test_a_file_that_acts_when_it_is_opened_is_refused(name: str, data: bytes) -> None:
    """Scripts, actions, embedded files, macros, DDE and templates from elsewhere, at any depth."""
    assert ["attachment-active"] == codes(name, data)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jpg", make_jpeg(make_exif(place=True))),
        ("a.jpg", make_jpeg(make_exif(place=True, order=">"))),
        ("a.jpg", make_jpeg(make_exif(artist="王小明".encode()))),
        ("a.jpg", make_jpeg(make_exif(artist="王小明".encode("gb18030")))),
        ("a.jpg", make_jpeg(xmp=b"<x exif:GPSLatitude='43,30N'/>")),
        ("a.jpg", make_jpeg(xmp=XMP)),
        ("a.png", make_png(png_chunk(b"tEXt", b"Author\0Wang Xiaoming"))),
        ("a.png", make_png(png_chunk(b"zTXt", b"Author\0\0" + zlib.compress(b"Wang Xiaoming")))),
        ("a.png", make_png(png_chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP))),
        ("a.png", make_png(png_chunk(b"eXIf", make_exif(place=True)))),
        ("a.docx", make_docx(more={"word/media/a.webp": make_webp(b"EXIF", make_exif(place=True))})),
        ("a.docx", make_docx(more={"word/media/a.jpeg": make_jpeg(make_exif(place=True))})),
        ("a.docx", make_docx(more={"docProps/core.xml": CREATOR.format("王小明")})),
        ("a.docx", make_docx(more={"docProps/core.xml": "<cp:lastModifiedBy>zhangsan</cp:lastModifiedBy>"})),
        ("a.docx", make_docx('<w:ins w:id="1" w:author="王小明"/>')),
        ("a.docx", make_docx(more={"word/comments.xml": '<w:comment w:author="王小明"/>'})),
        ("a.xlsx", make_xlsx(more={"xl/comments1.xml": "<comments><authors><author>王小明</author></authors></comments>"})),
        ("a.docx", make_docx(more={"word/people.xml": '<w15:person w15:author="王小明"/>'})),
        ("a.docx", make_docx(more={"docProps/custom.xml": '<property pid="2" name="_AuthorEmailDisplayName"><vt:lpwstr>王小明</vt:lpwstr></property>'})),
        ("a.docx", make_docx(more={"word/_rels/document.xml.rels": '<Relationship Target="file:///C:\\Users\\%E7%8E%8B%E5%B0%8F%E6%98%8E\\a.doc"/>'})),
        ("a.xlsx", make_xlsx(more={"xl/workbook.xml": '<x15ac:absPath url="C:\\Users\\王小明\\Desktop\\"/>'})),
        ("a.xlsx", make_xlsx(more={"xl/workbook.xml": '<fileSharing userName="王小明"/>'})),
        ("a.xlsx", make_xlsx(more={"xl/revisions/revisionHeaders.xml": '<header userName="王小明"/>'})),
        ("a.ofd", make_zip({"OFD.xml": "<ofd:OFD/>", "Doc_0/Annots/Page_0/Annotation.xml": '<ofd:Annot Creator="王小明"/>'})),
        ("a.pdf", make_pdf(TEXT, page=b"/Annots[6 0 R]", more=(b"<</Type/Annot/Subtype/Text/T<FEFF738B5C0F660E>/Contents(a)/Rect[0 0 9 9]>>",))),
        ("a.ofd", make_zip({"OFD.xml": "<ofd:OFD><ofd:Author>王小明</ofd:Author></ofd:OFD>"})),
        ("a.pdf", make_pdf(TEXT, more=(b"<</Type/XObject/Subtype/Image/Filter/DCTDecode>>stream\n" + make_jpeg(make_exif(place=True)) + b"\nendstream",))),
        ("a.pdf", make_pdf(TEXT, catalog=b"/Metadata 6 0 R", more=(b"<</Type/Metadata/Subtype/XML/Length %d>>stream\n" % len(XMP) + XMP + b"\nendstream",))),
        ("a.pdf", make_pdf(TEXT, more=(b"<</Author(Wang Xiaoming)>>",)).replace(b"/Root 1 0 R", b"/Root 1 0 R/Info 6 0 R")),
    ],
)  # fmt: skip
def test_the_place_and_the_author_of_a_file_are_refused(name: str, data: bytes) -> None:
    """And the message repeats neither."""
    problems = check_attachment(f"content/notices/a/{name}", data)
    assert ["attachment-metadata"] == [problem.code for problem in problems]
    assert not any(word in problems[0].message for word in ("王小明", "Wang", "zhangsan"))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (make_docx('<w:p><w:del w:id="1" w:author="Administrator"><w:r><w:delText>经理王小明</w:delText></w:r></w:del></w:p>'), "删去的文字"),
        (make_docx(more={"word/comments.xml": '<w:comments><w:comment w:id="0" w:author="admin"/></w:comments>'}), "批注"),
        (make_docx(more={"word/footnotes.xml": '<x:delText xml:space="preserve">王小明</x:delText>'}), "删去的文字"),
    ],
)  # fmt: skip
def test_drafts_in_a_paper_are_refused_whoever_wrote_them(data: bytes, words: str) -> None:
    """Deleted words and comments of an author that names nobody; the message repeats none of them."""
    (problem,) = check_attachment("content/notices/a/a.docx", data)
    assert (problem.code, problem.severity) == ("attachment-metadata", "error")
    assert words in problem.message
    assert "王小明" not in problem.message


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.xlsx", make_xlsx(more={"xl/workbook.xml": '<workbook><sheets><sheet name="a" sheetId="1" state="hidden"/></sheets></workbook>'}), "隐藏的工作表"),
        ("a.xlsx", make_xlsx(more={"xl/workbook.xml": "<x:workbook><x:sheet name='a' state='veryHidden'/></x:workbook>"}), "隐藏的工作表"),
        ("a.xlsx", make_xlsx('<row r="2" spans="1:2" hidden="1"><c/></row>'), "隐藏的行或者列"),
        ("a.xlsx", make_xlsx('<cols><col min="2" max="2" hidden="1"/></cols>'), "隐藏的行或者列"),
        ("a.xlsx", make_xlsx(more={"xl/comments1.xml": "<comments><commentList><comment ref='A1'/></commentList></comments>"}), "批注"),
        ("a.xlsx", make_xlsx(more={"xl/threadedComments/threadedComment1.xml": "<threadedComment ref='A1'/>"}), "批注"),
        ("a.docx", make_docx("<w:r><w:rPr><w:vanish/></w:rPr><w:t>王小明</w:t></w:r>"), "隐藏的文字"),
    ],
)  # fmt: skip
def test_what_a_package_holds_out_of_sight_is_a_warning(name: str, data: bytes, words: str) -> None:
    """The drop-down lists of a form stand on such a sheet too, so people decide."""
    (problem,) = check_attachment(f"content/notices/a/{name}", data)
    assert (problem.code, problem.severity) == ("attachment-hidden", "warning")
    assert words in problem.message


def test_styles_that_hide_and_sheets_in_sight_are_no_problem() -> None:
    """What every file of Word and Excel has."""
    assert (
        codes("a.docx", make_docx(more={"word/styles.xml": "<w:vanish/>", "word/comments.xml": "<w:comments/>"})) == []
    )
    visible = '<workbook><sheets><sheet name="a" state="visible"/></sheets></workbook>'
    assert codes("a.xlsx", make_xlsx('<row r="1" hidden="0"/>', {"xl/workbook.xml": visible})) == []


def test_two_cameras_in_one_file_are_told_apart() -> None:
    """Place and author are two problems of one picture."""
    assert ["attachment-metadata"] * 2 == codes("a.jpg", make_jpeg(make_exif(place=True, artist="王小明".encode())))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.png", make_png(behind=b"<script>")),
        ("a.png", make_png(behind=make_zip({"a": "b"}))),
        ("a.jpg", make_jpeg(behind=b"\0\0\0\x18ftypmp42")),
        ("a.jpg", make_jpeg(behind=make_zip({"a": "b"}))),
        ("a.pdf", make_pdf(TEXT) + make_zip({"a": "b"})),
        ("a.docx", make_docx() + b"behind"),
        ("a.docx", make_zip({"a": "b"}) + make_docx()),
        ("a.docx", make_xlsx()),
        ("a.xlsx", make_docx()),
        ("a.ofd", make_docx()),
        ("a.txt", b"%PDF-1.7\n"),
        ("a.txt", b"\xef\xbb\xbf<!DOCTYPE html><script>"),
        ("a.csv", b"a,b\n" + make_zip({"a": "b"})),
    ],
)
def test_two_files_in_one_are_refused(name: str, data: bytes) -> None:
    """Checks see one of them, a reader's program the other."""
    assert "attachment-formats" in codes(name, data)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", b"PK\x03\x04"),
        ("a.docx", make_docx().replace(b"word/document.xml", b"word/documen\0.xml", 1)),
        ("a.docx", make_docx(more={"a": "0" * 65 * 1024 * 1024})),
    ],
)
def test_a_package_that_cannot_be_looked_through_is_refused(name: str, data: bytes) -> None:
    """Damaged, or larger than any paper."""
    assert "attachment-unread" in codes(name, data)


def nested(depth: int) -> bytes:
    data = MOBILE.encode()
    for _ in range(depth):
        data = make_zip({"a": data})
    return data


@pytest.mark.parametrize(
    "data",
    [
        make_zip({"a.xlsx": make_xlsx(f"<c><v>{MOBILE}</v></c>")}),
        make_docx(more={"word/embeddings/a.xlsx": make_xlsx(f"<c><v>{MOBILE}</v></c>")}),
        make_docx(more={"word/media/a.png": make_png(png_chunk(b"zTXt", b"Note\0\0" + zlib.compress(MOBILE.encode())))}),
        make_zip({"a.docx": make_docx(more={"word/embeddings/a.xlsx": make_xlsx(f"<c><v>{MOBILE}</v></c>")})}),
        nested(6),
    ],
)  # fmt: skip
def test_a_number_in_a_file_within_a_file_is_found(data: bytes) -> None:
    """Workbooks and pictures in papers, papers in archives."""
    assert ["personal-data"] == [problem.code for problem in scan_attachment("content/notices/a/a.docx", data)]


def test_a_damaged_member_hides_no_other() -> None:
    """The members behind it are read."""
    data = bytearray(make_zip({"a.txt": "x" * 100, "b.txt": MOBILE}))
    data[32] ^= 255
    assert ["personal-data"] == [problem.code for problem in scan_attachment("content/notices/a/a.zip", bytes(data))]


def test_archives_without_end_are_refused_by_depth_and_by_total() -> None:
    """Files within files cost bounded work."""
    wide = make_zip({f"{number}.zip": make_zip({"a": b"\0" * 8 * 1024 * 1024}) for number in range(10)})
    for data in (nested(7), wide):
        (problem,) = scan_attachment("content/notices/a/a.zip", data)
        assert "无法检查" in problem.message


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("", False), ("Administrator", False), ("微软用户", False), ("公主岭市市场监督管理局", False), ("信用办", False),
        ("python-docx", False), ("王小明", True), ("zhangsan", True), ("WPS_1613", True), ("a@example.org", True),
    ],
)  # fmt: skip
def test_an_author_that_is_a_program_or_an_office_is_no_person(author: str, expected: bool) -> None:
    """Latin names cannot be told from accounts and count as a person's."""
    assert expected == names_person(author)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", make_docx("<person " * 300_000)),
        ("a.docx", make_docx("\n" * 2_000_000)),
        ("a.docx", make_docx("<w:instrText>" * 150_000)),
        ("a.docx", make_docx("<w:instrText> \n </w:instrText>" * 60_000)),
        ("a.docx", make_docx(' w:instr="' * 200_000)),
        ("a.docx", make_docx(more={"word/_rels/a.rels": "<Relationship Type=" * 100_000})),
        ("a.xlsx", make_xlsx("<f>" + " " * 2_000_000 + "</f>")),
        ("a.xlsx", make_xlsx("<f " * 600_000)),
        ("a.png", make_png(png_chunk(b"tEXt", b"XML\0" + b"<dc:creator>" * 150_000))),
        ("a.csv", b"=" + b" " * 2_000_000 + b"|!\n"),
        ("a.jpg", b"\xff\xd8\xff" + b"\xff" * 1_000_000),
    ],
    ids=["persons", "lines", "fields", "blank fields", "codes", "relations", "blanks", "formulas", "xmp", "csv", "jpeg"],
)  # fmt: skip
def test_a_hostile_file_is_checked_in_linear_time(name: str, data: bytes) -> None:
    """No pattern looks twice at the same place."""
    began = time.process_time()
    check_attachment(f"content/notices/a/{name}", data)
    assert time.process_time() - began < 4
