"""Proof commands: verify a log of versions, and open a sealed entry for a court or an auditor."""

from __future__ import annotations

from pathlib import Path

from invoke.context import Context
from invoke.tasks import task

from credit.cli.console import PROBLEMS, say, wrong_use
from credit.cli.release_commands import server_settings


@task(
    positional=["file"],
    help={"file": "版本记录，从网站的 /data/log.jsonl 下载", "kept": "以前留着的一行或几行（文件）：核对它们还在里面"},
)
def verify_log(context: Context, file: str, kept: str = "") -> None:
    """核对版本记录：每一行都接得上，以前留着的行还在里面；不联网。"""
    from credit.deploy.proof.version_log import check_log, parse_line

    lines, older = _lines_of(file), _lines_of(kept) if kept else []
    faults = check_log(lines, older)
    for fault in faults:
        say(f"版本记录不完整：{fault}。")
    if faults or not lines:
        if not lines:
            say("版本记录是空的。")
        raise SystemExit(PROBLEMS)
    first = parse_line(lines[0])
    if first.lost:
        say("第一行写明：以前的版本记录丢失了，从这里另起。")
    print(f"完整：{len(lines)} 行，从 {first.day} 到 {parse_line(lines[-1]).day}。请留着最后一行，下次用 --kept 核对：")
    print(lines[-1])


@task(
    positional=["number"],
    help={"number": "版本记录里的第几行", "site": "服务器上网站的文件夹（也可以写在环境变量 CREDIT_SITE 里）"},
)
def open_version(context: Context, number: str, site: str = "") -> None:
    """打开版本记录的一行：印出它的盐和声明的摘要，交给法院或审计；没有盐谁也打不开。"""
    import json

    from credit.deploy.proof.version_log import read_versions

    with server_settings(site) as settings:
        versions = read_versions(settings) or ()
    if not number.isascii() or not number.isdigit() or not 1 <= int(number) <= len(versions):
        wrong_use(f"没有第 {number} 行；版本记录现在有 {len(versions)} 行")
    version = versions[int(number) - 1]
    if not version.salt:
        say("这一行的盐丢失了，打不开。")
        raise SystemExit(PROBLEMS)
    entry = json.loads(version.line)
    opened = {"number": entry["number"], "day": entry["day"], "seal": entry["seal"]}
    print(json.dumps({**opened, "salt": version.salt, "statement": version.statement}, indent=1))
    say(
        "核对：seal 等于 SHA-256（salt 的 32 个字节，接着声明文件的 SHA-256 的 32 个字节）。只打开要求的这一行，不要公布。"
    )


def _lines_of(file: str) -> list[str]:
    try:
        lines = Path(file).read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        wrong_use(f"读不到文件 {file}")
    # Half a last line stays one of its own, and is no entry.
    return lines if lines[-1] else lines[:-1]
