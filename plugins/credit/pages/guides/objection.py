"""Objection guide: how to have a wrong record corrected."""

from __future__ import annotations

from credit import urls
from credit.pages.guides import guide_parts
from credit.pages.site_context import SiteContext
from credit.view_models import Form, FormLine, GuidePage, Step


def objection_guide(site_context: SiteContext) -> GuidePage:
    """Return ``/guides/objection/`` (domain.md section 2: objection, correction, revocation)."""
    return guide_parts.guide_page(
        site_context,
        urls.GUIDE_OBJECTION,
        lead="名单上的记录写错了，或者不该列入，您可以提出异议，也就是要求核实更正。不收费。",
        brief=(
            "向作出认定的部门提出，写明记录编号、哪里错了、应该是什么。",
            "受理以后，记录旁边会写上“异议处理中”，让别人知道正在核实。",
            "确实错了的，改正或者撤下；没有错的，答复您为什么。",
        ),
        conditions=(
            "记录说的就是您（或者您的单位）：内容有错，或者您认为不该列入。",
            "记录说的是别人：红名单里的单位，或者正在公示、准备列入的单位，您认为不够条件。",
        ),
        steps=(
            Step(
                "找到这条记录",
                ("在名单里打开信用档案，记下记录编号和认定部门。",),
                (*guide_parts.list_links(site_context, "black"), *guide_parts.list_links(site_context, "red")),
            ),
            Step("写明哪里有错", ("填写本页末尾的申请表，附上能证明的材料。",)),
            Step(
                "交给认定部门",
                ("当面交或者寄去都可以。不知道找哪个部门，请打下面的窗口服务电话，由窗口转交。",),
                (guide_parts.departments_link(site_context),),
            ),
            Step(
                "看结果",
                (
                    "内容写错的，改正以后，改前和改后的内容一起公布。涉及个人信息的错误，直接撤下，不再显示原来的内容。",
                    "认定被撤销的，撤下记录，并在“撤下的记录”里写明原因，不写名称。",
                ),
            ),
        ),
        materials=(
            "异议申请表（见本页末尾，可以打印）。",
            "证明材料的复印件，例如缴款单、判决书、复议决定书。",
            "单位带营业执照复印件；个人当面出示身份证件，不留复印件。",
            guide_parts.ASK_FIRST,
        ),
        tables=(guide_parts.limits_grid("mark-objection", "withdraw-revoked", "review", "sue"),),
        form=Form(
            "异议申请表",
            guide_parts.FORM_NOTE,
            (
                *guide_parts.APPLICANT,
                guide_parts.RECORD,
                guide_parts.DECISION,
                FormLine("form-wrong", "哪里有错", rows=4),
                FormLine("form-right", "应该是什么，有什么证明", rows=4),
                guide_parts.CONTACT,
            ),
            "以上内容真实，如有虚假，愿意承担责任。",
            guide_parts.SIGNED,
        ),
        further=(
            Step(
                "对认定本身不服，怎么办",
                (
                    "异议只管记录有没有写错。对认定文书不服的，可以在期限内申请行政复议，或者向人民法院起诉，期限见上面的表。",
                ),
            ),
            Step(
                "页面上有我的身份证号、手机号，怎么办",
                ("请马上打监督投诉电话，说明在哪个页面就可以，不必念出号码。先撤下，再查原因。",),
            ),
        ),
        sources=guide_parts.policy_links(
            site_context, "policy/objection-rules-demonstration", "notice/objection-and-repair"
        ),
    )
