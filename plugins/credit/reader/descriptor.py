"""Descriptor reader: ``data/datapackage.json`` and its schemas as a Package."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from credit.identifiers import Localities
from credit.model import (
    DESCRIPTOR,
    LIST_DELIMITER,
    LIST_KINDS,
    Constraints,
    DescriptorError,
    Field,
    ForeignKey,
    Licence,
    ListRules,
    Package,
    Problem,
    Resource,
    Schema,
    Site,
    title_with_key,
)
from credit.reader.allowed_numbers import read_allowed_numbers
from credit.reader.column_roles import default_label, read_roles
from credit.reader.json_validation import judge_shape, read_json
from credit.reader.schema_consistency import judge_package


def read_package(root: Path) -> Package:
    """Read the Data Package (v2) below ``root`` with all its Table Schemas.

    Raises DescriptorError with every problem found. Codes: ``file-missing file-size encoding json`` (at the line of the
    fault) ``hidden-character mojibake descriptor schema pattern reference facet file-path key-form`` (at line 1).
    """
    value, problems = read_json(root, DESCRIPTOR)
    if value is None:
        raise DescriptorError(problems)
    problems += judge_shape(DESCRIPTOR, value, "package")
    resources = []
    given = value.get("resources")
    for number, entry in enumerate(given if isinstance(given, list) else []):
        # An entry of a wrong shape is already reported; the others are still read.
        at_fault = any(f"resources[{number}]" in problem.message for problem in problems)
        name = entry.get("name") if isinstance(entry, dict) else None
        if isinstance(name, str) and not at_fault and not (fault := _misplaced(entry)):
            resource, found = _read_resource(root, entry)
            problems += found
            resources += [resource] if resource else []
        elif isinstance(name, str) and not at_fault:
            problems.append(
                Problem(
                    DESCRIPTOR,
                    1,
                    "",
                    "file-path",
                    f"数据集 {title_with_key(str(entry.get('title', '')), name)}：{fault}",
                )
            )
    names = [resource.name for resource in resources]
    titles = {resource.name: resource.named for resource in resources}
    for name in dict.fromkeys(word for place, word in enumerate(names) if word in names[:place]):
        problems.append(Problem(DESCRIPTOR, 1, "", "descriptor", f"数据集 {titles[name]} 登记了两次，请删除一个"))
    as_of = None
    if not problems:
        as_of, found = _as_of(value["credit"])
        problems += found
        problems += _licence_conflict(value)
    known = [entry.get("name") for entry in given if isinstance(entry, dict)] if isinstance(given, list) else []
    problems += judge_package(resources, DESCRIPTOR, known)
    if problems:
        raise DescriptorError(problems)
    allowed, allowed_faults = read_allowed_numbers(root)
    return Package(
        name=value["name"],
        title=value["title"],
        description=value.get("description", ""),
        resources=tuple(resources),
        site=_site(value["credit"]["site"]),
        demonstration=value["credit"].get("demonstration", False),
        as_of=as_of,
        raw=value,
        allowed_numbers=allowed,
        allowed_faults=allowed_faults,
    )


def _misplaced(entry: Mapping[str, Any]) -> str:
    """Return why the files of a resource are not in their fixed place, which keeps every path inside the folder."""
    name = entry["name"]
    for key, expected in (("path", f"{name}.csv"), ("schema", f"{name}.schema.json")):
        if entry[key] != expected:
            return f"{key} 应为 {expected}"
    return ""


def _as_of(credit: Mapping[str, Any]) -> tuple[datetime.date | None, list[Problem]]:
    text = credit.get("as_of")
    try:
        return (datetime.date.fromisoformat(text) if text else None), []
    except ValueError:
        return None, [Problem(DESCRIPTOR, 1, "", "descriptor", "credit.as_of：没有这一天，请改正")]


def _licence_conflict(value: Mapping[str, Any]) -> list[Problem]:
    """Return a problem where the standard's key states another licence than the one that pages and files show."""
    shown = value["credit"]["site"].get("licence", {})
    known = {shown.get("name"), shown.get("title"), shown.get("path")} - {None, ""}
    entries = (value, *value["resources"])
    stated = [licence for entry in entries for licence in entry.get("licenses", ())]
    if all(known & {item.get("name"), item.get("title"), item.get("path")} for item in stated):
        return []
    message = "licenses：与 credit.site.licence 不一致；网页和文件的许可都从后一处来，请把许可写在那里，删去 licenses"
    return [Problem(DESCRIPTOR, 1, "", "descriptor", message)]


