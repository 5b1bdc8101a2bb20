"""Rows 1 to 7 for the hazard ledger: one entered, entered by sixteen, listed, looked for, counted, as it grows."""

from collections.abc import Iterator
from functools import partial
from itertools import count
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.db import connection, connections
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from kuangan.access.actions import Place, grant
from kuangan.access.models import User
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.kernel import clock
from kuangan.hazards.models import Hazard
from kuangan.shell.bench import bare
from kuangan.shell.bench.clients import Tally, Worker, at_once, signed_in
from kuangan.shell.bench.hazard_rows import seed_hazards
from kuangan.shell.bench.report import Figures, Limit, ms
from kuangan.shell.bench.seeding import SINCE, SYSTEM, TODAY, refresh_statistics, seed_bodies, seed_mines
from kuangan.shell.bench.server import serving, wait_for
from kuangan.shell.bench.starting import SIGN_IN
from kuangan.shell.bench.timing import by_turns, statements

CLIENTS = 16
WARMING = 4
SMALL, MEDIUM, LARGE = 1_000, 100_000, 2_000_000
MINES = {SMALL: 60, MEDIUM: 2_000, LARGE: 40_000}
"""Mines at each size: about fifty hazards a mine in the large ledgers."""
WORD = "777号"
_NUMBERS = count(1)
_PLACES = "东南西北中上下前后左右内外"
Times = dict[str, float]


def measure(*, is_quick: bool, seconds: int, **_options: Any) -> list[Figures]:
    """Everything at 1,000 hazards, then at 100,000, then on PostgreSQL at two million."""
    seed_bodies()
    steps = [SMALL, MEDIUM] if is_quick or connection.vendor != "postgresql" else [SMALL, MEDIUM, LARGE]
    found: list[Figures] = []
    users: list[User] = []
    times: dict[int, Times] = {}
    for size in steps:
        mines = seed_mines(MINES[size] - sum(MINES[one] for one in steps if one < size))
        users = users or [_person(number) for number in range(CLIENTS)]
        with clock.at(TODAY):
            seed_hazards(size)
        refresh_statistics(vacuum=True)
        browser, plain = _browsers(users[0])
        with clock.at(TODAY):
            found.append(_entered(browser, plain, mines[0], size))
            found.append(_listed(browser, plain, size, times.setdefault(size, {})))
            found.append(_counted(browser, plain, size))
            if size == MEDIUM:
                found.append(_looked_for(browser))
        if size == steps[-1]:
            found.append(_growth(times))
            found.append(_entered_by_many(users, mines, seconds))
    return found


def _person(number: int) -> User:
    user = User.objects.create_user(f"bench{number}", "Cuiping-2023-shan", name=f"测量员{number}")
    place = Place(region_code="440700", organisation="江门市应急管理局")
    grant(SYSTEM, user, role=Role.CITY_OFFICE, place=place, valid_from=SINCE)
    return user


def _browsers(user: User) -> tuple[Client, Client]:
    """One of the product and one of bare Django, in the same session; both have answered once."""
    browser, plain = Client(), Client()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    plain.cookies = browser.cookies
    browser.get(reverse("hazards:list"))
    with override_settings(MIDDLEWARE=bare.MIDDLEWARE):
        plain.get("/bare/hazards/", {"state": "rectifying"})  # its middleware is settled by its first request
    return browser, plain


