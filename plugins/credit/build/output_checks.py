"""Output checks: nothing got lost, no number of a person, no page over its budget."""

from __future__ import annotations

from credit import urls
from credit.build.build_state import Build, BuildError
from credit.build.page_budgets import heavy_files
from credit.render import theme_files


def check_complete(build: Build) -> None:
    """Raise BuildError where a document or an entity has no page."""
    lost = sorted(document.path for path, document in build.documents.items() if path not in build.documents_written)
    lost += [
        code for code in build.edition.entities if urls.output_path(urls.entity_address(code)) not in build.tree.entries
    ]
    if lost:
        raise BuildError("这些内容没有生成页面，网站没有发布：" + "、".join(lost[:20]))


def check_personal_numbers(build: Build) -> None:
    """Refuse a tree that holds a number of a person; a build of an accepted commit leaves the file out and tells."""
    found = build.problems
    if found and not build.edition.accepted:
        raise BuildError("生成的文件里有疑似个人信息，网站没有发布：\n" + "\n".join(item.text() for item in found))
    for name in {problem.path for problem in found} & build.tree.entries.keys():
        build.tree.drop(name)
    build.withheld = {problem.path: problem.message for problem in found}


def check_budgets(build: Build) -> None:
    """Refuse a tree with a page, styles or scripts over their budget; a build of an accepted commit goes through.

    Pages that are not staged were weighed when they were.
    """
    tree = build.tree
    if build.edition.accepted:
        return
    # Styles and scripts are weighed together, whether they are staged or not.
    assets = {urls.output_path(address): data for address, data in theme_files(build.theme)}
    sizes = ((name, entry.size) for name, entry in tree.entries.items() if name in tree.staged or name in assets)
    heavy = heavy_files(
        sizes, lambda name: assets[name] if name in assets else (tree.root / name).read_bytes(), build.packed
    )
    if heavy:
        raise BuildError("这些页面或文件太大，手机打开会很慢，网站没有发布：\n" + "\n".join(heavy[:20]))
