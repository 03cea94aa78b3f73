"""Badge: a small picture for other people's pages, that an entity stands on a red list today and until when.

Every other well-formed code is answered by one neutral picture, which only a server with our rules can do. A site without
them therefore has no badges: a missing file would tell who has left the list.
"""

from __future__ import annotations

import html

from credit import urls
from credit.pages.entity.honours import honours_of
from credit.pages.record_rows import Subject
from credit.pages.site_context import SiteContext
from credit.pages.table_views import marks_of
from credit.template_compiler.placeholders import computed_text, written
from credit.view_models import Badge

WIDTH, HEIGHT = 280, 76

#: Presentation attributes alone: the content policy of an answer forbids styles in it.
_PICTURE = """<svg xmlns="http://www.w3.org/2000/svg" xml:lang="zh-CN" role="img" width="{width}" height="{height}" viewBox="0 0 {width} {height}">
<title>{title}</title>
<rect x="1" y="1" width="{inner_width}" height="{inner_height}" rx="6" fill="#fff" stroke="{colour}" stroke-width="2"/>
<g font-family="sans-serif" fill="#333">
<text x="14" y="22" font-size="13">{name}</text>
<text x="14" y="46" font-size="18" font-weight="bold" fill="{colour}">{words}</text>
<text x="14" y="66" font-size="12">{below}</text>
</g>
</svg>
"""

_RED, _GREY = "#a3161c", "#555"

#: Words of a listing that is on a red list.
_WORDS = "红名单 在列"

_NEUTRAL = ("请到网站查询", "这里没有可以显示的标识")


def badge_picture(site_context: SiteContext, subject: Subject) -> bytes:
    """Return the picture of an entity with honours; it bears the code, so that nobody else can borrow it."""
    honours = [record.state for _, record in honours_of(site_context, subject)]
    marks = tuple(dict.fromkeys(mark for state in honours for mark in marks_of(state)))
    words = _WORDS + (f"（{'、'.join(marks)}）" if marks else "")
    until = (
        computed_text(_until, *(state["last_day"] for state in honours))
        if all(state["last_day"] for state in honours)
        else ""
    )
    below = (until + "　" if until else "") + subject.unified_code
    return written(_picture(site_context, words, below, _RED)).encode()


def neutral_picture(site_context: SiteContext) -> bytes:
    """Return the picture that answers every other code: never listed, candidate, over, or listed for dishonesty."""
    return _picture(site_context, *_NEUTRAL, _GREY).encode()


def badge_of(site_context: SiteContext, subject: Subject) -> Badge | None:
    """Return the picture of an entity and what puts it on another page, None on a site without badges."""
    if not site_context.has_badges:
        return None
    address = urls.badge_address(subject.unified_code)
    archive = urls.entity_address(subject.unified_code)
    words = f"{site_context.package.site.name}{_WORDS}"
    return Badge(
        href=site_context.href(address),
        archive=site_context.absolute(archive),
        picture=site_context.absolute(address),
        words=words,
        alt=html.escape(words),
        width=WIDTH,
        height=HEIGHT,
    )


def _picture(site_context: SiteContext, words: str, below: str, colour: str) -> str:
    name = site_context.package.site.name + ("（演示）" if site_context.package.demonstration else "")
    before, after = _PICTURE.format(
        width=WIDTH, height=HEIGHT, inner_width=WIDTH - 2, inner_height=HEIGHT - 2, colour=colour,
        name=html.escape(name), words=html.escape(words), title=html.escape(f"{name}：{words}"), below="\0",
    ).split("\0")  # fmt: skip
    return before + below + after


def _until(*days: str) -> str:
    return f"至 {max(days)}"
