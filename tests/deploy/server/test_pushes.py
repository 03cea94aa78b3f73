"""What a push may not be: every reason named at once, nothing stored, nothing of it run, and the way out is shown."""

from __future__ import annotations

import json
import random
import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from credit.identifiers import check_character
from credit.model import AllowedNumber
from credit.privacy import digest_number
from credit.reader import MAX_FILE, write_allowed_numbers
from tests.deploy.server.conftest import Clone, Server, git, try_git
from tests.privacy.test_spellings import make_identity

#: A valid number of nobody: the example of the standard (GB 11643).
PERSON = "11010519491231002X"
BLACK = "data/black-list.csv"


def refused(clone: Clone, server: Server, *words: str, target: str = "HEAD:main") -> str:
    """Push; it must be refused with these words and leave nothing behind. Return what was said."""
    before = server.tip()
    done = clone.push(target)
    assert done.returncode != 0, done.stderr
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr, done.stderr
    assert server.tip() == before
    assert git(server.settings.repo, "for-each-ref", "--format=%(refname)") == "refs/heads/main"
    return done.stderr


def run_recipe(clone: Clone, said: str, correct: dict[str, str]) -> None:
    """Do the numbered steps for the command line as printed; the step that asks to correct files writes ``correct``."""
    steps = re.findall(r"^remote: +\d\. (.+?) *$", said.split("用 TortoiseGit")[0], re.MULTILINE)
    assert len(steps) >= 3
    for step in steps:
        if step.startswith("git "):
            words = [word.strip('"') for word in re.findall(r'"[^"]*"|\S+', step)][1:]
            if words[0] != "push":
                git(clone.folder, *words)
        else:
            for path, text in correct.items():
                clone.write(path, text)


def test_all_reasons_are_named_at_once_and_the_printed_steps_lead_out(server: Server) -> None:
    """A wrong code, a number in a message and one that the next commit deletes; then nothing of it is in the history."""
    clone = server.clone("a")
    good = clone.read(BLACK)
    clone.write("content/notices/x.md", f"电话 {PERSON}\n")
    first = clone.commit(f"加 {PERSON}")
    (clone.folder / "content/notices/x.md").unlink()
    clone.edit(BLACK, "91220184M0EX00022C", "91220184M0EX00022D")
    clone.commit()
    said = refused(
        clone, server, f"提交 {first[:12]} 的 content/notices/x.md:1:", f"提交 {first[:12]} 的说明:1:", "[check-digit]",
        f"{BLACK}:3:", "推送没有被接受，网站没有变化", "git reset ", "用 TortoiseGit 的：",
    )  # fmt: skip
    assert PERSON not in said

    run_recipe(clone, said, {BLACK: good.replace("收款后不发货", "收款后没有发货")})
    done = clone.push("HEAD:check/again")
    assert "检查通过" in done.stderr, done.stderr
    assert git(clone.folder, "rev-list", "--count", "origin/main..HEAD") == "1"


def test_a_check_prints_problems_and_what_would_change_and_leaves_no_ref(server: Server) -> None:
    """A clerk without Python can try; the same name serves again."""
    clone = server.clone("a")
    clone.edit(BLACK, "收款后不发货", "收款后没有发货")
    clone.commit()
    done = clone.push("HEAD:check/zhang")
    assert done.returncode == 0, done.stderr
    assert "检查通过" in done.stderr
    assert "这次只是检查" in done.stderr
    assert git(server.settings.repo, "for-each-ref", "--format=%(refname)") == "refs/heads/main"
    clone.edit(BLACK, "91220184M0EX00022C", "91220184M0EX00022D")
    clone.commit()
    refused(clone, server, "[check-digit]", "检查没有通过", target="HEAD:check/zhang")


def test_a_push_that_is_behind_gets_its_own_way_out(server: Server) -> None:
    """Forced or not, what others pushed stays; git itself stops an unforced one at the client."""
    one, other = server.clone("one"), server.clone("other")
    one.write("content/README.md", "甲\n")
    one.commit()
    git(server.settings.repo, "fetch", "-q", str(one.folder), "HEAD:refs/heads/main")
    other.write("data/README.md", "乙\n")
    other.commit()
    done = other.push("+HEAD:main")
    assert done.returncode != 0
    assert "不能强制推送" in done.stderr
    git(other.folder, "pull", "-q", "--rebase", "origin", "main")
    assert other.push("HEAD:check/x").returncode == 0
    assert "不能删除 main" in other.push(":main").stderr


