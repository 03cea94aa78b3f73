"""Content checks: attachments that act when opened, name their author or place, are two files in one, or cannot be read."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from credit.model import Problem
from credit.privacy.attachments.office_contents import (
    DDE_FORMULA,
    read_active,
    read_authors,
    read_hidden,
    read_revisions,
)
from credit.privacy.attachments.packed_parts import (
    UNPACKED_LIMIT,
    PackedFile,
    TooLarge,
    is_pdf,
    read_files,
)
from credit.privacy.attachments.pdf_reader import read_pdf
from credit.privacy.attachments.picture_metadata import read_picture
from credit.privacy.person_names import is_person_name
from credit.privacy.personal_numbers import mask_text

#: Member that makes a package one of its kind.
_MAIN_MEMBER = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml", ".ofd": "OFD.xml"}
_TEXTS = (".csv", ".txt")
#: Beginnings of files that are no text: PDF, ZIP, PNG, JPEG, GIF, RAR, 7z, old Office, RTF.
_BINARY = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\xd0\xcf\x11\xe0",
    b"{\\rtf",
)
_MARKUP = re.compile(rb"\s*<(?:!doctype|html|head|body|script|svg|\?xml)\b", re.IGNORECASE)
_PROGRAM = (b"MZ", b"\x7fELF", b"#!")

#: Authors that name no person: programs, and what a fresh installation fills in.
_NO_PERSON = re.compile(
    r"administrators?|admin|user|users|windows(?: user)?|microsoft(?: office)?(?: user)?|office|root|unknown|anonymous"
    r"|python-docx|openpyxl|xlsxwriter|libreoffice|apache poi|wps(?: office)?|kingsoft|adobe.*|chromium|skia.*",
    re.IGNORECASE,
)
_HAN = re.compile("[\u3400-\u9fff]")

_ACTIVE_PDF = {
    "JavaScript": "脚本",
    "Launch": "启动程序的动作",
    "SubmitForm": "向别处发送内容的动作",
    "ImportData": "从别处取内容的动作",
    "GoToE": "打开嵌入文件的动作",
    "EmbeddedFile": "嵌入的文件",
    "EmbeddedFiles": "嵌入的文件",
    "FileAttachment": "嵌入的文件",
    "RichMedia": "嵌入的多媒体",
    "XFA": "XFA 动态表单",
}
_UNREAD = {
    "password": "PDF 设有打开密码，无法检查，读者也打不开，请去掉密码后重新保存",
    "damaged": "PDF 已损坏，无法检查，请用原来的程序重新导出",
    "pages": "PDF 的页数或文字太多，无法检查，请拆分成几个文件",
    "library": "没有安装 PDFium，无法检查 PDF，请管理员在软件的文件夹里运行 make setup",
    "slow": "PDF 太复杂，在限定的时间和内存内没有读完，请用原来的程序重新导出，或拆分成几个文件",
}
_OFFICE_WAY = (
    "在 Word、WPS 或 Excel 里用“文件 → 信息 → 检查文档”删除文档属性和个人信息（修订和批注先接受或删除），再保存"
)
_PDF_WAY = "先在原来的文档里删除作者，再重新导出 PDF"
_PICTURE_WAY = "用 Windows 时在“属性 → 详细信息”里点“删除属性和个人信息”，或用画图另存为 PNG"


def check_attachment(path: str, data: bytes) -> tuple[Problem, ...]:
    """Return a problem for each reason not to publish a file beside a document, by its content and what is packed in it.

    Codes: ``attachment-formats`` (two files in one, or a package of another kind than its name says),
    ``attachment-active``, ``attachment-metadata``, ``attachment-unread``, and as warnings ``attachment-picture`` (a
    PDF without text, which only eyes can check) and ``attachment-hidden`` (what a package holds out of sight). No message
    repeats an author or a place.
    """
    label = mask_text(path)
    ending = PurePosixPath(path).suffix.lower()
    problems = [Problem(label, 1, "", "attachment-formats", message) for message in _formats(ending, data)]
    active, hidden = set[str](), set[str]()
    try:
        for file in read_files(data):
            active.update(_active(file, ending))
            hidden.update(read_hidden(file.path, file.data))
            problems += _personal(label, file)
            problems += _unread(label, file)
    except TooLarge:
        message = f"附件解压后超过 {UNPACKED_LIMIT // 1024 // 1024} MB 或层层打包，无法检查，请拆分或换成较小的文件"
        problems.append(Problem(label, 1, "", "attachment-unread", message))
    if active:
        message = f"附件里有{'、'.join(sorted(active))}，打开时会对读者起作用，不得发布；请另存为不带这些内容的文件"
        problems.append(Problem(label, 1, "", "attachment-active", message))
    if hidden:
        message = f"附件里有{'、'.join(sorted(hidden))}，读者点开就能看到；请打开看过，不该公开的删去，再保存"
        problems.append(Problem(label, 1, "", "attachment-hidden", message, "warning"))
    return tuple(sorted(set(problems)))


def _formats(ending: str, data: bytes) -> Iterator[str]:
    """Yield why a file is not the one kind that its name says."""
    resave = "请用原来的程序重新保存，再提交"
    if ending in _TEXTS:
        if data.startswith(_BINARY) or b"%PDF-" in data[:1024] or _MARKUP.match(data.removeprefix(b"\xef\xbb\xbf")):
            yield f"文件内容不是文字，{resave}"
        elif zipfile.is_zipfile(io.BytesIO(data)):
            yield f"文字后面接着一个压缩包，{resave}"
        return
    if ending in _MAIN_MEMBER:
        if is_pdf(data):
            yield f"文件同时是一个 PDF，{resave}"
        yield from _package_formats(ending, data)
        return
    if zipfile.is_zipfile(io.BytesIO(data)):
        yield f"文件里还藏着一个压缩包，{resave}"
    picture = read_picture(data)
    if picture is not None and picture.behind.strip(b"\0\r\n"):
        yield "图片结尾之后还有别的内容（有的手机会附上视频或第二张图），请用画图等程序打开后另存，再提交"
    if picture is not None and b"%PDF-" in data[:1024]:
        yield f"文件同时是一个 PDF，{resave}"


def _package_formats(ending: str, data: bytes) -> Iterator[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names, first = set(archive.namelist()), min((info.header_offset for info in archive.infolist()), default=0)
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return  # reported as unread
    if _MAIN_MEMBER[ending] not in names:
        yield f"文件内容不是 {ending[1:]}，请用原来的程序另存，不要只改扩展名"
    if first or data[-22:-18] != b"PK\x05\x06":
        yield "文件前后还接着别的内容，请用原来的程序重新保存，再提交"


def _active(file: PackedFile, ending: str) -> Iterator[str]:
    """Yield in Chinese each thing in a file that acts when it is opened."""
    if is_pdf(file.data):
        yield from (_ACTIVE_PDF[name] for name in read_pdf(file.data).active)
    if file.path:
        yield from read_active(file.path, file.data)
        if file.data.startswith(_PROGRAM):
            yield "程序"
    elif ending == ".csv" and any(
        DDE_FORMULA.match(cell.strip('"').lstrip())
        for line in file.data.decode("utf-8", "replace").splitlines()
        if "|" in line and "!" in line
        for cell in re.split(r"[,;\t]", line)
        if cell.strip('"').lstrip()[:1] in ("=", "+", "-", "@")
    ):
        yield "DDE 公式"


def _personal(label: str, file: PackedFile) -> Iterator[Problem]:
    """Yield a problem for the place and the authors that a file says of itself."""
    picture = read_picture(file.data)
    where = "附件里的图片" if file.path else "图片"
    if picture is not None and picture.has_place:
        message = f"{where}带有拍摄地点，会暴露个人行踪，请删去后再提交：{_PICTURE_WAY}"
        yield Problem(label, 1, "", "attachment-metadata", message)
    if picture is not None and any(map(names_person, picture.authors)):
        message = f"{where}的属性里写有作者，请删去后再提交：{_PICTURE_WAY}（提示中不显示名字）"
        yield Problem(label, 1, "", "attachment-metadata", message)
    if is_pdf(file.data) and any(map(names_person, read_pdf(file.data).authors)):
        message = f"PDF 的属性里写有作者，请删去：{_PDF_WAY}（提示中不显示名字）"
        yield Problem(label, 1, "", "attachment-metadata", message)
    if file.path and any(map(names_person, read_authors(file.path, file.data))):
        message = f"文件的属性、批注或修订里写有作者，请删去：{_OFFICE_WAY}（提示中不显示名字）"
        yield Problem(label, 1, "", "attachment-metadata", message)
    elif kept := "、".join(read_revisions(file.path, file.data)):
        message = f"文件里还有{kept}，读者能看到；请先接受全部修订、删除全部批注，再保存"
        yield Problem(label, 1, "", "attachment-metadata", message)


def names_person(author: str) -> bool:
    """Return whether an author may be a person: neither a program nor, in Chinese, an office or firm."""
    plain = unicodedata.normalize("NFKC", author).strip(" \0;")
    if not plain or _NO_PERSON.fullmatch(plain):
        return False
    return is_person_name(plain) if _HAN.search(plain) else True


def _unread(label: str, file: PackedFile) -> Iterator[Problem]:
    """Yield a problem for a file that cannot be looked through, and a warning for one that only eyes can check."""
    if is_pdf(file.data):
        content = read_pdf(file.data)
        if content.fault:
            yield Problem(label, 1, "", "attachment-unread", _UNREAD[content.fault])
        elif content.blank:
            message = (
                f"PDF 的 {content.pages} 页里有 {content.blank} 页没有文字（多半是扫描件），程序看不出里面有没有个人信息；"
                "请逐页看过，确认没有身份证号、手机号、住址等"
            )
            yield Problem(label, 1, "", "attachment-picture", message, "warning")
    if not file.is_read:
        message = "附件设有密码或已损坏，无法检查，请去掉密码、用原来的程序重新保存后再提交"
        yield Problem(label, 1, "", "attachment-unread", message)
