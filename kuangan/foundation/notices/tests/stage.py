"""The scene of these tests: invented kinds, addresses and servers on this machine."""

import json
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, time
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.kernel import clock
from kuangan.foundation.notices import actions, address_book, kinds
from kuangan.foundation.notices.actions import Happening
from kuangan.foundation.notices.address_book import Address

SYSTEM = Actor.system("test")
GROUP = "sample"
QUIET_NEWS = kinds.Kind("sample.news", "%(title)s", "until %(due_at)s", GROUP, kinds.Pace.DIGEST)
URGENT = kinds.Kind("sample.urgent", "urgent: %(title)s", "", GROUP, kinds.Pace.AT_ONCE)
DANGER = kinds.Kind("sample.danger", "danger: %(title)s", "", GROUP, kinds.Pace.DANGER)


def declare(monkeypatch: Any) -> None:
    """The invented kinds beside the real ones, for one test."""
    monkeypatch.setattr(kinds, "_known", {**kinds._known, **{one.name: one for one in (QUIET_NEWS, URGENT, DANGER)}})
    monkeypatch.setattr(kinds, "_groups", {**kinds._groups, GROUP: "Samples"})


def people(monkeypatch: Any, **more: Address) -> None:
    """An address book in which person N has pN@example.org and a mobile number; `more` by name of the number."""
    own = {int(key[1:]): value for key, value in more.items()}
    monkeypatch.setattr(address_book, "_lookup", [lambda ids: {each: own.get(each) or somebody(each) for each in ids}])


def somebody(number: int, **told: Any) -> Address:
    """Person N of the address book."""
    given = {"name": f"某{number}", "email": f"p{number}@example.org", "phone": f"138{number:08d}", **told}
    return Address(number, **given)


def at(hour: int, minute: int = 0, day: int = 20) -> Any:
    """The clock fixed at an hour of a day of July 2023 in Shanghai."""
    return clock.at(datetime.combine(datetime(2023, 7, day), time(hour, minute), clock.SHANGHAI))


def tell(kind: kinds.Kind, key: str, *recipients: int, **told: Any) -> None:
    """Tell people something."""
    params = {"title": key, "due_at": "2023-07-25T23:59:59+08:00", **told.pop("params", {})}
    actions.tell(SYSTEM, [Happening(kind, key, recipients, params, **told)])


class MailServer:
    """A small SMTP server (RFC 5321, the commands that a client needs): keeps what it accepted.

    `answer` may return another reply to a command than 250; `after_data` is called when a letter was accepted.
    """

    def __init__(self) -> None:
        self.letters: list[bytes] = []
        self.answer: Callable[[str], str | None] = lambda line: None
        self.after_data: Callable[[], None] = lambda: None
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                outer._talk(self)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def _talk(self, handler: Any) -> None:
        say = lambda text: handler.wfile.write(f"{text}\r\n".encode())  # noqa: E731
        say("220 ready")
        for raw in handler.rfile:
            line = raw.decode().strip()
            verb = line[:4].upper()
            if other := self.answer(verb + line[4:]):
                say(other)
            elif verb == "QUIT":
                say("221 bye")
                return
            elif verb == "DATA":
                say("354 go on")
                self._take(handler)
                say("250 accepted")
            else:
                say("250 ok")

    def _take(self, handler: Any) -> None:
        lines = []
        for raw in handler.rfile:
            if raw == b".\r\n":
                break
            lines.append(raw)
        self.letters.append(b"".join(lines))
        self.after_data()

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()


def use_mail(settings: Any, port: int) -> None:
    """Have e-mail go to a server of this machine by Django's own SMTP."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.KUANGAN_MAIL, settings.KUANGAN_MAIL_DOMAIN = True, "kuangan.test"
    settings.DEFAULT_FROM_EMAIL = "矿安 <kuangan@kuangan.test>"


@contextmanager
def web_server(reply: Callable[[str, dict[str, Any], dict[str, str]], tuple[int, Any]]) -> Iterator[tuple[str, list]]:
    """An HTTP server of this machine: `reply(path, data, headers)` gives status and JSON. Yields address and calls."""
    calls: list[tuple[str, bytes, dict[str, str]]] = []

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = dict(self.headers.items())
            calls.append((self.path, body, headers))
            status, data = reply(self.path, json.loads(body or b"{}"), headers)
            raw = json.dumps(data).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(raw)))
            if status in (301, 302):
                self.send_header("Location", "/elsewhere")
            self.end_headers()
            self.wfile.write(raw)

        do_GET = do_POST = _answer  # noqa: N815 - the names that the library calls

        def log_message(self, *arguments: Any) -> None:
            """Says nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", calls
    finally:
        server.shutdown()
        server.server_close()
