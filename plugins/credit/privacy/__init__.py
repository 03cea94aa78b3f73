"""Privacy: scanners for personal data, and masking of names that are not published."""

from credit.privacy.attachments import attachment_texts, check_attachment, scan_attachment
from credit.privacy.byte_prefilter import may_hold_number, surely_holds_no_number
from credit.privacy.corrections import public_corrections, scan_corrections
from credit.privacy.name_masking import masked_shops, natural_persons, operators, public_names
from credit.privacy.operator_names import find_operator
from credit.privacy.personal_numbers import Finding, digest_number, mask_text, plain_number, scan_text
from credit.privacy.rendered_text import is_repeated, scan_csv, scan_json, scan_output, scan_rendered
from credit.privacy.scanners import (
    is_suspect,
    scan_document_source,
    scan_path,
    scan_schema,
    scan_table,
    without_identifiers,
)

__all__ = [
    "Finding",
    "attachment_texts",
    "check_attachment",
    "digest_number",
    "find_operator",
    "is_repeated",
    "is_suspect",
    "mask_text",
    "masked_shops",
    "may_hold_number",
    "natural_persons",
    "operators",
    "plain_number",
    "public_corrections",
    "public_names",
    "scan_attachment",
    "scan_corrections",
    "scan_csv",
    "scan_document_source",
    "scan_json",
    "scan_output",
    "scan_path",
    "scan_rendered",
    "scan_schema",
    "scan_table",
    "scan_text",
    "surely_holds_no_number",
    "without_identifiers",
]