def test_linear_push_from_a_clock_of_2015_is_accepted(server: Server) -> None:
    """Twelve commits, one on the other: their dates are years before those on the server."""
    clone = server.clone("a")
    for number in range(12):
        clone.write("content/README.md", f"{number}\n")
        git(clone.folder, "add", "-A")
        day = f"2015-01-01T00:{number:02d}:00Z"
        git(clone.folder, "commit", "-q", "-m", "x", env={"GIT_AUTHOR_DATE": day, "GIT_COMMITTER_DATE": day})
    done = clone.push()
    assert done.returncode == 0, done.stderr
    assert server.tip() == git(clone.folder, "rev-parse", "HEAD")


def test_other_refs_are_refused(server: Server) -> None:
    """Only the branch, check/ and approve/ mean anything here."""
    clone = server.clone("a")
    refs = (
        "refs/heads/other",
        "refs/tags/v1",
        "refs/replace/abc",
        "refs/heads/check/a/b",
        "refs/notes/x",
        "refs/heads/approve/x",
    )
    done = try_git(clone.folder, "push", "origin", *(f"HEAD:{ref}" for ref in refs))
    assert done.returncode != 0
    assert done.stderr.count("不能推送到") == 5
    assert "没有启用第二人批准" in done.stderr
    assert git(server.settings.repo, "for-each-ref", "--format=%(refname)") == "refs/heads/main"


def test_a_number_in_an_authors_address_is_refused(server: Server) -> None:
    """It would stand beside the commit for ever."""
    clone = server.clone("a")
    clone.write("content/README.md", "甲\n")
    git(clone.folder, "add", "-A")
    git(clone.folder, "commit", "-q", "-m", "x", env={"GIT_AUTHOR_EMAIL": "13812345678@example.cn"})
    said = refused(clone, server, "的提交人:1:", "git config user.email")
    assert "13812345678" not in said


def tree(clone: Clone, *entries: tuple[str, str, str]) -> str:
    """Write a tree object with entries (mode, name, object) that git's own commands would not make."""
    data = b"".join(f"{mode} {name}".encode() + b"\0" + bytes.fromhex(blob) for mode, name, blob in entries)
    return git(clone.folder, "hash-object", "-w", "-t", "tree", "--literally", "--stdin", given=data)


def commit_tree(clone: Clone, top: str) -> None:
    """Make a commit of a tree on top of HEAD without ever checking it out."""
    made = git(clone.folder, "commit-tree", top, "-p", "HEAD", "-m", "x")
    git(clone.folder, "update-ref", "HEAD", made)


def test_links_modules_and_names_that_leave_the_folder_are_refused(server: Server) -> None:
    """Made by hand, as no client of a clerk would; all of them named in one answer."""
    clone = server.clone("a")
    blob = git(clone.folder, "hash-object", "-w", "--stdin", given=b"/etc/passwd")
    module = git(clone.folder, "rev-parse", "HEAD")
    folders = [("40000", name, git(clone.folder, "rev-parse", f"HEAD:{name}")) for name in ("content", "data")]
    inner = tree(
        clone, ("100644", "..", blob), ("100644", ".git", blob), ("100644", "a\x1b[31m", blob), ("100644", "a\\b", blob),
        ("120000", "link.csv", blob), ("160000", "module", module),
    )  # fmt: skip
    commit_tree(clone, tree(clone, *folders, ("40000", "zzz", inner)))
    said = refused(
        clone, server, "zzz/link.csv:1: 是符号链接", "zzz/module:1: 是子模块", "zzz/..:1: 文件名会指到别处去",
        "zzz/.git:1: 文件名会指到别处去", "zzz/a<5c>b:1:", "zzz/a<1b>[31m:1:",
    )  # fmt: skip
    assert "\x1b[31m" not in said


