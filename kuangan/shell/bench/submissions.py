"""Rows 16 and 14: sixteen people submitting at once through the web server, and the memory it takes."""

import http.client
import threading
import time
from collections import deque
from itertools import cycle
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections
from django.test import Client
from django.urls import reverse

from kuangan.access.actions import Place, grant
from kuangan.access.models import User
from kuangan.duties.actions.derive import derive
from kuangan.duties.models import Assignment, Signature, Submission
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.kernel import clock
from kuangan.registry.models import Mine
from kuangan.shell.bench.report import Figures, Limit
from kuangan.shell.bench.seeding import SINCE, SYSTEM, TODAY, put_in_force, seed_bodies, seed_mines
from kuangan.shell.bench.server import HOST, resident_mib, serving, wait_for
from kuangan.shell.bench.starting import SIGN_IN
from kuangan.shell.bench.timing import statements

CLIENTS = 16
PER_SECOND = 500
"""So many submissions a second are prepared: more than any machine has made."""
WARMING = 8
"""Seconds of submissions before the measured ones."""
_TOKEN = "b" * 32
"""A CSRF secret; the cookie and the form must agree, which value they hold is the browser's affair."""


class Tally:
    """What the clients have seen."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self.errors: list[str] = []


def measure(*, seconds: int, **_options: Any) -> list[Figures]:
    """Submissions for so many seconds, two workers of two threads, on SQLite."""
    work = _prepare(seconds)
    browsers = [_signed_in(user) for user in work]
    queries = _statements(browsers[0], work[0][1].pop())
    connections.close_all()
    with serving() as (port, process):
        wait_for(port, SIGN_IN)
        idle = resident_mib(process)
        _at_once(port, browsers, work, WARMING)  # both workers load what a first request needs
        tally, taken = _at_once(port, browsers, work, seconds)
        after = resident_mib(process)
    return [_figures(tally, taken, queries), _memory(idle, after)]


def _at_once(
    port: int, browsers: list[str], work: list[tuple[User, deque[int]]], seconds: float
) -> tuple[Tally, float]:
    """All clients submitting for so many seconds; what they saw, and how long it took."""
    tally, until = Tally(), time.perf_counter() + seconds
    threads = [
        threading.Thread(target=_submit, args=(port, cookie, own, until, tally))
        for cookie, (_user, own) in zip(browsers, work, strict=True)
    ]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tally, time.perf_counter() - start


def _prepare(seconds: int) -> list[tuple[User, deque[int]]]:
    """The people, each with the assignments of their own mines, complete but for the submission."""
    seed_bodies()
    plan = put_in_force(Path(__file__).with_name("plan-daily.yaml"))
    with clock.at(TODAY):
        days = (clock.today() - plan.starts_on).days + 1
        mines = seed_mines(max(1, -(-(seconds + WARMING) * PER_SECOND // (CLIENTS * days))) * CLIENTS)
        derive(SYSTEM, plan, cause="bench")
    rows = Assignment.rows.filter(plan=plan)
    Signature.rows.bulk_create(
        (
            Signature(assignment_id=pk, requirement="read", text="已阅知。", content_hash="0" * 64, method="confirmed")
            for pk in rows.values_list("pk", flat=True)
        ),
        batch_size=2000,
    )
    people: list[tuple[User, deque[int]]] = [(_person(number), deque()) for number in range(CLIENTS)]
    for (user, own), mine in zip(cycle(people), Mine.rows.filter(pk__in=mines).order_by("pk")):
        place = Place(mine=mine)
        grant(SYSTEM, user, role=Role.MINE_SAFETY_OFFICER, place=place, valid_from=SINCE)
        own.extend(rows.filter(owing_mine=mine).values_list("pk", flat=True))
    return people


def _person(number: int) -> User:
    return User.objects.create_user(f"bench{number}", "Cuiping-2023-shan", name=f"测量员{number}")


def _signed_in(user: tuple[User, deque[int]]) -> str:
    """The session cookie of a person who has signed in."""
    browser = Client()
    browser.force_login(user[0], backend="django.contrib.auth.backends.ModelBackend")
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


def _statements(session: str, pk: int) -> int:
    """SQL of one submission by HTTP, in this process."""
    browser = Client()
    browser.cookies[settings.SESSION_COOKIE_NAME] = session
    browser.get(reverse("duties:duty", args=[pk]))
    return statements(lambda: browser.post(reverse("duties:submit", args=[pk])))


def _submit(port: int, session: str, own: deque[int], until: float, tally: Tally) -> None:
    connection = http.client.HTTPConnection(HOST, port, timeout=60)
    headers = {
        "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={_TOKEN}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    while own and time.perf_counter() < until:
        start = time.perf_counter()
        try:
            connection.request(
                "POST", reverse("duties:submit", args=[own.pop()]), f"csrfmiddlewaretoken={_TOKEN}", headers
            )  # fmt: skip
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException) as error:
            tally.errors.append(repr(error))
            connection.close()
            continue
        if answer.status == 302 and "submissions" in (answer.getheader("Location") or ""):
            tally.times.append(time.perf_counter() - start)
        else:
            tally.errors.append(f"status {answer.status}")
    connection.close()


def _figures(tally: Tally, taken: float, queries: int) -> Figures:
    done = len(tally.times)
    if done > Submission.rows.count():
        tally.errors.append("fewer rows than answers")
    times = sorted(tally.times) or [0.0]
    waited = f"p50 {times[done // 2] * 1000:.0f} ms, p95 {times[int(done * 0.95)] * 1000:.0f} ms"
    errors = f"{len(tally.errors)} errors" + (f" ({tally.errors[0]})" if tally.errors else "")
    return Figures(
        "16", f"submissions, {CLIENTS} clients, {taken:.0f} s, SQLite",
        [("ours, over HTTP with audit", f"{done:,} submissions, {waited}, {queries} SQL each, {errors}")],
        [
            Limit("submissions/s", done / taken, 150, 400, "/s", at_least=True),
            Limit("errors", len(tally.errors), 0, exact=True),
        ],
    )  # fmt: skip


def _memory(idle: float, after: float) -> Figures:
    return Figures(
        "14", "memory of the web server, 2 workers, shared pages once",
        [("idle", f"{idle:.0f} MiB"), ("after the submissions", f"{after:.0f} MiB")],
        [Limit("idle", idle, 240, 200, " MiB"), Limit("growth", after - idle, 150, 80, " MiB")],
    )  # fmt: skip
