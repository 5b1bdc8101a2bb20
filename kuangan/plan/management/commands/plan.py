"""`kuangan plan …`: check, load, publish, diff, trace and preview plan packages.

Exit status: 0 done, 1 errors in a package or refused, 2 the named file, plan or mine does not exist.
"""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from . import _campaigns, _packages


class Command(BaseCommand):
    """The command; each subcommand is a function of `_packages` or `_campaigns`."""

    help = "Plan packages: check, load, publish, diff, trace, preview."

    def add_arguments(self, parser: CommandParser) -> None:
        """Subcommands with their arguments."""
        parser.add_argument("--language", choices=["zh-hans", "en"], help="language of the output")
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        one = verbs.add_parser("check", help="every finding of a package, with file, line and mend")
        one.add_argument("path", help="folder of the package, or its plan.yaml")
        one = verbs.add_parser("load", help="take a package in as a draft")
        one.add_argument("path", help="folder of the package, or its plan.yaml")
        one = verbs.add_parser("publish", help="put a loaded version in force")
        one.add_argument("urn")
        one.add_argument("number", metavar="VERSION")
        one.add_argument("--reason", default="", help="needed where overdue duties vanish")
        one = verbs.add_parser("diff", help="what differs between two packages or versions")
        one.add_argument("before", help="path, or URN@VERSION")
        one.add_argument("after", help="path, or URN@VERSION")
        one = verbs.add_parser("trace", help="which part answers each row and clause, and whether it can work here")
        one.add_argument("what", help="path, or URN[@VERSION]")
        one.add_argument("--json", action="store_true", help="as JSON")
        one = verbs.add_parser("preview", help="what a mine would owe, and why")
        one.add_argument("--mine", required=True, metavar="CODE")
        one.add_argument("--plan", default="", metavar="URN[@VERSION]", help="a plan other than the one in force")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run the subcommand in the chosen language and leave with its exit status."""
        with translation.override(options["language"] or translation.get_language()):
            status = self._run(options)
        if status:
            sys.exit(status)

    def _run(self, options: dict[str, Any]) -> int:
        say = self.stdout.write
        match options["verb"]:
            case "check":
                return _packages.check(say, options["path"])
            case "load":
                return _campaigns.load(say, options["path"])
            case "publish":
                return _campaigns.publish(say, options["urn"], options["number"], options["reason"])
            case "diff":
                return _packages.diff(say, options["before"], options["after"])
            case "trace":
                return _packages.trace(say, options["what"], as_json=options["json"])
            case "preview":
                return _campaigns.preview_mine(say, options["mine"], options["plan"])
        self.stderr.write(_("Unknown verb."))
        return 2
