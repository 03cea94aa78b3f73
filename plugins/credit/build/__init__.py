"""The one module that imports Pelican: a root folder goes in; the whole site, or nothing, comes out."""

from credit.build.build_state import BuildError
from credit.build.pelican_hooks import register
from credit.build.pipeline import BuildReport, build_site
from credit.timings import Timings

__all__ = ["BuildError", "BuildReport", "Timings", "build_site", "register"]
