"""`manage.py demo`: a running site with invented data; the first start fills it, later starts take seconds."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from config.environment import env
from kuangan.access.models import User
from kuangan.foundation.authority.actors import Actor
from kuangan.shell import actions
from kuangan.shell.management.commands.serve import refuse_taken_port
from kuangan.shell.queries.demo_accounts import demo_accounts
from kuangan.shell.serving.preparing import prepare_database, prepare_static_files

NOT_A_DEMO = "this is not a demo: start it with `make demo`, or set KUANGAN_DEMO=1."
OTHER_DATA = (
    "{folder} holds data that no demo finished making. If it is left over from a demo that was interrupted, start over "
    "with `make demo-reset`. If it is real data, keep it safe and choose another folder: KUANGAN_DATA_DIR=…"
)


class Command(BaseCommand):
    """Prepares everything, fills the demo once, lists its accounts, serves."""

    help = "Run the demo: invented data, a clock that can be moved, one account per role."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(NOT_A_DEMO)
        refuse_taken_port(env.str("KUANGAN_HOST", default="127.0.0.1"), env.int("KUANGAN_PORT", default=8000))
        self._prepare()
        self._list_accounts()
        call_command("serve")

    def _prepare(self) -> None:
        prepare_database(self._say)
        ready = Path(settings.DATA_DIR) / "demo-ready"
        if not ready.exists():
            if User.objects.exists():
                raise CommandError(OTHER_DATA.format(folder=settings.DATA_DIR))
            self._fill()
            ready.touch()
        call_command("load_standards", verbosity=0)
        prepare_static_files(self._say)

    def _fill(self) -> None:
        self._say("filling the demo with invented data; this happens once and takes a few minutes")
        actions.resume_clock(Actor.system("demo"))
        call_command("simulate", verbosity=2)  # says how far it is: this takes minutes

    def _list_accounts(self) -> None:
        accounts = demo_accounts(Actor.system("demo").scope)
        if not accounts:
            return
        width = max(len(account.username) for account in accounts)
        self._say("accounts of the demo (sign-in name, password, role, name):")
        for account in accounts:
            self._say(f"  {account.username:<{width}}  {account.password}  {account.role}  {account.name}")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
