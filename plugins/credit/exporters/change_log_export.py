"""Change log file: the changes of a list for programs that keep a copy, one JSON object a line."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator, Sequence

from credit.change_history import LoggedChange
from credit.exporters.json_export import JsonLines
from credit.exporters.public_dataset import PublicDataset

#: Its format in the index, and its media type.
CHANGES_FORMAT, CHANGES_MEDIATYPE = "changes", "application/x-ndjson"

#: An ended record: id, public class, and of 撤销 and 更正 the day and the words of the register.
Removal = tuple[str, str, str, str]


def change_log_file(dataset: PublicDataset, changes: Sequence[LoggedChange], removals: Sequence[Removal]) -> bytes:
    """Return the lines: a head, the ids that ended, then the changes by version with the whole record each.

    The head has the newest version, and number and SHA-256 of the lines of ``<dataset>.jsonl``: a copy that follows and
    has another digest begins again from that file. A record stands at the end of its line in the bytes of that file.
    """
    stream = io.BytesIO()
    JsonLines().export(dataset, stream)
    lines = stream.getvalue().decode().splitlines()
    ids = dataset.cells["record_id"].tolist()
    head = {
        "dataset": dataset.name,
        "version": max((change.version for change in changes), default=0),
        "rows": len(lines),
        "sha256": hashlib.sha256(stream.getvalue()).hexdigest(),
    }
    if dataset.demonstration:
        head["demonstration"] = dataset.demonstration
    records = dict(zip(ids, lines, strict=True))
    text = [_json(head), *map(_removed, removals), *_changed(changes, records)]
    return "".join(f"{line}\n" for line in text).encode()


def _removed(removal: Removal) -> str:
    record_id, reason, day, explanation = removal
    words = {"removed": record_id, "reason": reason, "withdrawn_on": day, "explanation": explanation}
    return _json({key: word for key, word in words.items() if word})


def _changed(changes: Sequence[LoggedChange], records: dict[str, str]) -> Iterator[str]:
    for change in changes:
        words: dict[str, object] = {"version": change.version, "date": change.day, "change": change.change}
        if change.fields:
            words["fields"] = [
                {key: word for key, word in vars(field).items() if word is not None} for field in change.fields
            ]
        yield f'{_json(words)[:-1]}, "record": {records[change.record_id]}}}'


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
