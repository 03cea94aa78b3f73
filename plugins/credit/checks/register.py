"""The register of removals and the corrections go in, with the lists they speak of; what breaks their rules comes out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from credit.checks.verdicts import Verdict, column, lines_of, problem_at
from credit.identifiers import normalise_name
from credit.model import SEPARATOR, Problem, Table
from credit.placeholders import is_placeholder

#: A name shorter than this stands in ordinary words.
_SHORTEST_NAME = 2


def check_register(tables: Mapping[str, Table]) -> Iterator[Problem]:
    """Check the register and the corrections against the rows they name.

    Codes: ``explanation-missing`` (a revocation says publicly why, 行政处罚法 48), ``explanation-name`` (an explanation
    is published and must not name who was removed) and the warnings ``correction-record``, ``correction-field`` and
    ``correction-value``. Names and codes in a correction are judged in privacy/corrections.py.
    """
    rows = _rows_by_id(tables)
    register, corrections = tables.get("withdrawals"), tables.get("corrections")
    if register is not None:
        yield from _check_explanations(register, rows)
    if corrections is not None:
        yield from _check_corrections(corrections, rows)


def _rows_by_id(tables: Mapping[str, Table]) -> dict[str, tuple[Table, int]]:
    return {
        record_id: (table, position)
        for table in tables.values()
        if table.resource.is_list
        for position, record_id in enumerate(column(table, "record_id"))
    }


def _check_explanations(register: Table, rows: Mapping[str, tuple[Table, int]]) -> Iterator[Problem]:
    cells = (column(register, name) for name in ("record_id", "reason", "explanation"))
    for line, record_id, reason, explanation in zip(lines_of(register), *cells, strict=True):
        if reason == "撤销" and not explanation.strip():
            message = "撤销要公开说明理由，请填写说明，不写主体的名称和代码"
            yield problem_at(register.resource, line, "explanation", Verdict("explanation-missing", message))
        if explanation and record_id in rows and _tells(explanation, *rows[record_id]):
            message = "说明里写出了被撤下主体的名称或代码；说明会公开，请改成不指明主体的说法"
            yield problem_at(register.resource, line, "explanation", Verdict("explanation-name", message))


def _tells(text: str, table: Table, position: int) -> bool:
    """Whether a text holds a name or the code of a row, however it is spaced or bracketed."""
    plain = normalise_name(text)
    names = [column(table, "name")[position], *column(table, "former_names")[position].split(SEPARATOR)]
    words = [normalise_name(name) for name in (*names, column(table, "unified_code")[position])]
    return any(len(word) >= _SHORTEST_NAME and word in plain for word in words)


def _check_corrections(corrections: Table, rows: Mapping[str, tuple[Table, int]]) -> Iterator[Problem]:
    cells = (column(corrections, name) for name in ("record_id", "field", "before", "after"))
    for line, record_id, field, before, after in zip(lines_of(corrections), *cells, strict=True):
        if record_id not in rows:
            message = "名单里没有这个编号的记录，这条更正不会显示；请核对编号，记录已经删除的就删去这一行"
            yield problem_at(corrections.resource, line, "record_id", Verdict("correction-record", message, "warning"))
            continue
        table, position = rows[record_id]
        if table.resource.schema.field(field) is None:
            message = f"{table.resource.title}没有 {field[:40]} 这一列，请填写列名，例如 facts"
            yield problem_at(corrections.resource, line, "field", Verdict("correction-field", message, "warning"))
        elif before and before == after and not is_placeholder(after):
            message = "更正前和更正后一样，没有更正什么；请填写不同的内容（原来是空的，before 留空），或者删去这一行"
            yield problem_at(corrections.resource, line, "after", Verdict("correction-value", message, "warning"))
        elif column(table, field)[position] != after and not is_placeholder(after):
            message = "与记录现在的内容不一致，请核对：更正后的内容要同时写进名单"
            yield problem_at(corrections.resource, line, "after", Verdict("correction-value", message, "warning"))
