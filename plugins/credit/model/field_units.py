"""Field units: the unit in which a field holds an amount of money, from its title, description or name."""

from __future__ import annotations

import re

from credit.model.descriptors import Field

_WRITTEN = re.compile(r"[(（](?:单位[:：]?)?(万元|元)[)）]|单位(?:是|为|[:：])\s*(万元|元)")


def unit_of(field: Field) -> str:
    """Return the unit in which a field holds an amount: 万元, 元, or an empty string for a field that is no amount."""
    for words in (field.title, field.description, field.name):
        if match := _WRITTEN.search(words):
            return match[1] or match[2]
    if field.name.endswith(("_wan_yuan", "_10k_yuan")):
        return "万元"
    return "元" if field.name.endswith("_yuan") else ""
