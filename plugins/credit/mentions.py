"""Mentions: subjects named in other people's words, in the free text of rows and in documents.

A row's free text speaks of its own subject alone. A document that names somebody on a black list says so with
``Subjects:`` in its front matter, so that it leaves with the record (design.md sections 3 and 6.5).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from credit.checks.verdicts import Verdict, problem_at
from credit.documents.front_matter import TITLES
from credit.documents.subjects import subjects_of
from credit.identifiers import normalise_name
from credit.model import SEPARATOR, Document, Field, Problem, Table
from credit.privacy import attachment_texts
from credit.subjects import KnownSubjects, Mention, find_codes

#: Columns of text that are no free text: names, numbers and keys have checks of their own.
_NO_WORDS = frozenset(
    {"record_id", "name", "former_names", "unified_code", "entity_kind", "severity", "decision_number", "telephone"}
)

_RECORD_ID = re.compile(r"(?<![A-Za-z0-9])[A-Z]{1,8}-[0-9]{4}-[0-9]{1,9}(?![0-9])")

#: Where a code may stand in joined texts: eighteen letters or digits, blanks and dashes let pass.
_LIKELY_CODE = re.compile(r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ](?:[ \u3000-]?[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]){17}")

#: Marks of Markdown and HTML that part a name without being seen.
_MARKUP = re.compile(r"\]\([^)]*\)|<[^>]*>|[*_`~\[\\]")

_OTHER_CODE = Verdict(
    "other-subject", "写出了别的主体的统一社会信用代码；一条记录只讲自己的主体，请删去，改写成“另一经营者”"
)
_OTHER_ID = Verdict("other-subject", "写出了别的记录的编号；一条记录只讲自己的主体，请删去")
_OTHER_NAME = Verdict("other-name", "写出了名单里另一个主体的名称；请改写成“另一经营者”", "warning")
_PERSON_NAME = Verdict("other-name", "写出了名单里另一个自然人的姓名；请改写成“当事人”（提示中不显示姓名）", "warning")


def check_row_texts(tables: Mapping[str, Table]) -> Iterator[Problem]:
    """Name each cell of a list's free text that speaks of somebody else.

    Another's code or record id is an error (``other-subject``), the name of another listed subject, four characters or
    more, or of a listed natural person a warning (``other-name``).
    """
    lists = [table for table in tables.values() if table.resource.is_list and "record_id" in table.cells.columns]
    cells: dict[str, list[tuple[Table, str, int]]] = {}
    for table in lists:
        for name in (field.name for field in table.resource.schema.fields if _is_free_text(table, field)):
            for position, text in enumerate(table.column(name)):
                if len(text) > 1:
                    cells.setdefault(text, []).append((table, name, position))
    texts = list(cells)
    verdicts: list[tuple[int, str, Verdict]] = []
    verdicts += [(index, key, _OTHER_ID) for index, key in _find_record_ids(texts)]
    verdicts += [(index, code, _OTHER_CODE) for index in _likely_codes(texts) for code in find_codes(texts[index])]
    offices = _office_names(tables)
    for mention in KnownSubjects(lists).find_names(texts):
        if mention.key not in offices:
            verdict = _PERSON_NAME if mention.subject.is_person else _OTHER_NAME
            verdicts.append((mention.index, mention.key, verdict))
    for index, key, verdict in verdicts:
        for table, name, position in cells[texts[index]]:
            if key not in _own_keys(table, position):
                yield problem_at(table.resource, int(table.cells.index[position]), name, verdict)


def _is_free_text(table: Table, field: Field) -> bool:
    schema = table.resource.schema
    return (
        field.type == "string"
        and field.name not in _NO_WORDS
        and field.name not in schema.primary_key
        and not field.references
        and not schema.reference_of(field.name)
        and not field.constraints.enum
    )


def _own_keys(table: Table, position: int) -> frozenset[str]:
    names = (table.column("name")[position], *table.column("former_names")[position].split(SEPARATOR))
    own = {normalise_name(name) for name in names if name}
    # A longer name of one's own holds the shorter one of a parent company.
    return frozenset({*own, table.column("unified_code")[position], table.column("record_id")[position]})


def _find_record_ids(texts: Sequence[str]) -> Iterator[tuple[int, str]]:
    for index, text in enumerate(texts):
        if "-" in text:
            for match in _RECORD_ID.finditer(text):
                yield index, match[0]


def _likely_codes(texts: Sequence[str]) -> Iterator[int]:
    return (index for index, text in enumerate(texts) if len(text) >= 18 and _LIKELY_CODE.search(text))


def _office_names(tables: Mapping[str, Table]) -> frozenset[str]:
    """Return the names of departments in their normal form: an office may stand on the red list as well."""
    table = tables.get("departments")
    if table is None:
        return frozenset()
    aliases = (
        alias.split("(")[0].split("（")[0] for text in table.column("aliases") for alias in text.split(SEPARATOR)
    )
    return frozenset(normalise_name(name) for name in (*table.column("name"), *aliases) if name)


# --- documents --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Piece:
    """A text of a document: its line in the source, 1 for what has no line."""

    document: Document
    line: int
    text: str


def check_documents(
    root: Path,
    documents: Iterable[Document],
    tables: Mapping[str, Table],
    visible: frozenset[str],
    hidden: frozenset[str],
) -> Iterator[Problem]:
    """Ask each document that names a subject of a black list for its ``Subjects:`` line.

    ``visible`` are the ids of black lists that are public on the day, ``hidden`` those that are not. A name or code of the
    first is an error (``subjects-missing``) with the line to paste; of the second a warning (``ended-subject``): who is
    listed no more is a firm like any other.
    """
    pieces = [piece for document in documents for piece in _pieces(root, document)]
    texts = [piece.text for piece in pieces]
    now, past = KnownSubjects(tables.values(), visible), KnownSubjects(tables.values(), hidden)
    reported: set[tuple[str, str]] = set()
    for mention in _find(now, texts):
        piece = pieces[mention.index]
        declared = subjects_of(piece.document)
        # A name that is not published is published by no document, whatever it declares.
        is_declared = bool(set(declared) & set(mention.subject.record_ids)) and not mention.subject.is_person
        if (piece.document.path, mention.key) in reported or is_declared:
            continue
        reported.add((piece.document.path, mention.key))
        yield _missing(piece, declared, mention)
    for mention in _find(past, texts):
        piece = pieces[mention.index]
        known = (piece.document.path, mention.key)
        if known not in reported and not set(subjects_of(piece.document)) & set(mention.subject.record_ids):
            reported.add(known)
            yield Problem(
                piece.document.path, piece.line, "", "ended-subject",
                "写到了一个现在不在失信名单上公示的主体；这里只提醒工作人员，页面上没有任何标记。没有必要提到它的，请改写成“某经营者”",
                "warning",
            )  # fmt: skip
    for mention in _find(KnownSubjects(tables.values(), hidden_names=True), texts):
        piece = pieces[mention.index]
        if (piece.document.path, mention.key) not in reported:
            reported.add((piece.document.path, mention.key))
            yield Problem(piece.document.path, piece.line, "", _PERSON_NAME.code, _PERSON_NAME.message, "warning")


def _find(subjects: KnownSubjects, texts: Sequence[str]) -> list[Mention]:
    return [*subjects.find_names(texts), *subjects.find_codes(texts)] if subjects else []


def _missing(piece: _Piece, declared: Sequence[str], mention: Mention) -> Problem:
    ids = mention.subject.record_ids
    line = "Subjects: " + ";".join([*declared, *ids])
    whom = "一个自然人" if mention.subject.is_person else "一个主体"
    where = "请把文件开头的那一行改成" if "Subjects" in piece.document.metadata else "请在文件开头加一行"
    message = f"写到了失信名单上的{whom}（{'、'.join(ids)}）；{where}“{line}”，记录结束时这份文件会自动撤下。不想这样，就改写成“某经营者”"
    if mention.subject.is_person:
        message += "；自然人的姓名和个人名字的字号不公开，一律改写成“当事人”"
    # Two characters stand in other words by chance: a person's name so short is asked about, not refused.
    certain = not mention.subject.is_person or len(mention.key) > 2
    return Problem(
        piece.document.path, piece.line, "Subjects", "subjects-missing", message, "error" if certain else "warning",
        TITLES["Subjects"],
    )  # fmt: skip


def _pieces(root: Path, document: Document) -> Iterator[_Piece]:
    """Yield the lines of a document's source, its text as readers see it, and the texts of its attachments."""
    try:
        source = (root / document.path).read_text(encoding="utf-8", errors="replace")
    except OSError:
        source = ""
    for number, line in enumerate(source.splitlines(), start=1):
        yield _Piece(document, number, line)
        if (plain := _MARKUP.sub("", html.unescape(html.unescape(line)))) != line:
            yield _Piece(document, number, plain)
    yield _Piece(document, 1, "".join(document.text.split("\n")))
    for path in document.attachments:
        try:
            data = (root / path).read_bytes()
        except OSError:
            continue
        for text in attachment_texts(data):
            yield _Piece(document, 1, text)


def check_subject_ids(documents: Iterable[Document], known: frozenset[str], root: Path) -> Iterator[Problem]:
    """Name each document whose ``Subjects`` holds an id that no list and no register knows (``subjects-unknown``)."""
    for document in documents:
        unknown = [key for key in subjects_of(document) if key not in known]
        if unknown:
            message = f"没有编号为 {'、'.join(unknown[:5])} 的记录，请核对；文件没有讲到记录的写 无"
            line = _line_of_key(root / document.path, "subjects")
            yield Problem(document.path, line, "Subjects", "subjects-unknown", message, title=TITLES["Subjects"])


def _line_of_key(path: Path, key: str) -> int:
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return 1
    return next((number for number, line in enumerate(lines, start=1) if line.lower().startswith(f"{key}:")), 1)
