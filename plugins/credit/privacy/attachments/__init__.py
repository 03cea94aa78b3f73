"""Attachments: numbers of persons in files beside documents and in what is packed inside."""

from credit.privacy.attachments.attachment_scan import attachment_texts, scan_attachment
from credit.privacy.attachments.content_checks import check_attachment

__all__ = ["attachment_texts", "check_attachment", "scan_attachment"]
