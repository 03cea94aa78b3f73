"""One or more sample contexts of every page type, with long names, rare characters and empty parts."""

from __future__ import annotations

from credit import view_models as c

LONG = "示例吉林省公主岭市范家屯镇东北黑土地农产品冷链仓储物流与电子商务综合服务有限责任公司"
RARE = "公主岭市示例𠮷祥粮油贸易有限公司"
CODE = "91220184MA00000X1A"


def layout(base: str = "", stylesheet: str = "/assets/style.css", icon: str = "/assets/favicon.svg") -> c.PageLayout:
    """Return the shell of a demonstration site below ``base``."""
    names = (
        ("信用名单", "/lists/"),
        ("政策文件", "/policies/"),
        ("通知公告", "/notices/"),
        ("典型案例", "/cases/"),
        ("部门", "/departments/"),
        ("四张清单", "/measures/"),
        ("开放数据", "/data/"),
    )
    return c.PageLayout(
        name="信用公主岭",
        tagline="公主岭市信用信息公示",
        base=base,
        home=f"{base}/",
        navigation=tuple(c.Link(text, base + href) for text, href in names),
        stylesheet=stylesheet,
        icon=icon,
        scripts=(),
        contacts=(
            c.Fact("窗口服务电话", (c.Cell("0434-6053889", kind="telephone"),)),
            c.Fact("监督投诉电话", (c.Cell("0434-3231315", kind="telephone"),)),
            c.Fact("政务服务热线", (c.Cell("12345", kind="telephone"),), "全天接听"),
            c.Fact("地址", (c.Cell("公主岭市政府西侧服务平台 4 楼"),)),
        ),
        footer=(c.Fact("数据截止", (c.Cell("以各条记录为准"),)),),
        footer_links=(
            c.Link("关于本站", f"{base}/about/"),
            c.Link("隐私说明", f"{base}/privacy/"),
            c.Link("无障碍说明", f"{base}/accessibility/"),
            c.Link("网站地图", f"{base}/sitemap/"),
        ),
        codes=(
            c.Fact("网站标识码", (c.Cell("0000000000"),)),
            c.Fact("备案号", (c.Cell("吉ICP备00000000号", "https://example.org/"),)),
        ),
        licence=c.Link("未声明许可", ""),
        organizer="示例信用体系建设办公室",
        demonstration="演示数据：本站名单均为虚构，不涉及任何真实单位。",
        assets={"search.js": f"{base}/assets/search.js"},
    )


def _common(base: str, title: str, address: str, section: str, lead: str = "", *crumbs: c.Link) -> dict[str, object]:
    trail = () if address == "/" else (c.Link("首页", f"{base}/"), *crumbs, c.Link(title, base + address, current=True))
    head = c.Head(
        title,
        f"{title}：{lead or '信用公主岭的一页'}",
        canonical=f"https://credit.example{base}{address}",
        meta=(("SiteName", "信用公主岭"), ("ColumnName", title)),
        json_ld='{"@context":{"@vocab":"https://schema.org/"},"@type":"WebPage","name":"<示例>"}',
    )
    return {"head": head, "address": address, "crumbs": trail, "title": title, "lead": lead, "section": section}


def _telephone(text: str) -> c.Cell:
    return c.Cell(text, kind="telephone")


def black_grid(base: str = "", rows: int = 6, caption: str = "最新列入") -> c.Grid:
    """Return a grid of the black list with all the kinds of a cell."""
    names = (LONG, RARE, "示例甲商贸有限公司", "自然人", "公主岭市示例建筑工程有限公司", "示例农机专业合作社")
    columns = (
        c.Column("name", "名称"),
        c.Column("unified_code", "统一社会信用代码", "code"),
        c.Column("behaviour", "失信行为"),
        c.Column("authority", "认定部门"),
        c.Column("severity", "失信程度"),
        c.Column("decided_on", "认定日期", "date"),
        c.Column("last_day", "公示到", "date"),
        c.Column("state", "状态", "mark"),
    )
    body = []
    for number in range(1, rows + 1):
        name = names[number % len(names)]
        code = "" if name == "自然人" else f"9122018400000{number:04d}X"
        body.append(
            c.Row(
                (
                    c.Cell(name, f"{base}/entities/{code}.html" if code else ""),
                    c.Cell(code, kind="code"),
                    c.Cell("拖欠农民工工资，经责令限期支付逾期不支付", f"{base}/measures/dishonesty-scope/wages/"),
                    c.Cell("市人力资源和社会保障局", f"{base}/departments/human-resources/"),
                    c.Cell("严重" if number % 2 else "一般"),
                    c.Cell(f"2026-{number % 12 + 1:02d}-05", kind="date"),
                    c.Cell(f"2027-{number % 12 + 1:02d}-05", kind="date", note="本站推算"),
                    c.Cell("异议标注", kind="mark", tone="warn")
                    if number % 4 == 0
                    else c.Cell("在列", kind="mark", tone="bad"),
                ),
                f"BL-2026-{number:05d}",
            )
        )
    return c.Grid(caption, columns, tuple(body), "目前没有公示中的记录。")


