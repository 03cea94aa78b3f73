"""A document through time: in no page, file, feed or index before its first day and after its last, linked or not."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from credit import gate, urls
from credit.deploy.commit_build import edition_records
from credit.deploy.releases.nginx_redirects import _has_left
from tests.conftest import copy_project
from tests.site.test_time_machine import places_of
from tests.support.demonstration_sources import build_copy

WORD, SLUG = "示例彩灯巡游", "lantern-parade"
ADDRESS = f"/notices/{SLUG}/"
NOTICE = (
    f"Title: 关于{WORD}的通知（示例）\nSlug: {SLUG}\nDate: 2026-12-05\nPublish_from: 2026-12-05\nExpires: 2026-12-20\n"
    "Demonstration: 是\n\n## 一、时间\n\n见[表格](form.csv)。\n"
)
LINKING = f"Title: 关于年末安排的通知（示例）\nSlug: year-end\nDate: 2026-11-19\nDemonstration: 是\n\n另见[另一份通知]({ADDRESS})。\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_project(tmp_path_factory.mktemp("window") / "project")
    folder = root / "content" / "notices"
    (folder / f"{SLUG}.md").write_text(NOTICE, encoding="utf-8")
    (folder / "year-end.md").write_text(LINKING, encoding="utf-8")
    (folder / SLUG).mkdir()
    (folder / SLUG / "form.csv").write_text("项目,内容\n甲,乙\n", encoding="utf-8")
    return root


def test_it_is_in_the_tree_on_its_days_alone(project: Path) -> None:
    """Built over the same tree from day to day, as a server's timer does."""
    output = project / "output"
    for day, shown, until in (
        ("2026-12-04", False, "2026-12-04"),
        ("2026-12-05", True, None),
        ("2026-12-20", True, "2026-12-20"),
        ("2026-12-21", False, None),
    ):
        build_copy(project, output, as_of=day)
        found = places_of(output, WORD, SLUG)
        if shown:
            assert {
                f"notices/{SLUG}/index.html", "notices/index.html", "feeds/notices.atom", f"notices/{SLUG}/form.csv",
            } <= found  # fmt: skip
            assert "data/documents/documents.csv" in found
            assert any(name.startswith("search/index/") for name in found)
        else:
            assert (day, found) == (day, set())
        linking = (output / "notices" / "year-end" / "index.html").read_text(encoding="utf-8")
        assert (day, f'href="{ADDRESS}"' in linking) == (day, shown)
        stated = json.loads((output / "version.json").read_bytes())["valid_until"]
        assert stated is not None
        assert stated <= (until or stated)
    page = output / "notices" / SLUG
    assert not page.exists()


def test_page_says_until_when_it_is_public_and_what_its_files_are(project: Path) -> None:
    """Type and size stand beside an attachment."""
    output = build_copy(project, project / "shown", as_of="2026-12-10")
    text = (output / "notices" / SLUG / "index.html").read_text(encoding="utf-8")
    assert "<dt>公开到</dt><dd>" in text
    assert "2026-12-20" in text
    assert 'form.csv</a> <span class="c-links__note">CSV，22 字节</span>' in text


@pytest.mark.parametrize(
    ("day", "code", "until"),
    [
        ("2026-12-04", "document-waiting", "2026-12-04"),
        ("2026-12-06", "", "2026-12-20"),
        ("2026-12-21", "document-expired", ""),
    ],
)
def test_gate_says_where_a_document_stands(project: Path, day: str, code: str, until: str) -> None:
    """A warning with what to do; its day to come is no fault of its date."""
    at = datetime.date.fromisoformat(day)
    edition = gate.validate(project, at)
    found = [problem.code for problem in edition.problems if problem.path.endswith(f"{SLUG}.md")]
    assert found == ([code] if code else [])
    assert edition.valid_until is not None
    assert not until or edition.valid_until <= datetime.date.fromisoformat(until)
    assert (ADDRESS in edition.departed) is (code == "document-expired")


def test_a_release_knows_the_day_on_which_a_document_leaves(project: Path) -> None:
    """With nothing to build from, its page is cut out on that day."""
    records = edition_records(gate.validate(project, datetime.date(2026, 12, 6)))
    assert records[urls.document_address("notice", SLUG)].changes_on == "2026-12-21"


@pytest.mark.parametrize(("day", "left"), [("2026-12-04", False), ("2026-12-20", False), ("2026-12-21", True)])
def test_an_address_is_gone_after_the_last_day_and_unknown_before_the_first(day: str, left: bool) -> None:
    """410 says that a page has been; of one that waits nobody may hear, whether it names records or not."""
    nothing: frozenset[str] = frozenset()
    assert _has_left(NOTICE.encode(), day, nothing, nothing) is left
    named = NOTICE.replace("Demonstration", "Subjects: BL-2026-00001\nDemonstration").encode()
    assert _has_left(named, "2026-12-04", nothing, nothing) is False
