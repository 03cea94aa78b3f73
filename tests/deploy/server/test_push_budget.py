"""Pushes that ask for too much: each ends within its budget, and a second clerk's push is done meanwhile."""

from __future__ import annotations

import os
import subprocess

import pytest

from tests.deploy.server.conftest import Server


@pytest.mark.repetition
def test_second_clerk_is_done_while_a_bomb_is_judged(server: Server) -> None:
    """No lock is held while a push is judged; the bomb ends with the name of its file."""
    bomber, clerk = server.clone("bomber"), server.clone("clerk")
    for number in range(8):
        head = f"Title: 号码\nSlug: bomb-{number}\nDate: 2026-05-11\nSubjects: 无\n\n"
        bomber.write(f"content/notices/bomb-{number}.md", head + "1-2 1** \n\n" * 90_000)
    bomber.commit()
    clerk.write("content/README.md", "甲\n")
    commit = clerk.commit()
    env = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    command = ["git", "-C", str(bomber.folder), "push", "origin", "HEAD:main"]
    with subprocess.Popen(command, env=env, stderr=subprocess.PIPE, encoding="utf-8") as bomb:
        assert bomb.stderr
        assert "正在检查" in next(line for line in bomb.stderr if "正在检查" in line)
        done = clerk.push()
        is_judged_still = bomb.poll() is None
        said = bomb.stderr.read()
    assert done.returncode == 0, done.stderr
    assert (commit, True) == (server.tip(), is_judged_still)
    assert "检查 content/notices/bomb-" in said, said
    assert "60 秒处理器时间" in said or "120 秒" in said
