"""The open data of the built site: index, keys, natural persons, discovery."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import sqlite3
import zipfile
from pathlib import Path

import frictionless
import jsonschema
import pyarrow.parquet as pq
import pytest

#: Pages, and the two files that cannot hold their own digest.
UNLISTED = {"index.json", "SHA256SUMS"}


@pytest.fixture(scope="module")
def index(site: Path) -> dict[str, object]:
    described = json.loads((site / "data" / "index.json").read_text(encoding="utf-8"))
    assert isinstance(described, dict)
    return described


def test_the_index_holds_every_file_with_its_size_and_digest(site: Path, index: dict[str, object]) -> None:
    """And is valid under its own schema."""
    schema = json.loads((site / "data" / "index.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(index)
    files = index["files"]
    assert isinstance(files, list)
    folder = site / "data"
    found = {
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() and path.suffix != ".html"
    }
    assert found - UNLISTED == {file["path"] for file in files}
    for file in files:
        content = (folder / file["path"]).read_bytes()
        assert (file["bytes"], file["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())


def test_the_digest_of_rows_can_be_computed_from_the_csv(site: Path, index: dict[str, object]) -> None:
    """As the schema of the index says; the version follows from them."""
    digests = {}
    for file in index["files"]:  # type: ignore[attr-defined]
        if file["type"] == "csv":
            with (site / "data" / file["path"]).open(encoding="utf-8", newline="") as stream:
                rows = list(csv.reader(stream))
            columns = [[row[number] for row in rows[1:]] for number in range(len(rows[0]))]
            text = "".join("\x1f".join(column) + "\x1e" for column in columns)
            assert (file["rows"], file["rows_sha256"]) == (len(rows) - 1, hashlib.sha256(text.encode()).hexdigest())
            digests[file["dataset"]] = file["rows_sha256"]
    whole = "".join(f"{digests[name]}  {name}\n" for name in sorted(digests))
    assert hashlib.sha256(whole.encode()).hexdigest() == index["digest"]
    package = json.loads((site / "data" / "datapackage.json").read_text(encoding="utf-8"))
    assert (index["version"], str(index["digest"])[:12]) == (package["version"], package["version"])


def test_frictionless_finds_the_whole_package_valid(site: Path) -> None:
    """Link tables, their foreign keys and derived columns included."""
    report = frictionless.validate(str(site / "data" / "datapackage.json"))
    assert [] == report.flatten(["path", "rowNumber", "fieldName", "type"])


def test_every_published_dataset_and_column_has_an_english_title(site: Path) -> None:
    """Also link tables, and the datasets that the site makes itself."""
    folder = site / "data"
    resources = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    assert [] == [item["name"] for item in resources if not item.get("title_en")]
    titles = {item["name"]: item["title_en"] for item in resources}
    assert (titles["black-list-penalties"], titles["ended"]) == ("Black list of e-commerce: penalties", "Ended ids")
    bare = [
        (item["name"], field["name"])
        for item in resources
        for field in json.loads((folder / item["schema"]).read_text(encoding="utf-8"))["fields"]
        if not field.get("title_en")
    ]
    assert [] == bare


def test_the_database_holds_all_datasets_and_every_key_resolves(site: Path, index: dict[str, object]) -> None:
    with sqlite3.connect(f"file:{site / 'data' / 'package.sqlite'}?mode=ro", uri=True) as connection:
        assert [] == connection.execute("PRAGMA foreign_key_check").fetchall()
        assert [("ok",)] == connection.execute("PRAGMA integrity_check").fetchall()
        for file in index["files"]:  # type: ignore[attr-defined]
            if file["type"] == "csv":
                table = file["dataset"].replace("-", "_")
                assert [(file["rows"],)] == connection.execute(f'SELECT count(*) FROM "{table}"').fetchall()
        (listed,) = connection.execute("SELECT count(*) FROM entity_listings").fetchone()
        assert listed > 0
    with zipfile.ZipFile(site / "data" / "package.zip") as archive:
        assert archive.testzip() is None
        csv_bytes = archive.read("red-list/red-list.csv")
    assert csv_bytes == (site / "data" / "red-list" / "red-list.csv").read_bytes()


def test_nothing_leads_to_a_natural_person(site: Path) -> None:
    """Its row has a state and its days, and neither code nor address nor former name, in the link table too."""
    for name in ("black-list", "dishonesty-records", "red-list"):
        rows = pq.read_table(site / "data" / name / f"{name}.parquet").to_pylist()
        persons = [row for row in rows if row["entity_kind"] == "自然人"]
        for row in persons:
            assert ("自然人", None) == (row["name"], row["former_names"])
            assert (None, None, None) == (row["unified_code"], row["entity_url"], row["record_url"])
            assert row["state"] in ("在列", "拟列入")
        others = [row for row in rows if row["entity_kind"] != "自然人"]
        assert all(row["entity_url"] and row["record_url"] for row in others)
        links = (site / "data" / f"{name}-former-names" / f"{name}-former-names.csv").read_text(encoding="utf-8")
        assert not [row for row in persons if row["record_id"] in links]


def test_addresses_of_a_row_lead_to_its_pages(site: Path) -> None:
    for name in ("black-list", "red-list"):
        for row in json.loads((site / "data" / name / f"{name}.json").read_text(encoding="utf-8"))["records"]:
            if row["entity_url"]:
                assert (site / row["entity_url"].lstrip("/")).is_file()
                page, _, anchor = row["record_url"].partition("#")
                assert f'id="{anchor}"' in (site / page.lstrip("/") / "index.html").read_text(encoding="utf-8")


def test_ended_ids_are_those_of_the_page_of_withdrawn_records(site: Path) -> None:
    rows = (site / "data" / "ended" / "ended.csv").read_text(encoding="utf-8").splitlines()[1:]
    page = (site / "withdrawals" / "index.html").read_text(encoding="utf-8")
    assert sorted(set(re.findall(r"\b[A-Z]+-20\d\d-\d{5}\b", page))) == [row.split(",")[0] for row in rows]


def test_words_for_clerks_are_not_published(site: Path) -> None:
    for path in (site / "data").rglob("*.schema.json"):
        assert "instructions" not in path.read_text(encoding="utf-8")
    schema = json.loads((site / "data" / "black-list" / "black-list.schema.json").read_text(encoding="utf-8"))
    fields = {field["name"]: field for field in schema["fields"]}
    assert all(field["title_en"] for field in fields.values())
    assert ("list", ";") == (fields["penalties"]["type"], fields["penalties"]["delimiter"])
    assert "36号" in fields["severity"]["credit"]["source"]


def test_programs_find_the_data(site_in_subfolder: Path, siteurl: str) -> None:
    """By linkset, llms.txt and the data block of each page: each address is absolute and there."""
    site, base = site_in_subfolder, siteurl.rstrip("/")

    def there(address: str) -> bool:
        path = site / address.removeprefix(f"{base}/").split("#")[0]
        return address.startswith(f"{base}/") and (path.is_file() or (path / "index.html").is_file())

    linkset = json.loads((site / "linkset.json").read_text(encoding="utf-8"))["linkset"]
    targets = [
        item["href"] for link in linkset for several in link.values() if isinstance(several, list) for item in several
    ]
    assert [] == [target for target in targets if not there(target)]
    assert f"{base}/policies/ecommerce-integrity-plan/ecommerce-integrity-plan.akn" in targets
    addresses = re.findall(r"https?://[^\s)`;,]+", (site / "llms.txt").read_text(encoding="utf-8"))
    assert [] == [address for address in addresses if "<" not in address and not there(address)]
    assert "/entities/<USCC>.json (JSON, typed)" in (site / "llms.txt").read_text(encoding="utf-8")
    page = (site / "data" / "red-list" / "index.html").read_text(encoding="utf-8")
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    dataset = json.loads(found[1])
    assert {"name", "description", "url", "version", "creator", "distribution", "isAccessibleForFree"} <= dataset.keys()
    assert 50 <= len(dataset["description"]) <= 5000
    assert [] == [item["contentUrl"] for item in dataset["distribution"] if not there(item["contentUrl"])]
    catalog = json.loads((site / "data" / "catalog.jsonld").read_text(encoding="utf-8"))
    files = [
        item["dcat:downloadURL"]["@id"] for entry in catalog["dcat:dataset"] for item in entry["dcat:distribution"]
    ]
    assert files
    assert [] == [address for address in files if not there(address)]


def test_catalogue_and_page_tell_the_same_of_a_dataset(site_in_subfolder: Path) -> None:
    """Version and newest day under one identifier; a table without days was modified on no day that is known."""
    site = site_in_subfolder
    index = json.loads((site / "data" / "index.json").read_text(encoding="utf-8"))
    catalog = json.loads((site / "data" / "catalog.jsonld").read_text(encoding="utf-8"))
    told = {
        item["dct:identifier"]: (item["@id"], item["dcat:version"], item.get("dct:modified", {}).get("@value"))
        for item in catalog["dcat:dataset"]
    }
    found = {}
    for name in told:
        page = (site / "data" / name / "index.html").read_text(encoding="utf-8")
        block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
        assert block is not None
        dataset = json.loads(block[1])
        found[name] = (dataset["@id"], dataset["version"], dataset.get("dateModified"))
    assert found == told
    assert {file["dataset"]: file["changed_on"] for file in index["files"] if file["type"] == "csv"} == {
        name: day for name, (_, _, day) in told.items()
    }