def test_too_large_and_too_many_is_refused_before_anything_is_parsed(server: Server) -> None:
    """A huge file, many files, and a tree that holds itself a billion times."""
    server.configure(file_bytes=100_000, files=500)
    clone = server.clone("a")
    clone.write(BLACK, "x" * (MAX_FILE + 1))
    clone.write("content/notices/long.md", "x" * 200_000)
    clone.commit()
    said = refused(
        clone, server, f"{BLACK}:1: 文件超过 64 MiB，请拆分 [file-size]", "content/notices/long.md:1: 文件有",
        "文件的内容还没有检查",
    )  # fmt: skip
    assert "[header" not in said

    git(clone.folder, "reset", "-q", "--hard", "origin/main")
    for number in range(1010):
        clone.write(f"content/notices/a{number}.md", str(number))
    clone.commit()
    refused(clone, server, "超过 1000 个", "没有检查")

    git(clone.folder, "reset", "-q", "--hard", "origin/main")
    blob = git(clone.folder, "hash-object", "-w", "--stdin", given=b"boom")
    level = tree(clone, *(("100644", f"f{number}", blob) for number in range(10)))
    for _ in range(9):
        level = tree(clone, *(("40000", f"d{number}", level) for number in range(10)))
    commit_tree(clone, level)
    refused(clone, server, "一个提交里的文件超过 500 个")


def test_a_list_may_be_as_large_as_the_gate_reads_it(server: Server) -> None:
    """The limit of a server for one file is for attachments: a list of 100,000 rows is longer than any of them."""
    server.configure(file_bytes=1_000)
    clone = server.clone("a")
    assert len(clone.read(BLACK).encode()) > 1_000
    clone.edit(BLACK, "收款后不发货", "收款后没有发货")
    clone.commit()
    done = clone.push("HEAD:check/x")
    assert done.returncode == 0, done.stderr


def test_a_schema_with_an_unsafe_pattern_or_personal_column_is_refused(server: Server) -> None:
    """A pattern that only a backtracking matcher can read; a column of mobile numbers."""
    clone = server.clone("a")
    path = "data/black-list.schema.json"
    schema = json.loads(clone.read(path))
    schema["fields"][1].setdefault("constraints", {})["pattern"] = r"(a+)\1$"
    schema["fields"].append({"name": "mobile", "title": "联系手机", "description": "x", "type": "string"})
    clone.write(path, json.dumps(schema, ensure_ascii=False))
    clone.commit()
    refused(clone, server, "反向引用")

    git(clone.folder, "reset", "-q", "--hard", "origin/main")
    del schema["fields"][1]["constraints"]["pattern"]
    clone.write(path, json.dumps(schema, ensure_ascii=False))
    clone.commit()
    refused(clone, server, "personal-column", "这一列属于手机号")


