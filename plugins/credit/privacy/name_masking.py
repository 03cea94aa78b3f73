"""Name masking: table cells with the names of natural persons replaced."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from credit.identifiers import NATURAL_PERSON, is_individual_business
from credit.law import is_bare_personal_name
from credit.mask_texts import MASKED_SHOP
from credit.model import SEPARATOR, Problem, Severity, Table, split_names
from credit.privacy.operator_names import OperatorName, find_operator

if TYPE_CHECKING:
    import pandas as pd

#: Words in place of such a name inside a sentence.
_IN_A_SENTENCE = {NATURAL_PERSON: "该当事人", MASKED_SHOP: "该经营者"}

_NAME_COLUMNS = ("name", "former_names")
_SHOP_KIND = "个体工商户"

_UNMASKED_PERSON = "这一行是自然人（entity_kind 是“自然人”，或者没有统一社会信用代码），姓名不得公开"
_UNMASKED_SHOP = "这一行是个体工商户，名称里有个人的姓名，姓名不得公开"
_RENAME = "，而只有 name 一列的姓名会隐去；请在表头和结构文件（.schema.json）里把写名称的那一列改名为 name"

_CERTAIN: tuple[str, Severity] = (
    "名称里写有经营者的姓名，姓名不公开；请只写字号，如“示例面馆”，同一行别处写到的也一样改",
    "error",
)
_DOUBTFUL: tuple[str, Severity] = (
    "名称里像是写有经营者的姓名，公开时不显示；请核对，是姓名的请删去，只写字号；是地名的请写全，如“范家屯镇”",
    "warning",
)


def natural_persons(table: Table) -> pd.Series[bool]:
    """Return for each row whether its subject is a natural person.

    That is ``entity_kind`` 自然人, and in a list that has ``unified_code`` an empty one.
    """
    cells = table.cells
    kinds = table.column("entity_kind")
    coded = table.resource.is_list and "unified_code" in cells.columns
    codes = table.column("unified_code") if coded else ["-"] * len(cells)
    if NATURAL_PERSON in kinds or "" in codes:
        persons = [kind == NATURAL_PERSON or not code for kind, code in zip(kinds, codes, strict=True)]
    else:
        persons = [False] * len(cells)
    import pandas as pd  # a scan for numbers alone must not wait for it

    return pd.Series(persons, index=cells.index, dtype=bool)


def _are_shops(table: Table) -> list[bool]:
    """Return for each row whether its subject is a 个体工商户, by its code or its kind."""
    pairs = zip(table.column("unified_code"), table.column("entity_kind"), strict=True)
    return [is_individual_business(code) or kind == _SHOP_KIND for code, kind in pairs]


def masked_shops(table: Table) -> pd.Series[bool]:
    """Return for each row whether it is a 个体工商户 whose shop name is nothing but a personal name."""
    names = table.column("name")
    shops = [is_shop and is_bare_personal_name(name) for is_shop, name in zip(_are_shops(table), names, strict=True)]
    for place, operator in operators(table).items():
        shops[place] = not operator.shop
    import pandas as pd

    return pd.Series(shops, index=table.cells.index, dtype=bool)


def operators(table: Table) -> dict[int, OperatorName]:
    """Return by position the names of 个体工商户 that hold the name of a person beside that of the shop."""
    return {
        place: operator
        for place, (is_shop, name) in enumerate(zip(_are_shops(table), table.column("name"), strict=True))
        if is_shop and (operator := find_operator(name))
    }


def public_names(table: Table) -> pd.DataFrame:
    """Return the cells of a table with every name that is not published replaced, index and columns as they were.

    A natural person is shown as 自然人 without former names and without a code; a 个体工商户 under a bare personal name as
    a mask without former names; a former name of a 个体工商户 that is a bare personal name is dropped, and of a name with
    that of the operator in brackets the shop's part alone is shown. In other
    cells of its row, a general word replaces such a name. Former names are separated by ``;``, however they were typed.
    """
    cells = table.cells.copy()
    if "former_names" in cells.columns:
        cells["former_names"] = [
            _public_former_names(old, is_shop=is_shop) if old else ""
            for old, is_shop in zip(cells["former_names"].tolist(), _are_shops(table), strict=True)
        ]
    if "name" not in cells.columns:
        return cells
    persons = natural_persons(table)
    shops = masked_shops(table) & ~persons
    _leave_out_operators(table, cells)
    for rows, shown in ((persons, NATURAL_PERSON), (shops, MASKED_SHOP)):
        for column, repeats in _repeats(table, rows).items():
            texts = cells[column].tolist()
            for place, names in repeats:
                texts[place] = _without(texts[place], names, _IN_A_SENTENCE[shown])
            cells[column] = texts
        cells.loc[rows, "name"] = shown
        if "former_names" in cells.columns:
            cells.loc[rows, "former_names"] = ""
    if "unified_code" in cells.columns:
        cells.loc[persons, "unified_code"] = ""
    return cells


def scan_names(table: Table) -> tuple[Problem, ...]:
    """Return a problem for each cell that repeats, beside the name column, a name which is not published.

    In a list without that column, which names its subjects elsewhere, a natural person is a problem itself, and so is
    a 个体工商户 named like a person.
    """
    if "name" not in table.cells.columns:
        found = (*_unmasked_persons(table), *_scan_operators(table)) if table.resource.is_list else ()
        return tuple(sorted(found))
    message = (
        "这里写有不公开的姓名，请改写为“当事人”等称呼，只在名称一栏填写姓名；已经公示过、要登记更正的，"
        "在 data/corrections.csv 这条更正的 before 和 after 里，也把姓名都写成“当事人”"
    )
    problems = list(_scan_operators(table)) if table.resource.is_list else []
    for column, repeats in _repeats(table, natural_persons(table) | masked_shops(table)).items():
        field = table.resource.schema.field(column)
        title = field.title if field else ""
        for place, _ in repeats:
            line = int(table.cells.index[place])
            problems.append(Problem(table.resource.path, line, column, "personal-data", message, title=title))
    return tuple(sorted(problems))


def _unmasked_persons(table: Table) -> Iterator[Problem]:
    """Yield a problem for each natural person in a list without ``name``: names are replaced in that column alone.

    A row without a code is one where the descriptor states which column names the subjects.
    """
    label = table.resource.rules.stated_label
    persons = natural_persons(table).tolist()
    if not label:
        persons = [kind == NATURAL_PERSON for kind in table.column("entity_kind")]
    column = label or "entity_kind"
    field = table.resource.schema.field(column)
    title = field.title if field else ""
    for line, person, shop in zip(table.cells.index, persons, _personal_labels(table), strict=True):
        if person or shop:
            message = (_UNMASKED_PERSON if person else _UNMASKED_SHOP) + _RENAME
            yield Problem(table.resource.path, int(line), column, "personal-data", message, title=title)


def _personal_labels(table: Table) -> list[bool]:
    """Return for each row of a list without ``name`` whether it is a 个体工商户 whose label holds a person's name.

    A label of keys or of fixed terms names no subject.
    """
    schema, label = table.resource.schema, table.resource.rules.stated_label
    field = schema.field(label)
    if field is None or field.constraints.enum or field.references or schema.reference_of(label):
        return [False] * len(table.cells)
    return [
        is_shop
        and (is_bare_personal_name(name) or ((operator := find_operator(name)) is not None and operator.is_certain))
        for is_shop, name in zip(_are_shops(table), table.column(label), strict=True)
    ]


def _repeats(table: Table, rows: pd.Series[bool]) -> dict[str, list[tuple[int, list[str]]]]:
    """Return for each column the places of those rows whose cell holds a name of the row, and the names."""
    places = [place for place, is_meant in enumerate(rows.tolist()) if is_meant]
    if not places:
        return {}
    first, former = table.column("name"), table.column("former_names")
    named = [(place, names) for place in places if (names := _names_of(first[place], former[place]))]
    hidden = _hidden_columns(table)
    found: dict[str, list[tuple[int, list[str]]]] = {}
    for column in map(str, table.cells.columns):
        if column not in hidden:
            texts = table.column(column)
            repeats = [(place, names) for place, names in named if any(name in texts[place] for name in names)]
            if repeats:
                found[column] = repeats
    return found


def _hidden_columns(table: Table) -> frozenset[str]:
    """Return the columns in which a name is no leak: name columns and keys."""
    schema = table.resource.schema
    keys = [name for name in schema.names if schema.reference_of(name)]
    return frozenset((*_NAME_COLUMNS, *schema.primary_key, "unified_code", "entity_kind", *keys))


def _names_of(name: str, former_names: str) -> list[str]:
    """Return the names of a row to search for, longest first, without single characters and general words."""
    names = {part.strip() for part in (name, *split_names(former_names))}
    return sorted(
        (part for part in names if len(part) > 1 and part != NATURAL_PERSON), key=lambda part: (-len(part), part)
    )


def _without(text: str, names: list[str], word: str) -> str:
    for name in names:
        text = text.replace(name, word)
    return text


def _public_former_names(former_names: str, *, is_shop: bool) -> str:
    names = split_names(former_names)
    return SEPARATOR.join(filter(None, map(_public_shop_name, names) if is_shop else names))


def _public_shop_name(name: str) -> str:
    """Return a former name of a 个体工商户 without the name of a person."""
    operator = find_operator(name)
    return "" if is_bare_personal_name(name) else operator.shop if operator else name


def _leave_out_operators(table: Table, cells: pd.DataFrame) -> None:
    """Leave the operator's name out of shop names, in the name column and wherever a cell of the row repeats them."""
    found = operators(table)
    hidden = _hidden_columns(table) - {"name"}
    names = table.column("name")
    for column in map(str, cells.columns) if found else ():
        if column not in hidden:
            texts = cells[column].tolist()
            for place, operator in found.items():
                if operator.shop:
                    texts[place] = texts[place].replace(names[place], operator.shop)
            cells[column] = texts


def _scan_operators(table: Table) -> Iterator[Problem]:
    """Yield ``operator-name`` for each name of a 个体工商户 that holds a person's, a warning where that is doubtful."""
    shops = [is_shop and not person for is_shop, person in zip(_are_shops(table), natural_persons(table), strict=True)]
    for column in _NAME_COLUMNS:
        field = table.resource.schema.field(column)
        for line, is_shop, cell in zip(table.cells.index.tolist(), shops, table.column(column), strict=True):
            if not (is_shop and cell):
                continue
            names = (cell,) if column == "name" else split_names(cell)
            found = [operator for name in names if (operator := find_operator(name))]
            if found:
                violation = _CERTAIN if any(operator.is_certain for operator in found) else _DOUBTFUL
                title = field.title if field else ""
                yield Problem(table.resource.path, int(line), column, "operator-name", *violation, title)
