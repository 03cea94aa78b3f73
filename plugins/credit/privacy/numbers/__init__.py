"""Scanner for identity, mobile and bank card numbers of persons in a text; it never repeats a number."""

from credit.privacy.numbers.allowed import digest_number, plain_number
from credit.privacy.numbers.finding import CARD, IDENTITY, MOBILE, Finding
from credit.privacy.numbers.scanner import SHORTEST, mask_text, scan_text, suspect_places

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
