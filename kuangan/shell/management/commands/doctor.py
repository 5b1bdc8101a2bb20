"""`manage.py doctor`: is this installation fit to run? Every finding with its mend."""

import platform
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core import checks
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection

from config.environment import BASE_DIR
from kuangan.shell.serving.preparing import unapplied_migrations
from kuangan.shell.serving.ticking import SILENT_AFTER, seconds_since_sign

LITTLE_SPACE = 2 * 1024**3
SHORTEST_SECRET = 50


class Command(BaseCommand):
    """Prints a report; exit status 1 when something must be mended."""

    help = "Check the installation and its environment, as `check --deploy` and beyond."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Python {platform.python_version()}, Django {django.get_version()}, {platform.system()}")
        self.stdout.write(f"data folder {settings.DATA_DIR}, demo {'yes' if settings.DEMO else 'no'}")
        findings = [*self._framework(), *self._secret(), *self._database(), *self._worker(), *self._files()]
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

    def _database(self) -> Iterator[str]:
        try:
            self.stdout.write(f"database {connection.vendor} {self._version()}")
            if missing := unapplied_migrations():
                yield f"{missing} migrations are not applied: run `manage.py migrate`"
            tables = connection.introspection.table_names()
        except DatabaseError as error:
            yield f"the database does not answer ({error}): check DATABASE_URL"
            return
        cache_table = settings.CACHES["default"].get("LOCATION")
        if cache_table and cache_table not in tables:
            yield "the cache table is missing: run `manage.py createcachetable`"

    def _version(self) -> str:
        question = "select sqlite_version()" if connection.vendor == "sqlite" else "show server_version"
        with connection.cursor() as cursor:
            cursor.execute(question)
            return str(cursor.fetchone()[0])

    def _worker(self) -> Iterator[str]:
        try:
            seconds = seconds_since_sign()
        except DatabaseError:
            return
        if seconds is None or seconds > SILENT_AFTER:
            yield "the worker gives no sign of life: run `manage.py serve`, or `manage.py work` beside your web server"

    def _files(self) -> Iterator[str]:
        if not (Path(settings.STATIC_ROOT) / "staticfiles.json").is_file():
            yield "static files are not collected: run `manage.py collectstatic`"
        if not list((BASE_DIR / "locale").glob("*/zh_Hans/LC_MESSAGES/django.mo")):
            yield "translations are not compiled: run `make setup`"
        free = shutil.disk_usage(Path(settings.DATA_DIR)).free
        self.stdout.write(f"free space {free / 1024**3:.1f} GB")
        if free < LITTLE_SPACE:
            yield "less than 2 GB are free where the data lies: make room before files are refused"
