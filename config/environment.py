"""Reads the environment: the only place that knows the names of the variables.

Every value has a safe default except the secret, which only a demo or a test may leave out.
"""

from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

_SHORTEST_KEY = 32

SQLITE_OPTIONS = {
    # IMMEDIATE: a transaction that reads and then writes never fails half-way with "database is locked".
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        # Never mapped into memory: threads that open and close connections of one mapped file have met "disk I/O error"
        # (SQLITE_IOERR_SHORT_READ) and lost rows that were committed, a few in ten thousand (docs/performance.md).
        "PRAGMA journal_mode=WAL;PRAGMA synchronous={sync};PRAGMA temp_store=MEMORY;PRAGMA mmap_size=0;"
        "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=-20000;"
    ),
}

SQLITE_KEPT_SECONDS = 600
DATABASE_SECONDS = 3
"""How long a request waits for a connection: a database that is away is told of in seconds (503)."""
POSTGRES_OPTIONS = {
    "connect_timeout": DATABASE_SECONDS,
    # A server that has vanished without a word is noticed, too.
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}


def demo() -> bool:
    """Whether this is a demo: invented data, a clock that can be moved, relaxed sign-in."""
    return bool(env.bool("KUANGAN_DEMO", default=False))


def testing() -> bool:
    """Whether the test suite runs: set by the root conftest, never by hand."""
    return bool(env.bool("KUANGAN_TESTING", default=False))


def data_dir() -> Path:
    """Folder of the embedded database and of the files; kept out of version control."""
    return Path(str(env.str("KUANGAN_DATA_DIR", default=str(BASE_DIR / "var"))))


def secret_key() -> str:
    """The signing secret; refuses to start without one outside demo and tests."""
    if value := env.str("KUANGAN_SECRET_KEY", default=""):
        return str(value)
    if testing():
        return "only-for-tests-0123456789-0123456789-0123456789-0123456789"
    if demo():
        return _demo_secret()
    raise ImproperlyConfigured("KUANGAN_SECRET_KEY is not set. Put 50 or more random characters into the environment.")


def _demo_secret() -> str:
    """A secret made once per demo folder, so that demo sessions survive a restart and differ between machines."""
    from django.core.management.utils import get_random_secret_key

    path = data_dir() / "demo-secret"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(get_random_secret_key() + get_random_secret_key(), encoding="utf-8")
        path.chmod(0o600)
    return path.read_text(encoding="utf-8")


def second_factor_keys() -> list[str]:
    """What the second factors are sealed with: the first seals, all open; the signing secret unless told otherwise."""
    told = [str(key) for key in env.list("KUANGAN_SECOND_FACTOR_KEYS", default=[]) if str(key).strip()]
    if any(len(key) < _SHORTEST_KEY for key in told):
        raise ImproperlyConfigured("A key of KUANGAN_SECOND_FACTOR_KEYS is too short: 32 or more random characters.")
    return told or [secret_key()]


def database() -> dict[str, Any]:
    """Connection settings: SQLite in the data folder unless DATABASE_URL names another database."""
    url = env.str("DATABASE_URL", default="")
    if not url or url.startswith("sqlite"):
        path = url.split("sqlite:///", 1)[1] if url else ""
        name = Path(path) if path else data_dir() / "kuangan.sqlite3"
        name.parent.mkdir(parents=True, exist_ok=True)
        sync = env.str("KUANGAN_SQLITE_SYNC", default="NORMAL")
        options = {**SQLITE_OPTIONS, "init_command": str(SQLITE_OPTIONS["init_command"]).format(sync=sync)}
        # Kept open between requests: whoever closes the last connection puts the log back into the file and deletes it,
        # while the next one is opening it already.
        age = 0 if testing() else SQLITE_KEPT_SECONDS
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "OPTIONS": options, "CONN_MAX_AGE": age}
    settings: dict[str, Any] = env.db_url_config(url)
    pool = env.int("KUANGAN_DB_POOL", default=0)
    if settings["ENGINE"].endswith("postgresql"):
        settings["OPTIONS"] = {**POSTGRES_OPTIONS, **settings.get("OPTIONS", {})}
        settings["CONN_HEALTH_CHECKS"] = True
        if pool:
            settings["OPTIONS"]["pool"] = {"min_size": 1, "max_size": pool, "timeout": DATABASE_SECONDS}
    return settings
