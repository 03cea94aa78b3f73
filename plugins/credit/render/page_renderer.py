"""Page renderer: a page context and the page layout to the bytes of one HTML page."""

from __future__ import annotations

from markupsafe import Markup

from credit.render.theme import Frame, Theme, ThemeError
from credit.template_compiler.placeholders import is_same
from credit.view_models import TEMPLATES, HomePage, Page, PageLayout

#: Separator for the two places of the frame that differ from page to page; no text of a site may hold it.
_SLOT = Markup("\0")


def render_page(theme: Theme, layout: PageLayout, page: Page) -> bytes:
    """Return one page as UTF-8; see ``render_text``."""
    return render_text(theme, layout, page).encode("utf-8")


def render_text(theme: Theme, layout: PageLayout, page: Page) -> str:
    """Return one page with one line break at its end; a pure function of its arguments.

    Raises ThemeError for a context without a template and jinja2's UndefinedError for a name that does not exist.
    """
    template = TEMPLATES.get(type(page))
    if template is None:
        raise ThemeError(
            f"页面类型 {type(page).__name__} 没有模板，请在 view_models/page_templates.py 的 TEMPLATES 中登记。"
        )
    before, between, after = _frame(theme, layout, page).parts
    scope = {"site": layout, "page": page, "home": isinstance(page, HomePage)}
    head = theme.environment.get_template("head.html").render(scope)
    main = theme.environment.get_template(template).render(scope)
    return f"{before}{head}{between}{main}{after}".rstrip("\n") + "\n"


def _frame(theme: Theme, layout: PageLayout, page: Page) -> Frame:
    """Return the frame of the page's section, which is the same for all its pages and therefore rendered once."""
    here = is_same(page.address, page.section)
    key = (id(layout), page.section, here)
    frame = theme.frames.get(key)
    if frame is None or frame.layout is not layout:
        text = theme.environment.get_template("base.html").render(
            site=layout, section=page.section, here=here, head=_SLOT, main=_SLOT
        )
        before, between, after = text.split(_SLOT)
        frame = theme.frames[key] = Frame(layout, (before, between, after))
    return frame
