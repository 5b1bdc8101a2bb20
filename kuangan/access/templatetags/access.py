"""`{% load access %}{% demo_accounts as rows %}`: the demo's accounts, empty outside a demo."""

from django import template

from kuangan.access.web.demo import DemoAccount, listed

register = template.Library()


@register.simple_tag
def demo_accounts() -> list[DemoAccount]:
    """The accounts that the sign-in page of a demo lists."""
    return listed()
