"""Figures for Prometheus: of requests, added up over the web processes; of the work, read when they are asked for."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import connection, connections
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from kuangan.shell.queries.work import Backlog, backlog

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Environment variable of the library: where the web processes of one installation put their counts."""
_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_ours = CollectorRegistry()
_requests = Counter("kuangan_requests", "Answered requests.", ["view", "method", "status"], registry=_ours)
_seconds = Histogram("kuangan_request_seconds", "Duration of requests.", ["view"], buckets=_BUCKETS, registry=_ours)
_pool = Gauge(
    "kuangan_database_pool", "Connections of the pools of all web processes.", ["what"], registry=_ours,
    multiprocess_mode="livesum",
)  # fmt: skip


def count_request(view: str, method: str, status: int, seconds: float) -> None:
    """Count one answered request. `view` is the name of a view, so that the number of rows stays bounded."""
    _requests.labels(view, method, str(status)).inc()
    _seconds.labels(view).observe(seconds)
    pool = getattr(connection, "pool", None) if connection.vendor == "postgresql" else None
    if pool is not None:
        stats = pool.get_stats()
        _pool.labels("open").set(stats.get("pool_size", 0))
        _pool.labels("free").set(stats.get("pool_available", 0))
        _pool.labels("waiting").set(stats.get("requests_waiting", 0))


def exposition() -> bytes:
    """All figures in the text format."""
    work = CollectorRegistry()
    work.register(_Work())
    return counted() + generate_latest(work)


def counted() -> bytes:
    """The figures of requests, of all web processes of this machine."""
    registry = CollectorRegistry()
    if folder := os.environ.get(FOLDER):
        _forget_dead(Path(folder))
        multiprocess.MultiProcessCollector(registry, path=folder)  # type: ignore[no-untyped-call]
    else:
        registry.register(_ours)
    return generate_latest(registry)


class _Work(Collector):
    """What waits, read from the database at the moment of asking."""

    def collect(self) -> Iterator[Any]:
        found: Backlog = backlog()
        tasks = GaugeMetricFamily("kuangan_tasks", "Background tasks; failed ones of the last day.", labels=["state"])
        for state, count in found.tasks.items():
            tasks.add_metric([state], count)
        yield tasks
        for name, (words, value) in _plain(found).items():
            if value is not None:
                yield GaugeMetricFamily(name, words, value=value)
        yield GaugeMetricFamily(
            "kuangan_databases", "Databases in use: 2 with a read replica.", value=len(connections.settings)
        )


def _plain(found: Backlog) -> dict[str, tuple[str, float | None]]:
    return {
        "kuangan_task_oldest_seconds": ("Age of the task that has waited longest.", found.oldest_task),
        "kuangan_worker_seen_seconds": ("Seconds since a worker's last sign of life.", found.worker_seen),
        "kuangan_duties_overdue": ("Duties past their date and not delivered.", found.overdue),
        "kuangan_derivation_seconds": ("Duration of the last finished derivation.", found.derivation_seconds),
        "kuangan_derivation_age_seconds": ("Time since a derivation last finished.", found.derivation_age),
        "kuangan_audit_unsealed": ("Audit records not yet under a seal, about.", found.unsealed),
        "kuangan_disk_free_bytes": ("Free space where the data lies.", found.disk_free),
    }


def _forget_dead(folder: Path) -> None:
    """Gauges of processes that have ended no longer count; counters of theirs do."""
    for path in folder.glob("gauge_live*_*.db"):
        number = path.stem.rpartition("_")[2]
        if number.isdigit() and not Path(f"/proc/{number}").exists():
            path.unlink(missing_ok=True)
