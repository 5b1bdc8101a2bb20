"""`manage.py bench`: measure the goals of docs/performance.md, each beside its floor, on databases made for it."""

import os
import secrets
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from config.environment import BASE_DIR
from kuangan.shell.bench import (
    creating,
    derivation,
    exchange,
    hazards,
    national,
    pages,
    searching,
    starting,
    submissions,
)
from kuangan.shell.bench.report import Figures

GROUPS: dict[str, Callable[..., list[Figures]]] = {
    "pages": pages.measure,
    "derivation": derivation.measure,
    "national": national.measure,
    "exchange": exchange.measure,
    "starting": starting.measure,
    "creating": creating.measure,
    "searching": searching.measure,
    "hazards": hazards.measure,
    "submissions": submissions.measure,
}
ROWS = {
    "pages": "3, 6, 13",
    "derivation": "12",
    "national": "4, 7, 12, 13 at national size",
    "exchange": "9, 10",
    "starting": "15",
    "creating": "1, 2",
    "searching": "5",
    "hazards": "1 to 7, 9 to 11 for the hazard ledger",
    "submissions": "16, 14",
}
ON_POSTGRESQL = ("pages", "derivation", "national", "exchange", "creating", "searching", "hazards")
AS_DEPLOYED = {
    "KUANGAN_DEMO": "0",
    "KUANGAN_SECRET_KEY": secrets.token_urlsafe(50),
    "KUANGAN_HTTPS": "0",  # the proxy's part
    "KUANGAN_MFA_REQUIRED": "0",
}
"""Measured is what people run, not a demo, which asks for its movable clock at every request."""
MISSED = 3
"""Exit status of a group that misses a must; others mean that it could not be measured."""
THROW_AWAY = "KUANGAN_BENCH_FOLDER"
"""Environment variable that names the temporary folder; without it nothing is measured, so that no data is touched."""


class Command(BaseCommand):
    """Runs every group of rows in a process and a database of its own."""

    help = "Print each row of the goal table beside its floor; exit status 1 when a must is missed beyond noise."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quick", action="store_true", help="smaller numbers of rows")
        parser.add_argument("--seconds", type=int, default=10, help="duration of the submissions (10)")
        parser.add_argument("--mines", type=int, default=0, help="so many mines in derivation and national")
        parser.add_argument("--postgresql-only", action="store_true", help="leave SQLite out")
        parser.add_argument("--only", choices=GROUPS, help="; ".join(f"{name}: rows {ROWS[name]}" for name in GROUPS))
        parser.add_argument("--sqlite-only", action="store_true", help="leave PostgreSQL out")
        parser.add_argument("--inside", choices=GROUPS, help="used by the command itself")

    def handle(self, *args: Any, quick: bool, seconds: int, only: str, inside: str, **options: Any) -> None:
        if inside:
            return self._measure(inside, is_quick=quick, seconds=seconds, mines=options["mines"])
        self._say(f"machine: {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {sys.version.split()[0]}")
        groups = [only] if only else list(GROUPS)
        asked = [*(["--quick"] if quick else []), "--seconds", str(seconds), "--mines", str(options["mines"])]
        missed = [] if options["postgresql_only"] else [self._run([], name, asked) for name in groups]
        self._say("")
        if options["sqlite_only"]:
            return self._close(missed)
        present = ["sh", str(BASE_DIR / "tools/pgtest.sh"), "--present"]
        if subprocess.run(present, check=False, capture_output=True).returncode:
            self._say("PostgreSQL: NOT MEASURED, there is none on this machine (apt-get install -y postgresql)")
            return self._close(missed)
        wrapper = ["sh", str(BASE_DIR / "tools/pgtest.sh")]
        missed += [self._run(wrapper, name, asked) for name in groups if name in ON_POSTGRESQL]
        return self._close(missed)

    def _run(self, wrapper: list[str], group: str, asked: list[str]) -> bool:
        """Measure a group in a new database; True when a must was missed."""
        self._say(f"\n── {group}, {'PostgreSQL' if wrapper else 'SQLite'} ──")
        with tempfile.TemporaryDirectory(prefix="kuangan-bench.") as folder:
            kept = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
            environment = {**kept, **AS_DEPLOYED, "KUANGAN_DATA_DIR": folder, THROW_AWAY: folder}
            command = [*wrapper, sys.executable, str(BASE_DIR / "manage.py"), "bench", "--inside", group, *asked]
            status = subprocess.run(command, check=False, env=environment, cwd=BASE_DIR).returncode
        if status not in (0, MISSED):
            raise CommandError(f"measuring {group} failed with status {status}")
        return status == MISSED

    def _measure(self, group: str, **asked: Any) -> None:
        folder = os.environ.get(THROW_AWAY)
        if not folder or os.environ.get("KUANGAN_DATA_DIR") != folder:
            raise CommandError("start `manage.py bench` without --inside: it makes databases of its own")
        if group != "starting":
            call_command("migrate", verbosity=0, interactive=False)
            call_command("createcachetable", verbosity=0)
            call_command("collectstatic", verbosity=0, interactive=False)
        found = GROUPS[group](folder=folder, **asked)
        for figures in found:
            figures.write(self._say)
        if any(figures.is_missed for figures in found):
            sys.exit(MISSED)

    def _close(self, missed: list[bool]) -> None:
        if any(missed):
            raise CommandError("a must is missed by more than noise; the lines with ! say which", returncode=1)
        self._say("every must is met, or missed within noise")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
