"""Scanner for identity, mobile and bank card numbers of persons in a text; it never repeats a number."""

from credit.privacy.numbers.finding import CARD, IDENTITY, MOBILE, Finding
from credit.privacy.numbers.scanner import SHORTEST, mask_text, scan_text, suspect_places

__all__ = ["CARD", "IDENTITY", "MOBILE", "SHORTEST", "Finding", "mask_text", "scan_text", "suspect_places"]
