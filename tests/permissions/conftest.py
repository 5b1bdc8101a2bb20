"""One world for the whole package, in one transaction that is undone at the end; every request is undone by itself."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from tests.permissions.world import World, build, of_the_day


@pytest.fixture(scope="package")
def world(django_db_setup: Any, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The scene, built once."""
    folder = tmp_path_factory.mktemp("world")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=folder / "files"), transaction.atomic():
        yield build(folder)
        transaction.set_rollback(True)


@pytest.fixture
def db(world: World) -> Iterator[None]:
    """The database of the world instead of an empty one: what a test does is undone, on the day of the scene."""
    with of_the_day(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def files_in_temporary_folder(request: pytest.FixtureRequest, settings: Any) -> None:
    """Files of the world lie where the world put them."""
    if "db" in request.fixturenames:
        settings.MEDIA_ROOT = request.getfixturevalue("world").folder / "files"
