"""Say since when mines are in scope that were registered before anybody was asked."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.kernel import clock
from kuangan.registry.actions import amend_mine
from kuangan.registry.models import Mine


class Command(BaseCommand):
    """Mines without a day get that of their entry; derivation then voids what ended before, each with its reason."""

    help = "Date the scope of mines that have no day by their entry; --dry-run only lists them."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which mines, and whether anything is written."""
        parser.add_argument("--mine", action="append", default=[], metavar="CODE", help="only this mine (repeatable)")
        parser.add_argument("--dry-run", action="store_true", help="list them, write nothing")

    @transaction.atomic
    def handle(self, *_args: Any, **options: Any) -> None:
        """List each mine with its day; unless it is a dry run, amend it, which leaves a record in the audit trail."""
        actor = Actor.system("date_scope")
        mines = Mine.objects.unscoped("the operator dates all mines").filter(in_scope_since__isnull=True)
        if options["mine"]:
            mines = mines.filter(code__in=options["mine"])
        count = 0
        for mine in mines.order_by("code"):
            day = clock.day_of(mine.entered_at)
            self.stdout.write(f"{mine.code} {mine.name} {day.isoformat()}")
            if not options["dry_run"]:
                amend_mine(actor, mine, in_scope_since=day)
            count += 1
        self.stdout.write(_("Mines: %(count)d") % {"count": count})
        if count and options["dry_run"]:
            sys.exit(1)  # somebody has to run it in earnest
