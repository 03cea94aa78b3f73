"""Word package: the XML parts of a DOCX, unpacked within bounds and parsed without entities."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping

from lxml import etree

from credit.model import CreditError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

#: Most bytes that the parts read may unpack to; a paper of a hundred pages has one or two millions.
_MOST_BYTES = 64 * 1024 * 1024
_MOST_MEMBERS = 20_000
_READ = ("word/document.xml", "word/numbering.xml", "word/styles.xml", "word/footnotes.xml", "word/endnotes.xml",
         "word/comments.xml")  # fmt: skip
#: Namespaces of the strict form of the format, which some programs write, and those of the usual one.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)


class WordPackage:
    """Parts of a DOCX by name, without those it lacks, and the names of the files embedded in it."""

    def __init__(self, parts: Mapping[str, etree._Element], embedded: tuple[str, ...]) -> None:
        self.parts = parts
        self.embedded = embedded

    def part(self, name: str) -> etree._Element | None:
        """Return the root of ``word/NAME.xml``, or None."""
        return self.parts.get(f"word/{name}.xml")


def is_word(data: bytes) -> bool:
    """Return whether bytes are a ZIP that holds the main part of a DOCX."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "word/document.xml" in archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


def open_package(name: str, data: bytes) -> WordPackage:
    """Return the parts of a DOCX; raises CreditError where it is damaged, locked or unpacks to too much."""
    parts: dict[str, etree._Element] = {}
    left = _MOST_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > _MOST_MEMBERS:
                raise CreditError(f"{name} 里的部件太多，不像一份文件。")
            for member in members:
                if member.filename not in _READ:
                    continue
                left -= member.file_size
                if left < 0:
                    raise CreditError(f"{name} 解开以后超过 64 MiB，不像一份文件的正文。")
                parts[member.filename] = _parse(archive.read(member))
            embedded = tuple(
                sorted(
                    member.filename.rpartition("/")[2]
                    for member in members
                    if member.filename.startswith("word/embeddings/") and not member.is_dir()
                )
            )
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, ValueError, OSError) as error:
        raise CreditError(f"{name} 已经损坏或者加了密码，请用 Word 或 WPS 打开，另存为 DOCX 再导入。") from error
    return WordPackage(parts, embedded)


def _parse(xml: bytes) -> etree._Element:
    for strict, usual in _STRICT:
        xml = xml.replace(strict, usual)
    try:
        return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as error:
        raise ValueError("part of a DOCX that is no XML") from error


def child_value(element: etree._Element | None, path: str) -> str | None:
    """Return ``w:val`` of the first descendant on a path such as ``pPr/pStyle``, or None where there is none."""
    if element is None:
        return None
    found = element.find("/".join(W + step for step in path.split("/")))
    return None if found is None else found.get(W + "val", "")


def is_on(element: etree._Element | None, path: str) -> bool:
    """Return whether a switch such as ``w:vanish`` is there and not turned off."""
    value = child_value(element, path)
    return value is not None and value not in ("0", "false", "off")


def chosen(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the children of an alternative that Word 2010 and later show: the first choice, else the fallback."""
    branch = element.find(f"{MC}Choice")
    if branch is None:
        branch = element.find(f"{MC}Fallback")
    yield from branch if branch is not None else ()
