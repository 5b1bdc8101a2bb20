"""Rows 4, 7, 12 and 13 at national size: derive, change a parameter, one mine, the night; lists, figures, board."""

import os
import resource
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from kuangan.access.actions import Place, grant
from kuangan.access.models import User
from kuangan.duties.actions.derive import derive
from kuangan.duties.models import Assignment
from kuangan.duties.queries.progress import by_county, by_duty
from kuangan.duties.tasks import derive_mines
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.scopes import Scope, inside, prefix_of
from kuangan.foundation.kernel import clock
from kuangan.plan.actions import set_parameter
from kuangan.plan.models import Plan
from kuangan.registry.models import Mine
from kuangan.shell.bench.changing import change_one_mine, unchanged_mines
from kuangan.shell.bench.floors import copied_per_second
from kuangan.shell.bench.nation import (
    CITY,
    COUNTY,
    COUNTY_MINES,
    PROVINCE,
    WHOLE,
    county_of,
    plan_of_the_country,
    seed_country,
)
from kuangan.shell.bench.report import Figures, Limit, ms
from kuangan.shell.bench.seeding import SINCE, SYSTEM, TODAY, put_in_force, refresh_statistics, seed_mines
from kuangan.shell.bench.timing import best, by_turns, once, pages_read, statements

TOWN = "440102"
"""A county of about fifteen mines, the small end of the comparison of lists."""
MANY = 40_000
ON_SQLITE = 8_000
QUICK = 3_000
PROVINCE_MINES = 1_600
"""Mines of the measured province, the big county among them, before the others come."""
_NATION = "country"
_PLACES = {"county": COUNTY, "city": CITY, "province": PROVINCE}


def measure(*, is_quick: bool, folder: str, mines: int = 0, **_options: Any) -> list[Figures]:
    """All figures at the whole country, those that must not grow also when it was one province."""
    most = mines or (QUICK if is_quick else MANY if connection.vendor == "postgresql" else ON_SQLITE)
    counties = seed_country()
    plan = put_in_force(plan_of_the_country(Path(folder)))
    province = [code for code in counties if code.startswith(prefix_of(PROVINCE))]
    readers = {name: _reader(name, code) for name, code in {**_PLACES, _NATION: WHOLE, "town": TOWN}.items()}
    with clock.at(TODAY):
        _grow(plan, province, PROVINCE_MINES)
        refresh_statistics(vacuum=True)
        small = _figures_of(plan)
        seed_mines(most - Mine.rows.count(), county_of(counties))
        found = [_derived(plan, most)]
        found += [_again(plan), _one_mine(), _flood_season(plan)]
        refresh_statistics(vacuum=True)
        large = _figures_of(plan)
        found += [_lists(readers), _growth_of_figures(small, large)]
        return [*found, _board(readers["county"])]


def _grow(plan: Plan, counties: list[str], mines: int) -> None:
    seed_mines(mines - Mine.rows.count(), county_of(counties))
    derive(SYSTEM, plan, cause="bench")
    refresh_statistics()


def _reader(name: str, region_code: str) -> Client:
    roles = {"county": Role.COUNTY_LEADER}  # whoever else looks has the same page, so that only the rows differ
    account = User.objects.create_user(f"bench-{name}", "Cuiping-2023-shan", name="测量员")
    role = roles.get(name, Role.PROVINCE_SUPERVISOR)
    grant(SYSTEM, account, role=role, place=Place(region_code=region_code, organisation="测量"), valid_from=SINCE)
    browser = Client()
    browser.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def _derived(plan: Plan, mines: int) -> Figures:
    """The country from its first province on: by far most rows are new."""
    before = Assignment.rows.count()
    idle = _peak_mib()
    taken = once(lambda: derive(SYSTEM, plan, cause="bench"))
    rows = Assignment.rows.count()
    made = rows - before
    grown = _peak_mib() - idle
    found = Figures("12", f"derive {made:,} of {rows:,} assignments of {mines:,} mines, load {os.getloadavg()[0]:.1f}")
    found.lines.append(
        ("from nothing", f"{made / taken:,.0f} rows/s, {taken:.1f} s, peak memory {_peak_mib():.0f} MiB (+{grown:.0f})")
    )
    if connection.vendor == "postgresql":
        for name, floor in copied_per_second(200_000).items():
            found.lines.append((f"floor: {name}", f"{floor:,.0f} rows/s; ours is {made / taken / floor:.2f} of it"))
        found.limits.append(Limit("rows/s", made / taken, 20_000, at_least=True))
    found.limits.append(Limit("growth of memory", grown, 150, 80, " MiB"))
    refresh_statistics()
    return found