def test_a_judge_that_takes_too_long_is_stopped(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the reason: the push is refused, its processes end, the ledger says why."""
    from credit.deploy import audit_log
    from credit.deploy.hooks import git_hooks, push_validation
    from credit.deploy.pushes.push_model import Pusher, Update

    def endless(*_: object) -> None:
        while True:
            pass

    monkeypatch.setattr(push_validation, "validate_push", endless)
    tip = server.tip()
    assert git_hooks.pre_receive(server.settings, [Update(tip, tip, "refs/heads/main")], Pusher("x"), seconds=1) == 1
    entries, faults = audit_log.read_audit_log(server.settings)
    assert [entry["result"] for entry in entries] == [{"limit": 1}]
    assert faults == []


def test_budget_ends_in_a_sentence_that_names_the_file(
    server: Server, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Processor time and memory: whatever was opened last below the folder of the commit."""
    from credit.deploy.hooks import git_hooks, push_validation, validation_process
    from credit.deploy.pushes.push_model import Pusher, Update

    place = server.folder / "after" / "content" / "notices" / "bomb.md"
    place.parent.mkdir(parents=True)
    place.write_text("x", encoding="utf-8")

    def greedy(*_: object) -> None:
        place.read_bytes()
        kept = [b"1" * 30_000_000]
        while True:
            if limit == "MAX_MEMORY":
                kept.append(kept[0] + b"1")

    monkeypatch.setattr(push_validation, "validate_push", greedy)
    tip = server.tip()
    for limit, value, words in (("MAX_CPU", 1, "1 秒处理器时间"), ("MAX_MEMORY", 2 * 1024**3, "2 GB 内存")):
        with monkeypatch.context() as patch:
            patch.setattr(validation_process, limit, value)
            update = Update(tip, tip, "refs/heads/main")
            assert git_hooks.pre_receive(server.settings, [update], Pusher("x")) == 1
        said = capfd.readouterr().err
        assert f"检查 content/notices/bomb.md 时超过了一次推送的限度（{words}）" in said, said


def test_what_git_refuses_by_itself_is_said_in_chinese(server: Server, tmp_path: Path) -> None:
    """A commit that another program wrote wrongly; a pack so large that git stops before any hook."""
    from credit.deploy.setup.bare_repository import forced_command_text

    clone = server.clone("a")
    head = git(clone.folder, "rev-parse", "HEAD")
    top = git(clone.folder, "rev-parse", "HEAD^{tree}")
    text = (
        f"tree {top}\nparent {head}\nauthor A <a@example.cn>1700000000 +0800\ncommitter A <a@example.cn> x +0800\n\nx\n"
    )
    made = git(clone.folder, "hash-object", "-w", "-t", "commit", "--literally", "--stdin", given=text.encode())
    git(clone.folder, "update-ref", "HEAD", made)
    refused(clone, server, f"对象 {made[:12]}:1: git 对象的格式不对", "[git-object]", f"git reset {head[:12]}")

    git(clone.folder, "reset", "-q", "--hard", "origin/main")
    git(server.settings.repo, "config", "receive.maxInputSize", "50000")
    (clone.folder / "content" / "big.bin").write_bytes(random.Random(1).randbytes(100_000))
    clone.commit()
    (tmp_path / "enter").write_text(forced_command_text(server.settings), encoding="utf-8")
    (tmp_path / "ssh").write_text(
        f'#!/bin/sh\nSSH_ORIGINAL_COMMAND="$2" exec sh {tmp_path}/enter zhang SHA256:z\n', encoding="utf-8"
    )
    (tmp_path / "ssh").chmod(0o755)
    env = {"GIT_SSH_COMMAND": str(tmp_path / "ssh"), "GIT_SSH_VARIANT": "simple"}
    done = try_git(clone.folder, "push", "host:credit.git", "HEAD:main", env=env)
    assert done.returncode != 0
    assert "推送的内容太大，服务器没有收下" in done.stderr


def test_limits_count_paths_and_refs_not_blobs(server: Server) -> None:
    """A blob under many paths is written as often; a hundred thousand files of no use are refused before any is read."""
    server.configure(files=2_000)
    clone = server.clone("a")
    blob = git(clone.folder, "hash-object", "-w", "--stdin", given=b"0" * 10_000_000)
    folders = [("40000", name, git(clone.folder, "rev-parse", f"HEAD:{name}")) for name in ("content", "data")]
    many = tree(clone, *(("100644", f"f{number:03d}", blob) for number in range(100)))
    inside = tree(clone, ("40000", "notices", many))
    commit_tree(clone, tree(clone, ("40000", "content", inside), folders[1]))
    refused(clone, server, "同样的文件放几处就算几次", "文件的内容还没有检查")

    git(clone.folder, "reset", "-q", "--hard", "origin/main")
    outside = tree(clone, *(("100644", f"f{number:05d}", blob) for number in range(2_500)))
    commit_tree(clone, tree(clone, *folders, ("40000", "other", outside)))
    refused(clone, server, "一个提交里的文件超过 2000 个")

    git(clone.folder, "reset", "-q", "--hard", "origin/main")
    refs = [f"HEAD:refs/heads/check/{number}" for number in range(300)]
    done = try_git(clone.folder, "push", "origin", *refs)
    assert done.returncode != 0
    assert done.stderr.count("一次推送了 300 个分支，最多 10 个") == 1
    assert done.stderr.count("推送没有被接受") + done.stderr.count("检查没有通过") == 1


@pytest.mark.parametrize(
    "name",
    ["关于进一步做好信用修复工作有关事项的通知" * 5 + ".pdf", f"README{'x' * 300}.md", "长/" * 40 + f"{'长' * 90}.csv"],
)
def test_name_that_only_windows_can_store_is_named(server: Server, name: str) -> None:
    """The name of a paper as Word proposes it; the server could not write it and called that a fault of the program."""
    clone = server.clone("a")
    blob = git(clone.folder, "hash-object", "-w", "--stdin", given=b"x")
    entry = f"100644,{blob},content/notices/free-report/{name}"
    git(clone.folder, "update-index", "--add", "--cacheinfo", entry)
    git(clone.folder, "commit", "-q", "-m", "a paper")
    refused(clone, server, f"{name}:1: 文件名太长，服务器存不下", "[file-name]")


@pytest.mark.parametrize("kind", ["csv", "markdown", "zip"])
def test_bombs_are_refused_or_harmless(server: Server, kind: str) -> None:
    """A CSV of a million commas, a text of nested quotes, an archive that unpacks to gigabytes."""
    clone = server.clone("a")
    if kind == "csv":
        clone.write(BLACK, clone.read(BLACK) + ("," * 1_000_000 + "\n") * 10 + '"' * 1_000_001)
    elif kind == "markdown":
        head = clone.read("content/notices/free-report.md").split("\n---\n")[0] + "\n---\n"
        clone.write("content/notices/free-report.md", head + "\n" + ">" * 5000 + "[" * 5000 + "*" * 5000 + "`" * 5001)
    else:
        packed = BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("word/document.xml", b"0" * 100_000_000)
        (clone.folder / "content/notices/free-report/form.docx").write_bytes(packed.getvalue())
    clone.commit()
    refused(clone, server, target="HEAD:check/bomb")


def test_nothing_of_a_push_is_executed(server: Server, tmp_path: Path) -> None:
    """Code planted wherever git, Python, Pelican or a shell might look for some leaves no trace."""
    trace = tmp_path / "trace"
    python = f"import pathlib; pathlib.Path({str(trace)!r}).touch()\n"
    layout = f"#!/bin/sh\ntouch {trace}\n"
    clone = server.clone("a")
    for name in ("pelicanconf.py", "publishconf.py", "tasks.py", "sitecustomize.py", "data/sitecustomize.py", "data/pandas.py",
                 "plugins/credit/__init__.py", "plugins/credit/gate.py", "content/conf.py"):  # fmt: skip
        clone.write(name, python)
    for name in (
        "hooks/pre-receive",
        "hooks/post-receive",
        ".githooks/post-receive",
        "deploy/prepare",
        "data/hooks/update",
    ):
        clone.write(name, layout)
        (clone.folder / name).chmod(0o755)
    clone.write("theme/templates/home.html", "{{ cycler.__init__.__globals__.os.system('touch " + str(trace) + "') }}")
    clone.write(".gitattributes", "* filter=evil diff=evil merge=evil export-subst\ndata/*.csv export-ignore\n")
    clone.write(".lfsconfig", "[lfs]\n\turl = file:///nowhere\n")
    clone.write(".gitconfig", f"[core]\n\tfsmonitor = touch {trace}\n")
    git(clone.folder, "config", "core.hooksPath", "/dev/null")
    clone.commit()
    refused(clone, server, "data/pandas.py:1:", "以外的文件只存着")

    for name in ("data/sitecustomize.py", "data/pandas.py", "data/hooks/update", "content/conf.py"):
        (clone.folder / name).unlink()
    clone.commit()
    done = clone.push("HEAD:check/planted")
    # The whole attempt is judged, also what the second commit takes back: none of it is a person's number.
    assert done.returncode == 0, done.stderr
    assert "以外的文件只存着，不起任何作用" in done.stderr
    assert not trace.exists()

    server.configure(outside="refuse")
    refused(clone, server, "这台服务器不收")


def test_attributes_of_a_push_do_not_change_what_is_judged(server: Server) -> None:
    """A file that is left out of archives is judged all the same."""
    clone = server.clone("a")
    clone.write("data/.gitattributes", "*.csv export-ignore\n")
    clone.edit(BLACK, "91220184M0EX00022C", "91220184M0EX00022D")
    clone.commit()
    refused(clone, server, "[check-digit]")


def test_an_editor_changes_rows_and_documents_and_no_structure(server: Server) -> None:
    """The key's name or fingerprint gives the role; who is not named is an editor."""
    server.configure(roles={"SHA256:boss": "maintainer", "zhang": "editor"})
    clone = server.clone("a", "zhang SHA256:abc")
    path = "data/black-list.schema.json"
    clone.write(path, json.dumps(json.loads(clone.read(path)), ensure_ascii=False))
    clone.write("pelicanconf.py", "x = 1\n")
    clone.edit(BLACK, "收款后不发货", "收款后没有发货")
    clone.commit()
    said = refused(clone, server, f"{path}:1:", "pelicanconf.py:1:", "zhang 的钥匙只能改名单的行和文件")
    assert f"{BLACK}:1: zhang" not in said
    refused(Clone(clone.folder, "li SHA256:def"), server, "[role]")
    done = Clone(clone.folder, "wang SHA256:boss").push("HEAD:check/x")
    assert done.returncode == 0, done.stderr


def test_a_number_that_is_nobodys_is_allowed_by_a_maintainer_alone(server: Server) -> None:
    """With the digest beside it in the same push; without it, or from an editor's key, it is refused and not repeated."""
    server.configure(roles={"SHA256:boss": "maintainer", "zhang": "editor"})
    number, salt = make_identity(random.Random(7)), bytes(16)
    clone = server.clone("a", "wang SHA256:boss")
    clone.edit(BLACK, "收款后不发货", f"执行案号{number}，收款后不发货")
    clone.commit()
    assert number not in refused(clone, server, "[personal-data]")
    allowed = AllowedNumber(salt, digest_number(number, salt), "法院执行案号")
    write_allowed_numbers(clone.folder, (allowed,))
    clone.commit()
    refused(Clone(clone.folder, "zhang SHA256:abc"), server, "data/allowed-numbers.csv:1:")
    done = clone.push("HEAD:check/x")
    assert done.returncode == 0, done.stderr


def test_a_removal_passes_while_something_else_is_broken(server: Server) -> None:
    """What was wrong before the push is no reason to keep a name."""
    broken = server.clone("broken")
    broken.edit(BLACK, "91220184M0EX00022C", "91220184M0EX00022D")
    broken.commit()
    git(server.settings.repo, "fetch", "-q", str(broken.folder), "HEAD:refs/heads/main")
    clone = server.clone("a")
    register = clone.read("data/withdrawals.csv").rstrip("\n")
    clone.write("data/withdrawals.csv", "\ufeff" + register + "\nBL-2025-00001,2026-05-30,期满,\n")
    clone.commit()
    done = clone.push("HEAD:check/x")
    assert done.returncode == 0, done.stderr
    assert "black-list: 撤下 BL-2025-00001" in done.stderr or "检查通过" in done.stderr


def test_the_forced_command_leads_to_one_repository_only(server: Server, tmp_path: Path) -> None:
    """Whatever path or command a client sends."""
    import subprocess

    from credit.deploy.hooks.ssh_keys import authorized_keys, read_keys
    from credit.deploy.setup.bare_repository import forced_command_text

    entry = tmp_path / "enter"
    entry.write_text(forced_command_text(server.settings), encoding="utf-8")
    for command, status in (("git-upload-pack '/etc'", 0), ("cat /etc/passwd", 1), ("", 1)):
        done = subprocess.run(
            ["sh", str(entry), "zhang", "SHA256:x"], env={"SSH_ORIGINAL_COMMAND": command, "PATH": "/usr/bin:/bin"},
            input=b"0000", capture_output=True, check=False,
        )  # fmt: skip
        assert done.returncode == status, done.stderr
        assert (b"refs/heads/main" in done.stdout) == (status == 0)

    keys = tmp_path / "keys"
    keys.mkdir()
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "k")], check=True)
    (keys / "zhang.pub").write_text((tmp_path / "k.pub").read_text(encoding="utf-8"), encoding="utf-8")
    known = read_keys(keys)
    shown = subprocess.run(["ssh-keygen", "-lf", str(tmp_path / "k.pub")], check=True, capture_output=True, text=True)
    assert shown.stdout.split()[1] == known["zhang"][1]
    line = authorized_keys(entry, known).splitlines()[1]
    assert line.startswith(f'restrict,command="{entry} zhang SHA256:')
    assert try_git(tmp_path, "--version").returncode == 0
    assert check_character("91220184M0EX00022") == "C"
