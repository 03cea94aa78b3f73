"""System installation: the administrator's part of a setup, run as root; all else runs as the owner of the site.

Root writes below folders that the service cannot write, and reads the settings as the service's user.
"""

from __future__ import annotations

import os
import pwd
import shlex
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from credit.atomic_write import write_whole
from credit.deploy.deploy_run import Say
from credit.deploy.server_settings import ServerSettings, owner_of, read_settings
from credit.deploy.setup.configuration_files import nginx_conf, system_files, system_places, unit_files
from credit.deploy.setup.server_setup import SetupError
from credit.deploy.setup.software_upgrade import software_folder

#: The user of a new server, where none is named.
USER = "credit"
#: Debian's own site: as long as it is there, it answers instead of ours.
DEFAULT_SITE = Path("/etc/nginx/sites-enabled/default")
#: A first moved.conf, until publishing writes one.
_NO_REDIRECTS = "# 还没有移走或撤下的地址。\n"


def install_server(checkout: Path, repo: Path, site: Path, *, branch: str, user: str, say: Say) -> bool:
    """Set a server up and install it in the system: repository and site as its user, the rest as root.

    Returns whether all of it succeeded; each part says what is wrong. Raises SetupError where nothing can be done.
    """
    if os.geteuid() != 0:
        raise SetupError("--install 要写系统的文件，请用管理员身份运行（前面加 sudo）；发布仍然由专门的用户来做。")
    os.umask(0o022)
    checkout, repo, site = checkout.resolve(), repo.resolve(), site.resolve()
    owner = _service_user(site, user, say)
    _check_checkout(checkout, owner)
    for folder in (repo, site):
        _make_folder(folder, owner)
    command = (sys.executable, "-m", "invoke", "-r", str(checkout), "setup-server", "--repo", str(repo),
               "--site", str(site), "--branch", branch, "--user", owner.pw_name)  # fmt: skip
    if _run_as(owner, command).returncode:
        say("上面的问题没有解决以前，系统里什么都没有装。")
        return False
    with _acting_as(owner):
        settings = read_settings(site)
    # Through the link, which an upgrade switches.
    settings = replace(settings, checkout=software_folder(settings))
    return all([_install_keys(settings, owner, say), *_install_system(settings, owner, say)])


def _service_user(site: Path, user: str, say: Say) -> pwd.struct_passwd:
    """Return the owner of the site, or for a new one the named user, who is made where missing."""
    if site.exists():
        owner = owner_of(site)
        if owner.pw_uid == 0:
            raise SetupError(
                f"{site} 属于 root：钩子和发布不能以 root 运行。请先把两个文件夹交给专门的用户，例如 chown -R {USER} {site}"
            )
        return owner
    name = user or USER
    if name == "root":
        raise SetupError("--user 不能是 root：钩子和发布要用一个专门的用户，例如 credit。")
    try:
        return pwd.getpwnam(name)
    except KeyError:
        # A shell that runs the forced command of a key; no password, so that nobody logs in with one.
        command = ["useradd", "--system", "--user-group", "--create-home", "--shell", "/bin/sh", name]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, check=False)
        if done.returncode:
            raise SetupError(f"没有建成用户 {name}，请先自己建：{shlex.join(command)}") from None
        say(f"已建立用户 {name}：推送、发布和定时任务都用它，没有密码。")
        return pwd.getpwnam(name)


def _check_checkout(checkout: Path, owner: pwd.struct_passwd) -> None:
    """Let the service read the software that root runs, and raise SetupError where the service could change it."""
    for path in (checkout, *checkout.parents, checkout / "tasks.py", checkout / "plugins", Path(sys.prefix)):
        found = path.stat()
        loose = found.st_mode & stat.S_IWOTH and not found.st_mode & stat.S_ISVTX
        if found.st_uid == owner.pw_uid or loose:
            raise SetupError(
                f"{owner.pw_name} 能改 {path}，管理员不能运行那里的软件。请由管理员把软件放在 /opt/credit 再运行。"
            )
    for path in checkout.parents:
        if not path.stat().st_mode & stat.S_IXOTH:
            raise SetupError(f"{owner.pw_name} 进不了 {path}。请由管理员把软件放在 /opt/credit 再运行。")
    subprocess.run(["chmod", "-R", "go+rX", "--", str(checkout), sys.prefix], check=True)


def _make_folder(folder: Path, owner: pwd.struct_passwd) -> None:
    """Make a folder of the service, in a parent that is root's and that the web server can enter."""
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        if folder.parent.stat().st_uid == owner.pw_uid:
            raise SetupError(
                f"{folder.parent} 是 {owner.pw_name} 自己的文件夹，管理员不在里面建东西。请用 /srv/credit 下面的位置。"
            )
        folder.mkdir()
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    for path in folder.parents:
        if not path.stat().st_mode & stat.S_IXOTH:
            raise SetupError(f"网页服务进不了 {path}（别人没有进入的权限）。请用 /srv/credit 下面的位置。")


def _run_as(owner: pwd.struct_passwd, command: tuple[str, ...]) -> subprocess.CompletedProcess[bytes]:
    """Run a command as the service's user, with nothing of the administrator's surroundings."""
    environment = {
        "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin", "LC_ALL": "C.UTF-8",
        "HOME": owner.pw_dir, "USER": owner.pw_name, "LOGNAME": owner.pw_name, "SHELL": "/bin/sh",
    }  # fmt: skip
    return subprocess.run(
        command, cwd="/", env=environment, stdin=subprocess.DEVNULL, check=False, umask=0o022,
        user=owner.pw_uid, group=owner.pw_gid, extra_groups=os.getgrouplist(owner.pw_name, owner.pw_gid),
    )  # fmt: skip


