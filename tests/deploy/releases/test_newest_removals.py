"""What an older commit loses by the newest one, in two folders without a server."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from credit.deploy.newest_removals import apply_newest_removals
from credit.source_data import read_tables
from tests.gate.test_gate import BLACK, FILES, write_site

CORRECTIONS = "record_id,field,before,after,corrected_on\n"


def black(column: str, text: str) -> str:
    """Return the black list with one more column, which holds a text in each row."""
    heading, *rows = BLACK.splitlines()
    return "".join(f"{row}\n" for row in (f"{heading},{column}", *(f"{item},{text}" for item in rows)))


@pytest.mark.parametrize("column", ["facts", "details"])
def test_corrected_text_leaves_an_older_commit_under_the_former_name_of_its_column(tmp_path: Path, column: str) -> None:
    """The text before may name a person, whatever the column was called then."""
    work = write_site(
        tmp_path / "work", FILES | {"corrections": CORRECTIONS, "black-list": black("facts", "经理某示例")}
    )
    correction = f"{CORRECTIONS}BL-2026-00001,{column},（内容略）,改正以后,2026-05-02\n"
    latest = write_site(
        tmp_path / "latest", FILES | {"corrections": correction, "black-list": black(column, "改正以后")}
    )
    path = latest / "data" / "black-list.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    if column != "facts":
        schema["fields"][-1]["credit"] = {"renamed_from": "facts"}
    path.write_text(json.dumps(schema), encoding="utf-8")
    newest = read_tables(latest)
    assert newest["black-list"].resource.schema.fields[-1].renamed_from == ("facts" if column != "facts" else "")
    apply_newest_removals(work, latest, newest)
    table = read_tables(work)["black-list"]
    facts = dict(zip(table.column("record_id"), table.column("facts"), strict=True))
    assert facts["BL-2026-00001"] == "改正以后"
    assert facts["BL-2026-00002"] == "经理某示例"
