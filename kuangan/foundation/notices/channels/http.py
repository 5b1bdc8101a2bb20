"""HTTP outwards by the standard library: no redirects, bounded answers, and no way into the own network by accident."""

import http.client
import ipaddress
import json
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from kuangan.foundation.notices.channels.switchboard import Never, NotNow

MOST_READ = 64 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and the beginning of the body."""

    status: int
    body: bytes

    def json(self) -> dict[str, Any]:
        """The body as a JSON object; NotNow when it is none."""
        try:
            found = json.loads(self.body)
        except ValueError as error:
            raise NotNow(f"the answer is not JSON (HTTP {self.status})") from error
        return found if isinstance(found, dict) else {}


def check_url(url: str, *, private: bool) -> tuple[str, str, int, str]:
    """Scheme, host, port and target of an address that may be called. Raises ValueError with the reason otherwise.

    `private` allows names that lead into private networks; what such a name leads to is looked at again for each call.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
        raise ValueError("address")
    if parts.scheme == "http" and not private:
        raise ValueError("scheme")
    if any(not letter.isprintable() or letter.isspace() for letter in url):
        raise ValueError("address")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    target = parts.path or "/"
    return parts.scheme, parts.hostname, port, f"{target}?{parts.query}" if parts.query else target


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet: not private, loopback, link-local, reserved."""
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    return found.is_global and not found.is_multicast and (mapped is None or mapped.is_global)


def resolve(host: str, port: int, *, private: bool) -> str:
    """The address to connect to. Never when any address of the name is not public and private ones are not allowed."""
    try:
        found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except OSError as error:
        raise NotNow(f"the name {host} cannot be resolved") from error
    if not private and not all(is_public(address) for address in found):
        raise Never("the address leads into a private network (KUANGAN_WEBHOOK_PRIVATE)")
    return found[0]


def call(
    method: str, url: str, body: bytes = b"", headers: Mapping[str, str] | None = None, *, private: bool
) -> Answer:
    """Send one request to the address that was looked at. Raises NotNow without an answer, Never when forbidden."""
    try:
        scheme, host, port, target = check_url(url, private=private)
    except ValueError as error:
        raise Never("this address is not allowed") from error
    connection = _connection(scheme, host, port, resolve(host, port, private=private))
    try:
        connection.request(method, target, body or None, dict(headers or {}))
        answer = connection.getresponse()
        return Answer(answer.status, answer.read(MOST_READ))
    except (OSError, http.client.HTTPException) as error:
        raise NotNow(f"{type(error).__name__}: {error}") from error
    finally:
        connection.close()


def post_json(url: str, data: Any, headers: Mapping[str, str] | None = None, *, private: bool = True) -> Answer:
    """POST a JSON object; for interfaces whose host the operator has set."""
    body = json.dumps(data, ensure_ascii=False).encode()
    return call(
        "POST", url, body, {"Content-Type": "application/json; charset=utf-8", **(headers or {})}, private=private
    )


def _connection(scheme: str, host: str, port: int, address: str) -> http.client.HTTPConnection:
    seconds = settings.KUANGAN_SEND_SECONDS
    kind: type[http.client.HTTPConnection] = _Pinned
    if scheme == "https":
        kind = _PinnedTLS
    connection = kind(host, port, timeout=seconds)
    connection.address = address  # type: ignore[attr-defined]
    return connection


class _Pinned(http.client.HTTPConnection):
    """Connects to the address that was looked at, whatever the name leads to meanwhile."""

    address = ""

    def connect(self) -> None:
        self.sock = socket.create_connection((self.address, self.port), self.timeout)


class _PinnedTLS(_Pinned, http.client.HTTPSConnection):
    """The same with TLS; the certificate is the name's."""

    def connect(self) -> None:
        plain = socket.create_connection((self.address, self.port), self.timeout)
        self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)


def meaning(answer: Answer) -> None:
    """Raises NotNow or Never unless the answer says that all is well (2xx)."""
    if 200 <= answer.status < 300:
        return
    if answer.status in (408, 425, 429) or answer.status >= 500:
        raise NotNow(f"HTTP {answer.status}")
    raise Never(f"HTTP {answer.status}")


def host_of(url: str) -> str:
    """The host of an address: all that may stand in a record, since the rest may be secret."""
    return urlsplit(url).hostname or ""