@contextmanager
def _acting_as(owner: pwd.struct_passwd) -> Iterator[None]:
    """Open files as the service's user until the block ends: a link of its own leads root nowhere."""
    groups = os.getgroups()
    os.setgroups(os.getgrouplist(owner.pw_name, owner.pw_gid))
    os.setegid(owner.pw_gid)
    os.seteuid(owner.pw_uid)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)
        os.setgroups(groups)


def _install_keys(settings: ServerSettings, owner: pwd.struct_passwd, say: Say) -> bool:
    """Put the keys of staff into the user's authorized_keys, as that user; other lines of the file stay."""
    entry = settings.etc / "enter"
    block = shlex.quote(f"\\|^# begin {entry} |,\\|^# end {entry}$|d")
    script = (
        "umask 077; mkdir -p ~/.ssh && cd ~/.ssh && touch authorized_keys && "
        f"{{ sed {block} authorized_keys; cat {shlex.quote(str(settings.etc / 'authorized_keys'))}; }} "
        ">.authorized_keys.new && mv .authorized_keys.new authorized_keys"
    )
    good = _run_as(owner, ("sh", "-c", script)).returncode == 0
    say("推送用的公钥已经放好。" if good else f"公钥没有放进 {owner.pw_dir}/.ssh/authorized_keys，请看上面的提示。")
    return good


def _install_system(settings: ServerSettings, owner: pwd.struct_passwd, say: Say) -> Iterator[bool]:
    """Write the files of web server, logs and units, and have the system take them up; yields what succeeded."""
    name, places = settings.system_name, system_places(settings)
    files = system_files(settings, owner.pw_name)
    for folder in (settings.system, places.acme):
        folder.mkdir(parents=True, exist_ok=True)
    places.log.mkdir(exist_ok=True)
    shutil.chown(places.log, "root", "adm")
    places.log.chmod(0o750)
    if not places.redirects.exists():
        _write(places.redirects, _NO_REDIRECTS)
    _write(settings.system / "load-redirects", files["load-redirects"], 0o755)
    _write(Path("/usr/local/sbin") / name, files["command"], 0o755)
    _write(Path("/etc/logrotate.d") / name, files["logrotate.conf"])
    units = unit_files(settings, owner.pw_name)
    for unit, text in units.items():
        _write(Path("/etc/systemd/system") / unit.replace("credit", name, 1), text)

    yield _run(say, "定时任务", "systemctl", "daemon-reload")
    # Also where the web server is not there yet: records end all the same.
    yield _run(say, "定时任务", "systemctl", "enable", "--now", f"{name}.timer", f"{name}-redirects.path")
    yield _install_site(Path("/etc/nginx/conf.d") / f"{name}.conf", nginx_conf(settings, places), say)
    # Redirects that were written before the path unit watched.
    yield _run(say, "移走的地址", "systemctl", "start", f"{name}-redirects.service")
    yield _check_readable(settings, say)


def _install_site(conf: Path, text: str, say: Say) -> bool:
    """Have nginx serve the site; a configuration that it refuses leaves the former one in place."""
    if not conf.parent.is_dir():
        say("没有找到 nginx，请先安装（apt-get install nginx-light），再运行一次。")
        return False
    former = conf.with_name(f".{conf.name}.former")
    # Renamed, not read: an earlier version made it a link into the service's folder.
    if conf.is_symlink() or conf.exists():
        conf.replace(former)
    default = _remove_default_site(say)
    _write(conf, text)
    if _run(say, "网页服务", "nginx", "-t"):
        former.unlink(missing_ok=True)
        return _run(say, "网页服务", "systemctl", "reload-or-restart", "nginx")
    conf.unlink()
    if former.is_symlink() or former.exists():
        former.replace(conf)
    if default is not None:
        DEFAULT_SITE.symlink_to(default)
    return False


def _remove_default_site(say: Say) -> Path | None:
    """Switch Debian's own site off and return where its link led; a changed one is somebody's and stays."""
    available = Path("/etc/nginx/sites-available/default")
    if not DEFAULT_SITE.is_symlink() or DEFAULT_SITE.resolve() != available:
        return None
    target = DEFAULT_SITE.readlink()
    DEFAULT_SITE.unlink()
    say(f"已停用 nginx 自带的示例网站（{DEFAULT_SITE}）：它会代替本站回答。文件还在 {available}。")
    return target


def _check_readable(settings: ServerSettings, say: Say) -> bool:
    """Ask as the web server's user whether the home page can be read."""
    try:
        web = pwd.getpwnam("www-data")
    except KeyError:
        return True
    page = settings.current / "index.html"
    if _run_as(web, ("test", "-r", str(page))).returncode == 0:
        return True
    say(f"网页服务读不到 {page}：请检查到那里为止的每个文件夹是否允许别人进入（chmod o+x）。")
    return False


def _write(path: Path, text: str, mode: int = 0o644) -> None:
    """Write a file of the system as a whole, in a folder that is made where it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, text.encode(), mode)


def _run(say: Say, what: str, *command: str) -> bool:
    """Run a command of the system; say where it failed."""
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        words, good = done.stderr.decode("utf-8", "replace").strip(), done.returncode == 0
    except OSError as error:
        words, good = str(error), False
    say(f"{what}：{shlex.join(command)}" + ("" if good else f" 没有成功：\n{words}"))
    return good
