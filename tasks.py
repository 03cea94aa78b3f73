"""The commands of the project, gathered for invoke; what they do stands in ``plugins/credit/cli/``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from invoke.main import program

sys.path.insert(0, str(Path(__file__).resolve().parent / "plugins"))
# Nothing here multiplies matrices; a build forks its workers, and a thread of numpy's library is none of them (decision 22).
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from credit.cli.command_line import adapt
from credit.cli.developer_commands import bench, lighthouse, lint, screenshots, test
from credit.cli.document_commands import draft_report, new
from credit.cli.exchange_commands import export_exchange
from credit.cli.import_commands import allow_number, import_document, import_records, withdraw, workbook
from credit.cli.inspection_commands import doctor
from credit.cli.proof_commands import open_version, verify_log
from credit.cli.province_commands import province
from credit.cli.release_commands import publish, releases, repair, rollback, status
from credit.cli.server_commands import audit, bundle, ledger, purge_history, setup_server
from credit.cli.site_commands import build, check, diff, format_task, serve

__all__ = [
    "allow_number",
    "audit",
    "bench",
    "build",
    "bundle",
    "check",
    "diff",
    "doctor",
    "draft_report",
    "export_exchange",
    "format_task",
    "import_document",
    "import_records",
    "ledger",
    "lighthouse",
    "lint",
    "new",
    "open_version",
    "province",
    "publish",
    "purge_history",
    "releases",
    "repair",
    "rollback",
    "screenshots",
    "serve",
    "setup_server",
    "status",
    "test",
    "verify_log",
    "withdraw",
    "workbook",
]

for stream in (sys.stdout, sys.stderr):
    # A console under code page 936 lacks some characters of names: show their codes, never stop.
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="backslashreplace")

adapt(program)
