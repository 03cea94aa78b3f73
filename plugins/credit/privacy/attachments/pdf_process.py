"""PDF process: reads PDF files by PDFium, apart from the software, within limits of time and memory.

Started as a script by `pdf_reader` and never imported: PDFium is native code, and a hostile file may end this process
only. For each file it takes eight bytes of seconds of CPU, eight of length, and the bytes, and answers a line of JSON.
"""

import io
import json
import re
import resource
import sys
import time
import zlib

#: Exit status where PDFium is not installed.
NO_LIBRARY = 3

try:
    import pypdfium2
    from pypdfium2 import raw
except ImportError:
    sys.exit(NO_LIBRARY)

#: Memory of the process; PDFium itself takes about 30 MB.
MEMORY = 768 * 1024 * 1024
#: More is no paper for citizens; a longer file can be split.
MAX_PAGES = 2_000
MAX_CHARACTERS = 16_000_000

_STREAM = re.compile(rb"\bstream\r?\n")
_NAME = re.compile(
    rb"/(JavaScript|Launch|SubmitForm|ImportData|GoToE|EmbeddedFiles?|FileAttachment|RichMedia|XFA)(?!\w)"
)
_STRING = re.compile(rb"\(((?:[^()\\]|\\.)*)\)|(?<!<)<([0-9A-Fa-f\s]+)>", re.DOTALL)
#: A note or mark of a reader, whose title is the reader's name; the title of a field of a form is the field's.
_MARK = re.compile(
    rb"/Subtype\s*/(?:Text|FreeText|Highlight|Underline|StrikeOut|Squiggly|Ink|Line|Square|Circle|Polygon|PolyLine|Caret|Stamp)\b"
)
_MARK_TITLE = re.compile(rb"/T\s*(\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f\s]+>)", re.DOTALL)
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|.))", re.DOTALL)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}


def main() -> None:
    """Answer one file after the other until the input ends."""
    limit(resource.RLIMIT_AS, MEMORY)
    limit(resource.RLIMIT_CORE, 0)
    source = sys.stdin.buffer
    while len(head := source.read(16)) == 16:
        began = time.process_time()
        seconds, length = int.from_bytes(head[:8], "big"), int.from_bytes(head[8:], "big")
        limit(resource.RLIMIT_CPU, int(began) + 1 + seconds)
        try:
            answer = read_pdf(source.read(length))
        except (pypdfium2.PdfiumError, MemoryError, ValueError):
            answer = {"fault": "damaged"}
        answer["seconds"] = time.process_time() - began
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def limit(kind: int, most: int) -> None:
    """Set a limit that a later call may change, within what the caller's own limits leave."""
    hard = resource.getrlimit(kind)[1]
    resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def read_pdf(data: bytes) -> dict[str, object]:
    """Return text, authors, active features and the number of pages without text, or the ``fault``."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD
        return {"fault": "password" if locked else "damaged"}
    if len(document) > MAX_PAGES:
        return {"fault": "pages"}
    texts, characters, blank = [], 0, 0
    for index in range(len(document)):
        page = document[index]
        text = page.get_textpage().get_text_range()
        texts.append(text)
        blank += not text.strip()
        page.close()
        characters += len(text)
        if characters > MAX_CHARACTERS:
            return {"fault": "pages"}
    copy = io.BytesIO()
    # PDFium writes every object in the open, without object streams, encryption or escapes in names.
    document.save(copy, flags=raw.FPDF_REMOVE_SECURITY)
    objects, metadata = split_streams(copy.getvalue())
    authors = [str(document.get_metadata_value("Author"))]
    for xml in metadata:
        for rest in xml.split("<dc:creator>")[1:]:
            authors += re.sub("<[^<>]*>", "\n", rest.partition("</dc:creator>")[0]).split("\n")
        authors += re.findall(r"<pdf:Author>([^<]*)<", xml)
    marks = b"\n".join(item for item in objects.split(b"endobj") if _MARK.search(item))
    authors += strings_in(b"\n".join(_MARK_TITLE.findall(marks)))
    return {
        "text": "\f".join(texts),
        "strings": "\n".join([*strings_in(objects), *metadata]),
        "authors": authors,
        "active": sorted({match.decode() for match in _NAME.findall(objects)}),
        "pages": len(document),
        "blank": blank,
    }


def split_streams(copy: bytes) -> tuple[bytes, list[str]]:
    """Return the objects of a file without their streams, and the XML of its metadata streams."""
    objects: list[bytes] = []
    metadata: list[str] = []
    place = 0
    while match := _STREAM.search(copy, place):
        objects.append(copy[place : match.start()])
        end = copy.find(b"endstream", match.end())
        place = end + len(b"endstream") if end >= 0 else len(copy)
        head = objects[-1][objects[-1].rfind(b" obj") :]
        if b"/Metadata" in head:
            body = copy[match.end() : end]
            if b"/FlateDecode" in head:
                try:
                    body = zlib.decompressobj().decompress(body, 1024 * 1024)
                except zlib.error:
                    body = b""
            metadata.append(body[: 1024 * 1024].decode("utf-8", "ignore"))
        objects.append(b" ")
    objects.append(copy[place:])
    return b"".join(objects), metadata


def strings_in(objects: bytes) -> list[str]:
    """Return the strings of objects: notes, fields of forms, titles."""
    found = []
    for literal, digits in _STRING.findall(objects):
        plain = bytes.fromhex(_even(digits)) if digits else _ESCAPE.sub(_unescape, literal)
        if plain.startswith(b"\xfe\xff"):
            found.append(plain[2:].decode("utf-16-be", "ignore"))
        elif plain.startswith(b"\xef\xbb\xbf"):
            found.append(plain[3:].decode("utf-8", "ignore"))
        else:
            found.append(plain.decode("latin-1"))
    return found


def _even(digits: bytes) -> str:
    plain = b"".join(digits.split()).decode()
    return plain + "0" * (len(plain) % 2)


def _unescape(match: re.Match[bytes]) -> bytes:
    return bytes([int(match[1], 8) & 255]) if match[1] else _LETTERS.get(match[2], match[2])


if __name__ == "__main__":
    main()
