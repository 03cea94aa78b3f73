"""Search of words in any byte of a tree: packed members, escapes, entities, databases and file names decoded."""

from __future__ import annotations

import gzip
import hashlib
import html
import io
import re
import sqlite3
import unicodedata
import zipfile
from collections.abc import Collection, Iterator
from pathlib import Path
from urllib.parse import unquote

import brotli
import pyarrow
from pyarrow import parquet

_ESCAPE = re.compile(r"(?:\\u[0-9a-fA-F]{4})+")
_TAG = re.compile(r"<[^>]*>")
_BLANK = re.compile("[\\s\u00ad\u200b-\u200d\u2060\ufeff]+")


def fold(text: str) -> str:
    """Return a text without what a reader does not see: width, case, blanks, soft hyphens."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", text)).casefold()


def read_texts(data: bytes) -> Iterator[str]:
    """Yield every text that some bytes hold, whatever they are packed in; encodings of characters stay as they are."""
    if data.startswith(b"\x1f\x8b"):
        yield from read_texts(gzip.decompress(data))
    elif data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield archive.comment.decode("utf-8", "replace")
            for info in archive.infolist():
                yield info.filename
                yield from read_texts(archive.read(info))
    elif data.startswith(b"SQLite format 3\0"):
        with sqlite3.connect(":memory:") as database:
            database.deserialize(data)
            yield "\n".join(database.iterdump())
        database.close()
        yield data.decode("utf-8", "replace")  # pages that were freed and not cleared
    elif data.startswith(b"PAR1"):
        table = parquet.read_table(pyarrow.BufferReader(data))
        yield repr(table.to_pydict()) + repr(table.schema.metadata)
    else:
        yield data.decode("utf-8", "replace")
        if b"\0" in data:
            yield data.decode("utf-16-le", "replace")
            yield data.decode("utf-16-be", "replace")


def decode(text: str) -> str:
    """Return a text followed by what it says without escapes, entities, percent signs and tags."""
    forms = [text]
    for _ in range(2):  # an escape may hold an escape
        plain = forms[-1]
        if "\\u" in plain:
            plain = _ESCAPE.sub(_unescape, plain)
        if "\\" in plain:
            plain = plain.replace('\\"', '"').replace("\\/", "/")
        if "%" in plain:
            plain = unquote(plain)
        if "<" in plain:
            forms.append(_TAG.sub("", plain))
        if "&" in plain:
            plain = html.unescape(plain)
        if plain == forms[-1]:
            break
        forms.append(plain)
    return "\n".join(forms)


def _unescape(match: re.Match[str]) -> str:
    units = bytes.fromhex(match[0].replace("\\u", ""))
    return units.decode("utf-16-be", "replace")


class Seeker:
    """Finds which of its words stand in a file; a content met before is not read again."""

    def __init__(self, words: Collection[str]) -> None:
        self.words = {word: fold(word) for word in words}
        self._known: dict[bytes, frozenset[str]] = {}

    def find(self, name: str, data: bytes) -> frozenset[str]:
        """Return the words in a file, its name included."""
        if name.endswith(".br"):
            data = brotli.decompress(data)
        key = hashlib.sha256(name.encode() + b"\0" + data).digest()
        if key not in self._known:
            texts = "\n".join(map(decode, (name, *read_texts(data))))
            folded = fold(texts)
            self._known[key] = frozenset(word for word, plain in self.words.items() if plain in folded)
        return self._known[key]

    def find_in_tree(self, tree: Path) -> dict[str, frozenset[str]]:
        """Return for each file of a tree that holds any word, relative to it, which."""
        found = {}
        for path in sorted(tree.rglob("*")):
            if path.is_file():
                name = path.relative_to(tree).as_posix()
                if words := self.find(name, path.read_bytes()):
                    found[name] = words
        return found
