"""Mentions in descriptor and schemas: their words are published beside every dataset and outlive each listing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from credit.listed_subjects import KnownSubjects
from credit.model import DESCRIPTOR, Package, Problem
from credit.subject_mentions.source_lines import read_lines
from credit.subject_mentions.table_texts import OTHER_CODE, OTHER_NAME

_CODE = "写出了名单里一个主体的统一社会信用代码；结构和说明要一直公开，例子请用一个不在名单上的虚构代码"
_NAME = "写出了名单里一个主体的名称；结构和说明要一直公开，请改写成不指明主体的文字"


def check_descriptor_texts(root: Path, package: Package, known: KnownSubjects) -> Iterator[Problem]:
    """Report each line of the descriptor and of a schema that holds the code or the name of a listed subject.

    A code is an error (``other-subject``), a name a warning (``other-name``).
    """
    paths = [DESCRIPTOR, *(resource.schema_path for resource in package.resources)]
    places = [
        (path, number, line)
        for path in dict.fromkeys(paths)
        for number, line in enumerate(read_lines(root / path), start=1)
    ]
    texts = [line for _, _, line in places]
    for mention in known.find_codes(texts):
        path, number, _ = places[mention.index]
        yield Problem(path, number, "", OTHER_CODE.code, _CODE, OTHER_CODE.severity)
    for mention in known.find_names(texts):
        path, number, _ = places[mention.index]
        yield Problem(path, number, "", OTHER_NAME.code, _NAME, OTHER_NAME.severity)
