"""HTTP outwards by the standard library: no redirects, bounded answers in bounded time, no way into the own network."""

import http.client
import ipaddress
import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings

from kuangan.foundation.kernel.deadline import Deadline
from kuangan.foundation.notices.channels.switchboard import Never, NotNow

MOST_READ = 64 * 1024
_AS_SENT = "/%:@!$&'()*+,;=~-._?[]"
_TRANSLATED = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))
"""Prefixes by which a network reaches addresses of the old sort (RFC 6052, RFC 8215)."""


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
    host = parts.hostname.encode("idna").decode("ascii") if ":" not in parts.hostname else parts.hostname
    if not private and _is_number(host) and not is_public(host):
        raise ValueError("address")
    target = quote(parts.path or "/", safe=_AS_SENT)
    return parts.scheme, host, port, f"{target}?{quote(parts.query, safe=_AS_SENT)}" if parts.query else target


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet: not private, loopback, link-local, reserved."""
    found = ipaddress.ip_address(address.partition("%")[0])
    carried = _carried(found) if isinstance(found, ipaddress.IPv6Address) else []
    return all(one.is_global and not one.is_multicast for one in (found, *carried))


def _carried(address: ipaddress.IPv6Address) -> list[ipaddress.IPv4Address]:
    """The addresses of the old sort that one of the new sort leads to: mapped, 6to4, Teredo, translated (NAT64)."""
    teredo = address.teredo or ()
    carried = [one for one in (address.ipv4_mapped, address.sixtofour, *teredo) if one is not None]
    if any(address in network for network in _TRANSLATED):
        carried.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return carried


def resolve(host: str, port: int, *, private: bool, deadline: Deadline) -> str:
    """The address to connect to. Never when any address of the name is not public and private ones are not allowed."""
    try:
        found = deadline.addresses(host, port)
    except OSError as error:
        raise NotNow(f"the name {host} cannot be resolved") from error
    if not private and not all(is_public(address) for address in found):
        raise Never("the address leads into a private network (KUANGAN_WEBHOOK_PRIVATE)")
    return found[0]


def call(
    method: str, url: str, body: bytes = b"", headers: Mapping[str, str] | None = None, *, private: bool
) -> Answer:
    """Send one request to the address that was looked at. Raises NotNow without an answer, Never when forbidden.

    All of it, from the name to the last byte of the answer, is over after KUANGAN_SEND_SECONDS.
    """
    try:
        scheme, host, port, target = check_url(url, private=private)
    except ValueError as error:
        raise Never("this address is not allowed") from error
    with Deadline(settings.KUANGAN_SEND_SECONDS) as deadline:
        address = resolve(host, port, private=private, deadline=deadline)
        connection = (_PinnedTLS if scheme == "https" else _Pinned)(host, port)
        connection.address, connection.deadline = address, deadline
        try:
            connection.request(method, target, body or None, dict(headers or {}))
            answer = connection.getresponse()
            found = Answer(answer.status, answer.read(MOST_READ))
            deadline.left()  # an answer that was cut short is none
            return found
        except (OSError, http.client.HTTPException) as error:
            late = TimeoutError("no whole answer in time") if deadline.is_over else error
            raise NotNow(f"{type(late).__name__}: {late}") from error
        finally:
            connection.close()


def post_json(url: str, data: Any, headers: Mapping[str, str] | None = None, *, private: bool = True) -> Answer:
    """POST a JSON object; for interfaces whose host the operator has set."""
    body = json.dumps(data, ensure_ascii=False).encode()
    return call(
        "POST", url, body, {"Content-Type": "application/json; charset=utf-8", **(headers or {})}, private=private
    )


class _Pinned(http.client.HTTPConnection):
    """Connects to the address that was looked at, whatever the name leads to meanwhile."""

    address = ""
    deadline: Deadline

    def connect(self) -> None:
        self.sock = self.deadline.connect(self.address, self.port)


class _PinnedTLS(_Pinned, http.client.HTTPSConnection):
    """The same with TLS; the certificate is the name's."""

    def connect(self) -> None:
        plain = self.deadline.connect(self.address, self.port)
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
