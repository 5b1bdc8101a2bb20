"""Which plan a page speaks of when several are in force: one choice, in the address and remembered on the device."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse

Option = TypeVar("Option", bound=models.Model)
ALL = "all"
COOKIE = "ka_plan"
_YEAR = 365 * 24 * 3600


def chosen(request: HttpRequest, plans: Sequence[Option]) -> Option | None:
    """The plan of the address (`?plan=`), else the one this person chose last, else the only one; None for all plans.

    A choice in the address is remembered; one that does not reach the reader counts as none.
    """
    asked = request.GET.get("plan")
    value = remembered(request) if asked is None else asked or ALL
    found = next((plan for plan in plans if str(plan.pk) == value), None)
    if asked is not None and (found is not None or value == ALL):
        request.plan_choice = value  # type: ignore[attr-defined]
    if found is None and len(plans) == 1:
        return plans[0]
    return found


def chosen_one(request: HttpRequest, plans: Sequence[Option]) -> Option | None:
    """The same for a page that shows one plan at a time: the latest when all are chosen; None only without a plan."""
    return chosen(request, plans) or (plans[0] if plans else None)


def remembered(request: HttpRequest) -> str:
    """What this person chose last: the number of a plan, or all. Pages that choose now count already."""
    now = getattr(request, "plan_choice", None)
    if now is not None:
        return str(now)
    person, _, value = request.COOKIES.get(COOKIE, "").partition(".")
    return value if value and person == str(request.user.pk) else ALL


class ChoiceMiddleware:
    """Keeps a choice on the device of the person who made it, so that looking at a page writes nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        value = getattr(request, "plan_choice", None)
        if value is not None and request.user.is_authenticated:
            response.set_cookie(
                COOKIE, f"{request.user.pk}.{value}", max_age=_YEAR, httponly=True, samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )  # fmt: skip
        return response
