"""Build: the only package that imports Pelican; one run writes the whole site or nothing."""

from credit.build.build_state import BuildError
from credit.build.pelican_hooks import register
from credit.build.pipeline import BuildReport, build_site
from credit.timings import Timings

__all__ = ["BuildError", "BuildReport", "Timings", "build_site", "register"]
