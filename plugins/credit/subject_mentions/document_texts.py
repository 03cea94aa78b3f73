"""Mentions in documents: a document that names a black-listed subject declares it, so that both leave together."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from credit.documents.declared_subjects import subjects_of
from credit.documents.front_matter_keys import TITLES
from credit.listed_subjects import KnownSubjects, Mention
from credit.model import Document, Problem
from credit.privacy import attachment_texts
from credit.subject_mentions.source_lines import read_lines
from credit.subject_mentions.table_texts import PERSON_NAME

#: Code of a document with a name that is not public: it is never published, even if its commit was accepted.
HIDDEN_NAME = "hidden-name"

#: Marks of Markdown and HTML that split a name invisibly.
_MARKUP = re.compile(r"\]\([^)]*\)|<[^>]*>|[*_`~\[\\]")


@dataclass(frozen=True)
class _Piece:
    """A text of a document: its line in the source, 1 if it has none."""

    document: Document
    line: int
    text: str


def check_documents(
    root: Path,
    documents: Iterable[Document],
    known: KnownSubjects,
    black: frozenset[str],
    visible: frozenset[str],
    waiting: frozenset[str],
) -> Iterator[Problem]:
    """Report each document that names a subject of a black list without its ``Subjects:`` line.

    Of the ids of ``black`` lists, those ``visible`` are public on the day and those ``waiting`` will be, being not listed
    yet or suspended: a document would name them all that time, and when they have ended. A name or code of one of these
    is an error (``subjects-missing``) with the line to paste; of any other a warning (``ended-subject``): a
    subject no longer listed is a firm like any other. A name of the first that no list shows is an error in any case
    (``hidden-name``), a warning where it has two characters, and such a name of any other record is a warning
    (``other-name``).
    """
    pieces = [piece for document in documents for piece in _pieces(root, document)]
    reported: set[tuple[str, str]] = set()
    for mention in known.find([piece.text for piece in pieces]):
        piece = pieces[mention.index]
        place = (piece.document.path, mention.key)
        problem = (
            _judge(piece, mention, black & visible, black & waiting, black - visible) if place not in reported else None
        )
        if problem is not None:
            reported.add(place)
            yield problem


def _judge(
    piece: _Piece, mention: Mention, visible: frozenset[str], waiting: frozenset[str], hidden: frozenset[str]
) -> Problem | None:
    declared = subjects_of(piece.document)
    now, later = mention.among(visible), mention.among(waiting)
    if (told := now or later) is not None:
        if told.is_person:
            return _hidden(piece, told)
        return (
            None if set(declared) & set(told.record_ids) else _missing(piece, declared, told, is_listed=now is not None)
        )
    if mention.is_person:
        return Problem(piece.document.path, piece.line, "", PERSON_NAME.code, PERSON_NAME.message, "warning")
    past = mention.among(hidden)
    if past is None or set(declared) & set(past.record_ids):
        return None
    return Problem(
        piece.document.path, piece.line, "", "ended-subject",
        "写到了一个现在不在失信名单上公示的主体；这里只提醒工作人员，页面上没有任何标记。没有必要提到它的，请改写成“某经营者”",
        "warning",
    )  # fmt: skip


def _missing(piece: _Piece, declared: Sequence[str], mention: Mention, *, is_listed: bool) -> Problem:
    ids = mention.record_ids
    line = "Subjects: " + ";".join([*declared, *ids])
    where = "请把文件开头的那一行改成" if "Subjects" in piece.document.metadata else "请在文件开头加一行"
    subject = f"写到了失信名单上的一个主体（{'、'.join(ids)}）"
    effect = "记录结束时这份文件会自动撤下"
    if not is_listed:
        subject += "，它的记录还没有开始公示，或者正在暂停公示"
        effect = "这份文件只在记录公示期间显示"
    message = f"{subject}；{where}“{line}”，{effect}。不想这样，就改写成“某经营者”"
    if piece.document.kind == "guide":
        message = f"{subject}；办事指南不指名，请改写成“某经营者”"
    return Problem(piece.document.path, piece.line, "Subjects", "subjects-missing", message, title=TITLES["Subjects"])


def _hidden(piece: _Piece, mention: Mention) -> Problem:
    """Return the problem of a name that no list shows: no document may publish it, even with ``Subjects``."""
    message = (
        f"写到了失信名单上一个不公开的名字（{'、'.join(mention.record_ids)}）："
        "自然人的姓名和个人名字的字号一律改写成“当事人”（提示中不显示名字）"
    )
    # Two characters occur in other words by chance: so short a name gives a warning, no error.
    return Problem(
        piece.document.path, piece.line, "", HIDDEN_NAME, message, "error" if len(mention.key) > 2 else "warning"
    )


def _pieces(root: Path, document: Document) -> Iterator[_Piece]:
    """Yield the lines of a document's source, its text as readers see it, and the texts of its attachments."""
    for number, line in enumerate(read_lines(root / document.path), start=1):
        yield _Piece(document, number, line)
        if (plain := _MARKUP.sub("", html.unescape(html.unescape(line)))) != line:
            yield _Piece(document, number, plain)
    yield _Piece(document, 1, "".join(document.text.split("\n")))
    for path in document.attachments:
        yield _Piece(document, 1, path.name)
        try:
            data = (root / path).read_bytes()
        except OSError:
            continue
        for text in attachment_texts(data):
            yield _Piece(document, 1, text)


def check_subject_ids(documents: Iterable[Document], known: frozenset[str], root: Path) -> Iterator[Problem]:
    """Report each document whose ``Subjects`` has an id of no list and no register (``subjects-unknown``)."""
    for document in documents:
        unknown = [key for key in subjects_of(document) if key not in known]
        if unknown:
            message = f"没有编号为 {'、'.join(unknown[:5])} 的记录，请核对；文件没有讲到记录的写 无"
            line = _line_of_key(root / document.path, "subjects")
            yield Problem(document.path, line, "Subjects", "subjects-unknown", message, title=TITLES["Subjects"])


def _line_of_key(path: Path, key: str) -> int:
    return next(
        (number for number, line in enumerate(read_lines(path), start=1) if line.lower().startswith(f"{key}:")), 1
    )
