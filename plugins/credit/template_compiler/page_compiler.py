"""Compiled pages: page code runs once on placeholders, and each further row of the shape is filled in.

A page is compiled from the second row of a shape (see ``placeholders``). It is used for rows with the same answers to
its questions, and only if it equals, byte for byte, the rendered page of that row and of the first. Its first use and
one in ``SHARE`` after that are compared with the rendered page again: after a single difference no page is filled in
any more. Rows that do not fit, for example with a character that markup escapes, are rendered.
"""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from zlib import crc32

from credit.template_compiler.compiled_page import UNIT, CompiledPage, FilledPage
from credit.template_compiler.page_assembly import CONTROL, MARKUP, PageAssembly
from credit.template_compiler.page_trace import Make, Uncompilable, reason_of, trace_page
from credit.template_compiler.row_verification import SeenValues, untidy_row

if TYPE_CHECKING:
    from credit.render.theme import Theme

#: Counters of the pages of a build.
COUNTED = ("compiled", "differing", "filled", "rendered", "verified")

#: Most compiled pages of a shape: rows whose answers always differ are better rendered.
_MOST = 50

#: One page in so many is also rendered for comparison, chosen by the first cell of its row.
SHARE = 500

#: Characters with which a row is always rendered.
_SPECIAL = (MARKUP + CONTROL).replace(UNIT.encode(), b"")


@dataclass(eq=False)
class Trust:
    """Whether pages are still filled in: one difference in any kind of page ends it for all kinds of the same build."""

    holds: bool = True


@dataclass(eq=False)
class PageCompiler:
    """Compiled pages of one kind, by shape; ``make`` turns the cells of a row, or placeholders, into text.

    ``kind`` names the pages in reasons. Pages that are ``multiline`` are no JSON: a made value may hold line ends.
    ``counts`` holds numbers of rows, ``filled``, ``rendered``, ``verified`` and ``differing``, and of compiled
    pages, ``compiled``; ``refusals`` are the reasons for shapes without any. ``trust`` ends with the first difference.
    """

    theme: Theme
    make: Make
    kind: str = ""
    multiline: bool = False
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTED, 0))
    refusals: dict[str, None] = field(default_factory=dict)
    trust: Trust = field(default_factory=Trust)
    _compiled_pages: dict[Hashable, list[CompiledPage]] = field(default_factory=dict)
    _first: dict[Hashable, tuple[bytes, bytes]] = field(default_factory=dict)
    _refused: set[Hashable] = field(default_factory=set)
    _unscanned: list[bytes] = field(default_factory=list)
    _assembly: PageAssembly = field(init=False)

    def __post_init__(self) -> None:
        special = MARKUP if self.multiline else MARKUP + CONTROL
        self._assembly = PageAssembly(self.theme, special, self._unscanned)

    def fill(self, shape: Hashable, row: bytes) -> FilledPage:
        """Return the page of a row: ``shape`` decides its form, together with which of its cells are empty.

        ``row`` is its cells in UTF-8 with UNIT between them.
        """
        if not self.trust.holds or len(row.translate(None, _SPECIAL)) != len(row):
            return self.rendered(shape, row)
        values = row.split(UNIT.encode())
        variant = (shape, tuple(map(bool, values)))
        for compiled in self._compiled_pages.get(variant, ()):
            try:
                made = compiled.fill(values) if compiled.fits(values) else None
            except Exception as error:
                # The ordinary rendering does not reach this code, or ends with the same error.
                self._discard(variant, reason_of(error))
                break
            if made is not None:
                text, chosen = made
                # The first cell, an id, a code or an address, decides whether a row is compared.
                if compiled.seen.adds(values) or not (compiled.used and crc32(values[0]) % SHARE):
                    whole = self._verify(compiled, shape, row, text)
                    if whole is not None:
                        return whole
                self.counts["filled"] += 1
                unscanned = row
                if self._unscanned:
                    unscanned = b"\n".join([row, *self._unscanned])
                    self._unscanned.clear()
                return FilledPage(text, unscanned if compiled.parted else text, compiled, chosen)
        whole = self.rendered(shape, row)
        if variant in self._first and variant not in self._refused:
            try:
                self._try(variant, shape, values, whole.text)
            except Uncompilable as refusal:
                self._discard(variant, *refusal.reasons)
            except Exception as error:
                self._discard(variant, reason_of(error))
            # All values computed for these two rows are in their rendered pages, which are scanned.
            self._unscanned.clear()
        self._first.setdefault(variant, (row, _digest(whole.text)))
        return whole

    def rendered(self, shape: Hashable, row: bytes) -> FilledPage:
        """Return the rendered page of a row."""
        self.counts["rendered"] += 1
        text = self.make(shape, row.decode().split(UNIT)).encode()
        return FilledPage(text, text)

    def _verify(self, compiled: CompiledPage, shape: Hashable, row: bytes, text: bytes) -> FilledPage | None:
        """Compare a filled page with the rendered one; if they differ, return the latter and stop filling pages."""
        self.counts["verified"] += 1
        expected = self.make(shape, row.decode().split(UNIT)).encode()
        if text == expected:
            compiled.used = True
            return None
        self.trust.holds = False
        self.counts["differing"] += 1
        self.counts["rendered"] += 1
        return FilledPage(expected, expected)

    def _discard(self, variant: Hashable, *reasons: str) -> None:
        """Compile a variant no more, and say why: its pages are rendered."""
        self._refused.add(variant)
        self._compiled_pages.pop(variant, None)
        name = f"{self.kind}：" if self.kind else ""
        self.refusals.update(dict.fromkeys(name + reason for reason in reasons))

    def _try(self, variant: Hashable, shape: Hashable, values: Sequence[bytes], expected: bytes) -> None:
        """Compile a page for a variant and keep it if it equals the rendered page, for the first row too.

        Raises Uncompilable if it does not.
        """
        compiled_pages = self._compiled_pages.setdefault(variant, [])
        if len(compiled_pages) >= _MOST:
            return
        compiled = self._assembly.assemble(trace_page(self.make, shape, values), values)
        row, digest = self._first[variant]
        first = row.split(UNIT.encode())
        made, again = compiled.fill(values), compiled.fill(first) if compiled.fits(first) else None
        if made is None:
            # A value would have to be escaped.
            self._refused.add(variant)
            return
        if (
            made[0] != expected
            or (again is not None and _digest(again[0]) != digest)
            or not self._fills_untidy(compiled, shape, values)
        ):
            raise Uncompilable(
                "填写的页面与逐份生成的不同：代码或模板查看或改动了已经写出的文字，这一类页面改为逐份生成。"
            )
        self.counts["compiled"] += 1
        compiled.seen = SeenValues.of(values, *([first] if again is not None else []))
        compiled_pages.append(compiled)

    def _fills_untidy(self, compiled: CompiledPage, shape: Hashable, values: Sequence[bytes]) -> bool:
        """Return whether a made-up row with untidy words is filled in as it is rendered: nothing changes words once written."""
        asked = frozenset(place for group, _ in compiled.questions for place in group.places)
        for spared in (frozenset[int](), asked):
            untidy = untidy_row(values, spared)
            try:
                made = compiled.fill(untidy) if compiled.fits(untidy) else None
                if made is not None:
                    return made[0] == self.make(shape, [value.decode() for value in untidy]).encode()
            except Exception:  # no key, no day: such a row does not exist
                continue
        return True


def _digest(text: bytes) -> bytes:
    return hashlib.blake2b(text, digest_size=16).digest()
