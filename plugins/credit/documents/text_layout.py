"""Chinese text layout: line joins without stray blanks, and summaries of limited length."""

from __future__ import annotations

import re

#: Han characters, their punctuation and full-width forms: no blank is written between any two of them.
_WIDE = r"\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\u3000-\u303f‘’“”…—·\U00020000-\U0003ffff"
_IS_WIDE = re.compile(f"[{_WIDE}]")
_WIDE_MARKS = re.compile(r"[，。、；：？！（）《》〈〉【】〔〕「」『』“”‘’…—·．\u3000]")
_SENTENCE_END = re.compile(r"[。！？!?；;…][”’」』）)》]*")

#: Characters of the summary of a document that has none of its own.
SUMMARY_LENGTH = 100


def joins_without_blank(before: str, after: str) -> bool:
    """Return whether a line end between two characters is nothing (Chinese text) rather than a blank."""
    if not before or not after or before.isspace() or after.isspace():
        return True
    if _WIDE_MARKS.match(before) or _WIDE_MARKS.match(after):
        return True
    wide_before, wide_after = bool(_IS_WIDE.match(before)), bool(_IS_WIDE.match(after))
    if wide_before and wide_after:
        return True
    # A half-width comma or bracket in Chinese text is meant as the wide one.
    return (wide_after and not before.isalnum()) or (wide_before and not after.isalnum())


def summary_of(text: str, length: int = 120) -> str:
    """Return the beginning of a document's text in at most ``length`` characters.

    Lines without a sentence's end (headings, an addressee, a placeholder) are passed over as long as other lines
    follow; the cut is made after a sentence where one ends in the second half, else with an ellipsis.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    sentences = [line for line in lines if _SENTENCE_END.search(line)]
    whole = ""
    for line in sentences or lines:
        between = "" if joins_without_blank(whole[-1:], line[:1]) else " "
        whole += between + line
        if len(whole) > length:
            break
    if len(whole) <= length:
        return whole
    ends = [match.end() for match in _SENTENCE_END.finditer(whole) if length // 2 <= match.end() <= length]
    return whole[: ends[-1]] if ends else whole[: length - 1].rstrip("，、；：,;: ") + "…"
