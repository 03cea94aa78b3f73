"""Page renderer: a page context and the page layout to the bytes of one HTML page."""

from __future__ import annotations

from credit.render.asset_pipeline import ThemeError
from credit.render.theme import Frame, Theme
from credit.template_compiler.placeholders import is_same
from credit.view_models import TEMPLATES, Page, PageLayout


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
    frame = _frame(theme, layout, page)
    text = theme.environment.get_template(template).render(site=layout, page=page, frame=frame)
    return text.rstrip("\n") + "\n"


def _frame(theme: Theme, layout: PageLayout, page: Page) -> Frame:
    """Return header and footer of the page's section, which all its pages share and which are therefore rendered once."""
    here = is_same(page.address, page.section)
    key = (id(layout), page.section, here)
    frame = theme.frames.get(key)
    if frame is None or frame.layout is not layout:
        header = theme.macro("components/header.html", "header")(layout, page.section, here)
        footer = theme.macro("components/footer.html", "footer")(layout)
        frame = theme.frames[key] = Frame(layout, header, footer)
    return frame
