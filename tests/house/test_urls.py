"""Every address declares the verb that opens it."""

from importlib.util import find_spec

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.house.rooms import report

BLOCKED = "blocked"  # a library's page that this site does not offer: access answers 404


def addresses(resolver: URLResolver, prefix: str = "", names: str = ""):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            name = names + entry.name if entry.name else ""
            yield prefix + str(entry.pattern), name, entry.callback
        else:
            namespace = f"{names}{entry.namespace}:" if entry.namespace else names
            yield from addresses(entry, prefix + str(entry.pattern), namespace)


@pytest.fixture
def all_addresses():
    if find_spec("kuangan.shell.web") is None or find_spec("kuangan.shell.web.urls") is None:
        pytest.skip("the shell mounts no pages yet")
    return list(addresses(get_resolver()))


@pytest.fixture
def library_verbs() -> dict[str, str]:
    try:
        from kuangan.access.web.urls import LIBRARY_VERBS
    except ImportError:
        return {}
    return LIBRARY_VERBS


def test_every_address_declares_its_verb(all_addresses, library_verbs):
    problems = [
        f"/{route} ({name or 'unnamed'})"
        for route, name, view in all_addresses
        if not getattr(view, "verb", None) and name not in library_verbs
    ]
    report(problems, 'decorate the view with @screen("room.verb"); pages of libraries stand in access LIBRARY_VERBS')


def test_every_verb_of_an_address_is_in_a_policy(all_addresses, library_verbs):
    from kuangan.foundation.authority.policy import verbs
    from kuangan.foundation.authority.web import PUBLIC, SIGNED_IN

    declared = verbs()
    problems = []
    for route, name, view in all_addresses:
        verb = getattr(view, "verb", None) or library_verbs.get(name, SIGNED_IN)
        if verb not in {SIGNED_IN, BLOCKED} and not verb.startswith(PUBLIC) and verb not in declared:
            problems.append(f"/{route}: {verb}")
    report(problems, 'allow("room.verb", {roles}) in the policy.py of the room')


def test_every_address_has_a_name_of_its_own(all_addresses):
    seen: dict[str, str] = {}
    problems = []
    for route, name, _view in all_addresses:
        if not name:
            problems.append(f"/{route} has no name")
        elif seen.setdefault(name, route) != route:
            problems.append(f"/{route} and /{seen[name]} are both {name}")
    report(problems, 'path(..., name="duty"): links are made from names')
