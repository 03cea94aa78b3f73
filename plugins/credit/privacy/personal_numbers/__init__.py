"""Scanner for identity, mobile and bank card numbers of persons in a text; it never repeats a number."""

from credit.privacy.personal_numbers.number_digests import digest_number, plain_number
from credit.privacy.personal_numbers.number_match import CARD, IDENTITY, MOBILE, Finding
from credit.privacy.personal_numbers.number_scanner import SHORTEST, mask_text, scan_text, suspect_places

__all__ = [
    "CARD",
    "IDENTITY",
    "MOBILE",
    "SHORTEST",
    "Finding",
    "digest_number",
    "mask_text",
    "plain_number",
    "scan_text",
    "suspect_places",
]
