"""Six papers as they come to an office: DOCX with lists, DOCX with a merged table, a joint notice, a web page, a PDF, GB18030."""

from __future__ import annotations

from tests.support.made_papers import cell, level, make_paper, numbering, paragraph, table

#: 一、 （一） 1. （1） as one list; a list of 1. alone whose second use begins anew; 第一章 and 第一条 as a third.
_PLAN = (
    level(0, "chineseCounting", "%1、")
    + level(1, "chineseCounting", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "decimal", "（%4）")
)
_RULES = (
    level(0, "chineseCounting", "第%1章")
    + level(1, "chineseCounting", "第%2条", '<w:lvlRestart w:val="0"/>')
    + level(2, "chineseCounting", "（%3）")
)
_NUMBERING = numbering(
    {0: _PLAN, 1: _RULES, 2: level(0, "decimal", "%1.")},
    {
        1: (0, ""),
        2: (1, ""),
        3: (2, ""),
        4: (2, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'),
    },
)


def numbered_plan() -> bytes:
    """Return a plan in DOCX whose numbers are all automatic, with restarts of two kinds."""
    return make_paper(
        paragraph("示例市社会信用体系建设办公室文件"),
        paragraph("示信办发〔2026〕11号"),
        paragraph("示例市网络经营诚信建设实施方案"),
        paragraph("各有关单位："),
        paragraph("为了做好网络经营诚信建设，制定本方案。"),
        paragraph("总体要求", (1, 0)),
        paragraph("以诚信为本，谁主管谁负责。"),
        paragraph("主要任务", (1, 0)),
        paragraph("建立信用档案", (1, 1)),
        paragraph("采集信息。（市商务局牵头，市公安局、市邮政局配合）", (1, 2)),
        paragraph("公开结果。（市发改局、市市场监管局按职责分工负责）", (1, 2)),
        paragraph("开展联合检查", (1, 1)),
        paragraph("核对地址。（市邮政局牵头负责）", (1, 2)),
        paragraph("当面核对；", (1, 3)),
        paragraph("电话核对。", (1, 3)),
        paragraph("自2026年2月30日起检查。", (1, 2)),
        paragraph("保障措施", (1, 0)),
        paragraph("加强领导。", (3, 0)),
        paragraph("加强宣传。", (3, 0)),
        paragraph("报送要求", (1, 0)),
        paragraph("见网站的的公告栏。", (4, 0)),
        paragraph("按月报送。", (4, 0)),
        paragraph("示例市社会信用体系建设办公室"),
        paragraph("2026年4月30日"),
        parts={"numbering": _NUMBERING},
    )


def rules_with_a_merged_table() -> bytes:
    """Return an order in DOCX: chapters, articles that count through, 款 and 项, a table with merged cells."""
    return make_paper(
        paragraph("示例市人民政府令"),
        paragraph("第12号"),
        paragraph("示例市网店信用管理办法"),
        paragraph("总则", (2, 0)),
        paragraph("为了规范网店经营，制定本办法。", (2, 1)),
        paragraph("网店应当诚信经营。", (2, 1)),
        paragraph("市商务局负责日常管理。"),
        paragraph("等级", (2, 0)),
        paragraph("等级按下表确定：", (2, 1)),
        table(
            [cell(paragraph("等级")), cell(paragraph("条件"), properties='<w:gridSpan w:val="2"/>')],
            [
                cell(paragraph("优"), properties='<w:vMerge w:val="restart"/>'),
                cell(paragraph("好评率")),
                cell(paragraph("九成以上")),
            ],
            [cell(paragraph(), properties="<w:vMerge/>"), cell(paragraph("退货率")), cell(paragraph("一成以下"))],
        ),
        paragraph("有下列情形之一的，降低等级：", (2, 1)),
        paragraph("虚假宣传的；", (2, 2)),
        paragraph("刷单的。", (2, 2)),
        paragraph("降低等级满三个月的，可以申请恢复。"),
        paragraph("附则", (2, 0)),
        paragraph("第七条　本办法自2026年4月1日起施行。"),
        parts={"numbering": _NUMBERING},
    )


JOINT_NOTICE = """示例市商务局
示例市公安局
示例市邮政局
示商联发﹝2026﹞5号
关于印发示例市寄递诚信工作安排的通知
各有关企业：
现将示例市寄递诚信工作安排印发给你们，请结合示信办发〔2026〕11号认真执行。
联系电话：0434-0000000
附件：1.示例市寄递诚信工作安排
2.示例市寄递企业自查表
示例市商务局　示例市公安局　示例市邮政局
2026年5月8日
（此件公开发布）
抄送：市政府办公室。
附件1
示例市寄递诚信工作安排
一、实名收寄。由市邮政局会同市公安局负责。
二、诚信承诺。牵头单位：市商务局。配合单位：市邮政局。
四、投诉办理。各单位要及时办理（重点是丢件、损件。
附件2
示例市寄递企业自查表
企业名称：
"""

WEB_PAGE = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<title>示例市网店诚信公约-示例市商务局</title>
<meta name="SiteName" content="示例市商务局" /><meta name="ArticleTitle" content="示例市网店诚信公约的通知" />
<meta name="PubDate" content="2026-06-01 09:30" /><meta name="ContentSource" content="示例市商务局" />
<style>.TRS_Editor P{margin-top:0}</style></head>
<body><div id="top"><ul><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li></ul></div>
<div class="wz">您现在的位置：<a href="/">首页</a> &gt; <a href="/tz/">通知公告</a></div>
<div class="article"><h1>示例市网店诚信公约的通知</h1>
<div class="info">发布时间：2026-06-01 09:30　来源：示例市商务局　<a href="javascript:window.print()">打印</a></div>
<div class="TRS_Editor"><p style="text-indent:2em"><span style="font-size:16pt"><font face="仿宋">各网店</font>：</span></p>
<p>&nbsp;&nbsp;&nbsp;&nbsp;<span>为了诚信经营，</span><span><b>现将公约</b></span>印发如下。</p>
<p>　　<strong>一、</strong>明码标价<br />　　（一）价格写清楚；<br />　　（二）运费写清楚。</p>
<p>　　<strong>二、</strong>如实描述<br />　　1.图片要真实；<br />　　1.数量要写准。</p>
<table border="1"><tbody><tr><td colspan="2"><p>退货期限</p></td></tr><tr><td><p>食品</p></td><td><p>3天</p></td></tr></tbody></table>
<p>　　三、有问题拨打１２３１５。</p>
<p style="text-align:right">示例市商务局</p><p style="text-align:right">2026年5月30日</p></div>
<div class="share" style="display:none">分享到微信</div></div>
<div class="footer"><p>主办单位：示例市商务局　网站标识码：0000000000</p></div></body></html>
"""

#: Lines of the plan that a browser prints as a PDF: each paragraph longer than a line is cut there.
PRINTED_PLAN = (
    "示例市数字乡村信用工作要点",
    "示农信〔2026〕2号",
    "为了把信用工作做到村里，" + "让守信的农户和合作社得到实惠，" * 5 + "提出以下要点。",
    "一、评定信用村",
    "（一）制定标准。" + "标准要简明，让村民一看就懂，一算就清，" * 4 + "每年修订一次。（市农业局牵头，市金融办配合）",
    "（三）公布结果。评定结果在村里公布七天，听取村民意见。",
    "二、运用结果",
    "1.贷款优先。守信的优先贷款，（人行公主岭支行负责）",
    "2.培训优先。",
    "示例市农业信用办公室",
    "2026年7月6日",
)

GB18030_TEXT = (
    "当前位置：首页 > 通知公告\r\n"
    "关于公布示例市诚信网店名单的公告\r\n"
    "发布日期：2026年8月3日\r\n"
    "根据《征信业务管理条例》和《示例市网店信用管理办法，\r\n"
    "经过申报、审核和公示，现将通过审核的网店名单予以公布，\r\n"
    "请社会各界监督，有变化的随时公布。\r\n"
    "- 1 -\r\n"
    "一、𠮷祥示例网店等１２家。\r\n"
    "二、监督电话：监督电话：0434-0000000。\r\n"
    "示例市诚信办公室\r\n"
    "二〇二六年八月三日\r\n"
).encode("gb18030")
