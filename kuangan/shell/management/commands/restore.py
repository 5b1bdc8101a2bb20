"""`kuangan restore PLACE`: a backup into an empty installation, proven equal; never over anything that is there."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from kuangan.shell.backup.making import verify
from kuangan.shell.backup.restoring import restore
from kuangan.shell.serving.preparing import unapplied_migrations

AFTERWARDS = "Now run `kuangan prepare`, start the site, and run `kuangan doctor`."
LATER = "The backup is of an older version: run `kuangan prepare`, then `kuangan audit verify`."


class Command(BaseCommand):
    """Ends with status 1 and leaves everything as it was when anything is not as the archive says."""

    help = "Check an archive, bring files and database back, prove them equal to what was backed up."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("place", type=Path, help="an archive made by `kuangan backup`")
        parser.add_argument("--check", action="store_true", help="only read the archive and verify every hash")
        parser.add_argument(
            "--replace",
            action="store_true",
            help="put the present database aside under another name and take its place",
        )

        parser.add_argument(
            "--noinput",
            "--no-input",
            action="store_true",
            help="put it aside without asking, after saying how much newer it is than the backup",
        )

    def handle(self, *args: Any, place: Path, check: bool, replace: bool, noinput: bool, **options: Any) -> None:
        if check:
            manifest = verify(place, say=self.stdout.write)
            self.stdout.write(
                f"made {manifest.made_at} by version {manifest.version} on {manifest.vendor} {manifest.server}"
            )
            return
        manifest = restore(place, replace=replace, say=self.stdout.write, agree=lambda: noinput or _agreed())
        self.stdout.write(f"restored the backup of {manifest.made_at}, version {manifest.version}")
        self._verify_trail()
        self.stdout.write(AFTERWARDS)

    def _verify_trail(self) -> None:
        """The chain of the audit trail, read from the database that has just taken its place."""
        connection.close()
        if unapplied_migrations():
            self.stdout.write(LATER)
            return
        try:
            call_command("audit", "verify", stdout=self.stdout)
        except SystemExit as error:
            raise CommandError(
                "restored equal to the backup, but the audit trail in it is not in order; see above"
            ) from error
        finally:
            connection.close()


def _agreed() -> bool:
    """A person's word; nobody there to ask is a no."""
    try:
        return input("Put the present database aside and take the backup's state? Type “yes”: ").strip() == "yes"
    except EOFError:
        return False