def _again(plan: Plan) -> Figures:
    rows = Assignment.rows.count()
    floor = once(lambda: _read_all(plan))
    last = Assignment.rows.latest("id").pk
    runs: list[Any] = []
    taken = once(lambda: runs.append(derive(SYSTEM, plan, cause="nightly")))
    run = runs[0]
    touched = run.created + run.voided + run.changed + run.revived + (Assignment.rows.latest("id").pk - last)
    return Figures(
        "12", f"the night, nothing changed, {rows:,} assignments",
        [("floor: the database reads the compared columns", f"{floor:.1f} s"),
         ("derive", f"{taken:.1f} s = {taken / floor:.1f}×, {rows / taken:,.0f} rows/s")],
        [Limit("rows touched", touched, 0, exact=True)],
    )  # fmt: skip


def _read_all(plan: Plan) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), max(duty_slug), max(period_key), max(planned_due_at), max(applies_since), "
            "max(period_start), max(period_end), max(event_on), max(region_code), max(enterprise_id), max(authority_id)"
            " FROM duties_assignment WHERE plan_id = %s", [plan.pk],
        )  # fmt: skip
        cursor.fetchone()


def _one_mine() -> Figures:
    chosen = unchanged_mines(12)
    taken = []
    for pk in chosen:
        change_one_mine(pk)
        taken.append(once(partial(derive_mines, [pk])))
    asked = statements(lambda: derive_mines(chosen[:1]))
    return Figures(
        "12", "facts of one mine changed, in the country",
        [("derive that mine", f"{ms(min(taken))} (median {ms(sorted(taken)[len(taken) // 2])}), {asked} SQL")],
        [Limit("one mine", min(taken) * 1000, 50, None, " ms")],
    )  # fmt: skip


def _flood_season(plan: Plan) -> Figures:
    """The flood season begins earlier: only what is due before it moves."""
    affected = Assignment.rows.filter(plan=plan, duty_slug__startswith="flood-", state="open")
    expected = affected.count()
    rows = Assignment.rows.count()

    def rewrite() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE duties_assignment SET planned_due_at = planned_due_at, due_at = due_at "
                "WHERE plan_id = %s AND duty_slug LIKE 'flood-%%' AND state = 'open'", [plan.pk],
            )  # fmt: skip
            transaction.set_rollback(True)

    floor = once(rewrite)
    with transaction.atomic():
        set_parameter(SYSTEM, plan, "flood_season_start", clock.today().replace(month=8, day=10), reason="测量")
    runs: list[Any] = []
    taken = once(lambda: runs.append(derive(SYSTEM, plan, cause="plan changed")))
    run = runs[0]
    others = run.created + run.voided + run.revived + abs(run.changed - expected)
    return Figures(
        "12", f"flood season changed, {rows:,} assignments",
        [("floor: UPDATE of the affected rows alone", f"{floor:.1f} s"),
         ("derive", f"{taken:.1f} s, {run.changed:,} changed of {expected:,} affected")],
        [Limit("other rows touched", others, 0, exact=True)],
    )  # fmt: skip


