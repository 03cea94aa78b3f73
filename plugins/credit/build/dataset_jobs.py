"""Dataset jobs: write each changed dataset in every format, the files of the whole package, and what describes them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator

from credit import urls
from credit.build.build_state import Build
from credit.build.workers.jobs import Job, JobResult
from credit.exporters import (
    EXPORTERS,
    change_log_file,
    checksums,
    csvw_metadata,
    data_index,
    datasette_metadata,
    dcat_catalog,
    describe_file,
    export_dataset,
    index_schema,
    json_bytes,
    newest_day,
    published_package,
    write_sqlite,
    write_zip,
)
from credit.exporters.change_log_export import CHANGES_FORMAT, CHANGES_MEDIATYPE
from credit.model import ExportedFile, PublicTable

_Export = Callable[[tuple[str, str], Build], JobResult]

#: Files of the whole package that a job writes: address, title, media type and format.
_PACKED = (
    (urls.SQLITE, "全部数据集（SQLite 数据库）", "application/vnd.sqlite3", "sqlite"),
    (urls.ZIP, "全部数据集（CSV 和说明，ZIP）", "application/zip", "zip"),
    (urls.DATASETTE, "数据库的说明（Datasette）", "application/json", "datasette"),
)


def dataset_jobs(build: Build) -> Iterator[Job]:
    """Yield a job for each dataset whose files are not taken over, those with most cells first, and for the package."""
    public = build.published.tables
    keys = {name: _key_of(build, table) for name, table in public.items()}
    for name in sorted(public, key=lambda name: public[name].cells.size, reverse=True):
        addresses = [urls.download_address(name, name + item.suffix) for item in EXPORTERS]
        yield from _job(build, addresses, export_files, (name, keys[name]))
    for name, changes in build.published.change_logs.items():
        said = repr((changes, build.published.removals(name)))
        key = build.key_of("changes", keys[name], hashlib.sha256(said.encode()).hexdigest())
        yield from _job(build, [urls.change_log_address(name)], export_changes, (name, key))
    package_key = build.key_of("package", *(keys[name] for name in public))
    yield from _job(build, [address for address, *_ in _PACKED], export_package, ("", package_key))


def _job(build: Build, addresses: list[str], run: _Export, task: tuple[str, str]) -> Iterator[Job]:
    """Yield the job of these files, or take them over from the output where they stand; the task ends with their key."""
    key = task[1]
    if build.tree.stands(map(urls.output_path, addresses), key):
        for address in addresses:
            build.tree.keep(address, key)
    else:
        yield Job(run, task, tuple(map(urls.output_path, addresses)), needs_build=True)


def _key_of(build: Build, table: PublicTable) -> str:
    # Besides its cells, a file depends on its schema, the package's words, the other datasets' names and the words of
    # the keys that it refers to.
    words = (repr(table.resource), repr(build.edition.package.raw), repr(sorted(build.published.tables)))
    digest = build.published.row_digests[table.resource.name]
    return build.key_of(table.resource.name, *words, repr(build.published.labels_of(table)), digest)


def export_files(task: tuple[str, str], build: Build) -> JobResult:
    """Write a dataset in every format below the staging folder; the task is its name and cache key."""
    name, key = task
    dataset = build.published.dataset(name)
    files = export_dataset(dataset, (build.tree.root / urls.output_path(urls.download_address(name, name))).parent)
    names = (urls.output_path(urls.download_address(name, file.filename)) for file in files)
    return JobResult(tuple((path, file.sha256, file.bytes, key, 0) for path, file in zip(names, files, strict=True)))


def export_changes(task: tuple[str, str], build: Build) -> JobResult:
    """Write the change log of a list below the staging folder; the task is its name and cache key."""
    name, key = task
    published = build.published
    data = change_log_file(published.dataset(name), published.change_logs[name], published.removals(name))
    path = urls.output_path(urls.change_log_address(name))
    place = build.tree.root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)
    return JobResult(((path, hashlib.sha256(data).hexdigest(), len(data), key, 0),))


def export_package(task: tuple[str, str], build: Build) -> JobResult:
    """Write the files that hold all datasets below the staging folder; the task ends with their cache key."""
    key = task[1]
    datasets = [build.published.dataset(name) for name in build.published.tables]
    version = build.published.snapshot.version
    paths = [build.tree.root / urls.output_path(address) for address, *_ in _PACKED]
    database, archive, metadata = paths
    database.parent.mkdir(parents=True, exist_ok=True)
    package = build.edition.package
    info = {
        "title": package.title,
        "description": package.description,
        "version": version,
        "demonstration": datasets[0].demonstration if datasets else "",
        "licence": datasets[0].licence_text if datasets else "",
        "terms": "\n".join(package.site.terms),
        "changed_on": max((dataset.changed_on for dataset in datasets), default=""),
    }
    write_sqlite(datasets, info, database)
    with archive.open("w+b") as stream:
        write_zip(datasets, version, stream)
    metadata.write_bytes(json_bytes(datasette_metadata(datasets, database.stem), indent=2))
    written = []
    for path in paths:
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        written.append((path.relative_to(build.tree.root).as_posix(), digest, path.stat().st_size, key, 0))
    return JobResult(tuple(written))


def write_package(build: Build) -> dict[str, tuple[ExportedFile, ...]]:
    """Write what describes the datasets in the tree, the index and the checksums; return the files by dataset."""
    published, siteurl = build.published, build.site_context.siteurl
    tables, package, snapshot = published.tables, published.package, published.snapshot
    files = {name: tuple(_files_of(build, table)) for name, table in tables.items()}
    changed = {name: newest_day(table.cells) for name, table in tables.items()}
    described = (
        ("datapackage.json", "全部数据集的说明（Data Package）", "application/json", "datapackage",
         published_package(package, files, siteurl, snapshot)),
        ("csvw.json", "全部数据集的说明（CSVW）", "application/json", "csvw", csvw_metadata(package, files, snapshot)),
        ("catalog.jsonld", "数据目录（DCAT）", "application/ld+json", "dcat",
         dcat_catalog(package, files, siteurl, snapshot, published.row_digests, changed)),
        ("index.schema.json", "文件清单的格式（JSON Schema）", "application/schema+json", "index-schema", index_schema()),
    )  # fmt: skip
    whole = [_written(build, *file) for file in described]
    for address, title, mediatype, kind in _PACKED:
        entry = build.tree.entries[urls.output_path(address)]
        filename = address.removeprefix(urls.DATA)
        whole.append(ExportedFile(filename, title, mediatype, entry.size, entry.sha256, kind))
    for name in published.change_logs:
        address = urls.change_log_address(name)
        entry = build.tree.entries[urls.output_path(address)]
        title = f"{tables[name].resource.title}的变动记录（每行一处）"
        filename = address.removeprefix(urls.DATA)
        whole.append(ExportedFile(filename, title, CHANGES_MEDIATYPE, entry.size, entry.sha256, CHANGES_FORMAT))
    index = data_index(snapshot, {**files, "": whole}, tables, published.row_digests, changed, siteurl)
    whole.insert(
        0, _written(build, "index.json", "全部文件的清单（版本、大小、校验值）", "application/json", "index", index)
    )
    sums = checksums({**files, "": whole})
    whole.append(_written(build, "SHA256SUMS", "全部文件的校验值（SHA-256）", "text/plain", "SHA256SUMS", sums))
    return {**files, "": tuple(whole)}


def _files_of(build: Build, table: PublicTable) -> Iterator[ExportedFile]:
    name = table.resource.name
    for exporter in EXPORTERS:
        entry = build.tree.entries[urls.output_path(urls.download_address(name, name + exporter.suffix))]
        yield describe_file(exporter, table.resource, entry.size, entry.sha256)


def _written(build: Build, filename: str, title: str, mediatype: str, kind: str, data: bytes) -> ExportedFile:
    """Write a file of /data/ itself and return its description."""
    build.tree.write(urls.DATA + filename, data)
    return ExportedFile(filename, title, mediatype, len(data), hashlib.sha256(data).hexdigest(), kind)
