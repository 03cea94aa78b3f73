"""ZIP exporter: every dataset as CSV with its schema, and what a reader must know, in one file."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Sequence
from typing import BinaryIO

from credit.exporters.csv_export import Csv
from credit.exporters.data_dictionary import HEADINGS, dictionary
from credit.exporters.data_package import published_package
from credit.exporters.dataset_files import describe_file
from credit.exporters.public_dataset import UNDECLARED, Exporter, PublicDataset
from credit.exporters.table_schema import TableSchema
from credit.model import ExportedFile

#: A fixed moment: without it the library writes the clock into the file.
_CREATED = (1980, 1, 1, 0, 0, 0)

_README = """# {title}

{description}

{demonstration}

- 数据版本：{version}；各数据集里最晚的日期：{changed_on}
- 许可：{licence}
- 每个数据集有两个文件：`名称/名称.csv`（UTF-8，LF，空格子是缺失值）和 `名称/名称.schema.json`（Table Schema）。
- `datapackage.json` 说明全部数据集（Data Package 2.0）；`dictionary.csv` 是全部列的字典；`coverage.csv` 是每一列有多少行填了内容；`terms.md` 是使用条款。
- 记录会因为期满、修复、撤销、更正或者移出名单而撤下。请定期更新，并删去 `ended/ended.csv` 里列出的记录。
- 没有记录不等于信用良好：这里只有本站公示的内容。

## 数据集

{datasets}
"""

_README_EN = """# {name}

The public credit lists of this site with all tables they refer to. Texts are Chinese; names of datasets and columns are
English.

- Version of the data: {version}; newest day in the data: {changed_on}
- Licence: {licence}
- Each dataset has two files: `name/name.csv` (UTF-8, LF, an empty cell is a missing value) and `name/name.schema.json`
  (Table Schema).
- `datapackage.json` describes all datasets (Data Package 2.0), `dictionary.csv` all columns, `coverage.csv` how many
  rows fill each of them, `terms.md` the terms of use. {warning}
- Records leave when their period is over, when credit is repaired, by revocation or correction, and when they are
  taken out of their list. Renew your copy regularly, and delete the records that `ended/ended.csv` names.
- A missing record proves nothing: the files hold what this site publishes, and no more.

## Datasets

{datasets}
"""


def write_zip(datasets: Sequence[PublicDataset], version: str, stream: BinaryIO) -> None:
    """Write the archive: the same bytes for the same datasets."""
    files: dict[str, tuple[ExportedFile, ...]] = {}
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:

        def add(name: str, data: bytes) -> None:
            entry = zipfile.ZipInfo(name, _CREATED)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED, 6)

        for name, text in _words(datasets, version).items():
            add(name, text.encode())
        for dataset in datasets:
            described = []
            for exporter in (Csv(), TableSchema()):
                data = _exported(exporter, dataset)
                add(f"{dataset.name}/{dataset.name}{exporter.suffix}", data)
                digest = hashlib.sha256(data).hexdigest()
                described.append(describe_file(exporter, dataset.resource, len(data), digest))
            files[dataset.name] = tuple(described)
        if datasets:
            add("datapackage.json", published_package(datasets[0].package, files))


def _exported(exporter: Exporter, dataset: PublicDataset) -> bytes:
    stream = io.BytesIO()
    exporter.export(dataset, stream)
    return stream.getvalue()


def _words(datasets: Sequence[PublicDataset], version: str) -> dict[str, str]:
    """Return the texts of the archive by name."""
    if not datasets:
        return {}
    package, first = datasets[0].package, datasets[0]
    common = {
        "version": version,
        "changed_on": max(dataset.changed_on for dataset in datasets),
    }
    chinese = _README.format(
        title=package.title,
        description=package.description,
        demonstration=first.demonstration,
        licence=first.licence_text,
        datasets="\n".join(f"- `{dataset.name}` {dataset.resource.title}" for dataset in datasets),
        **common,
    )
    english = _README_EN.format(
        name=package.name,
        licence="none declared" if first.licence_text == UNDECLARED else first.licence_text,
        warning="Demonstration: all subjects and facts are made up." if first.demonstration else "",
        datasets="\n".join(f"- `{dataset.name}` {dataset.resource.title_en}".rstrip() for dataset in datasets),
        **common,
    )
    terms = "\n".join(f"- {text}" for text in first.terms)
    return {
        "README.md": english,
        "README.zh.md": chinese,
        "terms.md": f"# 使用条款\n\n许可：{first.licence_text}\n\n{terms}\n",
        "dictionary.csv": _dictionary(datasets),
        "coverage.csv": _coverage(datasets),
    }


def _coverage(datasets: Sequence[PublicDataset]) -> str:
    """Return how many rows of each dataset fill each of its columns, with English names for programs."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(("dataset", "column", "title", "rows", "filled"))
    for dataset in datasets:
        for field, cells in zip(dataset.resource.schema.fields, dataset.columns(), strict=True):
            writer.writerow((dataset.name, field.name, field.title, len(cells), len(cells) - cells.count("")))
    return stream.getvalue()


def _dictionary(datasets: Sequence[PublicDataset]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(("数据集", *HEADINGS, "英文标题"))
    for dataset in datasets:
        rows = zip(dictionary(dataset), dataset.resource.schema.fields, strict=True)
        writer.writerows((dataset.name, *row, field.title_en) for row, field in rows)
    return stream.getvalue()