def _lists(readers: dict[str, Client]) -> Figures:
    """The list of 50 with a filter for who sees a few hundred assignments and for who sees many, by turns in the same
    database: so the load of the moment falls on both."""
    address, query = reverse("duties:list"), {"state": "open", "bearer": "mine"}
    found = Figures("4", f"list of 50 with filter, {Assignment.rows.count():,} assignments ÷ those of fifteen mines")
    few = partial(_page, readers["town"], address, query)
    for name in ("city", "province", _NATION):
        many = partial(_page, readers[name], address, query)
        before, after = by_turns(few, many)
        words = f"{ms(before)} → {ms(after)}, {len(many()) // 1024} KB, {statements(few)} → {statements(many)} SQL"
        found.lines.append((f"reader of a {name}", words))
        found.limits.append(Limit(f"growth, {name}", after / before, 1.3, 1.1, "×"))
    return found


class Cost(NamedTuple):
    """Seconds of the bare GROUP BY and of our figures, and the database's pages that ours look at (PostgreSQL)."""

    floor: float
    ours: float
    pages: int


def _figures_of(plan: Plan) -> dict[str, Cost]:
    """What the figures of each place cost."""
    version = plan.versions.get(state="published")
    found = {}
    for name, code in {**_PLACES, _NATION: WHOLE}.items():
        scope = Scope.everywhere() if code == WHOLE else Scope.of_region(code)
        rounds = 2 if name == _NATION else 5
        ours = partial(_ours, scope, plan, version)
        floor, taken = by_turns(partial(_grouped, plan, code), ours, rounds)
        found[name] = Cost(floor, taken, pages_read(ours))
    return found


def _ours(scope: Scope, plan: Plan, version: Any) -> None:
    by_county(scope, plan)
    by_duty(scope, version)


def _grouped(plan: Plan, code: str) -> None:
    rows = Assignment.rows.filter(inside("region_code", prefix_of(code)), plan=plan).order_by()
    sql: Callable[[str], list[Any]] = lambda name: list(rows.values_list(name, "state").distinct())  # noqa: E731
    sql("region_code")
    sql("duty_id")


def _growth_of_figures(small: dict[str, Cost], large: dict[str, Cost]) -> Figures:
    found = Figures("7", "figures by county and by duty; the country grows around the place from one province to all")
    for name, (floor, ours, pages) in large.items():
        words = f"bare GROUP BY {ms(floor)}, ours {ms(ours)} = {ours / floor:.1f}×, before {ms(small[name].ours)}"
        found.lines.append((name, f"{words}; pages of the database {small[name].pages:,} → {pages:,}"))
        if name in _PLACES:
            if small[name].pages:
                found.limits.append(Limit(f"{name}, growth in pages", pages / small[name].pages, 1.3, 1.1, "×"))
            found.limits.append(Limit(f"{name}, ratio to floor", ours / floor, 4, 2, "×"))
            found.limits.append(Limit(name, ours * 1000, 150, None, " ms"))
    return found


def _board(browser: Client) -> Figures:
    page = partial(_page, browser, reverse("duties:board"), {})
    cells = Assignment.rows.filter(region_code=COUNTY, mine__isnull=False).order_by()
    floor = best(lambda: list(cells.values_list("mine_id", "duty_slug", "state", "due_at")))
    taken, count, size = best(page), statements(page), len(page())
    return Figures(
        "13", f"board of a county, {COUNTY_MINES}+ mines × 40 duties, in the country, {size // 1024} KB",
        [("floor: reading the states", ms(floor)), ("board, first byte", f"{ms(taken)}, {count} SQL")],
        [Limit("first byte", taken * 1000, 300, 150, " ms"), Limit("SQL", count, 12, exact=True)],
    )  # fmt: skip


def _page(browser: Client, address: str, query: dict[str, str]) -> bytes:
    answer = browser.get(address, query)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")
    return bytes(answer.content)


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
