"""Writes of the notices room."""

from kuangan.foundation.notices.actions.choosing import set_preferences
from kuangan.foundation.notices.actions.endpoints import add_endpoint, renew_secret, switch_endpoint, test_endpoint
from kuangan.foundation.notices.actions.reading import mark_all_read, mark_read
from kuangan.foundation.notices.actions.routing import route
from kuangan.foundation.notices.actions.sending import put_back_lost, send_due
from kuangan.foundation.notices.actions.telling import Happening, tell

__all__ = [
    "Happening",
    "add_endpoint",
    "mark_all_read",
    "mark_read",
    "put_back_lost",
    "renew_secret",
    "route",
    "send_due",
    "set_preferences",
    "switch_endpoint",
    "tell",
    "test_endpoint",
]
