"""`kuangan prepare`: what a new or upgraded version needs before it serves; safe to repeat."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from kuangan.shell.serving.preparing import prepare_database, prepare_static_files


class Command(BaseCommand):
    """Tables, cache table, regions, criteria, laws, static files.

    One at a time: run it on one machine, before the servers start.
    """

    help = "Bring tables, regions, standards, static files up to date; run it after every upgrade, before the start."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        prepare_database(self.stdout.write)
        call_command("load_regions", verbosity=0)
        call_command("load_standards", verbosity=0)
        prepare_static_files(self.stdout.write)
        self.stdout.write("prepared")
