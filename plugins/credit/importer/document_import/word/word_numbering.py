"""Word numbering: the visible number of each automatically numbered paragraph, by definition, level and restart."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lxml import etree

from credit.importer.document_import.word.number_formats import format_bullet, format_number, is_known
from credit.importer.document_import.word.word_package import W, child_value, is_on
from credit.importer.document_import.word.word_styles import Styles

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True)
class _Level:
    """Definition of one level of a list: first value, format, text with ``%1``, and after which level it restarts."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    suffix: str = "tab"
    style: str = ""


@dataclass
class _List:
    """Counters of one abstract list: they run on through all lists that share it."""

    levels: dict[int, _Level]
    counts: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Instance:
    """A list in use: the abstract list, levels it defines anew and first values it restarts with."""

    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int]


class Numbering:
    """Numbering of one document, asked for in the order of its paragraphs."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, _List] = {}
        self._instances: dict[str, _Instance] = {}
        self._restarted: set[tuple[str, int]] = set()
        self.unknown: set[str] = set()
        links: dict[str, str] = {}
        for abstract in root.iter(f"{W}abstractNum") if root is not None else ():
            key = abstract.get(f"{W}abstractNumId", "")
            self._lists[key] = _List(dict(_read_level(level) for level in abstract.findall(f"{W}lvl")))
            if link := child_value(abstract, "numStyleLink"):
                links[key] = link
        for num in root.findall(f"{W}num") if root is not None else ():
            self._instances[num.get(f"{W}numId", "")] = _read_instance(num)
        for key, style in links.items():
            linked = styles.numbering_of(style)
            instance = self._instances.get(linked[0]) if linked else None
            if instance is not None and instance.abstract in self._lists:
                self._lists[key] = self._lists[instance.abstract]

    def number_of(self, paragraph: etree._Element) -> str:
        """Return the visible number of a paragraph, with the gap after it, and count it; empty where it has none."""
        place = self._place_of(paragraph)
        if place is None:
            return ""
        key, depth = place
        instance = self._instances[key]
        counted = self._lists[instance.abstract]
        levels = {**counted.levels, **instance.levels}
        level = levels.get(depth)
        if level is None:
            return ""
        self._count(key, instance, counted, levels, depth)
        if level.form == "bullet":
            return format_bullet(level.text)
        if not is_known(level.form):
            self.unknown.add(level.form)
        label = _PLACE.sub(lambda match: _shown(int(match[1]) - 1, counted, levels, level.legal), level.text)
        return label + _gap_after(label, level.suffix)

    def _place_of(self, paragraph: etree._Element) -> tuple[str, int] | None:
        """Return the list and level of a paragraph, from itself or its style."""
        style = child_value(paragraph, "pPr/pStyle")
        key, depth = child_value(paragraph, "pPr/numPr/numId"), child_value(paragraph, "pPr/numPr/ilvl")
        inherited = self._styles.numbering_of(style)
        if key is None and inherited:
            key = inherited[0]
            depth = depth if depth is not None else inherited[1] or self._level_of_style(key, inherited[2])
        instance = self._instances.get(key or "")
        if key is None or instance is None or instance.abstract not in self._lists:
            return None  # 0 takes the numbering of the style away
        return key, int(depth) if depth and depth.isdigit() else 0

    def _level_of_style(self, key: str, style: str) -> str | None:
        instance = self._instances.get(key)
        levels = self._lists[instance.abstract].levels if instance and instance.abstract in self._lists else {}
        return next((str(depth) for depth, level in sorted(levels.items()) if level.style == style), None)

    def _count(self, key: str, instance: _Instance, counted: _List, levels: dict[int, _Level], depth: int) -> None:
        counts = counted.counts
        if depth in instance.starts and (key, depth) not in self._restarted:
            self._restarted.add((key, depth))
            counts[depth] = instance.starts[depth] - 1
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in range(depth + 1, _LEVELS):
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or depth < restart:
                counts.pop(deeper, None)


def _read_level(element: etree._Element) -> tuple[int, _Level]:
    start, restart = child_value(element, "start"), child_value(element, "lvlRestart")
    return int(element.get(f"{W}ilvl", "0")), _Level(
        start=int(start) if start and start.isdigit() else 1 if start is None else 0,
        form=child_value(element, "numFmt") or "decimal",
        text=child_value(element, "lvlText") or "",
        restart=int(restart) if restart and restart.isdigit() else None,
        legal=is_on(element, "isLgl"),
        suffix=child_value(element, "suff") or "tab",
        style=child_value(element, "pStyle") or "",
    )


def _read_instance(num: etree._Element) -> _Instance:
    levels: dict[int, _Level] = {}
    starts: dict[int, int] = {}
    for override in num.findall(f"{W}lvlOverride"):
        depth = int(override.get(f"{W}ilvl", "0"))
        start = child_value(override, "startOverride")
        own = override.find(f"{W}lvl")
        if own is not None:
            levels[depth] = replace(_read_level(own)[1])
            starts[depth] = levels[depth].start
        if start is not None and start.isdigit():
            starts[depth] = int(start)
    return _Instance(child_value(num, "abstractNumId") or "", levels, starts)


def _shown(depth: int, counted: _List, levels: dict[int, _Level], legal: bool) -> str:
    level = levels.get(depth, _Level())
    value = counted.counts.get(depth, level.start)
    return str(value) if legal else format_number(value, level.form)


def _gap_after(label: str, suffix: str) -> str:
    """Return the gap between a number and its words: none after a mark, as papers are printed."""
    if not label or suffix == "nothing":
        return ""
    return "\u3000" if label[-1] in "编章节条款项" else " " if label[-1].isascii() and label[-1].isalnum() else ""
