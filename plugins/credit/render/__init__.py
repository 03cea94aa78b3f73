"""Theme rendering: page contexts to HTML pages, and hashed assets."""

from credit.render.asset_pipeline import Asset, ThemeError, minify_css
from credit.render.page_renderer import render_page, render_text
from credit.render.template_filters import is_calendar_date, is_telephone, json_ld, telephone_address
from credit.render.theme import Theme, load_theme, preload_theme, theme_files

__all__ = [
    "Asset",
    "Theme",
    "ThemeError",
    "is_calendar_date",
    "is_telephone",
    "json_ld",
    "load_theme",
    "minify_css",
    "preload_theme",
    "render_page",
    "render_text",
    "telephone_address",
    "theme_files",
]
