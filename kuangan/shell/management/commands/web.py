"""`kuangan web`: the web server alone, for installations whose service manager runs web servers and workers apart."""

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from config.environment import env
from kuangan.shell.management.commands.serve import refuse_taken_port
from kuangan.shell.serving.web import web_command, web_environment


class Command(BaseCommand):
    """Becomes the web server: signals of the service manager reach it directly."""

    help = "Run the web server alone; `kuangan work` is the worker, `kuangan serve` both."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default=env.str("KUANGAN_HOST", default="127.0.0.1"))
        parser.add_argument("--port", type=int, default=env.int("KUANGAN_PORT", default=8000))
        parser.add_argument("--workers", type=int, default=env.int("KUANGAN_WEB_WORKERS", default=2))
        parser.add_argument("--threads", type=int, default=env.int("KUANGAN_WEB_THREADS", default=2))

    def handle(self, *args: Any, host: str, port: int, workers: int, threads: int, **options: Any) -> None:
        refuse_taken_port(host, port)
        command = web_command(host, port, workers, threads)
        os.execve(command[0], command, {**os.environ, **web_environment(port)})  # noqa: S606 # nosec B606 - our own words
