"""The serving command: takes its children with it however it ends, restarts the dead, says when a port is taken.

The children are small stand-ins, so that the whole file takes seconds; one test starts the real site.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.core.management import CommandError

from config.environment import BASE_DIR
from kuangan.shell.management.commands.serve import refuse_taken_port
from kuangan.shell.serving import ports
from kuangan.shell.serving.children import Child
from kuangan.shell.serving.supervising import Supervisor

pytestmark = pytest.mark.embedded
PATIENCE = 60.0
STAND_IN = """
import sys; sys.path.insert(0, {root!r})
from kuangan.shell.serving.children import Child
from kuangan.shell.serving.supervising import Supervisor
sleeper = [sys.executable, "-c", "import os, subprocess, sys, time; "
    "grandchild = subprocess.Popen(['sleep', '300']); "
    "open({notes!r}, 'a').write(f'{{os.getpid()}}\\\\n{{grandchild.pid}}\\\\n'); "
    "time.sleep(300)"]
sys.exit(Supervisor([Child("sleeper", sleeper)], say=print).run())
"""
linux = pytest.mark.skipif(sys.platform != "linux", reason="the kernel's parent-death signal is Linux's own")


def until(condition, seconds: float = PATIENCE) -> bool:
    """Wait for a condition, for a bounded time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


def is_alive(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except (OSError, IndexError):
        return False
    return state != "Z"


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def supervised(tmp_path):
    """A supervisor with one child that has a child of its own; yields it with the way to read their numbers."""
    notes = tmp_path / "numbers"
    process = subprocess.Popen([sys.executable, "-c", STAND_IN.format(root=str(BASE_DIR), notes=str(notes))])

    def numbers() -> list[int]:
        return [int(line) for line in notes.read_text().split()] if notes.exists() else []

    assert until(lambda: len(numbers()) == 2)
    yield process, numbers
    for number in [process.pid, *numbers()]:
        if is_alive(number):
            os.kill(number, signal.SIGKILL)
    process.wait()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_the_command_and_everything_it_started(supervised, number):
    process, numbers = supervised
    process.send_signal(number)
    assert process.wait(timeout=PATIENCE) == 0
    assert until(lambda: not any(map(is_alive, numbers())))


@linux
def test_children_end_when_the_command_is_killed(supervised):
    process, numbers = supervised
    child = numbers()[0]
    process.kill()
    process.wait()
    assert until(lambda: not is_alive(child))


def test_a_dead_child_is_started_again_and_leaves_nothing_behind(supervised):
    _process, numbers = supervised
    child, grandchild = numbers()
    os.kill(child, signal.SIGKILL)
    assert until(lambda: len(numbers()) == 4)
    assert not is_alive(grandchild)
    assert is_alive(numbers()[2])


def test_a_child_that_keeps_failing_is_started_again_for_ever_and_takes_no_other_with_it(monkeypatch):
    monkeypatch.setattr("kuangan.shell.serving.children._SHORTEST", 0.0)
    said: list[str] = []
    supervisor = Supervisor(
        [Child("broken", [sys.executable, "-c", "raise SystemExit(3)"]), Child("web", ["sleep", "300"])],
        say=lambda line: (said.append(line), len(said) < 12 or supervisor._stop(0, None)),
    )
    numbers: set[int | None] = set()
    monkeypatch.setattr(supervisor, "_is_ready", lambda: bool(numbers.add(supervisor.children[1].pid)))
    assert supervisor.run() == 0
    assert len(said) >= 12 and all("broken ended with status 3" in line for line in said)
    assert "keeps failing" in said[-1] and "keeps failing" not in said[0]
    assert len(numbers) == 1, "the other child was left alone"


def test_the_pause_between_two_starts_grows_to_half_a_minute():
    child = Child("worker", ["false"])
    pauses = []
    for child.failures in (1, 2, 5, 9, 5000):
        pauses.append(child.pause)
    assert pauses == [0.5, 1, 8, 30, 30]


def test_a_taken_port_is_named_with_the_mend():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert not ports.is_free("127.0.0.1", port)
        with pytest.raises(CommandError, match=f"KUANGAN_PORT={port + 1}"):
            refuse_taken_port("127.0.0.1", port)
    assert ports.is_free("127.0.0.1", port)


def test_the_real_site_answers_and_stops_without_orphans(tmp_path, free_port):
    environment = {
        **{key: value for key, value in os.environ.items() if key not in {"KUANGAN_TESTING", "DATABASE_URL"}},
        "KUANGAN_DEMO": "1",
        "KUANGAN_DATA_DIR": str(tmp_path),
        "KUANGAN_DEBUG": "1",  # static files from their folders: collecting them takes longer than this test may
        "KUANGAN_PORT": str(free_port),
    }
    command = [sys.executable, str(BASE_DIR / "manage.py")]
    subprocess.run([*command, "migrate", "--verbosity", "0"], env=environment, check=True, timeout=PATIENCE * 2)
    subprocess.run([*command, "createcachetable"], env=environment, check=True, timeout=PATIENCE)
    site = subprocess.Popen([*command, "serve", "--workers", "1"], env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert until(lambda: ports.answers("127.0.0.1", free_port))
        with urlopen(f"http://127.0.0.1:{free_port}/account/login/", timeout=PATIENCE) as answer:
            assert answer.status == 200
            assert "密码" in answer.read().decode()
        children = Path(f"/proc/{site.pid}/task/{site.pid}/children")
        started = [int(number) for number in children.read_text().split()] if children.exists() else []
        site.terminate()
        assert site.wait(timeout=PATIENCE) == 0
        assert until(lambda: not any(map(is_alive, started)))
        assert until(lambda: not ports.answers("127.0.0.1", free_port))
    finally:
        if site.poll() is None:
            site.kill()
        site.communicate()
