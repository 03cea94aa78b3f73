"""Data dictionary: the columns of a dataset, and its terms, as rows of text for people."""

from __future__ import annotations

from credit.exporters.public_dataset import PublicDataset
from credit.model import Field

#: The headings of the dictionary.
HEADINGS = ("列名", "标题", "说明", "类型", "约束", "可取的值", "引用", "示例")

#: The types of Table Schema in words; any other is shown as it is written.
_TYPES = {
    "string": "文本",
    "date": "日期（年-月-日）",
    "datetime": "日期和时间",
    "year": "年份",
    "integer": "整数",
    "number": "数值",
    "boolean": "是或否",
    "list": "多个值",
}

#: Values of a type with few: as files for programs have them, and as files with Chinese headings do.
_VALUES = {"boolean": "true（是）、false（否）"}


def type_words(field: Field) -> str:
    """Return the type of a column in words; of a list with the sign between its items, which differs from list to list."""
    words = _TYPES.get(field.type, field.type)
    return f"{words}，中间用半角 {field.delimiter} 隔开" if field.type == "list" and field.delimiter else words


def _constraints(field: Field, in_key: bool) -> str:
    rules = field.constraints
    words = []
    if in_key:
        words.append("主键")
    if rules.required:
        words.append("必填")
    if rules.unique:
        words.append("不重复")
    if rules.min_length is not None:
        words.append(f"至少 {rules.min_length} 字")
    if rules.max_length is not None:
        words.append(f"至多 {rules.max_length} 字")
    if rules.minimum:
        words.append(f"不小于 {rules.minimum}")
    if rules.maximum:
        words.append(f"不大于 {rules.maximum}")
    if rules.pattern:
        words.append(f"格式 {rules.pattern}")
    return "；".join(words)


def _reference(dataset: PublicDataset, field: Field) -> str:
    schema = dataset.resource.schema
    keys = [key for key in schema.foreign_keys if key.field == field.name]
    name = (keys[0].resource or dataset.name) if keys else field.references
    target = dataset.package.resource(name)
    if target is None:
        return ""
    return f"{target.title}（{target.name}）"


def dictionary(dataset: PublicDataset) -> list[tuple[str, ...]]:
    """Return one row for each column of the dataset, under HEADINGS."""
    schema = dataset.resource.schema
    return [
        (
            field.name,
            field.title,
            field.description,
            type_words(field),
            _constraints(field, field.name in schema.primary_key),
            "、".join(field.constraints.enum) or _VALUES.get(field.type, ""),
            _reference(dataset, field),
            field.example,
        )
        for field in schema.fields
    ]


def terms(dataset: PublicDataset) -> list[tuple[str, str]]:
    """Return the terms that a file carries, as pairs of heading and words; terms that are not set are left out.

    A list always carries its conditions for entry and removal and its remedies: it is published together with them
    (design.md section 3, local credit regulations).
    """
    resource, rules, site = dataset.resource, dataset.resource.rules, dataset.package.site
    rows = [("数据集", resource.title), ("英文名", resource.name), ("说明", resource.description)]
    rows += [("演示声明", dataset.demonstration), ("发布者", site.organizer), ("站点", site.name)]
    rows += [("数据日期", dataset.changed_on), ("校验", dataset.digest)]
    rows += [("来源", dataset.source), ("许可", dataset.licence_text)]
    rows += [("使用条款", text) for text in dataset.terms]
    rows += [("认定单位", rules.authority)]
    rows += [("列入条件", text) for text in rules.entry]
    rows += [("移出条件", text) for text in rules.removal]
    rows += [("救济途径", text) for text in rules.remedies]
    return [(heading, text) for heading, text in rows if text]
