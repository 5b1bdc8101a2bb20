"""`manage.py migrate`: the framework's, but a step backwards, which drops what was entered, is never taken unasked."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from kuangan.shell.serving.backwards import Loss, losses

ANSWER = "lose data"
"""What has to be typed: more than a key pressed by habit."""


class Command(migrate.Command):
    """Forwards as ever; backwards only with a person's word, or with --lose-data where nobody can be asked."""

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--lose-data", action="store_true", help="take migrations back without asking; what they drop is gone"
        )

    def handle(self, *args: Any, **options: Any) -> Any:
        looks_only = options["plan"] or options["check_unapplied"] or options["fake"]
        if options["app_label"] and options["migration_name"] and not looks_only:
            self._ask(options)
        return super().handle(*args, **options)

    def _ask(self, options: dict[str, Any]) -> None:
        executor = MigrationExecutor(connections[options["database"]])
        back = losses(executor, options["app_label"], options["migration_name"])
        if not back:
            return
        for one in back:
            self.stderr.write(_told(one))
        if options["lose_data"]:
            return
        mend = "Make a backup first (`kuangan backup`); --lose-data takes them back without asking."
        if not options["interactive"]:
            raise CommandError(f"{len(back)} migrations would be taken back: nothing was done. {mend}")
        try:
            said = input(f"{mend}\nType “{ANSWER}” to take {len(back)} migrations back: ")
        except EOFError:
            said = ""
        if said.strip() != ANSWER:
            raise CommandError("Nothing was done.")


def _told(one: Loss) -> str:
    dropped = "; ".join(one.dropped) or "what it filled in or guards"
    return f"{one.migration} is taken back: drops {dropped}"
