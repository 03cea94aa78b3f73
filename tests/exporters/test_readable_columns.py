"""Headings for people: Chinese titles, each of them once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from credit.exporters import PublicDataset
from credit.exporters.readable_columns import readable_headings
from credit.model import Resource

Make = Callable[..., PublicDataset]


def titled(dataset: PublicDataset, titles: list[str]) -> PublicDataset:
    """Return the dataset with these titles of its columns."""
    schema = dataset.resource.schema
    fields = tuple(replace(field, title=title) for field, title in zip(schema.fields, titles, strict=True))
    return replace(dataset, resource=replace(dataset.resource, schema=replace(schema, fields=fields)))


@pytest.mark.parametrize(
    ("titles", "headings"),
    [
        (["甲", "乙", "丙"], ["甲", "乙", "丙"]),
        (["同", "同", "乙"], ["同（x）", "同（y）", "乙"]),
        (["同", "同", "同（x）"], ["同（x）", "同（y）", "同（x）（z）"]),
        (["同（y）", "同", "同"], ["同（y）", "同（y）（y）", "同（z）"]),
    ],
)
def test_no_two_headings_are_alike(make_dataset: Make, titles: list[str], headings: list[str]) -> None:
    """The name follows in brackets, again where that is the title of another column."""
    assert readable_headings(titled(make_dataset("x,y,z\na,b,c\n"), titles)) == headings


@pytest.mark.parametrize(
    ("titles", "headings"),
    [
        (["编号", "部门", "地点"], ["编号", "部门（编号）", "部门", "地点"]),
        (["部门（编号）", "部门", "地点"], ["部门（编号）", "部门（authority）（编号）", "部门（authority）", "地点"]),
        (["编号", "部门", "部门（编号）"], ["编号", "部门（编号）", "部门", "部门（编号）（place）"]),
    ],
)
def test_the_heading_of_a_key_is_no_title(
    make_dataset: Make, departments: Resource, titles: list[str], headings: list[str]
) -> None:
    """A column of keys has two headings, both of their own."""
    dataset = make_dataset("record_id,authority,place\nBL-2026-00001,a,b\n", others=(departments,))
    dataset = replace(titled(dataset, titles), labels={"departments": {"a": "示例局"}})
    assert readable_headings(dataset) == headings
