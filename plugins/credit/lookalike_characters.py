"""Lookalike characters: code points that look like a Han character and are another, with the standard one of each.

Sources: Equivalent_Unified_Ideograph of the Unicode Character Database for the blocks Kangxi Radicals and CJK Radicals
Supplement; GB 18030-2005 and 2022 against the edition of 2000 for the points of the private-use area.
"""

from __future__ import annotations

import re

_RADICALS = (
    "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵"
    "⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩"
    "⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳⼀⼁⼂⼃⼄⼅⼆⼇⼈⼉⼊⼋⼌⼍⼎⼏⼐⼑⼒⼓⼔⼕⼖⼗⼘⼙⼚⼛⼜⼝⼞⼟⼠⼡⼢⼣⼤⼥⼦⼧⼨⼩"
    "⼪⼫⼬⼭⼮⼯⼰⼱⼲⼳⼴⼵⼶⼷⼸⼹⼺⼻⼼⼽⼾⼿⽀⽁⽂⽃⽄⽅⽆⽇⽈⽉⽊⽋⽌⽍⽎⽏⽐⽑⽒⽓⽔⽕⽖⽗⽘⽙⽚⽛⽜⽝"
    "⽞⽟⽠⽡⽢⽣⽤⽥⽦⽧⽨⽩⽪⽫⽬⽭⽮⽯⽰⽱⽲⽳⽴⽵⽶⽷⽸⽹⽺⽻⽼⽽⽾⽿⾀⾁⾂⾃⾄⾅⾆⾇⾈⾉⾊⾋⾌⾍⾎⾏⾐⾑"
    "⾒⾓⾔⾕⾖⾗⾘⾙⾚⾛⾜⾝⾞⾟⾠⾡⾢⾣⾤⾥⾦⾧⾨⾩⾪⾫⾬⾭⾮⾯⾰⾱⾲⾳⾴⾵⾶⾷⾸⾹⾺⾻⾼⾽⾾⾿⿀⿁⿂⿃⿄⿅"
    "⿆⿇⿈⿉⿊⿋⿌⿍⿎⿏⿐⿑⿒⿓⿔⿕"
)
_IDEOGRAPHS = (
    "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫"
    "羊𦍌𦍋耂肀聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄"
    "黾斉齐歯齿竜龙龜亀龟一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小"
    "尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬"
    "玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾"
    "見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿"
    "麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠"
)

#: Points at which the edition of 2000 put characters that Unicode did not have yet.
_PRIVATE = {
    0xE78D: "︐",
    0xE78E: "︒",
    0xE78F: "︑",
    0xE790: "︓",
    0xE791: "︔",
    0xE792: "︕",
    0xE793: "︖",
    0xE794: "︗",
    0xE795: "︘",
    0xE796: "︙",
    0xE7C7: "ḿ",
    0xE816: "𠂇",
    0xE817: "𠂉",
    0xE818: "𠃌",
    0xE81E: "龴",
    0xE826: "龵",
    0xE82B: "龶",
    0xE82C: "龷",
    0xE831: "𡗗",
    0xE832: "龸",
    0xE83B: "𢦏",
    0xE843: "龹",
    0xE854: "龺",
    0xE855: "𤇾",
    0xE864: "龻",
}

_STANDARD = {**dict(zip(map(ord, _RADICALS), _IDEOGRAPHS, strict=True)), **_PRIVATE}

#: The characters that have a standard form.
ODD_CHARACTERS = "".join(map(chr, _STANDARD))
ODD_FORM = re.compile(f"[{ODD_CHARACTERS}]")


def standard_forms(text: str) -> str:
    """Return a text with the standard form of each such character."""
    return text.translate(_STANDARD) if ODD_FORM.search(text) else text


def odd_form_fault(text: str) -> str:
    """Return in Chinese the first such character of a cell or line and its standard form, or an empty string."""
    odd = ODD_FORM.search(text)
    if odd is None:
        return ""
    right = standard_forms(odd[0])
    return f"第 {odd.start() + 1} 个字是 U+{ord(odd[0]):04X}，只是看起来像“{right}”；请改为“{right}”"
