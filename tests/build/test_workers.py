"""Batches: whatever a task casts is the page that rendering gives, and packs into no more than the task says."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from credit import gate, urls
from credit.bench.synthetic_data import write_population
from credit.build.workers.render_worker import DESCRIBED, do_task, worker_state
from credit.build.workers.row_files import write_batches
from credit.build.workers.worker_context import make_worker_context
from credit.pages import make_layout, make_site_context
from credit.render import load_theme, render_page
from tests.support.page_catalogue import every_page

ROOT = Path(__file__).resolve().parents[2]
SITEURL = "https://credit.example.cn/gzl"


@pytest.mark.parametrize("size", [0, 1200])
def test_every_page_of_records_is_the_one_that_rendering_gives(size: int, tmp_path: Path) -> None:
    """The demonstration with all its variety, and a population with many pages a year and a value."""
    root = write_population(ROOT, tmp_path / "site", size) if size else ROOT
    theme = load_theme(root, SITEURL)
    site_context = make_site_context(gate.validate(root), SITEURL)
    layout = make_layout(site_context, {name: asset.filename for name, asset in theme.assets.items()})
    context = make_worker_context(root, site_context, layout, theme.digest)
    (tmp_path / "rows").mkdir()
    out = tmp_path / "out"
    packed: dict[str, int] = {}
    for batch in write_batches(site_context, context, tmp_path / "rows", out, {}):
        for task in batch.tasks:
            outcome = do_task(task)
            assert () == outcome.problems
            for place, _, written, most in outcome.written:
                assert (out / batch.names[place]).stat().st_size == written
                if task.kind != DESCRIBED:
                    packed[batch.names[place]] = most
    pages = {urls.output_path(address): page for address, page in every_page(site_context).items()}
    assert len(packed) > (1400 if size else 100)
    differ = [name for name in packed if (out / name).read_bytes() != render_page(theme, layout, pages[name])]
    assert [] == differ
    too_low = [name for name, most in packed.items() if len(zlib.compress((out / name).read_bytes(), 6)) > most]
    assert [] == too_low
    if size:
        bench = worker_state(str(tmp_path / "rows" / "setting"))
        moulds = [
            bench.archives,
            *(around for around, _ in bench.lists.values()),
            *(one for _, one in bench.lists.values()),
        ]
        rendered = [mould.counts for mould in moulds if 200 < mould.counts["filled"] + mould.counts["rendered"]]
        assert rendered
        assert [] == [counts for counts in rendered if counts["rendered"] > counts["filled"] // 10]
