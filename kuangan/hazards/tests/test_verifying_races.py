"""Two people decide at the same moment: one does it, the other is told, on PostgreSQL with connections of their own."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections

from kuangan.foundation.kernel.errors import Refused
from kuangan.hazards import actions
from kuangan.hazards.models import SiteCheck
from kuangan.hazards.states import HazardState
from kuangan.hazards.tests import stage
from kuangan.hazards.tests.bureaus import Scene

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time"),
]


@pytest.fixture
def scene():
    return Scene()


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """What each deed answered or the refusal it met, all begun at the same moment."""
    gate, found = threading.Barrier(len(deeds)), [None] * len(deeds)

    def run(number: int, deed: Callable[[], Any]) -> None:
        try:
            gate.wait(30)
            found[number] = deed()
        except Refused as refusal:
            found[number] = refusal
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    return found


def refusals(found: list[Any]) -> list[str]:
    """The words of those that were refused."""
    return [str(one) for one in found if isinstance(one, Refused)]


def test_of_two_first_checkers_at_once_one_is_told_who_was_first(scene):
    hazard = scene.major()
    found = at_once(
        lambda: scene.check(hazard, by=scene.reviewer, opinion="复测台阶高度14.8米，坡面平整"),
        lambda: scene.check(hazard, by=scene.inspector, opinion="复测台阶高度14.7米，坡面平整"),
    )
    check = SiteCheck.rows.get()
    assert len(refusals(found)) == 1 and check.first_by in refusals(found)[0]


def test_of_two_second_signatures_at_once_one_counts(scene):
    hazard = scene.major()
    check = scene.check(hazard)
    found = at_once(
        lambda: actions.sign_check(scene.inspector, check, proven=True),
        lambda: actions.sign_check(scene.leader, check, proven=True),
    )
    row = stage.fresh(hazard)
    assert len(refusals(found)) == 1 and row.state == HazardState.VERIFIED
    assert SiteCheck.rows.get().second_by in row.verified_by


def test_a_signature_and_a_drop_at_once_leave_one_truth(scene):
    hazard = scene.major()
    check = scene.check(hazard)
    found = at_once(
        lambda: actions.sign_check(scene.inspector, check, proven=True),
        lambda: actions.drop_check(scene.reviewer, check, reason="误填为另一处台阶"),
    )
    told = (stage.fresh(hazard).state, SiteCheck.rows.get().state)
    assert len(refusals(found)) == 1
    assert told in {(HazardState.VERIFIED, "signed"), (HazardState.APPLIED, "dropped")}


def test_accepted_and_taken_back_at_once_is_one_of_the_two(scene):
    hazard = scene.general()
    found = at_once(
        lambda: actions.accept(scene.reviewer, hazard, opinion="浮石已清理"),
        lambda: actions.take_back(scene.principal, hazard),
    )
    assert len(refusals(found)) == 1
    assert stage.fresh(hazard).state in {HazardState.CLOSED, HazardState.RECTIFYING}


def test_two_listings_and_two_returns_at_once_are_one_each(scene):
    hazard = scene.working()
    stage.fresh(hazard)
    at_once(lambda: stage.listed(scene.city, hazard), lambda: stage.listed(scene.city, hazard))
    held = hazard.listings.get()
    said = "已督促矿山削坡三百方，县局现场复核一次"
    at_once(
        lambda: actions.return_progress(scene.reviewer, held, text=said),
        lambda: actions.return_progress(scene.reviewer, held, text=said),
    )
    due = held.return_due_at
    held.refresh_from_db()
    assert held.returns.count() == 1 and (held.return_due_at - due).days == held.return_interval_days
