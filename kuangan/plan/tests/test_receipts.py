"""The plan reaches bureaus and mines: acknowledged, handed out, opened, confirmed."""

import pytest

from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel.errors import Forbidden, OutOfScope, Refused
from kuangan.plan import actions, queries
from kuangan.plan.models import Receipt
from kuangan.plan.tests import factories as cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("march")]


def trail(kind: str) -> list[AuditEvent]:
    return list(AuditEvent.objects.within(Scope.everywhere()).filter(kind=kind))


def newer(tmp_path, version="1.1.0", **changes):
    return actions.load(
        cast.city_office(), cast.package_file(tmp_path / version, cast.data(version=version, **changes))
    )


def receipt_of(version, **which) -> Receipt:
    return Receipt.objects.within(Scope.everywhere()).get(version=version, **which)


@pytest.fixture
def acknowledged(published):
    actions.acknowledge(cast.county_leader(), receipt_of(published, authority__region_code=cast.ENPING))
    return published


def test_county_acknowledges_once(published, march):
    receipt = receipt_of(published, authority__region_code=cast.ENPING)
    done = actions.acknowledge(cast.county_reviewer(), receipt)
    assert done.acknowledged_at == march
    with pytest.raises(Refused, match=done.acknowledged_by):
        actions.acknowledge(cast.county_leader(), receipt)
    assert queries.plan_acknowledged(cast.bureau(cast.ENPING), published.plan)
    assert not queries.plan_acknowledged(cast.bureau(cast.KAIPING), published.plan)


def test_county_cannot_acknowledge_for_another_county(published):
    with pytest.raises(OutOfScope):
        actions.acknowledge(cast.county_reviewer(cast.KAIPING), receipt_of(published, region_code=cast.ENPING))


def test_plan_is_handed_to_mines_in_scope_of_the_county_only_and_once(acknowledged):
    inside, watched = cast.mine("A"), cast.mine("B", status="long_stopped", people_working=False)
    cast.mine("C", status="closed")
    cast.mine("D", cast.KAIPING)
    bureau = cast.bureau(cast.ENPING)
    new = actions.distribute(cast.county_reviewer(), acknowledged, bureau)
    assert {receipt.mine for receipt in new} == {inside, watched}
    assert actions.distribute(cast.county_reviewer(), acknowledged, bureau) == []
    cast.mine("E")
    assert [receipt.mine.code for receipt in actions.distribute(cast.county_reviewer(), acknowledged, bureau)] == ["E"]
    assert len(trail("plan.distributed")) == 3


def test_distribution_does_not_loop_over_mines(acknowledged, django_assert_max_num_queries):
    for number in range(12):
        cast.mine(f"M{number}")
    bureau = cast.bureau(cast.ENPING)
    with django_assert_max_num_queries(16):
        assert len(actions.distribute(cast.county_reviewer(), acknowledged, bureau)) == 12


def test_county_acknowledges_before_it_hands_out(published):
    cast.mine("A")
    with pytest.raises(Refused):
        actions.distribute(cast.county_reviewer(), published, cast.bureau(cast.ENPING))


def test_county_cannot_hand_out_in_another_county(acknowledged):
    with pytest.raises(OutOfScope):
        actions.distribute(cast.county_reviewer(), acknowledged, cast.bureau(cast.KAIPING))


def test_draft_is_not_handed_out(draft):
    cast.counties()
    with pytest.raises(Refused):
        actions.distribute(cast.county_reviewer(), draft, cast.bureau(cast.ENPING))


def test_mine_opens_then_confirms(acknowledged):
    row, bureau = cast.mine("A"), cast.bureau(cast.ENPING)
    [receipt] = actions.distribute(cast.county_reviewer(), acknowledged, bureau)
    with pytest.raises(Refused):
        actions.confirm_receipt(cast.principal(row), receipt)
    actions.open_receipt(cast.principal(row), receipt)
    actions.open_receipt(cast.principal(row), receipt)
    assert len(trail("plan.receipt_opened")) == 1
    assert not queries.plan_received_by_all_mines(bureau, acknowledged.plan)
    actions.confirm_receipt(cast.principal(row), receipt)
    assert queries.plan_received_by_all_mines(bureau, acknowledged.plan)
    with pytest.raises(Refused):
        actions.confirm_receipt(cast.principal(row), receipt)


def test_nobody_else_confirms_for_a_mine(acknowledged):
    row, other = cast.mine("A"), cast.mine("B")
    receipts = actions.distribute(cast.county_reviewer(), acknowledged, cast.bureau(cast.ENPING))
    receipt = next(each for each in receipts if each.mine == row)
    with pytest.raises(OutOfScope):
        actions.open_receipt(cast.principal(other), receipt)
    with pytest.raises(Forbidden):
        actions.confirm_receipt(cast.county_reviewer(), receipt)


def test_mine_cannot_answer_for_its_bureau_nor_the_bureau_for_the_mine(acknowledged):
    row = cast.mine("A")
    [receipt] = actions.distribute(cast.county_reviewer(), acknowledged, cast.bureau(cast.ENPING))
    with pytest.raises(Forbidden):
        actions.acknowledge(cast.county_reviewer(), receipt)
    assert receipt.mine == row


def test_receipt_of_a_replaced_version_is_not_answered_any_more(published, tmp_path):
    old = receipt_of(published, region_code=cast.ENPING)
    actions.publish(cast.city_leader(), newer(tmp_path))
    with pytest.raises(Refused):
        actions.acknowledge(cast.county_reviewer(), old)
