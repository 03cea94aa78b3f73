"""Print head: address, QR code and day of the data above a printed page."""

from __future__ import annotations

from credit.pages.qr_image import qr_image
from credit.template_compiler.placeholders import computed_text
from credit.view_models import PrintHead


def print_head(address: str, day: str) -> PrintHead:
    """Return the print head of a page with its canonical address, which is empty without SITEURL."""
    return PrintHead(address, computed_text(qr_image, address), day)
