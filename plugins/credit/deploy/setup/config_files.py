"""Configuration files: nginx configuration of the site, log rotation, systemd units and cron lines as text.

The files are written by setup-server below DIR/etc; nothing here touches the system.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from credit import urls
from credit.deploy.config import ServerSettings
from credit.deploy.releases.release_assembly import BROTLI_MODULES, uses_brotli

#: As on the pages themselves, plus directives that only a header can have (design.md section 8).
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

#: Media types that nginx's own table lacks or names otherwise.
TYPES: Mapping[str, str] = {
    "text/html": "html",
    "text/css": "css",
    "text/javascript": "js",
    "text/csv": "csv",
    "text/markdown": "md",
    "text/plain": "txt",
    "application/json": "json",
    "application/ld+json": "jsonld",
    "application/x-ndjson": "ndjson",
    "application/atom+xml": "atom",
    "application/xml": "xml",
    "application/manifest+json": "webmanifest",
    "application/vnd.apache.parquet": "parquet",
    "application/vnd.sqlite3": "sqlite db",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.ms-excel": "xls",
    "application/msword": "doc",
    "application/pdf": "pdf",
    "application/ofd": "ofd",
    "application/zip": "zip",
    "image/svg+xml": "svg",
    "image/png": "png",
    "image/jpeg": "jpg jpeg",
    "image/x-icon": "ico",
}

#: Text types that are sent with a charset; text/html always has its own.
CHARSETS = " ".join(
    kind for kind in TYPES if kind != "text/html" and (kind.startswith("text/") or kind.endswith(("json", "xml")))
)

_SITE = """\
# 信用公主岭的 nginx 配置，放在 http {{ }} 里（例如 include {etc}/nginx.conf;）。
# 由 inv setup-server 写成；要改请改 credit.toml 再运行一次。

# 日志不记查询内容和来源页面：查了谁是访客自己的事。
map $request_uri $credit_path {{ ~^(?<credit_plain>[^?]*) $credit_plain; default ""; }}
log_format credit '$remote_addr [$time_local] "$request_method $credit_path" $status $body_bytes_sent $request_time';

