"""Packages the tests read: the bureau's own and the invented ones."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kuangan.foundation.kernel import clock
from kuangan.plan import actions
from kuangan.plan.models import PlanVersion
from kuangan.plan.package.opening import Opened, open_package
from kuangan.plan.package.parts import PlanPackage
from kuangan.plan.tests import factories

ROOT = Path(__file__).parents[3]
PACKAGES = Path(__file__).parent / "packages"


@pytest.fixture(scope="session")
def jiangmen_opened() -> Opened:
    return open_package(ROOT / "content" / "plans" / "jiangmen-2023")


@pytest.fixture(scope="session")
def jiangmen(jiangmen_opened: Opened) -> PlanPackage:
    assert jiangmen_opened.package is not None, jiangmen_opened.findings
    return jiangmen_opened.package


@pytest.fixture(scope="session")
def reservoirs() -> PlanPackage:
    opened = open_package(PACKAGES / "reservoirs-2024")
    assert opened.package is not None, opened.findings
    return opened.package


@pytest.fixture
def march() -> Iterator[datetime]:
    """The clock stands at 10 March 2023, 09:00 in Shanghai."""
    moment = datetime(2023, 3, 10, 1, tzinfo=UTC)
    with clock.at(moment):
        yield moment


@pytest.fixture
def draft(db: None, march: datetime, tmp_path: Path) -> PlanVersion:
    """The small package, loaded by the city."""
    factories.counties()
    return actions.load(factories.city_office(), factories.package_file(tmp_path / "one"))


@pytest.fixture
def published(draft: PlanVersion) -> PlanVersion:
    """The small package, in force: its counties hold their receipts."""
    return actions.publish(factories.city_leader(), draft)
