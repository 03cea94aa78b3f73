"""Cited places: the address of the policy that a text rests on, at the article or clause that it names."""

from __future__ import annotations

import re

from credit import urls
from credit.identifiers import parse_chinese_number
from credit.model import Document
from credit.pages.site_context import SiteContext

_ARTICLE = re.compile("第([〇零一二三四五六七八九十百]+)条")
#: 第四部分第（四）项第4点, and 四、（四）4. as its numbers are printed.
_STEPS = re.compile(
    "第?([一二三四五六七八九十]+)(?:部分|、)(?:第?[（(]([一二三四五六七八九十]+)[）)]项?(?:第?([0-9]+)[.．点]?)?)?"
)


def place_of(site_context: SiteContext, text: str) -> str:
    """Return the address of the policy that a text cites, with the anchor of its clause; '' where the site holds none."""
    policy = site_context.policy_of(text)
    if policy is None:
        return ""
    anchor = clause_of(policy, text)
    return urls.document_address("policy", policy.slug) + (f"#{anchor}" if anchor else "")


def clause_of(policy: Document, text: str) -> str:
    """Return the anchor of the clause that a text names by its number, or '' where the policy has none of this number."""
    words = text.rpartition("》")[2].rpartition("号")[2] if "》" in text or "号" in text else text
    if match := _ARTICLE.search(words):
        number = parse_chinese_number(match[1])
        for clause in policy.clauses:
            found = _ARTICLE.match(clause.number)
            if found and parse_chinese_number(found[1]) == number:
                return clause.anchor
        return ""
    if match := _STEPS.search(words):
        steps = [parse_chinese_number(match[1]), parse_chinese_number(match[2] or ""), int(match[3] or 0)]
        anchor = "c" + "-".join(str(step) for step in steps if step)
        return anchor if anchor in {clause.anchor for clause in policy.clauses} else ""
    return ""
