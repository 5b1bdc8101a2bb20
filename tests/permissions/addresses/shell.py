"""Addresses of the shell and of the frame's switches."""

from tests.permissions.table import BOTH, GET, POST, Address

_ANY = ("GET", "POST")
LINES = [
    Address("shell:home"),
    Address("shell:search", query="?q=石场"),
    Address("shell:help"),
    Address("shell:administration"),
    Address("shell:clock", methods=BOTH, works=False, demo=True),
    Address("shell:counties"),
    Address("shell:healthz"),
    Address("shell:readyz", told=frozenset({200, 503})),
    Address("shell:metrics", told=frozenset({404})),
    Address("shell:robots"),
    Address("shell:favicon", methods=GET, told=frozenset({301})),
    Address("ui:large", methods=POST, post=lambda side: {"on": "1"}, works=False),
    Address("ui:language", methods=POST, post=lambda side: {"language": "en"}, works=False),
]
