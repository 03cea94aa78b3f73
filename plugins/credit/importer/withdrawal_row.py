"""Withdrawal: adds one row for a record to the register of withdrawals."""

from __future__ import annotations

import csv
import datetime
import difflib
import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from credit import privacy
from credit.checks import check_table
from credit.identifiers import find_record_ids, split_record_id
from credit.importer.cell_conversion import tidy
from credit.importer.natural_keys import ids_in, past_lines
from credit.model import (
    REGISTER,
    START_DAYS,
    AllowedNumber,
    CheckFailed,
    CreditError,
    Package,
    Resource,
    Table,
    split_names,
)
from credit.reader import canonical_bytes, empty_table, parse_table, read_package, read_table, write_whole
from credit.record_states import ENDED_STATES
from credit.subject_mentions import is_naming
from credit.withdrawals import CORRECTED, REVOKED

#: Reasons that the register knows.
REASONS = (*ENDED_STATES, REVOKED, CORRECTED)


@dataclass(frozen=True)
class Withdrawal:
    """A row of the register, and the file it was added to."""

    record_id: str
    withdrawn_on: datetime.date
    reason: str
    explanation: str
    path: Path


def withdraw(root: Path, record_id: str, reason: str, explanation: str, as_of: datetime.date) -> Withdrawal:
    """Add a record to the register of withdrawals from ``as_of`` on; the file is replaced atomically.

    Raises CreditError where the id is unknown or registered already, the reason is none of the register's, the
    explanation is missing where it is required (撤销, 行政处罚法 48) or names the subject or a person's number, and
    CheckFailed where the register itself has errors.
    """
    package = read_package(root)
    resource = package.resource(REGISTER)
    if resource is None:
        raise CreditError("datapackage.json 里没有撤下登记（withdrawals），请先补上这个数据集")
    register = _read_register(root, resource)
    number = unicodedata.normalize("NFKC", record_id).strip().upper()
    words, _ = tidy(explanation)
    _judge_reason(resource, reason, words)
    rows = [list(row) for row in zip(*(register.cells[name].tolist() for name in resource.schema.names), strict=True)]
    places = {name: place for place, name in enumerate(resource.schema.names)}
    for row in rows:
        if row[places["record_id"]] == number:
            day, why = row[places["withdrawn_on"]], row[places["reason"]]
            raise CreditError(f"{number} 已经在 {day} 撤下（{why}）；登记过的不能再改，有误请联系维护人员")
    _judge_words(words, _subject_of(root, package, number), package.allowed_numbers)
    values = {"record_id": number, "withdrawn_on": as_of.isoformat(), "reason": reason, "explanation": words}
    rows.append([values.get(name, "") for name in resource.schema.names])
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([resource.schema.names, *rows])
    table, problems = parse_table(resource, text.getvalue().encode("utf-8-sig", errors="replace"))
    added = len(rows) + 1
    faults = [*problems, *(check_table(table, problems) if table is not None else ())]
    errors = [problem for problem in faults if problem.severity == "error" and problem.line == added]
    if errors or table is None or len(table.cells) != len(rows):
        raise CreditError(
            "；".join(f"{problem.title}：{problem.message}" for problem in errors) or "登记写不进去，请先运行 inv check"
        )
    path = root / resource.path
    try:
        write_whole(path, canonical_bytes(table))
    except OSError as error:
        raise CreditError(f"无法写入 {path.name}；如果它在 Excel 或 WPS 里开着，请先关闭，再运行一次") from error
    return Withdrawal(number, as_of, reason, words, path)


def describe_record(root: Path, record_id: str) -> str:
    """Return in Chinese which record an id stands for: name, list, reason and day; raises CreditError as ``withdraw`` does."""
    package = read_package(root)
    number = unicodedata.normalize("NFKC", record_id).strip().upper()
    for resource in package.resources:
        if not resource.is_list:
            continue
        table, _ = read_table(root, resource)
        ids = table.column("record_id") if table is not None else []
        if table is not None and number in ids:
            place = ids.index(number)
            cells = {name: table.column(name)[place] for name in ("name", "decision_number", "decided_on", *START_DAYS)}
            words = [cells["name"], f"在“{resource.title}”里", cells["decision_number"]]
            day = next((cells[name] for name in START_DAYS if cells[name]), "")
            return "，".join(filter(None, [*words, f"{day} 列入" if day else ""]))
    _subject_of(root, package, number)
    return "这条记录已经不在名单里"


def _read_register(root: Path, resource: Resource) -> Table:
    if not (root / resource.path).exists():
        return empty_table(resource)
    table, problems = read_table(root, resource)
    errors = [problem for problem in problems if problem.severity == "error"]
    if table is None or errors:
        raise CheckFailed(errors)
    return table


def _judge_reason(resource: Resource, reason: str, explanation: str) -> None:
    field = resource.schema.field("reason")
    allowed = field.constraints.enum if field is not None else ()
    if reason not in allowed:
        raise CreditError(f"--reason 只能是 {'、'.join(allowed)} 之一")
    if reason == "撤销" and not explanation:
        raise CreditError(
            '原因是“撤销”时要公开说明为什么：加上 --explanation，例如 --explanation "原处罚决定经行政复议撤销。"'
        )


def _judge_words(explanation: str, subjects: Sequence[str], allowed: Sequence[AllowedNumber]) -> None:
    if kinds := sorted({finding.kind for finding in privacy.scan_text(explanation, allowed)}):
        raise CreditError(f"公开说明里含有个人信息（{'、'.join(kinds)}），请删去")
    if find_record_ids(explanation):
        raise CreditError("公开说明里写了记录编号，从它能认出主体；请删去，改成“另一条记录”等说法")
    if is_naming(explanation, subjects):
        raise CreditError("公开说明里写了主体的名称或者代码；撤下以后它们不能再出现，请改写")


def _subject_of(root: Path, package: Package, record_id: str) -> list[str]:
    """Return names and code of a record; raises CreditError where no list has or had it."""
    known: list[str] = []
    lists = [resource for resource in package.resources if "record_id" in resource.schema.names and resource.is_list]
    for resource in lists:
        table, _ = read_table(root, resource)
        ids = table.column("record_id") if table is not None else []
        known += ids
        if table is not None and record_id in ids:
            place = ids.index(record_id)
            name, code, former = (table.column(column)[place] for column in ("name", "unified_code", "former_names"))
            return [name, code, *split_names(former)]
    if split_record_id(record_id) is None:
        raise CreditError("记录编号的写法不对；应为字母-年份-顺序号，例如 BL-2026-00017")
    # A record that was deleted from its file by hand can be registered too: its number must not be used again.
    if any(record_id in ids_in(past_lines(root, resource.path)) for resource in lists):
        return []
    near = difflib.get_close_matches(record_id, known, n=2, cutoff=0.85)
    hint = f"；是否应为 {'、'.join(near)}？" if near else ""
    raise CreditError(f"没有编号为 {record_id} 的记录{hint}")
