"""Templates and their view models: each first comment names them, and each attribute is a field of them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from credit.view_models import TEMPLATES
from tests.support.template_types import DECLARATION, check_templates


def test_every_attribute_of_a_template_is_a_field_of_its_view_model(root: Path) -> None:
    """Through loops, macros and the components that they call."""
    assert check_templates(root / "theme/templates") == []


def test_a_page_template_names_the_class_that_is_rendered_with_it(root: Path) -> None:
    found = {
        name: DECLARATION.match((root / "theme/templates" / name).read_text("utf-8")) for name in TEMPLATES.values()
    }
    assert {name: match and match[1] for name, match in found.items()} == {
        name: page.__name__ for page, name in TEMPLATES.items()
    }


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("lists.html", "page.more", "page.mroe", "ListsPage has no field mroe"),
        ("entity.html", "page.head.canonical", "page.head.cannonical", "Head has no field cannonical"),
        ("components/listing.html", "authority)", "authority.deputy)", "Link has no field deputy"),
        ("components/title.html", "page.lead", "page.listings", "Page has no field listings"),
        ("components/header.html", "link.current", "link.active", "Link has no field active"),
        ("lists.html", "{# View model: ListsPage. #}", "", "the first comment names no view model"),
        ("lists.html", "ListsPage", "ListingsPage", "has no class ListingsPage"),
        ("components/steps.html", "View model: Step.", "View model: Form.", "gets a Step"),
        ("components/mark.html", "View model: none.", "View model: Cell.", "no macro gets a Cell"),
    ],
)
def test_a_template_against_its_view_model_is_refused(
    root: Path, tmp_path: Path, file: str, old: str, new: str, fault: str
) -> None:
    """In a copy of the theme with one change."""
    shutil.copytree(root / "theme/templates", tmp_path / "templates")
    path = tmp_path / "templates" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")
    assert [line for line in check_templates(tmp_path / "templates") if re.search(re.escape(fault), line)] != []
