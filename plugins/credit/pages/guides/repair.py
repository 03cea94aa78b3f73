"""Credit repair guide: periods and steps, down to the entries of search engines."""

from __future__ import annotations

from credit import urls
from credit.pages.guides import guide_parts
from credit.pages.site_context import SiteContext
from credit.view_models import Form, FormLine, GuidePage, Link, Step

CREDIT_CHINA = Link("“信用中国”网站", "https://www.creditchina.gov.cn/", external=True)


def repair_guide(site_context: SiteContext) -> GuidePage:
    """Return ``/guides/repair/`` (《信用修复管理办法》, order 36 of 2025; domain.md section 2)."""
    return guide_parts.guide_page(
        site_context,
        urls.GUIDE_REPAIR,
        lead="名单上有您的失信记录，改正以后，可以申请提前撤下。这叫信用修复，不收费。",
        brief=(
            "改正了、履行了义务、公开作出承诺、过了最短公示期，就可以申请。",
            "到了最长公示期，不申请也会自动撤下。",
            "先看信用档案里“最早可申请信用修复”的日期，没到这一天，申请不会受理。",
        ),
        conditions=(
            "过了最短公示期（见下面的表）。",
            "失信行为已经改正，该交的钱、该办的事都办完了。",
            "公开作出信用承诺，保证不再发生。",
        ),
        steps=(
            Step(
                "找到您的记录",
                (
                    "在名单里打开自己的信用档案，记下记录编号、认定部门和“最早可申请信用修复”的日期。",
                    "从信用档案里点“申请信用修复”进来的，记录编号已经填在下面的申请表里；没有自动填上的，照信用档案抄写。",
                ),
                guide_parts.list_links(site_context, "black"),
            ),
            Step("改正并留下凭证", ("缴款单、整改报告、验收结论、和解协议等，都留好复印件。",)),
            Step("公开作出信用承诺", ("把申请表最后的承诺一栏填好、签字盖章，承诺会向社会公开。",)),
            Step(
                "提交申请",
                ("向认定部门提交，或者在“信用中国”网站上提交。不知道找哪个部门，请打下面的窗口服务电话。",),
                (guide_parts.departments_link(site_context), CREDIT_CHINA),
            ),
            Step(
                "等候结果",
                (
                    "多久有结果，以受理部门答复为准。",
                    "准予修复的，从当天起，本站的页面和下载文件里都不再有这条记录；不准予的，可以按答复补齐以后再申请。",
                ),
            ),
        ),
        materials=(
            "信用修复申请表（见本页末尾，可以打印）。",
            "营业执照复印件；个人申请的，当面出示身份证件，不留复印件。",
            "已经改正、履行义务的凭证复印件。",
            guide_parts.ASK_FIRST,
        ),
        tables=(guide_parts.periods_grid(), guide_parts.limits_grid("withdraw-repaired", "withdraw-revoked")),
        form=Form(
            "信用修复申请表",
            guide_parts.FORM_NOTE,
            (
                *guide_parts.APPLICANT,
                guide_parts.RECORD,
                guide_parts.DECISION,
                FormLine("form-done", "怎样改正的，有什么凭证", rows=5),
                guide_parts.CONTACT,
            ),
            "我承诺：以上内容真实；今后守法诚信经营，不再发生同类行为；自愿接受社会监督，同意公开本承诺。",
            guide_parts.SIGNED,
        ),
        further=(
            Step(
                "搜索网站里还能搜到旧记录，怎么办",
                (
                    "本站撤下记录的当天，页面上就没有了。搜索网站存着旧的摘要，要等它再来看一次才会更新，常常要几天到几周。",
                    "不想等，可以到搜索网站上找“投诉”“反馈”或者“快照更新”，填写旧页面的网址，说明“页面已经删除”，请它删掉摘要。",
                    "别的网站转载了旧记录的，请直接要求它删除：本站在“关于本站”里写明，这里撤下的记录，转载的地方也应当删除。",
                    "它不肯删的，可以打 12345，或者向网信部门投诉。",
                ),
            ),
            Step(
                "有人说交钱就能删记录，可信吗",
                ("不可信。信用修复和异议都不收费，也没有“内部渠道”。遇到这样的人，请打下面的监督投诉电话。",),
            ),
        ),
        sources=guide_parts.policy_links(
            site_context,
            "policy/credit-repair-measures",
            "policy/credit-repair-system-plan",
            "notice/objection-and-repair",
        ),
    )
