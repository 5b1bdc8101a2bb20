"""Addresses of the shell and of the frame's switches."""

from tests.permissions.table import BOTH, GET, POST, Address

_ANY = ("GET", "POST")
LINES = [
    Address("shell:home"),
    Address("shell:search", query="?q=石场"),
    Address("shell:suggest", query="?q=石场"),
    Address("shell:help"),
    Address("shell:manual"),
    Address("shell:manual_chapter", kwargs=lambda side: {"number": "03"}),
    Address("shell:manual_picture", kwargs=lambda side: {"name": "board.png"}),
    Address("shell:administration"),
    Address("shell:clock", methods=BOTH, works=False, demo=True),
    Address("shell:counties"),
    Address("shell:positions"),
    Address("shell:healthz"),
    Address("shell:readyz", told=frozenset({200, 503})),
    Address("shell:metrics", told=frozenset({404})),
    Address("shell:violations"),
    Address("shell:csp_report", methods=POST, works=False, told=frozenset({204, 413, 429})),
    Address("shell:robots"),
    Address("shell:favicon", methods=GET, told=frozenset({301})),
    Address("api:docs"),
    Address("api:openapi"),
    Address("api:nowhere", told=frozenset({401})),
    Address("ui:large", methods=POST, post=lambda side: {"on": "1"}, works=False),
    Address("ui:language", methods=POST, post=lambda side: {"language": "en"}, works=False),
]