def _form(mine: int) -> dict[str, str]:
    number = next(_NUMBERS)
    words = "".join(_PLACES[(number // 13**at) % 13] for at in range(5))
    return {
        "mine": str(mine), "place": f"{words}平台", "description": f"{words}坡面第{number}处有浮石", "grade": "general",
        "source": "inspection", "entry": uuid4().hex, "answer": "new",
    }  # fmt: skip


def _entered(browser: Client, plain: Client, mine: int, size: int) -> Figures:
    """Row 1."""
    ours, floor = reverse("hazards:new"), f"/bare/{mine}/"
    _sent(browser, ours, _form(mine))
    queries = statements(lambda: _sent(browser, ours, _form(mine)))
    floor_time, our_time = by_turns(
        lambda: _sent(plain, floor, {"kind": "safety", "number": f"FM{next(_NUMBERS):08d}"}),
        lambda: _sent(browser, ours, _form(mine)),
        rounds=25,
    )
    return Figures(
        "1", f"a hazard entered by its form, with audit record, {size:,} in the ledger",
        [("floor: bare Django POST with a record", ms(floor_time)), ("ours", f"{ms(our_time)}, {queries} SQL")],
        [Limit("ratio", our_time / floor_time, 4, 3, "×"), Limit("SQL", queries, 8, exact=True)],
    )  # fmt: skip


def _sent(browser: Client, address: str, form: dict[str, str]) -> None:
    answer = browser.post(address, form)
    if answer.status_code != 302:
        raise RuntimeError(f"{address} answered {answer.status_code}")


def _listed(browser: Client, plain: Client, size: int, times: Times) -> Figures:
    """Rows 3 and 6."""
    address, query = reverse("hazards:list"), {"state": "rectifying", "grade": "general"}
    page = partial(_page, browser, address, query)
    floor = partial(_page, plain, "/bare/hazards/", {"state": "rectifying"})
    queries, kilobytes = statements(page), len(page()) / 1024
    times["floor"], times["list"] = by_turns(floor, page)
    return Figures(
        "3/6", f"list of 50 with filter, {size:,} hazards; HTML page of 50 rows",
        [("floor: bare Django page of 50", f"{ms(times['floor'])}, 4 SQL"),
         ("hazard ledger, city bureau", f"{ms(times['list'])}, {queries} SQL")],
        [Limit("ratio", times["list"] / times["floor"], 5, 2, "×"), Limit("SQL", queries, 8, exact=True),
         Limit("page", times["list"] * 1000, 60, 30, " ms"), Limit("page", kilobytes, 175, None, " KB")],
    )  # fmt: skip


def _counted(browser: Client, plain: Client, size: int) -> Figures:
    """Row 7."""
    page = partial(_page, browser, reverse("hazards:figures"), {})
    floor = partial(_page, plain, "/bare/hazard-figures/", {})
    queries = statements(page)
    floor_time, our_time = by_turns(floor, page, 5)
    found = Figures(
        "7", f"figures of the city, uncached, {size:,} hazards",
        [("floor: bare GROUP BY page", ms(floor_time)), ("ours, three clocks, ages", f"{ms(our_time)}, {queries} SQL")],
        [Limit("ratio", our_time / floor_time, 4, 2, "×"), Limit("SQL", queries, 10, exact=True)],
    )  # fmt: skip
    if size == LARGE:
        found.limits.append(Limit("page", our_time * 1000, 150, None, " ms"))
    return found


def _looked_for(browser: Client) -> Figures:
    """Row 5."""
    page = partial(_page, browser, reverse("hazards:list"), {"q": WORD, "state": "all"})
    if WORD.encode() not in page():
        raise RuntimeError("the word was not found")
    floor, ours = by_turns(_raw, page, rounds=5)
    queries = statements(page)
    return Figures(
        "5", f"text search in Chinese among {Hazard.rows.count():,} hazards, whole page",
        [("floor: ILIKE over the words", ms(floor)), ("ours, hazard ledger", f"{ms(ours)}, {queries} SQL")],
        [Limit("ratio", ours / floor, 1.5, 0.5, "×"), Limit("SQL", queries, 8, exact=True)],
    )  # fmt: skip


def _raw() -> None:
    sql = "SELECT id, place, description FROM hazards_hazard WHERE description LIKE %s OR search_text LIKE %s"
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("LIKE", "ILIKE" if connection.vendor == "postgresql" else "LIKE"), [f"%{WORD}%"] * 2)
        cursor.fetchall()


def _growth(times: dict[int, Times]) -> Figures:
    """Row 4: as far as the ledger grew; the floor beside it tells what the machine did meanwhile."""
    small, large = min(times), max(times)
    found = Figures("4", f"the same list at {large:,} ÷ at {small:,}")
    for name, words in (("floor", "floor: bare Django"), ("list", "hazard ledger")):
        found.lines.append((words, f"{ms(times[small][name])} → {ms(times[large][name])}"))
    found.limits.append(Limit("growth", times[large]["list"] / times[small]["list"], 1.3, 1.1, "×"))
    return found


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
         Limit("errors", len(ours[0].errors), 0, exact=True)],
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


def _page(browser: Client, address: str, query: dict[str, str]) -> bytes:
    answer = browser.get(address, query)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")
    return bytes(answer.content)
