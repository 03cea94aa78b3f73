"""An atlas, a shell and a theme go in; what every worker needs of them comes out as one small file and one digest."""

from __future__ import annotations

import hashlib
import pickle
from dataclasses import dataclass, replace
from pathlib import Path

from credit.pages import Atlas
from credit.pages.site_context import portable_atlas
from credit.view_models import Shell


@dataclass(frozen=True)
class Setting:
    """What pages of records are made from beside their rows; ``key`` covers all of it but ``root``.

    The atlas's corrections belong to a row's own key.
    """

    root: Path
    atlas: Atlas
    shell: Shell
    key: bytes


def make_setting(root: Path, atlas: Atlas, shell: Shell, software: str) -> Setting:
    """Return the setting of a build; ``software`` is the digest of program and theme."""
    small = portable_atlas(atlas)
    whole = hashlib.sha256(f"{software}\x1f{shell!r}\x1f{replace(small, corrections={})!r}".encode())
    return Setting(root, small, shell, whole.digest())


def save_setting(setting: Setting, path: Path) -> None:
    """Write a setting to a file of its own."""
    path.write_bytes(pickle.dumps(setting, protocol=pickle.HIGHEST_PROTOCOL))


def load_setting(path: Path) -> Setting:
    """Return the setting in a file that this build wrote."""
    setting: Setting = pickle.loads(path.read_bytes())
    return setting
