"""Exchange commands: lists in the layouts of the municipal and provincial platforms."""

from __future__ import annotations

from pathlib import Path

from invoke.context import Context
from invoke.tasks import task

from credit.cli.console import ROOT, day_of, refuse, say, wrong_use
from credit.model import CreditError

#: Where the files go without --output: never published, and never part of a commit.
FOLDER = "exchange"


@task(
    help={
        "layout": "按哪一种栏目，例如 black-list；不写就列出全部",
        "since": "只导出这一天那次导出以后的变动，写成 YYYY-MM-DD",
        "output": f"写到哪个文件夹（默认 {FOLDER}）；记录导出了什么的 manifest.jsonl 也在那里",
        "as-of": "今天是哪一天，写成 YYYY-MM-DD（默认同 inv check）",
    }
)
def export_exchange(context: Context, layout: str = "", since: str = "", output: str = "", as_of: str = "") -> None:
    """把名单按市、省平台的栏目导出成 XLSX 和 CSV，记下导出了什么；--since 只导出变动。"""
    from credit import gate
    from credit.exchange import export_layout, read_layouts

    layouts = read_layouts()
    if layout not in layouts:
        known = "、".join(f"{item.name}（{item.title}）" for item in layouts.values())
        wrong_use(f"请用 --layout 写明栏目：{known}" + (f"；现在是 {layout}" if layout else ""))
    earlier = day_of(since, "--since")
    day = day_of(as_of)
    folder = Path(output) if output else ROOT / FOLDER
    try:
        exported = export_layout(gate.validate(ROOT, day), layouts[layout], folder, earlier)
    except CreditError as error:
        refuse(error)
    for path in exported.files:
        print(path)
    for path in exported.kept:
        say(f"{path} 在导出以后改过，没有覆盖；这一次的文件另起了名字，见上面。")
    gone = f"，要对方撤下 {exported.removed} 条" if earlier else ""
    left = f"；没有公开名称的 {exported.unnamed} 条没有导出" if exported.unnamed else ""
    say(f"已导出 {exported.rows} 条{gone}{left}。文件里有名称，报送以后请删除，不要放进公开的文件夹。")
