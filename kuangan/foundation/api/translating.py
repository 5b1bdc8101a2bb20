"""From whatever went wrong to a problem: the kernel's three ways of saying no, ninja's complaints, our own faults."""

import logging
from collections.abc import Callable
from decimal import InvalidOperation
from typing import Any

from django.core.exceptions import (
    BadRequest,
    ObjectDoesNotExist,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.db import DataError
from django.http import Http404, HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.utils.translation import gettext as _
from ninja.errors import HttpError, ValidationError

from kuangan.foundation.api.complaints import spoken
from kuangan.foundation.api.problems import ProblemResponse, Trouble, problem
from kuangan.foundation.kernel.errors import WAIT_SECONDS, Busy, Forbidden, OutOfScope, Refused, is_outage

logger = logging.getLogger(__name__)
_UNREADABLE = (BadRequest, SuspiciousOperation, MultiPartParserError, UnreadablePostError, UnicodeError)


def translated(request: HttpRequest, error: Exception) -> ProblemResponse:
    """The problem that tells of an exception; what is not foreseen is logged and told as our fault."""
    for kind, tell in _TELLERS:
        if isinstance(error, kind):
            return tell(request, error)
    if is_outage(error):
        words = _("The system is not available for the moment and nothing was done. Send the same request later.")
        return problem(request, "unavailable", words, headers={"Retry-After": str(WAIT_SECONDS)})
    logger.error("API request failed", exc_info=error)
    return problem(request, "failed", _("Something went wrong on our side. Send the same request with the same key."))


def _trouble(request: HttpRequest, error: Any) -> ProblemResponse:
    found = problem(request, error.slug, error.detail, errors=error.errors, headers=error.headers)
    if error.slug == "needs-person":
        found.refusal = (str(error.detail), False)
    return found


def _busy(request: HttpRequest, error: Any) -> ProblemResponse:
    """503: nothing was done, the key stays free."""
    return problem(request, "busy", str(error), headers={"Retry-After": "60"})


def _refused(request: HttpRequest, error: Any) -> ProblemResponse:
    """A rule stands against it (409); a named field has to be corrected (422)."""
    if error.field:
        return problem(request, "invalid", str(error), errors=[(error.field, str(error))])
    return problem(request, "refused", str(error))


def _forbidden(request: HttpRequest, error: Any) -> ProblemResponse:
    found = problem(request, "forbidden", str(error) or _("Your role does not include this."))
    found.refusal = (str(error), False)
    return found


def _outside(request: HttpRequest, error: Any) -> ProblemResponse:
    found = _absent(request, error)
    found.refusal = ("", True)
    return found


def _absent(request: HttpRequest, error: Any) -> ProblemResponse:
    return problem(request, "not-found", _("There is no such record in your jurisdiction."))


def _too_large(request: HttpRequest, error: Any) -> ProblemResponse:
    return problem(request, "too-large", _("The request is larger than is taken here."))


def _unreadable(request: HttpRequest, error: Any) -> ProblemResponse:
    if "recursion limit" in str(error.__context__):  # the parser says so, and ninja drops its words
        return problem(request, "malformed", _("Too many levels stand within each other. Send it with fewer."))
    return problem(request, "malformed", _("The request could not be read. See the documentation of this operation."))


def _out_of_range(request: HttpRequest, error: Any) -> ProblemResponse:
    return problem(request, "malformed", _("It holds a number or a day that is beyond every range. Correct it."))


def _complaints(request: HttpRequest, error: Any) -> ProblemResponse:
    errors = [spoken(one) for one in error.errors[:50]]
    return problem(request, "invalid", _("Correct what is named below and send it again."), errors=errors)


_TELLERS: tuple[tuple[Any, Callable[[HttpRequest, Any], ProblemResponse]], ...] = (
    (Trouble, _trouble),
    (Busy, _busy),
    (Refused, _refused),
    (Forbidden, _forbidden),
    (PermissionDenied, _forbidden),
    (OutOfScope, _outside),
    ((Http404, ObjectDoesNotExist), _absent),
    (RequestDataTooBig, _too_large),
    ((OverflowError, DataError, InvalidOperation), _out_of_range),
    (ValidationError, _complaints),
    ((HttpError, *_UNREADABLE), _unreadable),
)
