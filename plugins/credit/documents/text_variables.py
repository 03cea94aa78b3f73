"""Text variables: names in braces that stand for figures of the law, or for parts of a guide that the site generates.

``{limit_withdraw_revoked}`` becomes 三个工作日内 wherever it stands; ``{lists: black}`` stands alone in its paragraph or
item. Only guides and pages are texts of this site: in all other documents braces are words of their author.
"""

from __future__ import annotations

import datetime
import difflib
import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from credit import law
from credit.documents.source_text import Fault
from credit.model import Document

#: Kinds of documents in which a name in braces is a variable.
KINDS = ("guide", "page")

#: Code of a name in braces that is unknown or misspelt.
TEXT_VARIABLE = "text-variable"

#: Parts that a guide's page generates → the words that may follow behind a colon; none where it takes no words.
PARTS: Mapping[str, tuple[str, ...]] = {
    "periods": (),
    "time_limits": tuple(limit.key for limit in law.time_limits()),
    "lists": ("black", "red"),
    "hotlines": (),
    "problems": (),
    "tasks": (),
}

_WRITTEN = re.compile(r"[{｛]\s*([A-Za-z][A-Za-z0-9_]*)\s*(?:[:：]([^{}｛｝]*))?[}｝]")
_FIGURE = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_PART = re.compile(r"\{([a-z_]+)(?:: ([a-z-]+(?:, [a-z-]+)*))?\}")

#: Texts of limits that say from which day they count, so that they can mean nothing else. Shorter ones occur by chance.
_TELLING = "之日起"


@dataclass(frozen=True)
class Part:
    """One generated part: its name, and the words behind the colon."""

    name: str
    words: tuple[str, ...] = ()


def part_of(text: str) -> Part | None:
    """Return the part that a whole paragraph or item stands for, or None."""
    match = _PART.fullmatch(text.strip())
    return (
        Part(match[1], tuple((match[2] or "").split(", ")) if match[2] else ()) if match and match[1] in PARTS else None
    )


def check_variables(lines: Sequence[str], kind: str) -> Iterator[Fault]:
    """Report unknown and misspelt variables (``text-variable``), and figures by hand (the warning ``figure-by-hand``)."""
    if kind not in KINDS:
        return
    known = law.figures(datetime.date.max)  # names and limits are the same on every day
    parts = tuple(PARTS) if kind == "guide" else ()
    for number, line in enumerate(lines, start=1):
        for match in _WRITTEN.finditer(line):
            if message := _fault_of(match, tuple(known), parts):
                yield Fault(number, TEXT_VARIABLE, message)
        for name, figure in known.items():
            if _TELLING in figure.words and figure.words in line:
                message = f"“{figure.words}”是{figure.meaning}，请改写成 {{{name}}}，规定改变时会自动更新"
                yield Fault(number, "figure-by-hand", message, warning=True)


def _fault_of(match: re.Match[str], figures: Sequence[str], parts: Sequence[str]) -> str:
    """Return in Chinese the fault of one name in braces, or an empty string."""
    written, name = match[0], match[1]
    every = [*figures, *parts]
    if name not in every:
        near = difflib.get_close_matches(name.lower(), every, n=1)
        guess = f"，是否应为 {{{near[0]}}}？" if near else "。"
        return f"没有占位符 {written[:60]}{guess}可以用的有 {'、'.join(every)}；不是占位符就不要用花括号"
    if name in figures:
        return (
            "" if _FIGURE.fullmatch(written) else f"占位符 {written[:60]} 要写成 {{{name}}}：半角花括号，里面没有空格"
        )
    allowed, part = PARTS[name], part_of(written)
    if part is not None and bool(part.words) == bool(allowed) and set(part.words) <= set(allowed):
        return ""
    if not allowed:
        return f"占位符 {written[:60]} 要写成 {{{name}}}"
    form = f"{{{name}: {allowed[0]}}}"
    return f"占位符 {written[:60]} 要写成 {form} 的形式；冒号后面可以写 {'、'.join(allowed)}，几个用“, ”隔开"


def names_in(document: Document) -> frozenset[str]:
    """Return the names of the figures that a document asks for."""
    texts = (document.title, document.text, *document.metadata.values()) if document.kind in KINDS else ()
    return frozenset(name for text in texts for name in _FIGURE.findall(text))


def fill_figures(document: Document, figures: Mapping[str, law.Figure]) -> Document:
    """Return a guide or page with the figures of a day in the place of their names; an unknown name stays."""
    if not names_in(document) & figures.keys():
        return document

    def filled(text: str) -> str:
        return _FIGURE.sub(lambda match: figures[match[1]].words if match[1] in figures else match[0], text)

    def filled_html(text: str) -> str:
        return _FIGURE.sub(
            lambda match: html.escape(figures[match[1]].words) if match[1] in figures else match[0], text
        )

    return replace(
        document,
        title=filled(document.title),
        metadata={key: filled(value) for key, value in document.metadata.items()},
        body=filled_html(document.body),
        text=filled(document.text),
        clauses=tuple(replace(clause, text=filled(clause.text)) for clause in document.clauses),
    )
