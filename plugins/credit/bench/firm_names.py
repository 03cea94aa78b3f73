"""Firm names: synthetic names as a county's register has them, made from parts, and the ways people type them."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

#: Characters of brands, the more usual ones first: a brand's characters are drawn by their rank.
_BRAND = (
    "鑫源盛达兴宏鸿运顺祥丰瑞福泰华发旺隆利恒天宇金成德诚信安佳美洋嘉万家永和益康润通广联众创新美鹏程龙海江山河"
    "东方北南西大中正义仁百千亿旭日升晨光明辉煌耀星月阳春秋雨雪冰玉石林森木梅兰竹菊香花草禾谷米粮田农牧绿青红蓝白"
    "博文雅静思远志向前进步高飞翔鹰凤凰麒麟虎豹马骏腾跃捷迅速亚欧美亨昌荣富贵吉庆喜乐欢欣怡悦爱心缘聚合同济民惠"
    "生活力强健壮硕果实业勤俭朴真善纯净洁清泉溪湖波浪涛沙岩峰岭岳昊浩瀚渊博睿智慧聪颖灵巧妙奇异彩虹霞云霄汉唐宋"
    "元朝代世纪时空间极致臻品优良精英俊杰豪迈伟奥科贝儿童宝贝乐单曾仇重长会靓秘朝行都沈薛覃解冼尉"
)
_RARE = "犇猋骉鱻焱淼垚赟翀甯昇喆堃祎晟珺瑾琨玥璟煜烨炜钰铄锃鑫鋆頔飏骐骥騄麾黛霖霈雯"
_TOWNSHIPS = (
    "怀德镇", "范家屯镇", "秦家屯镇", "大岭镇", "响水镇", "双龙镇", "黑林子镇", "陶家屯镇", "八屋镇", "十屋镇", "桑树台镇",
    "杨大城子镇", "毛城子镇", "玻璃城子镇", "朝阳坡镇", "大榆树镇", "双城堡镇", "二十家子满族镇", "龙山满族乡", "永发乡",
    "刘房子街道", "河南街道", "河北街道", "岭东街道", "岭西街道", "铁北街道", "环岭街道", "苇子沟街道", "南崴子街道",
)  # fmt: skip
_TRADES = (
    "商贸", "贸易", "农业科技", "电子商务", "物流", "运输", "建筑工程", "装饰工程", "粮油", "粮食经销", "食品", "餐饮服务",
    "农资", "农机", "汽车维修", "汽车销售", "劳务", "人力资源", "房地产开发", "物业服务", "广告传媒", "文化传播", "信息技术",
    "网络科技", "供应链管理", "仓储服务", "包装材料", "建材", "钢材", "机械设备", "环保科技", "新能源", "园林绿化", "畜牧养殖",
    "种业", "米业", "饲料", "医药", "医疗器械", "教育咨询", "企业管理", "财务咨询", "家政服务", "保洁服务", "再生资源回收",
    "玻璃制品", "塑料制品", "木业", "酒业", "服装", "日用品", "五金建材", "通信", "汽车配件",
)  # fmt: skip
_SHOPS = (
    "超市", "食杂店", "饭店", "小吃部", "烧烤店", "理发店", "美容院", "服装店", "鞋店", "药店", "五金商店", "建材商店", "水果店",
    "蔬菜店", "熟食店", "粮油店", "农资商店", "种子商店", "汽车修配厂", "摩托车修理部", "电器维修部", "手机店", "烟酒商行",
    "商店", "商行", "经营部", "综合商店", "便利店", "旅店", "浴池", "养殖场", "家庭农场", "馒头铺", "豆腐坊", "麻辣烫店",
    "早餐店", "母婴用品店", "文具店", "花店", "眼镜行", "诊所", "幼儿园", "网店", "百货商店", "加工厂", "米业加工厂",
)  # fmt: skip
_COOPERATIVES = ("种植", "养殖", "农机", "水稻种植", "玉米种植", "蔬菜种植", "生猪养殖", "农产品")
_FORMS = ("有限公司",) * 9 + ("有限责任公司",) * 3 + ("股份有限公司", "集团有限公司")
_WEIGHTS = {"firm": 50, "shop": 35, "cooperative": 8, "branch": 4, "bracket": 3}


@dataclass(frozen=True)
class FirmName:
    """A synthetic name and its parts; ``form`` is the legal form or the last word of a shop."""

    name: str
    township: str
    brand: str
    trade: str
    form: str


def townships() -> frozenset[str]:
    """Return the townships of the names, whole and without 镇 乡 街道, as ``credit.search.name_places`` does."""
    return frozenset({*_TOWNSHIPS, *map(_shorten, _TOWNSHIPS)})


def _shorten(township: str) -> str:
    return township.removesuffix("镇").removesuffix("街道").removesuffix("乡")


def invent_firm(chance: random.Random) -> FirmName:
    """Return one name of a firm, a shop, a cooperative or a branch."""
    [kind] = chance.choices(list(_WEIGHTS), list(_WEIGHTS.values()))
    township = chance.choice(_TOWNSHIPS)
    if chance.random() < 0.5:
        township = _shorten(township)
    brand = _invent_brand(chance)
    town = chance.choices(("公主岭市", "公主岭", "吉林省", "长春市", ""), (70, 10, 8, 4, 8))[0]
    if kind == "shop":
        trade = chance.choice(_SHOPS)
        return FirmName(f"{town}{township}{brand}{trade}", township, brand, trade, "")
    if kind == "cooperative":
        trade, form = chance.choice(_COOPERATIVES), chance.choice(("农民专业合作社", "专业合作社"))
        return FirmName(f"{town}{township}{brand}{trade}{form}", township, brand, trade, form)
    trade, form = chance.choice(_TRADES), chance.choice(_FORMS)
    if kind == "bracket":
        return FirmName(f"{brand}{trade}（{chance.choice(('吉林', '公主岭', '长春'))}）{form}", "", brand, trade, form)
    place = township if chance.random() < 0.25 else ""
    name = f"{town}{place}{brand}{trade}{form}"
    return FirmName(f"{name}公主岭分公司" if kind == "branch" else name, place, brand, trade, form)


def _invent_brand(chance: random.Random) -> str:
    if chance.random() < 0.02:
        return chance.choice(("A8", "3D", "V家", "88号", "e联", "ABC", "7天", "21世纪"))
    [length] = chance.choices((1, 2, 3, 4), (4, 66, 22, 8))
    letters = _BRAND if chance.random() < 0.95 else _RARE
    # The square of a number between 0 and 1 is mostly small: some characters stand in a great many brands.
    return "".join(letters[int(chance.random() ** 1.6 * len(letters))] for _ in range(length))


def typed_forms(firm: FirmName) -> Mapping[str, str]:
    """Return form → query: the ways in which people type a name, as far as it has the part."""
    forms = {
        "brand, 公司": f"{firm.brand}公司" if "公司" in firm.form else "",
        "brand, 店": "" if firm.form else f"{firm.brand}店",
        "brand, end of the trade": f"{firm.brand}{firm.trade[-2:]}",
        "brand, township": f"{firm.brand}{firm.township}" if firm.township else "",
        "town, brand": f"公主岭{firm.brand}" if "公主岭" in firm.name else "",
        "town without 市": firm.name.replace("公主岭市", "公主岭") if "公主岭市" in firm.name else "",
        "有限公司": firm.name.replace("有限责任公司", "有限公司") if firm.form == "有限责任公司" else "",
    }
    return {form: query for form, query in forms.items() if query}
