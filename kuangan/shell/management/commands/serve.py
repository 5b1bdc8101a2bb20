"""`manage.py serve`: web server and worker in one command; ends both when it ends."""

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.environment import BASE_DIR, env
from kuangan.foundation.authority.actors import Actor
from kuangan.shell import actions
from kuangan.shell.serving import ports
from kuangan.shell.serving.children import Child
from kuangan.shell.serving.supervising import Supervisor
from kuangan.shell.serving.web import web_command, web_environment

PORT_TAKEN = (
    "port {port} on {host} is taken by another program.\n"
    "Stop that program, or choose another port:  KUANGAN_PORT={other} make demo"
)


class Command(BaseCommand):
    """Checks the address, resumes a demo's clock, and supervises the children until a signal comes."""

    help = "Run the web server and the background worker; SIGTERM or Ctrl-C stops both."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default=env.str("KUANGAN_HOST", default="127.0.0.1"))
        parser.add_argument("--port", type=int, default=env.int("KUANGAN_PORT", default=8000))
        parser.add_argument("--workers", type=int, default=env.int("KUANGAN_WEB_WORKERS", default=2))
        parser.add_argument("--threads", type=int, default=env.int("KUANGAN_WEB_THREADS", default=2))

    def handle(self, *args: Any, host: str, port: int, workers: int, threads: int, **options: Any) -> None:
        refuse_taken_port(host, port)
        actions.resume_clock(Actor.system("serve"))
        self.stdout.flush()
        supervisor = Supervisor(
            [
                Child("web server", web_command(host, port, workers, threads), web_environment(port)),
                Child("worker", worker_command()),
            ],
            say=self._say,
            is_ready=lambda: ports.answers(host, port),
            on_ready=lambda: self._say(f"running at http://{_written(host)}:{port}  (Ctrl-C stops it)"),
        )
        if status := supervisor.run():
            sys.exit(status)

    def _say(self, text: str) -> None:
        self.stdout.write(f"kuangan: {text}")
        self.stdout.flush()


def refuse_taken_port(host: str, port: int) -> None:
    """Raise CommandError naming the mend when somebody already listens there."""
    if not ports.is_free(host, port):
        raise CommandError(PORT_TAKEN.format(host=host, port=port, other=port + 1))


def worker_command() -> list[str]:
    """The command line of the worker."""
    return [sys.executable, os.path.join(BASE_DIR, "manage.py"), "work"]


def _written(host: str) -> str:
    return f"[{host}]" if ":" in host else host
