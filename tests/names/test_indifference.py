"""Two packages that differ only in what is nobody's business give the same tree, byte for byte, but for version.json."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest

from tests.names.demonstration import Demonstration, Place

#: An edit of the demonstration, given the record it is about.
Edit = Callable[[Demonstration, Place], object]


def days_from(demo: Demonstration, number: int) -> str:
    """Return a day so many days after the demonstration's own, as it stands in a cell."""
    return (demo.edition.as_of + datetime.timedelta(days=number)).isoformat()


def register(reason: str, number: int) -> Edit:
    """Return the edit that enters a record into the register."""

    def edit(demo: Demonstration, place: Place) -> None:
        entry = {"record_id": place.id, "withdrawn_on": days_from(demo, number), "reason": reason, "explanation": ""}
        demo.add("withdrawals", entry)

    return edit


def cells(**values: str | int) -> Edit:
    """Return the edit that changes cells of a record; a number is a day so many days from the demonstration's own."""

    def edit(demo: Demonstration, place: Place) -> None:
        texts = {name: value if isinstance(value, str) else days_from(demo, value) for name, value in values.items()}
        demo.change(place, **texts)

    return edit


def both(*edits: Edit) -> Edit:
    """Return the edit that makes several."""

    def edit(demo: Demonstration, place: Place) -> None:
        for part in edits:
            part(demo, place)

    return edit


def nothing(demo: Demonstration, place: Place) -> None:
    """Leave the package as it is."""


def later_record(demo: Demonstration, place: Place) -> None:
    """Add a record that is listed in a week, by a subject that nobody knows yet."""
    key = f"{place.id[:8]}00991"
    days = {"decided_on": days_from(demo, 1), "listed_on": days_from(demo, 7), "disputed_since": ""}
    demo.add(
        place.dataset,
        place.row
        | days
        | {"record_id": key, "name": "公主岭示例尚未列入有限公司", "unified_code": "91220184MA0Y12345F"},
    )


def written(day: str) -> Edit:
    """Return the edit that moves decision and listing into years whose every period is over."""
    return cells(decided_on=day, listed_on=day)


#: What differs → the edits of which each must give the tree that the first gives.
INDIFFERENT: dict[str, tuple[Edit, ...]] = {
    "how and when a record ended": (
        register("期满", -3), register("修复", -3), register("修复", -40), cells(repaired_on=-3), cells(repaired_on=-90),
        written("2021-03-05"), both(written("2021-03-05"), register("修复", -3)),
    ),
    "a repair to come": (nothing, cells(repaired_on=20), cells(repaired_on=90)),
    "a suspension to come": (nothing, cells(suspended_from=20), cells(suspended_from=30, suspended_until=60)),
    "an end to come in the register": (nothing, register("修复", 20), register("撤销", 30)),
    "a record to come": (nothing, later_record),
    "who ended": (
        register("修复", -3),
        both(cells(name="公主岭示例别家有限公司", former_names="公主岭示例旧家有限公司"), register("修复", -3)),
        both(cells(unified_code="91220184MA0Y12345F", facts="另一件事。", severity="严重"), register("修复", -3)),
    ),
    "who is suspended": (
        cells(suspended_from=-3),
        cells(suspended_from=-9, suspended_until=80, name="公主岭示例别家有限公司", facts="另一件事。"),
    ),
}  # fmt: skip


def trees(demo: Demonstration, place: Place, edits: tuple[Edit, ...]) -> list[dict[str, bytes]]:
    """Return the tree of each edit, made to the package as it was."""
    data = {path: path.read_bytes() for path in sorted((demo.root / "data").iterdir())}
    found = []
    for edit in edits:
        edit(demo, place)
        output = demo.build()
        found.append(
            {
                path.relative_to(output).as_posix(): path.read_bytes()
                for path in output.rglob("*")
                if path.is_file() and path.name != "version.json"
            }
        )
        for path, content in data.items():
            path.write_bytes(content)
    return found


def differences(demo: Demonstration, place: Place, edits: tuple[Edit, ...]) -> list[tuple[int, list[str]]]:
    """Return for each edit whose tree is not the first one's its number and the files that differ."""
    first, *others = trees(demo, place, edits)
    found = []
    for number, other in enumerate(others, start=1):
        names = sorted(name for name in first.keys() | other.keys() if first.get(name) != other.get(name))
        if names:
            found.append((number, names))
    return found


@pytest.mark.parametrize("case", INDIFFERENT)
def test_the_tree_does_not_tell(demo: Demonstration, case: str) -> None:
    assert [] == differences(demo, demo.firm(), INDIFFERENT[case])


def test_the_tree_does_not_tell_of_a_rest_that_is_over(demo: Demonstration) -> None:
    """A record that was suspended and returned looks like one that never rested."""
    firm = demo.firm()
    listed = datetime.date.fromisoformat(firm.row["listed_on"])
    days = [(listed + datetime.timedelta(days=number)).isoformat() for number in (1, 2, 3)]
    assert days[-1] < str(demo.edition.as_of)
    edits = (
        nothing,
        cells(suspended_from=days[0], suspended_until=days[1]),
        cells(suspended_from=days[1], suspended_until=days[2]),
    )
    assert [] == differences(demo, firm, edits)


def test_the_tree_does_not_tell_who_a_person_is(demo: Demonstration) -> None:
    edits = tuple(cells(name=name) for name in ("赵甲一", "钱示例", "司马又一"))
    assert [] == differences(demo, demo.person(), edits)


def test_the_tree_does_not_tell_whose_name_a_shop_bears(demo: Demonstration) -> None:
    edits = tuple(cells(name=name, former_names="") for name in ("王小菊", "李大宝", "欧阳春"))
    assert [] == differences(demo, demo.shop(), edits)
