"""Template filters: the filters and tests that templates may use besides those of Jinja."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Sequence
from functools import partial
from urllib.parse import urlsplit

from jinja2 import Environment
from markupsafe import Markup, escape

from credit.template_compiler.placeholders import Made, branch_on, computed_text, is_made
from credit.view_models import Link

#: Filters and tests of Jinja that a placeholder cannot refuse: a template that uses one does not load.
_LOOKING_FILTERS, _LOOKING_TESTS = ("e", "escape"), ("escaped", "sameas")

#: A date or number of a record as texts have it, and what of HTML is no tag.
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}-[0-9]{2}|年[0-9]{1,2}月[0-9]{1,2}日)|[A-Z]{1,8}-[0-9]{4}-[0-9]{5}")
_OUTSIDE_TAGS = re.compile(r"[^<>]+(?![^<>]*>)")
_TELEPHONE = re.compile(r"\+?[0-9][0-9 -]{1,18}[0-9]")


def add_filters(environment: Environment) -> None:
    """Add the filters and tests to an environment, and remove those of Jinja that a compiled page cannot allow."""
    environment.filters["json_ld"] = json_ld
    environment.filters["breadcrumb_list"] = breadcrumb_list
    environment.filters["component"] = component
    # Filters and tests accept a text or a placeholder for one (template_compiler/placeholders).
    environment.filters["whole_days"] = whole_days
    environment.filters["long_date"] = partial(computed_text, long_date)
    environment.filters["telephone"] = partial(computed_text, telephone_address)
    tests: dict[str, Callable[..., bool]] = {
        "calendar_date": partial(branch_on, is_calendar_date),
        "telephone": partial(branch_on, is_telephone),
        "made": is_made,
    }
    environment.tests.update(tests)
    for name in _LOOKING_FILTERS:
        del environment.filters[name]
    for name in _LOOKING_TESTS:
        del environment.tests[name]


def json_ld(text: str) -> Markup:
    """Return a JSON text for a data block of HTML: no character is left that could end the block."""
    for character, escaped in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(character, escaped)
    return Markup(text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))


def breadcrumb_list(crumbs: Sequence[Link], canonical: str) -> Markup:
    """Return the breadcrumbs of a page as schema.org's BreadcrumbList for a data block; ``canonical`` names the host."""
    address = urlsplit(canonical)
    origin = f"{address.scheme}://{address.netloc}"
    items = [
        {"@type": "ListItem", "position": position, "name": crumb.text, "item": origin + crumb.href}
        for position, crumb in enumerate(crumbs, start=1)
    ]
    described = {"@context": "https://schema.org/", "@type": "BreadcrumbList", "itemListElement": items}
    return json_ld(json.dumps(described, ensure_ascii=False, separators=(",", ":")))


def component(value: Made, template: str, macro: str) -> Markup:
    """Return the token for the place of a compiled page where a macro shows the value computed for each row."""
    if not is_made(value):
        raise TypeError("component is for values that were made: ask `is made` first")
    return Markup(value.recorder.show(value.slot, template, macro))


def is_calendar_date(text: str) -> bool:
    """Return whether the text is a full date ``YYYY-MM-DD`` that exists, so that it is valid in ``datetime``."""
    if len(text) != 10:
        return False
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def whole_days(text: str) -> str:
    """Return a text of a page, or its HTML, with each date in one piece; a placeholder is returned as it is.

    Texts of records are no matter for it: their days are cells (``pages/dated_sentences.py``).
    """
    if not isinstance(text, str):
        return text
    markup = text if isinstance(text, Markup) else escape(text)
    return Markup(_OUTSIDE_TAGS.sub(lambda match: _DATE.sub(r'<span class="whole">\g<0></span>', match[0]), markup))


def long_date(text: str) -> str:
    """Return an ISO date as a sentence has it: 2026年10月21日."""
    day = datetime.date.fromisoformat(text)
    return f"{day.year}年{day.month}月{day.day}日"


def is_telephone(text: str) -> bool:
    """Return whether the text is one telephone number that a phone can dial."""
    return _TELEPHONE.fullmatch(text) is not None


def telephone_address(text: str) -> str:
    """Return the ``tel:`` address of a telephone number, without the marks between its digits (RFC 3966)."""
    return "tel:" + "".join(item for item in text if item.isdigit() or item == "+")
