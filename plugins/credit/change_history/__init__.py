"""Change history: the changes of lists by the commits of a branch, read from git and kept in a cache."""

from credit.change_history.change_cache import CACHE_NAME, read_change_history
from credit.change_history.change_log import FieldChange, LoggedChange, log_changes
from credit.change_history.commit_diffs import cell_digest
from credit.change_history.publication_days import PublicationDays, publication_days

__all__ = [
    "CACHE_NAME",
    "FieldChange",
    "LoggedChange",
    "PublicationDays",
    "cell_digest",
    "log_changes",
    "publication_days",
    "read_change_history",
]
