"""What a larger installation adds, read from the environment: object store, read replica, logs, figures."""

import os
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from config import environment
from config.environment import env

FIGURES = "PROMETHEUS_MULTIPROC_DIR"
"""Where the web processes of one machine put their counts; `kuangan web` chooses a folder of its own."""


def databases() -> dict[str, Any]:
    """The database, and its read replica when DATABASE_REPLICA_URL names one (PostgreSQL only)."""
    found = {"default": environment.database()}
    url = env.str("DATABASE_REPLICA_URL", default="")
    if not url:
        return found
    replica: dict[str, Any] = env.db_url_config(url)
    if {one["ENGINE"].rpartition(".")[2] for one in (replica, found["default"])} != {"postgresql"}:
        raise ImproperlyConfigured("DATABASE_REPLICA_URL needs PostgreSQL there and in DATABASE_URL.")
    options = {**environment.POSTGRES_OPTIONS, **replica.get("OPTIONS", {})}
    if pool := found["default"].get("OPTIONS", {}).get("pool"):
        options["pool"] = pool
    return {**found, "replica": {**replica, "OPTIONS": options, "TEST": {"MIRROR": "default"}}}


def file_storage() -> dict[str, Any]:
    """Where kept files lie: the folder of the data, or an object store when KUANGAN_S3_BUCKET names one."""
    bucket = env.str("KUANGAN_S3_BUCKET", default="")
    if not bucket:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    try:
        from botocore.config import Config  # type: ignore[import-not-found,import-untyped,unused-ignore]
    except ImportError as missing:
        raise ImproperlyConfigured(
            "KUANGAN_S3_BUCKET is set, but the libraries for object stores are not installed: install the extra s3."
        ) from missing
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": env.str("KUANGAN_S3_ENDPOINT", default="") or None,
            "region_name": env.str("KUANGAN_S3_REGION", default="") or None,
            "access_key": env.str("KUANGAN_S3_KEY", default="") or None,
            "secret_key": env.str("KUANGAN_S3_SECRET", default="") or None,
            "location": env.str("KUANGAN_S3_PREFIX", default=""),
            "default_acl": None,  # as private as the bucket: pages hand files out, addresses of the store never
            "file_overwrite": True,  # a name is the hash of its content
            "max_memory_size": 5 * 1024 * 1024,  # larger ones pass through a temporary file
            # Checksums of the newest protocol are refused by many stores that are not Amazon's.
            "client_config": Config(
                connect_timeout=5,
                read_timeout=60,
                retries={"max_attempts": 3, "mode": "standard"},
                signature_version="s3v4",
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
                s3={"addressing_style": env.str("KUANGAN_S3_ADDRESSING", default="auto")},
            ),
        },
    }


def loggers(level: str) -> dict[str, Any]:
    """Logging to standard error: words for a person, or one JSON object a line (KUANGAN_LOG_FORMAT=json).

    Neither holds personal data: libraries that log names and addresses are quiet (the audit trail keeps sign-ins), and
    a failure is told by its kind and its place, not by its message. Quiet is said by a handler that does nothing: one
    without any would fall through to Python's last resort.
    """
    form = env.str("KUANGAN_LOG_FORMAT", default="line")
    if form not in ("line", "json"):
        raise ImproperlyConfigured("KUANGAN_LOG_FORMAT is line or json.")
    formatters = {
        "line": {"()": "kuangan.foundation.kernel.logbook.LineFormatter"},
        "json": {"()": "kuangan.foundation.kernel.logbook.json_formatter"},
    }
    quiet = {"handlers": ["nowhere"], "propagate": False}
    requests = env.bool("KUANGAN_LOG_REQUESTS", default=form == "json")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {form: formatters[form]},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": form},
            "nowhere": {"class": "logging.NullHandler"},
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level},
            "kuangan.requests": {"level": "INFO" if requests else "CRITICAL"},
            "django.request": quiet,  # kuangan.requests tells of every answer, and of failures with their place
            "django.server": quiet,
            "axes": quiet,
        },
    }


def figures(data_dir: Path) -> tuple[bool, str]:
    """Whether /metrics exists, and the token that opens it (without one: only from this machine, past no proxy)."""
    token = str(env.str("KUANGAN_METRICS_TOKEN", default=""))
    wanted = bool(token) or bool(env.bool("KUANGAN_METRICS", default=False))
    if wanted:
        folder = Path(os.environ.setdefault(FIGURES, str(data_dir / "figures")))
        folder.mkdir(parents=True, exist_ok=True)
    return wanted, token
