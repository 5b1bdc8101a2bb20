"""Sessions whose housekeeping no page waits for, and whose failures are called by their name."""

from django.conf import settings
from django.contrib.sessions import middleware
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse

from kuangan.foundation.kernel.lock_wait import hardly_waiting

READING = frozenset({"GET", "HEAD", "OPTIONS"})


class SessionMiddleware(middleware.SessionMiddleware):
    """The library's, which takes a lock or a full disk for a session that somebody has ended (400).

    Reading a page in a session that exists notes "last seen" when there is room for it, or another time. Whatever else
    cannot be kept, such as a sign-in, is told as what it is: the system is not available for the moment (503).
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Save, and put the cookie."""
        known = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        housekeeping = request.method in READING and known and known == request.session.session_key
        if housekeeping and not request.session.modified:
            return super().process_response(request, response)
        try:
            if not housekeeping:
                return super().process_response(request, response)
            with hardly_waiting():
                return super().process_response(request, response)
        except (SessionInterrupted, OperationalError) as error:
            trouble = _trouble(error)
            if trouble is None:
                raise
            if housekeeping:
                return response
            raise trouble from error


def _trouble(error: BaseException | None) -> OperationalError | None:
    """What the database said, however the library has wrapped it."""
    while error is not None and not isinstance(error, OperationalError):
        error = error.__context__
    return error
