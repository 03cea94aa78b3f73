"""Correction vocabulary: words that a correction must not contain, and the replacement of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from credit.identifiers import mention_key, normalise_code, normalise_name
from credit.mask_texts import FORMER_CODE, FORMER_NAME, PLACEHOLDERS
from credit.model import Table, split_names
from credit.privacy.mentioned_subjects import LONG_NAME, Subject, find_mentioned, subjects_at

#: Columns that identify the subject of a record, beside the label of a list without ``name``.
IDENTITY = frozenset({"name", "former_names", "unified_code"})

#: Columns of the register of corrections that hold no free text.
_KEYS = frozenset({"record_id", "field", "corrected_on"})

_OTHER_SUBJECT, _OTHER_RECORD = "另一经营者", "另一条记录"

#: Classes of words that a correction must not contain, the gravest first.
OWN, PERSON, KEY, SHORT, REPLACED, FIRM = range(6)

#: A name of two characters of another subject may be part of other words: a warning, no error.
_SHORT_NAME = 2

_GENERAL = frozenset(map(mention_key, PLACEHOLDERS))

NOBODY = Subject("", (), (), "", "当事人")


@dataclass(frozen=True)
class Word:
    """One name, code or record id that a correction must not contain: its class, and its replacement.

    ``key`` is that under which texts are searched for it.
    """

    text: str
    rank: int
    instead: str
    key: str


@dataclass(frozen=True)
class Vocabulary:
    """Subjects of the corrected records, words replaced on each, and words of other subjects that are mentioned.

    ``mentioned`` is keyed by the first two characters of a word in normalised form.
    """

    subjects: Mapping[str, Subject]
    replaced: Mapping[str, tuple[Word, ...]]
    mentioned: Mapping[str, tuple[tuple[Subject, Word], ...]]

    def subject(self, record_id: str) -> Subject:
        """Return the subject of a record; an empty one if no list holds the record."""
        return self.subjects.get(record_id, NOBODY)

    def words(self, record_id: str, text: str) -> list[Word]:
        """Return the forbidden words in a text about a record, in any spelling."""
        own = self.subject(record_id)
        words = [_word(name, OWN, f"该{own.word}") for name in own.hidden]
        words += self.replaced.get(record_id, ())
        plain = mention_key(text)
        for pair in sorted({plain[at : at + 2] for at in range(len(plain) - 1)} & self.mentioned.keys()):
            for other, word in self.mentioned[pair]:
                if other.record_id != record_id and not (own.code and own.code == other.code):
                    words.append(word)
        # A published name of the subject is no leak, and neither is a general word that staff wrote as a name.
        held = [word for word in words if word.key and word.key in plain and word.key not in _GENERAL]
        allowed = {*map(mention_key, (*own.shown, own.code, record_id))} if held else set()
        return [word for word in held if word.key not in allowed]


def _word(text: str, rank: int, instead: str) -> Word:
    return Word(text, rank, instead, mention_key(text))


def text_columns(corrections: Table) -> list[str]:
    """Return the columns of a table of corrections that hold text."""
    return [name for name in map(str, corrections.cells.columns) if name not in _KEYS]


def is_identity(field: str, subject: Subject) -> bool:
    """Return whether a column of a record holds a name or a code of its subject and nothing else."""
    return field in IDENTITY or (bool(field) and field == subject.column)


def derive_vocabulary(corrections: Table, tables: Mapping[str, Table]) -> Vocabulary:
    """Return the words that these corrections must not contain, by the names and codes of all lists."""
    corrected = set(corrections.column("record_id"))
    subjects: dict[str, Subject] = {}
    for table in tables.values():
        if table.resource.is_list:
            places = [place for place, key in enumerate(table.column("record_id")) if key in corrected]
            subjects |= {subject.record_id: subject for subject in subjects_at(table, places)}
    replaced: dict[str, dict[Word, None]] = {}
    for name in ("before", "after"):
        columns = (corrections.column(column) for column in ("record_id", "field", name))
        for record_id, field, cell in zip(*columns, strict=True):
            own = subjects.get(record_id, NOBODY)
            for part in split_names(cell) if is_identity(field, own) else ():
                if len(part) > 1 and not is_own(part, field, own):
                    instead = FORMER_CODE if field == "unified_code" else FORMER_NAME
                    replaced.setdefault(record_id, {})[_word(part, REPLACED, instead)] = None
    texts = [text for name in text_columns(corrections) for text in corrections.column(name)]
    mentioned: dict[str, list[tuple[Subject, Word]]] = {}
    for subject in find_mentioned(tables.values(), texts):
        for word in _words_of(subject):
            mentioned.setdefault(word.key[:2], []).append((subject, word))
    return Vocabulary(
        subjects,
        {record_id: tuple(words) for record_id, words in replaced.items()},
        {pair: tuple(words) for pair, words in mentioned.items()},
    )


def _words_of(subject: Subject) -> Iterator[Word]:
    """Yield the words of a subject that no text about another subject may hold."""
    for name in subject.hidden:
        yield _word(name, PERSON if len(name) > _SHORT_NAME else SHORT, f"另一{subject.word}")
    for name in subject.shown:
        if len(name) >= LONG_NAME:
            yield _word(name, FIRM, _OTHER_SUBJECT)
    if subject.code:
        yield _word(subject.code, KEY, _OTHER_SUBJECT)
    yield _word(subject.record_id, KEY, _OTHER_RECORD)


def is_own(part: str, field: str, subject: Subject) -> bool:
    """Return whether a name or code is published of a subject today, in any spelling, or is a placeholder."""
    if part in PLACEHOLDERS:
        return True
    if field == "unified_code":
        return bool(subject.code) and normalise_code(part) == subject.code
    return normalise_name(part) in map(normalise_name, subject.shown)
