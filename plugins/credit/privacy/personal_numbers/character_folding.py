"""Character folding: normal forms of a text in which digits can be read, with the place of each character."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote

#: Signs that people mask digits with; ``×`` may also mean an X.
MASK_SIGNS = "*＊●•×∗※﹡✱＃#○◯■□▇█⬛⚫？?…"
_X_SIGNS = "ＸｘxХхΧχ✕✖╳⨯⨉❌乂ⅩⅹⓍⓧ🅧"
_ZERO_LETTERS, _ONE_LETTERS = "OoОоΟο", "lIІӀΙı"

#: Escapes of HTML, of addresses and of JSON; the four signs that every page escapes are left, they occur in no number.
_ESCAPES = {
    "&": r"&(?:amp;)*(?:#0*(?!3[49];)[0-9]{1,7};?|#[xX]0*[0-9A-Fa-f]{1,6};?|(?!amp;|lt;|gt;|quot;|apos;)[A-Za-z]{2,24};)",
    "%": r"%(?:25)*[0-9A-Fa-f]{2}(?:%(?:25)*[0-9A-Fa-f]{2})*",
    # From the first of a row of backslashes alone: each later one would look through the rest of the row again.
    "\\": r"(?<!\\)\\++(?:u(?:[0-9A-Fa-f]{4}|\{[0-9A-Fa-f]{1,6}\})|x[0-9A-Fa-f]{2})",
}
ESCAPE = re.compile("|".join(_ESCAPES.values()))
_ESCAPE_BY_SIGN = {sign: re.compile(pattern) for sign, pattern in _ESCAPES.items()}
_HEX = re.compile(r"\\+[ux]\{?([0-9A-Fa-f]{1,6})")

#: Joiners, soft hyphens, combining marks: invisible to a reader.
INVISIBLE = re.compile("[\xad\u034f\u0300-\u036f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
                        "\u2060-\u206f\u20d0-\u20ff\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]+")  # fmt: skip


@dataclass(frozen=True)
class View:
    """A text derived from another: ``places`` holds the source position of each character and of the end."""

    plain: str
    places: range | tuple[int, ...]


class _Folding(dict[int, str]):
    """Lazy translation table of each character to one of plain ASCII; positions are kept."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        digit = unicodedata.digit(character, None)
        category = unicodedata.category(character)
        if digit is not None:
            folded = str(digit)
        elif character in _X_SIGNS:
            folded = "X"
        elif character in MASK_SIGNS:
            folded = "*"
        elif category == "Pd" or character in "\u2212·.．_＿ーｰ":
            folded = "-"
        elif character not in "\n\r" and (category in ("Zs", "Cf") or character in "\t\v\f\u2028\u2029\x85\u2800"):
            folded = " "
        else:
            # A full-width letter counts as a letter; any other character is kept.
            narrow = unicodedata.normalize("NFKC", character)
            folded = narrow if len(narrow) == 1 else character
        self[code] = folded
        return folded


FOLDING = _Folding()


#: Chinese and Roman numerals by their value, those that Unicode lists as such. Written out, since a search through
#: its 90,000 code points takes 60 ms at each start; a test compares.
_NUMERALS_BY_VALUE = {
    "0": "↉〇零\uf9b2",
    "1": "⅟Ⅰⅰ〡㆒㈠㊀一壱壹幺弌\U0002092a",
    "2": "Ⅱⅱ〢㆓㈡㊁㒃二兩弍弐貮貳贰\uf978\U00022390",
    "3": "Ⅲⅲ〣㆔㈢㊂三仨叁参參叄弎\uf96b\U00020afd\U00020b19\U00022998\U00023b1b",
    "4": "Ⅳⅳ〤㆕㈣㊃亖四肆\U00020064\U000200e2\U0002626d",
    "5": "Ⅴⅴ〥㈤㊄㐅㠪五伍\U00020121",
    "6": "Ⅵⅵↅ〦㈥㊅六陆陸\uf9d1\uf9d3\U00020aea",
    "7": "Ⅶⅶ〧㈦㊆㭍七柒漆\U00020001",
    "8": "Ⅷⅷ〨㈧㊇八捌",
    "9": "Ⅸⅸ〩㈨㊈九廾玖\U0002f890",
}
#: Characters with the value of a digit that are not decimal digits.
NUMERALS = {ord(numeral): value for value, numerals in _NUMERALS_BY_VALUE.items() for numeral in numerals}
LETTERS = _ZERO_LETTERS + _ONE_LETTERS
_LETTER_VALUES = {ord(letter): "0" if letter in _ZERO_LETTERS else "1" for letter in LETTERS}
_TOKEN = re.compile(rf"[0-9{LETTERS}]+")


def has_escapes(text: str) -> bool:
    """Return whether a text holds an escape; one pattern for each first sign is much faster than one for all."""
    return any(sign in text and pattern.search(text) for sign, pattern in _ESCAPE_BY_SIGN.items())


def decode_escapes(text: str) -> View:
    """Return a text with its escapes read and its invisible characters left out, at most three layers deep."""
    view = View(text, range(len(text) + 1))
    for _ in range(3):
        if not has_escapes(view.plain):
            break
        view = replace_parts(view, ESCAPE, _unescape)
    return replace_parts(view, INVISIBLE, lambda match: "") if INVISIBLE.search(view.plain) else view


def replace_parts(view: View, pattern: re.Pattern[str], replacement: object) -> View:
    """Return a view with each match of a pattern replaced; the replacement has the position of the match."""
    assert callable(replacement)
    pieces: list[str] = []
    places: list[int] = []
    done = 0
    for match in pattern.finditer(view.plain):
        fresh = replacement(match)
        pieces += [view.plain[done : match.start()], fresh]
        places += view.places[done : match.start()]
        places += [view.places[match.start()]] * len(fresh)
        done = match.end()
    pieces.append(view.plain[done:])
    places += view.places[done:]
    return View("".join(pieces), tuple(places))


def read_numerals(plain: str) -> str:
    """Return a folded text with Chinese numerals, and look-alike letters beside digits, as digits."""
    numbered = plain.translate(NUMERALS)
    return _TOKEN.sub(_read_letters, numbered)


def _read_letters(match: re.Match[str]) -> str:
    token, text = match[0], match.string
    if token.isdigit():
        return token
    first, last = 0, len(token)
    if match.start() and text[match.start() - 1].isascii() and text[match.start() - 1].isalpha():
        first = last - len(token.lstrip(LETTERS))
    if match.end() < len(text) and text[match.end()].isascii() and text[match.end()].isalpha():
        last = len(token.rstrip(LETTERS))
    return token[:first] + token[first:last].translate(_LETTER_VALUES) + token[last:] if first < last else token


def _unescape(match: re.Match[str]) -> str:
    escape = match[0]
    if escape.startswith("%"):
        return unquote(escape.replace("%25", "%") if "%25" in escape else escape, errors="replace")
    if escape.startswith("\\"):
        value = _HEX.match(escape)
        code = int(value[1], 16) if value else 0x110000
        return chr(code) if code < 0x110000 else escape
    return html.unescape(escape.replace("amp;", "") if escape.startswith("&amp;") else escape)
