"""Workers: every filled page is the page that rendering gives, and packs into no more than its job says."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from credit import gate, urls
from credit.bench.synthetic_data import write_population
from credit.build.workers.entity_files import ARCHIVES, CERTIFICATES
from credit.build.workers.render_worker import BROWSE, worker_state
from credit.build.workers.row_files import write_rows
from credit.build.workers.worker_context import make_worker_context, save_worker_context, worker_context_path
from credit.pages import make_layout, make_site_context
from credit.render import load_theme, render_page
from tests.support.page_factory import every_page

ROOT = Path(__file__).resolve().parents[2]
SITEURL = "https://credit.example.cn/gzl"


@pytest.mark.parametrize("size", [0, 1200])
def test_every_page_of_records_is_the_one_that_rendering_gives(size: int, tmp_path: Path) -> None:
    """The demonstration with all its variety, and a population with many pages a year and a value."""
    root = write_population(ROOT, tmp_path / "site", size) if size else ROOT
    theme = load_theme(root, SITEURL)
    site_context = make_site_context(gate.validate(root), SITEURL)
    layout = make_layout(site_context, {name: asset.filename for name, asset in theme.assets.items()})
    (tmp_path / "rows").mkdir()
    save_worker_context(make_worker_context(root, site_context, layout, theme.digest), tmp_path / "rows")
    out = tmp_path / "out"
    packed: dict[str, int] = {}
    for job in write_rows(site_context, tmp_path / "rows", out, {}):
        result = job.run(job.task)
        assert result.problems == ()
        for name, _, size_written, _, most in result.written:
            assert (out / name).stat().st_size == size_written
            if job.task.kind in (ARCHIVES, CERTIFICATES, BROWSE):
                packed[name] = most
    pages = {urls.output_path(address): page for address, page in every_page(site_context).items()}
    assert len(packed) > (1400 if size else 100)
    differ = [name for name in packed if (out / name).read_bytes() != render_page(theme, layout, pages[name])]
    assert [] == differ
    too_low = [name for name, most in packed.items() if len(zlib.compress((out / name).read_bytes(), 6)) > most]
    assert [] == too_low
    if size:
        worker = worker_state(str(worker_context_path(tmp_path / "rows")))
        counts = [compiler.counts for compiler in worker.compilers() if compiler.counts["filled"]]
        many = [count for count in counts if 200 < count["filled"] + count["rendered"]]
        assert many
        assert [count for count in many if count["rendered"] > count["filled"] // 10] == []
