"""Scanners: problems for personal data in tables, schemas and documents."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from credit.law import forbidden_column
from credit.model import AllowedNumber, Problem, Resource, Table
from credit.privacy.byte_prefilter import text_may_hold_number
from credit.privacy.markdown_paragraphs import read_paragraphs
from credit.privacy.name_columns import scan_name_column
from credit.privacy.name_masking import scan_names
from credit.privacy.personal_data_patterns import find_hints, may_hold_hint
from credit.privacy.personal_numbers import SHORTEST, Finding, mask_text, scan_text, suspect_places

#: Cells of a column prefiltered together: few enough that one suspect does not cause a full scan of the column.
_SIFTED = 500

#: Columns of names and numbers: rules of their own say what they may hold.
_NO_WORDS = frozenset({"record_id", "name", "former_names", "unified_code", "decision_number", "telephone"})


def scan_table(table: Table, allowed: Sequence[AllowedNumber] = ()) -> tuple[Problem, ...]:
    """Return a problem for each number of a person in any cell, and for each unpublished name repeated in its row.

    In all scanners, ``allowed`` are numbers that are known to be no person's.
    """
    problems = list(scan_names(table))
    for column in table.cells.columns:
        field = table.resource.schema.field(str(column))
        values = table.column(str(column))
        texts = list(dict.fromkeys(values))
        problems += scan_name_column(table, str(column), texts)
        for line, finding in _scan_column(table, values, texts, allowed):
            problems.append(
                Problem(table.resource.path, line, str(column), "personal-data", _message(finding),
                        title=field.title if field else "")
            )  # fmt: skip
        if str(column) not in _NO_WORDS and (field is None or not (field.constraints.enum or field.keys)):
            problems += _scan_hints(table, str(column), field.title if field else "", values, texts)
    return tuple(sorted(problems))


def _scan_hints(
    table: Table, column: str, title: str, values: Sequence[str], texts: Sequence[str]
) -> Iterator[Problem]:
    """Yield a warning for each hint at personal data; the address of an office stands in a column of its own."""
    if not may_hold_hint("\n".join(texts)):
        return
    texts = [text for text in texts if may_hold_hint(text)]
    office = column == "address" or ("地址" in title and "住址" not in title)
    found = {text: hints for text in texts if (hints := tuple(find_hints(text)))}
    if found:
        for line, value in zip(table.cells.index.tolist(), values, strict=True):
            for code, kind in found.get(value, ()):
                if not (office and code == "personal-address"):
                    yield Problem(table.resource.path, int(line), column, code, _hint(kind), "warning", title)


def _hint(kind: str) -> str:
    return f"疑似{kind}，个人信息一般不得公开，请核对，确属个人的请删去（提示中不显示内容）"


def _scan_column(
    table: Table, values: Sequence[str], texts: list[str], allowed: Sequence[AllowedNumber]
) -> Iterator[tuple[int, Finding]]:
    """Yield the line and the finding; each distinct cell is looked at once, and only where something may be."""
    if max(map(len, texts), default=0) < SHORTEST:
        return
    suspects = {
        text for start in range(0, len(texts), _SIFTED) for text in suspect_texts(texts[start : start + _SIFTED])
    }
    findings = {text: found for text in suspects if (found := scan_text(text, allowed))}
    if findings:
        for line, value in zip(table.cells.index.tolist(), values, strict=True):
            for finding in findings.get(value, ()):
                yield int(line), finding


def suspect_texts(texts: Sequence[str]) -> list[str]:
    """Return the texts that may hold a number of a person, in their order: of a long list nearly none.

    All are looked at in one pass: no number goes on over a line.
    """
    together = "\n".join(texts)
    if not text_may_hold_number(together):
        return []
    starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
    suspects: dict[str, None] = {}
    for start, end in suspect_places(together):
        suspects.update(dict.fromkeys(texts[bisect_right(starts, start) - 1 : bisect_right(starts, end)]))
    return list(suspects)


def scan_schema(resource: Resource) -> tuple[Problem, ...]:
    """Return a problem for each column whose name or title is that of personal data never to be published."""
    problems = []
    for field in resource.schema.fields:
        kind = forbidden_column(field.name) or forbidden_column(field.title)
        if kind:
            message = f"这一列属于{kind}，是个人信息，不得进入公开的数据集，请从结构文件和数据文件里删去整列"
            problems.append(Problem(resource.schema_path, 1, field.name, "personal-column", message, title=field.title))
    return tuple(problems)


def scan_document_source(
    path: str, text: str, first_line: int = 1, allowed: Sequence[AllowedNumber] = ()
) -> tuple[Problem, ...]:
    """Return a problem for each number of a person in the source of a document, and in its file name.

    ``path`` is relative to the root, ``text`` the whole file with front matter and links; a number written with
    entities or percent signs is found as well. ``first_line`` is the line of the file the text begins at.
    """
    problems = [*scan_path(path, allowed)]
    found: dict[int, set[str]] = {}
    if text_may_hold_number(text):
        for line, words in enumerate(text.splitlines()):
            for finding in scan_text(words, allowed):
                found.setdefault(line, set()).add(finding.kind)
                message = _message(finding)
                problems.append(Problem(mask_text(path), first_line + line, "", "personal-data", message))
    if may_hold_hint(text):
        for line, words in enumerate(text.splitlines(), start=first_line):
            problems += [
                Problem(mask_text(path), line, "", code, _hint(kind), "warning") for code, kind in find_hints(words)
            ]
    paragraphs = tuple(read_paragraphs("\n".join(text.splitlines())))
    if text_may_hold_number("\n".join(words for _, words in paragraphs)):
        # Number of blank lines above: the same for all lines of a paragraph. Then the last line each class is found on.
        blocks = tuple(accumulate(not line.strip() for line in text.splitlines()))
        last = {(blocks[line], kind): line for line in sorted(found) for kind in found[line]}
        for line, words in paragraphs:
            for kind in dict.fromkeys(finding.kind for finding in scan_text(words, allowed)):
                # A number within one of the lines is reported at that line.
                if last.get((blocks[line], kind), -1) < line:
                    last[blocks[line], kind] = line
                    message = f"这一段读起来有疑似{kind}（写法分开了数字），个人信息不得公开，请删去后再提交（提示中不显示号码）"
                    problems.append(Problem(mask_text(path), first_line + line, "", "personal-data", message))
    return tuple(problems)


def scan_path(path: str, allowed: Sequence[AllowedNumber] = ()) -> tuple[Problem, ...]:
    """Return a problem for a number of a person in the name of a file; the path in it is masked."""
    return tuple(
        Problem(
            mask_text(path), 1, "", "personal-data", f"文件名里有疑似{finding.kind}，请给文件改名（提示中不显示号码）"
        )
        for finding in scan_text(path, allowed)
    )


def is_suspect(text: str) -> bool:
    """Return whether a text seems to hold a number of a person or a hint at personal data, such as a home address."""
    return mask_text(text) != text or any(True for _ in find_hints(text))


def without_identifiers(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems of any origin with every number of a person in their path, field, title and message masked."""
    return tuple(
        replace(
            problem,
            path=mask_text(problem.path),
            field=mask_text(problem.field),
            title=mask_text(problem.title),
            message=mask_text(problem.message),
        )
        for problem in problems
    )


def _message(finding: Finding) -> str:
    return f"第 {finding.start + 1} 个字起疑似{finding.kind}，个人信息不得公开，请删去后再提交（提示中不显示号码）"
