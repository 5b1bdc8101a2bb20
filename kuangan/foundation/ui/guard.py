"""The guard in front of every address: what no database keeps and no calendar knows gets 400 and a sentence.

Before anything is looked up it refuses the character U+0000 and half characters wherever text arrives, numbers that
no record can have, and bodies without a length. Full-width numbers, days and codes in an address become half-width
ones. What is out of range inside a form or a filter is told by its field;
`out_of_range` is the net below, for the rest.
"""

import re
from collections.abc import Callable, Iterable
from decimal import InvalidOperation
from typing import Any

from django.db import DataError
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _

from kuangan.foundation.api.doors import is_for_programmes
from kuangan.foundation.api.framing import language_of
from kuangan.foundation.api.problems import problem
from kuangan.foundation.kernel import reading
from kuangan.foundation.ui import errors

Answer = Callable[[HttpRequest], HttpResponseBase]
_FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
_BROKEN = re.compile("[\x00\ud800-\udfff]")
_MOST_DIGITS = 18
"""Digits that fit the numbers of both databases whatever they are."""
_OVERFLOWS = (OverflowError, DataError, InvalidOperation, UnicodeEncodeError)


class GuardMiddleware:
    """Answers 400 and 411 in front; stands outside of sessions, so that a cookie is looked at too."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if _has_no_length(request):
            return _refused(request, "length-required")
        if _is_broken(_arrived(request)) or _names_no_record(request.path):
            return _refused(request, "malformed")
        request.GET = _half_width(request.GET)  # type: ignore[assignment]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        """Forms, before any page reads them. What no page sends (of the API, of browsers) is read by who takes it."""
        if request.content_type not in _FORMS or getattr(view, "csrf_exempt", False):
            return None
        words = [word for name, values in request.POST.lists() for word in (name, *values)]
        names = [upload.name or "" for _name, uploads in request.FILES.lists() for upload in uploads]
        return _refused(request, "malformed") if _is_broken((*words, *names)) else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """What was sent overflowed on its way to the database: the sender's to mend, not a fault of ours."""
        return _refused(request, "malformed") if out_of_range(exception) else None


def out_of_range(error: BaseException) -> bool:
    """Whether an exception says that a value is beyond every range: of numbers, of the calendar, of text."""
    if isinstance(error, _OVERFLOWS):
        return True
    return isinstance(error, ValueError) and any(mark in str(error) for mark in _MARKS)


_MARKS = ("NUL (0x00)", "null byte", "null character", "year -", "year 0 ", "year 10000", "integer string conversion")


def _half_width(asked: QueryDict) -> QueryDict:
    """Filters of every list, of pages and of the API: 4407 may be typed ４４０７."""
    if all(value.isascii() for _name, values in asked.lists() for value in values):
        return asked
    found = asked.copy()
    for name, values in asked.lists():
        found.setlist(name, [reading.plain(value) for value in values])
    return found


def _has_no_length(request: HttpRequest) -> bool:
    return "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower() and not request.META.get(
        "CONTENT_LENGTH"
    )


def _arrived(request: HttpRequest) -> Iterable[str]:
    """All text that came with the address and the headers."""
    yield request.path
    for name, values in request.GET.lists():
        yield name
        yield from values
    for name, value in request.META.items():
        if name.startswith("HTTP_") or name in ("QUERY_STRING", "CONTENT_TYPE"):
            yield str(value)
    yield from request.COOKIES.values()


def _is_broken(texts: Iterable[str]) -> bool:
    return any(_BROKEN.search(text) for text in texts)


def _names_no_record(path: str) -> bool:
    return any(len(part) > _MOST_DIGITS and part.isdigit() for part in path.split("/"))


def _refused(request: HttpRequest, slug: str) -> HttpResponseBase:
    if is_for_programmes(request.path_info):
        with translation.override(language_of(request)):
            return problem(request, slug, _words(slug))
    return errors.unreadable(request, 411 if slug == "length-required" else 400, _words(slug))


def _words(slug: str) -> str:
    if slug == "length-required":
        return _("The length of what was sent is missing. Send it with Content-Length.")
    return _("It holds a character, a number or a day that cannot be kept. Correct it and send it again.")
