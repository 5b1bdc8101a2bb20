"""Addresses of acts, which are about the hazard, about one of its records, or about both."""

from typing import Any

from django.urls import NoReverseMatch, reverse


def first_address(name: str, *choices: tuple[Any, ...]) -> str:
    """The first address that exists for one of several sets of numbers, or ""."""
    for numbers in choices:
        try:
            return reverse(name, args=numbers)
        except NoReverseMatch:
            continue
    return ""
