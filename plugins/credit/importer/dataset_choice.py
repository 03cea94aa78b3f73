"""Dataset choice: the dataset that a person names by key, by title or by what it is about."""

from __future__ import annotations

import difflib
import unicodedata

from credit.model import CreditError, Package, Resource

#: Everyday names of the lists, by kind.
_CALLED = {"红名单": "red", "黑名单": "black", "失信名单": "black", "守信名单": "red"}


class OptionError(CreditError):
    """An option of the command is written wrongly."""


class UnknownDatasetError(OptionError):
    """A name that is no dataset's; the text names the one that was meant, and all."""


def choose_dataset(package: Package, name: str) -> Resource:
    """Return the dataset of a key or title; raises UnknownDatasetError with a proposal for anything else."""
    plain = unicodedata.normalize("NFKC", name).strip()
    for resource in package.resources:
        if plain in (resource.name, resource.title):
            return resource
    key = plain.casefold().replace("_", "-").removesuffix(".csv").removeprefix("data/")
    meant = [resource for resource in package.resources if key == resource.name]
    meant += [item for item in package.resources if _CALLED.get(plain, "-") == item.rules.kind]
    meant += [resource for resource in package.resources if plain and plain in resource.title]
    near = difflib.get_close_matches(key, [resource.name for resource in package.resources], n=1)
    meant += [resource for resource in package.resources if resource.name in near]
    every = "、".join(f"{resource.name}（{resource.title}）" for resource in package.resources)
    hint = ""
    if meant:
        proposed = "、".join(dict.fromkeys(f"{resource.name}（{resource.title}）" for resource in meant[:3]))
        hint = f"是不是 {proposed}？"
    raise UnknownDatasetError(f"没有叫 {plain[:40]} 的数据集。{hint}有这些：{every}")
