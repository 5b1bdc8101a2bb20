"""Two people act at the same moment: one does it, the other is told, on PostgreSQL with connections of their own."""

from uuid import uuid4

import pytest
from django.db import connection

from kuangan.governance import actions
from kuangan.governance.models import Helper, HelpRequest, HelpVisit
from kuangan.governance.tests import stage
from kuangan.hazards.tests import stage as hazards
from kuangan.hazards.tests.test_verifying_races import at_once, refusals
from tests import cast

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time"),
]


def test_of_two_officers_who_assign_at_once_one_is_told_who_helps(mine, officer, county):
    row, leader = stage.asked(officer, mine), cast.as_actor(cast.county_leader())
    found = at_once(lambda: stage.guided(county, row), lambda: stage.guided(leader, row, name="钱工"))
    assert len(refusals(found)) == 1 and Helper.rows.get().name in refusals(found)[0]


def test_of_an_answer_and_a_withdrawal_at_once_one_counts(mine, officer, county):
    row = stage.asked(officer, mine)
    found = at_once(
        lambda: stage.declined(county, row), lambda: actions.take_back(officer, row, reason="矿山已自行解决")
    )
    state = stage.fresh(row).state
    assert len(refusals(found)) == 1 and state in ("declined", "taken_back")


def test_two_requests_for_one_hazard_at_once_are_one(mine, officer, county):
    hazard = hazards.found(officer, mine)
    found = at_once(lambda: stage.asked(officer, mine, hazard=hazard), lambda: stage.asked(county, mine, hazard=hazard))
    assert HelpRequest.rows.count() == 1 and len(refusals(found)) == 1


def test_one_form_sent_twice_at_once_does_its_work_once(mine, officer, county):
    key, visit_key = uuid4(), uuid4()
    found = at_once(*[lambda: stage.asked(officer, mine, entry_key=key)] * 2)
    assert {row.pk for row in found} == {HelpRequest.rows.get().pk}
    row = stage.guided(county, found[0])
    at_once(*[lambda: stage.visited(county, row, entry_key=visit_key)] * 2)
    assert HelpVisit.rows.count() == 1