def red_grid(base: str = "", rows: int = 4, caption: str = "红名单最新记录") -> c.Grid:
    """Return a short grid of the red list."""
    columns = (
        c.Column("name", "名称"),
        c.Column("honour", "荣誉"),
        c.Column("authority", "认定部门"),
        c.Column("listed_on", "列入日期", "date"),
        c.Column("state", "状态", "mark"),
    )
    return c.Grid(
        caption,
        columns,
        tuple(
            c.Row(
                (
                    c.Cell(f"公主岭市示例{word}有限公司", f"{base}/entities/{CODE}.html"),
                    c.Cell("纳税信用 A 级纳税人"),
                    c.Cell("国家税务总局公主岭市税务局"),
                    c.Cell(f"2026-10-{day:02d}", kind="date"),
                    c.Cell("拟列入", kind="mark", tone="plain")
                    if day == 20
                    else c.Cell("在列", kind="mark", tone="good"),
                )
            )
            for word, day in (("粮油", 20), ("种业", 18), ("机械", 12), ("食品", 9))[:rows]
        ),
    )


def lists(base: str = "") -> tuple[c.ListCard, ...]:
    """Return four lists of the catalogue."""
    return (
        c.ListCard(
            "诚信典型名单（红名单）",
            f"{base}/lists/red-list/",
            "red",
            "依法诚信经营、受到表彰或被评为守信典型的单位。",
            118,
            "2026-10-20",
            updated="2026-10-21",
        ),
        c.ListCard(
            "严重失信主体名单（黑名单）",
            f"{base}/lists/black-list/",
            "black",
            "经主管部门依法认定、正在公示期内的严重失信主体。",
            43,
            "2026-11-05",
        ),
        c.ListCard(
            "信用承诺公示",
            f"{base}/lists/commitments/",
            "register",
            "市场主体公开作出的信用承诺和履约状态。",
            80,
            "2026-11-02",
        ),
        c.ListCard("立信单位", f"{base}/lists/credit-members/", "register", "分批加入企业信用建设的单位。", 40),
    )


def entries(base: str, column: str) -> tuple[c.DocumentEntry, ...]:
    """Return three documents of a column."""
    return (
        c.DocumentEntry(
            "关于为首批立信企业免费打印信用报告的通知",
            f"{base}/{column}/free-report/",
            "未注明",
            "首批立信单位可以免费领取一份信用报告。请到企业征信服务中心四楼窗口申请。",
            ("企业征信服务中心",),
        ),
        c.DocumentEntry(
            "公主岭市电子商务领域诚信建设工作方案",
            f"{base}/{column}/ecommerce/",
            "2018-12-26",
            "建立实名登记、信用评价、信息共享和联合奖惩制度，十九项任务明确牵头部门。",
            ("公信用办发〔2018〕10号", "有效"),
        ),
        c.DocumentEntry(f"关于{LONG}移出严重失信主体名单的演示通知", f"{base}/{column}/long/", "2026-09-01", "", ()),
    )


_BODY = """<h2 id="c1">一、重要意义</h2>
<p>健全电子商务领域诚信体系，是行业健康发展的关键，也是信用体系建设的重要内容。近年来网络交易发展很快，假冒伪劣、虚假广告、刷单炒信等失信现象仍时有发生。</p>
<h2 id="c4">四、主要任务</h2>
<h3 id="c4-1">（一）加强全流程信用建设</h3>
<p id="c4-1-1">1.落实实名登记。平台应当核验经营者身份，明确交易凭证的效力。（市商务局牵头，市公安局、市司法局配合）</p>
<p id="c4-1-2">2.完善信用评价。交易双方互评，评价结果公开，供参加交易的人参考。详见<a href="https://example.org/paper">国家有关文件</a>（外部网站）和<a href="/policies/">政策文件</a>栏目。</p>
<div class="scroll" tabindex="0" role="region" aria-label="表格"><table><thead><tr><th>热线</th><th>事项</th><th>现状</th></tr></thead><tbody><tr><td>12315</td><td>消费投诉</td><td>正在使用</td></tr><tr><td>12358</td><td>价格举报</td><td>已并入 12315</td></tr></tbody></table></div>
<blockquote><p>守信激励，失信惩戒。</p></blockquote>
<ol><li>先核对记录。</li><li>再准备材料。</li></ol>"""

OUTLINE = (
    c.OutlineItem("一、重要意义", "c1", 2),
    c.OutlineItem("四、主要任务", "c4", 2),
    c.OutlineItem("（一）加强全流程信用建设", "c4-1", 3),
)


RECORD_INDEX = (
    c.OutlineItem("严重失信主体名单（黑名单），在列 1 条", "BL-2026-00017", 2),
    c.OutlineItem("拖欠农民工工资（异议处理中、更正）", "BL-2026-00017", 3, "2026-05-10"),
    c.OutlineItem("诚信典型名单（红名单），在列 1 条", "RL-2026-00007", 2),
    c.OutlineItem("纳税信用 A 级纳税人", "RL-2026-00007", 3, "2026-10-20"),
)


