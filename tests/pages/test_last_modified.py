"""Last modified: the newest day of a record that has come, for pages, JSON and calendars."""

from __future__ import annotations

import json
from pathlib import Path

from credit import gate
from credit.pages import make_site_context
from credit.pages.entity import archive_json, subject_of
from credit.pages.last_modified import last_modified_days
from tests.gate.test_gate import FIRM, OFFICES, REGISTER, RULES, write_site

PROMISE = f"""record_id,name,unified_code,committed_on,due_on
CM-2026-00001,示例甲有限公司,{FIRM},2026-05-01,2027-01-31
"""


def test_a_term_that_lies_ahead_is_no_day_of_the_data(tmp_path: Path) -> None:
    """A promise to pay until a day, a permit from a day on: columns that the site knows nothing of."""
    root = write_site(tmp_path, {"commitments": PROMISE, "departments": OFFICES, "withdrawals": REGISTER})
    schema, descriptor = root / "data/commitments.schema.json", root / "data/datapackage.json"
    described = json.loads(schema.read_text(encoding="utf-8"))
    for field in described["fields"][-2:]:
        field["type"] = "date"
    schema.write_text(json.dumps(described), encoding="utf-8")
    package = json.loads(descriptor.read_text(encoding="utf-8"))
    package["resources"][0]["credit"] = {**RULES, "kind": "register"}
    descriptor.write_text(json.dumps(package), encoding="utf-8")
    context = make_site_context(gate.validate(root, accepted=True), "")
    archive = json.loads(archive_json(context, subject_of(context, FIRM)))
    assert archive["records"]["commitments"][0]["due_on"] == "2027-01-31"
    assert archive["changed_on"] == "2026-05-01"
    assert last_modified_days(context, context.edition.public["commitments"]) == ["2026-05-01"]
