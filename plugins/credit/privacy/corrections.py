"""Published corrections: no hidden name in the old or the new value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from credit.identifiers import is_individual_business, mention_key
from credit.law import is_bare_personal_name
from credit.mask_texts import (
    FORMER_CODE,
    FORMER_NAME,
    OMITTED_CODE,
    OMITTED_NAME,
    OMITTED_TEXT,
    is_placeholder,
)
from credit.model import SEPARATOR, Problem, Severity, Table, split_names
from credit.privacy.correction_vocabulary import (
    IDENTITY,
    KEY,
    NOBODY,
    OWN,
    PERSON,
    REPLACED,
    SHORT,
    Vocabulary,
    Word,
    derive_vocabulary,
    is_identity,
    is_own,
    text_columns,
)
from credit.privacy.mentioned_subjects import Subject
from credit.privacy.operator_names import find_operator

if TYPE_CHECKING:
    import pandas as pd

#: Columns with the old and the new value; others hold words about them.
_VALUES = ("before", "after")


def public_corrections(corrections: Table, tables: Mapping[str, Table]) -> pd.DataFrame:
    """Return the corrections as they may be published, index and columns as they were.

    The old and the new value of a name, a former name or a code are shown only where they are the record's own today,
    or another spelling of it: any other may be the name of a subject that was listed by mistake. In every other text a
    general word takes the place of a hidden name. ``tables`` are all that were read: a name is hidden even if its row
    or its correction is left out of a build.
    """
    cells = corrections.cells
    if not len(cells) or not {"record_id", "field"} <= set(cells.columns):
        return cells
    vocabulary = derive_vocabulary(tables.get(corrections.name, corrections), tables)
    ids, fields = corrections.column("record_id"), corrections.column("field")
    cells = cells.copy()
    for name in text_columns(corrections):
        declared = corrections.resource.schema.field(name)
        most = declared.constraints.max_length if declared else None
        masked = []
        for record_id, field, text in zip(ids, fields, corrections.column(name), strict=True):
            shown = _mask_cell(text, field, name, record_id, vocabulary)
            # A placeholder is longer than the name it replaces, and the published schema limits the cell.
            masked.append(OMITTED_TEXT if most is not None and len(shown) > most >= len(text) else shown)
        cells[name] = masked
    return cells


def scan_corrections(corrections: Table, tables: Mapping[str, Table]) -> tuple[Problem, ...]:
    """Return a problem for each cell of a correction that holds a forbidden name, code or record id.

    Codes: ``personal-data`` (a name or code of a record whose name is not published), ``correction-name`` (a hidden
    name in any other cell), ``correction-subject`` (code or record id of another subject) and the warning
    ``correction-mention`` (a name that publication replaces by a general word).
    """
    cells = corrections.cells
    if not len(cells) or not {"record_id", "field"} <= set(cells.columns):
        return ()
    vocabulary = derive_vocabulary(corrections, tables)
    problems = [*_judge_unnamed(corrections, vocabulary)]
    unnamed = {problem.line for problem in problems}
    lines = [int(line) for line in cells.index.tolist()]
    ids, fields = corrections.column("record_id"), corrections.column("field")
    for name in text_columns(corrections):
        for line, record_id, field, text in zip(lines, ids, fields, corrections.column(name), strict=True):
            is_named = name in _VALUES and is_identity(field, vocabulary.subject(record_id))
            if not text or (is_named and line in unnamed):
                continue
            judge = _judge_identity if is_named else _judge_text
            for code, message in judge(text, field, name, record_id, vocabulary):
                severity: Severity = "warning" if code == "correction-mention" else "error"
                problems.append(_problem(corrections, line, name, code, message, severity))
    return tuple(problems)


def _problem(
    corrections: Table, line: int, column: str, code: str, message: str, severity: Severity = "error"
) -> Problem:
    field = corrections.resource.schema.field(column)
    return Problem(corrections.resource.path, line, column, code, message, severity, field.title if field else "")


# --- publication ------------------------------------------------------------------------------------


def _mask_cell(text: str, field: str, column: str, record_id: str, vocabulary: Vocabulary) -> str:
    if not text:
        return ""
    subject = vocabulary.subject(record_id)
    if column not in _VALUES or not is_identity(field, subject):
        words = vocabulary.words(record_id, text)
        return _replace_words(text, subject, words) if words else text
    name, code = (FORMER_NAME, FORMER_CODE) if column == "before" else (OMITTED_NAME, OMITTED_CODE)
    mask = code if field == "unified_code" else name
    parts = [part if is_own(part, field, subject) else mask for part in split_names(text)]
    return SEPARATOR.join(dict.fromkeys(parts))


def _replace_words(text: str, subject: Subject, words: Sequence[Word]) -> str:
    """Return a text with each word replaced; if a spelling prevents that, a placeholder of the whole text."""
    instead = {word.text: word.instead for word in reversed(words)}
    pattern = _pattern_of((*subject.shown, *instead))
    rest = pattern.sub("\0", text)
    if _find_words(rest, subject, words):
        return OMITTED_TEXT
    return pattern.sub(lambda match: instead.get(match[0], match[0]), text)


def _find_words(text: str, subject: Subject, words: Sequence[Word]) -> list[Word]:
    """Return the words that a text holds in any spelling, but not as part of a published name."""
    keys = {word.key: word for word in reversed(words)}
    shown = [key for name in subject.shown if (key := mention_key(name)) not in keys]
    found = dict.fromkeys(_pattern_of((*shown, *keys)).findall(mention_key(text)))
    return sorted((keys[key] for key in found if key in keys), key=lambda word: word.rank)


def _pattern_of(words: Sequence[str]) -> re.Pattern[str]:
    """Return a pattern of these words, the longest first."""
    return re.compile("|".join(map(re.escape, sorted(filter(None, words), key=lambda word: (-len(word), word)))))


# --- checks -----------------------------------------------------------------------------------------


def _judge_unnamed(corrections: Table, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Yield a problem for each correction of an unpublished name or code that does not use placeholders."""
    columns = (corrections.column(name) for name in ("record_id", "field", "before", "after"))
    for line, record_id, field, before, after in zip(corrections.cells.index.tolist(), *columns, strict=True):
        subject = vocabulary.subject(record_id)
        published = subject.code if field == "unified_code" else subject.shown
        if not is_identity(field, subject) or subject is NOBODY or published:
            continue
        written = [cell for cell in (before, after) if cell]
        if not written or not all(map(is_placeholder, written)):
            message = (
                f"这条记录的名称不公开，名称和代码的更正也不能公开：把 before 和 after 都写成“{subject.word}”，"
                "就只公开更正了哪一项和更正日期；不需要说明的，删去这一行"
            )
            yield _problem(corrections, int(line), "field", "personal-data", message)


