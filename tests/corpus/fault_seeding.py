"""A fault of faults.toml and a copy of the good package go in; the package with that fault in it comes out."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
GOOD = HERE / "good"

_BOM = b"\xef\xbb\xbf"


# --- numbers of persons, which no file of the repository holds -------------------------------------


def _luhn(first: str) -> str:
    """Return digits with the digit behind them that makes the Luhn check hold."""
    total = sum(int("0246813579"[int(d)] if place % 2 == 0 else d) for place, d in enumerate(reversed(first)))
    return first + str(-total % 10)


def _identity(first17: str) -> str:
    """Return 17 digits with the check character of GB 11643."""
    total = sum(pow(2, 17 - place, 11) * int(digit) for place, digit in enumerate(first17))
    return first17 + "10X98765432"[total % 11]


def _wide(text: str) -> str:
    return "".join(chr(ord(character) + 0xFEE0) for character in text)


#: The public test value of GB 11643; a row of numbers nobody has; a card of the issuer's prefix and zeros.
IDENTITY = _identity("11010519491231" + "002")
MOBILE = "138" + "12345678"
CARD = _luhn("6222" + "0" * 12 + "12")

PLANTED: Mapping[str, str] = {
    "identity": IDENTITY,
    "identity15": IDENTITY[:6] + IDENTITY[8:17],
    "identity_wide": _wide(IDENTITY),
    "identity_blanks": f"{IDENTITY[:6]} {IDENTITY[6:14]} {IDENTITY[14:]}",
    "identity_dashes": f"{IDENTITY[:6]}-{IDENTITY[6:14]}-{IDENTITY[14:]}",
    "identity_small": IDENTITY.lower(),
    "identity_masked": f"{IDENTITY[:14]}***{IDENTITY[-1]}",
    "tax": IDENTITY + "01",
    "mobile": MOBILE,
    "mobile_wide": _wide(MOBILE),
    "mobile_dashes": f"{MOBILE[:3]}-{MOBILE[3:7]}-{MOBILE[7:]}",
    "mobile_percent": "".join(f"%{ord(digit):02X}" for digit in MOBILE),
    "mobile_entities": "".join(f"&#{ord(digit)};" for digit in MOBILE),
    "mobile_hex": MOBILE.encode().hex(),
    # Mathematical digits beyond the basic plane, as JSON escapes them; a line that begins with a colon.
    "mobile_json": "".join(f"\\ud835\\u{0xDFCE + int(digit):04x}" for digit in MOBILE),
    "mobile_colon": f"{MOBILE[:3]}\n: {MOBILE[3:]}",
    "card": CARD,
    "card_blanks": " ".join(CARD[place : place + 4] for place in range(0, len(CARD), 4)),
}

_PLACE = re.compile(r"\{\{(?:repeat:(?P<words>[^:]+):(?P<times>\d+)|(?P<name>\w+))\}\}")

#: So many digits of a planted number in a row give the person away.
TELLING = 7


def fill_in(value: Any) -> Any:
    """Return a value of faults.toml with what {{…}} stands for in the place of each."""
    if isinstance(value, str):
        return _PLACE.sub(lambda m: m["words"] * int(m["times"]) if m["words"] else PLANTED[m["name"]], value)
    if isinstance(value, list):
        return [fill_in(item) for item in value]
    if isinstance(value, dict):
        return {key: fill_in(one) for key, one in value.items()}
    return value


def planted_in(value: Any) -> set[str]:
    """Return the planted numbers that a value of faults.toml asks for, as plain digits."""
    names = {match["name"] for match in _PLACE.finditer(repr(value)) if match["name"]}
    kinds = {"identity": IDENTITY, "tax": IDENTITY, "mobile": MOBILE, "card": CARD}
    return {kinds[name.rstrip("15").split("_")[0]] for name in names}


def gives_away(text: str, number: str) -> bool:
    """Return whether a text holds so many digits of a number in a row, in any width and with anything between them."""
    digits = "".join(item for item in unicodedata.normalize("NFKC", text) if item.isdecimal())
    plain = number.rstrip("X")
    # The 15-digit form leaves out the century.
    forms = {plain, plain[:6] + plain[8:]} if len(number) == 18 else {plain}
    return any(form[start : start + TELLING] in digits for form in forms for start in range(len(form) - TELLING + 1))


# --- faults -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Fault:
    """One line of faults.toml: its family, what it edits, and path, line and code of the problem that must name it."""

    family: str
    name: str
    edits: tuple[Mapping[str, Any], ...]
    before: tuple[Mapping[str, Any], ...]
    removes: Mapping[str, int] | None
    expected: tuple[str, int, str]
    also: frozenset[tuple[str, int, str]]
    severity: str
    as_of: str
    planted: frozenset[str]

    def __str__(self) -> str:
        """Return what pytest calls the case."""
        return f"{self.family}: {self.name}"


_EDIT = {"file", "cell", "replace", "insert", "append", "bytes", "bytes_end", "start", "encode", "create"}
_EDIT |= {"create_bytes", "pad", "rename", "delete", "link", "drop_column", "add_column", "set", "drop", "grow"}
_OTHER = {"name", "more", "before", "removes", "path", "line", "code", "also", "severity", "as_of"}


def read_faults() -> tuple[Fault, ...]:
    """Return every fault of the corpus in its order; raises ValueError for a key that means nothing."""
    families = tomllib.loads((HERE / "faults.toml").read_text(encoding="utf-8"))
    return tuple(_fault(family, entry) for family, entries in families.items() for entry in entries)


def _fault(family: str, written: Mapping[str, Any]) -> Fault:
    entry = fill_in(written)
    if unknown := set(entry) - _EDIT - _OTHER:
        raise ValueError(f"{entry['name']}: {unknown}")
    first = {key: value for key, value in entry.items() if key in _EDIT}
    edits = [first, *entry.get("more", ())] if "before" not in entry or len(first) > 1 else []
    return Fault(
        family=family,
        name=entry["name"],
        edits=tuple(edits),
        before=tuple(entry.get("before", ())),
        removes=entry.get("removes"),
        expected=(entry.get("path", entry["file"]), entry["line"], entry["code"]),
        also=frozenset((path, line, code) for path, line, code in entry.get("also", ())),
        severity=entry.get("severity", "error"),
        as_of=entry.get("as_of", ""),
        planted=frozenset(planted_in(written)),
    )


def copy_of_good(target: Path, edits: tuple[Mapping[str, Any], ...]) -> Path:
    """Copy the good package to ``target``, make the edits there, and return it."""
    shutil.copytree(GOOD, target)
    for edit in edits:
        apply_edit(target, edit)
    return target


def apply_edit(root: Path, edit: Mapping[str, Any]) -> None:
    """Make one edit below ``root``; raises ValueError where it would change nothing, or not exactly one place."""
    path = root / edit["file"]
    ((kind, value),) = ((key, value) for key, value in edit.items() if key != "file")
    path.parent.mkdir(parents=True, exist_ok=True)
    if kind == "create":
        path.write_text(value, encoding="utf-8", newline="")
    elif kind == "create_bytes":
        path.write_bytes(bytes.fromhex(value))
    elif kind == "link":
        path.unlink(missing_ok=True)
        path.symlink_to(value)
    elif kind == "delete":
        path.unlink()
    elif kind == "rename":
        path.rename(root / value)
    elif kind == "pad":
        with path.open("r+b") as stream:
            stream.truncate(value)
    else:
        old = path.read_bytes()
        new = _CHANGES[kind](old, value)
        if new == old:
            raise ValueError(f"{edit['file']}: {kind} {value!r} changes nothing")
        path.write_bytes(new)


def _once(data: bytes, old: bytes, new: bytes) -> bytes:
    if data.count(old) != 1:
        raise ValueError(f"{old.decode()!r} stands there {data.count(old)} times")
    return data.replace(old, new)


def _insert(data: bytes, value: list[Any]) -> bytes:
    mark = _BOM if data.startswith(_BOM) else b""
    lines = data.removeprefix(_BOM).split(b"\n")
    lines.insert(value[0] - 1, value[1].encode())
    return mark + b"\n".join(lines)


def _encode(data: bytes, encoding: str) -> bytes:
    return data.decode("utf-8-sig").encode(encoding)


def _table(data: bytes, change: Callable[[list[list[str]]], object]) -> bytes:
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    change(rows)
    text = io.StringIO(newline="")
    # A null in a cell is one of the faults; the writer would refuse it, a broken export does not.
    csv.writer(text, lineterminator="\n").writerows(rows)
    return _BOM + text.getvalue().encode()


def _cell(data: bytes, value: list[str]) -> bytes:
    key, column, words = value

    def change(rows: list[list[str]]) -> None:
        (row,) = (row for row in rows[1:] if row[0] == key)
        row[rows[0].index(column)] = words

    return _table(data, change)


def _drop_column(data: bytes, name: str) -> bytes:
    def change(rows: list[list[str]]) -> None:
        place = rows[0].index(name)
        for row in rows:
            del row[place]

    return _table(data, change)


def _add_column(data: bytes, value: list[str]) -> bytes:
    def change(rows: list[list[str]]) -> None:
        for number, row in enumerate(rows):
            row.append(value[min(number, 1)])

    return _table(data, change)


def _grow(data: bytes, value: list[Any]) -> bytes:
    row, count = value
    return data + "".join(row.format(n=number) + "\n" for number in range(1, count + 1)).encode()


def _json(data: bytes, value: Any, *, drop: bool) -> bytes:
    document = json.loads(data)
    place, new = (value, None) if drop else value
    *way, last = place.split("/")
    inner = document
    for part in way:
        inner = inner[_index(inner, part)] if isinstance(inner, list) else inner[part]
    key = _index(inner, last) if isinstance(inner, list) else last
    if drop:
        del inner[key]
    else:
        inner[key] = new
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _index(inner: list[Any], part: str) -> int:
    return int(part) if part.isdigit() else [item["name"] for item in inner].index(part)


_CHANGES: Mapping[str, Callable[[bytes, Any], bytes]] = {
    "cell": _cell,
    "replace": lambda data, value: _once(data, value[0].encode(), value[1].encode()),
    "bytes": lambda data, value: _once(data, value[0].encode(), bytes.fromhex(value[1])),
    "bytes_end": lambda data, value: data + bytes.fromhex(value),
    "start": lambda data, value: bytes.fromhex(value) + data.removeprefix(_BOM),
    "encode": _encode,
    "insert": _insert,
    "append": lambda data, value: data + value.encode() + b"\n",
    "drop_column": _drop_column,
    "add_column": _add_column,
    "grow": _grow,
    "set": partial(_json, drop=False),
    "drop": partial(_json, drop=True),
}
