"""What every test stands on: test settings, no network, audit guards that let the test database be emptied."""

import os
import socket
from collections.abc import Iterator
from typing import Any

os.environ["KUANGAN_TESTING"] = "1"  # before anything reads the settings, which is why they are not named in pyproject
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's sync API and the ORM share a thread

import django
import pytest
from hypothesis import settings

django.setup()

# A suite says the same of the same code whenever it runs; KUANGAN_FUZZ_EXAMPLES asks for draws of its own.
settings.register_profile("repeatable", derandomize=True)
if "KUANGAN_FUZZ_EXAMPLES" not in os.environ:
    settings.load_profile("repeatable")

LOOPBACK = {"127.0.0.1", "::1", "localhost", "0.0.0.0", "::", ""}  # noqa: S104 -- names to compare with, nothing binds


class NetworkRefused(RuntimeError):
    """A test tried to reach another machine."""


def _refuse_distant(address: object) -> None:
    host = address[0] if isinstance(address, tuple) else address
    if isinstance(host, (bytes, bytearray)):
        host = host.decode(errors="replace")
    if isinstance(address, tuple) and host not in LOOPBACK and not str(host).startswith("127."):
        raise NetworkRefused(f"tests may not reach {host!r}: give the code a stand-in on 127.0.0.1")


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Only loopback and unix sockets may be connected to; names of other machines are not even looked up."""
    patch = pytest.MonkeyPatch()
    for name in ("connect", "connect_ex"):
        original = getattr(socket.socket, name)

        def guarded(self: socket.socket, address: Any, _original: Any = original) -> Any:
            if self.family != getattr(socket, "AF_UNIX", None):
                _refuse_distant(address)
            return _original(self, address)

        patch.setattr(socket.socket, name, guarded)
    lookup = socket.getaddrinfo

    def guarded_lookup(host: Any, *args: Any, **kwargs: Any) -> Any:
        _refuse_distant((host or "", 0))
        return lookup(host, *args, **kwargs)

    patch.setattr(socket, "getaddrinfo", guarded_lookup)
    yield
    patch.undo()


@pytest.fixture(autouse=True, scope="session")
def audit_guards_make_way_for_flush() -> Iterator[None]:
    """The database refuses to delete audit rows; a TransactionTestCase empties it between tests all the same."""
    from django.db import connections
    from django.test import TransactionTestCase

    original = TransactionTestCase._fixture_teardown

    def teardown(self: TransactionTestCase) -> None:
        from kuangan.foundation.integrity import guards

        open_connections = [connections[alias] for alias in self._databases_names(include_mirrors=False)]
        for connection in open_connections:
            guards.remove(connection)
        try:
            original(self)
        finally:
            for connection in open_connections:
                guards.install(connection)

    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def files_in_temporary_folder(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Kept files of a test never land in the data folder of the checkout."""
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("files")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The machine's own Chromium, as root or not, which talks to this machine only."""
    return {
        **browser_type_launch_args,
        "executable_path": os.environ.get("CHROMIUM", "/usr/bin/chromium"),
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
        ],
    }


DATABASE_FIXTURES = frozenset({"db", "transactional_db", "live_server", "django_db_reset_sequences"})


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--database-only`: the second run, on the other database, leaves out what no database can change."""
    parser.addoption("--database-only", action="store_true", help="run only tests that touch the database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out tests without a database, and those marked `embedded`, when the suite runs on a second database."""
    if not config.getoption("--database-only"):
        return
    kept = [item for item in items if _touches_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def _touches_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("embedded"):
        return False
    named = DATABASE_FIXTURES.intersection(getattr(item, "fixturenames", ()))
    return bool(named) or item.get_closest_marker("django_db") is not None
