"""Province command: the sites of several counties at once."""

from __future__ import annotations

from invoke.context import Context
from invoke.tasks import task

from credit.cli.console import PROBLEMS, ROOT, day_of, print_problems, refuse, say, wrong_use
from credit.model import CreditError


@task(
    iterable=["folder"],
    help={
        "folder": "一个县的文件夹，里面有 data/、content/ 等；直接写在命令后面，写几个都可以",
        "output": "输出到哪个文件夹（默认 province）：counties/ 里是各县的网站，site/ 里是查询页和对照表",
        "title": "查询页的标题",
        "as-of": "按哪一天生成，写成 YYYY-MM-DD",
        "siteurl": "全省网站的地址；各县的网站在它下面，用文件夹名作网址。不写就用各县自己的网址",
        "scheduler": "Dask 调度器的地址，例如 tcp://10.0.0.5:8786；不写就用本机的几个进程",
        "workers": "本机用几个进程（默认全部核心）",
        "accepted": "对已经通过检查的提交：有问题的内容不显示，其余照常生成",
        "fresh": "全部重新生成，不用上次的结果",
    },
)
def province(
    context: Context,
    folder: list[str],
    output: str = "province",
    title: str = "各县信用网站",
    as_of: str = "",
    siteurl: str = "",
    scheduler: str = "",
    workers: int = 0,
    accepted: bool = False,
    fresh: bool = False,
) -> None:
    """一次生成几个县的网站，再做区划与网站的对照表和全省的查询页；一个县有错不影响别的县，最后退出码为 1。"""
    from credit.province.province_build import ProvinceError, build_province

    if not folder:
        wrong_use("inv province 后面还要写各县的文件夹，例如：inv province counties/*")
    if workers < 0:
        wrong_use("--workers 要写成 1 或更大的数")
    if siteurl and not siteurl.startswith(("https://", "http://")):
        wrong_use(f"--siteurl 要写成完整的地址，例如 https://credit.example.cn；现在是 {siteurl}")
    day = day_of(as_of)
    try:
        report = build_province(
            ROOT,
            folder,
            ROOT / output,
            title=title,
            as_of=day,
            siteurl=siteurl,
            scheduler=scheduler,
            workers=workers,
            accepted=accepted,
            fresh=fresh,
            tell=lambda county: say(f"{county.name}：{county.fault or f'已生成 {county.pages} 个页面'}"),
        )
    except ProvinceError as error:
        wrong_use(str(error))
    except CreditError as error:
        refuse(error)
    for county in report.counties:
        print_problems(county.problems)
        for notice in county.notices:
            say(f"{county.name}：{notice}")
        if county.unlisted:
            say(f"{county.name}：{county.unlisted}")
    standing = {site.note.name: site for site in report.sites}
    print("县\t结果\t页面\t文件\t这次写了\t去掉\t网址")
    for county in report.counties:
        site = standing.get(county.name)
        kept = "原来的网站没有改动" if site or county.unlisted else "还没有网站"
        result = "已生成" if county.is_built else f"没有生成（{kept}）：{county.fault}"
        numbers = (county.pages, county.files, county.written, county.vanished)
        figures = map(str, numbers) if county.is_built else ("-",) * len(numbers)
        print("\t".join([county.name, result, *figures, site.homepage if site else "-"]))
    for name in report.left:
        say(f"{name}：输出里还有它的网站，这次没有写它的文件夹；没有改动它，查询页和对照表里没有它。")
    if any(site.base.startswith("/") for site in report.sites) and not siteurl:
        say("有的县没有网址，只能在各自的主机上打开；请写上 --siteurl，或者在它的 pelicanconf.py 里写 SITEURL。")
    built = sum(county.is_built for county in report.counties)
    say(f"{len(report.counties)} 个县，生成了 {built} 个：{report.output}")
    if built < len(report.counties):
        raise SystemExit(PROBLEMS)
