"""The web server's command line and environment."""

import os
import shutil
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings

from config.deployment import FIGURES
from config.environment import BASE_DIR, env


def add_web_arguments(parser: ArgumentParser) -> None:
    """Where the web server listens and how many it is, with defaults from the environment."""
    parser.add_argument("--host", default=env.str("KUANGAN_HOST", default="127.0.0.1"))
    parser.add_argument("--port", type=int, default=env.int("KUANGAN_PORT", default=8000))
    parser.add_argument("--workers", type=int, default=env.int("KUANGAN_WEB_WORKERS", default=2))
    parser.add_argument("--threads", type=int, default=env.int("KUANGAN_WEB_THREADS", default=2))


def web_command(host: str, port: int, workers: int, threads: int) -> list[str]:
    """The command line of the web server: a worker process that dies is replaced, the others go on answering."""
    given = {"--host": host, "--port": port, "--workers": workers, "--blocking-threads": threads}
    options = [str(part) for pair in given.items() for part in pair]
    fixed = ["--interface", "wsgi", "--no-ws", "--log-level", "warning", "--respawn-failed-workers"]
    return [sys.executable, "-m", "kuangan.shell.serving.preloaded", *fixed, *options, "config.wsgi:application"]


def web_environment(port: int) -> dict[str, str]:
    """What its processes need beside ours: where our modules lie, and with figures an empty folder for counts."""
    path = os.pathsep.join(filter(None, (str(BASE_DIR), os.environ.get("PYTHONPATH"))))
    if not settings.KUANGAN_METRICS:
        return {"PYTHONPATH": path}
    folder = Path(settings.DATA_DIR) / "figures" / str(port)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return {"PYTHONPATH": path, FIGURES: os.fspath(folder)}
