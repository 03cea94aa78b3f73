"""Invented subjects: names, former names and codes that occur nowhere else, and the words that may never be public."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from credit.identifiers import check_character

#: Characters of which three tell a firm; no two subjects share them, so no name holds another.
RARE = "璟琰琮璋珺瑄璐玥瑾瑜翾翀翊翎翚烨焱炜煜焜沄沅泓浛淏淼湉溦滢澍栩桉楠榆槿樾芃芸茗荭菡萏葳蕤薏骁骞骢鹭鸿鹂"
_PLACES = ("公主岭示例", "公主岭市示例", "长春示例", "吉林省示例", "公主岭市响水示例")
_FIRMS = (
    "农产品有限公司", "网络科技有限公司", "商贸有限责任公司", "（吉林）物流有限公司", "A&B粮油有限公司", "“好味”食品有限公司",
    "𠮷祥仓储服务有限公司", "电子商务<网店>有限公司",
)  # fmt: skip
_SHOPS = ("山货庄", "数码商行", "百货店", "鞋业经营部")
_SURNAMES = ("王", "李", "张", "刘", "赵", "孙", "周", "欧阳")
#: Other spellings of a shop under a personal name alone (issue 15, section 6).
_BARE_FORMS = ("{0}·{1}", "{0}{1}个体工商户", "经营者{0}{1}", "{0}{1}先生", "{0}{1}1", "“{0}{1}”", "（{0}{1}）")

FIRM, SHOP, BARE, BARE_FORM, PERSON = "firm", "shop", "bare", "bare-form", "person"

_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True)
class Subject:
    """A firm, a shop or a person; ``never`` are words of it that are public on no day."""

    kind: str
    name: str
    former: tuple[str, ...]
    code: str
    entity_kind: str
    never: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Everything that names the subject."""
        return tuple(word for word in (self.name, *self.former, self.code) if word)

    @property
    def public_words(self) -> tuple[str, ...]:
        """The words a public record of the subject shows."""
        return tuple(word for word in self.words if word not in self.never)


class Inventor:
    """Makes subjects from one source of chance, each unlike every other."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.count = 0
        self._used: set[str] = set()

    def _sign(self, length: int) -> str:
        while True:
            sign = "".join(self.chance.sample(RARE, length))
            if not any(sign in used or used in sign for used in self._used):
                self._used.add(sign)
                return sign

    def name(self, forms: tuple[str, ...]) -> str:
        """Return the name of a firm or a shop."""
        return f"{self.chance.choice(_PLACES)}{self._sign(3)}{self.chance.choice(forms)}"

    def code(self, kind: str) -> str:
        """Return a code with both checks right (GB 32100-2015, GB 11714-1997)."""
        self.count += 1
        rest, letters = self.count * 7919, ""
        for _ in range(5):
            rest, place = divmod(rest, len(_LETTERS))
            letters = _LETTERS[place] + letters
        subject = "MTM" + letters
        total = sum(int(letter, 36) * weight for letter, weight in zip(subject, _WEIGHTS, strict=True))
        begun = f"{kind}220184{subject}{'0123456789X0'[11 - total % 11]}"
        return begun + check_character(begun)

    def invent(self, kind: str) -> Subject:
        """Return a new subject of a kind."""
        chance = self.chance
        surname, given = chance.choice(_SURNAMES), self._sign(2)
        person = surname + given
        if kind == PERSON:
            return Subject(kind, person, (), "", "自然人", (person,))
        if kind in (BARE, BARE_FORM):
            name = person if kind == BARE else chance.choice(_BARE_FORMS).format(surname, given)
            old = (surname + self._sign(2),) if chance.random() < 0.4 else ()
            return Subject(kind, name, old, self.code("92"), "个体工商户", (name, person, *old))
        forms, begin, words = (_FIRMS, "91", "企业") if kind == FIRM else (_SHOPS, "92", "个体工商户")
        former = tuple(self.name(forms) for _ in range(chance.choice((0, 0, 1, 2))))
        if kind == SHOP and chance.random() < 0.3:
            return Subject(kind, self.name(forms), (*former, person), self.code(begin), words, (person,))
        return Subject(kind, self.name(forms), former, self.code(begin), words)
