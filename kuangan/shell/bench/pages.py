"""Rows 3, 6 and 13: the list of duties as it grows, its page, and the board."""

from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from kuangan.access.actions import Place, grant
from kuangan.access.models import User
from kuangan.duties.actions.derive import derive
from kuangan.duties.models import Assignment
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.kernel import clock
from kuangan.plan.models import Plan
from kuangan.registry.models import Mine
from kuangan.shell.bench import bare
from kuangan.shell.bench.report import Figures, Limit, ms
from kuangan.shell.bench.seeding import SINCE, SYSTEM, TODAY, put_in_force, refresh_statistics, seed_bodies, seed_mines
from kuangan.shell.bench.timing import best, by_turns, statements

BOARD_MINES = 300
LISTED_MINES = {40: False, 400: True}
"""Mines at which the list is measured, 1,000 and 10,000 assignments by the plan of Jiangmen; True: its page as well."""
MANY_MINES = 4_000


def measure(*, is_quick: bool, **_options: Any) -> list[Figures]:
    """Lists at 1,000 and 10,000 assignments (100,000 on PostgreSQL), the page, and the board of 300 mines."""
    seed_bodies()
    plan = put_in_force(settings.BASE_DIR / "content/plans/jiangmen-2023")
    browser = _browser(plan)
    steps = [40, BOARD_MINES, 400]
    if connection.vendor == "postgresql" and not is_quick:
        steps.append(MANY_MINES)
    figures = []
    for mines in steps:
        _grow(plan, mines)
        if mines == BOARD_MINES:
            figures.append(_board(browser, plan))
        else:
            figures.append(_list(browser, with_page=LISTED_MINES.get(mines, False)))
    return figures


def _grow(plan: Plan, mines: int) -> None:
    """As many mines, with all that they owe."""
    seed_mines(mines - Mine.rows.count())
    with clock.at(TODAY):
        derive(SYSTEM, plan, cause="bench")
    refresh_statistics()


def _browser(plan: Plan) -> Client:
    """A browser in which the city bureau is signed in: whoever sees the most."""
    account = User.objects.create_user("bench", "Cuiping-2023-shan", name="测量员")
    place = Place(region_code=plan.region_code, organisation="江门市应急管理局")
    grant(SYSTEM, account, role=Role.CITY_OFFICE, place=place, valid_from=SINCE)
    browser = Client()
    browser.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def _list(browser: Client, *, with_page: bool) -> Figures:
    address, query = reverse("duties:list"), {"state": "open"}
    total = Assignment.rows.count()
    with clock.at(TODAY):
        size = len(_page(browser, address, query))
        count = statements(lambda: _page(browser, address, query))
        plain = _plain(browser, query)
        floor_time, our_time = by_turns(lambda: _page(plain, "/bare/", query), lambda: _page(browser, address, query))
    ratio = Limit("ratio", our_time / floor_time, 5, 2, "×")
    found = Figures(
        "3", f"list of 50 with filter, {total:,} assignments",
        [
            ("floor: bare Django page of 50", f"{ms(floor_time)}, 4 SQL"),
            ("duties list, city bureau", f"{ms(our_time)}, {count} SQL"),
        ],
        [ratio, Limit("SQL", count, 8, exact=True)],
    )  # fmt: skip
    if with_page:
        found.row, found.job = "3/6", f"{found.job}; HTML page of 50 rows"
        found.limits += [Limit("page", our_time * 1000, 60, 30, " ms"), Limit("page", size / 1024, 175, None, " KB")]
    return found


def _plain(browser: Client, query: dict[str, str]) -> Client:
    """A client of bare Django with the same session; its middleware is settled by its first request."""
    plain = Client()
    plain.cookies = browser.cookies
    with override_settings(MIDDLEWARE=bare.MIDDLEWARE):
        _page(plain, "/bare/", query)
    return plain


def _board(browser: Client, plan: Plan) -> Figures:
    address = reverse("duties:board")
    cells = Assignment.rows.filter(plan=plan, mine__isnull=False).order_by()
    with clock.at(TODAY):
        page = _page(browser, address, {})
        count = statements(lambda: _page(browser, address, {}))
        floor_time = best(lambda: list(cells.values_list("mine_id", "duty_slug", "state", "due_at")))
        our_time = best(lambda: _page(browser, address, {}))
    columns = cells.filter(duty__cadence__in=["once", "monthly", "half_yearly", "quarterly", "continuous"])
    columns_count = columns.values("duty_slug").distinct().count()
    return Figures(
        "13", f"duties board, {Mine.rows.count()} mines × {columns_count} duties, {len(page) / 1024:,.0f} KB",
        [("floor: reading the states", ms(floor_time)), ("board, first byte", f"{ms(our_time)}, {count} SQL")],
        [Limit("first byte", our_time * 1000, 300, 150, " ms"), Limit("SQL", count, 12, exact=True)],
    )  # fmt: skip


def _page(browser: Client, address: str, query: dict[str, str]) -> bytes:
    answer = browser.get(address, query)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")
    return bytes(answer.content)
