"""Idempotency keys (幂等键): a write sent twice with one key is done once and answered alike.

First the key is taken in a transaction of its own, so that a second request sees that the first is under way. Then the
act and its answer are committed together: after a crash there are both or neither. Who never comes back is taken over
after LEASE; the fence (Replay.attempt) undoes whoever comes back too late.
"""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from pydantic_core import from_json

from kuangan.foundation.api.models import Replay
from kuangan.foundation.api.problems import Trouble
from kuangan.foundation.kernel import clock

HEADER = "Idempotency-Key"
SHAPE = "^[!-~]{8,200}$"
LEASE = timedelta(seconds=90)
"""After so long without an answer a write counts as abandoned."""
KEPT = timedelta(hours=48)
_REPLAYED = ("Content-Type", "Location")
_ASK_AGAIN = "2"


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
    row, made = Replay.objects.get_or_create(
        **place, defaults={"body_hash": digest, "started_at": clock.real_now()}
    )  # fmt: skip
    if made:
        return row
    if row.body_hash != digest:
        raise Trouble("key-reused", _("This key was sent before with other content. Use a new key for a new act."))
    return row if row.status is not None else _taken_over(row)


def _taken_over(row: Replay) -> Replay:
    present = clock.real_now()
    mine = Replay.objects.filter(
        pk=row.pk, attempt=row.attempt, status__isnull=True, started_at__lt=present - LEASE
    ).update(attempt=row.attempt + 1, started_at=present)
    if not mine:
        raise _in_flight()
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
        raise _in_flight()


def _give_back(row: Replay) -> None:
    """Nothing was done, so the key is free again."""
    Replay.objects.filter(pk=row.pk, attempt=row.attempt, status__isnull=True).delete()


def _replayed(row: Replay) -> HttpResponse:
    response = HttpResponse(row.content, status=row.status)
    for name, value in row.headers.items():
        response.headers[name] = value
    response.headers["Idempotent-Replayed"] = "true"
    return response


def _in_flight() -> Trouble:
    words = _("The same request is still being worked on. Ask again with the same key.")
    return Trouble("in-flight", words, headers={"Retry-After": _ASK_AGAIN})


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
