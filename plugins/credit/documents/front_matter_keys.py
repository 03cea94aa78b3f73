"""Front matter keys: the closed list of keys at the head of a document, by kind."""

from __future__ import annotations

from collections.abc import Mapping

#: Value of a key that a document does not state.
UNSTATED = "未注明"

VALIDITIES = ("有效", "失效", "废止", "已修改")
OUTCOMES = ("正面", "反面")

#: Key → its Chinese title. This list is closed: Pelican obeys keys such as Save_as, URL, Template and Status, and
#: with one of them a notice could take the place of the home page.
TITLES: Mapping[str, str] = {
    "Title": "标题",
    "Slug": "短名",
    "Date": "日期",
    "Number": "文号",
    "Number_printed": "发文字号",
    "Issuer": "发文机关",
    "Addressee": "发送对象",
    "Place": "办理地点",
    "Telephone": "联系电话",
    "Source": "来源",
    "Summary": "摘要",
    "Keywords": "关键词",
    "Demonstration": "演示标记",
    "Validity": "有效性",
    "Index_number": "索引号",
    "Topic": "主题分类",
    "Written_on": "成文日期",
    "Published_on": "发布日期",
    "Outcome": "案例类型",
    "Lead": "导语",
    "Period": "统计期间",
    "As_of": "数据截止日期",
    "Data_digest": "数据版本",
    "Subjects": "涉及的记录",
    "Changes": "修改记录",
    "Publish_from": "开始公开",
    "Expires": "公开到",
}

_EVERY = ("Title", "Slug", "Date")
_OPTIONAL = (
    "Number", "Number_printed", "Issuer", "Addressee", "Place", "Telephone", "Source", "Summary", "Keywords",
    "Demonstration", "Subjects", "Changes",
)  # fmt: skip
#: Days between which a document of a column is public; the pages of the site itself and guides are always there.
_WINDOW = ("Publish_from", "Expires")

#: Kind → the keys it must have, and those it may have beside them.
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "policy": (*_EVERY, "Number", "Number_printed", "Issuer", "Validity"),
    "notice": _EVERY,
    # A case and a report may name listings: they declare which, or that there is none.
    "case": (*_EVERY, "Subjects"),
    "page": _EVERY,
    "guide": (*_EVERY, "Lead", "Summary"),
    # A report is fixed to the data it was counted from: without day and digest the count could not be repeated.
    "report": (*_EVERY, "Period", "As_of", "Data_digest", "Subjects"),
}
ALLOWED: Mapping[str, tuple[str, ...]] = {
    "policy": (*_EVERY, *_OPTIONAL, *_WINDOW, "Validity", "Index_number", "Topic", "Written_on", "Published_on"),
    "notice": (*_EVERY, *_OPTIONAL, *_WINDOW),
    "case": (*_EVERY, *_OPTIONAL, *_WINDOW, "Outcome"),
    "page": (*_EVERY, *_OPTIONAL, "Lead"),
    # A guide is linked from every archive: it cannot leave with a record, so it declares no subjects.
    "guide": (*_EVERY, "Lead", "Summary"),
    "report": (*_EVERY, *_OPTIONAL, *_WINDOW, "Period", "As_of", "Data_digest"),
}


def stated_values(metadata: Mapping[str, str]) -> dict[str, str]:
    """Return the values of a document's head without those that say that they are not known, for programs."""
    return {key: value for key, value in metadata.items() if value != UNSTATED}
