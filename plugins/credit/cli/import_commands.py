"""Import commands: departments' papers and tables into data/ and content/, and withdrawals of records."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from invoke.context import Context
from invoke.tasks import task

from credit.cli.console import PROBLEMS, ROOT, day_of, print_problems, refuse, say, source_file, wrong_use
from credit.model import CreditError

if TYPE_CHECKING:
    from credit.importer.import_report import ImportReport


@task(
    positional=["file"],
    help={
        "file": "要导入的文件：Word（DOCX）、带文字的 PDF、网页（HTML）或文本（UTF-8、GB18030）",
        "kind": "policy（政策文件）、notice（通知公告）或 case（典型案例）",
        "slug": "地址里的短名，只用小写字母、数字和连字符；文件名合格时可以不写",
        "output": "写到指定的文件，不与 content/ 里已有的比较",
        "replace": "覆盖文号相同的文件，沿用它的短名；写了 --output 的，覆盖那个文件",
    },
)
def import_document(
    context: Context, file: str, kind: str = "", slug: str = "", output: str = "", replace: bool = False
) -> None:
    """把一份文件（DOCX、PDF、HTML 或文本）变成 content/ 里的 Markdown，报告原文的毛病，一个字也不改。"""
    from credit.importer.document_import import KINDS
    from credit.importer.document_import import import_document as run

    if not kind:
        wrong_use("请用 --kind 写明是哪一种：policy（政策文件）、notice（通知公告）或 case（典型案例）")
    if kind not in KINDS:
        wrong_use(f"--kind 只能是 {'、'.join(KINDS)}；现在是 {kind}")
    source = source_file(file)
    try:
        imported = run(
            source, kind, root=ROOT, slug=slug or None, output=Path(output) if output else None, replace=replace
        )
    except CreditError as error:
        refuse(error)
    for remark in imported.report:
        print(remark.text())
    path = imported.path.absolute()
    shown = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)
    say(f"已写入 {shown}；原文有 {len(imported.report)} 处需要留意。")


@task(
    positional=["file"],
    iterable=["map", "ignore", "set", "unit"],
    help={
        "file": "部门报来的表格（Excel、WPS、CSV、网页表格、DBF、JSON），或 inv workbook 导出的工作簿；也可以是数据库地址",
        "dataset": "导入到哪个数据集，例如 black-list",
        "sheet": "读哪个工作表（只有一个能用时不必写）",
        "map": '标题对应哪一列，写成 "标题=列名"；可以写几次',
        "ignore": "不导入的标题；可以写几次",
        "set": '文件里没有、全部行都一样的列，写成 "列名=值"；可以写几次',
        "unit": '金额没有写明单位时，写成 "列名=元" 或 "列名=万元"',
        "header-row": "表头在第几行（自己找不到时写）",
        "hidden": "隐藏或者划掉的行、列和工作表：keep 照常导入，skip 不导入",
        "query": "file 是数据库地址时，写有查询语句的文件",
        "many": "确实要改很多条记录的名称、代码或者事实",
        "dry-run": "只看会改什么，什么都不写",
        "as-of": "今天是哪一天，写成 YYYY-MM-DD（默认同 inv check）",
    },
)
def import_records(
    context: Context,
    file: str,
    dataset: str = "",
    sheet: str = "",
    map: list[str] | None = None,  # noqa: A002 - the option's name
    ignore: list[str] | None = None,
    set: list[str] | None = None,  # noqa: A002 - the option's name
    unit: list[str] | None = None,
    header_row: int = 0,
    hidden: str = "",
    query: str = "",
    many: bool = False,
    dry_run: bool = False,
    as_of: str = "",
) -> None:
    """把部门报来的表格并入 data/ 里的数据集：新增、改动、没有变化、退回各多少，为什么。"""
    from credit.gate import default_day
    from credit.importer.dataset_choice import OptionError
    from credit.importer.import_questions import HIDDEN_ANSWERS
    from credit.importer.import_records import import_records as run
    from credit.importer.report_digest import digest_lines, is_long
    from credit.importer.source_files.delimited_text import decode
    from credit.reader import read_package

    if not dataset:
        wrong_use("请用 --dataset 写明导入到哪个数据集，例如 --dataset black-list")
    if hidden not in ("", *HIDDEN_ANSWERS):
        wrong_use(f"--hidden 只能是 keep 或 skip；现在是 {hidden}")
    source = source_file(query or file)
    day = day_of(as_of)
    try:
        report = run(
            file,
            dataset,
            root=ROOT,
            as_of=day or default_day(read_package(ROOT)),
            sheet=sheet or None,
            dry_run=dry_run,
            maps=tuple(map or ()),
            ignores=tuple(ignore or ()),
            values=tuple(set or ()),
            units=tuple(unit or ()),
            header_row=header_row,
            hidden=hidden,
            many=many,
            query=decode(source.read_bytes())[0] if query else "",
        )
    except OptionError as error:
        wrong_use(str(error))
    except CreditError as error:
        refuse(error)
    for line in digest_lines(report):
        print(line)
    say(report.summary())
    if is_long(report):
        say("写入时，每一条都列在一份导入报告里。" if dry_run else _whole_report(report, file, dataset, query))
    if not report.complete:
        raise SystemExit(PROBLEMS)


def _whole_report(report: ImportReport, file: str, dataset: str, query: str) -> str:
    """Write the whole report beside the source and return where it is; a disk that is full stops no import."""
    from credit.importer.report_digest import write_report

    try:
        return f"每一条都列在 {write_report(report, Path(f'{dataset}.csv') if query else Path(file))}。"
    except OSError:
        return "导入报告写不进去，请检查磁盘；数据已经写好。"


@task(positional=["name"], help={"name": "数据集的名字，例如 black-list", "output": "写到哪个文件（默认 名字.xlsx）"})
def workbook(context: Context, name: str, output: str = "") -> None:
    """把一个数据集导出成工作簿，在 Excel 或 WPS 里改好后用 import-records 导入。"""
    from credit.importer.dataset_choice import UnknownDatasetError
    from credit.importer.edit_workbook import workbook as run
    from credit.importer.rejected_rows import free_path

    if Path(output or ".").is_dir() and output:
        wrong_use(f"{output} 是文件夹，这里要写一个文件，例如 {output}/{name}.xlsx")
    target = free_path(Path(output) if output else Path(f"{name}.xlsx"))
    if not target.parent.is_dir():
        wrong_use(f"没有文件夹 {target.parent}，请先建好")
    try:
        count = run(ROOT, name, target)
    except UnknownDatasetError as error:
        wrong_use(str(error))
    except CreditError as error:
        refuse(error)
    say(f"已写入 {target}，共 {count} 条。改好后运行 inv import-records {target} --dataset {name}")


@task(
    positional=["record_id"],
    help={
        "record-id": "记录编号，例如 BL-2026-00017",
        "reason": "期满、修复、撤销或更正",
        "explanation": "公开的说明，原因是撤销时必须写；不写主体的名称和代码",
        "yes": "不再问一遍",
        "as-of": "从哪一天起撤下，写成 YYYY-MM-DD（默认同 inv check）",
    },
)
def withdraw(
    context: Context, record_id: str, reason: str = "", explanation: str = "", as_of: str = "", yes: bool = False
) -> None:
    """登记撤下一条记录：从当天起它不再出现在任何页面和文件里。"""
    from credit.gate import default_day
    from credit.importer.withdrawal_row import REASONS, describe_record
    from credit.importer.withdrawal_row import withdraw as run
    from credit.reader import read_package

    if reason not in REASONS:
        stated = f"；现在是 {reason}" if reason else ""
        wrong_use(f"请用 --reason 写明原因：{'、'.join(REASONS[:-1])}或{REASONS[-1]}{stated}")
    day = day_of(as_of)
    try:
        print(f"{record_id}：{describe_record(ROOT, record_id)}。")
        if not yes and not _agrees("撤下以后不能反悔。要撤下它，请输入“是”再按回车："):
            say("没有撤下，什么都没有改。")
            raise SystemExit(PROBLEMS)
        done = run(ROOT, record_id, reason, explanation, day or default_day(read_package(ROOT)))
    except CreditError as error:
        refuse(error)
    print(f"已登记：{done.record_id} 从 {done.withdrawn_on.isoformat()} 起撤下（{done.reason}）。")
    say("data/withdrawals.csv 多了一行；提交并推送以后网站上就没有它了。")


def _agrees(question: str) -> bool:
    """Return whether a person at the keyboard answers yes; where nobody can be asked, the command wants ``--yes``."""
    if not sys.stdin.isatty():
        wrong_use("请先看清楚要撤下的是不是这一条；是的话，再运行一次并加上 --yes")
    return input(question).strip() in ("是", "y", "yes", "Y")


@task(name="allow-number", help={"reason": "为什么它不是个人号码，例如“法院执行案号”"})
def allow_number(context: Context, reason: str = "") -> None:
    """登记一个像个人号码、其实不是的号码；号码从键盘读入，不显示、不保存，只记它的摘要。"""
    import secrets

    from credit.model import AllowedNumber
    from credit.privacy import digest_number, plain_number, scan_text
    from credit.reader import read_allowed_numbers, write_allowed_numbers

    if len(reason.strip()) < 4:
        wrong_use("请用 --reason 写明为什么它不是个人号码，例如 --reason 法院执行案号")
    if scan_text(reason):
        wrong_use("理由会留在文件里，不能写号码本身")
    known, problems = read_allowed_numbers(ROOT)
    if problems:
        print_problems(problems)
        raise SystemExit(PROBLEMS)
    if sys.stdin.isatty():
        text = getpass.getpass("号码（输入时不显示）：")
    else:
        text = sys.stdin.buffer.readline().decode("utf-8", "replace")
    if len(scan_text(text)) != 1:
        wrong_use("这里面没有、或者不止一个会被当作个人号码的号码，不用登记")
    (found,) = scan_text(text)
    number = plain_number(text[found.start : found.start + found.length])
    salt = secrets.token_bytes(16)
    write_allowed_numbers(ROOT, (*known, AllowedNumber(salt, digest_number(number, salt), reason.strip())))
    say("data/allowed-numbers.csv 多了一行；请由维护人员提交，理由会一直留在那里。")
