"""E-mail by Django's own mail, over whatever KUANGAN_EMAIL_URL names."""

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.notices.address_book import Address
from kuangan.foundation.notices.channels.switchboard import Channel, Message, Never, NotNow, Send


class Mail(Channel):
    """E-mail."""

    name = "email"
    label = _("E-mail")
    needs = ("KUANGAN_EMAIL_URL", "KUANGAN_EMAIL_FROM")

    def is_configured(self) -> bool:
        return bool(settings.KUANGAN_MAIL)

    def reaches(self, address: Address) -> bool:
        with suppress(ValidationError):
            validate_email(address.email)
            return True
        return False

    @contextmanager
    def session(self) -> Iterator[Send]:
        """One connection for all messages; opened again after an error."""
        connection = get_connection(timeout=settings.KUANGAN_SEND_SECONDS)
        try:
            yield lambda message: _send(connection, message)
        finally:
            with suppress(smtplib.SMTPException, OSError):
                connection.close()

    def send(self, message: Message) -> str:
        with self.session() as send:
            return send(message)


def _send(connection: Any, message: Message) -> str:
    message_id = f"<{message.key}@{settings.KUANGAN_MAIL_DOMAIN}>"
    letter = EmailMessage(
        subject=" ".join(message.subject.split()),
        body=message.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.to.email],
        headers={"Message-ID": message_id, "Auto-Submitted": "auto-generated"},
        connection=connection,
    )
    try:
        letter.send()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        with suppress(smtplib.SMTPException, OSError):
            connection.close()
        raise _meaning(error) from error
    return message_id


def _meaning(error: Exception) -> Exception:
    """Refused for good: the recipient or the content. Sender, password and connection can be mended: try again."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _answer in error.recipients.values()]
        return (
            Never(f"{type(error).__name__}: {error}")
            if codes and all(code >= 500 for code in codes)
            else NotNow(f"{type(error).__name__}: {error}")
        )
    if isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500:
        return Never(f"{type(error).__name__}: {error}")
    if isinstance(error, ValueError):  # a header that cannot be written
        return Never(f"{type(error).__name__}: {error}")
    return NotNow(f"{type(error).__name__}: {error}")
