"""A number and a seed go in; invented entries, queries and what a naive scan finds for each come out."""

from __future__ import annotations

import random
from collections.abc import Sequence

from credit.search import Entry, initials_of, search_key, short_hash, start_of, syllables_of

_PLACES = ("公主岭市", "公主岭", "长春市", "范家屯镇", "")
_MIDDLES = "东西南北中华盛鸿恒嘉广永德瑞丰安泰和顺昌远达源通鑫发旺祥隆茂兴荣利万佳宏元亨腾辉重仇单曾行乐𠮷"
_TRADES = ("电子商务", "粮油", "商贸", "物流", "食品", "农机", "Ｅ店宝", "KTV", "（连锁）超市", "3号店")
_BODIES = ("有限公司", "有限责任公司", "商行", "合作社", "店")
_LIST, _WHO = short_hash("black-list"), short_hash("market")
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def entries(count: int, seed: int = 1) -> list[Entry]:
    """Return so many invented entities; some bear a former name, some the same name as another."""
    chance = random.Random(seed)
    made: dict[str, Entry] = {}
    names: list[str] = []
    while len(made) < count:
        middle = "".join(chance.choice(_MIDDLES) for _ in range(chance.randrange(2, 4)))
        name = f"{chance.choice(_PLACES)}示例{middle}{chance.choice(_TRADES)}{chance.choice(_BODIES)}"
        if names and chance.random() < 0.02:
            name = chance.choice(names)
        names.append(name)
        former = (f"示例{middle[::-1]}{chance.choice(_BODIES)}",) if chance.random() < 0.1 else ()
        code = chance.choice(("91220184", "92220184", "93220381")) + "".join(
            chance.choice(_ALPHABET) for _ in range(10)
        )
        listed = chance.random() < 0.7
        number = f"{'BL' if listed else 'CM'}-{chance.randrange(2023, 2027)}-{len(made):05d}"
        facts = f"{_LIST}{'a' if listed else 'c'}-202608{chance.randrange(10, 29)}{_WHO}......"
        made[code] = Entry(code, (name, *former), (code, number), facts, listed)
    return list(made.values())


def queries(made: Sequence[Entry], count: int, seed: int = 2) -> list[str]:
    """Return random parts of names, initials, beginnings of codes and of record numbers, and some that nothing has."""
    chance = random.Random(seed)
    found = []
    while len(found) < count:
        one = chance.choice(made)
        name = search_key(chance.choice(one.names))
        kind = chance.randrange(10)
        if kind < 6:
            begin = chance.randrange(len(name) - 1)
            found.append(name[begin : begin + chance.randrange(2, 9)])
        elif kind < 8:
            letters = initials_of(syllables_of(name, start_of(name)))
            begin = chance.randrange(len(letters) - 1)
            found.append(letters[begin : begin + chance.randrange(2, 9)])
        elif kind < 9:
            text = chance.choice(one.numbers)
            found.append(text[: chance.randrange(2, len(text) + 1)])
        else:
            found.append("".join(chance.choice(_MIDDLES) for _ in range(chance.randrange(2, 5))))
    return [query for query in found if len(search_key(query)) > 1]
