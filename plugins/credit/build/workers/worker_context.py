"""Worker context: the site context, page layout and theme that all workers need, in one small file with a digest."""

from __future__ import annotations

import hashlib
import pickle
from dataclasses import dataclass, replace
from pathlib import Path

from credit.pages import SiteContext
from credit.pages.site_context import portable_site_context
from credit.view_models import PageLayout


@dataclass(frozen=True)
class WorkerContext:
    """Sources of record pages besides their rows; ``key`` covers all of them but ``root``.

    The site context's corrections belong to a row's own key.
    """

    root: Path
    site_context: SiteContext
    layout: PageLayout
    key: bytes


def make_worker_context(root: Path, site_context: SiteContext, layout: PageLayout, software: str) -> WorkerContext:
    """Return the worker context of a build; ``software`` is the digest of program and theme."""
    small = portable_site_context(site_context)
    whole = hashlib.sha256(f"{software}\x1f{layout!r}\x1f{replace(small, corrections={})!r}".encode())
    return WorkerContext(root, small, layout, whole.digest())


def worker_context_path(folder: Path) -> Path:
    """Return the path of a build's worker context below its folder of rows."""
    return folder / "context"


def save_worker_context(context: WorkerContext, folder: Path) -> None:
    """Write a worker context to its file below the folder of rows."""
    worker_context_path(folder).write_bytes(pickle.dumps(context, protocol=pickle.HIGHEST_PROTOCOL))


def load_worker_context(path: Path) -> WorkerContext:
    """Return the worker context in a file that this build wrote."""
    context: WorkerContext = pickle.loads(path.read_bytes())
    return context
