"""What the inspections room tells the county: what looks wrong about signed checks, once, and nothing else."""

from datetime import timedelta

import pytest

from kuangan.access.models import User
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.kernel import clock
from kuangan.foundation.notices.models import Cause, Notice
from kuangan.foundation.notices.wording import body_of, title_of
from kuangan.inspections import actions
from kuangan.inspections.actions.telling import tell_acts
from kuangan.inspections.tests import stage
from tests import cast

pytestmark = pytest.mark.django_db

SYSTEM = Actor.system("test")
COUNTY = sorted(["陈主任", "梁局长"])


@pytest.fixture
def mine():
    for user in (cast.county_reviewer, cast.county_leader, cast.city_office):
        user()
    cast.county_reviewer("440783", "邻县主任")
    return cast.mine("青山石场")


@pytest.fixture
def principal(mine):
    return stage.principal_of(mine)


def told() -> list[str]:
    """Kinds of everything that was told so far, after another look."""
    tell_acts(SYSTEM)
    return [kind.removeprefix("inspections.") for kind in Cause.rows.order_by("pk").values_list("kind", flat=True)]


def hearers() -> list[str]:
    names = dict(User.objects.values_list("pk", "name"))
    return sorted(names[pk] for pk in Notice.objects.values_list("recipient_id", flat=True))


def test_a_check_that_looks_in_order_is_told_to_nobody(mine, principal):
    stage.signed(principal, mine)
    assert told() == []


def test_a_check_that_reads_like_an_earlier_one_is_told_to_the_county_once(mine, principal):
    early = stage.signed(principal, mine, clock.today() - timedelta(days=31))
    row = stage.signed(principal, mine)
    assert told() == ["told_repeated"] and told() == ["told_repeated"] and hearers() == COUNTY
    cause = Cause.rows.get()
    assert (
        cause.url == f"/inspections/{row.pk}/" and title_of(cause).startswith("青山石场") and "雷同" in title_of(cause)
    )
    assert f"{early.checked_on.month}月{early.checked_on.day}日的完全一致" in body_of(cause)


def test_a_signed_check_that_is_withdrawn_is_told_to_the_county_with_the_reason(mine, principal):
    actions.withdraw(principal, stage.signed(principal, mine), reason="并未开展，误签")
    assert told() == ["told_withdrawn"] and hearers() == COUNTY
    assert "并未开展，误签" in body_of(Cause.rows.get())


def test_a_draft_that_is_withdrawn_is_told_to_nobody(mine, principal):
    actions.withdraw(principal, stage.filled(principal, mine), reason="填错了矿山")
    assert told() == []


def test_a_correction_is_told_once_and_not_as_a_withdrawal(mine, principal):
    old = stage.signed(principal, mine)
    new = actions.start(principal, mine, checked_on=old.checked_on, replaces=old, reason="漏写了一名参加人员")
    assert told() == []
    actions.sign(principal, new, proven=True, attested=True)
    assert told() == ["told_corrected"] and hearers() == COUNTY
    assert "漏写了一名参加人员" in body_of(Cause.rows.get())


def test_what_was_withdrawn_before_the_round_is_not_told_as_repeated(mine, principal):
    stage.signed(principal, mine, clock.today() - timedelta(days=31))
    actions.withdraw(principal, stage.signed(principal, mine), reason="照抄上月，重新排查")
    assert told() == ["told_withdrawn"]


def test_a_round_in_which_nothing_happened_costs_few_statements(mine, principal, django_assert_max_num_queries):
    stage.signed(principal, mine)
    told()
    with django_assert_max_num_queries(12):
        tell_acts(SYSTEM)
