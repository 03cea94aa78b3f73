"""Person names: short Han texts that are a person's name, and no office's or place's of the same form."""

from __future__ import annotations

import re

from credit.law import is_bare_personal_name

#: Endings of offices and places that may begin like a surname: 商务局, 信用办, 高新区.
_OFFICE = re.compile("[\u3400-\u9fff]{2,}[办局处厅委区县市镇乡村]")


def is_person_name(text: str) -> bool:
    """Return whether a text by itself, with nothing that says whose it is, is taken for a person's name."""
    return _OFFICE.fullmatch(text) is None and is_bare_personal_name(text)
