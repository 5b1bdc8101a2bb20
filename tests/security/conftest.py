"""An identity provider beside the site."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.security.provider import Provider, running


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    """A provider that runs and is configured."""
    with running() as found:
        settings.KUANGAN_OIDC = found.settings()
        yield found
