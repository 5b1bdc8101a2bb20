"""`manage.py doctor`: is this installation fit to run? Every finding with its mend."""

import platform
import shutil
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core import checks
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection

from config.environment import BASE_DIR
from kuangan.access.models import separation
from kuangan.access.queries import mixtures
from kuangan.duties.queries.calendar import deadlines_in_open_years
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.integrity import guards
from kuangan.foundation.integrity.comparison import outstanding
from kuangan.foundation.integrity.queries import seconds_behind
from kuangan.shell.queries.health import missing_guards, replica_trouble, store_trouble
from kuangan.shell.serving.preparing import unapplied_migrations
from kuangan.shell.serving.ticking import LATE_ROUND, SILENT_AFTER, seconds_since_round, seconds_since_sign

LITTLE_SPACE = 2 * 1024**3
DEVELOPMENT = ("pytest", "mypy", "playwright", "factory", "hypothesis")
OLDEST_PYTHON = (3, 11)
SHORTEST_SECRET = 50


class Command(BaseCommand):
    """Prints a report; exit status 1 when something must be mended."""

    help = "Check the installation and its environment, as `check --deploy` and beyond."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Python {platform.python_version()}, Django {django.get_version()}, {platform.system()}")
        self.stdout.write(f"data folder {settings.DATA_DIR}, demo {'yes' if settings.DEMO else 'no'}")
        looks = (
            self._framework, self._secret, self._combinations, self._database, self._worker, self._calendar,
            self._files,
        )  # fmt: skip
        findings = [finding for look in looks for finding in look()]
        for finding in findings:
            self.stdout.write(f"  mend  {finding}")
        self.stdout.write("all in order" if not findings else f"{len(findings)} things to mend")
        if findings:
            sys.exit(1)

    def _framework(self) -> Iterator[str]:
        found = checks.run_checks(include_deployment_checks=not settings.DEMO)
        yield from (f"{one.id}: {one.msg} {one.hint or ''}".strip() for one in found if one.level >= checks.WARNING)

    def _secret(self) -> Iterator[str]:
        if len(settings.SECRET_KEY) < SHORTEST_SECRET:
            yield f"KUANGAN_SECRET_KEY is short: give it {SHORTEST_SECRET} or more random characters"
        if settings.DEBUG:
            yield "KUANGAN_DEBUG is on: switch it off outside development"

    def _combinations(self) -> Iterator[str]:
        """Settings that are harmless alone and dangerous together, or where it is used in earnest."""
        if getattr(settings, "SECURE_PROXY_SSL_HEADER", None) and not settings.KUANGAN_PROXIES:
            yield (
                "KUANGAN_BEHIND_PROXY is on and KUANGAN_PROXIES is 0: every visitor counts as the proxy; "
                "set KUANGAN_PROXIES to the number of your own proxies"
            )
        if settings.KUANGAN_PROXIES and not getattr(settings, "SECURE_PROXY_SSL_HEADER", None):
            yield "KUANGAN_PROXIES is set and KUANGAN_BEHIND_PROXY is off: switch it on, or set KUANGAN_PROXIES to 0"
        if any(host.strip() in ("*", ".") for host in settings.ALLOWED_HOSTS):
            yield "KUANGAN_HOSTS admits every name (*): name the addresses under which the system is reached"
        if settings.DEMO:
            return
        if not settings.KUANGAN_MFA_REQUIRED:
            yield "officials sign in without a second factor: take KUANGAN_MFA_REQUIRED=0 away"
        if installed := [name for name in DEVELOPMENT if find_spec(name)]:
            yield f"development packages are installed ({', '.join(installed)}): install from the runtime lock only"
        if sys.version_info < OLDEST_PYTHON:
            wanted = ".".join(map(str, OLDEST_PYTHON))
            yield f"Python {platform.python_version()} is too old: install {wanted} or newer"

    def _database(self) -> Iterator[str]:
        try:
            self.stdout.write(f"database {connection.vendor} {self._version()}")
            if missing := unapplied_migrations():
                yield f"{missing} migrations are not applied: run `manage.py migrate`"
            tables = connection.introspection.table_names()
        except DatabaseError as error:
            yield f"the database does not answer ({error}): check DATABASE_URL"
            return
        yield from self._role()
        if names := missing_guards():
            yield (
                f"guards of the database are missing or switched off ({', '.join(names)}): find out who did that, "
                "then put them back with `kuangan prepare` as the owner of the tables"
            )
        if guards.TABLE in tables and (behind := seconds_behind()):
            yield f"the clock stands {behind:,.0f} seconds before the last record of the audit trail: set the clock"
        if trouble := replica_trouble():
            yield f"the read replica does not answer ({trouble}): check DATABASE_REPLICA_URL"
        yield from self._mixed(tables)
        cache_table = settings.CACHES["default"].get("LOCATION")
        if cache_table and cache_table not in tables:
            yield "the cache table is missing: run `manage.py createcachetable`"
        elif found := outstanding():
            yield (
                f"{found} rows or files are not what the trail recorded: `kuangan audit verify` names them; find out "
                "who changed them, and put them back from a backup"
            )

    def _mixed(self, tables: list[str]) -> Iterator[str]:
        """Administrations that one person holds beside something else, since before the database refused it."""
        for one in mixtures() if separation.GRANTS in tables and not unapplied_migrations() else ():
            yield (
                f"{one.name} holds what must not be in one hand: {one.words}; have the security administrator "
                "revoke one of the grants on the page of the account"
            )

    def _role(self) -> Iterator[str]:
        """Whoever owns the tables can switch their guards off: the service runs as somebody else."""
        if connection.vendor != "postgresql":
            return
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_user, rolsuper OR EXISTS (SELECT FROM pg_tables WHERE schemaname = current_schema() "
                "AND pg_has_role(current_user, tableowner, 'MEMBER')) FROM pg_roles WHERE rolname = current_user"
            )
            name, may_drop = cursor.fetchone()
        if may_drop:
            yield (
                f"the database role {name} owns the tables, or is above their owner, and can drop the guards of the "
                "audit trail: let the service run as a lesser role (docs/operations.md, PostgreSQL)"
            )

    def _version(self) -> str:
        question = "select sqlite_version()" if connection.vendor == "sqlite" else "show server_version"
        with connection.cursor() as cursor:
            cursor.execute(question)
            return str(cursor.fetchone()[0])

    def _worker(self) -> Iterator[str]:
        try:
            seconds, ended = seconds_since_sign(), seconds_since_round()
        except DatabaseError:
            return
        if seconds is None or seconds > SILENT_AFTER:
            yield "the worker gives no sign of life: run `manage.py serve`, or `manage.py work` beside your web server"
        elif ended is None or ended > LATE_ROUND:
            yield "the worker lives, but has not finished a round for a quarter of an hour: restart it, and see its log"

    def _calendar(self) -> Iterator[str]:
        try:
            found = deadlines_in_open_years(Scope.everywhere())
        except DatabaseError:
            return
        for year, deadlines in found:
            yield (
                f"{deadlines} deadlines lie in {year}, whose days off nobody has entered: run"
                f" `kuangan workdays {year} --off … --work … --document … --on …`, or use the page 工作日"
            )

    def _files(self) -> Iterator[str]:
        if trouble := store_trouble(remembered=False):
            yield f"files cannot be kept: {trouble}. Check KUANGAN_S3_… and the rights of the key, or the data folder"
        if not (Path(settings.STATIC_ROOT) / "staticfiles.json").is_file():
            yield "static files are not collected: run `manage.py collectstatic`"
        if not list((BASE_DIR / "locale").glob("*/zh_Hans/LC_MESSAGES/django.mo")):
            yield "translations are not compiled: run `make setup`"
        free = shutil.disk_usage(Path(settings.DATA_DIR)).free
        self.stdout.write(f"free space {free / 1024**3:.1f} GB")
        if free < LITTLE_SPACE:
            yield "less than 2 GB are free where the data lies: make room before files are refused"
