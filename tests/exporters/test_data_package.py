"""The published descriptor, schemas and checksums, judged by frictionless and sha256sum."""

import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import frictionless
import pytest

from credit.exporters import (
    PublicDataset,
    checksums,
    export_dataset,
    public_dataset,
    published_package,
    published_schema,
)
from credit.model import Constraints, ExportedFile, Field, Licence, Resource, Site

Make = Callable[..., PublicDataset]

ROWS = "record_id,name,authority,parent,penalties\nBL-2026-00001,示例甲,a,,p;q\nBL-2026-00002,示例乙,b,BL-2026-00001,\n"


def published(datasets: list[PublicDataset], folder: Path, siteurl: str = "") -> dict[str, object]:
    """Write datasets, descriptor and checksums as the site has them below /data/; return the descriptor."""
    files = {dataset.name: export_dataset(dataset, folder / dataset.name) for dataset in datasets}
    descriptor = published_package(datasets[0].package, files, siteurl)
    (folder / "datapackage.json").write_bytes(descriptor)
    itself = ExportedFile(
        "datapackage.json", "", "application/json", len(descriptor), sha256(descriptor).hexdigest(), "datapackage"
    )
    (folder / "SHA256SUMS").write_bytes(checksums({**files, "": (itself,)}))
    loaded = json.loads(descriptor)
    assert isinstance(loaded, dict)
    return loaded


@pytest.fixture
def two(make_dataset: Make, departments: Resource) -> list[PublicDataset]:
    black = make_dataset(ROWS, others=(departments,))
    other = make_dataset("id,name\na,示例部门\nb,示例办\n", name="departments")
    return [black, public_dataset(departments, other.cells, black.package)]


def test_frictionless_finds_the_published_package_valid(two: list[PublicDataset], tmp_path: Path) -> None:
    """Descriptor, schemas, foreign keys, sizes and checksums agree with the files, by an independent judge."""
    published(two, tmp_path)
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert [] == report.flatten(["path", "rowNumber", "type", "message"])
    assert [(2, "table"), (2, "table")] == [(task.stats["rows"], task.type) for task in report.tasks]


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        (("BL-2026-00002,示例乙,b", "BL-2026-00002,示例乙,c"), "foreign-key"),
        (("BL-2026-00002", "BL-2026-00001"), "primary-key"),
        (("示例甲", ""), "constraint-error"),
        (("示例甲", "示例丙"), "hash-count"),
    ],
)
def test_frictionless_finds_a_file_that_was_changed(
    two: list[PublicDataset], tmp_path: Path, damage: tuple[str, str], fault: str
) -> None:
    """The package says enough that a reader can notice each of these."""
    published(two, tmp_path)
    path = tmp_path / "black-list" / "black-list.csv"
    path.write_bytes(path.read_bytes().replace(damage[0].encode(), damage[1].encode()))
    types = {row[0] for row in frictionless.validate(str(tmp_path / "datapackage.json")).flatten(["type"])}
    assert fault in types


def test_the_descriptor_names_every_file_with_its_size_and_digest(two: list[PublicDataset], tmp_path: Path) -> None:
    """Each path leads from /data/ to a file that is as described."""
    descriptor = published(two, tmp_path)
    resources = descriptor["resources"]
    assert isinstance(resources, list)
    described = [entry for resource in resources for entry in (resource, *resource["credit"]["files"])]
    assert [
        "black-list/black-list.csv",
        "black-list/black-list-excel.csv",
        "black-list/black-list.xlsx",
        "black-list/black-list.json",
        "black-list/black-list.jsonl",
        "black-list/black-list.parquet",
        "departments/departments.csv",
    ] == [entry["path"] for entry in described][:7]
    for entry in described:
        content = (tmp_path / entry["path"]).read_bytes()
        assert (entry["bytes"], entry["hash"]) == (len(content), f"sha256:{sha256(content).hexdigest()}")
    assert ["black-list/black-list.schema.json", "departments/departments.schema.json"] == [
        resource["schema"] for resource in resources
    ]


def test_a_licence_is_described_only_where_one_is_set(two: list[PublicDataset], tmp_path: Path) -> None:
    """Without one the standard's key is absent and the words say so."""
    assert "licenses" not in published(two, tmp_path)
    assert "未声明许可" == published(two, tmp_path)["credit"]["licence"]  # type: ignore[index]
    site = replace(two[0].package.site, licence=Licence("CC-BY-4.0", "署名 4.0", "https://example.org/by"))
    package = replace(two[0].package, site=site)
    expected = [{"name": "CC-BY-4.0", "title": "署名 4.0", "path": "https://example.org/by"}]
    assert expected == json.loads(published_package(package, {}))["licenses"]


