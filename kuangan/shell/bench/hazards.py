"""Rows 1 to 7 and 9 to 11 for the hazard ledger: entered, listed, looked for, counted, brought in, taken out.

One city of an invented country keeps the ledger that is measured: of 1,000 hazards, then of 100,000, as a large city
has after some years. Then the country around it grows to two million, while the city keeps its own.
"""

from collections.abc import Iterator
from itertools import count
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from kuangan.access.models import User
from kuangan.foundation.authority.scopes import prefix_of
from kuangan.foundation.kernel import clock
from kuangan.hazards.models import Hazard
from kuangan.shell.bench.clients import Tally, Worker, at_once, floor_holds, signed_in
from kuangan.shell.bench.hazard_pages import Browsers, browsers, counted, listed, looked_for, person
from kuangan.shell.bench.hazard_papers import measure_papers
from kuangan.shell.bench.hazard_rows import seed_hazards
from kuangan.shell.bench.hazards_nationwide import CITY_OF_LEDGER, counties_of, growth, spread
from kuangan.shell.bench.nation import seed_country
from kuangan.shell.bench.report import Figures, Limit, ms
from kuangan.shell.bench.seeding import TODAY, refresh_statistics, seed_mines
from kuangan.shell.bench.server import serving, wait_for
from kuangan.shell.bench.starting import SIGN_IN
from kuangan.shell.bench.timing import by_turns, pages_read, statements

CLIENTS = 16
WARMING = 4
SMALL, MEDIUM, LARGE = 1_000, 100_000, 2_000_000
MINES = {SMALL: 60, MEDIUM: 2_000, LARGE: 40_000}
"""Mines at each size: about fifty hazards a mine in the large ledgers."""
_NUMBERS = count(1)
_PLACES = "东南西北中上下前后左右内外"


def measure(*, is_quick: bool, seconds: int, **_options: Any) -> list[Figures]:
    """A city with 1,000 hazards, then with 100,000; then on PostgreSQL the country around it with two million."""
    call_command("load_standards", verbosity=0)
    inside, outside = counties_of(seed_country())
    found: list[Figures] = []
    mines: list[int] = []
    pages: dict[int, int] = {}
    users = [person(number, CITY_OF_LEDGER) for number in range(CLIENTS)]
    with clock.at(TODAY):
        for size in (SMALL, MEDIUM):
            mines += seed_mines(MINES[size] - len(mines), lambda number: inside[number % len(inside)])
            seed_hazards(size, mines)
            refresh_statistics(vacuum=True)
            shown = browsers(users[0])
            words = f"{size:,} hazards of a city"
            found += [_entered(shown, mines[0], words), listed(shown, words)]
            pages[size] = pages_read(shown.page_of_list)
        found += [counted(shown, words), looked_for(shown, words)]
        found += measure_papers(CITY_OF_LEDGER, is_quick=is_quick)
        if connection.vendor == "postgresql" and not is_quick:
            others = seed_mines(MINES[LARGE] - MINES[MEDIUM], lambda number: outside[number % len(outside)])
            spread(others, LARGE)
            refresh_statistics(vacuum=True)
            shown = browsers(users[0])
            own = Hazard.rows.filter(region_code__startswith=prefix_of(CITY_OF_LEDGER)).count()
            words = f"{own:,} hazards of a city among {Hazard.rows.count():,} of the country"
            found += [_entered(shown, mines[0], words), listed(shown, words), counted(shown, words, most_ms=150)]
            found += growth(shown, pages)
    found.append(_entered_by_many(users, mines, seconds))
    return found


def _form(mine: int) -> dict[str, str]:
    number = next(_NUMBERS)
    words = "".join(_PLACES[(number // 13**at) % 13] for at in range(5))
    return {
        "mine": str(mine), "place": f"{words}平台", "description": f"{words}坡面第{number}处有浮石", "grade": "general",
        "source": "inspection", "entry": uuid4().hex, "answer": "new",
    }  # fmt: skip


def _entered(shown: Browsers, mine: int, words: str) -> Figures:
    """Row 1."""
    ours, floor = reverse("hazards:new"), f"/bare/{mine}/"
    _sent(shown.ours, ours, _form(mine))
    queries = statements(lambda: _sent(shown.ours, ours, _form(mine)))
    floor_time, our_time = by_turns(
        lambda: _sent(shown.plain, floor, {"kind": "safety", "number": f"FM{next(_NUMBERS):08d}"}),
        lambda: _sent(shown.ours, ours, _form(mine)),
        rounds=25,
    )
    return Figures(
        "1", f"a hazard entered by its form, with audit record; {words}",
        [("floor: bare Django POST with a record", ms(floor_time)), ("ours", f"{ms(our_time)}, {queries} SQL")],
        [Limit("ratio", our_time / floor_time, 4, 3, "×"), Limit("SQL", queries, 8, exact=True)],
    )  # fmt: skip


def _sent(browser: Client, address: str, form: dict[str, str]) -> None:
    answer = browser.post(address, form)
    if answer.status_code != 302:
        raise RuntimeError(f"{address} answered {answer.status_code}")


def _entered_by_many(users: list[User], mines: list[int], seconds: int) -> Figures:
    """Row 2."""
    sessions = [signed_in(user) for user in users]
    connections.close_all()
    plain = [Worker(session, _bare_posts(mines)) for session in sessions]
    floor = _storm("kuangan.shell.bench.bare_site:application", plain, seconds)
    ours = _storm("", [Worker(session, _posts(mines)) for session in sessions], seconds)
    rates = [len(tally.times) / taken for tally, taken in (floor, ours)]
    lines = [
        (name, f"{rate:,.0f}/s, {seen.waited()}, {seen.errors_in_words()}")
        for name, rate, (seen, _taken) in zip(("floor: bare Django", "ours"), rates, (floor, ours), strict=True)
    ]
    return Figures(
        "2", f"hazards entered by {CLIENTS} clients, {seconds} s",
        lines,
        [Limit("share of the floor", rates[1] / rates[0], 1 / 3, 1 / 2, at_least=True),
         Limit("p95", ours[0].share(0.95) * 1000, 100, None, " ms"),
         Limit("errors", len(ours[0].errors), 0, exact=True), floor_holds(floor[0])],
    )  # fmt: skip


def _bare_posts(mines: list[int]) -> Iterator[tuple[str, str]]:
    for number in _NUMBERS:
        yield f"/bare/{mines[number % len(mines)]}/", f"kind=safety&number=FM{number:08d}"


def _posts(mines: list[int]) -> Iterator[tuple[str, str]]:
    for number in _NUMBERS:
        yield reverse("hazards:new"), urlencode(_form(mines[number % len(mines)]))


def _storm(target: str, workers: list[Worker], seconds: float) -> tuple[Tally, float]:
    with serving(target=target) as (port, _process):
        wait_for(port, "/ready/" if target else SIGN_IN)
        at_once(port, workers, WARMING, _taken)
        return at_once(port, workers, seconds, _taken)


def _taken(status: int, _where: str) -> bool:
    return status == 302
