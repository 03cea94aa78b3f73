"""Releases: assembled, verified, mirrored by hard links, and kept for rollback."""