def test_a_licence_named_in_chinese_is_described_by_its_title(two: list[PublicDataset]) -> None:
    """The standard wants a key as name, and a name or an address at least."""

    def described(licence: Licence) -> object:
        site = replace(two[0].package.site, licence=licence)
        return json.loads(published_package(replace(two[0].package, site=site), {})).get("licenses")

    assert described(Licence("政府数据开放许可", "", "https://example.org/by")) == [
        {"title": "政府数据开放许可", "path": "https://example.org/by"}
    ]
    assert described(Licence("政府数据开放许可")) is None


def test_what_concerns_only_the_making_of_the_site_is_not_published(two: list[PublicDataset], tmp_path: Path) -> None:
    """Neither as-of day nor site texts, bounds or facets of the source stand in the descriptor."""
    site = Site(name="信用示例", identity_code="2201840001", footer=(("主办", "示例"),), terms=("注明来源",))
    raw = {"keywords": ["信用"], "credit": {"as_of": "2026-11-20", "site": {"identity_code": "2201840001"}}}
    package = replace(two[0].package, site=site, raw=raw)
    files = {two[0].name: export_dataset(two[0], tmp_path)}
    text = published_package(package, files, "https://example.org/credit").decode()
    descriptor = json.loads(text)
    assert [] == [word for word in ("as_of", "identity_code", "footer", "facets", "minimum") if word in text]
    assert (["信用"], "https://example.org/credit/") == (descriptor["keywords"], descriptor["homepage"])
    assert {"demonstration": "", "licence": "未声明许可", "terms": ["注明来源"]} == descriptor["credit"]
    assert {"kind": "black", "entry": ["经认定"], "removal": ["期满"], "remedies": ["可以申请修复"]} == {
        name: value for name, value in descriptor["resources"][0]["credit"].items() if name != "files"
    }


def test_sources_of_a_dataset_are_passed_on(two: list[PublicDataset], tmp_path: Path) -> None:
    """To its own entry alone."""
    sources = [{"title": "示例局", "path": "https://example.org/"}]
    package = replace(two[0].package, raw={"resources": [{"name": two[1].name, "sources": sources}]})
    files = {dataset.name: export_dataset(dataset, tmp_path) for dataset in two}
    resources = json.loads(published_package(package, files))["resources"]
    assert [None, sources] == [resource.get("sources") for resource in resources]


def test_a_dataset_that_was_not_exported_is_not_described(two: list[PublicDataset], tmp_path: Path) -> None:
    """What cannot be downloaded is not promised."""
    files = {"departments": export_dataset(two[1], tmp_path)}
    resources = json.loads(published_package(two[0].package, files))["resources"]
    assert ["departments"] == [resource["name"] for resource in resources]


def test_a_demonstration_says_so_in_descriptor_schema_and_json(
    make_dataset: Make, demonstration: Callable[[PublicDataset], PublicDataset], tmp_path: Path
) -> None:
    """Each file that has a place for words carries the mark."""
    dataset = demonstration(make_dataset("record_id,name\nBL-2026-00001,示例甲\n"))
    descriptor = published([dataset], tmp_path)
    document = json.loads((tmp_path / "black-list" / "black-list.json").read_text("utf-8"))
    schema = json.loads((tmp_path / "black-list" / "black-list.schema.json").read_text("utf-8"))
    marks = {
        descriptor["credit"]["demonstration"],  # type: ignore[index]
        document["demonstration"],
        schema["credit"]["demonstration"],
    }
    assert {"演示数据：名单中的主体和事实均为虚构，不反映任何真实主体的信用状况。"} == marks


def test_sha256sum_accepts_the_checksums(two: list[PublicDataset], tmp_path: Path) -> None:
    """The usual tool checks every file from /data/, the descriptor among them, and finds a change."""
    published(two, tmp_path)
    command = shutil.which("sha256sum")
    assert command is not None, "sha256sum is missing; every Debian has it"
    lines = (tmp_path / "SHA256SUMS").read_text("utf-8").splitlines()
    names = [line.split("  ")[1] for line in lines]
    assert (15, sorted(names), True) == (len(names), names, "datapackage.json" in names)
    assert 0 == subprocess.run([command, "-c", "--strict", "SHA256SUMS"], cwd=tmp_path, capture_output=True).returncode
    (tmp_path / "departments" / "departments.json").write_bytes(b"{}")
    assert 1 == subprocess.run([command, "-c", "--strict", "SHA256SUMS"], cwd=tmp_path, capture_output=True).returncode


