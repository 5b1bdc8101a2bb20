"""What the principal signs does not contradict the ledger: open major hazards stand in the check and are answered."""

import pytest

from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.hazards.actions import Finding, register
from kuangan.hazards.states import FocusArea, Grade, Source
from kuangan.hazards.tests import stage as ledger
from kuangan.inspections import actions
from kuangan.inspections.queries.record import record
from kuangan.inspections.states import Answer, CheckState
from kuangan.inspections.tests import stage
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine():
    return cast.mine()


@pytest.fixture
def principal(mine):
    return stage.principal_of(mine)


@pytest.fixture
def major(mine, principal):
    """A major hazard of the fourth criterion that is being rectified."""
    stage.criteria()
    hazard = ledger.determined(principal, ledger.found(principal, mine))
    return ledger.in_rectification(principal, hazard)


def signed(principal, row):
    return actions.sign(principal, row, proven=True, attested=True)


def test_an_open_major_hazard_is_answered_before_nothing_found_can_be_signed(mine, principal, major):
    row = stage.filled(principal, mine)
    with pytest.raises(Refused, match=major.number):
        signed(principal, row)
    with pytest.raises(Refused, match="申请验收"):
        actions.say_gone(principal, row, major, words="坡已经削完，没有了")
    page = cast.client(cast.safety_officer(mine)).get(f"/inspections/{row.pk}/").content.decode()
    assert major.number in page and "未说明" in page


def test_one_that_is_still_there_contradicts_the_answer_to_its_criterion(mine, principal, major):
    row = stage.filled(principal, mine)
    actions.link_hazard(principal, row, major)
    with pytest.raises(Refused, match="露天第4项"):
        signed(principal, row)
    stage.answered(principal, row, OP_04=Answer.PRESENT)
    done = actions.sign(principal, stage.fresh(row), proven=True)
    assert (done.state, done.is_attested, done.major_total) == (CheckState.SIGNED, False, 1)


def test_one_for_which_acceptance_was_applied_for_may_be_said_to_be_gone_and_is_signed_with_it(mine, principal, major):
    ledger.applied(principal, major)
    row = stage.filled(principal, mine)
    actions.say_gone(principal, row, major, words="已削坡到14.8米，吴安全员复测")
    done = signed(principal, row)
    assert done.content["gone"] == [[major.number, "已削坡到14.8米，吴安全员复测"]]
    officer = cast.as_actor(cast.county_reviewer(mine.region_code))
    other = cast.as_actor(cast.county_inspector(mine.region_code))
    again = stage.filled(principal, mine)
    actions.say_gone(principal, again, major, words="已削坡到14.8米，吴安全员复测")
    ledger.checked(officer, other, ledger.fresh(major), result="refused")
    with pytest.raises(Refused, match="仍未整改完成"):
        signed(principal, again)


def test_the_page_takes_either_answer(mine, principal, major):
    row = stage.filled(principal, mine)
    client = cast.client(cast.safety_officer(mine))
    url = f"/inspections/{row.pk}/standing/{major.pk}/"
    assert client.post(url, {"answer": "gone", "words": "已经没有了，看过"}).status_code == 422
    assert client.post(url, {"answer": "there"}).status_code == 302
    assert [one.met for one in record(row).standing] == [True]


def test_a_suspected_hazard_is_asked_about_and_another_mines_is_not(mine, principal):
    row = stage.filled(principal, mine)
    finding = Finding(
        place="南帮", description="疑似超设计开采", source=Source.SELF_INSPECTION, grade=Grade.SUSPECTED,
        focus_area=FocusArea.MAJOR_HAZARDS,
    )  # fmt: skip
    hazard = register(principal, mine, finding)
    elsewhere = cast.mine()
    register(stage.principal_of(elsewhere, "赵老板"), elsewhere, finding)
    assert [one.hazard.pk for one in record(row).standing] == [hazard.pk]
    assert clock.today() == row.checked_on