def listing(base: str, tone: str) -> c.ListingView:
    """Return one listing of an archive; a bad one has everything, a good one only what must be there."""
    if tone == "good":
        return c.ListingView(
            "RL-2026-00007",
            "诚信典型名单（红名单）",
            f"{base}/lists/red-list/",
            f"{base}/lists/red-list/2026/#RL-2026-00007",
            "good",
            "在列",
            (),
            (c.Cell("2026-10-20", kind="day"), c.Cell("起列入红名单，荣誉是纳税信用 A 级纳税人。")),
            (c.Fact("列入日期", (c.Cell("2026-10-20", kind="date"),)), c.Fact("有效期至", (c.Cell("长期"),))),
            (),
            (
                c.Measure(
                    "绿色通道",
                    f"{base}/measures/incentives/green/",
                    "优先办理行政审批。",
                    (c.Link("市政务服务局", f"{base}/departments/service/"),),
                ),
            ),
            "可以享受的激励措施",
            (),
        )
    return c.ListingView(
        "BL-2026-00017",
        "严重失信主体名单（黑名单）",
        f"{base}/lists/black-list/",
        f"{base}/lists/black-list/2026/#BL-2026-00017",
        "bad",
        "在列",
        ("异议处理中", "更正"),
        (
            c.Cell("因拖欠农民工工资，"),
            c.Cell("2026-05-06", kind="day"),
            c.Cell("被市人力资源和社会保障局认定为严重失信主体。"),
        ),
        (
            c.Fact("失信行为", (c.Cell("拖欠农民工工资", f"{base}/measures/dishonesty-scope/wages/"),)),
            c.Fact("决定书文号", (c.Cell("公人社监〔2026〕17号", kind="code"),)),
            c.Fact(
                "认定部门",
                (c.Cell("市人力资源和社会保障局", f"{base}/departments/human-resources/"), _telephone("0434-6212333")),
            ),
            c.Fact("认定日期", (c.Cell("2026-05-06", kind="date"),)),
            c.Fact("最早可申请修复", (c.Cell("2026-08-07", kind="date"),), "本站推算，以认定部门为准"),
            c.Fact("公示到", (c.Cell("2027-05-06", kind="date"),), "本站推算，以认定部门为准"),
        ),
        (c.Fact("决定书文号", (c.Cell("更正前：公人社监〔2026〕71号"), c.Cell("更正后：公人社监〔2026〕17号"))),),
        (
            c.Measure(
                "限制参加政府采购",
                f"{base}/measures/penalties/procurement/",
                "在公示期内不得参加政府采购活动。",
                (
                    c.Link("市财政局", f"{base}/departments/finance/"),
                    c.Link("市政务服务局", f"{base}/departments/service/"),
                ),
            ),
            c.Measure("加大监管力度", f"{base}/measures/penalties/supervision/", "", ()),
        ),
        "依法可以采取的惩戒措施",
        (
            "先改正失信行为，并保留证明材料。",
            "到最早可申请日以后，向认定部门提出信用修复申请。",
            "对记录有异议的，可以向认定部门提出，也可以拨打 12345。",
        ),
        (c.Cell("一般失信行为公示三个月到一年，自"), c.Cell("2026-05-06", kind="day"), c.Cell("起算（当日不计）。")),
        reason="拖欠农民工工资",
        last_day="2027-05-06",
        timeline=c.Timeline(
            (
                c.Moment("作出认定", "2026-05-06", place="14"),
                c.Moment("开始公示", "2026-05-10", place="17"),
                c.Moment("最早可以申请信用修复", "2026-08-07", "本站推算", "88"),
                c.Moment("最后公示日", "2027-05-06", "本站推算", "306"),
            ),
            "88",
            "作出认定 2026-05-06；开始公示 2026-05-10；最早可以申请信用修复 2026-08-07；最后公示日 2027-05-06",
        ),
        guides=(
            c.Link("申请信用修复", f"{base}/guides/repair/#record=BL-2026-00017&code={CODE}"),
            c.Link("对这条记录有异议", f"{base}/guides/objection/#record=BL-2026-00017&code={CODE}"),
        ),
    )


def entity(base: str, kind: str = "full") -> c.EntityPage:
    """Return an archive: ``full``, ``good`` or ``empty``."""
    name = {"full": LONG, "good": RARE, "empty": "示例乙商贸有限公司"}[kind]
    status = {
        "full": "现在有 1 条严重失信记录在公示，另有 1 条守信记录。",
        "good": "现在有 1 条守信记录，没有失信记录在本站公示。",
        "empty": "本站现在没有公示中的名单记录；没有记录不说明信用好坏。",
    }[kind]
    return c.EntityPage(
        **_common(base, name, f"/entities/{CODE}.html", "/lists/", "", c.Link("信用名单", f"{base}/lists/")),
        name=name,
        unified_code=CODE,
        former_names=("示例旧名贸易有限公司",),
        status=status,
        tone={"full": "bad", "good": "good", "empty": "plain"}[kind],
        facts=(
            c.Fact("统一社会信用代码", (c.Cell(CODE, kind="code"),)),
            c.Fact("曾用名", (c.Cell("示例旧名贸易有限公司"),)),
            c.Fact("主体类别", (c.Cell("企业"),)),
        ),
        listings={"full": (listing(base, "bad"), listing(base, "good")), "good": (listing(base, "good"),), "empty": ()}[
            kind
        ],
        no_listing="本站目前没有该单位公示中的名单记录。",
        registers=(
            c.Grid(
                "信用承诺",
                (
                    c.Column("subject", "承诺事由"),
                    c.Column("committed_on", "承诺日期", "date"),
                    c.Column("fulfilment", "履约状态", "mark"),
                ),
                (
                    c.Row(
                        (
                            c.Cell("按期支付工资并公开结果"),
                            c.Cell("2026-03-02", kind="date"),
                            c.Cell("全部履约", kind="mark", tone="good"),
                        )
                    ),
                ),
            )
            if kind == "full"
            else c.Grid("信用承诺", (), (), "没有信用承诺记录。"),
            c.Grid("立信单位", (), (), "没有立信单位记录。"),
        ),
        actions=(c.Link("我要信用修复", f"{base}/guides/repair/"), c.Link("我有异议", f"{base}/guides/objection/")),
        note="本页根据公开名单生成，不是官方信用报告。",
        verdict=status.removeprefix(name),
        brief=(c.Cell("原因：拖欠农民工工资。最晚公示到"), c.Cell("2027-05-06", kind="day"), c.Cell("。"))
        if kind == "full"
        else (),
        next_steps=(
            c.NextStep(
                (c.Cell("2026-08-07", kind="day"), c.Cell("起可以申请提前撤下")), "怎样办", f"{base}/guides/repair/"
            ),
        )
        if kind == "full"
        else (),
        contact=c.Cell("0434-6212333", "tel:04346212333", kind="telephone") if kind == "full" else None,
        changed_on="2026-05-10",
        digest="0123456789abcdef",
        json_href=f"{base}/entities/{CODE}.json",
        index=RECORD_INDEX if kind == "full" else (),
    )


