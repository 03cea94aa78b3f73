"""Workers: every filled page is the page that rendering gives, and packs into no more than its job says."""

from __future__ import annotations

import json
import zlib
from collections import Counter
from pathlib import Path

import pytest

from credit import gate, urls
from credit.bench.synthetic_data import write_population
from credit.build.workers.entity_files import ARCHIVES, CERTIFICATES, DESCRIBED
from credit.build.workers.render_worker import BROWSE, worker_state
from credit.build.workers.row_files import write_rows
from credit.build.workers.worker_context import make_worker_context, save_worker_context, worker_context_path
from credit.exporters.link_tables import publish_lists
from credit.exporters.typed_cells import json_cells
from credit.pages import make_layout, make_site_context
from credit.pages.entity import archive_json, subject_of
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


def typed_site(folder: Path) -> Path:
    """Write a population whose red list has columns of each type, with cells of each kind, also empty ones."""
    root = write_population(ROOT, folder, 300)
    types = {"visits": "integer", "rate": "number", "exported": "boolean", "tags": "list", "since": "year"}
    schema_path, path = root / "data" / "red-list.schema.json", root / "data" / "red-list.csv"
    schema = json.loads(schema_path.read_text(encoding="utf-8"))
    schema["fields"] += [
        {"name": name, "title": name, "description": "示例", "type": kind} for name, kind in types.items()
    ]
    schema_path.write_text(json.dumps(schema, ensure_ascii=False), encoding="utf-8")
    head, *lines = path.read_text(encoding="utf-8-sig").splitlines()
    cells = [
        f"{number - 20},{number}.50,{'true' if number % 3 else 'false'},"
        f"{'' if number % 7 == 0 else chr(34) + ','.join(map(str, range(number % 4 + 1))) + chr(34)},{1990 + number % 9}"
        for number in range(len(lines))
    ]
    rows = [f"{line},{more}" for line, more in zip(lines, cells, strict=True)]
    rows[5] = lines[5] + "," * len(types)
    path.write_text("\n".join(["\ufeff" + ",".join((head, *types)), *rows, ""]), encoding="utf-8", newline="\n")
    return root


def test_every_json_is_the_one_made_alone_whatever_the_types(tmp_path: Path) -> None:
    """Filled in as made for the entity alone; cells as the JSON of the dataset has them."""
    root = typed_site(tmp_path / "site")
    theme = load_theme(root, SITEURL)
    site_context = make_site_context(gate.validate(root), SITEURL)
    layout = make_layout(site_context, {name: asset.filename for name, asset in theme.assets.items()})
    (tmp_path / "rows").mkdir()
    save_worker_context(make_worker_context(root, site_context, layout, theme.digest), tmp_path / "rows")
    counts: Counter[str] = Counter()
    written = []
    for job in write_rows(site_context, tmp_path / "rows", tmp_path / "out", {}):
        if job.task.kind == DESCRIBED:
            result = job.run(job.task)
            counts.update(result.compiler.counts)
            written += [name for name, *_ in result.written]
    table = site_context.edition.public["red-list"]
    fields = publish_lists(table.resource).schema.fields
    columns = [json_cells(field, table.cells[field.name].tolist()) for field in fields]
    expected = {row[0]: dict(zip((field.name for field in fields), map(json.loads, row), strict=True))
                for row in zip(*columns, strict=True)}  # fmt: skip
    seen = 0
    for name in written:
        data = (tmp_path / "out" / name).read_bytes()
        assert data == archive_json(site_context, subject_of(site_context, Path(name).stem)), name
        for record in json.loads(data)["records"].get("red-list", ()):
            row = expected[json.dumps(record["record_id"])]
            assert row == {column: record[column] for column in row}
            seen += 1
    assert len(written) == len(site_context.edition.entities)
    assert seen > 150
    assert counts["filled"] > counts["rendered"], counts
