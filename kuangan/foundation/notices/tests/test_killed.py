"""A worker is killed with SIGKILL over a letter, and two workers work at the same outbox: real processes, real SMTP."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from kuangan.foundation.notices.tests.stage import MailServer

WORKER = Path(__file__).with_name("worker.py")


@pytest.fixture
def server() -> Iterator[MailServer]:
    server = MailServer()
    yield server
    server.close()


@pytest.fixture
def url(db: Any, tmp_path: Path) -> Iterator[str]:
    """An empty database of its own, of the kind that the suite runs on."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path / 'outbox.sqlite3'}"
        return
    import psycopg

    name = f"outbox_{os.getpid()}_{tmp_path.name.replace('-', '_')}"[:60].lower()
    with psycopg.connect(dbname="postgres", autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        yield f"postgres:///{name}"
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def start(url: str, server: MailServer, *words: str) -> subprocess.Popen[str]:
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "KUANGAN_EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
        "KUANGAN_EMAIL_FROM": "kuangan@kuangan.test",
        "PYTHONPATH": str(settings.BASE_DIR),
    }
    command = [sys.executable, str(WORKER), *words]
    return subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True)


def message_ids(server: MailServer) -> list[str]:
    return [re.search(r"^Message-ID: (<.+>)\r?$", letter.decode(), re.M)[1] for letter in server.letters]


def finished(worker: subprocess.Popen[str]) -> list[dict[str, Any]]:
    """What a worker has shown, once it has ended well."""
    out, _nothing = worker.communicate(timeout=100)
    assert worker.returncode == 0
    return [json.loads(line) for line in out.splitlines()]


def test_a_worker_killed_between_acceptance_and_commit_loses_nothing_and_repeats_under_the_same_number(url, server):
    victim: list[subprocess.Popen[str]] = []

    def kill() -> None:
        if len(server.letters) == 1:
            os.kill(victim[0].pid, signal.SIGKILL)  # the letter is accepted, the worker will never know

    server.after_data = kill
    victim.append(start(url, server, "prepare=1", "work"))
    assert victim[0].wait(timeout=100) == -signal.SIGKILL
    victim[0].stdout.close()
    assert len(server.letters) == 1

    held, found = finished(start(url, server, "work", "show", "expire", "work", "work", "show"))
    assert [row["state"] for row in held["deliveries"]] == ["sending"]  # the lease still runs: nobody else sends
    assert found["notices"] == 1
    assert [(row["state"], row["attempts"], row["interruptions"]) for row in found["deliveries"]] == [("sent", 2, 1)]
    first, second = message_ids(server)
    assert first == second == found["deliveries"][0]["message_id"]


def test_two_workers_at_the_same_outbox_send_each_letter_once(url, server):
    workers: list[subprocess.Popen[str]] = []
    second_came = threading.Event()

    def hold() -> None:
        if len(server.letters) == 1:  # the first worker holds its letters until the second one is at work
            workers.append(start(url, server, "work", "show"))
            second_came.wait(timeout=100)
        else:
            second_came.set()

    server.after_data = hold
    workers.append(start(url, server, "prepare=60", "work"))
    finished(workers[0])
    (found,) = finished(workers[1])
    assert len(found["deliveries"]) == 60
    assert len(server.letters) == len(set(message_ids(server))) == 60
