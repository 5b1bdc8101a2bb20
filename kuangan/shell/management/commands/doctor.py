"""`manage.py doctor`: is this installation fit to run? Every finding with its mend, in the bureau's language."""

import os
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
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, connection
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
_NO_HTTPS = gettext_lazy("the system is served without HTTPS, where others can listen: take KUANGAN_HTTPS=0 away")
# The framework says these in English only; whatever else it may say keeps its own words, behind its number.
FRAMEWORK = {
    "security.W004": gettext_lazy("browsers are not told to come by HTTPS only: set KUANGAN_HSTS_SECONDS"),
    "security.W008": _NO_HTTPS,
    "security.W009": gettext_lazy("KUANGAN_SECRET_KEY is easily guessed: give it 50 or more random characters"),
    **dict.fromkeys(("security.W010", "security.W011", "security.W012", "security.W016"), _NO_HTTPS),
    "security.W018": gettext_lazy("KUANGAN_DEBUG is on: switch it off outside development"),
    "security.W020": gettext_lazy("KUANGAN_HOSTS is empty: name the addresses under which the system is reached"),
}


class Command(BaseCommand):
    """Prints a report; exit status 1 when something must be mended."""

    help = "Check the installation and its environment, as `check --deploy` and beyond."

    def add_arguments(self, parser: CommandParser) -> None:
        """Let the reader choose the language."""
        parser.add_argument(
            "--lang", choices=[code for code, _name in settings.LANGUAGES], help="Language of the report"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(options["lang"] or _usual()):
            self._report()

    def _report(self) -> None:
        self.stdout.write(f"Python {platform.python_version()}, Django {django.get_version()}, {platform.system()}")
        self.stdout.write(_("data folder %(path)s") % {"path": settings.DATA_DIR})
        if settings.DEMO:
            self.stdout.write(_("this is a demo"))
        looks = (
            self._framework, self._secret, self._combinations, self._database, self._worker, self._calendar,
            self._files,
        )  # fmt: skip
        findings = [finding for look in looks for finding in look()]
        for finding in findings:
            self.stdout.write(f"  {_('mend')}  {finding}")
        self.stdout.write(_("%(number)d things to mend") % {"number": len(findings)} if findings else _("all in order"))
        if findings:
            sys.exit(1)

    def _framework(self) -> Iterator[str]:
        found = checks.run_checks(include_deployment_checks=not settings.DEMO)
        for one in found:
            if one.level >= checks.WARNING:
                words = FRAMEWORK.get(one.id or "", f"{one.msg} {one.hint or ''}".strip())
                yield f"{one.id}: {words}"

    def _secret(self) -> Iterator[str]:
        if len(settings.SECRET_KEY) < SHORTEST_SECRET:
            yield _("KUANGAN_SECRET_KEY is short: give it %(number)s or more random characters") % {
                "number": SHORTEST_SECRET
            }
        if settings.DEBUG:
            yield _("KUANGAN_DEBUG is on: switch it off outside development")

    def _combinations(self) -> Iterator[str]:
        """Settings that are harmless alone and dangerous together, or where it is used in earnest."""
        if getattr(settings, "SECURE_PROXY_SSL_HEADER", None) and not settings.KUANGAN_PROXIES:
            yield _(
                "KUANGAN_BEHIND_PROXY is on and KUANGAN_PROXIES is 0: every visitor counts as the proxy; set "
                "KUANGAN_PROXIES to the number of your own proxies"
            )
        if settings.KUANGAN_PROXIES and not getattr(settings, "SECURE_PROXY_SSL_HEADER", None):
            yield _("KUANGAN_PROXIES is set and KUANGAN_BEHIND_PROXY is off: switch it on, or set KUANGAN_PROXIES to 0")
        if any(host.strip() in ("*", ".") for host in settings.ALLOWED_HOSTS):
            yield _("KUANGAN_HOSTS admits every name (*): name the addresses under which the system is reached")
        if settings.DEMO:
            return
        if not settings.KUANGAN_MFA_REQUIRED:
            yield _("officials sign in without a second factor: take KUANGAN_MFA_REQUIRED=0 away")
        if installed := [name for name in DEVELOPMENT if find_spec(name)]:
            yield _("development packages are installed (%(names)s): install from the runtime lock only") % {
                "names": ", ".join(installed)
            }
        if sys.version_info < OLDEST_PYTHON:
            wanted = ".".join(map(str, OLDEST_PYTHON))
            yield _("Python %(version)s is too old: install %(wanted)s or newer") % {
                "version": platform.python_version(),
                "wanted": wanted,
            }

    def _database(self) -> Iterator[str]:
        try:
            self.stdout.write(_("database %(name)s") % {"name": f"{connection.vendor} {self._version()}"})
            if missing := unapplied_migrations():
                yield _("%(number)s migrations are not applied: run `manage.py migrate`") % {"number": missing}
            tables = connection.introspection.table_names()
        except DatabaseError as error:
            yield _("the database does not answer (%(error)s): check DATABASE_URL") % {"error": error}
            return
        yield from self._role()
        if names := missing_guards():
            yield _(
                "guards of the database are missing or switched off (%(names)s): find out who did that, then put "
                "them back with `kuangan prepare` as the owner of the tables"
            ) % {"names": ", ".join(names)}
        if guards.TABLE in tables and (behind := seconds_behind()):
            yield _("the clock stands %(seconds)s seconds before the last record of the audit trail: set the clock") % {
                "seconds": f"{behind:,.0f}"
            }
        if trouble := replica_trouble():
            yield _("the read replica does not answer (%(error)s): check DATABASE_REPLICA_URL") % {"error": trouble}
        yield from self._mixed(tables)
        cache_table = settings.CACHES["default"].get("LOCATION")
        if cache_table and cache_table not in tables:
            yield _("the cache table is missing: run `manage.py createcachetable`")
        elif found := outstanding():
            yield _(
                "%(number)s rows or files are not what the trail recorded: `kuangan audit verify` names them; find "
                "out who changed them, and put them back from a backup"
            ) % {"number": found}

    def _mixed(self, tables: list[str]) -> Iterator[str]:
        """Administrations that one person holds beside something else, since before the database refused it."""
        for one in mixtures() if separation.GRANTS in tables and not unapplied_migrations() else ():
            yield _(
                "%(name)s holds what must not be in one hand: %(words)s; have the security administrator revoke "
                "one of the grants on the page of the account"
            ) % {"name": one.name, "words": one.words}

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
            yield _(
                "the database role %(name)s owns the tables, or is above their owner, and can drop the guards of "
                "the audit trail: let the service run as a lesser role (docs/operations.md, PostgreSQL)"
            ) % {"name": name}

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
            yield _(
                "the worker gives no sign of life: run `manage.py serve`, or `manage.py work` beside your web server"
            )
        elif ended is None or ended > LATE_ROUND:
            yield _(
                "the worker lives, but has not finished a round for a quarter of an hour: restart it, and see its log"
            )

    def _calendar(self) -> Iterator[str]:
        try:
            found = deadlines_in_open_years(Scope.everywhere())
        except DatabaseError:
            return
        for year, deadlines in found:
            yield _(
                "%(deadlines)s deadlines lie in %(year)s, whose days off nobody has entered: run `kuangan workdays "
                "%(year)s --off … --work … --document … --on …`, or use the page 工作日"
            ) % {"deadlines": deadlines, "year": year}

    def _files(self) -> Iterator[str]:
        if trouble := store_trouble(remembered=False):
            yield _(
                "files cannot be kept: %(error)s. Check KUANGAN_S3_… and the rights of the key, or the data folder"
            ) % {"error": trouble}
        if not (Path(settings.STATIC_ROOT) / "staticfiles.json").is_file():
            yield _("static files are not collected: run `manage.py collectstatic`")
        if not list((BASE_DIR / "locale").glob("*/zh_Hans/LC_MESSAGES/django.mo")):
            yield _("translations are not compiled: run `make setup`")
        free = shutil.disk_usage(Path(settings.DATA_DIR)).free
        self.stdout.write(_("free space %(size)s GB") % {"size": f"{free / 1024**3:.1f}"})
        if free < LITTLE_SPACE:
            yield _("less than 2 GB are free where the data lies: make room before files are refused")


def _usual() -> str:
    """The bureau's language, unless the terminal asks for English (LANGUAGE=en)."""
    return "en" if os.environ.get("LANGUAGE", "").lower().startswith("en") else settings.LANGUAGE_CODE
