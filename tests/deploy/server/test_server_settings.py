"""credit.toml says what a server does, in keys that are all known and explained."""

from __future__ import annotations

import os
from dataclasses import fields
from pathlib import Path

import pytest

from credit.deploy.server_settings import (
    EXPLAINED,
    ServerSettings,
    SettingsError,
    parse_settings,
    read_settings,
    settings_text,
)
from credit.reader import MAX_FILE
from tests.conftest import RunTask

SITE = Path("/srv/credit/site")


def test_settings_written_are_read_again_the_same() -> None:
    """Every key, those with another value than the default too."""
    given = ServerSettings(
        SITE, repo=SITE / "data.git", checkout=Path("/srv/credit/software"), siteurl="https://credit.example/a",
        server_name=("credit.example",), listen=("127.0.0.1:8080",), keep=3, second_approval=True, outside="refuse",
        sign_statements=True,
        alarm_command='mail -s "信用" root', roles={"SHA256:abc+/": "editor", "王 一": "maintainer"}, file_bytes=1,
    )  # fmt: skip
    assert given == parse_settings(settings_text(given), SITE)


def test_a_relative_path_lies_below_the_site() -> None:
    assert SITE / "data.git" == parse_settings('repo = "data.git"', SITE).repo


def test_every_key_is_explained() -> None:
    """A new credit.toml says of each key what it is for."""
    assert set(EXPLAINED) == {field.name for field in fields(ServerSettings)} - {"site", "roles"}
    assert f"{MAX_FILE // 1024**2} MiB" in EXPLAINED["file_bytes"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("keeep = 3", "keeep"),
        ("[limits]\nfile = 3", "limits.file"),
        ('keep = "3"', "keep"),
        ("keep = 0", "keep"),
        ("keep = true", "keep"),
        ("limits = 3", "limits"),
        ('server_name = "a"', "server_name"),
        ('server_name = ["a; evil"]', "server_name"),
        ('listen = [""]', "listen"),
        ('outside = "drop"', "outside"),
        ('brotli = "yes"', "brotli"),
        ('certificate = "a.pem"', "certificate_key"),
        ('certificate = "a;b"\ncertificate_key = "c"', "a;b"),
        ('siteurl = "credit.example"', "siteurl"),
        ('branch = "--force"', "branch"),
        ('[roles]\n"k" = "admin"', "roles"),
        ("keep 3", "写法"),
    ],
)
def test_what_is_wrong_is_named(text: str, word: str) -> None:
    """One clear sentence in Chinese with the key."""
    with pytest.raises(SettingsError, match=r"[\u4e00-\u9fff]") as refused:
        parse_settings(text, SITE)
    assert word in str(refused.value)


def test_a_folder_without_settings_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="inv setup-server"):
        read_settings(tmp_path)


def test_settings_of_another_user_are_not_said_to_be_missing(tmp_path: Path) -> None:
    """An administrator without rights would set up a second server where one is."""
    path = tmp_path / "etc" / "credit.toml"
    path.parent.mkdir()
    path.write_text(settings_text(ServerSettings(tmp_path)), encoding="utf-8")
    path.chmod(0)
    root = os.geteuid()
    # Root reads a file whatever its mode.
    os.seteuid(65534 if root == 0 else root)
    try:
        with pytest.raises(SettingsError, match=r"没有权限读 .*credit\.toml；.*sudo -u"):
            read_settings(tmp_path)
    finally:
        os.seteuid(root)


@pytest.mark.skipif(os.geteuid() != 0, reason="gives a folder to another user")
def test_folder_of_a_user_who_is_not_there_says_what_to_do(tmp_path: Path, inv: RunTask) -> None:
    """A back-up unpacked before the user was made; an uid without a name ended each command with a traceback."""
    (tmp_path / "etc").mkdir()
    os.chown(tmp_path, 54_321, -1)
    for command in (("status",), ("setup-server", "--repo", f"{tmp_path}.git")):
        done = inv(*command, "--site", tmp_path)
        assert (done.returncode, "Traceback" in done.stderr) == (1, False)
        assert f"{tmp_path} 属于编号为 54321 的用户，系统里没有这个用户" in done.stderr
