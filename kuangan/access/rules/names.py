"""Rules of accounts on plain values: which role holds where, and how secrets look. No database."""

import hashlib
import re
import secrets

from django.utils.translation import gettext_lazy as _

from kuangan.foundation.authority.roles import ADMIN_ROLES, MINE_ROLES, Role

REGION, AUTHORITY, ENTERPRISE, MINE, AGENCY = "region_code", "authority", "enterprise", "mine", "agency"

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that nobody confuses when a temporary password is read aloud."""

_NAME = re.compile(r"(?:[a-z0-9._\-]{2,60}|[\u3400-\u4dbf\u4e00-\u9fff0-9._\-]{2,60})")
_PHONE = re.compile(r"^(\+86)?1\d{10}$|^0\d{2,3}-?\d{7,8}$")


def places_for(role: str) -> frozenset[str]:
    """The sorts of scope in which a role makes sense."""
    if role in MINE_ROLES:
        return frozenset({MINE, ENTERPRISE})
    if role == Role.AGENCY_STAFF:
        return frozenset({AGENCY})
    if role in ADMIN_ROLES or role in {Role.PROVINCE_SUPERVISOR, Role.AUDITOR}:
        return frozenset({REGION})
    return frozenset({REGION, AUTHORITY})


def is_sign_in_name(text: str) -> bool:
    """2 to 60 Latin letters or Chinese characters, one script only, with digits, dots, hyphens and underscores.

    `text` is as kernel.text.compared gives it; letters that look like Latin ones belong to another script.
    """
    return bool(_NAME.fullmatch(text))


def is_phone(text: str) -> bool:
    """A mainland mobile or landline number."""
    return bool(_PHONE.match(text))


def temporary_password() -> str:
    """Twelve characters in three groups (about 59 bits), always with a digit and a letter."""
    while True:
        found = "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))
        if any(c.isdigit() for c in found) and any(c.isalpha() for c in found):
            return found


def new_token() -> str:
    """The secret part of an invitation link."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is stored of an invitation's secret."""
    return hashlib.sha256(token.encode()).hexdigest()


_BROWSERS = {
    "MicroMessenger": _("WeChat"),
    "wxwork": _("WeCom"),
    "DingTalk": _("DingTalk"),
    "Edg": "Edge",
    "QQBrowser": _("QQ Browser"),
    "HuaweiBrowser": _("Huawei Browser"),
    "MiuiBrowser": _("Mi Browser"),
    "360SE": _("360 Browser"),
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
_SYSTEMS = {
    "HarmonyOS": _("HarmonyOS"),
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "Linux": "Linux",
}


def device_words(user_agent: str) -> str:
    """Browser and system as people name them, from what the browser says of itself; the first match counts."""
    browser = next((word for mark, word in _BROWSERS.items() if mark in user_agent), "")
    system = next((word for mark, word in _SYSTEMS.items() if mark in user_agent), "")
    return " · ".join(str(word) for word in (browser, system) if word) or user_agent[:60]
