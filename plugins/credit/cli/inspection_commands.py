"""Inspection commands: the annual check of government sites on a built site."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from invoke.context import Context
from invoke.tasks import task

from credit.cli.console import PROBLEMS, ROOT, day_of, list_history, refuse, say, wrong_use
from credit.model import CreditError, Package

if TYPE_CHECKING:
    from credit.site_inspection import FirstVersion


@task(
    help={
        "output": "检查哪个文件夹里的网站；不写就先生成一份临时的",
        "as-of": "按哪一天检查，写成 YYYY-MM-DD（默认同 inv check）",
        "format": "text（默认）或 json",
    }
)
def doctor(context: Context, output: str = "", as_of: str = "", format: str = "text") -> None:  # noqa: A002 - the option's name
    """像年度检查那样查一遍生成好的网站：先查单项否决，再查扣分项和更新期限；有单项否决时退出码为 1。"""
    from credit.gate import default_day
    from credit.reader import read_package
    from credit.site_inspection import HOME_FILE, inspect_site, report_json, report_lines

    if format not in ("text", "json"):
        wrong_use(f"--format 只能是 text 或 json；现在是 {format}")
    if output and not (Path(output) / HOME_FILE).is_file():
        wrong_use(f"{output} 里没有生成好的网站（没有 {HOME_FILE}）；先运行 inv build，或者不写 --output")
    day = day_of(as_of)
    try:
        package = read_package(ROOT)
        day = day or default_day(package)
        first, skipped = _first_versions(package)
        with _site(output, day) as folder:
            inspection = inspect_site(folder, day, first, skipped)
    except CreditError as error:
        refuse(error)
    if format == "json":
        print(report_json(inspection))
    else:
        for line in report_lines(inspection):
            print(line)
    vetoes = len(inspection.vetoes)
    say(
        f"查了 {inspection.pages} 个页面：单项否决 {vetoes} 处，扣分项 {len(inspection.findings) - vetoes} 处"
        f"（{day.isoformat()}）。"
    )
    if vetoes:
        raise SystemExit(PROBLEMS)


@contextmanager
def _site(output: str, day: datetime.date) -> Iterator[Path]:
    """Yield the folder of a site: the one named, else one that is built and removed again."""
    from credit.build.pipeline import build_site

    if output:
        yield Path(output)
        return
    with tempfile.TemporaryDirectory(prefix="credit-") as folder:
        build_site(ROOT, Path(folder) / "site", as_of=day, history=list_history())
        yield Path(folder) / "site"


def _first_versions(package: Package) -> tuple[Mapping[str, FirstVersion] | None, tuple[str, ...]]:
    """Return the first version of each document, or none and why."""
    from credit.git_repository import GitError
    from credit.site_inspection import read_first_versions

    if package.demonstration:
        return None, ("演示网站的日子是定好的，没有比较发布日期和提交的日子。",)
    try:
        return read_first_versions(ROOT), ()
    except GitError:
        return None, ("这里没有完整的 git 历史，没有比较发布日期和提交的日子。",)
