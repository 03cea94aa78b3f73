"""Document dates: the PubDate of each document against the first commit of its file."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from credit import git_repository
from credit.clock import SHANGHAI
from credit.documents.front_matter import stated_value
from credit.documents.publication_window import publication_day
from credit.identifiers import parse_iso_date
from credit.site_inspection.inspection_findings import Finding
from credit.site_inspection.page_elements import is_document
from credit.site_inspection.page_facts import PageFacts

#: Days that a draft may wait for its approval and push.
GRACE_DAYS = 7


@dataclass(frozen=True)
class FirstVersion:
    """A document's first version: the day of its commit, the day of publication it states, and whether it began the branch."""

    day: datetime.date
    stated: str
    initial: bool = False


def read_first_versions(root: Path, revision: str = "HEAD") -> Mapping[str, FirstVersion]:
    """Return the first version of every document that a branch has had, by its path today; renames are followed.

    Raises GitError outside of git, and in a clone that lacks the beginning of its history.
    """
    if git_repository.is_shallow(root):
        raise git_repository.GitError("git 历史不完整（浅克隆）")
    log = git_repository.git(
        root, "log", "--reverse", "--topo-order", "--diff-filter=AR", "-M", "--name-status", "--format=%x00%H %ct",
        revision, "--", "content",
    )  # fmt: skip
    found: dict[str, tuple[str, int, str]] = {}
    start = ""
    for block in log.decode("utf-8", "replace").split("\0")[1:]:
        head, *lines = block.splitlines()
        commit, seconds = head.split()
        start = start or commit
        for status, *paths in (line.split("\t") for line in lines if line):
            if status.startswith("R"):
                found[paths[1]] = found.pop(paths[0], (commit, int(seconds), paths[1]))
            else:
                found.setdefault(paths[0], (commit, int(seconds), paths[0]))
    return {
        path: FirstVersion(
            datetime.datetime.fromtimestamp(seconds, SHANGHAI).date(),
            _stated_day(git_repository.git(root, "show", f"{commit}:{first}")),
            commit == start,
        )
        for path, (commit, seconds, first) in found.items()
        if path.endswith(".md")
    }


def _stated_day(data: bytes) -> str:
    """Return the day of publication that a document's bytes state, ISO; empty for 未注明."""
    day = publication_day({key: stated_value(data, key) for key in ("Published_on", "Date")})
    return day.isoformat() if day else ""


def check_dates(
    pages: Mapping[str, PageFacts], first: Mapping[str, FirstVersion] | None, day: datetime.date
) -> Iterator[Finding]:
    """Report a day of publication after ``day``, one that was moved, and one that lies before its file was there.

    Documents of the branch's first commit were moved in from elsewhere: only a change of their day is a fault.
    """
    for page in pages.values():
        published = parse_iso_date(page.meta.get("PubDate", "")[:10])
        if published is None or not is_document(page):
            continue
        if published > day:
            yield Finding("forged-date", page.address, f"发布日期 {published} 晚于检查的日子 {day}，请改正")
            continue
        version = (first or {}).get(source_of(page))
        if version is None:
            continue
        if version.stated and version.stated != published.isoformat():
            message = f"发布日期改过：第一次提交写的是 {version.stated}，现在是 {published}；发布日期不能改，请改回"
            yield Finding("forged-date", page.address, message)
        elif not version.initial and published < version.day - datetime.timedelta(days=GRACE_DAYS):
            message = (
                f"发布日期 {published} 早于第一次提交的 {version.day}；文件自己的日期写在 Written_on，"
                "发布日期写在本站公开的那一天"
            )
            yield Finding("forged-date", page.address, message)


def source_of(page: PageFacts) -> str:
    """Return the path of the Markdown file of a document's page."""
    return f"content/{page.address.strip('/')}.md"


def count_initial(pages: Mapping[str, PageFacts], first: Mapping[str, FirstVersion]) -> int:
    """Return the number of documents whose day cannot be compared, since they began the branch."""
    versions = (first.get(source_of(page)) for page in pages.values() if is_document(page))
    return sum(1 for version in versions if version is not None and version.initial)