def _site(value: Mapping[str, Any]) -> Site:
    apart = ("licence", "terms", "footer", "locality", "localities_above")
    other = {key: words for key, words in value.items() if key not in apart}
    return Site(
        **other,
        licence=Licence(**value.get("licence", {})),
        terms=tuple(value.get("terms", ())),
        footer=tuple((term, words) for term, words in value.get("footer", ())),
        localities=Localities.of(value),
    )


def _read_resource(root: Path, entry: Mapping[str, Any]) -> tuple[Resource | None, list[Problem]]:
    path = f"data/{entry['schema']}"
    value, problems = read_json(root, path)
    if value is None:
        return None, problems
    problems += judge_shape(path, value, "table")
    if problems:
        return None, problems
    schema = _schema(value, entry["name"])
    resource = Resource(
        name=entry["name"],
        title=entry["title"],
        description=entry.get("description", ""),
        path=f"data/{entry['path']}",
        schema_path=path,
        schema=schema,
        rules=_rules(entry.get("credit", {}), schema),
        title_en=entry.get("title_en", ""),
    )
    return resource, []


def _rules(value: Mapping[str, Any], schema: Schema) -> ListRules:
    catalogue, rows = value.get("catalogue", {}), value.get("rows", {})
    kind = value.get("kind", "reference")
    label = value.get("label") or default_label(schema, is_list=kind in LIST_KINDS)
    return ListRules(
        kind=kind,
        authority=value.get("authority", ""),
        entry=tuple(value.get("entry", ())),
        removal=tuple(value.get("removal", ())),
        remedies=tuple(value.get("remedies", ())),
        catalogue_item=catalogue.get("item", ""),
        catalogue_edition=catalogue.get("edition", ""),
        **read_roles(value, schema, label),
        free_filters="filters" not in value,
        label=label,
        stated_label=value.get("label", ""),
        minimum_rows=rows.get("minimum"),
        maximum_rows=rows.get("maximum"),
        severities=tuple(value.get("severities", ())),
        severity_unstated=value.get("severity_unstated", False),
        name_basis=value.get("name_basis", ""),
    )


def _schema(value: Mapping[str, Any], name: str) -> Schema:
    return Schema(
        fields=tuple(map(_field, value["fields"])),
        primary_key=tuple(_several(value.get("primaryKey", ()))),
        # A key into the dataset itself gets the dataset's name, so that its target is explicit.
        foreign_keys=tuple(
            ForeignKey(
                # Several columns are kept as one name that no column has; the next step refuses it.
                field=",".join(_several(key["fields"])),
                resource=key["reference"].get("resource") or name,
                reference=",".join(_several(key["reference"]["fields"])),
            )
            for key in value.get("foreignKeys", ())
        ),
        raw=value,
    )


def _field(value: Mapping[str, Any]) -> Field:
    limits, credit = value.get("constraints", {}), value.get("credit", {})
    return Field(
        name=value["name"],
        title=value["title"],
        description=value["description"],
        type=value.get("type", "string"),
        constraints=Constraints(
            required=limits.get("required", False),
            unique=limits.get("unique", False),
            enum=tuple(map(_text, limits.get("enum", ()))),
            pattern=limits.get("pattern", ""),
            minimum=_text(limits.get("minimum", "")),
            maximum=_text(limits.get("maximum", "")),
            min_length=limits.get("minLength"),
            max_length=limits.get("maxLength"),
        ),
        keys=credit.get("keys", {}),
        references=credit.get("references", ""),
        example=_text(value.get("example", "")),
        title_en=value.get("title_en", ""),
        delimiter=value.get("delimiter", LIST_DELIMITER if value.get("type") == "list" else ""),
        item_type=value.get("itemType", ""),
        source=credit.get("source", ""),
        instructions=credit.get("instructions", ""),
        renamed_from=credit.get("renamed_from", ""),
        deprecated_on=credit.get("deprecated_on", ""),
    )


def _several(value: str | Sequence[str]) -> Sequence[str]:
    return (value,) if isinstance(value, str) else value


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
