"""`kuangan web`: the web server alone, for installations whose service manager runs web servers and workers apart."""

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from kuangan.shell.management.commands.serve import refuse_taken_port
from kuangan.shell.serving.web import add_web_arguments, web_command, web_environment


class Command(BaseCommand):
    """Becomes the web server: signals of the service manager reach it directly."""

    help = "Run the web server alone; `kuangan work` is the worker, `kuangan serve` both."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_web_arguments(parser)

    def handle(self, *args: Any, host: str, port: int, workers: int, threads: int, **options: Any) -> None:
        refuse_taken_port(host, port)
        command = web_command(host, port, workers, threads)
        os.execve(command[0], command, {**os.environ, **web_environment(port)})  # noqa: S606 # nosec B606 - our own words
