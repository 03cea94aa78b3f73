"""The files below /data/ by readers that are not ours: cells equal, types as the schema says."""

from __future__ import annotations

import csv
import datetime
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import csvw
import duckdb
import lxml.html
import pandas
import polars
import pyarrow.parquet as pq
import pyshacl
import pytest
import rdflib

#: The parser of JSON-LD in rdflib makes a graph of a class that rdflib itself has given up.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")

SHAPES = Path(__file__).with_name("dcat_ap_shapes.ttl")

#: Type of Table Schema → the types by which DuckDB may read it; a column without any cell has no type in JSON.
DUCKDB_TYPES = {
    "string": {"VARCHAR"},
    "date": {"DATE"},
    "boolean": {"BOOLEAN"},
    "integer": {"BIGINT"},
    "year": {"BIGINT"},
    "number": {"DOUBLE"},
    "list": {"VARCHAR[]"},
}

Row = dict[str, Any]


def plain(rows: list[Row]) -> list[Row]:
    """Return rows with their days as ISO texts, as JSON has them."""
    return [
        {key: value.isoformat() if isinstance(value, datetime.date) else value for key, value in row.items()}
        for row in rows
    ]


@pytest.fixture(scope="module")
def data(site: Path) -> Path:
    return site / "data"


@pytest.fixture(scope="module")
def datasets(data: Path) -> dict[str, list[Row]]:
    """The rows of each dataset as the standard library reads its JSON."""
    found = {}
    for path in sorted(data.glob("*/*.schema.json")):
        name = path.parent.name
        found[name] = json.loads((path.parent / f"{name}.json").read_text(encoding="utf-8"))["records"]
    assert len(found) > 30
    return found


def fields_of(data: Path, name: str) -> list[dict[str, Any]]:
    schema = json.loads((data / name / f"{name}.schema.json").read_text(encoding="utf-8"))
    fields = schema["fields"]
    assert isinstance(fields, list)
    return fields


