"""`kuangan workdays`: what is announced, and entering the days off and make-up days of a year."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.kernel.errors import Refused
from kuangan.registry.actions import announce_days
from kuangan.registry.queries import calendar_notices
from kuangan.registry.rules.calendar import days_of


class Command(BaseCommand):
    """Without arguments lists the announcements; with a year enters one, which leaves a record in the audit trail."""

    help = "List announced working days, or enter those of a year: workdays 2027 --off … --work … --document … --on …"

    def add_arguments(self, parser: CommandParser) -> None:
        """The year and what the document says."""
        parser.add_argument("year", nargs="?", type=int)
        parser.add_argument("--off", default="", help="days off: 1月1日至1月3日、2月5日至2月11日")
        parser.add_argument("--work", default="", help="weekends worked to make up: 1月9日、2月20日")
        parser.add_argument("--document", default="", help="number of the document")
        parser.add_argument("--on", default="", metavar="YYYY-MM-DD", help="day of the announcement")

    def handle(self, *_args: Any, **options: Any) -> None:
        """List or enter."""
        if options["year"] is None:
            for notice in calendar_notices():
                self.stdout.write(f"{notice.year} {notice.document_number} {notice.announced_on.isoformat()}")
            return
        year = options["year"]
        try:
            off, worked = days_of(options["off"], year), days_of(options["work"], year)
            notice = announce_days(
                Actor.system("workdays"), year, off=off, worked=worked, document_number=options["document"],
                announced_on=date.fromisoformat(options["on"]),
            )  # fmt: skip
        except (Refused, ValueError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(_("Entered: %(notice)s, %(count)d days") % {"notice": notice, "count": notice.days.count()})
