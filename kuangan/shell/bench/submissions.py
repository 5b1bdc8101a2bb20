"""Rows 16 and 14: sixteen people submitting at once through the web server, and the memory it takes."""

from collections import deque
from collections.abc import Iterator
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
from kuangan.shell.bench.clients import Tally, Worker, at_once, signed_in
from kuangan.shell.bench.report import Figures, Limit
from kuangan.shell.bench.seeding import SINCE, SYSTEM, TODAY, put_in_force, seed_bodies, seed_mines
from kuangan.shell.bench.server import resident_mib, serving, wait_for
from kuangan.shell.bench.starting import SIGN_IN
from kuangan.shell.bench.timing import statements

CLIENTS = 16
PER_SECOND = 500
"""So many submissions a second are prepared: more than any machine has made."""
WARMING = 8
"""Seconds of submissions before the measured ones."""


def measure(*, seconds: int, **_options: Any) -> list[Figures]:
    """Submissions for so many seconds, two workers of two threads, on SQLite."""
    work = _prepare(seconds)
    clients = [Worker(signed_in(user), _posts(own)) for user, own in work]
    queries = _statements(clients[0].session, work[0][1].pop())
    connections.close_all()
    with serving() as (port, process):
        wait_for(port, SIGN_IN)
        idle = resident_mib(process)
        at_once(port, clients, WARMING, _submitted)  # both workers load what a first request needs
        tally, taken = at_once(port, clients, seconds, _submitted)
        after = resident_mib(process)
    return [_figures(tally, taken, queries), _memory(idle, after)]


def _submitted(status: int, where: str) -> bool:
    return status == 302 and "submissions" in where


def _posts(own: deque[int]) -> Iterator[tuple[str, str]]:
    while own:
        yield reverse("duties:submit", args=[own.pop()]), ""


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


def _statements(session: str, pk: int) -> int:
    """SQL of one submission by HTTP, in this process."""
    browser = Client()
    browser.cookies[settings.SESSION_COOKIE_NAME] = session
    browser.get(reverse("duties:duty", args=[pk]))
    return statements(lambda: browser.post(reverse("duties:submit", args=[pk])))


def _figures(tally: Tally, taken: float, queries: int) -> Figures:
    done = len(tally.times)
    if done > Submission.rows.count():
        tally.errors.append("fewer rows than answers")
    waited, errors = tally.waited(), tally.errors_in_words()
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
