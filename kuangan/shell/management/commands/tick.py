"""`manage.py tick`: one round of the system's own work, for installations that call it from a timer."""

from typing import Any

from django.core.management.base import BaseCommand

from kuangan.foundation.api.actions import prune_replays
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.kernel import demo_clock
from kuangan.shell import actions
from kuangan.shell.actions.telling import gather_notices, send_notices
from kuangan.shell.serving.sealing import seal_round


class Command(BaseCommand):
    """Seals the trail, puts interrupted tasks back, derives what has not been derived today, sends notices."""

    help = "Put interrupted tasks back, derive the plans that have not had their turn today, send notices."

    def handle(self, *args: Any, **options: Any) -> None:
        demo_clock.load()
        system = Actor.system("nightly")
        seal_round()
        back = actions.put_back_stuck_tasks(system)
        plans = actions.run_nightly(system)
        prune_replays(system)
        gather_notices(system)
        send_notices(system)
        self.stdout.write(f"{back} tasks put back; derived: {', '.join(map(str, plans)) or 'nothing was due'}")
