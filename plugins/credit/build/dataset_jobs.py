"""Dataset jobs: write each changed dataset in every format, then the published descriptor and the checksums."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from credit import urls
from credit.build.build_state import Build
from credit.build.workers.jobs import Job, JobResult
from credit.derived_columns import append_derived
from credit.exporters import EXPORTERS, checksums, describe_file, export_dataset, public_dataset, published_package
from credit.model import ExportedFile, PublicTable


def dataset_jobs(build: Build) -> Iterator[Job]:
    """Yield a job for each dataset whose files are not taken over, those with most cells first."""
    public = build.edition.public
    for name in sorted(public, key=lambda name: public[name].cells.size, reverse=True):
        addresses = [urls.download_address(name, name + item.suffix) for item in EXPORTERS]
        key = _key_of(build, append_derived(public[name]))
        if build.tree.stands(map(urls.output_path, addresses), key):
            for address in addresses:
                build.tree.keep(address, key)
        else:
            yield Job(
                export_files, (name, key), tuple(map(urls.output_path, addresses)), needs_build=True, scanned=False
            )


def _key_of(build: Build, table: PublicTable) -> str:
    columns = ("\x1e".join(table.cells[column].tolist()) for column in table.cells.columns)
    # Besides its cells, a file depends on its schema, the package's words and the other datasets' names.
    words = (repr(table.resource), repr(build.edition.package.raw), repr(sorted(build.edition.public)))
    return build.key_of(table.resource.name, *words, *map(str, table.cells.columns), *columns)


def export_files(task: tuple[str, str], build: Build) -> JobResult:
    """Write a dataset in every format below the staging folder; the task is its name and cache key."""
    name, key = task
    table = append_derived(build.edition.public[name])
    dataset = public_dataset(table.resource, table.cells, build.edition.package, siteurl=build.site_context.siteurl)
    files = export_dataset(dataset, (build.tree.root / urls.output_path(urls.download_address(name, name))).parent)
    names = (urls.output_path(urls.download_address(name, file.filename)) for file in files)
    return JobResult(tuple((path, file.sha256, file.bytes, key, 0) for path, file in zip(names, files, strict=True)))


def write_package(build: Build) -> dict[str, tuple[ExportedFile, ...]]:
    """Write the published descriptor and the checksums of the datasets in the tree; return the files by dataset."""
    files = {name: tuple(_files_of(build, name)) for name in build.edition.public}
    # Datasets are described as they are published: the register holds less than the file that staff keep.
    published = tuple(table.resource for table in build.edition.public.values())
    package = published_package(replace(build.edition.package, resources=published), files, build.site_context.siteurl)
    build.tree.write(urls.DATAPACKAGE, package)
    described = _exported("datapackage.json", "全部数据集的说明（Data Package）", "application/json", package)
    sums = checksums({**files, "": (described,)})
    build.tree.write(urls.CHECKSUMS, sums)
    listed = _exported("SHA256SUMS", "全部文件的校验值（SHA-256）", "text/plain", sums)
    return {**files, "": (described, listed)}


def _files_of(build: Build, name: str) -> Iterator[ExportedFile]:
    for exporter in EXPORTERS:
        entry = build.tree.entries[urls.output_path(urls.download_address(name, name + exporter.suffix))]
        yield describe_file(exporter, name, entry.size, entry.sha256)


def _exported(filename: str, title: str, mediatype: str, data: bytes) -> ExportedFile:
    return ExportedFile(filename, title, mediatype, len(data), hashlib.sha256(data).hexdigest(), filename)
