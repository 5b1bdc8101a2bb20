"""`manage.py work`: the background worker, with its minute's round. Started by `serve`, or by a service manager."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django_tasks.signals import task_started

from kuangan.foundation.kernel import demo_clock
from kuangan.shell.actions.nightly import worker_name
from kuangan.shell.serving.sealing import Sealer
from kuangan.shell.serving.ticking import Ticker


class Command(BaseCommand):
    """Runs background tasks until SIGTERM, which lets the present task finish."""

    help = "Run background tasks and the minute's round (nightly derivation, interrupted tasks, sign of life)."

    def handle(self, *args: Any, **options: Any) -> None:
        task_started.connect(_take_the_time, weak=False)
        ticker, sealer = Ticker(), Sealer()
        ticker.start()
        sealer.start()
        try:
            call_command(
                "db_worker",
                worker_id=worker_name(),
                queue_name="*",
                interval=1,
                startup_delay=False,
                reload=False,
                verbosity=0,
            )
        finally:
            ticker.stop()
            sealer.stop()


def _take_the_time(**kwargs: Any) -> None:
    """Each task of a demo runs at the time that the demo shows now."""
    demo_clock.load()
