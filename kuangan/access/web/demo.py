"""The demo's accounts on the sign-in page; a real deployment never lists anybody."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings


@dataclass(frozen=True)
class DemoAccount:
    """One row of the list: the role in words, the invented person, and how to sign in."""

    role: Any
    name: str
    username: str
    password: str


_providers: list[Callable[[], list[DemoAccount]]] = []


def provide(provider: Callable[[], list[DemoAccount]]) -> None:
    """Set, from a higher room's apps.py, the function that lists the demo's accounts."""
    _providers[:] = [provider]


def listed() -> list[DemoAccount]:
    """The accounts to show; always empty outside a demo."""
    return [account for provider in _providers for account in provider()] if settings.DEMO else []