def _judge_identity(
    text: str, field: str, column: str, record_id: str, vocabulary: Vocabulary
) -> Iterator[tuple[str, str]]:
    subject = vocabulary.subject(record_id)
    foreign = [part for part in split_names(text) if not is_own(part, field, subject)]
    if not foreign or subject is NOBODY:
        return
    is_code = field == "unified_code"
    mask = FORMER_CODE if is_code else FORMER_NAME
    words = vocabulary.words(record_id, text)
    hidden = {word.key for word in words if word.rank in (OWN, PERSON, SHORT)}
    # A label may be any word, and some begin with a surname.
    is_name, is_shop = field in IDENTITY, is_individual_business(subject.code)
    if any(
        mention_key(part) in hidden or (is_name and is_bare_personal_name(part)) or (is_shop and find_operator(part))
        for part in foreign
    ):
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
    text: str, field: str, column: str, record_id: str, vocabulary: Vocabulary
) -> Iterator[tuple[str, str]]:
    subject = vocabulary.subject(record_id)
    words = vocabulary.words(record_id, text)
    found = _find_words(text, subject, words) if words else []
    if not found:
        return
    rank, instead = found[0].rank, found[0].instead
    if rank == OWN:
        yield (
            "correction-name",
            (
                f"这里写有不公开的姓名：请把 before 和 after 里的姓名都写成“{subject.word}”，其余照原文；"
                f"记录里的那一格也写成“{subject.word}”"
            ),
        )
    elif rank == PERSON:
        yield "correction-name", f"这里写有本站不公开的姓名：请把 before 和 after 里的姓名都写成“{instead}”，其余照原文"
    elif rank == KEY:
        yield "correction-subject", f"这里写有别的主体的代码或者记录编号：请把 before 和 after 里的都写成“{instead}”"
    elif rank == REPLACED and any(is_bare_personal_name(word.text) for word in found if word.rank == REPLACED):
        yield "correction-name", f"这里写有更正以前的姓名：请把 before 和 after 里的姓名都写成“{instead}”，其余照原文"
    else:
        noun = {SHORT: "不公开的姓名", REPLACED: "更正以前的名称或者代码"}.get(rank, "名单上另一主体的名称")
        yield "correction-mention", f"这里可能写有{noun}，公开时换成“{instead}”；请核对，是的话把它写成“{instead}”"
