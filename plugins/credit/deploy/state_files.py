"""State files: reads the files below state/ through a schema with a version; a damaged one is one sentence.

No module but this one opens such a file for reading, the audit log's own lines excepted. A file without a version is of
the first; a later version is damage to this software, which then rebuilds the file instead of guessing.
"""

from __future__ import annotations

import json
import os
import shutil
import types
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from credit.deploy.server_settings import ServerSettings
from credit.identifiers import is_record_id
from credit.model import CreditError

VERSION = 1

#: Files and folders below the folder of a site that the server writes and can lose; of releases there are more.
FILES = (
    "status.json", "etc/moved.conf", "state/pin.json", "state/held", "state/pending.json", "state/failed.json",
    "state/clock.json", "state/timings.json", "state/reload-due", "state/judge.log", "state/lock", "state/judged.lock",
    "state/pending.lock", "state/ledger.head", "state/record-ids.sqlite", "state/change-history.sqlite", "state/build/spare.of",
    "state/versions.json", "state/alarm-failed.json", "proof/statement.json", "proof/statement.json.sig", "proof/log.jsonl", "proof/keys/allowed_signers",
)  # fmt: skip
FOLDERS = (
    "releases", "state/releases", "state/judged", "state/waiting", "state/build", "state/build/spare", "state/build/site",
    "state/validation", "state/signing", "proof", "proof/keys",
)  # fmt: skip

Value = TypeVar("Value")


class StateError(CreditError):
    """A state file cannot be used; the text names it and says why."""

    def __init__(self, path: Path, reason: str) -> None:
        """Make the sentence of a file and a reason."""
        super().__init__(f"服务器自己的记录 {path} {reason}。")


def read_state_text(path: Path) -> str | None:
    """Return the text of a state file, None where there is none; raises StateError where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise StateError(path, "读不懂，内容已经损坏") from error
    except OSError as error:
        raise StateError(path, f"打不开（{error.strerror}）") from error


def read_state(path: Path, parse: Callable[[Any], Value]) -> Value | None:
    """Return what a JSON state file holds, None where there is none; raises StateError where it is damaged."""
    text = read_state_text(path)
    if text is None:
        return None
    try:
        raw = json.loads(text)
        version = raw.pop("version", VERSION) if isinstance(raw, dict) else VERSION
        if version != VERSION:
            raise StateError(path, "是另一个版本的软件写的，这个版本读不懂")
        return parse(raw)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError) as error:
        reason = "读不懂，内容已经损坏" if text.strip() else "是空的"
        raise StateError(path, reason) from error


def read_held_ids(settings: ServerSettings) -> frozenset[str]:
    """Return the record ids that wait for a second approval; raises StateError where the file is damaged."""
    ids = frozenset((read_state_text(settings.held) or "").split())
    if not all(map(is_record_id, ids)):
        raise StateError(settings.held, "读不懂，内容已经损坏")
    return ids


def parse_fields(model: type[Value], raw: Any, keys: Mapping[str, str] = types.MappingProxyType({})) -> Value:
    """Return a dataclass from a JSON object whose values have the types of its fields; other keys are ignored.

    ``keys`` are those that differ from the field's name. Raises TypeError for a wrong type, KeyError for a lack.
    """
    hints = get_type_hints(model)
    values: dict[str, Any] = {}
    for item in fields(model):  # type: ignore[arg-type]  # every model is a dataclass
        key = keys.get(item.name, item.name)
        if key in raw:
            values[item.name] = _typed(hints[item.name], raw[key])
        elif item.default is MISSING:
            raise KeyError(key)
    return model(**values)


def _typed(hint: Any, value: Any) -> Any:
    if get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise TypeError("a list is needed")
        return tuple(_typed(get_args(hint)[0], item) for item in value)
    if isinstance(hint, types.UnionType):
        return None if value is None else _typed(get_args(hint)[0], value)
    if hint not in (str, int, bool):
        return parse_fields(hint, value)
    if type(value) is not hint:
        raise TypeError(f"{hint.__name__} is needed")
    return value


def remove_any(path: Path) -> None:
    """Remove whatever stands at a path: file, link or folder."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def clear_misplaced(settings: ServerSettings) -> list[str]:
    """Remove folders and links that stand where a state file belongs, and files in the place of a folder.

    Files that may not be read get their rights back. Returns a sentence for each thing that was removed.
    """
    found = []
    # The parent's place is cleared before those below it.
    for name in sorted({*FILES, *FOLDERS}):
        path = settings.site / name
        if not os.path.lexists(path):
            continue
        if not (path.is_dir() if name in FOLDERS else path.is_file()):
            remove_any(path)
            found.append(str(StateError(path, "的位置上是别的东西，已经移开")))
        elif name in FILES and not os.access(path, os.R_OK | os.W_OK):
            with suppress(OSError):
                path.chmod(0o644)
    for folder in (settings.state / "releases", settings.state / "judged"):
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if not path.is_file():
                remove_any(path)
                found.append(str(StateError(path, "的位置上是别的东西，已经移开")))
    if os.path.lexists(settings.current) and not settings.current.is_symlink():
        remove_any(settings.current)
        found.append(str(StateError(settings.current, "应当是一个链接，已经移开")))
    return found
