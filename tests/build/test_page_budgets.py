"""A page that outgrows its budget is named; one that is only large before compression, or long for a reason, is not."""

from __future__ import annotations

import hashlib
import re
import zlib
from pathlib import Path

import pytest

from credit.build.build_state import BuildError
from credit.build.page_budgets import (
    PAGES,
    RECORD,
    RECORD_WEIGHT,
    RECORDS,
    SCRIPTS,
    STYLES,
    budget_of,
    heavy_files,
    packed_at_most,
)
from credit.build.pipeline import build_site
from tests.support.page_types import files_of


def noise(size: int) -> bytes:
    """Return bytes that no compression makes smaller, always the same."""
    return b"".join(hashlib.sha256(bytes([n % 256, n // 256])).digest() for n in range(size // 32 + 1))[:size]


def weigh(tree: dict[str, bytes]) -> list[str]:
    """Return what is said of a tree given as names and bytes."""
    return heavy_files(((name, len(data)) for name, data in tree.items()), tree.__getitem__)


@pytest.mark.parametrize("name", ["entities/91220184MA00000080.html", "index.html", "lists/black-list/2026/index.html"])
def test_a_page_over_its_budget_is_named(name: str) -> None:
    """With what it weighs and what it may weigh; at its budget it passes."""
    most = budget_of(name)
    assert [] == weigh({name: b" " * most})
    assert [] == weigh({name: b" " * most * 20})
    (said,) = weigh({name: noise(most + 1)})
    assert said.startswith(f"{name}：")
    assert f"最多 {most} 字节" in said


def test_an_archive_may_grow_with_its_records() -> None:
    """A subject of thirty records has a longer page and still gets one; the same weight without records is named."""
    name = "entities/91220184MA00000080.html"
    assert budget_of(name) + 22 * RECORD_WEIGHT == budget_of(name, RECORD * (RECORDS + 22))
    body = noise(budget_of(name) + 5_000)
    assert [] == weigh({name: body + RECORD * (RECORDS + 22)})
    assert 1 == len(weigh({name: body}))


def test_styles_and_scripts_are_weighed_together() -> None:
    """Two scripts of 7 kB compressed are too much, one is not; styles count compressed too; pictures do not count."""
    assert [] == weigh({"assets/a.11111111.js": b"x" * SCRIPTS * 9, "assets/b.11111111.css": b"x" * STYLES * 9})
    scripts = {f"assets/{name}.11111111.js": noise(14_000)[at::2] for at, name in enumerate("ab")}
    (said,) = weigh(scripts | {"assets/c.1.svg": b"x" * 90_000})
    assert re.fullmatch("theme/static：脚本压缩后一共 1[0-9]{4} 字节，最多 12000 字节", said)
    (said,) = weigh({"assets/b.11111111.css": noise(STYLES)})
    assert said.startswith("theme/static：样式压缩后一共 ")
    assert 1 == len(weigh({f"assets/{name}.11111111.css": noise(STYLES * 2)[at::2] for at, name in enumerate("bc")}))


def test_scripts_that_no_page_has_both_of_are_weighed_apart() -> None:
    """The search and the batch check each beside what every page loads."""
    halves = [noise(14_000)[at::2] for at in range(2)]
    names = ("assets/search.11111111.js", "assets/batch.11111111.js")
    assert [] == weigh(dict(zip(names, halves, strict=True)))
    assert 1 == len(weigh(dict(zip(names, halves, strict=True)) | {"assets/site.11111111.js": noise(9_000)}))


def test_small_pages_are_not_read() -> None:
    """At 100,000 pages looking at the size is all there is to do."""

    def read(name: str) -> bytes:
        raise AssertionError(name)

    assert [] == heavy_files([(f"entities/{n}.html", 8_000) for n in range(1000)], read)


def test_each_budget_has_its_reason() -> None:
    """And the last one fits every page."""
    assert all(reason for _, _, reason in PAGES)
    assert PAGES[-1][0].match("anything.html")


def test_every_page_of_the_demonstration_keeps_its_budget(site: Path) -> None:
    """The archive with its style within 14 kB."""
    sizes = ((name, (site / name).stat().st_size) for name in files_of(site))
    assert [] == heavy_files(sizes, lambda name: (site / name).read_bytes())


def test_a_build_with_a_page_over_its_budget_is_refused(copy_of_site: Path, tmp_path: Path) -> None:
    """Nothing is written, the page is named; a commit that was accepted earlier is still published."""
    script = copy_of_site / "theme" / "static" / "site.js"
    script.write_text(
        script.read_text(encoding="utf-8") + f'"{noise(13_000).hex()}";\n', encoding="utf-8", newline="\n"
    )
    with pytest.raises(BuildError, match="脚本压缩后一共"):
        build_site(copy_of_site, tmp_path / "output")
    assert not (tmp_path / "output").exists()
    assert build_site(copy_of_site, tmp_path / "output", accepted=True).pages > 0


def test_a_page_is_weighed_by_the_process_that_makes_it(copy_of_site: Path, tmp_path: Path) -> None:
    """At the end one process reads again only what that leaves in doubt: nothing, where every budget is kept."""
    build_site(copy_of_site, tmp_path / "output")
    for path in sorted((tmp_path / "output").rglob("*.html")):
        name, data = path.relative_to(tmp_path / "output").as_posix(), path.read_bytes()
        bound = packed_at_most(name, data)
        assert min(len(zlib.compress(data, 6)), len(data)) <= bound <= len(data)
        assert bound <= budget_of(name, data)
