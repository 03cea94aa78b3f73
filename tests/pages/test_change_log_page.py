"""Changes page: subjects of lists of every kind, with the way to their rows."""

from __future__ import annotations

from pathlib import Path

from credit import gate
from credit.identifiers import NATURAL_PERSON
from credit.model import ChangeHistory, RecordChange
from credit.pages import make_site_context
from credit.pages.change_log_page import changes_page
from tests.gate.test_gate import FILES, write_site
from tests.site.test_foreign_list import LATIN, NAME, add_list
from tests.support.demonstration_sources import site as site


def test_row_of_a_list_without_a_column_of_names_is_called_by_its_label(site: Path) -> None:
    """It is no natural person, and its row can be reached as its files say."""
    add_list(site)
    change = RecordChange(1, "2026-05-02", "OC-2026-00001", "added")
    edition = gate.validate(site)
    page = changes_page(make_site_context(edition, "", ChangeHistory({f"data/{NAME}.csv": (change,)}, "c0ffee")))
    subject = page.grids[0].rows[0].cells[0]
    assert (subject.text, subject.href) == (LATIN[0], f"/lists/{NAME}/2026/#OC-2026-00001")


def test_natural_person_has_neither_name_nor_link(tmp_path: Path) -> None:
    edition = gate.validate(write_site(tmp_path, FILES))
    table = edition.public["black-list"]
    codes = dict(zip(table.column("record_id"), table.column("unified_code"), strict=True))
    changes = tuple(RecordChange(1, "2026-05-02", record_id, "added") for record_id in codes)
    page = changes_page(make_site_context(edition, "", ChangeHistory({table.resource.path: changes}, "c0ffee")))
    found = {row.cells[-1].text: (row.cells[0].text, row.cells[0].href) for row in page.grids[0].rows}
    assert found["BL-2026-00002"] == (NATURAL_PERSON, "")
    assert {record_id: bool(href) for record_id, (_, href) in found.items()} == {
        key: code != "" for key, code in codes.items()
    }
