"""Signing in through an identity provider (OpenID Connect): protocol, what is done with who comes back, pages."""

from typing import Any

from django.conf import settings

WAY = "identity"
"""How the sign-in library's notes in the session name this way of signing in."""


def configured() -> Any:
    """The identity provider of this installation (config.identity), None where there is none."""
    return settings.KUANGAN_OIDC
