"""Days of repair and suspension are public in nothing while the record is; a mark's day is from itself on."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from credit import gate
from credit.exporters import public_dataset, published_schema
from tests.gate.test_gate import FILES, write_site
from tests.withdrawals.test_withdrawals import HEAD, black, day, site_of

PRIVATE = ["suspended_from", "suspended_until", "repaired_on"]


@pytest.mark.parametrize(
    ("cells", "on"),
    [
        ({"repaired_on": "2027-01-15"}, "2026-06-01"),
        ({"suspended_from": "2026-09-01"}, "2026-06-01"),
        ({"suspended_from": "2026-09-01", "suspended_until": "2026-09-30"}, "2026-06-01"),
        ({"suspended_from": "2026-04-20", "suspended_until": "2026-05-05"}, "2026-06-01"),
        ({"suspended_from": "2026-04-20", "suspended_until": "2026-05-05", "repaired_on": "2026-06-02"}, "2026-06-01"),
    ],
    ids=["repair to come", "suspension to come", "both its days to come", "suspension over", "over and to come"],
)
def test_visible_record_shows_none_of_its_private_days(tmp_path: Path, cells: dict[str, str], on: str) -> None:
    """The row is there, the days are not."""
    public = gate.validate(site_of(tmp_path, black(1, **cells)), day(on)).public["black-list"].cells
    assert ["BL-2026-00001"] == public["record_id"].tolist()
    assert [["", "", ""]] == public[PRIVATE].to_numpy().tolist()


def test_private_days_act_although_they_are_not_public(tmp_path: Path) -> None:
    """valid_until and the record's own end follow them."""
    root = site_of(
        tmp_path, black(1, repaired_on="2026-09-01", suspended_from="2026-07-01", suspended_until="2026-07-31")
    )
    assert datetime.date(2026, 6, 30) == gate.validate(root).valid_until
    for on, count in (("2026-06-30", 1), ("2026-07-01", 0), ("2026-08-01", 1), ("2026-09-01", 0)):
        assert count == len(gate.validate(root, day(on)).public["black-list"].cells)


def test_published_schema_says_that_private_days_are_empty(tmp_path: Path) -> None:
    """In every description of the columns, and without an example."""
    edition = gate.validate(site_of(tmp_path, black(1)))
    table = edition.public["black-list"]
    schema = published_schema(public_dataset(table.resource, table.cells, edition.package))
    described = {field["name"]: field for field in schema["fields"]}  # type: ignore[attr-defined]
    assert ["总是空的" in described[name]["description"] for name in PRIVATE] == [True, True, True]
    assert not any("example" in described[name] for name in PRIVATE)


DISPUTED_HEAD = HEAD.replace("repaired_on", "disputed_since")
CORRECTIONS = "record_id,field,before,after,corrected_on\n"


def disputed_site(root: Path, since: str, corrections: str = "") -> Path:
    """Write a site of two records, the first of them disputed since a day."""
    files = {
        "black-list": DISPUTED_HEAD + black(1, repaired_on=since) + black(2),
        "corrections": CORRECTIONS + corrections,
        "departments": FILES["departments"],
    }
    return write_site(root, files)


@pytest.mark.parametrize(("on", "shown"), [("2026-06-30", ""), ("2026-07-01", "2026-07-01")])
def test_day_of_an_objection_is_public_from_itself_on(tmp_path: Path, on: str, shown: str) -> None:
    """The mark and its day come together."""
    public = gate.validate(disputed_site(tmp_path, "2026-07-01"), day(on)).public["black-list"]
    assert [shown, ""] == public.cells["disputed_since"].tolist()
    assert [bool(shown), False] == public.states["disputed"].tolist()


@pytest.mark.parametrize("field", [*PRIVATE, "disputed_since"])
def test_correction_of_a_private_day_is_not_published(tmp_path: Path, field: str) -> None:
    """Before and after would tell the day that the record does not."""
    rows = f"BL-2026-00001,{field},2026-11-01,2027-01-15,2026-05-20\n"
    rows += "BL-2026-00002,decided_on,2026-04-09,2026-04-10,2026-05-20\n"
    root = disputed_site(tmp_path, "", rows)
    edition = gate.validate(root)
    assert ["decided_on"] == edition.public["corrections"].cells["field"].tolist()
    found = {problem.code for problem in edition.problems if problem.path == "data/corrections.csv"}
    assert {"correction-field"} == found
