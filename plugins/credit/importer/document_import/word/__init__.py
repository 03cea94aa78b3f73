"""Word documents: DOCX read as the lines that Word shows, with what they hide or leave behind reported."""

from credit.importer.document_import.word.word_document import read_word

__all__ = ["read_word"]
