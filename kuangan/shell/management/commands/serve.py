"""`manage.py serve`: web server and worker in one command; ends both when it ends."""

import json
import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from config.environment import BASE_DIR
from kuangan.foundation.authority.actors import Actor
from kuangan.shell import actions
from kuangan.shell.serving import ports
from kuangan.shell.serving.web import add_web_arguments, web_command, web_environment

PORT_TAKEN = (
    "port {port} on {host} is taken by another program.\n"
    "Stop that program, or choose another port:  KUANGAN_PORT={other} make demo"
)


class Command(BaseCommand):
    """Checks the address, resumes a demo's clock, and becomes what supervises the children until a signal comes."""

    help = "Run the web server and the background worker; SIGTERM or Ctrl-C stops both."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_web_arguments(parser)

    def handle(self, *args: Any, host: str, port: int, workers: int, threads: int, **options: Any) -> None:
        refuse_taken_port(host, port)
        actions.resume_clock(Actor.system("serve"))
        children = [
            {"name": "web server", "command": web_command(host, port, workers, threads)},
            {"name": "worker", "command": worker_command()},
        ]
        told = json.dumps({"host": host, "port": port, "children": children})
        self.stdout.flush()
        connections.close_all()
        command = [sys.executable, "-m", "kuangan.shell.serving.standing", told]
        os.execve(command[0], command, {**os.environ, **web_environment(port)})  # noqa: S606 # nosec B606 - our own words


def refuse_taken_port(host: str, port: int) -> None:
    """Raise CommandError naming the mend when somebody already listens there."""
    if not ports.is_free(host, port):
        raise CommandError(PORT_TAKEN.format(host=host, port=port, other=port + 1))


def worker_command() -> list[str]:
    """The command line of the worker."""
    return [sys.executable, os.path.join(BASE_DIR, "manage.py"), "work"]
