"""Province build: every county's site as one task of a cluster, then the table of sites and the search page."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

from credit import urls
from credit.build.workers.job_attempts import Workplace
from credit.build.workers.software_digest import cache_scope, software_digest
from credit.cluster import Cluster, connect, start_local
from credit.documents.front_matter import SLUG
from credit.model import CreditError
from credit.province.county_build import County, CountyNote, CountyReport, build_county, note_path, read_notes
from credit.province.search_page import search_page_files
from credit.province.site_table import CountySite, table_files
from credit.reader import write_whole

#: Folders of the output: the counties' sites, and the province's own.
COUNTIES, SITE = "counties", "site"

#: Names of counties that would take an address of the province's own.
_TAKEN = frozenset({"assets", "data"})


#: Why the province does not lead to a site whose note cannot be read.
_UNREADABLE = (
    "{} 读不出来：它损坏了，或者是另一个版本的软件写的。网站本身没有改动，但是查询页和对照表里没有它；"
    "请把这个县改好，再运行一次 inv province。"
)


class ProvinceError(CreditError):
    """The folders given are no counties of one province."""


@dataclass(frozen=True)
class ProvinceReport:
    """Result of a province: a report for each county in the order given, and names of sites that no folder was given for."""

    output: Path
    counties: tuple[CountyReport, ...]
    sites: tuple[CountySite, ...]
    left: tuple[str, ...]


def build_province(
    program: Path,
    folders: Sequence[str],
    output: Path,
    *,
    title: str,
    as_of: datetime.date | None = None,
    siteurl: str = "",
    scheduler: str = "",
    workers: int = 0,
    accepted: bool = False,
    fresh: bool = False,
    tell: Callable[[CountyReport], None],
) -> ProvinceReport:
    """Build the site of each county, then what leads to them; ``tell`` gets each county's report as it ends.

    ``program`` is the checkout whose theme and search client the province's page has. With a ``siteurl`` each county's
    site stands below it by the name of its folder, otherwise where the county's own settings say. Without a ``scheduler``
    the workers are processes of this machine. Raises ProvinceError for folders that are no counties, ClusterError where
    there is no cluster; a county that cannot be built stops no other.
    """
    output = output.resolve()
    siteurl = siteurl.rstrip("/")
    counties = _counties_of(folders, output / COUNTIES, as_of=as_of, siteurl=siteurl, accepted=accepted, fresh=fresh)
    (output / COUNTIES).mkdir(parents=True, exist_ok=True)
    reports: dict[str, CountyReport] = {}
    with _cluster(scheduler, min(workers or os.cpu_count() or 1, len(counties))) as cluster:
        # The largest first: begun last, it would keep one worker busy alone.
        tasks = {name: counties[name] for name in sorted(counties, key=lambda name: -_size(counties[name]))}
        for name, found in cluster.run_each(build_county, tasks):
            reports[name] = CountyReport(name, (), str(found)) if isinstance(found, CreditError) else found
            tell(reports[name])
    notes, unreadable = read_notes(output / COUNTIES, counties)
    for name in unreadable:
        reports[name] = replace(reports[name], unlisted=_UNREADABLE.format(note_path(output / COUNTIES / name)))
    sites = tuple(_site_of(note, siteurl) for note in notes)
    _write_site(output / SITE, {**search_page_files(program, sites, title, siteurl), **table_files(sites, siteurl)})
    left = sorted(
        path.name for path in (output / COUNTIES).iterdir() if note_path(path).is_file() and path.name not in counties
    )
    return ProvinceReport(output, tuple(reports[name] for name in counties), sites, tuple(left))


def _counties_of(
    folders: Sequence[str], target: Path, *, as_of: datetime.date | None, siteurl: str, accepted: bool, fresh: bool
) -> dict[str, County]:
    """Return the counties by name, in the order given; the name of a folder is the name in addresses."""
    counties: dict[str, County] = {}
    for given in folders:
        root = Path(given).resolve()
        name = root.name
        if not (root / "data" / "datapackage.json").is_file():
            raise ProvinceError(f"{given} 不是一个县的文件夹：里面没有 data/datapackage.json。")
        if not SLUG.fullmatch(name) or name in _TAKEN:
            raise ProvinceError(
                f"{given} 的文件夹名要作为网址的一段，请改成小写字母、数字和连字符，例如区划代码 220184，"
                f"不能是 {'、'.join(sorted(_TAKEN))}。"
            )
        if name in counties:
            raise ProvinceError(f"{counties[name].given} 和 {given} 的文件夹名都是 {name}，网址会相同，请改其中一个。")
        if root == target.parent or root in target.parents or target in root.parents:
            raise ProvinceError(f"不能输出到 {target.parent}：它和 {given} 互相包含，请换一个文件夹。")
        scope = cache_scope(software_digest(root), "")
        below = f"{siteurl}/{name}" if siteurl else None
        counties[name] = County(name, given, Workplace(root, target, scope), as_of, below, accepted, fresh)
    return counties


def _cluster(scheduler: str, workers: int) -> AbstractContextManager[Cluster]:
    return connect(scheduler) if scheduler else start_local(workers)


def _size(county: County) -> int:
    return sum(path.stat().st_size for path in (county.workplace.root / "data").glob("*.csv"))


def _site_of(note: CountyNote, siteurl: str) -> CountySite:
    """Return a county's site; one that knows no address stands below the province's page."""
    if siteurl:
        return CountySite(note, f"{urls.base_of(siteurl)}/{note.name}", f"{siteurl}/{note.name}")
    address = note.homepage.rstrip("/") or f"/{note.name}"
    return CountySite(note, address, address)


def _write_site(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the province's own files, each as a whole, the page that leads to all others last; remove every other file."""
    names = {urls.output_path(address): data for address, data in files.items()}
    # The modes of a site must not depend on who builds it.
    mask = os.umask(0o022)
    try:
        for name in sorted(names, key=lambda name: (name == "index.html", name)):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.is_file() or path.read_bytes() != names[name]:
                write_whole(path, names[name])
    finally:
        os.umask(mask)
    for path in [path for path in folder.rglob("*") if path.is_file()]:
        if path.relative_to(folder).as_posix() not in names:
            path.unlink()
