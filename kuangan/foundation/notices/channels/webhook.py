"""Receiving systems: JSON with a signature, or the group robot of 企业微信."""

import hashlib
import hmac
import json
from typing import Any

from django.conf import settings
from django.utils.translation import override

from kuangan.foundation.kernel import clock
from kuangan.foundation.notices.channels import http
from kuangan.foundation.notices.channels.switchboard import Never, NotNow
from kuangan.foundation.notices.models import Cause, Delivery, Endpoint
from kuangan.foundation.notices.wording import body_of, link_of, title_of

NAME = "webhook"
DELIVERY, TIMESTAMP, SIGNATURE = "X-Kuangan-Delivery", "X-Kuangan-Timestamp", "X-Kuangan-Signature"
_ROBOT_BUSY = 45009  # the robot's published limit of 20 messages a minute


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """`sha256=` and the HMAC-SHA256 of `<timestamp>.<body>`: a receiver recomputes it and looks at the time."""
    digest = hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return f"sha256={digest}"


def content(cause: Cause, key: str) -> dict[str, Any]:
    """What a receiving system gets of a cause: kind and parameters for machines, Chinese words for people."""
    with override("zh-hans"):
        words = {"title": title_of(cause), "body": body_of(cause)}
    return {
        "delivery": key,
        "cause": cause.key,
        "kind": cause.kind,
        "params": cause.params,
        "region": cause.region_code,
        "mine": cause.mine_id,
        "happened_at": cause.happened_at.isoformat(),
        "url": link_of(cause) or cause.url,
        **words,
    }


def send(delivery: Delivery) -> str:
    """Deliver a cause to its receiving system. Raises NotNow or Never."""
    endpoint, cause = delivery.endpoint, delivery.cause
    if endpoint is None or cause is None:
        raise Never("nothing to send")
    if not endpoint.is_active:
        raise Never("switched off")
    if endpoint.form == Endpoint.Form.GROUP_ROBOT:
        return _to_robot(endpoint, cause)
    body = json.dumps(content(cause, str(delivery.key)), ensure_ascii=False, separators=(",", ":")).encode()
    timestamp = str(int(clock.real_now().timestamp()))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "kuangan",
        DELIVERY: str(delivery.key),
        TIMESTAMP: timestamp,
        SIGNATURE: signature(endpoint.secret, timestamp, body),
    }
    answer = http.call("POST", endpoint.url, body, headers, private=settings.KUANGAN_WEBHOOK_PRIVATE)
    http.meaning(answer)
    return f"HTTP {answer.status}"


def _to_robot(endpoint: Endpoint, cause: Cause) -> str:
    """A text message of the group robot: POST …/cgi-bin/webhook/send?key=… (2048 bytes of text at most)."""
    with override("zh-hans"):
        text = "\n".join(filter(None, (title_of(cause), body_of(cause), link_of(cause))))
    data = {"msgtype": "text", "text": {"content": clipped(text, 2048)}}
    answer = http.post_json(endpoint.url, data, private=settings.KUANGAN_WEBHOOK_PRIVATE)
    http.meaning(answer)
    told = answer.json()
    if told.get("errcode"):
        words = f"errcode {told['errcode']}: {told.get('errmsg', '')}"
        raise NotNow(words) if told["errcode"] in (-1, _ROBOT_BUSY) else Never(words)
    return "errcode 0"


def clipped(text: str, most_bytes: int) -> str:
    """The beginning of a text within so many bytes of UTF-8; dots say that something is missing."""
    raw = text.encode()
    if len(raw) <= most_bytes:
        return text
    return raw[: most_bytes - 3].decode(errors="ignore") + "…"