def download(base: str, title: str, extension: str) -> c.Download:
    """Return one file of a dataset."""
    return c.Download(
        title,
        f"{base}/data/black-list/black-list.{extension}",
        f"black-list.{extension}",
        "18.2 kB",
        18231,
        "3b1f" * 16,
        "",
    )


def guide(base: str, hotlines: c.Grid) -> c.GuidePage:
    """Return a guide with every part a guide may have."""
    return c.GuidePage(
        **_common(base, "信用修复怎么办", "/guides/repair/", "/guides/repair/", "改正以后，可以申请提前撤下。"),
        guides=(
            c.Link("信用修复怎么办", f"{base}/guides/repair/", current=True),
            c.Link("记录有错怎么办", f"{base}/guides/objection/"),
        ),
        brief=("改正了就可以申请。", "不收费。"),
        conditions=("过了最短公示期。",),
        steps=(
            c.Step("找到记录", ("打开信用档案。",), (c.Link("黑名单", f"{base}/lists/black-list/"),)),
            c.Step("提交申请", ("向认定部门提交。",)),
        ),
        materials=("申请表。",),
        tables=(
            c.Grid(
                "办理期限",
                (c.Column("title", "什么事"), c.Column("limit", "期限")),
                (c.Row((c.Cell("撤下"), c.Cell("三个工作日内"))),),
            ),
        ),
        channels=(c.Fact("窗口服务电话", (_telephone("0434-6053889"),)),),
        hotlines=hotlines,
        form=c.Form(
            "信用修复申请表",
            "填写的内容不会传给本站。",
            (
                c.FormLine("form-record", "记录编号", "形如 BL-2026-00017", record=True),
                c.FormLine("form-done", "怎样改正的", rows=5),
                c.FormLine("form-name", LONG),
            ),
            "以上内容真实。",
            ("申请人签字", "日期"),
        ),
        further=(c.Step("搜索网站里还能搜到", ("请它删掉摘要。",)),),
        sources=(c.Link("信用修复管理办法", f"{base}/policies/measures/"),),
    )


def chart(form: str, bars: int = 3) -> c.Chart:
    """Return a chart of one form; without bars it is its words alone."""
    key = f"black-list-{form}{'' if bars else '-empty'}"
    counts = c.Grid(
        f"{key}：数字",
        (c.Column("title", "行为"), c.Column("count", "记录（条）", "number")),
        tuple(c.Row((c.Cell(LONG), c.Cell(str(number), kind="number"))) for number in range(bars)),
        "没有记录。",
    )
    drawn = tuple(
        c.Bar(LONG if number else "", str(number), "0", "1em", "40%", "1em", "0", "1em", "45%", "2em")
        for number in range(bars)
    )
    return c.Chart(
        key, f"按行为（{key}）", f"黑名单：按行为（{key}）", "最多的是甲，2 条。", form, "8.1em", drawn, counts
    )