# 带摘要的文件名一变就是新地址，可以存一年；其余都可能有名字，每次都要问。
map $uri $credit_cache {{
    ~^{base}/assets/ "public, max-age=31536000, immutable";
    default "no-cache";
}}
# 开放数据可以被别的网站的程序读取。
map $uri $credit_origin {{
    ~^{base}/(?:data|api)/ "*";
    ~^{base}/entities/.*\\.json$ "*";
    default "";
}}
# 个体工商户的档案不进搜索引擎，别的档案不留快照；网页自己写着，JSON 只能由服务器来说。
map $uri $credit_robots {{
    ~^{base}/entities/92.*\\.json$ "noindex, noarchive";
    ~^{base}/entities/.*\\.json$ "noarchive";
    default "";
}}
{redirect}
server {{
{listen}{certificate}
    server_name {names};
    server_tokens off;
    absolute_redirect off;
    etag on;
    # 不用 open_file_cache：它会在切换版本后继续给出旧文件。

    access_log {logs}/access.log credit;
    error_log {logs}/error.log crit;

    types {{
{types}
    }}
    default_type application/octet-stream;
    charset utf-8;
    charset_types {charsets};

    gzip off;
    gzip_static on;
    gzip_vary on;
{brotli}
    add_header Cache-Control $credit_cache always;
    add_header Access-Control-Allow-Origin $credit_origin always;
    add_header Content-Security-Policy "{policy}" always;
    add_header X-Robots-Tag $credit_robots;
    add_header X-Content-Type-Options nosniff always;
    add_header Referrer-Policy no-referrer always;
    add_header X-Frame-Options DENY always;
    add_header Permissions-Policy "camera=(), geolocation=(), microphone=()" always;
    add_header Cross-Origin-Opener-Policy same-origin always;
{strict}
    # 没有的地址只有一种回答：曾经公示过的和从来没有公示过的看不出差别。
    error_page 403 404 405 =404 {base}/404.html;
    error_page 410 {base}/410.html;
    include {etc}/moved.conf;
    # 申请证书时对方要看的文件；别的以点开头的一概没有。
    location ^~ /.well-known/acme-challenge/ {{ root {site}/acme; }}
    location ~ /\\. {{ return 404; }}
    # 压缩的副本只随原文件给出，自己没有地址。
    location ~ \\.(?:gz|br)$ {{ return 404; }}
{root}
}}
"""

_REDIRECT = """
server {{
{listen}
    server_name {names};
    server_tokens off;
    access_log {logs}/access.log credit;
    error_log {logs}/error.log crit;
    location ^~ /.well-known/acme-challenge/ {{ root {site}/acme; }}
    location / {{ return 301 https://$host$request_uri; }}
}}
"""


def site_conf(settings: ServerSettings) -> str:
    """Return the configuration of the site, to be included within ``http``."""
    secure = bool(settings.certificate)
    base = urls.base_of(settings.siteurl)
    names = " ".join(settings.server_name) or "_"
    plain = "".join(f"    listen {item};\n" for item in settings.listen)
    common = {"names": names, "logs": log_folder(settings), "site": settings.site}
    return _SITE.format(
        **common,
        base=base,
        etc=settings.etc,
        redirect=_REDIRECT.format(**common, listen=plain.rstrip()) if secure else "",
        listen="".join(f"    listen {item} ssl http2;\n" for item in settings.listen_tls) if secure else plain,
        certificate=_certificate(settings) if secure else "",
        types="\n".join(f"        {kind} {endings};" for kind, endings in TYPES.items()),
        charsets=CHARSETS,
        brotli="    brotli_static on;\n" if has_module() and uses_brotli(settings) else "",
        policy=POLICY,
        strict='    add_header Strict-Transport-Security "max-age=31536000" always;\n' if secure else "",
        # Below a path the tree is mapped into it; nothing outside of that path is this site's.
        root=f"    location {base}/ {{ alias {settings.current}/; index index.html; }}\n"
        f"    location = {base} {{ return 301 {base}/; }}\n    location / {{ return 404; }}"
        if base
        else f"    location / {{ root {settings.current}; index index.html; }}",
    )


def _certificate(settings: ServerSettings) -> str:
    return (
        f"    ssl_certificate {settings.certificate};\n    ssl_certificate_key {settings.certificate_key};\n"
        "    ssl_protocols TLSv1.2 TLSv1.3;\n    ssl_session_cache shared:credit:5m;\n    ssl_session_timeout 1d;\n"
    )


def has_module() -> bool:
    """Return whether nginx's brotli module lies in the folder of a distribution."""
    return any(Path(path).exists() for path in BROTLI_MODULES)


def log_folder(settings: ServerSettings) -> Path:
    """Return the folder of the web server's logs."""
    return settings.site / "log"


def logrotate_conf(settings: ServerSettings) -> str:
    """Return the rotation of the logs: kept six months (网络安全法 21), no longer; 27 weeks are 189 days, six months 184."""
    return f"""\
{log_folder(settings)}/*.log {{
    weekly
    rotate 27
    maxage 190
    dateext
    compress
    delaycompress
    missingok
    notifempty
    create 0640
    postrotate
        [ ! -f /run/nginx.pid ] || kill -USR1 "$(cat /run/nginx.pid)"
    endscript
}}
"""


def timer_command(settings: ServerSettings) -> str:
    """Return the command that the timer runs."""
    return f"{settings.checkout}/.venv/bin/inv -r {settings.checkout} publish --timer --site {settings.site}"


def systemd_service(settings: ServerSettings, user: str) -> str:
    """Return the unit that runs the timer's work once."""
    return f"""\
[Unit]
Description=信用公主岭：让到期的记录下线，重试没有成功的发布
After=local-fs.target

[Service]
Type=oneshot
User={user}
ExecStart={timer_command(settings)}
Nice=5
"""


def systemd_timer() -> str:
    """Return the unit that starts it each hour at minute 0, and at once when the machine was off."""
    return """\
[Unit]
Description=信用公主岭：每小时检查一次到期的记录

[Timer]
OnCalendar=*-*-* *:00:00
AccuracySec=1s
Persistent=true

[Install]
WantedBy=timers.target
"""


def cron_lines(settings: ServerSettings) -> str:
    """Return the same for cron, for systems without systemd."""
    return (
        "# 信用公主岭：每小时检查一次到期的记录\n"
        # cron's own PATH lacks the folders of an administrator's programs: nginx -t is there.
        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n"
        f"0 * * * * {timer_command(settings)} >/dev/null 2>&1\n"
    )
