"""`python -m kuangan.shell.serving.preloaded …`: the web server with the application loaded once, before it divides.

Its processes then share the memory that the application takes, instead of each loading a copy. What must not be shared
(connections, counts for the figures) is opened by each process when it first needs it.
"""

import gc
import multiprocessing
import os


def load() -> None:
    """Import everything that pages need, and leave it out of later rounds of the garbage collector."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.db import connections
    from django.urls import get_resolver

    import config.wsgi  # noqa: F401

    _ = get_resolver().reverse_dict  # walks all addresses, and so imports every view
    connections.close_all()
    refuse_open_database()
    gc.collect()
    gc.freeze()


def refuse_open_database() -> None:
    """RuntimeError when this process has an embedded database open, in any thread.

    Locks are no child's inheritance, but SQLite's account of them is: the children would each believe that the database
    is locked for them, another process folds its log in and deletes it under their hands, and they answer "disk I/O
    error" or lose what they have committed.
    """
    from django.db import connections

    names = {os.path.realpath(one.settings_dict["NAME"]) for one in connections.all() if one.vendor == "sqlite"}
    try:
        handles = [os.path.realpath(f"/proc/self/fd/{handle}") for handle in os.listdir("/proc/self/fd")]
    except OSError:
        return  # no Linux: nothing to look at
    if found := [path for path in handles if path.removesuffix("-wal").removesuffix("-shm") in names]:
        raise RuntimeError(f"the web server would divide with {found[0]} open: close the connection first")


def main() -> None:
    """Load, then become granian with the arguments given."""
    if multiprocessing.get_start_method() == "fork":
        load()
    from granian import log
    from granian.cli import entrypoint

    # The server's own lines go where all others go, in the same form: it may set its level, and nothing else.
    log.LOGGING_CONFIG = {"version": 1, "incremental": True, "loggers": {}}

    entrypoint()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main()
