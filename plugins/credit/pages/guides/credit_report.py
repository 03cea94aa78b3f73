"""Credit report guide: how to get a free credit report."""

from __future__ import annotations

from credit import urls
from credit.pages.guides import guide_parts
from credit.pages.guides.repair import CREDIT_CHINA
from credit.pages.site_context import SiteContext
from credit.view_models import Form, FormLine, GuidePage, Link, Step


def credit_report_guide(site_context: SiteContext) -> GuidePage:
    """Return ``/guides/credit-report/`` (the notice to the first batch of 立信单位; domain.md section 5)."""
    members: tuple[Link, ...] = ()
    if "credit-members" in site_context.edition.public:
        title = site_context.edition.public["credit-members"].resource.title
        members = (Link(f"看看单位在不在{title}名单上", site_context.href(urls.list_address("credit-members"))),)
    return guide_parts.guide_page(
        site_context,
        urls.GUIDE_CREDIT_REPORT,
        lead="投标、贷款、签合同要用的信用报告，从哪里领，带什么，要不要钱。",
        brief=(
            "立信单位可以在窗口免费领一份信用报告。",
            "只想看看本站有什么记录，打开信用档案直接打印就行，但那不是正式的信用报告。",
            "个人的征信报告，本站和窗口都没有，请到中国人民银行征信中心查询。",
        ),
        conditions=("是立信单位，也就是在征信服务中心建立了信用档案的单位。不是的，请先打电话问怎么办。",),
        steps=(
            Step("确认是立信单位", ("在名单里能找到单位的名称，就是立信单位。",), members),
            Step(
                "到窗口申请",
                (
                    "通知写的地点是公主岭市企业征信服务中心4楼。原网站写的地址是公主岭市政府西侧企业诚信建设服务平台4楼。",
                    "两处叫法不同，留的窗口电话是同一个，本站没有核实是不是同一个地方。",
                    "去以前请先打窗口服务电话 0434-6053889，问清楚到哪里去、几点开门。",
                ),
            ),
            Step("当场领取", ("窗口核对以后打印。报告只反映打印当天的情况，以后有变化可以再来查。",)),
        ),
        materials=(
            "领取信用报告申请单（见本页末尾，可以打印）。",
            "营业执照复印件、单位介绍信。",
            "委托别人领的，另带委托书。",
            guide_parts.ASK_FIRST,
        ),
        form=Form(
            "领取信用报告申请单",
            guide_parts.FORM_NOTE,
            (
                *guide_parts.APPLICANT,
                FormLine("form-purpose", "用在哪里", "例如投标、贷款、自己了解"),
                FormLine("form-agent", "领取人和电话"),
            ),
            "本单位申请领取信用报告一份，并对报告的使用负责。",
            ("单位盖章", "领取人签字", "日期"),
        ),
        further=(
            Step(
                "还可以从哪里得到",
                ("“信用中国”网站可以免费下载企业的公共信用信息报告，内容是全国各部门报送的信息，比本站全。",),
                (CREDIT_CHINA,),
            ),
            Step(
                "怎样打印本站的信用档案",
                (
                    "打开主体的信用档案，用浏览器的“打印”。打印出来的是本站公开的记录，上面注明“非官方”，不能代替正式的信用报告。",
                ),
                (*guide_parts.list_links(site_context, "red"), *guide_parts.list_links(site_context, "black")),
            ),
        ),
        sources=guide_parts.policy_links(site_context, "notice/free-credit-report", "notice/second-batch-members"),
    )
