"""Theme loader: templates ready to render, and hashed assets."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from string import ascii_lowercase

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from rcssmin import cssmin
from rjsmin import jsmin

from credit import urls
from credit.content_security_policy import meta_policy
from credit.model import CreditError
from credit.render.template_code import TEMPLATE_CODE
from credit.render.template_filters import add_filters
from credit.view_models import PageLayout

#: The asset that browsers request at the root of a site, even if its pages do not link it.
ROOT_ICON = "favicon.ico"

#: Scripts published in one file, its parts in their order: on an old phone a second file costs a second request.
JOINED_SCRIPTS: Mapping[str, tuple[str, ...]] = {
    "search.js": ("search-text.js", "search-index.js", "search-view.js", "search-page.js"),
    "batch.js": ("search-text.js", "search-index.js", "search-view.js", "batch-page.js"),
    "lists.js": ("list-records.js", "list-filter.js"),
}

_LEADING_ZERO = re.compile(r"(?<![0-9])0(?=\.[0-9])")
_CSS_TOKEN = re.compile(r"(?<![A-Za-z0-9_-])--[a-z][a-z-]*")
_CSS_URL = re.compile(r"""url\(\s*(["']?)([^"')]+)\1\s*\)""")


class ThemeError(CreditError):
    """The theme cannot be used: a file is missing, in the wrong place or not UTF-8."""


@dataclass(frozen=True)
class Asset:
    """One file of the theme: its name in ``theme/static``, the hashed name it is published under, its bytes."""

    name: str
    filename: str
    data: bytes


@dataclass(frozen=True)
class Frame:
    """Rendered parts of a page that all pages of a section share."""

    layout: PageLayout
    header: Markup
    footer: Markup


@dataclass(frozen=True, eq=False)
class Theme:
    """A loaded theme: the template environment, the base path of the site, the assets and a digest of every file.

    ``frames`` caches rendered headers and footers; it never changes the output.
    """

    environment: Environment
    base: str
    assets: Mapping[str, Asset]
    digest: str
    frames: dict[tuple[int, str, bool], Frame] = field(default_factory=dict, repr=False)

    def href(self, name: str) -> str:
        """Return the root-relative address of an asset, base path included; raises ThemeError for an unknown name."""
        asset = self.assets.get(name)
        if asset is None:
            raise ThemeError(f"theme/static 里没有文件 {name}，请核对文件名。")
        return self.base + urls.asset_address(asset.filename)

    def macro(self, template: str, name: str) -> Callable[..., Markup]:
        """Return a macro of a template."""
        macro: Callable[..., Markup] = getattr(self.environment.get_template(template).module, name)
        return macro

    @property
    def scripts(self) -> tuple[str, ...]:
        """The addresses of the theme's scripts in the order of their names."""
        return tuple(self.href(name) for name in sorted(self.assets) if name.endswith(".js"))


#: Digest and base path → theme that was loaded ahead of time, with every template compiled.
_loaded_ahead: dict[tuple[str, str], Theme] = {}


def preload_theme(root: Path, siteurl: str) -> None:
    """Load a theme with every template compiled, for ``load_theme`` of an equal one in this process or a fork."""
    theme = load_theme(root, siteurl)
    for name in theme.environment.list_templates():
        theme.environment.get_template(name)
    _loaded_ahead[theme.digest, theme.base] = theme


def load_theme(root: Path, siteurl: str) -> Theme:
    """Read ``theme/`` below ``root`` and return it ready to render, its assets hashed.

    ``siteurl`` may be empty; only its path is used. Raises ThemeError where the folder or a file of it is unusable.
    """
    templates, static = root / "theme" / "templates", root / "theme" / "static"
    for folder in (templates, static):
        if not folder.is_dir():
            raise ThemeError(f"找不到主题文件夹 theme/{folder.name}，请从代码库恢复。")
    if inside := sorted(static.glob("[!.]*/")):
        raise ThemeError(f"theme/static/{inside[0].name} 是文件夹，静态文件请直接放在 theme/static 下。")
    base, digest = urls.base_of(siteurl), _digest_files(templates, static)
    if (digest, base) in _loaded_ahead:
        return _loaded_ahead[digest, base]
    environment = Environment(
        loader=FileSystemLoader(templates, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        auto_reload=False,
        bytecode_cache=TEMPLATE_CODE,
        cache_size=-1,
    )
    add_filters(environment)
    # Fixed text of ours: its quotes are part of the policy.
    environment.globals["content_security_policy"] = Markup(meta_policy())
    return Theme(environment, base, _hash_assets(static), digest)


def theme_files(theme: Theme) -> Iterator[tuple[str, bytes]]:
    """Yield address and bytes of every asset, and of the icon that browsers request at the root."""
    for asset in theme.assets.values():
        yield urls.asset_address(asset.filename), asset.data
        if asset.name == ROOT_ICON:
            yield f"/{ROOT_ICON}", asset.data


def minify_css(text: str) -> str:
    """Return the style sheet without comments, needless blanks and zeros, its tokens named by one letter each."""
    short = _LEADING_ZERO.sub("", cssmin(text))
    names = dict(Counter(_CSS_TOKEN.findall(short)).most_common())
    # In the order of their use, the first met before the second: the shortest for the most used.
    letters = {name: f"--{letter}" for name, letter in zip(names, ascii_lowercase, strict=False)}
    return _CSS_TOKEN.sub(lambda match: letters.get(match[0], match[0]), short)


def _hash_assets(static: Path) -> Mapping[str, Asset]:
    """Return the assets by name: style sheets last, since their bytes hold the hashed names of the others."""
    files: dict[str, bytes] = {}
    for path in sorted(static.iterdir(), key=lambda item: item.name):
        if path.name.startswith("."):
            continue
        files[path.name] = path.read_bytes()
    for name, parts in JOINED_SCRIPTS.items():
        for part in parts:
            if part not in files:
                raise ThemeError(f"找不到 theme/static/{part}，请从代码库恢复。")
        files[name] = b"".join(files[part] for part in parts)
    for part in {part for parts in JOINED_SCRIPTS.values() for part in parts}:
        del files[part]
    for name in files:
        if name.endswith(".js"):
            files[name] = jsmin(_text(name, files[name])).encode("utf-8")
    assets = {name: _asset(name, data) for name, data in files.items() if not name.endswith(".css")}
    for name, data in files.items():
        if name.endswith(".css"):
            assets[name] = _asset(name, _link_assets(name, data, assets))
    return assets


def _asset(name: str, data: bytes) -> Asset:
    stem, dot, extension = name.rpartition(".")
    digest = hashlib.sha256(data).hexdigest()[:8]
    return Asset(name, f"{stem}.{digest}{dot}{extension}", data)


def _text(name: str, data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ThemeError(f"theme/static/{name} 不是 UTF-8 编码，请另存为 UTF-8。") from error


def _link_assets(name: str, data: bytes, assets: Mapping[str, Asset]) -> bytes:
    """Return a style sheet as published, its ``url()`` leading to the hashed names beside it."""
    text = minify_css(_text(name, data))

    def rewrite(match: re.Match[str]) -> str:
        target = match[2]
        if target.startswith(("data:", "#")):
            return match[0]
        if target not in assets:
            raise ThemeError(f"theme/static/{name} 引用了不存在的文件 {target}，请核对 url()。")
        return f'url("{assets[target].filename}")'

    return _CSS_URL.sub(rewrite, text).encode("utf-8")


def _digest_files(*folders: Path) -> str:
    """Return one SHA-256 over the names and bytes of every file below the folders, in the order of their names."""
    total = hashlib.sha256()
    for folder in folders:
        paths = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
        for name in sorted(paths):
            total.update(f"{folder.name}/{name}\0".encode())
            total.update(hashlib.sha256(paths[name].read_bytes()).digest())
    return total.hexdigest()
