"""The web server's command line and environment."""

import os
import shutil
import sys
from pathlib import Path

from django.conf import settings

from config.deployment import FIGURES


def web_command(host: str, port: int, workers: int, threads: int) -> list[str]:
    """The command line of the web server: a worker process that dies is replaced, the others go on answering."""
    given = {"--host": host, "--port": port, "--workers": workers, "--blocking-threads": threads}
    options = [str(part) for pair in given.items() for part in pair]
    fixed = ["--interface", "wsgi", "--no-ws", "--log-level", "warning", "--respawn-failed-workers"]
    return [sys.executable, "-m", "granian", *fixed, *options, "config.wsgi:application"]


def web_environment(port: int) -> dict[str, str]:
    """What its processes need beside ours: an empty folder for their counts, when figures are wanted."""
    if not settings.KUANGAN_METRICS:
        return {}
    folder = Path(settings.DATA_DIR) / "figures" / str(port)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return {FIGURES: os.fspath(folder)}
