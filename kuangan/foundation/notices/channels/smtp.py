"""Django's mail over SMTP with one total time for a letter: name, connection, TLS, conversation."""

import smtplib
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from kuangan.foundation.kernel.deadline import Deadline


class Backend(EmailBackend):
    """Every call of `send_messages` is over after KUANGAN_SEND_SECONDS, and the connection with it if need be."""

    deadline: Deadline

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send, opening the connection if there is none. OSError or SMTPException when it does not come off in time."""
        with Deadline(settings.KUANGAN_SEND_SECONDS) as self.deadline:
            if self.connection is not None and self.connection.sock is not None:
                self.deadline.watch(self.connection.sock)
            return super().send_messages(email_messages) or 0

    def close(self) -> None:
        """Take leave; who does not answer to that is left without a word."""
        with Deadline(settings.KUANGAN_SEND_SECONDS) as deadline:
            if self.connection is not None and self.connection.sock is not None:
                with suppress(OSError):
                    deadline.watch(self.connection.sock)
            super().close()

    @property
    def connection_class(self) -> Callable[..., smtplib.SMTP]:  # type: ignore[override]
        """The library's class, with sockets of ours."""
        kind = _Secure if self.use_ssl else _Plain
        return lambda *arguments, **named: kind(self.deadline, *arguments, **named)


class _Plain(smtplib.SMTP):
    def __init__(self, deadline: Deadline, *arguments: Any, **named: Any) -> None:
        self._deadline = deadline
        super().__init__(*arguments, **named)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return self._deadline.connect(self._deadline.addresses(host, port)[0], port)


class _Secure(smtplib.SMTP_SSL):
    def __init__(self, deadline: Deadline, *arguments: Any, **named: Any) -> None:
        self._deadline = deadline
        super().__init__(*arguments, **named)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = self._deadline.connect(self._deadline.addresses(host, port)[0], port)
        return self.context.wrap_socket(plain, server_hostname=self._host)  # type: ignore[attr-defined]
