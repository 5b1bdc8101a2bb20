"""How many statements an answer of the API may cost, authentication and limits included."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kuangan.foundation.api import areas, limits
from kuangan.foundation.authority.roles import Role
from kuangan.shell.api import api
from tests.permissions.calling import call
from tests.permissions.expecting import url_of
from tests.permissions.operations import TABLE
from tests.permissions.table import INSIDE
from tests.permissions.test_api_matrix import token_for

pytestmark = pytest.mark.usefixtures("db")
LIST = 8
HEAVY = {"duties.assignment": 24, "duties.history": 9, "hazards.one_hazard": 16, "inspections.check": 13,
         "registry.preview_merge": 40}  # fmt: skip
"""What costs more, and how much: an assignment is told with reasons, evidence, submissions; a check with its parts;
a merge looks into every table of every room."""
READING = sorted(spec.name for _path, spec in api.operations() if spec.method == "GET")
OF_THE_TEST = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT", "BEGIN")


def statements(queries) -> list[str]:
    """What was asked of the database, without the frame that the test itself puts around it."""
    asked = [one["sql"] for one in queries.captured_queries if not one["sql"].startswith(OF_THE_TEST)]
    return asked[1:-1]  # the test's own look at the trail before and after


@pytest.mark.parametrize("name", READING)
def test_reading_stays_within_its_budget(name, world):
    token = token_for(world.users[Role.CITY_OFFICE], list(areas.known()))
    url = url_of(TABLE[name], world.sides[INSIDE])
    call("GET", url, token)  # the first request takes the minute's lot of permits
    with CaptureQueriesContext(connection) as queries:
        answer = call("GET", url, token)
    assert answer.status == 200
    asked = statements(queries)
    assert len(asked) <= HEAVY.get(name, LIST), "\n".join(asked)


def test_a_longer_list_costs_no_more_statements(world):
    limits.forget()
    token = token_for(world.users[Role.CITY_OFFICE], list(areas.known()))
    counted = []
    for limit in (1, 200):
        with CaptureQueriesContext(connection) as queries:
            call("GET", f"/api/v1/duties/assignments?state=unsettled&limit={limit}", token)
        counted.append(len(statements(queries)))
    assert counted[1] <= counted[0] <= LIST
