"""Idempotency keys (幂等键): a write sent twice with one key is done once and answered alike.

First the key is taken in a transaction of its own, so that a second request sees that the first is under way. Then the
act and its answer are committed together: after a crash there are both or neither. Whose process has died is taken over
at once, who never comes back after LEASE; the fence (Replay.attempt) undoes whoever comes back too late. A key that
could not be given back, because the database was away, is given back with the next request.
"""

import hashlib
import json
import math
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from django.db import DatabaseError, transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from pydantic_core import from_json

from kuangan.foundation.api.models import Replay
from kuangan.foundation.api.problems import Trouble
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.processes import is_gone, process_name

HEADER = "Idempotency-Key"
SHAPE = "^[!-~]{8,200}$"
LEASE = timedelta(seconds=90)
"""After so long without an answer a write counts as abandoned."""
KEPT = timedelta(hours=48)
_REPLAYED = ("Content-Type", "Location")
_ASK_AGAIN = 2
"""Seconds after which to ask again for an answer that is being worked on: most are there by then."""
_owed: set[tuple[int, int]] = set()
"""Keys (row, attempt) of this process that wait to be given back."""


def once(request: HttpRequest, caller: str, run: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """The answer of `run`, now or as it was given before; `run` answers with problems and raises nothing foreseen."""
    row = _taken(request, caller)
    if row.status is not None:
        return _replayed(row)
    try:
        with transaction.atomic():
            response = _kept_if_good(run)
            if response.status_code < 500:
                _settle(row, response)
    except BaseException:
        _give_back(row)
        raise
    if response.status_code >= 500:
        _give_back(row)
    return response


def prune() -> int:
    """Delete answers that have been kept for 48 hours; returns how many."""
    deleted, _by_table = Replay.objects.filter(started_at__lt=clock.real_now() - KEPT).delete()
    return deleted


def _taken(request: HttpRequest, caller: str) -> Replay:
    """The row of the key, ours to work on or answered already."""
    key = request.headers.get(HEADER, "")
    if not re.match(SHAPE, key):
        raise Trouble(
            "malformed",
            _("Every write needs the header Idempotency-Key: 8 to 200 visible characters, new for each act."),
        )
    place = {"caller": caller, "key": key, "method": request.method or "", "path": request.path[:300]}
    digest = _digest(request)
    _give_back_owed()
    row, made = Replay.objects.get_or_create(
        **place, defaults={"body_hash": digest, "started_at": clock.real_now(), "worker": process_name()}
    )  # fmt: skip
    if made:
        return row
    if row.body_hash != digest:
        raise Trouble("key-reused", _("This key was sent before with other content. Use a new key for a new act."))
    return row if row.status is not None else _taken_over(row)


def _taken_over(row: Replay) -> Replay:
    present = clock.real_now()
    abandoned = Q(started_at__lt=present - LEASE)
    if is_gone(row.worker):
        abandoned |= Q(worker=row.worker)
    mine = Replay.objects.filter(abandoned, pk=row.pk, attempt=row.attempt, status__isnull=True).update(
        attempt=row.attempt + 1, started_at=present, worker=process_name()
    )
    if not mine:
        raise _in_flight(present - row.started_at)
    row.attempt += 1
    return row


def _kept_if_good(run: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """What `run` wrote stays only when it answered with success."""
    mark = transaction.savepoint()
    response = run()
    if response.status_code >= 400:
        transaction.savepoint_rollback(mark)
    else:
        transaction.savepoint_commit(mark)
    return response


def _settle(row: Replay, response: HttpResponseBase) -> None:
    content = response.content.decode() if isinstance(response, HttpResponse) else ""
    headers = {name: response.headers[name] for name in _REPLAYED if name in response.headers}
    ours = Replay.objects.filter(pk=row.pk, attempt=row.attempt, status__isnull=True)
    if not ours.update(status=response.status_code, content=content, headers=headers):
        raise _in_flight(timedelta(0))


def _give_back(row: Replay) -> None:
    """Nothing was done, so the key is free again; where the database is away, as soon as it is back."""
    _owed.add((row.pk, row.attempt))
    with suppress(DatabaseError):
        _give_back_owed()


def _give_back_owed() -> None:
    for pk, attempt in tuple(_owed):
        Replay.objects.filter(pk=pk, attempt=attempt, status__isnull=True).delete()
        _owed.discard((pk, attempt))


def _replayed(row: Replay) -> HttpResponse:
    response = HttpResponse(row.content, status=row.status)
    for name, value in row.headers.items():
        response.headers[name] = value
    response.headers["Idempotent-Replayed"] = "true"
    return response


def _in_flight(age: timedelta) -> Trouble:
    """Soon for what has just begun; what has been under way for long may be, but no longer than the lease runs."""
    words = _("The same request is still being worked on. Ask again with the same key.")
    left = max(1, math.ceil((LEASE - age).total_seconds()))
    seconds = min(left, max(_ASK_AGAIN, math.ceil(age.total_seconds())))
    return Trouble("in-flight", words, headers={"Retry-After": str(seconds)})


def _digest(request: HttpRequest) -> str:
    """The hash of what was sent: JSON whatever the order of its names, of a form its fields and files."""
    found = hashlib.sha256()
    if request.content_type != "multipart/form-data":
        found.update(_ordered(request.body))
        return found.hexdigest()
    for name in sorted(request.POST):
        found.update(repr((name, request.POST.getlist(name))).encode("utf-8", "surrogatepass"))
    for name in sorted(request.FILES):
        for upload in request.FILES.getlist(name):
            found.update(repr((name, upload.name)).encode("utf-8", "surrogatepass"))
            for piece in upload.chunks():
                found.update(piece)
            upload.seek(0)
    return found.hexdigest()


def _ordered(body: bytes) -> bytes:
    """JSON with its names in order and without blanks; what is none (the operation will refuse it) as it came."""
    try:
        return json.dumps(from_json(body, allow_inf_nan=False), sort_keys=True).encode()
    except ValueError:
        return body
