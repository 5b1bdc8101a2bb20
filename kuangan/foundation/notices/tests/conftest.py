"""Fixtures of the notices' tests."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache

from kuangan.foundation.notices.tests import stage


@pytest.fixture
def sample(db: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Invented kinds and an address book."""
    stage.declare(monkeypatch)
    stage.people(monkeypatch)
    cache.clear()


@pytest.fixture
def mail_server(settings: Any) -> Iterator[stage.MailServer]:
    """A mail server of this machine, set up as the site's."""
    server = stage.MailServer()
    stage.use_mail(settings, server.port)
    yield server
    server.close()
