"""A long lock of somebody else's delays acts, and no page: reading never waits for a write."""

import re
import time

import pytest

from tests.faults.sites import Site, until
from tests.faults.storm import Person, Seen

SOON = 10.0
"""Seconds; whoever waited for the lock would wait for twenty."""

RECORDED = {"/access/audit/"}
"""Pages whose reading is recorded: without the record they are refused (503), and at once."""


@pytest.mark.django_db
def test_while_somebody_holds_a_write_lock_every_page_answers(site: Site) -> None:
    people = {
        "mine": [who["session"] for who in site.people["mines"]],
        "county": site.people["reviewers"],
        "city": site.people["publishers"],
    }
    until("the site to answer", lambda: Person(site, people["city"][0], Seen()).asks("GET", "/")[0] == 200)
    pages = {role: linked(Person(site, sessions[0], Seen())) for role, sessions in people.items()}
    assert all(len(found) > 5 for found in pages.values()), pages
    slow = []
    with site.store.held():
        for role, sessions in people.items():
            person = Person(site, sessions[1], Seen())  # whose session has not been used: "last seen" is to be noted
            for page in ["/", *pages[role], "/duties/999999/"]:
                began = time.monotonic()
                status, _where, _text = person.asks("GET", page, tries=1)
                answered = status in (200, 302, 403, 404)
                if answered is (page in RECORDED) or time.monotonic() - began > SOON:
                    slow.append(f"{role} {page}: {status} after {time.monotonic() - began:.1f} s")
        for address in ("/healthz", "/account/login/"):
            began = time.monotonic()
            assert Person(site, "", Seen()).asks("GET", address, tries=1)[0] == 200
            assert time.monotonic() - began < SOON
    assert not slow
    mine = site.people["mines"][0]
    assert Person(site, mine["session"], Seen()).submits(mine["last"]), "and acts go on afterwards"


def linked(person: Person) -> list[str]:
    """The pages that the first page leads to, without those of single records and without files."""
    status, _where, page = person.asks("GET", "/")
    assert status == 200
    found = set(re.findall(r'href="(/[a-z][a-z/_-]*)["?]', page))
    return sorted(one for one in found if not re.search("logout|export|static|download", one))
