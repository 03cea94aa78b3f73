"""Subject mentions: problems for listed subjects named in texts about others."""

from credit.subject_mentions.descriptor_texts import check_descriptor_texts
from credit.subject_mentions.document_texts import HIDDEN_NAME, check_documents, check_subject_ids
from credit.subject_mentions.harsh_words import check_harsh_words
from credit.subject_mentions.link_texts import check_link_texts
from credit.subject_mentions.table_texts import check_reference_texts, check_row_texts
from credit.subject_mentions.withdrawal_explanations import ACTING, check_explanations, is_naming

__all__ = [
    "ACTING",
    "HIDDEN_NAME",
    "check_descriptor_texts",
    "check_documents",
    "check_explanations",
    "check_harsh_words",
    "check_link_texts",
    "check_reference_texts",
    "check_row_texts",
    "check_subject_ids",
    "is_naming",
]
