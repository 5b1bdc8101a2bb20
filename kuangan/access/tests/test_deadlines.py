"""One total time for everything outside: whoever answers byte by byte for ever is left when it is up."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest
import requests
from django.core.mail import EmailMessage

from config import channels as configured
from kuangan.access.web.identity.session import BoundedSession
from kuangan.foundation.notices.channels import http, smtp
from kuangan.foundation.notices.channels.switchboard import NotNow

pytestmark = pytest.mark.embedded
SOON = 6.0
"""Seconds: the time for all of it is one, the machine may be busy."""
HEADS = {
    "nothing": b"",
    "a status line": b"HTTP/1.1 200 OK\r\nX-Slow: ",
    "a body of known length": b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n",
    "a body without end": b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n",
}


class Dripper:
    """Answers every connection with a beginning and then a byte now and then, until it is told to stop."""

    def __init__(self) -> None:
        self.head = b""
        self._over = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while not self._over.is_set():
            try:
                opened, _from = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._drip, args=(opened,), daemon=True).start()

    def _drip(self, opened: socket.socket) -> None:
        with opened:
            try:
                opened.sendall(self.head)
                while not self._over.wait(0.1):
                    opened.sendall(b"2")
            except OSError:
                return

    def stop(self) -> None:
        self._over.set()
        self._socket.close()


@pytest.fixture
def dripper(settings) -> Iterator[Dripper]:
    settings.KUANGAN_SEND_SECONDS = settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = 1
    server = Dripper()
    yield server
    server.stop()


@pytest.fixture
def soon() -> Iterator[None]:
    began = time.monotonic()
    yield
    assert time.monotonic() - began < SOON


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_receiver_that_drips_is_left(dripper, soon, scheme, head):
    dripper.head = HEADS[head]
    with pytest.raises(NotNow):
        http.call("POST", f"{scheme}://127.0.0.1:{dripper.port}/", b"{}", private=True)


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_an_identity_provider_that_drips_is_left(dripper, soon, scheme, head):
    dripper.head = HEADS[head]
    with pytest.raises(requests.RequestException):
        BoundedSession().get(f"{scheme}://127.0.0.1:{dripper.port}/")


@pytest.mark.parametrize("options", [{}, {"use_ssl": True}])
@pytest.mark.parametrize("head", [b"", b"220 hello\r\n", b"220-first\r\n"])
def test_a_mail_server_that_drips_is_left(dripper, soon, head, options):
    dripper.head = head
    backend = smtp.Backend(host="127.0.0.1", port=dripper.port, username="", password="", use_tls=False, **options)
    letter = EmailMessage("subject", "text", "from@example.org", ["to@example.org"], connection=backend)
    with pytest.raises(OSError):  # every SMTPException is one
        letter.send()


def test_a_name_that_nobody_answers_for_is_left(dripper, soon, monkeypatch):
    never = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *asked, **more: never.wait(30) and [])
    with pytest.raises(NotNow):
        http.call("GET", "http://slow.example.org/", private=True)
    never.set()


def test_mail_over_smtp_goes_by_the_bounded_way(monkeypatch):
    monkeypatch.setenv("KUANGAN_EMAIL_URL", "smtp+tls://user:word@mail.example.org:587")
    monkeypatch.setenv("KUANGAN_EMAIL_FROM", "kuangan@example.org")
    assert configured.mail()["EMAIL_BACKEND"] == f"{smtp.Backend.__module__}.Backend"
