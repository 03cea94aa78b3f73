"""Operator names: shop names that hold, in brackets or before them, the name of the person who runs the shop."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from credit.law import bare_personal_name, has_trade_word, is_bare_personal_name
from credit.model import split_names

_BRACKETED = re.compile(r"[（(〔\[【〖]([^（()）〔〕\[\]【】〖〗]*)[)）〕\]】〗]")

#: A place, as shops write that of a branch; surnames begin the names of many villages (范家屯).
_PLACE = re.compile(r".{2,}[省市县区旗镇乡村屯街路巷岭堡]")

#: Provinces, and the cities and counties of Jilin, without their generic terms (GB/T 2260), that look like a person's name;
#: firms have them in brackets as the place of their registration.
_REGION_NAMES = (
    "安徽 江苏 江西 云南 甘肃 贵州 宁夏 吉林 白城 白山 松原 通化 通榆 四平 辽源 延吉 延边 图们 敦化 珲春 龙井 和龙 汪清 安图 舒兰 桦甸 蛟河 磐石 永吉 "
    "农安 榆树 德惠 双阳 九台 伊通 双辽 梨树 怀德 公主岭 梅河口 柳河 辉南 集安 靖宇 抚松 长白 临江 江源 东丰 东辽 洮南 大安 镇赉 扶余 乾安 长岭 前郭"
)
_REGIONS = frozenset(_REGION_NAMES.split())


@dataclass(frozen=True)
class OperatorName:
    """A shop name without the name of its operator, empty where nothing else is left.

    ``is_certain`` is false where the words in brackets may be no person's name.
    """

    shop: str
    is_certain: bool


def find_operator(name: str) -> OperatorName | None:
    """Return a shop's name without its operator's, None for a name without brackets or without a person."""
    bracketed = _BRACKETED.findall(name)
    if not bracketed or is_bare_personal_name(name):
        return None
    persons = {text: person for text in bracketed if (person := _person_in(text))}
    if persons:
        shop = _BRACKETED.sub(lambda match: "" if match[1] in persons else match[0], name).strip()
        is_person = is_bare_personal_name(shop)
        is_certain = is_person or any(person in shop or person != _plain(text) for text, person in persons.items())
        return OperatorName("" if is_person else shop, is_certain)
    person = bare_personal_name(_BRACKETED.sub("", name))
    if not person:
        return None
    own = next((text for text in bracketed if person in text), "")
    return OperatorName(own or next(filter(has_trade_word, bracketed), ""), bool(own))


def _person_in(text: str) -> str:
    """Return the name of a person that is all that words in brackets hold, beside other names and words for a role."""
    for part in split_names(text):
        person = bare_personal_name(part)
        if person and not (person == _plain(part) and (person in _REGIONS or _PLACE.fullmatch(person))):
            return person
    return ""


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
