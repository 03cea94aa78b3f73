"""Atom feeds: new records of the lists and new documents, and the ids that ended."""

from credit.feeds.site_feeds import site_feeds

__all__ = ["site_feeds"]
