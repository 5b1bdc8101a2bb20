"""Rows 1 and 2: one person, then sixteen, entering a record through its form, beside bare Django doing the same."""

from collections.abc import Iterator
from itertools import count
from typing import Any

from django.db import connections
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from kuangan.access.actions import Place, grant
from kuangan.access.models import User
from kuangan.foundation.authority.roles import Role
from kuangan.registry.models import Licence
from kuangan.shell.bench import bare
from kuangan.shell.bench.clients import Tally, Worker, at_once, floor_holds, signed_in
from kuangan.shell.bench.report import Figures, Limit, ms
from kuangan.shell.bench.seeding import SINCE, SYSTEM, seed_bodies, seed_mines
from kuangan.shell.bench.server import serving, wait_for
from kuangan.shell.bench.starting import SIGN_IN
from kuangan.shell.bench.timing import by_turns, statements

CLIENTS = 16
WARMING = 4
"""Seconds before the measured ones."""
_numbers = count(1)


def measure(*, seconds: int, **_options: Any) -> list[Figures]:
    """A licence of a mine by its form: one client in this process, then sixteen through the web server."""
    seed_bodies()
    mines = seed_mines(70)
    users = [_person(number) for number in range(CLIENTS)]
    return [_one(users[0], mines), _many(users, mines, seconds)]


def _person(number: int) -> User:
    user = User.objects.create_user(f"bench{number}", "Cuiping-2023-shan", name=f"测量员{number}")
    place = Place(region_code="440700", organisation="江门市应急管理局")
    grant(SYSTEM, user, role=Role.CITY_OFFICE, place=place, valid_from=SINCE)
    return user


def _forms() -> Iterator[dict[str, str]]:
    return ({"kind": "safety", "number": f"(粤)FM安许证字{number:08d}"} for number in _numbers)


def _one(user: User, mines: list[int]) -> Figures:
    browser, plain, forms = Client(), Client(), _forms()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    plain.cookies = browser.cookies
    ours, floor = reverse("registry:licence_new", args=[mines[0]]), f"/bare/{mines[0]}/"
    with override_settings(MIDDLEWARE=bare.MIDDLEWARE):
        _sent(plain, floor, next(forms))  # its middleware is settled by its first request
    _sent(browser, ours, next(forms))  # the first request of a session notes that it has begun
    queries = statements(lambda: _sent(browser, ours, next(forms)))
    floor_time, our_time = by_turns(
        lambda: _sent(plain, floor, next(forms)), lambda: _sent(browser, ours, next(forms)), rounds=25
    )
    return Figures(
        "1", "a licence entered by its form, with audit record",
        [("floor: bare Django POST with a record", ms(floor_time)), ("ours", f"{ms(our_time)}, {queries} SQL")],
        [Limit("ratio", our_time / floor_time, 4, 3, "×"), Limit("SQL", queries, 8, exact=True)],
    )  # fmt: skip


def _sent(browser: Client, address: str, form: dict[str, str]) -> None:
    if browser.post(address, form).status_code != 302:
        raise RuntimeError(f"{address} did not take the licence")


def _many(users: list[User], mines: list[int], seconds: int) -> Figures:
    sessions = [signed_in(user) for user in users]
    connections.close_all()
    floor = _storm("/bare/{}/", "kuangan.shell.bench.bare_site:application", sessions, mines, seconds)
    ours = _storm("/registry/mines/{}/licences/new/", "", sessions, mines, seconds)
    rates = [len(tally.times) / taken for tally, taken in (floor, ours)]
    tally = ours[0]
    if Licence.rows.count() < len(floor[0].times) + len(tally.times):
        tally.errors.append("fewer rows than answers")
    lines = [
        (name, f"{rate:,.0f}/s, {seen.waited()}, {seen.errors_in_words()}")
        for name, rate, (seen, _taken) in zip(("floor: bare Django", "ours"), rates, (floor, ours), strict=True)
    ]
    return Figures(
        "2", f"licences entered by {CLIENTS} clients, {seconds} s",
        lines,
        [
            Limit("share of the floor", rates[1] / rates[0], 1 / 3, 1 / 2, at_least=True),
            Limit("errors", len(tally.errors), 0, exact=True),
            floor_holds(floor[0]),
        ],
    )  # fmt: skip


def _storm(address: str, target: str, sessions: list[str], mines: list[int], seconds: float) -> tuple[Tally, float]:
    workers = [Worker(session, _posts(address, mines)) for session in sessions]
    with serving(target=target) as (port, _process):
        wait_for(port, "/ready/" if target else SIGN_IN)
        at_once(port, workers, WARMING, _taken)
        return at_once(port, workers, seconds, _taken)


def _posts(address: str, mines: list[int]) -> Iterator[tuple[str, str]]:
    for number in _numbers:
        yield address.format(mines[number % len(mines)]), f"kind=safety&number=FM{number:08d}"


def _taken(status: int, _where: str) -> bool:
    return status == 302