def pages(base: str = "") -> dict[str, c.Page]:
    """Return the specimens by name; every page type is there at least once."""
    data = c.Link("开放数据", f"{base}/data/")
    lists_link = c.Link("信用名单", f"{base}/lists/")
    black = c.Link("严重失信主体名单（黑名单）", f"{base}/lists/black-list/")
    hotlines = c.Grid(
        "服务热线",
        (c.Column("number", "电话", "telephone"), c.Column("subject", "办什么事"), c.Column("hours", "时间")),
        (
            c.Row((_telephone("12345"), c.Cell("政务服务、文化市场、商务举报"), c.Cell("全天"))),
            c.Row((_telephone("12315"), c.Cell("消费投诉、价格举报、质量投诉"), c.Cell("全天"))),
        ),
    )
    authorities = c.Cell(
        "市商务局",
        f"{base}/departments/commerce/",
        more=(
            c.Cell("市发展和改革局", f"{base}/departments/reform/"),
            c.Cell("市公安局", f"{base}/departments/police/"),
        ),
    )
    tasks = c.Grid(
        "牵头的任务",
        (c.Column("clause", "条款"), c.Column("task", "任务"), c.Column("supports", "配合部门")),
        (
            c.Row(
                (
                    c.Cell("四（一）1", f"{base}/policies/ecommerce/#c4-1-1"),
                    c.Cell("建立实名登记和认证制度"),
                    authorities,
                )
            ),
        ),
        "没有牵头的任务。",
    )
    measure_grid = c.Grid(
        "失信惩戒措施清单",
        (
            c.Column("title", "名称"),
            c.Column("description", "内容"),
            c.Column("basis", "依据"),
            c.Column("authorities", "落实部门"),
            c.Column("from", "生效", "date"),
        ),
        tuple(
            c.Row(
                (
                    c.Cell(word, f"{base}/measures/penalties/{key}/"),
                    c.Cell("在公示期内依法限制有关活动，期满自动解除。"),
                    c.Cell("全国失信惩戒措施基础清单"),
                    authorities,
                    c.Cell("2026-04-01", kind="date"),
                )
            )
            for key, word in (
                ("procurement", "限制参加政府采购"),
                ("bidding", "限制参加招标投标"),
                ("funds", "限制取得政府资金支持"),
            )
        ),
    )
    years = c.LinkGroup(
        "按年份",
        (
            c.Link("2026 年", f"{base}/lists/black-list/2026/"),
            c.Link("2025 年", f"{base}/lists/black-list/2025/"),
            c.Link("2024 年", f"{base}/lists/black-list/2024/"),
        ),
    )
    facets = (
        c.LinkGroup(
            "按失信程度",
            (
                c.Link("轻微", f"{base}/lists/black-list/by/severity/minor/", "2 条"),
                c.Link("一般", f"{base}/lists/black-list/by/severity/general/", "30 条"),
                c.Link("严重", f"{base}/lists/black-list/by/severity/serious/", "11 条"),
            ),
        ),
        c.LinkGroup(
            "按乡镇街道",
            tuple(
                c.Link(f"{one}", f"{base}/lists/black-list/by/township/t{n}/")
                for n, one in enumerate(
                    (
                        "范家屯镇",
                        "怀德镇",
                        "大岭镇",
                        "响水镇",
                        "陶家屯镇",
                        "秦家屯镇",
                        "岭东街道",
                        "铁北街道",
                        "河南街道",
                        "南崴子街道",
                        "二十家子满族镇",
                        "龙山满族乡",
                    )
                )
            ),
        ),
    )
    formats = (
        c.Link("CSV", f"{base}/data/black-list/black-list.csv", "12 kB"),
        c.Link("XLSX", f"{base}/data/black-list/black-list.xlsx", "18 kB"),
        c.Link("JSON", f"{base}/data/black-list/black-list.json", "24 kB"),
    )
    terms = ("使用数据请注明来源和下载日期。", "记录移出名单后，请同时停止使用。")
    licence = c.Link("未声明许可", "")
    dictionary = c.Grid(
        "数据字典",
        (
            c.Column("name", "列名", "code"),
            c.Column("title", "标题"),
            c.Column("type", "类型"),
            c.Column("required", "必填"),
            c.Column("description", "说明"),
        ),
        tuple(
            c.Row((c.Cell(n, kind="code"), c.Cell(t), c.Cell("文本"), c.Cell(r), c.Cell(d)))
            for n, t, r, d in (
                ("record_id", "记录编号", "是", "前缀、年份和流水号，不重复使用。"),
                ("name", "名称", "是", "单位现在的名称。"),
                ("suspended_until", "暂停公示至", "", "暂停公示的最后一天。"),
            )
        ),
    )
    empty = c.Grid("没有记录的表", (c.Column("name", "名称"),), ())
    return {
        "home": c.HomePage(
            **_common(
                base,
                "查信用、看名单、办修复",
                "/",
                "/",
                "本站公布公主岭市的信用名单、政策和通知，任何人都可以查看和下载。",
            ),
            lists=lists(base),
            newest=(black_grid(base, 3, "黑名单最新记录"), red_grid(base)),
            notices=entries(base, "notices"),
            policies=entries(base, "policies")[1:2],
            more_notices=c.Link("全部通知公告", f"{base}/notices/"),
            more_policies=c.Link("全部政策文件", f"{base}/policies/"),
            tasks=(
                c.Link("查红名单", f"{base}/lists/red-list/"),
                c.Link("查黑名单", f"{base}/lists/black-list/"),
                c.Link("找部门和电话", f"{base}/departments/"),
                c.Link("下载数据", f"{base}/data/"),
            ),
            calls=(
                c.Link("拨打 0434-6053889", "tel:04346053889", "窗口服务电话"),
                c.Link("拨打 12345", "tel:12345", LONG),
            ),
        ),
        "lists": c.ListsPage(
            **_common(base, "信用名单", "/lists/", "/lists/", "每份名单都说明谁来认定、怎样列入、怎样移出。"),
            lists=lists(base),
        ),
        "list": c.ListPage(
            **_common(
                base,
                "严重失信主体名单（黑名单）",
                "/lists/black-list/",
                "/lists/",
                "经主管部门依法认定、正在公示期内的严重失信主体。",
                lists_link,
            ),
            kind="black",
            newest=black_grid(base, 8),
            authority="市发展和改革局会同各行业主管部门",
            entry=("主管部门作出认定决定，并且文书已经送达。", "认定前已经告知当事人，并听取陈述申辩。"),
            removal=("公示期满自动移出。", "信用修复申请经认定部门同意。", "认定依据被撤销。"),
            remedies=("向认定部门提出异议。", "依法申请行政复议或者提起行政诉讼。"),
            catalogue="全国公共信用信息基础目录（2025 年版）严重失信主体名单",
            years=years,
            facets=facets,
            downloads=formats,
            dataset=c.Link("数据字典、校验值和更多格式", f"{base}/data/black-list/"),
            guides=(c.Link("信用修复怎么办", f"{base}/guides/repair/"),),
            updated="2026-11-06",
        ),
        "list-empty": c.ListPage(
            **_common(base, "诚信典型名单（红名单）", "/lists/red-list/", "/lists/", "", lists_link),
            kind="red",
            newest=empty,
            authority="",
            entry=(),
            removal=(),
            remedies=(),
            catalogue="",
            years=c.LinkGroup("按年份", ()),
            facets=(),
            downloads=(),
            dataset=data,
        ),
        "browse": c.BrowsePage(
            **_common(base, "黑名单 2026 年", "/lists/black-list/2026/", "/lists/", "", lists_link, black),
            kind="black",
            grid=black_grid(base, 50, "编号 1 至 50 的记录"),
            range="编号 1 至 50",
            previous=None,
            next=c.Link("第 51–100 号", f"{base}/lists/black-list/2026/2/"),
            pages=(
                c.Link("1–50", f"{base}/lists/black-list/2026/", current=True),
                c.Link("51–100", f"{base}/lists/black-list/2026/2/"),
                c.Link("101–150", f"{base}/lists/black-list/2026/3/"),
            ),
            back=c.Link("回到黑名单", f"{base}/lists/black-list/"),
        ),
        "browse-left": c.BrowsePage(
            **_common(base, "黑名单 2024 年", "/lists/black-list/2024/2/", "/lists/", "", lists_link, black),
            kind="black",
            grid=empty,
            range="编号 51 至 100",
            previous=c.Link("", f"{base}/lists/black-list/2024/"),
            next=c.Link("第 101–150 号", f"{base}/lists/black-list/2024/3/"),
            pages=(),
            back=c.Link("回到黑名单", f"{base}/lists/black-list/"),
            left="这一页的记录都已经结束公示。",
        ),
        "entity": entity(base),
        "certificate": c.CertificatePage(
            **_common(base, "红名单在列证明", f"/certificates/{CODE}.html", "/lists/"),
            name=LONG,
            unified_code=CODE,
            honours=(
                c.Honour(
                    "诚信典型名单",
                    (
                        c.Fact("认定内容", (c.Cell("纳税信用 A 级"),)),
                        c.Fact("列入日期", (c.Cell("2026-05-10", kind="date"),)),
                    ),
                    ("异议处理中",),
                ),
            ),
            archive=c.Link("打开信用档案", f"{base}/entities/{CODE}.html"),
            printed=c.PrintHead(
                f"https://credit.example{base}/entities/{CODE}.html", "data:image/png;base64,", "2026-05-10"
            ),
            badge=c.Badge(
                f"{base}/badges/{CODE}.svg",
                f"https://credit.example{base}/entities/{CODE}.html",
                f"https://credit.example{base}/badges/{CODE}.svg",
                "信用公主岭红名单 在列",
                "信用公主岭红名单 在列",
                280,
                76,
            ),
        ),
        "entity-good": entity(base, "good"),
        "entity-empty": entity(base, "empty"),
        "column": c.ColumnPage(
            **_common(base, "通知公告", "/notices/", "/notices/", "与信用工作有关的通知，最新的在前。"),
            entries=entries(base, "notices"),
            empty="目前没有通知公告。",
        ),
        "document": c.DocumentPage(
            **_common(
                base,
                "公主岭市电子商务领域诚信建设工作方案",
                "/policies/ecommerce/",
                "/policies/",
                "",
                c.Link("政策文件", f"{base}/policies/"),
            ),
            kind="policy",
            date="2018-12-26",
            notices=(
                (
                    c.Cell("本文件自"),
                    c.Cell("2026-04-01", kind="day"),
                    c.Cell("起被废止，依据是"),
                    c.Cell("《示例办法》", f"{base}/policies/rules/"),
                    c.Cell("。"),
                ),
            ),
            facts=(
                c.Fact("发文字号", (c.Cell("公信用办发〔2018〕10号", kind="code"),)),
                c.Fact("发文机关", (c.Cell("公主岭市社会信用体系建设领导小组办公室"),)),
                c.Fact("发布日期", (c.Cell("2018-12-26", kind="date"),)),
                c.Fact("有效性", (c.Cell("有效", kind="mark", tone="good"),)),
            ),
            outline=OUTLINE,
            body=_BODY.replace('href="/', f'href="{base}/'),
            attachments=(c.Link("申请表（DOCX）", f"{base}/policies/ecommerce/form.docx", "21 kB"),),
            files=(c.Link("不带排版的全文", f"{base}/policies/ecommerce/ecommerce.md"),),
            related=(
                c.LinkGroup(
                    "相关案例", (c.Link("示例甲商贸有限公司诚信经营案例", f"{base}/cases/one/"),), "与本文件有关的案例"
                ),
            ),
            changes=c.Grid(
                "修改记录",
                (c.Column("day", "日期", "date"), c.Column("words", "改了什么")),
                (c.Row((c.Cell("2026-05-18", kind="date"), c.Cell("改正了第二条的电话"))),),
                anchor="changes",
            ),
            responsibilities=tasks,
            quote=c.Quote(
                "公主岭市社会信用体系建设领导小组办公室：《工作方案》",
                f"{base}/policies/ecommerce/",
                "访问日期：年-月-日",
            ),
            back=c.Link("全部政策文件", f"{base}/policies/"),
        ),
        "text": c.TextPage(
            **_common(base, "关于本站", "/about/", "/about/", "本站公布什么、不公布什么。"),
            body=_BODY.replace('href="/', f'href="{base}/'),
            outline=(),
            grids=(hotlines,),
        ),
        "departments": c.DepartmentsPage(
            **_common(base, "部门", "/departments/", "/departments/", "找到认定名单、受理异议和修复的部门。"),
            grid=c.Grid(
                "全部部门",
                (c.Column("name", "名称"), c.Column("telephone", "电话", "telephone"), c.Column("address", "地址")),
                (
                    c.Row(
                        (
                            c.Cell("市人力资源和社会保障局", f"{base}/departments/human-resources/"),
                            _telephone("0434-6212333"),
                            c.Cell("公主岭大街 100 号"),
                        )
                    ),
                    c.Row((c.Cell("中国人民银行公主岭市支行", f"{base}/departments/bank/"), c.Cell(""), c.Cell(""))),
                ),
            ),
        ),
        "department": c.DepartmentPage(
            **_common(
                base, "市商务局", "/departments/commerce/", "/departments/", "", c.Link("部门", f"{base}/departments/")
            ),
            facts=(
                c.Fact("电话", (_telephone("0434-6212345"),)),
                c.Fact("曾用名称", (c.Cell("市经济局（2019 年以前）"),)),
            ),
            leads=tasks,
            supports=c.Grid("配合的任务", (), (), "没有配合的任务。"),
            measures=(
                c.LinkGroup("落实的惩戒措施", (c.Link("限制参加政府采购", f"{base}/measures/penalties/procurement/"),)),
            ),
            lists=(c.Link("黑名单", f"{base}/lists/black-list/by/authority/commerce/", "3 条"),),
        ),
        "measures": c.MeasuresPage(
            **_common(
                base, "四张清单", "/measures/", "/measures/", "什么算诚信典型，什么算严重失信，分别有哪些激励和惩戒。"
            ),
            groups=(
                c.LinkGroup(
                    "失信惩戒措施",
                    (
                        c.Link("限制参加政府采购", f"{base}/measures/penalties/procurement/"),
                        c.Link("限制参加招标投标", f"{base}/measures/penalties/bidding/"),
                    ),
                    "只有列入清单的措施才能采取。",
                ),
                c.LinkGroup("守信激励措施", (c.Link("绿色通道", f"{base}/measures/incentives/green/"),)),
            ),
        ),
        "measure_list": c.MeasureListPage(
            **_common(
                base, "失信惩戒措施", "/measures/penalties/", "/measures/", "", c.Link("四张清单", f"{base}/measures/")
            ),
            grid=measure_grid,
            dataset=c.Link("下载这张清单", f"{base}/data/penalties/"),
        ),
        "measure": c.MeasurePage(
            **_common(
                base,
                "限制参加政府采购",
                "/measures/penalties/procurement/",
                "/measures/",
                "",
                c.Link("四张清单", f"{base}/measures/"),
                c.Link("失信惩戒措施", f"{base}/measures/penalties/"),
            ),
            facts=(c.Fact("内容", (c.Cell("在公示期内不得参加政府采购活动。"),)), c.Fact("落实部门", (authorities,))),
            references=(),
            back=c.Link("回到失信惩戒措施", f"{base}/measures/penalties/"),
        ),
        "data": c.DataPage(
            **_common(base, "开放数据", "/data/", "/data/", "每份名单都可以完整下载，不需要登记。"),
            datasets=(
                c.DatasetCard(
                    "严重失信主体名单（黑名单）",
                    f"{base}/data/black-list/",
                    "正在公示期内的严重失信主体。",
                    43,
                    formats,
                ),
                c.DatasetCard("部门", f"{base}/data/departments/", "部门名称、沿革和联系方式。", 28, formats),
            ),
            files=(download(base, "数据包描述文件", "json"), download(base, "全部文件的校验值", "txt")),
            licence=licence,
            batch=c.Link("批量核对", f"{base}/check/"),
            terms=terms,
            quality=c.Link("数据质量", f"{base}/data/quality/"),
        ),
        "dataset": c.DatasetPage(
            **_common(
                base,
                "严重失信主体名单（黑名单）数据",
                "/data/black-list/",
                "/data/",
                "正在公示期内的严重失信主体。",
                data,
            ),
            facts=(
                c.Fact("记录数", (c.Cell("43", kind="number"),)),
                c.Fact("主键", (c.Cell("record_id", kind="code"),)),
            ),
            quote=c.Quote(
                "示例单位：严重失信主体名单（版本 1a2b3c）", f"{base}/data/black-list/", "下载日期：年-月-日"
            ),
            downloads=(
                download(base, "CSV（UTF-8）", "csv"),
                download(base, "XLSX（含数据字典）", "xlsx"),
                download(base, "JSON", "json"),
            ),
            dictionary=dictionary,
            licence=licence,
            terms=terms,
            sample=black_grid(base, 2, "前几条记录"),
            list_link=c.Link("查看这份名单的公示页", f"{base}/lists/black-list/"),
        ),
        "dataset-wide": c.DatasetPage(
            **_common(base, "宽表数据", "/data/wide/", "/data/", "", data),
            facts=(),
            quote=c.Quote("示例单位：宽表（版本 1a2b3c）", f"{base}/data/wide/", "下载日期：年-月-日"),
            downloads=(download(base, "JSON", "json"),),
            dictionary=dictionary,
            licence=licence,
            terms=(),
            sample=c.Grid(
                "前几条记录",
                tuple(c.Column(f"column_{number}", f"第{number}列") for number in range(1, 13)),
                (c.Row(tuple(c.Cell(LONG if number % 5 == 0 else "") for number in range(1, 13))),),
            ),
        ),
        "guide": guide(base, hotlines),
        "guides": c.GuidesPage(
            **_common(base, "办事指南", "/guides/", "/guides/", "该找谁，怎么办。"),
            guides=(c.Link("我该找谁", f"{base}/guides/contact/", "什么事，哪个部门"),),
        ),
        "statistics": c.StatisticsPage(
            **_common(base, "统计", "/statistics/", "/statistics/", "本站正在公示的记录有多少。"),
            overview=c.Grid(
                "全部名单",
                (c.Column("title", "名单"), c.Column("total", "正在公示（条）", "number")),
                (c.Row((c.Cell("黑名单", f"{base}/lists/black-list/"), c.Cell("43", kind="number"))),),
            ),
            reports=c.LinkGroup("统计报告", (c.Link("2026年上半年", f"{base}/reports/2026-h1/"),), "数字不再改变。"),
            parts=(
                c.StatisticsPart(
                    "黑名单",
                    (c.Fact("正在公示", (c.Cell("43 条"),)),),
                    (chart("bars"), chart("columns"), chart("bars", bars=0)),
                    black,
                ),
            ),
            notes=("自然人的记录计入总数，但是不写姓名。",),
            downloads=(c.Link("每月增减（CSV）", f"{base}/data/monthly-changes/monthly-changes.csv"),),
        ),
        "large": c.LargePage(
            **_common(base, "大字版", "/large/", "/large/", "每一页都可以放大。"),
            sentences=("点“大字版”，字马上变大。",),
            links=(c.Link("首页", f"{base}/#large"), c.Link("名单查询", f"{base}/lists/#large")),
        ),
        "search": c.SearchPage(
            **_common(base, "搜索", "/search/", "/search/", "查一家企业在不在名单上。"),
            action=f"{base}/search/",
            index=f"{base}/search/index/",
            base=base,
            hint="可以输入名称里连着的两个字或更多。",
            lists=(c.Link("黑名单", f"{base}/lists/black-list/", note="最新一条 2026-11-02"),),
            sentences=("查不到不能证明没有。",),
            batch=c.Link("批量核对", f"{base}/check/", note="一次核对很多个。"),
            groups=(
                c.LinkGroup(
                    "按名称首字母查找", (c.Link("S", f"{base}/search/by/initial/s.html"),), "地名后面第一个字。"
                ),
            ),
        ),
        "batch": c.BatchPage(
            **_common(base, "批量核对", "/check/", "/search/", "一次核对很多个。"),
            index=f"{base}/search/index/",
            base=base,
            most=200,
            sentences=("名称要写全。",),
            further=(c.Link("一个一个搜索", f"{base}/search/"),),
        ),
        "search_by": c.SearchByPage(
            **_common(base, "按名称首字母查找：S", "/search/by/initial/s.html", "/search/"),
            children=c.LinkGroup("请选下一个字的拼音首字母", (c.Link("SY", f"{base}/search/by/initial/s/25.html"),)),
            found=(c.Link(LONG, f"{base}/entities/{CODE}.html", note=f"黑名单在列，{CODE}"),),
            empty="",
            back=c.Link("搜索和其他查找办法", f"{base}/search/"),
        ),
        "search_by_empty": c.SearchByPage(
            **_common(base, "按名称首字母查找：V", "/search/by/initial/v.html", "/search/"),
            children=c.LinkGroup("", ()),
            found=(),
            empty="这里目前没有名称。",
            back=c.Link("搜索和其他查找办法", f"{base}/search/"),
        ),
        "sitemap": c.SiteMapPage(
            **_common(base, "网站地图", "/sitemap/", "/sitemap/", ""),
            groups=(
                years,
                *facets,
                c.LinkGroup(
                    "外部网站", (c.Link("国家企业信用信息公示系统", "https://www.gsxt.gov.cn/", external=True),)
                ),
            ),
        ),
        "not_found": c.NotFoundPage(
            **_common(base, "没有找到这个页面", "/404.html", "", ""),
            sentences=("本站只公布仍在公示期内的记录。", "没有查到记录，不说明信用好坏。"),
            links=(c.Link("信用名单", f"{base}/lists/"), c.Link("首页", f"{base}/")),
        ),
    }
