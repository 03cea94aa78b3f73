"""Small datasets that a test writes as CSV at its head."""

import io
from collections.abc import Callable
from dataclasses import replace

import pandas
import pytest

from credit.exporters import PublicDataset, public_dataset
from credit.model import Constraints, Field, ForeignKey, Licence, ListRules, Package, Resource, Schema, Site


def field(name: str) -> Field:
    known = {
        "record_id": Field("record_id", "编号", "记录的编号，不重复使用", constraints=Constraints(required=True)),
        "name": Field("name", "名称", "主体的名称", constraints=Constraints(required=True, max_length=100)),
        "severity": Field(
            "severity",
            "失信程度",
            constraints=Constraints(enum=("轻微", "一般")),
            keys={"轻微": "minor", "一般": "plain"},
        ),
        "penalties": Field("penalties", "惩戒措施", references="penalties"),
        "decided_on": Field("decided_on", "认定日期", type="date", example="2026-05-01"),
    }
    return known.get(name, Field(name, f"标题 {name}"))


def resource(name: str, columns: list[str], title: str = "") -> Resource:
    foreign = (ForeignKey("authority", "departments", "id"), ForeignKey("parent", "", columns[0]))
    return Resource(
        name=name,
        title=title or f"数据集 {name}",
        description="一个例子",
        path=f"data/{name}.csv",
        schema_path=f"data/{name}.schema.json",
        schema=Schema(
            fields=tuple(field(column) for column in columns),
            primary_key=(columns[0],),
            foreign_keys=tuple(key for key in foreign if key.field in columns),
        ),
        rules=ListRules(
            kind="black", entry=("经认定",), removal=("期满",), remedies=("可以申请修复",), facets=("severity",)
        ),
    )


@pytest.fixture
def make_dataset() -> Callable[..., PublicDataset]:
    """Return what makes a public dataset of a CSV text, in a package of that dataset and any others given."""

    def make(
        text: str, *, name: str = "black-list", title: str = "", others: tuple[Resource, ...] = ()
    ) -> PublicDataset:
        cells = pandas.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
        one = resource(name, list(cells.columns), title)
        site = Site(name="信用示例", terms=("转载请注明来源", "以认定部门为准"))
        package = Package("example", "示例数据", "一个例子", (one, *others), site)
        return public_dataset(one, cells, package)

    return make


@pytest.fixture
def demonstration() -> Callable[[PublicDataset], PublicDataset]:
    """Return what marks a dataset's package as a demonstration with a licence."""

    def mark(dataset: PublicDataset) -> PublicDataset:
        site = replace(dataset.package.site, licence=Licence("CC-BY-4.0", "署名 4.0", "https://example.org/by"))
        package = replace(dataset.package, site=site, demonstration=True)
        return public_dataset(dataset.resource, dataset.cells, package, siteurl="https://example.org/credit")

    return mark


@pytest.fixture
def departments() -> Resource:
    return resource("departments", ["id", "name"], "部门")
