"""Tables of every kind: what is taken, refused or asked, and that a second import changes nothing."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from credit.importer.import_records import import_records
from credit.importer.source_files.sheet_cells import SourceError
from tests.gate.test_gate import DAY, code, write_site
from tests.importer.sent_tables import SENT, Sent

LIST = (
    "record_id,name,unified_code,entity_kind,facts,decision_number,authority,decided_on,severity,listed_on\n"
    f"BL-2026-00001,示例零号有限公司,{code(500)},企业,虚构订单（示例）。,示监〔2026〕9号,office,2026-04-10,一般,2026-04-12\n"
)
TITLES = {
    "name": "主体名称", "unified_code": "统一社会信用代码", "entity_kind": "主体类型", "facts": "主要事实", "decision_number": "认定文书号",
    "authority": "认定部门", "decided_on": "认定日期", "severity": "失信程度", "listed_on": "列入日期",
}  # fmt: skip


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package of one list and the departments."""
    files = {
        "black-list": LIST,
        "departments": "id,name\noffice,示例商务局\n",
        "withdrawals": "record_id,withdrawn_on,reason,explanation\n",
    }
    root = write_site(tmp_path_factory.mktemp("sent") / "site", files)
    path = root / "data" / "black-list.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    for field in schema["fields"]:
        field["title"] = TITLES.get(field["name"], field["title"])
        field["constraints"] = {"required": field["name"] not in ("unified_code", "severity")}
    path.write_text(json.dumps(schema), encoding="utf-8")
    return root


def names_in(path: Path) -> list[str]:
    """Return the names in a list, but for the one that it began with."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return [row["name"] for row in csv.DictReader(stream)][1:]


@pytest.mark.parametrize("name", SENT)
def test_a_sent_table_comes_to_its_expected_end(name: str, small: Path, tmp_path: Path) -> None:
    """Its records are in the list, its refused row has its reason, its question is asked; again changes nothing."""
    sent: Sent = SENT[name]
    target = small / "data" / "black-list.csv"
    target.write_text(LIST, encoding="utf-8-sig", newline="\n")
    path = tmp_path / sent.name
    path.write_bytes(sent.data)
    if sent.end == "error":
        with pytest.raises(SourceError, match=sent.words):
            import_records(path, "black-list", root=small, as_of=DAY)
        assert [] == names_in(target)
        return
    report = import_records(path, "black-list", root=small, as_of=DAY, **sent.options)  # type: ignore[arg-type]
    assert sorted(sent.added) == sorted(names_in(target)), list(report.lines())
    told = {
        "question": report.questions,
        "refused": [reason for item in report.refused for reason in item.reasons],
        "added": [note.text() for note in report.notes],
    }
    assert not sent.words or any(sent.words in text for text in told[sent.end]), told
    assert (sent.end == "question", sent.end == "refused") == (bool(report.questions), bool(report.refused))
    written = target.read_bytes()
    again = import_records(path, "black-list", root=small, as_of=DAY, **sent.options)  # type: ignore[arg-type]
    assert () == again.added + again.changed
    assert written == target.read_bytes()


def test_csvkit_reads_what_all_of_them_left(small: Path, tmp_path: Path) -> None:
    """Nothing to clean, and as many rows as there are records."""
    target = small / "data" / "black-list.csv"
    target.write_text(LIST, encoding="utf-8-sig", newline="\n")
    for sent in SENT.values():
        if sent.kind in ("quotes", "characters") and sent.end != "error":
            path = tmp_path / sent.name
            path.write_bytes(sent.data)
            import_records(path, "black-list", root=small, as_of=DAY)
    for command in (["csvclean", "--length-mismatch"], ["csvstat", "-I", "--count"]):
        words = [sys.executable, "-X", "utf8", "-W", "ignore", "-m", f"csvkit.utilities.{command[0]}"]
        done = subprocess.run(
            [*words, *command[1:], str(target)],
            capture_output=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
            check=False,
        )
        assert (0, "") == (done.returncode, done.stderr)
    assert str(len(names_in(target)) + 1) in done.stdout


def test_there_are_forty_kinds_and_more() -> None:
    """Every group has several."""
    kinds = [sent.kind for sent in SENT.values()]
    assert 60 <= len(kinds)
    assert 3 <= min(map(kinds.count, kinds))
