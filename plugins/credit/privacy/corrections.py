"""Corrections as they are published: no hidden name in what stood before and what stands after."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from credit.identifiers import normalise_code, normalise_name
from credit.law import is_bare_personal_name
from credit.model import SEPARATOR, Problem, Severity, Table
from credit.placeholders import (
    FORMER_CODE,
    FORMER_NAME,
    OMITTED_CODE,
    OMITTED_NAME,
    OMITTED_TEXT,
    PLACEHOLDERS,
    is_placeholder,
)
from credit.privacy.mentions import LONG_NAME, Subject, find_mentioned, parts_of, subjects_at

if TYPE_CHECKING:
    import pandas as pd

#: Columns that say which subject a record names.
IDENTITY = frozenset({"name", "former_names", "unified_code"})

#: Columns of the register of corrections that hold no free text.
_KEYS = frozenset({"record_id", "field", "corrected_on"})

_OTHER_SUBJECT, _OTHER_RECORD = "另一经营者", "另一条记录"

#: Classes of a word that must not stand in a correction, the gravest first.
_OWN, _PERSON, _KEY, _SHORT, _REPLACED, _FIRM = range(6)

#: A name of two characters of somebody else may be part of other words: staff are warned, not refused.
_SHORT_NAME = 2

_GENERAL = frozenset(map(normalise_name, PLACEHOLDERS))

_NOBODY = Subject("", (), (), "", "当事人")


@dataclass(frozen=True)
class _Word:
    """One name, code or record id that must not stand in a correction: its class, and what takes its place.

    ``key`` is the text in normalised form.
    """

    text: str
    rank: int
    instead: str
    key: str


@dataclass(frozen=True)
class _Vocabulary:
    """Subjects of the corrected records, words replaced on each of them, and words of other subjects that are mentioned.

    ``mentioned`` is keyed by the first two characters of a word in normalised form.
    """

    subjects: Mapping[str, Subject]
    replaced: Mapping[str, tuple[_Word, ...]]
    mentioned: Mapping[str, tuple[tuple[Subject, _Word], ...]]

    def subject(self, record_id: str) -> Subject:
        """Return the subject of a record; nobody where no list holds the record."""
        return self.subjects.get(record_id, _NOBODY)

    def words(self, record_id: str, text: str) -> list[_Word]:
        """Return the words that a text about a record holds, in whatever spelling, and must not hold."""
        own = self.subject(record_id)
        words = [_word(name, _OWN, f"该{own.word}") for name in own.hidden]
        words += self.replaced.get(record_id, ())
        plain = normalise_name(text)
        for pair in sorted({plain[at : at + 2] for at in range(len(plain) - 1)} & self.mentioned.keys()):
            for other, word in self.mentioned[pair]:
                if other.record_id != record_id and not (own.code and own.code == other.code):
                    words.append(word)
        # What is published of the subject is no leak, and a general word that staff wrote as a name is none.
        held = [word for word in words if word.key and word.key in plain and word.key not in _GENERAL]
        allowed = {*map(normalise_name, (*own.shown, own.code, record_id))} if held else set()
        return [word for word in held if word.key not in allowed]


def _word(text: str, rank: int, instead: str) -> _Word:
    return _Word(text, rank, instead, normalise_name(text))


def public_corrections(corrections: Table, tables: Mapping[str, Table]) -> pd.DataFrame:
    """Return the corrections as they may be published, index and columns as they were.

    The old and the new value of a name, a former name or a code are shown only where they are the record's own today,
    or another spelling of it: any other may have named somebody who was never listed rightly. In every other text a
    general word takes the place of a hidden name.
    """
    cells = corrections.cells
    if not len(cells) or not {"record_id", "field"} <= set(cells.columns):
        return cells
    vocabulary = _derive_vocabulary(corrections, tables)
    ids, fields = corrections.column("record_id"), corrections.column("field")
    cells = cells.copy()
    for name in _text_columns(corrections):
        declared = corrections.resource.schema.field(name)
        most = declared.constraints.max_length if declared else None
        masked = []
        for record_id, field, text in zip(ids, fields, corrections.column(name), strict=True):
            shown = _mask_cell(text, field, name, record_id, vocabulary)
            # A placeholder is longer than the name it stands for, and the published schema limits the cell.
            masked.append(OMITTED_TEXT if most is not None and len(shown) > most >= len(text) else shown)
        cells[name] = masked
    return cells


def scan_corrections(corrections: Table, tables: Mapping[str, Table]) -> tuple[Problem, ...]:
    """Return a problem for each cell of a correction that holds a name, a code or a record id to be written otherwise.

    Codes: ``personal-data`` (a name or code of a record whose name is not published), ``correction-name`` (a hidden name
    in any other cell), ``correction-subject`` (code or record id of another subject) and the warning
    ``correction-mention`` (a name that publication replaces by a general word).
    """
    cells = corrections.cells
    if not len(cells) or not {"record_id", "field"} <= set(cells.columns):
        return ()
    vocabulary = _derive_vocabulary(corrections, tables)
    problems = [*_judge_unnamed(corrections, vocabulary)]
    unnamed = {problem.line for problem in problems}
    lines = [int(line) for line in cells.index.tolist()]
    ids, fields = corrections.column("record_id"), corrections.column("field")
    for name in _text_columns(corrections):
        for line, record_id, field, text in zip(lines, ids, fields, corrections.column(name), strict=True):
            is_identity = _is_identity(field, name)
            if not text or (is_identity and line in unnamed):
                continue
            judge = _judge_identity if is_identity else _judge_text
            for code, message in judge(text, field, name, record_id, vocabulary):
                severity: Severity = "warning" if code == "correction-mention" else "error"
                problems.append(_problem(corrections, line, name, code, message, severity))
    return tuple(problems)


def _problem(
    corrections: Table, line: int, column: str, code: str, message: str, severity: Severity = "error"
) -> Problem:
    field = corrections.resource.schema.field(column)
    return Problem(corrections.resource.path, line, column, code, message, severity, field.title if field else "")


# --- what is looked for -----------------------------------------------------------------------------


def _text_columns(corrections: Table) -> list[str]:
    return [name for name in map(str, corrections.cells.columns) if name not in _KEYS]


def _is_identity(field: str, column: str) -> bool:
    return field in IDENTITY and column in ("before", "after")


def _derive_vocabulary(corrections: Table, tables: Mapping[str, Table]) -> _Vocabulary:
    corrected = set(corrections.column("record_id"))
    subjects: dict[str, Subject] = {}
    for table in tables.values():
        if table.resource.is_list:
            places = [place for place, key in enumerate(table.column("record_id")) if key in corrected]
            subjects |= {subject.record_id: subject for subject in subjects_at(table, places)}
    replaced: dict[str, dict[_Word, None]] = {}
    for name in ("before", "after"):
        columns = (corrections.column(column) for column in ("record_id", "field", name))
        for record_id, field, cell in zip(*columns, strict=True):
            own = subjects.get(record_id, _NOBODY)
            for part in parts_of(cell) if field in IDENTITY else ():
                if len(part) > 1 and not _is_own(part, field, own):
                    instead = FORMER_CODE if field == "unified_code" else FORMER_NAME
                    replaced.setdefault(record_id, {})[_word(part, _REPLACED, instead)] = None
    texts = [text for name in _text_columns(corrections) for text in corrections.column(name)]
    mentioned: dict[str, list[tuple[Subject, _Word]]] = {}
    for subject in find_mentioned(tables.values(), texts):
        for word in _words_of(subject):
            mentioned.setdefault(word.key[:2], []).append((subject, word))
    return _Vocabulary(
        subjects,
        {record_id: tuple(words) for record_id, words in replaced.items()},
        {pair: tuple(words) for pair, words in mentioned.items()},
    )


def _words_of(subject: Subject) -> Iterator[_Word]:
    """Yield the words of a subject that no text about another subject may hold."""
    for name in subject.hidden:
        yield _word(name, _PERSON if len(name) > _SHORT_NAME else _SHORT, f"另一{subject.word}")
    for name in subject.shown:
        if len(name) >= LONG_NAME:
            yield _word(name, _FIRM, _OTHER_SUBJECT)
    if subject.code:
        yield _word(subject.code, _KEY, _OTHER_SUBJECT)
    yield _word(subject.record_id, _KEY, _OTHER_RECORD)


def _is_own(part: str, field: str, subject: Subject) -> bool:
    """Whether a name or code is published of a subject today, in whatever spelling, or stands for one that is not."""
    if part in PLACEHOLDERS:
        return True
    if field == "unified_code":
        return bool(subject.code) and normalise_code(part) == subject.code
    return normalise_name(part) in map(normalise_name, subject.shown)


# --- how it is published ----------------------------------------------------------------------------


def _mask_cell(text: str, field: str, column: str, record_id: str, vocabulary: _Vocabulary) -> str:
    if not text:
        return ""
    subject = vocabulary.subject(record_id)
    if not _is_identity(field, column):
        words = vocabulary.words(record_id, text)
        return _replace_words(text, subject, words) if words else text
    name, code = (FORMER_NAME, FORMER_CODE) if column == "before" else (OMITTED_NAME, OMITTED_CODE)
    mask = code if field == "unified_code" else name
    parts = [part if _is_own(part, field, subject) else mask for part in parts_of(text)]
    return SEPARATOR.join(dict.fromkeys(parts))


def _replace_words(text: str, subject: Subject, words: Sequence[_Word]) -> str:
    """Return a text with each word replaced; where one is spelt so that this fails, a placeholder of the whole text."""
    instead = {word.text: word.instead for word in reversed(words)}
    pattern = _pattern_of((*subject.shown, *instead))
    rest = pattern.sub("\0", text)
    if _find_words(rest, subject, words):
        return OMITTED_TEXT
    return pattern.sub(lambda match: instead.get(match[0], match[0]), text)


def _find_words(text: str, subject: Subject, words: Sequence[_Word]) -> list[_Word]:
    """Return the words that stand in a text in any spelling, but not as part of a name that is published there."""
    keys = {word.key: word for word in reversed(words)}
    shown = [key for name in subject.shown if (key := normalise_name(name)) not in keys]
    found = dict.fromkeys(_pattern_of((*shown, *keys)).findall(normalise_name(text)))
    return sorted((keys[key] for key in found if key in keys), key=lambda word: word.rank)


def _pattern_of(words: Sequence[str]) -> re.Pattern[str]:
    """Return a pattern of these words, the longest first."""
    return re.compile("|".join(map(re.escape, sorted(filter(None, words), key=lambda word: (-len(word), word)))))


# --- how it is judged -------------------------------------------------------------------------------


def _judge_unnamed(corrections: Table, vocabulary: _Vocabulary) -> Iterator[Problem]:
    """Yield a problem for each correction of a name or code that is not published today, unless placeholders stand there."""
    columns = (corrections.column(name) for name in ("record_id", "field", "before", "after"))
    for line, record_id, field, before, after in zip(corrections.cells.index.tolist(), *columns, strict=True):
        subject = vocabulary.subject(record_id)
        published = subject.code if field == "unified_code" else subject.shown
        if field not in IDENTITY or subject is _NOBODY or published:
            continue
        written = [cell for cell in (before, after) if cell]
        if not written or not all(map(is_placeholder, written)):
            message = (
                f"这条记录的名称不公开，名称和代码的更正也不能公开：把 before 和 after 都写成“{subject.word}”，"
                "就只公开更正了哪一项和更正日期；不需要说明的，删去这一行"
            )
            yield _problem(corrections, int(line), "field", "personal-data", message)


def _judge_identity(
    text: str, field: str, column: str, record_id: str, vocabulary: _Vocabulary
) -> Iterator[tuple[str, str]]:
    subject = vocabulary.subject(record_id)
    foreign = [part for part in parts_of(text) if not _is_own(part, field, subject)]
    if not foreign or subject is _NOBODY:
        return
    is_code = field == "unified_code"
    mask = FORMER_CODE if is_code else FORMER_NAME
    words = vocabulary.words(record_id, text)
    hidden = {word.key for word in words if word.rank in (_OWN, _PERSON, _SHORT)}
    if any(is_bare_personal_name(part) or normalise_name(part) in hidden for part in foreign):
        yield "correction-name", f"这里写有不公开的姓名或者名称：请改写成“{mask}”，另一格照实填写，再提交"
    elif column == "before":
        noun = "代码" if is_code else "名称"
        yield (
            "correction-mention",
            (
                f"更正前的{noun}不是这个主体的{noun}{'' if is_code else '或者曾用名'}，公开时显示为“{mask}”；"
                f"请在这一格也写成“{mask}”，免得写出别的主体"
            ),
        )


def _judge_text(
    text: str, field: str, column: str, record_id: str, vocabulary: _Vocabulary
) -> Iterator[tuple[str, str]]:
    subject = vocabulary.subject(record_id)
    words = vocabulary.words(record_id, text)
    found = _find_words(text, subject, words) if words else []
    if not found:
        return
    rank, instead = found[0].rank, found[0].instead
    if rank == _OWN:
        yield (
            "correction-name",
            (
                f"这里写有不公开的姓名：请把 before 和 after 里的姓名都写成“{subject.word}”，其余照原文；"
                f"记录里的那一格也写成“{subject.word}”"
            ),
        )
    elif rank == _PERSON:
        yield "correction-name", f"这里写有本站不公开的姓名：请把 before 和 after 里的姓名都写成“{instead}”，其余照原文"
    elif rank == _KEY:
        yield "correction-subject", f"这里写有别的主体的代码或者记录编号：请把 before 和 after 里的都写成“{instead}”"
    elif rank == _REPLACED and any(is_bare_personal_name(word.text) for word in found if word.rank == _REPLACED):
        yield "correction-name", f"这里写有更正以前的姓名：请把 before 和 after 里的姓名都写成“{instead}”，其余照原文"
    else:
        noun = {_SHORT: "不公开的姓名", _REPLACED: "更正以前的名称或者代码"}.get(rank, "名单上另一主体的名称")
        yield "correction-mention", f"这里可能写有{noun}，公开时换成“{instead}”；请核对，是的话把它写成“{instead}”"
