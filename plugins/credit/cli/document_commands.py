"""Document commands: new documents of content/ that pass the gate, and reports of a period."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from invoke.context import Context
from invoke.tasks import task

from credit.cli.console import PROBLEMS, ROOT, day_of, refuse, say, wrong_use
from credit.model import CreditError

if TYPE_CHECKING:
    from credit.list_statistics.period_report import Report


@task(
    positional=["kind", "title"],
    help={
        "kind": "notice（通知公告）、policy（政策文件）、case（典型案例）或 report（统计报告）",
        "title": "标题，有空格的用引号括起来",
        "slug": "地址里的短名，只用小写字母、数字和连字符；不写就用标题的拼音",
        "period": "只用于 report：统计哪一段时间，2026、2026-H1、2026-Q3 或 2026-11；不写就是今年",
        "as-of": "公开的日期，写成 YYYY-MM-DD（默认同 inv check）",
    },
)
def new(context: Context, kind: str, title: str, slug: str = "", period: str = "", as_of: str = "") -> None:
    """新写一份通知、政策文件、案例或者统计报告：开头部分已经写好，能通过检查，从不覆盖已有的文件。"""
    from credit.gate import default_day
    from credit.importer.document_draft import DRAFT_KINDS, DraftRefusedError, write_draft
    from credit.reader import read_package

    if kind not in DRAFT_KINDS:
        kinds = "、".join(f"{name}（{words}）" for name, words in DRAFT_KINDS.items())
        wrong_use(f"要写的只能是 {kinds}；现在是 {kind}")
    if period and kind != "report":
        wrong_use("--period 只用于 report（统计报告）")
    day = day_of(as_of)
    try:
        package = read_package(ROOT)
        day = day or default_day(package)
        text = _report_of(period or str(day.year), day).text if kind == "report" else ""
        path = write_draft(ROOT, kind, title, day, package, slug=slug, text=text)
    except DraftRefusedError as error:
        wrong_use(str(error))
    except CreditError as error:
        refuse(error)
    print(path.relative_to(ROOT).as_posix())
    wanted = "补写分析" if kind == "report" else "写好正文"
    say(f"已写入。请打开它{wanted}，运行 inv check，再提交、推送。")


@task(
    help={
        "period": "统计哪一段时间：2026、2026-H1（上半年）、2026-Q3（第三季度）或 2026-11",
        "as-of": "按哪一天的数据统计，写成 YYYY-MM-DD（默认同 inv check）",
        "replace": "覆盖已经有的同名报告",
    }
)
def draft_report(context: Context, period: str = "", as_of: str = "", replace: bool = False) -> None:
    """按现在的数据起草一份统计报告，放进 content/reports/；数字从此写定，不随数据改变。"""
    from credit.atomic_write import write_whole

    report = _report_of(period, day_of(as_of))
    target = ROOT / "content" / "reports" / f"{report.slug}.md"
    if target.exists() and not replace:
        say(f"已经有 content/reports/{report.slug}.md；发布过的报告不应改动，确实要重写请加 --replace")
        raise SystemExit(PROBLEMS)
    target.parent.mkdir(parents=True, exist_ok=True)
    write_whole(target, report.text.encode())
    say(f"已写入 content/reports/{report.slug}.md。请补写分析，再运行 inv check。")


def _report_of(period: str, day: datetime.date | None) -> Report:
    """Return the report of a period counted from the contents as they are; ends where they have errors."""
    from credit import gate, list_statistics
    from credit.pages import make_site_context

    if list_statistics.period_days(period) is None:
        wrong_use(f"--period 写成 2026、2026-H1（上半年）、2026-Q3（第三季度）或 2026-11；现在是 {period}")
    try:
        edition = gate.validate(ROOT, day)
    except CreditError as error:
        refuse(error)
    labels = make_site_context(edition, "").labels
    try:
        return list_statistics.draft_report(
            edition.package, edition.public, labels, period, edition.as_of, edition.digest
        )
    except ValueError:
        wrong_use(f"{period} 在 {edition.as_of.isoformat()} 还没有开始，不能统计")
