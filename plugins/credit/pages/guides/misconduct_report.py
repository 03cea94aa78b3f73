"""Misconduct report guide: how to report dishonest behaviour."""

from __future__ import annotations

from credit import urls
from credit.pages.contacts_and_hotlines import hotline_links
from credit.pages.guides import guide_parts
from credit.pages.site_context import SiteContext
from credit.view_models import Form, FormLine, GuidePage, Link, Step


def reporting_guide(site_context: SiteContext) -> GuidePage:
    """Return ``/guides/report/``; a reporter's identity is never published (plan 公信用办发〔2018〕10号, 四（四）6)."""
    scope = site_context.edition.public.get("dishonesty-scope")
    what: tuple[Link, ...] = ()
    if scope is not None:
        what = (Link(scope.resource.title, site_context.href(urls.measure_list_address("dishonesty-scope"))),)
    return guide_parts.guide_page(
        site_context,
        urls.GUIDE_REPORT,
        lead="遇到刷单、卖假货、价格欺诈、恶意评价这样的失信行为，可以举报。您的身份不会公开。",
        brief=(
            "买东西吃了亏，打 12315；不知道该找谁，打 12345。",
            "说清楚三件事：是谁，什么时候，做了什么。有截图、订单、录音的留好。",
            "本站任何页面和文件都不会写举报人是谁。举报单不要发到网上，交给受理的部门。",
        ),
        steps=(
            Step(
                "看看是不是失信行为",
                ("下面的清单写明哪些行为会被记为失信。不在清单里的消费纠纷，也可以打 12315。",),
                what,
            ),
            Step("留下证据", ("商品页面和聊天的截图、订单号、付款记录、快递单号、实物照片，都有用。",)),
            Step(
                "打电话或者到窗口",
                ("在手机上点号码就能拨。也可以打印本页末尾的举报单，交给有关部门。",),
                (*hotline_links(site_context), guide_parts.departments_link(site_context)),
            ),
            Step(
                "等核查结果",
                (
                    "核查和答复由受理的部门负责，打电话时可以问清楚多久有结果。",
                    "查实并依法认定的，才会列入名单；举报本身不会让谁上名单。",
                ),
            ),
        ),
        materials=(
            "举报单（见本页末尾，可以打印）。不想写姓名可以不写，但是留个电话，方便核实和答复。",
            "证据的复印件或者照片，原件自己留着。",
        ),
        form=Form(
            "失信行为举报单",
            guide_parts.FORM_NOTE,
            (
                FormLine("form-name", "被举报的单位或者网店"),
                FormLine("form-code", "统一社会信用代码或者网址", "知道就写，不知道可以空着"),
                FormLine("form-when", "什么时候，在哪里"),
                FormLine("form-what", "做了什么", rows=6),
                FormLine("form-evidence", "有什么证据", rows=3),
                FormLine("form-contact", "您的电话", "可以不写姓名；只给受理的部门看，不会公开"),
            ),
            "以上内容是我知道的实情。",
            ("日期",),
        ),
        further=(
            Step(
                "举报有奖励吗",
                (
                    "本市的工作方案提出对失信行为实行有奖举报，兑现奖励，保护举报人的权益。奖多少、怎么领，请问受理的部门。",
                ),
                guide_parts.policy_links(site_context, "policy/ecommerce-integrity-plan"),
            ),
            Step("怕被报复，怎么办", ("受理的部门应当为您保密。被泄露、被威胁的，请打 110，或者打监督投诉电话。",)),
        ),
    )
