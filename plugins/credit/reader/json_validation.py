"""JSON validation: a file of the package, checked against its JSON Schema."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from credit.byte_order_mark import decode_utf8
from credit.hidden_characters import LOST_IN_A_NAME, LOST_RUN
from credit.merge_conflicts import find_conflict
from credit.model import Problem
from credit.reader.cell_characters import LOST_BESIDE_HAN, cell_faults
from credit.reader.paths import path_fault

#: Largest descriptor: a hundred datasets with full dictionaries need a twentieth.
MAX_DESCRIPTOR = 4 * 1024 * 1024

_TYPES = {
    "object": "一组键和值 {…}",
    "array": "列表 […]",
    "string": "带引号的文字",
    "integer": "整数",
    "number": "数字",
    "boolean": "true 或 false",
}

#: Patterns of the two JSON Schemas in words.
_PATTERNS = {
    "\\S": "不能是空白",
    "^[a-z0-9]+(-[a-z0-9]+)*$": "只能用小写英文字母和数字，词之间用一个减号",
    "^[a-z0-9]+([._-][a-z0-9]+)*$": "只能用小写英文字母、数字、点、减号和下划线",
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}$": "应为日期，形如 2026-11-20",
    "^([0-9]{10})?$": "应为 10 位数字，没有则留空",
    "^([0-9]{6})?$": "应为 6 位数字，没有则留空",
    "^(https?://[^\\s\"'<>]+)?$": "应为 http:// 或 https:// 开头的网址，没有则留空",
    "^([A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*)?$": "应为域名，不带 https:// 和路径，没有则留空",
    "^[^\\s,;\"'<>&#/?]+$": "不能含空格、引号、逗号、分号和 < > & # / ?",
    "^[一-鿿]+[市县区旗]$": "应为所在的市、县、区的全称，例如 公主岭市",
    "^[一-鿿]{2,30}$": "应为上级行政区划的全称，例如 吉林省",
    "^([a-z0-9-]+([.][a-z0-9-]+)+,[0-9]{4}(-[0-9]{2}){0,2})?$": "应为域名、逗号和日期，例如 example.cn,2026，没有则留空",
}


def read_json(root: Path, relative: str) -> tuple[Mapping[str, Any] | None, list[Problem]]:
    """Read a JSON object below ``root``; codes ``file-missing file-size encoding json hidden-character mojibake
    character-form``.
    """
    if fault := path_fault(root, relative):
        return None, [Problem(relative, 1, "", "file-missing", fault)]
    try:
        with (root / relative).open("rb") as stream:
            data = stream.read(MAX_DESCRIPTOR + 1)
    except OSError:
        return None, [Problem(relative, 1, "", "file-missing", "文件无法读取，请检查权限")]
    if len(data) > MAX_DESCRIPTOR:
        return None, [Problem(relative, 1, "", "file-size", f"文件超过 {MAX_DESCRIPTOR // 1024 // 1024} MiB")]
    try:
        text = decode_utf8(data)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return None, [Problem(relative, line, "", "encoding", "文件不是 UTF-8，请另存为 UTF-8")]
    repeated: list[str] = []

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        names = [name for name, _ in pairs]
        repeated.extend(name for place, name in enumerate(names) if name in names[:place])
        return dict(pairs)

    try:
        value = json.loads(text, object_pairs_hook=unique, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        if conflict := find_conflict(text.splitlines()):
            return None, [Problem(relative, conflict[0], "", "merge-conflict", conflict[1])]
        message = f"JSON 写法有误，第 {error.colno} 个字附近；请检查逗号、引号和括号是否成对"
        return None, [Problem(relative, error.lineno, "", "json", message)]
    except (ValueError, RecursionError):
        return None, [Problem(relative, 1, "", "json", "JSON 里有无法使用的数字，或嵌套过深，请改正")]
    if _HALF.search(json.dumps(value, ensure_ascii=False)):
        message = "文字里有半个字符（\\ud800 之类的转义只写了一半），没法写进网页，请删去后重新录入"
        return None, [Problem(relative, 1, "", "json", message)]
    if not isinstance(value, dict):
        return None, [Problem(relative, 1, "", "json", "最外层应为一组键和值 {…}")]
    problems = [
        Problem(relative, 1, "", "json", f"键 {name} 在同一处写了两次，请删除一个") for name in dict.fromkeys(repeated)
    ]
    for place, words in _strings(value, ""):
        # A line break is a character of its own in JSON and hides nothing.
        for code, message in cell_faults(words.replace("\n", " ")):
            if code in ("hidden-character", "mojibake", "character-form"):
                problems.append(Problem(relative, 1, "", code, f"{place}：{message}"))
        if not place.endswith("pattern") and LOST_IN_A_NAME.search(words) and not LOST_RUN.search(words):
            problems.append(Problem(relative, 1, "", "mojibake", f"{place}：{LOST_BESIDE_HAN}"))
    return value, problems


#: Half of a pair that stands for one character: no encoding can write it.
_HALF = re.compile("[\ud800-\udfff]")


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _strings(value: object, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            here = f"{place}.{name}" if place else name
            yield here, name
            yield from _strings(inner, here)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _strings(inner, f"{place}[{number}]")


def judge_shape(relative: str, value: Mapping[str, Any], schema: str) -> list[Problem]:
    """Check a descriptor against ``<schema>.schema.json`` of this folder; code ``descriptor``, at line 1."""
    messages = _faults_of(json.dumps(value, ensure_ascii=False), schema)
    return [Problem(relative, 1, "", "descriptor", message) for message in messages]


@lru_cache(maxsize=64)
def _faults_of(text: str, schema: str) -> tuple[str, ...]:
    """Return what is wrong with the JSON of a descriptor, judged once: descriptors seldom change between validations."""
    value = json.loads(text)
    messages = []
    for error in _validator(schema).iter_errors(value):
        place = _place(error.absolute_path)
        messages += [f"{place}：{message}" if place else message for message in _messages(error)]
    return (*messages, *_near_misses(value, schema))


@cache
def _schema(name: str) -> Any:
    return json.loads(resources.files(__package__).joinpath(f"{name}.schema.json").read_text(encoding="utf-8"))


@cache
def _validator(name: str) -> Any:
    import jsonschema  # loaded only when a descriptor is read: it takes as long as reading one

    return jsonschema.Draft202012Validator(_schema(name))


def _place(path: Iterable[str | int]) -> str:
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def _messages(error: Any) -> Iterator[str]:
    """Yield the Chinese messages of a validation error; they never repeat an arbitrary value."""
    keyword, expected, found = error.validator, error.validator_value, error.instance
    if keyword == "required":
        if isinstance(found, Mapping):
            missing = [name for name in expected if name not in found and f"'{name}'" in error.message]
            yield f"缺少 {'、'.join(missing)}，请补上"
    elif keyword == "additionalProperties":
        known = list(error.schema.get("properties", {}))
        for name in found:
            if name not in known:
                near = difflib.get_close_matches(name, known, n=1)
                hint = f"是否应为 {near[0]}？" if near else f"可用的有：{'、'.join(known)}"
                yield f"不认识 {name}，{hint}"
    elif keyword == "type":
        kinds = [expected] if isinstance(expected, str) else expected
        yield f"应为{'或'.join(_TYPES[kind] for kind in kinds)}"
    elif keyword == "enum":
        yield f"只能是 {'、'.join(map(str, expected))} 之一"
    elif keyword == "const":
        yield f"只能写 {json.dumps(expected, ensure_ascii=False)}"
    elif keyword == "pattern":
        yield _PATTERNS[expected]
    elif keyword in ("minLength", "minItems", "minProperties"):
        yield "不能为空" if expected == 1 else f"至少要有 {expected} 项"
    elif keyword == "maxLength":
        yield f"最多 {expected} 个字"
    elif keyword == "maxItems":
        yield f"最多 {expected} 项"
    elif keyword == "minimum":
        yield f"不能小于 {expected}"
    elif keyword == "uniqueItems":
        yield "有重复的项，请删除"
    else:
        yield "这里不支持这个设置，请删除"


def _near_misses(value: Mapping[str, Any], schema: str) -> Iterator[str]:
    """Yield a message for each key that looks like a misspelt key of the standard, where other keys are allowed."""
    for place, inner, properties in _open_objects(value, _schema(schema)):
        for name in inner:
            if name not in properties:
                near = difflib.get_close_matches(name, properties, n=1, cutoff=0.85)
                if near and near[0] not in inner:
                    yield f"{place}{'：' if place else ''}不认识 {name}，是否应为 {near[0]}？"


def _open_objects(
    value: Mapping[str, Any], schema: Mapping[str, Any]
) -> Iterator[tuple[str, Mapping[str, Any], list[str]]]:
    yield "", value, list(schema["properties"])
    for name, definition in (("resources", "resource"), ("fields", "field")):
        items = value.get(name)
        if definition in schema["$defs"] and isinstance(items, list):
            for number, item in enumerate(items):
                if isinstance(item, dict):
                    yield f"{name}[{number}]", item, list(schema["$defs"][definition]["properties"])
