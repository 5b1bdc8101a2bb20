"""Addresses of pages that other parts make: "" while one is not there, so that no page breaks over a link."""

from typing import Any

from django.urls import NoReverseMatch, reverse


def address(name: str, *numbers: Any) -> str:
    """The address by its name, or ""."""
    try:
        return reverse(name, args=numbers)
    except NoReverseMatch:
        return ""


def first_address(name: str, *choices: tuple[Any, ...]) -> str:
    """The first address that exists for one of several sets of numbers, or ""."""
    return next((found for numbers in choices if (found := address(name, *numbers))), "")