def words_of(field: dict[str, Any], value: object) -> str:
    """Return a typed value as the CSV writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return str(field["delimiter"]).join(value)
    return "" if value is None else str(value)


def test_the_csv_says_what_the_typed_json_says(data: Path, datasets: dict[str, list[Row]]) -> None:
    """By polars without inference, and by the csv module."""
    for name, rows in datasets.items():
        fields = fields_of(data, name)
        expected = [[words_of(field, row[field["name"]]) for field in fields] for row in rows]
        path = data / name / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as stream:
            assert expected == list(csv.reader(stream))[1:], name
        frame = polars.read_csv(path, infer_schema=False, empty_string_is_null=False)
        assert expected == [list(row) for row in frame.rows()], name


def test_pandas_by_its_defaults_keeps_every_code_and_id(data: Path, datasets: dict[str, list[Row]]) -> None:
    """A reader that guesses takes no id or code for a number: each holds a letter, or is a telephone number of words."""
    for name, rows in datasets.items():
        frame = pandas.read_csv(data / name / f"{name}.csv")
        assert len(frame) == len(rows), name
        for column in ("record_id", "unified_code", "id"):
            if rows and column in rows[0]:
                read = frame[column].astype(object).where(frame[column].notna(), None).tolist()
                assert [row[column] for row in rows] == read, (name, column)


def test_parquet_has_the_types_of_the_schema(data: Path, datasets: dict[str, list[Row]]) -> None:
    """By pyarrow, polars, pandas and DuckDB: the rows of the JSON, null where a cell is empty."""
    for name, rows in datasets.items():
        path = data / name / f"{name}.parquet"
        assert rows == plain(pq.read_table(path).to_pylist()), name
        assert rows == plain(polars.read_parquet(path).to_dicts()), name
        assert len(rows) == len(pandas.read_parquet(path))
        relation = duckdb.sql(f"SELECT * FROM '{path}'")
        assert rows == plain([dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]), name
        for field, found in zip(fields_of(data, name), relation.types, strict=True):
            assert str(found) in DUCKDB_TYPES[field["type"]], (name, field["name"])


def test_json_lines_are_read_as_they_are(data: Path, datasets: dict[str, list[Row]]) -> None:
    for name, rows in datasets.items():
        if not rows:
            continue
        path = data / name / f"{name}.jsonl"
        relation = duckdb.sql(f"SELECT * FROM read_json('{path}', format = 'newline_delimited')")
        assert rows == plain([dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]), name
        assert rows == plain(polars.read_ndjson(path, infer_schema_length=None).to_dicts()), name


def test_datasette_serves_the_database_with_its_words(data: Path, datasets: dict[str, list[Row]]) -> None:
    """The program itself, with the metadata that lies beside the database."""

    def ask(path: str) -> Any:
        command = [sys.executable, "-m", "datasette", "--get", path]
        command += ["--metadata", str(data / "datasette.json"), str(data / "package.sqlite")]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120, check=True)
        return json.loads(done.stdout)

    rows = ask("/package/black_list.json?_shape=array&_size=max")
    ids = [row["record_id"] for row in datasets["black-list"]]
    assert sorted(ids) == sorted(row["record_id"] for row in rows)
    labelled = ask("/package/black_list_labelled.json?_shape=array&_size=1")
    assert labelled[0]["authority_label"]
    described = ask("/-/metadata.json")["databases"]["package"]["tables"]["black_list"]
    assert "记录编号" in described["columns"]["record_id"]


def test_csvw_validates_every_table_by_its_metadata(data: Path, datasets: dict[str, list[Row]]) -> None:
    """Types, required cells, separators, and the foreign keys between the tables."""
    group = csvw.TableGroup.from_file(data / "csvw.json")
    assert len(group.tables) == len(datasets)
    for table in group.tables:
        name = Path(str(table.url)).stem
        assert len(datasets[name]) == sum(1 for _ in table.iterdicts(strict=True)), name
    assert group.check_referential_integrity()


def test_csvw_refuses_a_broken_table(data: Path, tmp_path: Path) -> None:
    """A check that cannot fail is none: a key that no department has, and a day that is none."""
    group = csvw.TableGroup.from_file(data / "csvw.json")
    for table in group.tables:
        (tmp_path / str(table.url)).parent.mkdir()
    group.copy(tmp_path)
    path = tmp_path / "black-list" / "black-list.csv"
    text = path.read_text(encoding="utf-8")
    day = next(row["decided_on"] for row in csv.DictReader(text.splitlines()))
    path.write_text(text.replace(day, "2026-02-30", 1), encoding="utf-8")
    with pytest.raises(ValueError, match="decided_on"):
        list(
            csvw.TableGroup.from_file(tmp_path / "csvw.json")
            .tabledict["black-list/black-list.csv"]
            .iterdicts(strict=True)
        )


def shaped(graph: rdflib.Graph) -> tuple[bool, str]:
    """Return whether the shapes of DCAT-AP accept a graph, and the report."""
    shapes = rdflib.Graph().parse(SHAPES, format="turtle")
    valid, _, report = pyshacl.validate(graph, shacl_graph=shapes, inference="rdfs")
    return bool(valid), str(report)


@pytest.fixture(scope="module")
def catalogue(data: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(data / "catalog.jsonld", format="json-ld", publicID="https://credit.example/")


def test_the_catalogue_suits_the_application_profile(catalogue: rdflib.Graph, datasets: dict[str, list[Row]]) -> None:
    """The graph has its triples first: an empty one suits every shape."""
    dcat = rdflib.Namespace("http://www.w3.org/ns/dcat#")
    assert len(datasets) == len(set(catalogue.subjects(rdflib.RDF.type, dcat.Dataset)))
    assert len(catalogue) > 40 * len(datasets)
    valid, report = shaped(catalogue)
    assert valid, report


def test_every_property_of_the_catalogue_has_a_shape(catalogue: rdflib.Graph) -> None:
    """A property without one would pass with any value, whatever the profile says of it."""
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    shapes = rdflib.Graph().parse(SHAPES, format="turtle")
    shaped_paths = {
        (kind, path)
        for shape, kind in shapes.subject_objects(sh.targetClass)
        for path in shapes.objects(shape, sh.property / sh.path)
    }
    used = {
        (kind, predicate)
        for subject, kind in catalogue.subject_objects(rdflib.RDF.type)
        for predicate in catalogue.predicates(subject)
        if predicate != rdflib.RDF.type
    }
    assert len(used) > 25
    assert used <= shaped_paths


@pytest.mark.parametrize("fault", ["publisher", "title", "accessURL", "byteSize", "checksumValue"])
def test_the_shapes_refuse_a_catalogue_that_lacks_it(catalogue: rdflib.Graph, fault: str) -> None:
    broken = rdflib.Graph()
    for subject, predicate, value in catalogue:
        if not str(predicate).endswith(fault):
            broken.add((subject, predicate, value))
        elif fault == "byteSize":
            broken.add((subject, predicate, rdflib.Literal("many")))
    assert not shaped(broken)[0]


def described(path: Path) -> tuple[dict[str, dict[str, Any]], dict[str, str]]:
    """Return the JSON-LD of a page by type, and its properties for sharing, as lxml reads the page."""
    page = lxml.html.parse(str(path), lxml.html.HTMLParser(encoding="utf-8"))
    blocks = [json.loads(text) for text in page.xpath("//script[@type='application/ld+json']/text()")]
    shared = {meta.get("property"): meta.get("content", "") for meta in page.xpath("//meta[@property]")}
    return {block["@type"]: block for block in blocks}, shared


def test_search_engines_find_what_they_ask_for(site_in_subfolder: Path, datasets: dict[str, list[Row]]) -> None:
    """Google's guidelines for datasets: required name and description, and what is recommended and can be known here."""
    wanted = {"name", "description", "identifier", "url", "keywords", "version", "creator", "publisher", "variableMeasured",
              "isAccessibleForFree", "includedInDataCatalog", "distribution", "spatialCoverage"}  # fmt: skip
    folder = site_in_subfolder / "data"
    for name in datasets:
        blocks, shared = described(folder / name / "index.html")
        dataset = blocks["Dataset"]
        assert wanted <= dataset.keys(), name
        assert 50 <= len(dataset["description"]) <= 5000
        assert all({"contentUrl", "encodingFormat", "contentSize"} <= file.keys() for file in dataset["distribution"])
        assert {"og:title", "og:description", "og:url", "og:image"} <= shared.keys()
        if name in ("black-list", "red-list"):
            first, _, last = dataset["temporalCoverage"].partition("/")
            assert "2020-01-01" < first <= last <= dataset["dateModified"]
    blocks, _ = described(folder / "index.html")
    assert {"name", "description", "url", "publisher", "dataset"} <= blocks["DataCatalog"].keys()
    # Expanded by a processor of JSON-LD that is not ours, every block is about something.
    for block in blocks.values():
        context = {"@context": {"@vocab": "https://schema.org/"}}
        assert len(rdflib.Graph().parse(data=json.dumps({**block, **context}), format="json-ld")) > 3


def test_the_page_of_a_policy_describes_it_by_the_shapes(site_in_subfolder: Path) -> None:
    """As a search engine finds it in the built page: one description of the paper beside that of the breadcrumbs."""
    shapes = rdflib.Graph().parse(Path(__file__).with_name("legislation_shapes.ttl"), format="turtle")
    pages = sorted((site_in_subfolder / "policies").glob("*/index.html"))
    assert len(pages) >= 4
    for page in pages:
        blocks, _ = described(page)
        assert blocks.keys() == {"Legislation", "BreadcrumbList"}
        data = json.dumps({**blocks["Legislation"], "@context": {"@vocab": "https://schema.org/"}})
        graph = rdflib.Graph().parse(data=data, format="json-ld")
        valid, _, report = pyshacl.validate(graph, shacl_graph=shapes)
        assert valid, report
