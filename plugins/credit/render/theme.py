"""Theme loader: templates ready to render, and hashed assets."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.runtime import Context
from markupsafe import Markup

from credit import urls
from credit.content_security_policy import meta_policy
from credit.render.asset_pipeline import Asset, ThemeError, hash_assets
from credit.render.template_code import TEMPLATE_CODE
from credit.render.template_filters import add_filters
from credit.template_compiler.placeholders import written_markup
from credit.view_models import PageLayout

#: The asset that browsers request at the root of a site, even if its pages do not link it.
ROOT_ICON = "favicon.ico"


class RecordingContext(Context):
    """Template context: what a macro wrote of the cells of a compiled page can only be written, not looked into."""

    def call(self, obj: Callable[..., object], /, *args: object, **kwargs: object) -> object:
        """Call a macro, or whatever else a template calls."""
        return written_markup(super().call(obj, *args, **kwargs))


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
    environment.context_class = RecordingContext
    add_filters(environment)
    # Fixed text of ours: its quotes are part of the policy.
    environment.globals["content_security_policy"] = Markup(meta_policy())
    return Theme(environment, base, hash_assets(static), digest)


def theme_files(theme: Theme) -> Iterator[tuple[str, bytes]]:
    """Yield address and bytes of every asset, and of the icon that browsers request at the root."""
    for asset in theme.assets.values():
        yield urls.asset_address(asset.filename), asset.data
        if asset.name == ROOT_ICON:
            yield f"/{ROOT_ICON}", asset.data


def _digest_files(*folders: Path) -> str:
    """Return one SHA-256 over the names and bytes of every file below the folders, in the order of their names."""
    total = hashlib.sha256()
    for folder in folders:
        paths = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
        for name in sorted(paths):
            total.update(f"{folder.name}/{name}\0".encode())
            total.update(hashlib.sha256(paths[name].read_bytes()).digest())
    return total.hexdigest()
