"""Server settings: reads and writes DIR/etc/credit.toml as one frozen value."""

from __future__ import annotations

import json
import pwd
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from credit.byte_order_mark import read_utf8
from credit.model import CreditError

#: Where the settings lie below the folder of a site; never in the repository that staff push to.
SETTINGS = "etc/credit.toml"

ROLES = ("editor", "maintainer")
OUTSIDE = ("tell", "refuse")


class SettingsError(CreditError):
    """The settings cannot be used; the text says which key and what to write."""


@dataclass(frozen=True)
class ServerSettings:
    """Settings of one server. Each field but ``site`` is a key of credit.toml (limits stand below [limits]).

    ``site`` is the folder DIR that holds etc/, releases/, current, state/ and status.json.
    """

    site: Path
    #: The bare repository that staff push to, and the branch that is published.
    repo: Path = Path()
    branch: str = "main"
    #: The checkout the software runs from: its plugins, theme and pelicanconf.py build the site, never those pushed.
    checkout: Path = Path()
    #: The site's address with scheme, and a path where it lies in a subfolder; empty: no absolute links are written.
    siteurl: str = ""
    # The web server.
    server_name: tuple[str, ...] = ()
    listen: tuple[str, ...] = ("80", "[::]:80")
    listen_tls: tuple[str, ...] = ("443", "[::]:443")
    certificate: str = ""
    certificate_key: str = ""
    #: "auto": brotli where nginx's module is installed; "on" and "off" decide.
    brotli: str = "auto"
    #: How many releases are kept, the live one included.
    keep: int = 5
    # Commands for the shell; an empty one is not run. alarm_command gets the message as $CREDIT_ALARM and on stdin.
    test_command: str = "nginx -t"
    reload_command: str = ""
    alarm_command: str = ""
    # The repository.
    second_approval: bool = False
    #: Files of a push outside data/ and content/: "tell" stores them with a notice, "refuse" refuses the push.
    outside: str = "tell"
    #: Whether each release gets a signed statement; its keys are made on this server, a new one each quarter.
    sign_statements: bool = False
    #: Fingerprint ("SHA256:…") or name of a key → editor | maintainer. Without any, every pusher is a maintainer.
    roles: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    # Limits of one push, below [limits].
    file_bytes: int = 20_000_000
    push_bytes: int = 200_000_000
    files: int = 20_000

    @property
    def etc(self) -> Path:
        """Settings, web server configuration, moved.conf."""
        return self.site / "etc"

    @property
    def releases(self) -> Path:
        """One folder for each release, as nginx serves it."""
        return self.site / "releases"

    @property
    def current(self) -> Path:
        """The link to the live release; nginx's root."""
        return self.site / "current"

    @property
    def state(self) -> Path:
        """Notes of the releases, the pin, the lock, the work folders; never served."""
        return self.site / "state"

    @property
    def proof(self) -> Path:
        """Statement, its signature, keys and log of versions, which nginx serves below /data/ beside the release."""
        return self.site / "proof"

    @property
    def signing(self) -> Path:
        """Private keys of the present quarter; never served before it is over."""
        return self.state / "signing"

    @property
    def log(self) -> Path:
        """Logs of the web server."""
        return self.site / "log"

    @property
    def status_file(self) -> Path:
        """Status for monitoring: the live release, its date and source, and what is wrong."""
        return self.site / "status.json"

    @property
    def system_name(self) -> str:
        """Name of this server's units and files in the system, by the folder of the site."""
        return "credit-" + re.sub(r"[^a-z0-9]+", "-", self.site.name.lower()).strip("-")

    @property
    def system(self) -> Path:
        """Folder of the administrator's files that setup-server --install writes; the service cannot write there."""
        return Path("/etc") / self.system_name

    @property
    def loaded_redirects(self) -> Path:
        """moved.conf as nginx has loaded it, where the installed path unit takes it over."""
        return self.system / "moved.conf"

    @property
    def held(self) -> Path:
        """Record ids that wait for a second approval, one a line; publishing leaves them out."""
        return self.state / "held"


