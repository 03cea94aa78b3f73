"""Settings of the site for Pelican: what every build has; what differs when it is published stands in publishconf.py."""

PATH = "content"
OUTPUT_PATH = "output"
THEME = "theme"

# One name for Pelican, tests and type checker (see docs/decisions).
PLUGIN_PATHS = ["plugins"]
PLUGINS = ["credit.build.pelican_hooks"]

SITENAME = "信用公主岭"
SITEURL = ""  # empty: addresses are root-relative, nothing absolute is written
TIMEZONE = "Asia/Shanghai"
DEFAULT_LANG = "zh-CN"  # "zh" makes docutils warn, and a warning can end a build
LOCALE = ["C"]  # no word of the output may depend on the machine's locale

# Documents are Pelican's articles and pages; addresses are made by credit.urls and repeated by the reader.
ARTICLE_PATHS = ["policies", "notices", "cases", "reports"]
PAGE_PATHS = ["pages"]
STATIC_PATHS: list[str] = []  # attachments are checked and copied by the plugin
THEME_STATIC_PATHS: list[str] = []  # assets are hashed and written by credit.render
ARTICLE_TRANSLATION_ID = None  # a policy and a notice may bear the same slug: they are no translations
PAGE_TRANSLATION_ID = None
USE_FOLDER_AS_CATEGORY = True
DEFAULT_PAGINATION = False
DELETE_OUTPUT_DIRECTORY = False  # a build goes to a fresh folder that takes the old one's place when complete
LOAD_CONTENT_CACHE = False
CACHE_CONTENT = False

# Nothing but articles and pages: no archives, no authors, no feeds of Pelican's own.
DIRECT_TEMPLATES: list[str] = []
TEMPLATE_PAGES: dict[str, str] = {}
ARCHIVES_SAVE_AS = AUTHOR_SAVE_AS = AUTHORS_SAVE_AS = CATEGORY_SAVE_AS = CATEGORIES_SAVE_AS = ""
TAG_SAVE_AS = TAGS_SAVE_AS = DRAFT_SAVE_AS = DRAFT_PAGE_SAVE_AS = ""
FEED_ATOM = FEED_RSS = FEED_ALL_ATOM = FEED_ALL_RSS = CATEGORY_FEED_ATOM = CATEGORY_FEED_RSS = None
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = TAG_FEED_ATOM = TAG_FEED_RSS = None
TRANSLATION_FEED_ATOM = TRANSLATION_FEED_RSS = None

import jinja2  # noqa: E402 - belongs to the setting it is for

# Off by default in Pelican; the theme's own environment (credit.render) has the same.
JINJA_ENVIRONMENT = {
    "autoescape": True,
    "undefined": jinja2.StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
}
