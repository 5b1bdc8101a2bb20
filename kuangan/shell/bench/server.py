"""A server of the product on a loopback port, for as long as a figure is taken."""

import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kuangan.shell.serving.web import web_command

HOST = "127.0.0.1"
LONGEST = 120.0
"""Seconds after which a server that does not answer is given up."""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(workers: int = 2, threads: int = 2, target: str = "") -> Iterator[tuple[int, int]]:
    """Port and process number of a server with this process's environment; it ends with the block.

    `target` names another WSGI application than the product's.
    """
    port = free_port()
    command = web_command(HOST, port, workers, threads)
    process = subprocess.Popen([*command[:-1], target or command[-1]], start_new_session=True)
    try:
        yield port, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_for(port: int, address: str) -> None:
    """Until the address answers 200. Raises RuntimeError when it does not within LONGEST seconds."""
    give_up = time.monotonic() + LONGEST
    while time.monotonic() < give_up:
        try:
            connection = http.client.HTTPConnection(HOST, port, timeout=30)
            connection.request("GET", address)
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.05)
    raise RuntimeError(f"{address} did not answer")


def resident_mib(process: int) -> float:
    """Memory of a process and its children in MiB, pages they share counted once (Linux; 0 elsewhere)."""
    total = 0
    for number in [process, *_children(process)]:
        try:
            text = Path(f"/proc/{number}/smaps_rollup").read_text(encoding="ascii")
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
    return total / 1024


def _children(process: int) -> list[int]:
    try:
        tasks = Path(f"/proc/{process}/task").iterdir()
        direct = [int(number) for task in tasks for number in (task / "children").read_text(encoding="ascii").split()]
    except OSError:
        return []
    return [*direct, *(below for number in direct for below in _children(number))]
