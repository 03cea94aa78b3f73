"""County build: one county's site, made by a worker as ``inv build`` makes it, and the note of what stands there."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from credit import urls
from credit.build.checkout_build import build_checkout
from credit.build.pipeline import BuildReport
from credit.build.staging_folders import LockError, hold_lock
from credit.build.workers.job_attempts import Workplace, check_workplace
from credit.model import CheckFailed, CreditError, DescriptorError, Problem
from credit.reader import write_whole

#: Seconds that an attempt waits for another one at the same county.
_LOCK_TIMEOUT = 3600.0

#: Kinds of the values of a note in JSON; every other is a text.
_KINDS: Mapping[str, type | tuple[type, ...]] = {
    "demonstration": bool, "divisions": list, "entities": int, "valid_until": (str, type(None)),
}  # fmt: skip


@dataclass(frozen=True)
class County:
    """A county to be built: its name in addresses, its folder, also as it was given, and where its site stands."""

    name: str
    given: str
    workplace: Workplace
    as_of: datetime.date | None = None
    siteurl: str | None = None
    accepted: bool = False
    fresh: bool = False

    @property
    def output(self) -> Path:
        """The folder of the county's site."""
        return self.workplace.folder / self.name


@dataclass(frozen=True, order=True)
class CountyNote:
    """Note of a county's site for the province: its place, whose codes it has, and the identity of its data."""

    name: str
    title: str
    homepage: str
    demonstration: bool
    division: str
    divisions: tuple[str, ...]
    entities: int
    as_of: str
    valid_until: str | None
    version: str
    digest: str
    tree: str


@dataclass(frozen=True)
class CountyReport:
    """Result of one county: problems by path as the folder was given, why it was not built, or numbers of its files.

    ``unlisted`` says why the province does not lead to a site that stands there.
    """

    name: str
    problems: tuple[Problem, ...] = ()
    fault: str = ""
    notices: tuple[str, ...] = ()
    pages: int = 0
    files: int = 0
    written: int = 0
    vanished: int = 0
    unlisted: str = ""

    @property
    def is_built(self) -> bool:
        """Whether the site was built; otherwise the earlier one stands as it was."""
        return not self.fault


def build_county(county: County) -> CountyReport:
    """Build the site of a county and write its note; a fault of the county stands in the report.

    Another attempt at the same county waits: a worker that only seemed lost may still be at it.
    """
    check_workplace(county.workplace)
    if not (county.workplace.root / "pelicanconf.py").is_file():
        fault = f"{county.given} 里没有 pelicanconf.py；一个县的文件夹要和单独生成网站时一样完整。"
        return CountyReport(county.name, (), fault)
    # Of the site and its note: the lock of the build covers the site alone.
    lock = county.output.with_name(f".{county.name}.lock")
    busy = f"另一个工作进程还在生成 {county.output}，等了一小时还没有结束；请看看它是不是停住了，再运行一次。"
    try:
        with hold_lock(lock, _LOCK_TIMEOUT, busy):
            return _build(county)
    except LockError as error:
        return CountyReport(county.name, (), str(error))


def _build(county: County) -> CountyReport:
    notices: list[str] = []
    try:
        report = build_checkout(
            county.workplace.root,
            county.output,
            tell=notices.append,
            as_of=county.as_of,
            siteurl=county.siteurl,
            accepted=county.accepted,
            workers=1,
            fresh=county.fresh,
        )
        note = _note_of(county, report)
    except (CheckFailed, DescriptorError) as error:
        errors = sum(problem.severity == "error" for problem in error.problems)
        return CountyReport(county.name, _named(county, error.problems), f"有 {errors} 处错误", tuple(notices))
    except CreditError as error:
        return CountyReport(county.name, (), str(error), tuple(notices))
    except (Exception, SystemExit) as error:  # the settings and theme of a county are programs of its own
        reason = f"{type(error).__name__}：{error}"
        return CountyReport(county.name, (), f"设置、主题或者程序出错（{reason}）", tuple(notices))
    write_whole(note_path(county.output), (json.dumps(asdict(note), ensure_ascii=False) + "\n").encode())
    return CountyReport(
        county.name,
        _named(county, report.warnings),
        "",
        (*notices, *report.notices, *report.alarms),
        report.pages,
        report.files,
        report.written,
        report.vanished,
    )


def note_path(output: Path) -> Path:
    """Return where the note of a county's site stands: beside it, as its manifest."""
    return output.with_name(f".{output.name}.site.json")


def read_notes(folder: Path, names: Iterable[str]) -> tuple[tuple[CountyNote, ...], tuple[str, ...]]:
    """Return the notes of those counties that have a site below a folder, and the names whose notes cannot be read."""
    notes, unreadable = [], []
    for name in names:
        path = note_path(folder / name)
        if path.is_file() and (folder / name).is_dir():
            note = _read_note(path)
            notes += [note] if note else []
            unreadable += [] if note else [name]
    return tuple(notes), tuple(unreadable)


def _read_note(path: Path) -> CountyNote | None:
    """Read a note; None for a damaged one or one of a version of the software with other keys. Further keys are ignored."""
    try:
        read = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    names = [field.name for field in fields(CountyNote)]
    if not isinstance(read, dict) or not all(
        name in read and isinstance(read[name], _KINDS.get(name, str)) for name in names
    ):
        return None
    if not all(isinstance(division, str) for division in read["divisions"]):
        return None
    return CountyNote(**{name: read[name] for name in names} | {"divisions": tuple(read["divisions"])})


def _named(county: County, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    return tuple(replace(problem, path=f"{county.given.rstrip('/')}/{problem.path}") for problem in problems)


def _note_of(county: County, report: BuildReport) -> CountyNote:
    edition = report.edition
    site = edition.package.site
    index = _read_json(report.output / urls.output_path(urls.DATA_INDEX))
    return CountyNote(
        name=county.name,
        title=site.name,
        homepage=str(index["homepage"]),
        demonstration=edition.package.demonstration,
        division=site.division,
        divisions=tuple(sorted({code[2:8] for code in edition.entities} | ({site.division} - {""}))),
        entities=len(edition.entities),
        as_of=edition.as_of.isoformat(),
        valid_until=edition.valid_until.isoformat() if edition.valid_until else None,
        version=str(index["version"]),
        digest=str(index["digest"]),
        tree=str(_read_json(report.output / urls.output_path(urls.VERSION))["tree"]),
    )


def _read_json(path: Path) -> Mapping[str, object]:
    read: Mapping[str, object] = json.loads(path.read_bytes())
    return read
