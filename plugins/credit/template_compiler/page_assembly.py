"""Page assembly: the trace of page code on placeholders becomes a compiled page."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING

from credit.template_compiler.compiled_page import CompiledPage
from credit.template_compiler.page_trace import PageTrace, Uncompilable
from credit.template_compiler.placeholders import Recorder, look
from credit.template_compiler.placeholders.exact_answer import UNANSWERED, exact
from credit.template_compiler.value_cache import Group, Part, caller_of, identity_of, places_of

if TYPE_CHECKING:
    from credit.render.theme import Theme

#: Characters that HTML and quoting escape, and control characters, which JSON escapes as well.
MARKUP = b"&<>\"'\\"
CONTROL = bytes(range(32))

#: Character that no number contains: a constant piece with one separates the values before and after it.
_PARTS = re.compile(r"[^0-9\s.·_-]")


@dataclass(eq=False)
class PageAssembly:
    """Assembly of the compiled pages of one kind.

    A value with a character of ``special`` is never copied; ``unscanned`` gets each text that is made for a row.
    """

    theme: Theme
    special: bytes
    unscanned: list[bytes]
    _known: dict[Hashable, dict[object, tuple[object, ...]]] = field(default_factory=dict)
    _kept: list[object] = field(default_factory=list)

    def assemble(self, trace: PageTrace, values: Sequence[bytes]) -> CompiledPage:
        """Return the compiled page of a trace, for rows with the cells of ``values`` filled."""
        texts, numbers, recorder = trace
        self._ask_what_is_not_shown(recorder, set(numbers))
        made: dict[tuple[int, ...], list[int]] = {}
        for number in dict.fromkeys(numbers):
            if number not in recorder.cells:
                made.setdefault(places_of(recorder, recorder.derived[number][1]), []).append(number)
        slots, width = dict(recorder.cells), len(values)
        for number in (number for several in made.values() for number in several):
            slots[number] = width
            width += 1
        pieces = [piece for text in texts for piece in (text.encode(), b"")][:-1]
        return CompiledPage(
            tuple(pieces),
            _picker([slots[number] for number in numbers]),
            tuple(
                self._group(recorder, places, [self._shown(recorder, number) for number in several])
                for places, several in made.items()
            ),
            self._questions(recorder),
            all(_PARTS.search(text) for text in texts[1:-1]),
        )

    def _ask_what_is_not_shown(self, recorder: Recorder, shown: set[int]) -> None:
        """Turn what page code learned of a value that the page does not show into questions; ``_shown`` checks the others."""
        for number in recorder.truths - shown:
            function, cells = recorder.derived[number]
            recorder.asked.append((_is_filled, (function, *cells), True))
        for number, (function, cells) in recorder.derived.items():
            if number in recorder.components and number not in shown:
                claims = tuple(recorder.claims.get(number, {}).items())
                recorder.asked.append((_is_as_claimed, (function, claims, *cells), True))

    def _questions(self, recorder: Recorder) -> tuple[tuple[Group, tuple[object, ...]], ...]:
        asked: dict[tuple[int, ...], dict[Hashable, tuple[Part, object]]] = {}
        for question, cells, answer in recorder.asked:
            places = places_of(recorder, cells)
            part = Part(question, cells, None, _answering(question))
            # The same question is asked in several places of a page.
            _, earlier = asked.setdefault(places, {}).setdefault(
                identity_of(recorder, question, cells, places), (part, answer)
            )
            if earlier != answer:
                name = getattr(question, "__qualname__", question)
                raise Uncompilable(f"branch_on 的函数 {name} 两次回答不同，这一类页面改为逐份生成。")
        return tuple(
            (
                self._group(recorder, places, [part for part, _ in several.values()]),
                tuple(answer for _, answer in several.values()),
            )
            for places, several in asked.items()
        )

    def _group(self, recorder: Recorder, places: tuple[int, ...], parts: Sequence[Part]) -> Group:
        identity = tuple(
            (part.shown, part.claims, identity_of(recorder, part.function, part.cells, places)) for part in parts
        )
        # Identities use ``id()``: these objects must stay alive, so that no other gets their address.
        self._kept.append(parts)
        makers = tuple(caller_of(recorder, part.make, part.cells, places) for part in parts)
        return Group(places, makers, self._known.setdefault(identity, {}))

    def _shown(self, recorder: Recorder, number: int) -> Part:
        """Return the call that turns the value behind a placeholder into bytes; None if it may not be copied."""
        function, cells = recorder.derived[number]
        shown = recorder.shown.get(number, ("", ""))
        claims = tuple(recorder.claims.get(number, {}).items())
        component = self.theme.macro(*shown) if shown[0] else None

        def make(*real: object) -> bytes | None:
            value = function(*real)
            if value is None or (claims and not _agrees(value, claims)):
                return None
            if component is not None:
                text = component(value).encode()
            else:
                text = str(value).encode()
                if len(text.translate(None, self.special)) != len(text):
                    return None
            if not text:
                return None
            self.unscanned.append(text)
            return text

        return Part(function, cells, shown, make, claims)


def _answering(question: Callable[..., object]) -> Callable[..., object]:
    """Return a function of exact answers; an error is none: page code may ask only where an earlier answer allows it."""

    def answer(*cells: object) -> object:
        try:
            found = question(*cells)
            if found is True or found is False or found is None:
                return found
            return exact(found)
        except Exception:
            return UNANSWERED

    return answer


def _is_filled(function: Callable[..., object], *cells: object) -> bool:
    return bool(function(*cells))


def _picker(places: Sequence[int]) -> Callable[[Sequence[object]], Sequence[object]]:
    """Return the function that picks these places of a row; ``itemgetter`` gives no sequence for a single one."""
    if len(places) == 1:
        return lambda row: (row[places[0]],)
    return itemgetter(*places) if places else lambda row: ()


def _agrees(value: object, claims: tuple[tuple[str, object], ...]) -> bool:
    return all(look(value, name) == found for name, found in claims)


def _is_as_claimed(function: Callable[..., object], claims: tuple[tuple[str, object], ...], *cells: object) -> bool:
    value = function(*cells)
    return value is not None and _agrees(value, claims)
