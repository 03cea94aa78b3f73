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
        if person and not (person == _plain(part) and _PLACE.fullmatch(person)):
            return person
    return ""


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
