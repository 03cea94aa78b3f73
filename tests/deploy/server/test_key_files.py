"""Public keys of staff as they come from their computers: whole ones are taken in whatever encoding, others are named."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from credit.deploy.hooks.ssh_keys import read_keys
from credit.deploy.server_settings import SETTINGS, ServerSettings, SettingsError, read_settings, settings_text


def make_key(folder: Path, kind: str) -> str:
    """Return the line of a new public key, made by ssh-keygen."""
    subprocess.run(["ssh-keygen", "-q", "-t", kind, "-N", "", "-C", "小张", "-f", str(folder / kind)], check=True)
    return (folder / f"{kind}.pub").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["ed25519", "rsa", "ecdsa"])
def test_a_whole_key_is_taken_in_every_encoding(tmp_path: Path, kind: str) -> None:
    """PowerShell writes UTF-16, Notepad a byte order mark, an older Windows GBK."""
    line = make_key(tmp_path, kind)
    keys = tmp_path / "keys"
    keys.mkdir()
    found = []
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "gbk"):
        (keys / "zhang.pub").write_text(line, encoding=encoding)
        found.append(read_keys(keys)["zhang"])
    assert len(set(found)) == 1
    assert found[0][0] == " ".join(line.split()[:2])


def test_a_key_that_was_cut_is_refused(tmp_path: Path) -> None:
    """Also where what is left is good Base64: sshd would ignore it and nobody would know why."""
    kind, body, _ = make_key(tmp_path, "ed25519").split()
    for text in (
        f"{kind} {body[:-4]} zhang",
        f"{kind} AAAA zhang",
        f"{kind} {body[:-3]} zhang",
        f"ssh-rsa {body} zhang",
    ):
        (tmp_path / "zhang.pub").write_text(text, encoding="utf-8")
        (tmp_path / "ed25519.pub").unlink(missing_ok=True)
        with pytest.raises(SettingsError, match="不完整，请重新复制"):
            read_keys(tmp_path)


def test_settings_with_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    """Notepad writes one."""
    settings = ServerSettings(tmp_path, repo=tmp_path / "credit.git", checkout=tmp_path, keep=3)
    (tmp_path / "etc").mkdir()
    (tmp_path / SETTINGS).write_text(settings_text(settings), encoding="utf-8-sig")
    assert read_settings(tmp_path).keep == 3
