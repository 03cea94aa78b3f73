"""Former place of the git hooks: those of an earlier version import ``main`` from here until ``setup-server`` rewrites them."""

from credit.deploy.hooks.git_hooks import main

__all__ = ["main"]
