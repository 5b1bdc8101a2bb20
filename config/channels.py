"""Reads from the environment what the notices are sent by. A channel whose variables are missing stays off."""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config.environment import env


def site_url() -> str:
    """The site's own address as people type it, without a slash at the end; "" when it was not told."""
    return str(env.str("KUANGAN_SITE_URL", default="")).rstrip("/")


def mail() -> dict[str, Any]:
    """Django's mail settings from KUANGAN_EMAIL_URL; without it EMAIL_HOST is empty and the channel is off."""
    settings: dict[str, Any] = {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "",
        "EMAIL_PORT": 25,
        "EMAIL_HOST_USER": "",
        "EMAIL_HOST_PASSWORD": "",  # nosec B105
        "EMAIL_USE_TLS": False,
        "EMAIL_USE_SSL": False,
        "DEFAULT_FROM_EMAIL": str(env.str("KUANGAN_EMAIL_FROM", default="")) or "kuangan@localhost",
    }
    if url := str(env.str("KUANGAN_EMAIL_URL", default="")):
        if "@" not in str(env.str("KUANGAN_EMAIL_FROM", default="")):
            raise ImproperlyConfigured("KUANGAN_EMAIL_FROM is not set. Name the address that mail is sent from.")
        found = env.email_url_config(url)
        settings |= {name: value for name, value in found.items() if name in settings and value is not None}
        if settings["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend":
            settings["EMAIL_BACKEND"] = "kuangan.foundation.notices.channels.smtp.Backend"
    return settings


def wecom() -> dict[str, str]:
    """企业微信, or 粤政易 with the host of its private edition. Off unless all four are set."""
    host = _host("KUANGAN_WECOM_HOST")
    names = {"corp": "KUANGAN_WECOM_CORP", "agent": "KUANGAN_WECOM_AGENT", "secret": "KUANGAN_WECOM_SECRET"}  # nosec B105
    return {"host": host, **{key: str(env.str(name, default="")) for key, name in names.items()}}


def sms() -> dict[str, str]:
    """腾讯云 SMS. Off unless all six are set."""
    names = {
        "id": "KUANGAN_SMS_ID",
        "key": "KUANGAN_SMS_KEY",
        "app": "KUANGAN_SMS_APP",
        "sign": "KUANGAN_SMS_SIGN",
        "template": "KUANGAN_SMS_TEMPLATE",
    }
    return {"host": _host("KUANGAN_SMS_HOST"), **{key: str(env.str(name, default="")) for key, name in names.items()}}


def _host(name: str) -> str:
    value = str(env.str(name, default="")).rstrip("/")
    if value and urlsplit(value).scheme not in ("http", "https"):
        raise ImproperlyConfigured(f"{name} begins with https:// (or http:// inside a closed network).")
    return value
