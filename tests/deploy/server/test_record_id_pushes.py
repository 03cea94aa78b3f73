"""Pushes that give a record id to another subject, through the real hooks: refused with the way out, now and later."""

from __future__ import annotations

from pathlib import Path

from credit.deploy.hooks.push_validation import ID_INDEX
from tests.deploy.server.conftest import Server

BLACK = "data/black-list.csv"
OWN = "BL-2026-00006,测试示例𠮷祥食品有限公司,,91220184M0EX00057Y"
OTHER = "BL-2026-00006,测试示例别家食品有限公司,,91220184M0EX000999"


def other_row(server: Server, folder: str) -> str:
    """Return the row of BL-2026-00006 as that of another firm and decision."""
    text = server.clone(folder).read(BLACK)
    row = next(line for line in text.splitlines() if line.startswith("BL-2026-00006"))
    changed = row.replace(OWN, OTHER).replace("〔2026〕9号", "〔2026〕99号").replace("2026-05-29", "2026-05-25")
    return changed.replace("以次充好", "短斤少两")


def test_id_given_to_another_firm_in_one_push_is_refused(server: Server) -> None:
    """The line, a free id and the command stand in the answer; the branch stays."""
    clone, tip = server.clone("zhang"), server.tip()
    text = clone.read(BLACK)
    row = next(line for line in text.splitlines() if line.startswith("BL-2026-00006"))
    clone.edit(BLACK, row, other_row(server, "copy"))
    clone.commit()
    done = clone.push()
    assert done.returncode != 0
    assert f"{BLACK}:9: " in done.stderr
    assert "BL-2026-00007" in done.stderr
    assert "inv withdraw BL-2026-00006 --reason 更正" in done.stderr
    assert server.tip() == tip


def test_id_deleted_by_one_push_is_not_free_for_a_later_one(server: Server) -> None:
    """The history of the branch knows it, with the index that was kept and with one that was lost."""
    row = other_row(server, "copy")
    clone = server.clone("zhang")
    lines = clone.read(BLACK).splitlines(keepends=True)
    gone = "".join(line for line in lines if not line.startswith("BL-2026-00006"))
    (clone.folder / BLACK).write_text(gone, encoding="utf-8-sig", newline="\n")
    clone.commit()
    assert clone.push().returncode == 0
    tip = server.tip()
    (clone.folder / BLACK).write_text(gone + row + "\n", encoding="utf-8-sig", newline="\n")
    clone.commit()
    index: Path = server.settings.state / ID_INDEX
    for damage in (None, b"not an index"):
        if damage is not None:
            index.write_bytes(damage)
        done = clone.push()
        assert done.returncode != 0
        assert "[record-id]" in done.stderr
        assert server.tip() == tip


def test_id_used_for_two_firms_in_the_commits_of_one_push_is_refused(server: Server) -> None:
    """Though the last commit alone would be a new record."""
    clone, tip = server.clone("zhang"), server.tip()
    text = clone.read(BLACK)
    row = next(line for line in text.splitlines() if line.startswith("BL-2026-00006"))
    first, second = (line.replace("BL-2026-00006", "BL-2026-00008") for line in (row, other_row(server, "copy")))
    first = first.replace("〔2026〕9号", "〔2026〕19号")
    (clone.folder / BLACK).write_text(text + first + "\n", encoding="utf-8-sig", newline="\n")
    clone.commit()
    (clone.folder / BLACK).write_text(text + second + "\n", encoding="utf-8-sig", newline="\n")
    clone.commit()
    done = clone.push()
    assert done.returncode != 0
    assert "[record-id]" in done.stderr
    assert server.tip() == tip
