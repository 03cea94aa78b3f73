"""Clause links: the link of each clause to itself in a document's page, and the words to quote a paper with."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import escape

from credit import urls
from credit.model import Clause, Document
from credit.pages.site_context import SiteContext
from credit.view_models import Quote

#: A heading or paragraph with its anchor, as the sanitiser writes it; neither holds another of its kind.
_ANCHORED = re.compile(r'<(h[2-6]|p) id="([^"]+)">(.*?)</\1>', re.DOTALL)

#: Characters of a heading without a number by which a quotation names it.
_WORDS = 20


def link_clauses(body: str, clauses: Iterable[Clause]) -> str:
    """Return a sanitised body in which each clause ends with the link to itself.

    The link has no text, its sign comes from the style sheet: who copies a clause copies its words alone.
    """
    places = clause_places(clauses)

    def linked(match: re.Match[str]) -> str:
        tag, anchor, words = match.groups()
        if anchor not in places:
            return match[0]
        label = escape(f"本条链接：{places[anchor]}")
        link = f'<a href="#{anchor}" aria-label="{label}"></a>'
        return f'<{tag} id="{anchor}">{words}{link}</{tag}>'

    return _ANCHORED.sub(linked, body)


def clause_places(clauses: Iterable[Clause]) -> dict[str, str]:
    """Return anchor → the clause's place as papers quote it: the numbers from the outermost part on, 四、（三）1."""
    known = {clause.anchor: clause for clause in clauses}
    places = {}
    for anchor, clause in known.items():
        steps = anchor.split("-")
        above = ["-".join(steps[:end]) for end in range(1, len(steps))]
        numbers = [known[item].number for item in above if item in known]
        last = clause.number or f"“{clause.text[:_WORDS]}{'…' if len(clause.text) > _WORDS else ''}”"
        places[anchor] = "".join([*numbers, last.rstrip("、.．")])
    return places


def quote_document(site_context: SiteContext, document: Document) -> Quote:
    """Return the line to quote a document with: issuer, title, number, address, day of the visit.

    Without SITEURL the address is empty: a script knows it (theme/templates/components/share.html).
    """
    metadata, site = document.metadata, site_context.package.site
    author = metadata.get("Issuer") or site.organizer or site.name
    number = metadata.get("Number_printed") or metadata.get("Number", "")
    address = site_context.absolute(urls.document_address(document.kind, document.slug))
    title = f"《{document.title}》" + (f"（{number}）" if number else "")
    return Quote(f"{author}：{title}", address, "访问日期：年-月-日")
