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
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

import brotli
import pyarrow
from pyarrow import parquet

_ESCAPE = re.compile(r"(?:\\u[0-9a-fA-F]{4})+")
_TAG = re.compile(r"<[^>]*>")

#: Codes and days after folding: there are so many that all of a text are taken at once and looked up in a set.
_CODE = re.compile("[0-9a-z]{18}")
_DAY = re.compile(r"20\d\d(?:-\d\d-\d\d|/\d\d/\d\d|\d{4}|年\d\d?月\d\d?日)")
#: Characters by which words and codes that begin alike are looked for together.
_BEGIN, _PLACE = 2, 6
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"


def fold(text: str) -> str:
    """Return a text without what a reader does not see: width, case, blanks, soft hyphens.

    Pages share most of their lines, and nothing is composed across the end of one.
    """
    return "".join(map(_fold_line, text.split("\n")))


@lru_cache(50_000)
def _fold_line(line: str) -> str:
    plain = "".join(unicodedata.normalize("NFKC", line).split())
    for sign in _INVISIBLE:
        plain = plain.replace(sign, "")
    return plain.casefold()


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


def _is_regular(folded: str) -> bool:
    return bool(_CODE.fullmatch(folded) or _DAY.fullmatch(folded))


#: Folded texts of files by their digest: trees of one test after another differ in a few files. So many are kept.
_FOLDED: dict[bytes, str] = {}
_KEPT = 1500


def fold_file(name: str, data: bytes, digest: bytes) -> str:
    """Return what a file says with its name, folded; ``digest`` is that of both."""
    if digest in _FOLDED:
        _FOLDED[digest] = _FOLDED.pop(digest)
    else:
        _FOLDED[digest] = fold("\n".join(map(decode, (name, *read_texts(data)))))
        if len(_FOLDED) > _KEPT:
            del _FOLDED[next(iter(_FOLDED))]
    return _FOLDED[digest]


class Seeker:
    """Finds which of its words stand in a file; a content met before is not read again.

    ``rare`` are characters of which two in a row stand in most words and in few texts: they make the search quick.
    """

    def __init__(self, words: Collection[str], rare: str = "") -> None:
        folded = {fold(word): word for word in words}
        self.regular = {plain: word for plain, word in folded.items() if _is_regular(plain)}
        self.folded = folded
        #: The other words, by the run of rare characters that makes each unlike all others; some have none.
        self.runs: dict[str, list[str]] = {}
        #: By their beginning: most texts hold none of these.
        self.plain: dict[str, list[str]] = {}
        #: Beginnings of the codes, which are few: kind of entity and place of registration.
        self.codes = sorted({plain[:_PLACE] for plain in self.regular if _CODE.fullmatch(plain)})
        self.rare = re.compile(f"[{rare}]{{2,}}") if rare else re.compile("(?!)")
        for plain in sorted(folded.keys() - self.regular.keys()):
            if match := self.rare.search(plain):
                self.runs.setdefault(match[0], []).append(plain)
            else:
                self.plain.setdefault(plain[:_BEGIN], []).append(plain)
        self._likely: dict[str, frozenset[str]] = {}
        self._contents: dict[bytes, frozenset[str]] = {}
        self._files: dict[tuple[str, int, int], frozenset[str]] = {}

    def find(self, name: str, data: bytes) -> frozenset[str]:
        """Return the words in a file, its name included."""
        if name.endswith(".br"):
            data = brotli.decompress(data)
        key = hashlib.sha256(name.encode() + b"\0" + data).digest()
        if key not in self._contents:
            text = fold_file(name, data, key)
            likely = {plain for run in set(self.rare.findall(text)) for plain in self._likely_in(run)}
            likely.update(plain for begin, words in self.plain.items() if begin in text for plain in words)
            found = {self.folded[plain] for plain in likely if plain in text}
            found.update(self.regular[plain] for plain in self._regular_in(text) if plain in self.regular)
            self._contents[key] = frozenset(found)
        return self._contents[key]

    def _likely_in(self, run: str) -> frozenset[str]:
        """Return the words of which a part of this run of rare characters is the mark."""
        if run not in self._likely:
            pieces = {run[start:end] for start in range(len(run)) for end in range(start, len(run) + 1)}
            self._likely[run] = frozenset(plain for piece in pieces for plain in self.runs.get(piece, ()))
        return self._likely[run]

    def _regular_in(self, text: str) -> set[str]:
        """Return everything in a text that has the form of a day or may be one of the codes, also within a longer run."""
        found = set(_DAY.findall(text))
        for begin in self.codes:
            place = text.find(begin)
            while place >= 0:
                found.add(text[place : place + 18])
                place = text.find(begin, place + 1)
        return found

    def find_in_tree(self, tree: Path) -> dict[str, frozenset[str]]:
        """Return for each file of a tree that holds any word, relative to it, which."""
        found = {}
        for path in sorted(tree.rglob("*")):
            if path.is_file():
                name = path.relative_to(tree).as_posix()
                # A file that was replaced is another one or has another time.
                state = path.stat()
                key = (name, state.st_ino, state.st_mtime_ns)
                if key not in self._files:
                    self._files[key] = self.find(name, path.read_bytes())
                if self._files[key]:
                    found[name] = self._files[key]
        return found
