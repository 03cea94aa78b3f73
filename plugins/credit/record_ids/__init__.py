"""Record ids: an id belongs to one listing of one subject for ever (design.md section 3)."""

from credit.record_ids.ended_decisions import FINAL_REASONS, check_ended_decisions
from credit.record_ids.history_index import IdHistory, open_history, unpushed_base
from credit.record_ids.id_checks import ReadHistory, check_record_ids, check_unregistered_ends
from credit.record_ids.listing_identity import Use, use_of_row
from credit.record_ids.registered_ids import check_registered_ids

__all__ = [
    "FINAL_REASONS",
    "IdHistory",
    "ReadHistory",
    "Use",
    "check_ended_decisions",
    "check_record_ids",
    "check_registered_ids",
    "check_unregistered_ends",
    "open_history",
    "unpushed_base",
    "use_of_row",
]