LIMITS = ("file_bytes", "push_bytes", "files")

#: Key → the comment above it in a new credit.toml.
EXPLAINED = {
    "repo": "工作人员推送到的裸仓库",
    "branch": "发布哪个分支",
    "checkout": "软件从哪个文件夹运行；升级时更新它，再运行 inv setup-server",
    "siteurl": "网站的地址，带 https://；在子目录里就带上路径",
    "server_name": "网站的域名，可以写几个",
    "listen": "HTTP 监听的端口",
    "listen_tls": "HTTPS 监听的端口；有证书才用",
    "certificate": "证书文件；写了就启用 HTTPS，HTTP 自动转到 HTTPS",
    "certificate_key": "证书的私钥文件",
    "brotli": "auto：装了 nginx 的 brotli 模块就用；on 用，off 不用",
    "keep": "保留几个版本（含正在用的），可以退回其中任何一个",
    "test_command": "moved.conf 变了以后，先用它检查 nginx 的配置",
    "reload_command": "检查通过后用它让 nginx 重新载入；装进系统（--install）以后不用写，系统自己会载入",
    "alarm_command": "出了问题用它通知管理员，内容在标准输入和 $CREDIT_ALARM，例如 logger -p daemon.alert",
    "second_approval": "true：新的失信记录要另一个人批准才公布",
    "outside": "推送里有 data/ 和 content/ 以外的文件：tell 只提醒，refuse 退回",
    "sign_statements": "true：每个版本有签名的声明（/data/statement.json），私钥在这台服务器上，每季度换一把；先看运维手册",
    "file_bytes": "一个文件最多多少字节；名单（data/ 里的 CSV）另有上限 64 MiB",
    "push_bytes": "一次推送最多多少字节",
    "files": "一次推送最多多少个文件",
}

_TYPES: Mapping[type, str] = {str: "文字", bool: "true 或 false", int: "整数", tuple: "文字的列表", dict: "表"}
#: Characters that would end a directive of nginx or begin another: no setting needs them.
_UNSAFE = re.compile(r"[\x00-\x1f\x7f;{}\"'\\$]")


def read_settings(site: Path) -> ServerSettings:
    """Read DIR/etc/credit.toml of the folder of a site; relative paths are relative to that folder.

    Raises SettingsError for a missing or broken file, an unknown key, or a value of the wrong type.
    """
    site = site.resolve()
    path = site / SETTINGS
    try:
        # An editor of Windows may put a mark of the encoding first.
        text = read_utf8(path)
    except PermissionError as error:
        raise SettingsError(f"没有权限读 {path}；请用网站文件夹的用户运行，例如在前面加上 sudo -u credit。") from error
    except OSError as error:
        raise SettingsError(f"读不到 {path}：这里还没有建好服务器，请先运行 inv setup-server。") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path} 不是 UTF-8 编码，请另存为 UTF-8。") from error
    return parse_settings(text, site)


def owner_of(site: Path) -> pwd.struct_passwd:
    """Return the owner of a site's folder, as whom publishing runs; raises SettingsError for a number without a user."""
    number = site.stat().st_uid
    try:
        return pwd.getpwuid(number)
    except KeyError as error:
        raise SettingsError(
            f"{site} 属于编号为 {number} 的用户，系统里没有这个用户，多半是建用户以前就解开了备份。"
            f"请把网站和仓库的两个文件夹交给专门的用户，例如 chown -R credit: {site}。"
        ) from error


