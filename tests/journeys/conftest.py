"""What every journey stands on: the site on this machine, its clock in 2023, visitors whose pages are watched."""

import os
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, expect

from kuangan.access.models import User
from kuangan.foundation.kernel import clock
from tests.journeys import world as worlds
from tests.journeys.steps import DESK, PATIENCE, Visitor
from tests.journeys.world import World

FIRST_DAY = date(2023, 4, 3)
Calendar = Callable[[date], None]
Arrive = Callable[..., Visitor]

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder is a journey."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("journey")


def turn_to(day: date, hour: int = 9) -> None:
    """Let the clock of this process, of the site's threads too, run on from an hour of a day."""
    wanted = datetime.combine(day, time(hour), clock.SHANGHAI)
    clock.shift(wanted - clock.real_now())


@pytest.fixture
def calendar() -> Iterator[Calendar]:
    """Turns the clock forward; it begins on the day on which the plan is made public."""
    turn_to(FIRST_DAY)
    yield turn_to
    clock.shift(timedelta(0))


@pytest.fixture
def world(live_server: Any, calendar: Calendar) -> World:
    """City, two counties and their mines with the plan as a draft, nobody signed in."""
    return worlds.build()


@pytest.fixture
def campaign(world: World, calendar: Calendar) -> World:
    """The world with the plan in force and its duties derived, on 20 April."""
    worlds.publish(world)
    calendar(date(2023, 4, 20))
    worlds.derive(world)
    return world


@pytest.fixture
def arrive(browser: Browser, live_server: Any) -> Iterator[Arrive]:
    """Lets an account arrive at the site in a browser of its own; afterwards nothing may have gone wrong in it."""
    visitors: list[Visitor] = []
    pictures = Path(os.environ["KUANGAN_PICTURES"]) if "KUANGAN_PICTURES" in os.environ else None

    def come(account: User, size: tuple[int, int] = DESK) -> Visitor:
        visitor = Visitor(browser, live_server.url, account, size, pictures)
        visitors.append(visitor)
        visitor.signs_in()
        return visitor

    yield come
    complaints = [words for visitor in visitors for words in visitor.leaves()]
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def criteria(world: World) -> World:
    """The world with the determination criteria loaded, as an installation has them."""
    call_command("load_standards", verbosity=0)
    return world
