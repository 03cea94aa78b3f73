"""Print head: address, QR code and day of the data above a printed page."""

from __future__ import annotations

from credit.pages.qr_image import qr_image
from credit.template_compiler.placeholders import computed_text
from credit.view_models import Head, PrintHead


def print_head(head: Head, day: str) -> PrintHead:
    """Return the print head of a page, whose canonical address is that on paper."""
    return PrintHead(head.canonical, computed_text(qr_image, head.canonical), day)
