"""The one module that imports Pelican: a root folder goes in; the whole site, or nothing, comes out."""

from credit.plugin.building import BuildReport, build_site
from credit.plugin.receivers import register
from credit.plugin.work import BuildError
from credit.timings import Timings

__all__ = ["BuildError", "BuildReport", "Timings", "build_site", "register"]
