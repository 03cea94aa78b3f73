"""Documents of content/: Markdown files read, checked and rendered to sanitised HTML."""

from credit.documents.document_reader import FOLDERS, RESERVED, read_document, read_documents
from credit.documents.front_matter import SLUG, stated_number
from credit.documents.front_matter_keys import ALLOWED, OUTCOMES, REQUIRED, TITLES, UNSTATED, VALIDITIES
from credit.documents.text_layout import SUMMARY_LENGTH, summary_of

__all__ = [
    "ALLOWED",
    "FOLDERS",
    "OUTCOMES",
    "REQUIRED",
    "RESERVED",
    "SLUG",
    "SUMMARY_LENGTH",
    "TITLES",
    "UNSTATED",
    "VALIDITIES",
    "read_document",
    "read_documents",
    "stated_number",
    "summary_of",
]
