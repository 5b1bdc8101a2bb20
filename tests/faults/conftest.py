"""One site for all tests of this folder that only work on it."""

import os
from collections.abc import Iterator
from typing import Any

import pytest

from tests.faults.sites import Site, suffering

TIMES = int(os.environ.get("KUANGAN_FAULTS", "1"))


@pytest.fixture(scope="session")
def site(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site in processes of its own, with a copy of the test database as it is before any test has written to it."""
    with django_db_blocker.unblock(), suffering(tmp_path_factory.mktemp("site"), rows_each=12 * TIMES) as running:
        yield running
