"""Tables and documents go in; problems for every subject that is named in other people's words come out."""

from credit.mentions.descriptors import check_descriptor_texts
from credit.mentions.documents import HIDDEN_NAME, check_documents, check_subject_ids
from credit.mentions.rows import check_reference_texts, check_row_texts

__all__ = [
    "HIDDEN_NAME",
    "check_descriptor_texts",
    "check_documents",
    "check_reference_texts",
    "check_row_texts",
    "check_subject_ids",
]
