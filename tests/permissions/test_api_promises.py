"""The API keeps what its own document promises: no fault of ours, no answer that is not described.

Requests are made up from the document by schemathesis, a few for each operation, with a token of the city and one of a
mine, about records that exist and others that do not. KUANGAN_API_EXAMPLES asks for more of them.
"""

import os
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.generation.feedback import NO_FEEDBACK
from schemathesis.specs.openapi import checks as openapi

from kuangan.foundation.api import areas, limits
from kuangan.foundation.authority.roles import Role
from kuangan.shell.api import document
from tests.permissions.operations import TABLE
from tests.permissions.table import INSIDE
from tests.permissions.test_api_matrix import token_for

# Asked on one database: shapes of answers are the same whatever the database.
pytestmark = [pytest.mark.usefixtures("db"), pytest.mark.embedded]
EXAMPLES = int(os.environ.get("KUANGAN_API_EXAMPLES", "4"))
CHECKS = [
    not_a_server_error,
    openapi.status_code_conformance,
    openapi.content_type_conformance,
    openapi.response_headers_conformance,
    openapi.response_schema_conformance,
]
_keys = count(1)


@pytest.fixture(scope="module", autouse=True)
def connections_stay_open() -> Iterator[None]:
    """A site closes old connections around each request; here every request lies within the test's transaction."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    """The operations of the document by name, answered by the site in this process."""
    schema = schemathesis.openapi.from_dict(document())
    schema.app = get_wsgi_application()
    found = [result.ok() for result in schema.get_all_operations()]
    return {one.definition.raw["operationId"]: one for one in found}


def made_up(operation: Any, name: str, side: Any) -> st.SearchStrategy[Any]:
    """Requests that fit the document about a record that exists, about any other, and requests that do not fit."""
    real = TABLE[name].arguments(side)
    fitting = [operation.as_strategy(path_parameters=real, feedback=NO_FEEDBACK)] if real else []
    return st.one_of(
        *fitting,
        operation.as_strategy(feedback=NO_FEEDBACK),
        operation.as_strategy(generation_mode=GenerationMode.NEGATIVE, feedback=NO_FEEDBACK),
    )


@pytest.mark.parametrize("role", [Role.CITY_OFFICE, Role.MINE_PRINCIPAL])
@pytest.mark.parametrize("name", sorted(TABLE))
def test_operation_answers_as_described(name, role, world, described):
    limits.forget()
    token = token_for(world.users[role], list(areas.known()))

    @given(case=made_up(described[name], name, world.sides[INSIDE]))
    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def ask(case: Any) -> None:
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": f"made-up-{next(_keys):08d}"}
        with transaction.atomic():
            case.call_and_validate(headers=headers, checks=CHECKS)
            transaction.set_rollback(True)

    ask()
