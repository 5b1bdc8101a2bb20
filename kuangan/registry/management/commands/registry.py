"""What a person looks after in the registry: mines that may stand in it twice."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from kuangan.foundation.authority.scopes import Scope
from kuangan.registry.models import Mine
from kuangan.registry.queries.twins import twins


class Command(BaseCommand):
    help = "registry twins [--region 440785]: lists pairs of mines that may be one, for a person to decide."

    def add_arguments(self, parser: CommandParser) -> None:
        """The one word, and where to look."""
        parser.add_argument("what", choices=["twins"])
        parser.add_argument("--region", default="", help="code of a city or county; everywhere when left out")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one pair a line; nothing is changed. Exit status 1 when there are any."""
        region = options["region"]
        count = 0
        for one, other in twins(Scope.of_region(region) if region else Scope.everywhere()):
            count += 1
            self.stdout.write("\t".join((one.region_code, *_told(one), *_told(other))))
        self.stderr.write(_("%(count)d pairs; merge or tell them apart on the page of either mine.") % {"count": count})
        if count:
            sys.exit(1)


def _told(mine: Mine) -> tuple[str, str, str]:
    return mine.code, mine.name, mine.enterprise.name
