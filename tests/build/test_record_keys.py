"""Keys of pages of records: only pages whose sources changed get a job, whatever changed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from credit import gate, urls
from credit.bench.synthetic_data import change_rows, read_rows, write_population, write_rows
from credit.build.output_tree import Entry, Tree, TreeError
from credit.build.workers import row_files
from credit.build.workers.worker_context import make_worker_context, save_worker_context
from credit.pages import make_layout, make_site_context
from credit.render import load_theme
from tests.conftest import ROOT


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A site of 120 entities: three pages of fifty rows or less by year, and pages by facets."""
    return write_population(ROOT, tmp_path / "site", 120)


def plan(
    root: Path, folder: Path, earlier: Mapping[str, Entry], software: str = ""
) -> tuple[set[str], dict[str, Entry]]:
    """Return the files that get a job and those that are kept."""
    theme = load_theme(root, "")
    site_context = make_site_context(gate.validate(root), "")
    layout = make_layout(site_context, {name: asset.filename for name, asset in theme.assets.items()})
    folder.mkdir(exist_ok=True)
    save_worker_context(make_worker_context(root, site_context, layout, software), folder)
    kept: dict[str, Entry] = {}
    jobs = list(row_files.write_rows(site_context, folder, folder, earlier, kept=kept))
    return {name for job in jobs for name in job.names}, kept


def build(root: Path, folder: Path) -> dict[str, Entry]:
    """Make every page and return its entry."""
    made: dict[str, Entry] = {}
    theme = load_theme(root, "")
    site_context = make_site_context(gate.validate(root), "")
    layout = make_layout(site_context, {name: asset.filename for name, asset in theme.assets.items()})
    folder.mkdir()
    save_worker_context(make_worker_context(root, site_context, layout, ""), folder)
    for job in row_files.write_rows(site_context, folder, folder / "out", {}):
        for name, sha256, size, key, _ in job.run(job.task).written:
            made[name] = Entry.of(sha256, size, key)
    return made


def test_pages_of_a_changed_row_alone_get_a_job(root: Path, tmp_path: Path) -> None:
    """Its entity's files and the browse pages that show it; every other file is kept as it is."""
    earlier = build(root, tmp_path / "rows")
    assert (set(), earlier) == plan(root, tmp_path / "rows", earlier)
    change_rows(root, "black-list", 1, "另行规定")
    due, kept = plan(root, tmp_path / "rows", earlier)
    code = read_rows(root, "black-list")[0]["unified_code"]
    of_entity = {urls.output_path(address(code)) for address in (urls.entity_address, urls.archive_address)}
    assert of_entity <= due
    assert {name for name in due if name.startswith("entities/")} <= of_entity | {urls.calendar_address(code)[1:]}
    assert any(name.startswith("lists/black-list/") for name in due)
    assert not any(name.startswith("lists/red-list/") for name in due)
    assert due.isdisjoint(kept)
    assert earlier.keys() == due | kept.keys()


def test_a_row_that_leaves_changes_the_page_of_an_entity_that_stays(root: Path, tmp_path: Path) -> None:
    """It has another row, which is what it was; rows in another order change nothing."""
    rows = read_rows(root, "commitments")
    first = {**rows[0], "record_id": "CM-2026-099998"}
    write_rows(root, "commitments", list(first), [*rows, first])
    earlier = build(root, tmp_path / "rows")
    page = urls.output_path(urls.entity_address(first["unified_code"]))
    write_rows(root, "commitments", list(first), [first, *rows])
    assert (set(), earlier) == plan(root, tmp_path / "rows", earlier)
    write_rows(root, "commitments", list(first), rows)
    due, _ = plan(root, tmp_path / "rows", earlier)
    assert {page} == {name for name in due if name.startswith("entities/") and name.endswith(".html")}


def test_every_page_gets_a_job_for_another_program_or_without_its_file(root: Path, tmp_path: Path) -> None:
    """The key of the worker context stands in each key; a file that the output lacks is made."""
    earlier = build(root, tmp_path / "rows")
    assert (set(earlier), {}) == plan(root, tmp_path / "rows", earlier, software="another")
    lost = next(name for name in earlier if name.endswith(".json"))
    assert {lost} == plan(root, tmp_path / "rows", {name: entry for name, entry in earlier.items() if name != lost})[0]


def test_a_path_is_taken_over_once(tmp_path: Path) -> None:
    """Neither over a file of the tree nor over one that a job makes."""
    entry = Entry.of("0" * 64, 1, "ab")
    tree = Tree(tmp_path, {"a.html": entry, "b.html": entry})
    tree.take_over({"a.html": entry})
    assert {"a.html": entry} == tree.entries
    tree.promise("b.html")
    for name in ("a.html", "b.html"):
        with pytest.raises(TreeError, match=f"/{name}"):
            tree.take_over({name: entry})
    assert tree.entries == {"a.html": entry}
