"""Telling a process that works from one that has died: by its machine and number."""

import os
import socket


def process_name() -> str:
    """Machine and number of this process, as text."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}"


def is_gone(name: str) -> bool:
    """Whether a process of this machine has ended; False for one of another machine, of which nothing is known."""
    host, _, number = name.rpartition(":")
    return host == socket.gethostname()[:40] and number.isdigit() and not is_running(int(number))


def is_running(number: int) -> bool:
    """Whether a process of this number runs on this machine."""
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