def parse_settings(text: str, site: Path) -> ServerSettings:
    """Return the settings in a text; see ``read_settings``."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{SETTINGS} 的写法不对：{error}。") from error
    limits = raw.pop("limits", {})
    if not isinstance(limits, dict):
        raise SettingsError(f"{SETTINGS} 的 limits 要写成表，例如 [limits]。")
    wrong = sorted([*(raw.keys() - _keys()), *(f"limits.{key}" for key in limits if key not in LIMITS)])
    if wrong:
        known = "、".join([*sorted(_keys()), *(f"limits.{key}" for key in LIMITS)])
        raise SettingsError(f"{SETTINGS} 里不认识 {'、'.join(wrong)}；可以写的有：{known}。")
    values = {key: _typed(key, value) for key, value in {**raw, **limits}.items()}
    for key in ("repo", "checkout"):
        values[key] = (site / values.get(key, "")).resolve()
    settings = replace(ServerSettings(site), **values)
    _check(settings)
    return settings


def settings_text(settings: ServerSettings) -> str:
    """Return the text of a credit.toml with these settings, each key explained."""
    lines = ["# 这台服务器怎样工作。只在服务器上改，不会被推送改动。改完运行 inv setup-server 使它生效。", ""]
    for item in fields(settings):
        if item.name not in ("site", "roles", *LIMITS):
            lines += [f"# {EXPLAINED[item.name]}", f"{item.name} = {_toml(getattr(settings, item.name))}", ""]
    lines += ["[limits]"]
    for key in LIMITS:
        lines += [f"# {EXPLAINED[key]}", f"{key} = {_toml(getattr(settings, key))}"]
    lines += [
        "",
        "# 公钥的指纹或名字 → editor（改名单和文件）或 maintainer（还能改表的结构和设置）；一个也不写就都是 maintainer",
    ]
    lines += ["[roles]", *(f"{_toml(key)} = {_toml(role)}" for key, role in settings.roles.items()), ""]
    return "\n".join(lines)


def _keys() -> set[str]:
    return {item.name for item in fields(ServerSettings)} - {"site", *LIMITS}


def _typed(key: str, value: Any) -> Any:
    """Return a value of credit.toml as its field has it; raises SettingsError for another type."""
    model = getattr(ServerSettings, key, None)
    wanted: type = dict if key == "roles" else str if isinstance(model, Path) else type(model)
    if wanted is tuple and isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    if type(value) is not wanted:
        raise SettingsError(f"{SETTINGS} 的 {key} 要写成{_TYPES[wanted]}。")
    if isinstance(value, dict):
        if any(role not in ROLES for role in value.values()):
            raise SettingsError(f"{SETTINGS} 的 roles 里只能写 {' 或 '.join(ROLES)}。")
        return MappingProxyType(dict(value))
    return value


def _check(settings: ServerSettings) -> None:
    for key, allowed in (("outside", OUTSIDE), ("brotli", ("auto", "on", "off"))):
        if getattr(settings, key) not in allowed:
            raise SettingsError(f"{SETTINGS} 的 {key} 只能是 {'、'.join(allowed)}。")
    for key in ("keep", *LIMITS):
        if getattr(settings, key) < 1:
            raise SettingsError(f"{SETTINGS} 的 {key} 要写成 1 或更大的数。")
    if bool(settings.certificate) != bool(settings.certificate_key):
        raise SettingsError(f"{SETTINGS} 的 certificate 和 certificate_key 要么都写，要么都不写。")
    if settings.siteurl and not re.fullmatch(r"https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~/-]*)?", settings.siteurl):
        raise SettingsError(f"{SETTINGS} 的 siteurl 要写成带 https:// 的地址，例如 https://example.cn。")
    if settings.branch.startswith("-") or not re.fullmatch(r"[A-Za-z0-9._/-]+", settings.branch):
        raise SettingsError(f"{SETTINGS} 的 branch 要写成分支的名字，例如 main。")
    for key in ("server_name", "listen", "listen_tls"):
        if any(_UNSAFE.search(item) or not item.strip() for item in getattr(settings, key)):
            raise SettingsError(f"{SETTINGS} 的 {key} 里有不能用的字符。")
    for path in (str(settings.site), settings.certificate, settings.certificate_key):
        if _UNSAFE.search(path) or re.search(r"[\s%]", path):
            raise SettingsError(
                f"路径 {path} 里有空格、引号、分号、百分号之类的字符，nginx 和定时任务用不了，请换一个。"
            )


def _toml(value: object) -> str:
    """Return a text, number, truth value, path or tuple of texts as TOML, which writes them as JSON does."""
    return json.dumps(value, ensure_ascii=False, default=str)
