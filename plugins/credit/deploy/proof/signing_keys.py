"""Signing keys: one Ed25519 pair a calendar quarter; the private key of a past quarter is published.

With that key anybody can sign any statement of that quarter, so that an old signature proves nothing any more. Private
keys of the present quarter lie in state/signing/, everything published in proof/keys/.
"""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
from contextlib import suppress
from pathlib import Path

from credit.deploy.filesystem import FileSystem
from credit.deploy.proof.statement import NAMESPACE
from credit.deploy.server_settings import ServerSettings
from credit.deploy.state_files import remove_any
from credit.model import CreditError

#: A key: its quarter, and a number where an earlier one of the quarter was lost or published.
_NAME = re.compile(r"\d{4}q[1-4](-\d+)?")

#: Ending of a published private key.
PRIVATE = ".key"

SECONDS = 60


class SigningError(CreditError):
    """ssh-keygen did not make a key or a signature; the text says why."""


def publish_past_keys(settings: ServerSettings, quarter: str) -> list[str]:
    """Move the private keys of past quarters to where everybody can read them; return their names."""
    published = []
    for name in _private_keys(settings):
        if name[: len(quarter)] < quarter:
            target = settings.proof / "keys" / f"{name}{PRIVATE}"
            source = settings.signing / name
            source.chmod(0o644)
            source.replace(target)
            published.append(name)
    return published


def current_key(settings: ServerSettings, disk: FileSystem, quarter: str) -> tuple[str, list[str]]:
    """Return the name of the quarter's key, made where there is none, and a sentence for each damaged one.

    Its public key and the list of signers are written too. Never one whose private key was published: a clock that ran
    ahead may have done that.
    """
    faults = []
    names = sorted((name for name in _private_keys(settings) if name.startswith(quarter)), key=_number)
    name = names[-1] if names else ""
    if name and _is_published(settings, name):
        name = ""
    if name and not (public := _public_key(settings.signing / name)):
        (settings.signing / name).replace(settings.signing / f"{name}.damaged")
        faults.append(f"签名的私钥 {settings.signing / name} 读不懂，内容已经损坏，换了一把新的。")
        name = ""
    if not name:
        taken = {path.name.partition(".")[0] for folder in _folders(settings) for path in folder.glob(f"{quarter}*")}
        number = max(map(_number, taken), default=0) + 1
        name = quarter if number == 1 else f"{quarter}-{number}"
        _make_key(settings, disk, name)
        public = _public_key(settings.signing / name)
    _write(disk, settings.proof / "keys" / f"{name}.pub", f"{public}\n")
    _write(disk, settings.proof / "keys" / "allowed_signers", _allowed_signers(settings))
    return name, faults


def sign(settings: ServerSettings, name: str, data: bytes) -> bytes:
    """Return the signature of a key: the same for the same bytes, as Ed25519 draws no random number."""
    return _run("-Y", "sign", "-q", "-n", NAMESPACE, "-f", str(settings.signing / name), data=data)


def fingerprint(settings: ServerSettings, name: str) -> str:
    """Return the fingerprint of a published key, as ``ssh-keygen -l`` has it; empty where it cannot be read."""
    with suppress(OSError, ValueError, IndexError):
        text = (settings.proof / "keys" / f"{name}.pub").read_text(encoding="ascii")
        digest = hashlib.sha256(base64.b64decode(text.split()[1])).digest()
        return "SHA256:" + base64.b64encode(digest).decode().rstrip("=")
    return ""


def newest_key(settings: ServerSettings, quarter: str) -> str:
    """Return the name of the newest published key of a quarter, empty where there is none."""
    names = [path.stem for path in (settings.proof / "keys").glob(f"{quarter}*.pub") if _NAME.fullmatch(path.stem)]
    return max(names, key=_number, default="")


def _folders(settings: ServerSettings) -> tuple[Path, Path]:
    return settings.signing, settings.proof / "keys"


def _private_keys(settings: ServerSettings) -> list[str]:
    return sorted(path.name for path in settings.signing.glob("*") if _NAME.fullmatch(path.name))


def _number(name: str) -> int:
    return int(name.partition("-")[2] or 1)


def _is_published(settings: ServerSettings, name: str) -> bool:
    return (settings.proof / "keys" / f"{name}{PRIVATE}").exists()


def _public_key(path: Path) -> str:
    """Return type and value of the public key that belongs to a private one, empty where that cannot be read."""
    with suppress(SigningError):
        return " ".join(_run("-y", "-P", "", "-f", str(path)).decode("ascii", "replace").split()[:2])
    return ""


def _make_key(settings: ServerSettings, disk: FileSystem, name: str) -> None:
    temporary = settings.signing / f".{name}.new"
    for path in (temporary, temporary.with_name(f"{temporary.name}.pub")):
        remove_any(path)
    _run("-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(temporary))
    temporary.with_name(f"{temporary.name}.pub").unlink()
    disk.sync([temporary])
    temporary.replace(settings.signing / name)
    disk.sync([settings.signing])


def _allowed_signers(settings: ServerSettings) -> str:
    """Return the newest public key of each quarter, by the quarter's name, as ``ssh-keygen -Y verify`` reads it.

    A verifier asks for the quarter of its own day, so that a key whose private half is public counts for nothing.
    """
    paths = [path for path in (settings.proof / "keys").glob("*.pub") if _NAME.fullmatch(path.stem)]
    newest = {path.stem.partition("-")[0]: path for path in sorted(paths, key=lambda path: _number(path.stem))}
    return "".join(
        f'{quarter} namespaces="{NAMESPACE}" {newest[quarter].read_text(encoding="ascii").strip()}\n'
        for quarter in sorted(newest)
    )


def _write(disk: FileSystem, path: Path, text: str) -> None:
    if not path.is_file() or path.read_bytes() != text.encode():
        disk.replace_file(path, text.encode())


def _run(*arguments: str, data: bytes = b"") -> bytes:
    try:
        done = subprocess.run(["ssh-keygen", *arguments], input=data, capture_output=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SigningError(f"ssh-keygen 没有运行成功（{error}），请先安装 openssh-client") from error
    if done.returncode:
        raise SigningError(f"ssh-keygen {done.returncode}：{done.stderr.decode('utf-8', 'replace').strip()}")
    return done.stdout
