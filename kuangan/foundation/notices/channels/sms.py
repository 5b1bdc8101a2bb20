"""Short messages by 腾讯云 SMS, interface SendSms of 2021-01-11 with signature TC3-HMAC-SHA256.

A short message in China goes by a template that the carrier has approved, so it carries figures and no text of ours:
parameter 1 is how many notices there are. Off unless everything is set. Tried only against a local stand-in.
"""

import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.kernel import clock
from kuangan.foundation.notices.address_book import Address
from kuangan.foundation.notices.channels import http
from kuangan.foundation.notices.channels.switchboard import Channel, Message, Never, NotNow

ALGORITHM, SERVICE, ACTION, VERSION = "TC3-HMAC-SHA256", "sms", "SendSms", "2021-01-11"
CONTENT_TYPE = "application/json; charset=utf-8"
_LATER = (
    "InternalError",
    "RequestLimitExceeded",
    "LimitExceeded",
    "FailedOperation.InsufficientBalance",
    "AuthFailure",
)


class Sms(Channel):
    """Short messages to mobile numbers of the mainland."""

    name = "sms"
    label = _("Short message")
    needs = (
        "KUANGAN_SMS_HOST",
        "KUANGAN_SMS_ID",
        "KUANGAN_SMS_KEY",
        "KUANGAN_SMS_APP",
        "KUANGAN_SMS_SIGN",
        "KUANGAN_SMS_TEMPLATE",
    )

    def is_configured(self) -> bool:
        return all(settings.KUANGAN_SMS.values())

    def reaches(self, address: Address) -> bool:
        return len(address.phone) == 11 and address.phone.isdigit() and address.phone.startswith("1")

    def send(self, message: Message) -> str:
        given = settings.KUANGAN_SMS
        data = {
            "SmsSdkAppId": given["app"],
            "SignName": given["sign"],
            "TemplateId": given["template"],
            "TemplateParamSet": [str(len(message.lines))],
            "PhoneNumberSet": [f"+86{message.to.phone}"],
            "SessionContext": message.key,
        }
        body = json.dumps(data, ensure_ascii=False).encode()
        host = urlsplit(given["host"]).netloc
        headers = signed_headers(host, body, int(clock.real_now().timestamp()), given["id"], given["key"])
        answer = http.call("POST", given["host"], body, headers, private=True)
        http.meaning(answer)
        return _number(answer.json().get("Response", {}))


def _number(told: dict[str, Any]) -> str:
    """The serial number of the message; the published answer tells trouble in two places."""
    if error := told.get("Error"):
        raise _trouble(str(error.get("Code", "")), str(error.get("Message", "")))
    status = (told.get("SendStatusSet") or [{}])[0]
    if status.get("Code") != "Ok":
        raise _trouble(str(status.get("Code", "")), str(status.get("Message", "")))
    return str(status.get("SerialNo", ""))


def _trouble(code: str, words: str) -> Exception:
    return (NotNow if code.startswith(_LATER) else Never)(f"{code}: {words}")


def signed_headers(host: str, body: bytes, timestamp: int, secret_id: str, secret_key: str) -> dict[str, str]:
    """The headers of a signed request, signing content type and host as the interface publishes it."""
    day = datetime.fromtimestamp(timestamp, UTC).strftime("%Y-%m-%d")
    scope = f"{day}/{SERVICE}/tc3_request"
    proof = sign(host, body, timestamp, day, SERVICE, secret_key)
    return {
        "Authorization": (
            f"{ALGORITHM} Credential={secret_id}/{scope}, SignedHeaders=content-type;host, Signature={proof}"
        ),
        "Content-Type": CONTENT_TYPE,
        "Host": host,
        "X-TC-Action": ACTION,
        "X-TC-Timestamp": str(timestamp),
        "X-TC-Version": VERSION,
        "X-TC-Region": "ap-guangzhou",
    }


def sign(host: str, body: bytes, timestamp: int, day: str, service: str, secret_key: str) -> str:
    """The signature: canonical request → string to sign → key derived from day and service."""
    canonical = "\n".join(
        ["POST", "/", "", f"content-type:{CONTENT_TYPE}\nhost:{host}\n", "content-type;host", _sha256(body)]
    )
    text = "\n".join([ALGORITHM, str(timestamp), f"{day}/{service}/tc3_request", _sha256(canonical.encode())])
    key = f"TC3{secret_key}".encode()
    for part in (day, service, "tc3_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
