"""Addresses of hazards as the pages of this room write them."""

from urllib.parse import urlencode

from django.urls import reverse

from kuangan.hazards.models import Hazard
from kuangan.hazards.queries.listing import Narrowing


def address_of(row: Hazard) -> str:
    """The page of a hazard."""
    return reverse("hazards:hazard", args=[row.pk])


def list_of(narrow: Narrowing) -> str:
    """The list narrowed to something."""
    words = urlencode(narrow.address())
    return reverse("hazards:list") + (f"?{words}" if words else "")
