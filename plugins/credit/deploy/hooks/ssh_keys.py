"""SSH keys: the lines of authorized_keys from the staff's public keys, and the identity of a pusher."""

from __future__ import annotations

import base64
import codecs
import hashlib
import os
import pwd
import re
import shlex
from collections.abc import Mapping
from pathlib import Path

from credit.deploy.pushes.push_model import Pusher
from credit.deploy.server_settings import ServerSettings, SettingsError

#: Variable that names the pusher's key. No client can set it: sshd takes only what AcceptEnv names, and the forced
#: command sets it after that.
KEY_VARIABLE = "CREDIT_KEY"

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_KEY = re.compile(r"(?:ssh-(?:ed25519|rsa)|ecdsa-sha2-nistp\d+|sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com)")


def read_keys(folder: Path) -> dict[str, tuple[str, str]]:
    """Return name → (key, fingerprint) of each ``NAME.pub`` in a folder; raises SettingsError for an invalid key."""
    keys: dict[str, tuple[str, str]] = {}
    for path in sorted(folder.glob("*.pub")):
        parts = _decode(path.read_bytes()).split()
        name = path.stem
        if not _NAME.fullmatch(name):
            raise SettingsError(f"{path} 的文件名要写成人的名字，只用字母、数字、点、减号和下划线，例如 zhang.pub。")
        if len(parts) < 2 or not _KEY.fullmatch(parts[0]):
            raise SettingsError(f"{path} 不是 SSH 公钥；里面应当只有一行，以 ssh-ed25519 之类开头。")
        try:
            body = base64.b64decode(parts[1], validate=True)
        except ValueError:
            body = b""
        if not _is_whole(body, parts[0]):
            raise SettingsError(f"{path} 里的公钥不完整，请重新复制。")
        fingerprint = "SHA256:" + base64.b64encode(hashlib.sha256(body).digest()).decode().rstrip("=")
        other = next((known for known, (_, other_print) in keys.items() if other_print == fingerprint), None)
        if other:
            raise SettingsError(f"{name} 和 {other} 用的是同一把钥匙；一人一把，否则分不清是谁推送的。")
        keys[name] = (f"{parts[0]} {parts[1]}", fingerprint)
    return keys


def _decode(data: bytes) -> str:
    """Return the text of a key file: PowerShell's ``>`` writes UTF-16, and a comment may be in GBK."""
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    return data.decode(encoding, "replace")


def _is_whole(body: bytes, kind: str) -> bool:
    """Return whether a key's body is strings with their lengths before them, the first its kind (RFC 4253, 6.6)."""
    strings, place = [], 0
    while place < len(body):
        end = place + 4 + int.from_bytes(body[place : place + 4])
        strings.append(body[place + 4 : end])
        place = end
    return place == len(body) and len(strings) > 1 and strings[0] == kind.encode()


def authorized_keys(entry: Path, keys: Mapping[str, tuple[str, str]]) -> str:
    """Return the text of authorized_keys: each key may run ``entry`` with its name and nothing else."""
    lines = [f"# begin {entry} 由 inv setup-server 生成，不要手改：增减公钥请改 etc/keys，再运行一次"]
    for name, (key, fingerprint) in keys.items():
        command = f"{shlex.quote(str(entry))} {name} {fingerprint}".replace("\\", "\\\\").replace('"', '\\"')
        lines.append(f'restrict,command="{command}" {key} {name}')
    return "\n".join([*lines, f"# end {entry}", ""])


def identify_pusher(settings: ServerSettings, environment: Mapping[str, str]) -> Pusher:
    """Return the pusher: the key of the forced command, or for a push on this machine the user of the system."""
    name, _, fingerprint = environment.get(KEY_VARIABLE, "").partition(" ")
    if not name:
        try:
            name = pwd.getpwuid(os.getuid()).pw_name
        except KeyError:
            name = str(os.getuid())
    roles = settings.roles
    # Roles grant rights; a key without a role has the fewest.
    role = roles.get(fingerprint) or roles.get(name) or ("editor" if roles else "maintainer")
    return Pusher(name, fingerprint, role)
