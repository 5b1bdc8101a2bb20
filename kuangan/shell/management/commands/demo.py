"""`manage.py demo`: a running site with invented data; the first start fills it, later starts take seconds."""

import math
from datetime import date, time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from config.environment import env
from kuangan.access.models import User
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.kernel import clock
from kuangan.shell.actions.play import begin_play, go_on_playing
from kuangan.shell.actions.telling import gather_notices
from kuangan.shell.management.commands.serve import refuse_taken_port
from kuangan.shell.models import Play
from kuangan.shell.queries.demo_accounts import demo_accounts
from kuangan.shell.rules import DEMO_STARTS
from kuangan.shell.serving.preparing import prepare_database, prepare_static_files

NOT_A_DEMO = "this is not a demo: start it with `make demo`, or set KUANGAN_DEMO=1."
OTHER_DATA = (
    "{folder} holds data that no demo of this version began. If it is an older demo, start over with "
    "`make demo-reset`. If it is real data, keep it safe and choose another folder: KUANGAN_DATA_DIR=…"
)
SEED, MINES = 2023, 60
AT_ONCE = date(2023, 4, 3)
"""The day up to which the campaign is played before the site answers; the worker plays the rest beside the pages."""


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
        self._fill()
        call_command("load_standards", verbosity=0)
        prepare_static_files(self._say)

    def _fill(self) -> None:
        """Play as much as people need to begin with; a start that was interrupted is gone on with."""
        row, system = Play.objects.first(), Actor.system("demo")
        if row is None:
            if User.objects.exists():
                raise CommandError(OTHER_DATA.format(folder=settings.DATA_DIR))
            self._say("inventing a campaign; this happens once")
            row = begin_play(system, seed=SEED, mines=MINES, until=DEMO_STARTS)
        at_once = clock.moment(AT_ONCE, time(9))
        while row is not None and row.finished_at is None and row.reached < at_once:
            month = row.day.month
            row = go_on_playing(system, seconds=math.inf)
            if row is not None and row.day.month != month:
                self._say(f"  {row.day:%Y-%m}")
        if row is not None and row.finished_at is None:
            gather_notices(Actor.system("notices"))
            self._say(f"played until {row.day}; the rest is played while you look around, the banner says how far")

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
