"""Taking times: floor and ours by turns, the best of several, so that a neighbour's load falls on both."""

import resource
import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

_FRAMES = ("BEGIN", "COMMIT")


def once(work: Callable[[], Any]) -> float:
    """Seconds that `work` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def best(work: Callable[[], Any], rounds: int = 7) -> float:
    """The least seconds of several rounds, after one that is not counted."""
    work()
    return min(once(work) for _round in range(rounds))


def by_turns(floor: Callable[[], Any], ours: Callable[[], Any], rounds: int = 9) -> tuple[float, float]:
    """The least seconds of each, taken by turns, after one round that is not counted."""
    floor()
    ours()
    pairs = [(once(floor), once(ours)) for _round in range(rounds)]
    return min(pair[0] for pair in pairs), min(pair[1] for pair in pairs)


def statements(work: Callable[[], Any]) -> int:
    """How many SQL statements `work` sends; begin and commit, which only one of the two databases shows, left out."""
    with CaptureQueriesContext(connection) as captured:
        work()
    return sum(not query["sql"].startswith(_FRAMES) for query in captured.captured_queries)


def pages_read(work: Callable[[], Any]) -> int:
    """How many pages of the database the statements of `work` look at, in memory or not; 0 without PostgreSQL.

    Unlike times, these do not depend on what else the machine does.
    """
    if connection.vendor != "postgresql":
        return 0
    with CaptureQueriesContext(connection) as captured:
        work()
    total = 0
    with connection.cursor() as cursor:
        for query in captured.captured_queries:
            cursor.execute("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + query["sql"].replace("%", "%%"), [])
            plan = cursor.fetchone()[0][0]["Plan"]
            total += plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
    return total


def peak_mib() -> float:
    """The most memory that this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
