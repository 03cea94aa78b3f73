"""Takedown: what ended leaves the live site at once, without a build."""
