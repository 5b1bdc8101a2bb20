"""Packages the tests read: the bureau's own and the invented ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from kuangan.plan.package.opening import Opened, open_package
from kuangan.plan.package.parts import PlanPackage

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
