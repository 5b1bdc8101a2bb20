"""`{% load access %}`: demo_accounts (empty outside a demo), identity_provider; the filter device."""

from typing import Any

from django import template
from django.conf import settings

from kuangan.access.rules import device_words
from kuangan.access.web.demo import DemoAccount, listed

register = template.Library()


@register.simple_tag
def demo_accounts() -> list[DemoAccount]:
    """The accounts that the sign-in page of a demo lists."""
    return listed()


@register.simple_tag
def identity_provider() -> Any:
    """The identity provider whose button the sign-in page shows; None where there is none."""
    return settings.KUANGAN_OIDC


@register.filter
def device(user_agent: str) -> str:
    """A browser's own description in two words."""
    return device_words(user_agent)
