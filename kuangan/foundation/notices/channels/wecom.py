"""企业微信 and, with the host of the private edition, 粤政易: application messages by the published interface.

gettoken (corpid, corpsecret) → access_token for 7200 s; user/getuserid (mobile) → userid; message/send (touser,
msgtype text, agentid). Off unless host, corpid, agent and secret are set. Tried only against a local stand-in.
"""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.notices.address_book import Address
from kuangan.foundation.notices.channels import http
from kuangan.foundation.notices.channels.switchboard import Channel, Message, Never, NotNow
from kuangan.foundation.notices.channels.webhook import clipped

_TOKEN = "kuangan.notices.wecom.token"  # nosec B105 - name of a cache entry  # noqa: S105
_EXPIRED = (40014, 42001)
_LATER = (-1, 45009, 45033)
_NOBODY = (46004, 60103, 60111, 81013)
_USER_SECONDS = 24 * 3600


class WeCom(Channel):
    """Messages of an application of 企业微信 or 粤政易 to a person found by the mobile number."""

    name = "wecom"
    label = _("WeCom message")
    needs = ("KUANGAN_WECOM_HOST", "KUANGAN_WECOM_CORP", "KUANGAN_WECOM_AGENT", "KUANGAN_WECOM_SECRET")

    def is_configured(self) -> bool:
        return all(settings.KUANGAN_WECOM.values())

    def reaches(self, address: Address) -> bool:
        return len(address.phone) == 11 and address.phone.isdigit()

    def send(self, message: Message) -> str:
        data = {
            "touser": _user(message.to.phone),
            "msgtype": "text",
            "agentid": int(settings.KUANGAN_WECOM["agent"]),
            "text": {"content": clipped(f"{message.subject}\n{message.text}", 2048)},
            "safe": 0,
            "enable_duplicate_check": 1,
            "duplicate_check_interval": 14400,
        }
        told = _ask("message/send", data)
        if told.get("invaliduser"):
            raise Never(f"invaliduser {told['invaliduser']}")
        return str(told.get("msgid", ""))


def _user(phone: str) -> str:
    """The account of a person in the organisation, by the mobile number; remembered for a day."""
    name = f"kuangan.notices.wecom.user.{phone}"
    known = cache.get(name)
    if not known:
        known = str(_ask("user/getuserid", {"mobile": phone}).get("userid", ""))
        cache.set(name, known, _USER_SECONDS)
    return str(known)


def _ask(verb: str, data: dict[str, Any]) -> dict[str, Any]:
    """One call with the token; a token that has run out is fetched anew, once."""
    told = _post(verb, data, _token())
    if told.get("errcode") in _EXPIRED:
        cache.delete(_TOKEN)
        told = _post(verb, data, _token())
    return _checked(told)


def _post(verb: str, data: dict[str, Any], token: str) -> dict[str, Any]:
    answer = http.post_json(f"{_host()}/cgi-bin/{verb}?{urlencode({'access_token': token})}", data)
    http.meaning(answer)
    return answer.json()


def _token() -> str:
    known = cache.get(_TOKEN)
    if known:
        return str(known)
    asked = {"corpid": settings.KUANGAN_WECOM["corp"], "corpsecret": settings.KUANGAN_WECOM["secret"]}
    answer = http.call("GET", f"{_host()}/cgi-bin/gettoken?{urlencode(asked)}", private=True)
    http.meaning(answer)
    told = answer.json()
    if told.get("errcode") or not told.get("access_token"):
        # a wrong secret is mended by the operator, so the messages wait
        raise NotNow(f"gettoken: errcode {told.get('errcode')}: {told.get('errmsg', '')}")
    cache.set(_TOKEN, told["access_token"], max(60, int(told.get("expires_in", 7200)) - 300))
    return str(told["access_token"])


def _host() -> str:
    return str(settings.KUANGAN_WECOM["host"]).rstrip("/")


def _checked(told: dict[str, Any]) -> dict[str, Any]:
    code = told.get("errcode", 0)
    if not code:
        return told
    words = f"errcode {code}: {told.get('errmsg', '')}"
    if code in _NOBODY:
        raise Never(words)
    raise NotNow(words) if code in (*_LATER, *_EXPIRED) else Never(words)
