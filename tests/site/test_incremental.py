"""Incremental equals clean: after any sequence of changes the output is, byte for byte, what a fresh build gives."""

from __future__ import annotations

import datetime
import multiprocessing
import random
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from credit.build.build_state import BuildError
from credit.build.cache_manifest import verify_output
from credit.build.pipeline import build_site
from credit.gate import validate
from tests.conftest import ROOT
from tests.site.test_repeatable import bytes_of
from tests.support.random_changes import CHANGES, Site, change_cell, retitle, withdraw

GOOD = ROOT / "tests" / "corpus" / "good"


@pytest.fixture
def small_site(tmp_path: Path) -> Path:
    """The corpus's good package with the theme and settings of this site."""
    root = tmp_path / "site"
    shutil.copytree(GOOD, root)
    shutil.copytree(ROOT / "theme", root / "theme")
    for name in ("pelicanconf.py", "publishconf.py"):
        shutil.copy2(ROOT / name, root / name)
    return root


def build(site: Site, output: Path, *, fresh: bool = False) -> int:
    """Build into a folder and return how many files were written."""
    return build_site(
        site.root, output, as_of=site.as_of, siteurl=site.siteurl, accepted=True, fresh=fresh, workers=1
    ).written


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.repetition)])
def test_any_sequence_of_changes_ends_where_a_fresh_build_does(seed: int, small_site: Path, tmp_path: Path) -> None:
    """Every kind of change in an order of chance, one or two at a time; the trees are compared after each build."""
    chance = random.Random(seed)
    site = Site(small_site, chance, datetime.date(2026, 6, 1))
    build(site, site.output)
    order = list(CHANGES)
    chance.shuffle(order)
    while order:
        made = [order.pop() for _ in range(min(len(order), chance.choice((1, 2, 3))))]
        for change in made:
            change(site)
        build(site, site.output)
        clean = tmp_path / "clean"
        shutil.rmtree(clean, ignore_errors=True)
        build(site, clean, fresh=True)
        names = [change.__name__ for change in made]
        assert (names, bytes_of(clean)) == (names, bytes_of(site.output))


def test_only_what_changed_is_written(small_site: Path) -> None:
    """Nothing for nothing; for one cell the pages and files that show it; hard links to the old files keep the old bytes."""
    site = Site(small_site, random.Random(1), datetime.date(2026, 6, 1))
    whole = build(site, site.output)
    assert 0 == build(site, site.output)
    before = bytes_of(site.output)
    linked = small_site / "linked"
    shutil.copytree(site.output, linked, copy_function=lambda source, target: Path(target).hardlink_to(source))
    change_cell(site)
    written = build(site, site.output)
    assert 0 < written < whole / 4
    assert before == bytes_of(linked)
    retitle(site)
    withdraw(site)
    assert 0 < build(site, site.output) < whole


def test_workers_make_what_one_process_makes(small_site: Path, tmp_path: Path) -> None:
    """Two worker processes, begun anew, give the same tree as none."""
    site = Site(small_site, random.Random(1), datetime.date(2026, 6, 1))
    build(site, site.output)
    build_site(site.root, tmp_path / "other", as_of=site.as_of, siteurl="", accepted=True, workers=2)
    assert bytes_of(site.output) == bytes_of(tmp_path / "other")


def test_a_worker_that_the_system_ends_is_named(small_site: Path, tmp_path: Path) -> None:
    """As Linux does when memory is short; no output is left."""
    site = Site(small_site, random.Random(1), datetime.date(2026, 6, 1))
    is_over = threading.Event()

    def end_workers() -> None:
        while not is_over.wait(0.05):
            for worker in multiprocessing.active_children():
                worker.kill()

    thread = threading.Thread(target=end_workers)
    thread.start()
    try:
        with pytest.raises(BuildError, match="一个工作进程被系统结束了，多半是内存不够"):
            build_site(site.root, tmp_path / "other", as_of=site.as_of, siteurl="", accepted=True, workers=2)
    finally:
        is_over.set()
        thread.join()
    assert list(tmp_path.glob("*other*")) == []


def test_a_worker_looks_whether_the_output_is_what_its_manifest_says(small_site: Path, tmp_path: Path) -> None:
    """Taken over when it is, made anew when a file is missing, of another size or one too many, however it came so."""
    site = Site(small_site, random.Random(1), datetime.date(2026, 6, 1))
    other = tmp_path / "other"

    def again() -> int:
        return build_site(site.root, other, as_of=site.as_of, siteurl="", accepted=True, workers=2).written

    whole = again()
    clean = bytes_of(other)
    assert 0 == again()
    page, stray = other / "lists" / "black-list" / "index.html", other / "stray.html"
    good = page.read_bytes()
    faults: tuple[tuple[Callable[[], object], Callable[[], object]], ...] = (
        (page.unlink, lambda: page.write_bytes(good)),
        (lambda: page.write_bytes(b"half"), lambda: page.write_bytes(good)),
        (lambda: stray.write_bytes(b"stray"), stray.unlink),
    )
    for fault, mend in faults:
        assert verify_output(other) != ""
        fault()
        assert verify_output(other) == ""
        mend()
    # What a worker finds, the build acts on.
    page.unlink()
    stray.write_bytes(b"stray")
    assert whole == again()
    assert clean == bytes_of(other)
    (other / "version.json").unlink()
    # Not a site of ours any more, for all that anybody can tell.
    with pytest.raises(BuildError, match="没有覆盖"):
        again()


def test_copies_of_this_process_make_what_one_process_makes(small_site: Path, tmp_path: Path) -> None:
    """From nothing, after a name that changed, and after nothing; what was read already is not read again."""
    site = Site(small_site, random.Random(1), datetime.date(2026, 6, 1))
    changes: tuple[Callable[[], None], ...] = (
        lambda: None,
        lambda: rename(site),
        lambda: withdraw(site),
        lambda: None,
    )
    for change in changes:
        change()
        build(site, site.output)
        edition = validate(site.root, site.as_of, accepted=True)
        copied = build_site(
            site.root, tmp_path / "copied", siteurl=site.siteurl, edition=edition, workers=2, copies=True
        )
        assert bytes_of(site.output) == bytes_of(tmp_path / "copied")
    assert 0 == copied.written


def rename(site: Site) -> None:
    """Give a listed enterprise another name: its archive, its pages to look it up and the search index change."""
    path = site.root / "data" / "black-list.csv"
    text = path.read_text(encoding="utf-8-sig")
    assert "测试示例旧岭商贸有限公司" in text
    path.write_text(text.replace("测试示例旧岭商贸有限公司", "测试示例新岭商贸有限公司"), encoding="utf-8-sig")
