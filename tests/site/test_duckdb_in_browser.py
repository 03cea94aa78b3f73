"""The Parquet files by DuckDB-WASM: a page of another site asks them in a browser, through the site's own nginx."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from credit.bench.nginx_process import Nginx, nginx
from credit.deploy.server_settings import ServerSettings
from credit.http_server import folder_files, make_server, running
from tests.site.test_third_party_readers import DUCKDB_TYPES, fields_of, words_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[2]

#: A page of somebody else: the database from its package, and a function that returns the rows of a query as texts.
PAGE = b"""<!doctype html>
<script type="importmap">
{"imports": {
  "apache-arrow": "/apache-arrow/Arrow.dom.mjs", "flatbuffers": "/flatbuffers/mjs/flatbuffers.js",
  "tslib": "/tslib/tslib.es6.mjs"
}}
</script>
<script type="module">
import * as duckdb from "/@duckdb/duckdb-wasm/dist/duckdb-browser.mjs";
const worker = new Worker("/@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js");
const database = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), worker);
await database.instantiate(new URL("/@duckdb/duckdb-wasm/dist/duckdb-eh.wasm", location).href);
const connection = await database.connect();
window.ask = async (sql) => (await connection.query(sql)).toArray().map((row) => Object.values(row.toJSON()).map(String));
</script>
"""

#: Milliseconds for a browser to compile 18 MB of a database on a busy machine.
PATIENCE = 120_000

Ask = Callable[[str], list[list[str]]]


@pytest.fixture(scope="module")
def host(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    """The site's own nginx before the demonstration."""
    folder = tmp_path_factory.mktemp("nginx")
    settings = ServerSettings(folder / "www", folder / "credit.git", checkout=ROOT)
    settings.site.mkdir()
    settings.current.symlink_to(site)
    with nginx(settings, folder / "nginx") as running_nginx:
        yield running_nginx


@pytest.fixture(scope="module")
def ask(browser: Browser) -> Iterator[Ask]:
    """Ask the database in a page of another origin."""
    packages = folder_files(ROOT / "node_modules")
    with running(make_server(lambda path: PAGE if path == "/index.html" else packages(path))) as address:
        page = browser.new_page()
        page.goto(f"{address}/")
        page.wait_for_function("() => window.ask", timeout=PATIENCE)
        yield lambda sql: page.evaluate("(sql) => window.ask(sql)", sql)
        page.close()


def text_of(field: dict[str, Any]) -> str:
    """Return the SQL of a cell as the CSV writes it."""
    name = f'"{field["name"]}"'
    if field["type"] == "list":
        return f"coalesce(array_to_string({name}, '{field['delimiter']}'), '')"
    return f"coalesce(CAST({name} AS VARCHAR), '')"


def test_a_page_of_another_site_reads_every_dataset(site: Path, host: Nginx, ask: Ask) -> None:
    """Cells as in the typed JSON, types as in the schema."""
    names = sorted(path.parent.name for path in (site / "data").glob("*/*.schema.json"))
    assert len(names) > 30
    for name in names:
        records = json.loads((site / "data" / name / f"{name}.json").read_text(encoding="utf-8"))["records"]
        fields = fields_of(site / "data", name)
        table = f"read_parquet('http://127.0.0.1:{host.port}/data/{name}/{name}.parquet')"
        types = [row[:2] for row in ask(f"DESCRIBE SELECT * FROM {table}")]
        assert types == [[field["name"], *DUCKDB_TYPES[field["type"]]] for field in fields], name
        found = ask(f"SELECT {', '.join(map(text_of, fields))} FROM {table}")
        assert found == [[words_of(field, record[field["name"]]) for field in fields] for record in records], name