def test_the_published_schema_keeps_what_was_read_but_keys_to_the_unpublished(two: list[PublicDataset]) -> None:
    """Titles, patterns, keys and references stay; a foreign key to a dataset outside the package goes."""
    fields = [
        {
            "name": "record_id",
            "title": "编号",
            "description": "记录的编号，不重复使用",
            "constraints": {"pattern": "[A-Z]+"},
        },
        {"name": "name", "description": "主体的名称", "rdfType": "https://schema.org/name"},
        *({"name": name} for name in ("authority", "parent")),
        {"name": "penalties", "credit": {"references": "penalties"}},
    ]
    raw = {
        "fields": fields,
        "primaryKey": ["record_id"],
        "foreignKeys": [{"fields": ["authority"], "reference": {"resource": "departments", "fields": ["id"]}}],
        "missingValues": ["", "NA"],
    }
    resource = replace(two[0].resource, schema=replace(two[0].resource.schema, raw=raw))
    package = replace(two[0].package, resources=(resource,))
    expected = {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": fields,
        "primaryKey": ["record_id"],
        "missingValues": [""],
        "foreignKeys": [{"fields": ["parent"], "reference": {"resource": "", "fields": ["record_id"]}}],
    }
    assert expected == published_schema(public_dataset(resource, two[0].cells, package))


def test_the_published_schema_describes_the_public_cells(make_dataset: Make) -> None:
    """Where publication tells less than the source, description, values and keys are those of the public cells."""
    dataset = make_dataset("record_id,severity\nBL-2026-00001,已结束\n")
    raw = {
        "fields": [
            {"name": "record_id"},
            {
                "name": "severity",
                "title": "原因",
                "description": "期满或者修复",
                "constraints": {"required": True, "enum": ["期满", "修复"]},
                "credit": {"keys": {"期满": "expired", "修复": "repaired"}},
            },
        ]
    }
    told = Field("severity", "原因", "已结束", constraints=Constraints(enum=("已结束",)), keys={"已结束": "ended"})
    schema = replace(dataset.resource.schema, fields=(dataset.resource.schema.fields[0], told), raw=raw)
    public = replace(dataset, resource=replace(dataset.resource, schema=schema))
    assert {
        "name": "severity",
        "title": "原因",
        "description": "已结束",
        "constraints": {"required": True, "enum": ["已结束"]},
        "credit": {"keys": {"已结束": "ended"}},
    } == published_schema(public)["fields"][1]  # type: ignore[index]


def test_the_published_schema_of_a_list_suits_the_profile(make_dataset: Make) -> None:
    """There ``enum`` would be one of whole lists, and a number is no example; the terms of the items are told apart."""
    dataset = make_dataset("record_id,goods,amount\nBL-2026-00001,水果|粮食,12\n")
    limits = {"required": True, "unique": True, "enum": ["水果", "粮食"], "minLength": 1, "maxLength": 3}
    raw = {
        "fields": [
            {"name": "record_id"},
            {"name": "goods", "type": "list", "delimiter": "|", "constraints": limits},
            {"name": "amount", "type": "integer", "example": 12},
        ]
    }
    of_items = Constraints(required=True, unique=True, enum=("水果", "粮食"), min_length=1, max_length=3)
    goods = Field("goods", "商品", type="list", constraints=of_items, delimiter="|", item_type="string")
    fields = (dataset.resource.schema.fields[0], goods, Field("amount", "数量", type="integer", example="12"))
    schema = replace(dataset.resource.schema, fields=fields, raw=raw)
    described = published_schema(replace(dataset, resource=replace(dataset.resource, schema=schema)))
    frictionless.Schema.from_descriptor(described)
    assert described["fields"][1:] == [  # type: ignore[index]
        {
            "name": "goods",
            "type": "list",
            "delimiter": "|",
            "constraints": {"required": True, "minLength": 1, "maxLength": 3},
            "credit": {"item_enum": ["水果", "粮食"]},
        },
        {"name": "amount", "type": "integer", "example": "12"},
    ]
