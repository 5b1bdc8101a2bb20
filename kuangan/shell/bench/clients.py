"""Many people at once against a server: each presses as soon as the last answer has come."""

import http.client
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.test import Client

from kuangan.access.models import User
from kuangan.shell.bench.report import Limit
from kuangan.shell.bench.server import HOST

TOKEN = "b" * 32
"""A CSRF secret; the cookie and the form must agree, which value they hold is the browser's affair."""
Accepts = Callable[[int, str], bool]
"""Whether an answer (status, Location) is what the person wanted."""


@dataclass
class Worker:
    """One person: a session, and what they will send as (address, urlencoded form)."""

    session: str
    posts: Iterator[tuple[str, str]]


class Tally:
    """What the clients have seen."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self.errors: list[str] = []

    def share(self, part: float) -> float:
        """Seconds that this part of the answers (0.95) stayed within."""
        times = sorted(self.times) or [0.0]
        return times[min(int(len(times) * part), len(times) - 1)]

    def waited(self) -> str:
        """Median and 95th percentile in words."""
        return f"p50 {self.share(0.5) * 1000:.0f} ms, p95 {self.share(0.95) * 1000:.0f} ms"

    def errors_in_words(self) -> str:
        """Their number and the first of them."""
        return f"{len(self.errors)} errors" + (f" ({self.errors[0]})" if self.errors else "")


def _said(answer: http.client.HTTPResponse, body: bytes) -> str:
    """An answer that nobody wanted: its status, and the reason where it is told in plain text."""
    is_plain = (answer.getheader("Content-Type") or "").startswith("text/plain")
    return f"status {answer.status}" + (f" {body[:400].decode(errors='replace')}" if is_plain else "")


def floor_holds(tally: Tally) -> Limit:
    """A floor with errors is no floor: nothing is compared with it, and the run fails."""
    return Limit("errors of the floor", len(tally.errors), 0, exact=True)


def signed_in(user: User) -> str:
    """The session cookie of a person who has signed in."""
    browser = Client()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


def at_once(port: int, workers: Sequence[Worker], seconds: float, accepts: Accepts) -> tuple[Tally, float]:
    """Everybody works for so many seconds; what they saw, and how long it took."""
    tally, until = Tally(), time.perf_counter() + seconds
    threads = [threading.Thread(target=_work, args=(port, one, until, accepts, tally)) for one in workers]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tally, time.perf_counter() - start


def _work(port: int, one: Worker, until: float, accepts: Accepts, tally: Tally) -> None:
    connection = http.client.HTTPConnection(HOST, port, timeout=60)
    headers = {
        "Cookie": f"{settings.SESSION_COOKIE_NAME}={one.session}; {settings.CSRF_COOKIE_NAME}={TOKEN}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    while time.perf_counter() < until and (post := next(one.posts, None)):
        address, form = post
        start = time.perf_counter()
        try:
            connection.request("POST", address, f"csrfmiddlewaretoken={TOKEN}&{form}", headers)
            answer = connection.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException) as error:
            tally.errors.append(repr(error))
            connection.close()
            continue
        if accepts(answer.status, answer.getheader("Location") or ""):
            tally.times.append(time.perf_counter() - start)
        else:
            tally.errors.append(_said(answer, body))
    connection.close()
