"""Writing the registry: dated, audited, in the right hands, refused with a sentence."""

from datetime import UTC, date, datetime

import pytest

from kuangan.foundation.authority.actors import Actor, Grant
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Forbidden, OutOfScope, Refused
from kuangan.registry import actions, queries
from kuangan.registry.models import Appointment, FactRecord, LeaderContact
from kuangan.registry.states import LicenceKind, Post
from tests.cast import places

pytestmark = pytest.mark.django_db
EVERYWHERE = Scope.everywhere()


@pytest.fixture(autouse=True)
def summer():
    with clock.at(datetime(2023, 7, 20, 1, tzinfo=UTC)):
        yield


def somebody(role: Role, scope: Scope) -> Actor:
    return Actor(user_id=7, name="李四", organisation="恩平市应急管理局", grants=(Grant(role, scope),))


def reviewer(code: str = places.ENPING) -> Actor:
    return somebody(Role.COUNTY_REVIEWER, Scope.of_region(code))


def test_a_mine_begins_with_its_first_facts_and_a_code_of_its_county():
    mine = places.mine(slope_height_m="120")
    mine.refresh_from_db()
    assert mine.code == "440785-0001"
    assert mine.current.status == "producing"
    assert mine.current.valid_from == places.SINCE
    assert mine.current.slope_height_m == 120


def test_changing_a_fact_is_dated_audited_and_keeps_history():
    mine = places.mine(status="long_stopped", people_working=False)
    written = actions.change_facts(
        reviewer(), mine, {"status": "resuming"}, effective_on=date(2023, 5, 4), basis="复工申请"
    )
    assert [row.value for row in written] == ["resuming"]
    assert queries.state_on(EVERYWHERE, mine, date(2023, 5, 3)).status == "long_stopped"
    assert queries.state_on(EVERYWHERE, mine, date(2023, 5, 4)).status == "resuming"
    assert queries.fact_since(EVERYWHERE, mine) == {"status": date(2023, 5, 4), "people_working": places.SINCE}
    event = AuditEvent.objects.unscoped("test").get(kind="registry.facts_changed", actor_name="李四")
    assert (event.before, event.after) == ({"status": "long_stopped"}, {"status": "resuming"})
    assert clock.day_of(event.happened_at) == date(2023, 5, 4)
    assert clock.day_of(event.entered_at) == date(2023, 7, 20)


def test_what_was_already_so_is_not_written_again():
    mine = places.mine()
    before = FactRecord.objects.unscoped("test").count()
    assert (
        actions.change_facts(reviewer(), mine, {"status": "producing"}, effective_on=date(2023, 6, 1), basis="x") == []
    )
    assert FactRecord.objects.unscoped("test").count() == before


def test_a_fact_cannot_begin_tomorrow():
    with pytest.raises(Refused) as refused:
        actions.change_facts(
            reviewer(), places.mine(), {"status": "closed"}, effective_on=date(2023, 7, 21), basis="关闭公告"
        )
    assert refused.value.field == "effective_on"


def test_a_change_needs_a_basis():
    with pytest.raises(Refused) as refused:
        actions.change_facts(reviewer(), places.mine(), {"status": "closed"}, effective_on=date(2023, 7, 1), basis=" ")
    assert refused.value.field == "basis"


def test_another_county_does_not_see_the_mine_and_a_leader_may_not_change_it():
    mine = places.mine()
    with pytest.raises(OutOfScope):
        actions.change_facts(
            reviewer(places.KAIPING), mine, {"status": "closed"}, effective_on=date(2023, 7, 1), basis="x"
        )
    leader = somebody(Role.COUNTY_LEADER, Scope.of_region(places.ENPING))
    with pytest.raises(Forbidden):
        actions.change_facts(leader, mine, {"status": "closed"}, effective_on=date(2023, 7, 1), basis="x")
    assert queries.state_on(EVERYWHERE, mine, date(2023, 7, 2)).status == "producing"


def test_a_mine_declares_that_it_works_again_but_not_that_it_is_closed():
    mine = places.mine(status="long_stopped")
    principal = somebody(Role.MINE_PRINCIPAL, Scope.of_mine(mine.pk))
    with pytest.raises(Refused):
        actions.declare_status(principal, mine, effective_on=date(2023, 7, 1), basis="", status="closed")
    written = actions.declare_status(principal, mine, effective_on=date(2023, 7, 1), basis="复工", status="resuming")
    assert written[0].is_declared
    with pytest.raises(Forbidden):
        actions.change_facts(principal, mine, {"worrying": False}, effective_on=date(2023, 7, 1), basis="x")


def test_a_new_mine_cannot_be_entered_in_a_county_that_is_not_mine():
    owner = places.enterprise()
    with pytest.raises(OutOfScope):
        actions.register_mine(
            reviewer(places.KAIPING),
            enterprise=owner,
            name="某石场",
            kind="open_pit",
            region_code=places.ENPING,
            facts={"status": "producing"},
            effective_on=places.SINCE,
            basis="",
        )


def test_a_credit_code_cannot_be_registered_twice_but_masked_ones_can():
    places.enterprise(credit_code="91110000600037341L")
    with pytest.raises(Refused) as refused:
        places.enterprise(credit_code="91110000600037341L")
    assert refused.value.field == "credit_code"
    places.enterprise(credit_code="91440785MA****0003")
    places.enterprise(credit_code="91440785MA****0003")


def test_renaming_an_enterprise_keeps_its_mines_findable():
    mine = places.mine()
    actions.amend_enterprise(places.clerk(), mine.enterprise, name="恩平市丹砾石业有限公司")
    assert [row.pk for row in queries.mines(EVERYWHERE, queries.MineFilter(text="dlsy"))] == [mine.pk]


def test_a_dump_is_attached_to_a_mine_and_nothing_else_is():
    pit, dump = places.mine(), places.mine(kind="dump_site")
    assert actions.attach_dump(reviewer(), dump, to=pit).attached_to == pit
    with pytest.raises(Refused):
        actions.attach_dump(reviewer(), pit, to=dump)


def test_one_contact_person_at_a_time_with_history():
    bureau = places.bureau()
    first = actions.name_contact_person(
        reviewer(), bureau, name="王五", title="科员", phone="13800000001", on=date(2023, 3, 24)
    )
    actions.name_contact_person(reviewer(), bureau, name="赵六", title="股长", phone="13800000002", on=date(2023, 6, 1))
    first.refresh_from_db()
    assert first.ended_on == date(2023, 6, 1)
    assert queries.contact_person_named(EVERYWHERE, bureau).person.name == "赵六"
    assert [row.person.name for row in queries.contact_history(EVERYWHERE, bureau)] == ["赵六", "王五"]


def test_a_contact_person_without_a_telephone_is_refused():
    with pytest.raises(Refused) as refused:
        actions.name_contact_person(reviewer(), places.bureau(), name="王五", title="科员", phone=" ")
    assert refused.value.field == "phone"


def test_a_leading_group_needs_a_document_and_counts_when_it_has_head_and_member():
    bureau = places.bureau(places.JIANGMEN)
    head, member = places.person("甲", bureau), places.person("乙", bureau)
    with pytest.raises(Refused):
        actions.set_leading_group_member(
            places.clerk(), bureau, head, post=Post.GROUP_HEAD, on=date(2023, 3, 23), document=""
        )
    for who, post in ((head, Post.GROUP_HEAD), (member, Post.GROUP_MEMBER)):
        assert not queries.leading_group_named(EVERYWHERE, bureau)
        actions.set_leading_group_member(
            places.clerk(), bureau, who, post=post, on=date(2023, 3, 23), document="江应急〔2023〕61号"
        )
    assert queries.leading_group_named(EVERYWHERE, bureau)


def test_a_new_principal_takes_over_and_an_inspector_is_no_post_of_a_mine():
    mine = places.mine()
    old, new = places.person("甲", mine.enterprise), places.person("乙", mine.enterprise)
    for who, day in ((old, date(2022, 1, 1)), (new, date(2023, 7, 1))):
        actions.appoint(reviewer(), who, post=Post.PRINCIPAL, organisation=mine, appointed_on=day)
    held = Appointment.objects.unscoped("test").filter(mine=mine, ended_on__isnull=True)
    assert [row.person.name for row in held] == ["乙"]
    with pytest.raises(Refused):
        actions.appoint(reviewer(), new, post=Post.INSPECTOR, organisation=mine, appointed_on=date(2023, 7, 1))


def test_contractors_turn_the_fact_on_and_clearing_out_turns_it_off():
    mine = places.mine()
    work = places.engagement(mine, since=date(2023, 4, 1))
    assert queries.state_on(EVERYWHERE, mine, date(2023, 3, 31)).has_contractors is None
    assert queries.state_on(EVERYWHERE, mine, date(2023, 4, 1)).has_contractors is True
    with pytest.raises(Refused):
        actions.clear_out_contractor(reviewer(), work, on=date(2023, 6, 1), reason="")
    actions.clear_out_contractor(reviewer(), work, on=date(2023, 6, 1), reason="资质过期")
    assert queries.state_on(EVERYWHERE, mine, date(2023, 5, 31)).has_contractors is True
    assert queries.state_on(EVERYWHERE, mine, date(2023, 6, 1)).has_contractors is False


def test_a_mine_keeps_contractors_while_one_of_two_is_left():
    mine = places.mine()
    first, second = places.engagement(mine), places.engagement(mine, since=date(2023, 5, 1))
    actions.end_engagement(reviewer(), first, on=date(2023, 6, 1))
    assert queries.state_on(EVERYWHERE, mine, date(2023, 6, 2)).has_contractors is True
    actions.end_engagement(reviewer(), second, on=date(2023, 7, 1))
    assert queries.state_on(EVERYWHERE, mine, date(2023, 7, 2)).has_contractors is False


def test_a_cleared_out_contractor_is_warned_about_in_another_county():
    work = places.engagement()
    actions.clear_out_contractor(reviewer(), work, on=date(2023, 6, 1), reason="以包代管")
    elsewhere = places.mine(code=places.KAIPING)
    other = reviewer(places.KAIPING)
    with pytest.raises(Refused) as refused:
        actions.engage_contractor(other, elsewhere, work.contractor, work="运输", started_on=date(2023, 7, 1))
    assert "以包代管" in str(refused.value)
    actions.engage_contractor(
        other, elsewhere, work.contractor, work="运输", started_on=date(2023, 7, 1), is_warned=True
    )
    assert [row.pk for row in queries.clearings(other.scope, work.contractor)] == [work.pk]


def test_measures_of_outsourcing_follow_qualification_and_agreement():
    mine = places.mine()
    assert queries.contractors_cleared(EVERYWHERE, mine)
    assert queries.agreements_signed(EVERYWHERE, mine)
    work = places.engagement(mine, places.contractor(licence_valid_to=date(2023, 7, 1)))
    assert not queries.contractors_cleared(EVERYWHERE, mine)
    assert not queries.agreements_signed(EVERYWHERE, mine)
    actions.record_agreement(reviewer(), work, signed_on=date(2023, 7, 2), number="2023-1")
    assert queries.agreements_signed(EVERYWHERE, mine)
    actions.clear_out_contractor(reviewer(), work, on=date(2023, 7, 20), reason="安全生产许可证过期")
    assert queries.contractors_cleared(EVERYWHERE, mine)


def test_one_leader_in_charge_per_mine_and_the_share_of_a_county():
    mine, other = places.mine(), places.mine()
    office = places.government()
    first, second = places.person("副县长甲", office), places.person("副县长乙", office)
    clerk = somebody(Role.GOVERNMENT_OFFICE, Scope.of_region(places.ENPING))
    actions.assign_leader(clerk, mine, first, on=date(2023, 4, 1), document="恩府办〔2023〕1号")
    actions.assign_leader(clerk, mine, second, on=date(2023, 6, 1))
    assert LeaderContact.objects.unscoped("test").filter(ended_on__isnull=True).get().leader == second
    assert queries.leaders_assigned(EVERYWHERE, places.ENPING) == (1, 2)
    actions.change_facts(reviewer(), other, {"status": "closed"}, effective_on=date(2023, 7, 1), basis="关闭公告")
    assert queries.leaders_assigned_share(EVERYWHERE, places.ENPING) == 1


def test_a_licence_number_belongs_to_one_mine_and_a_renewal_ends_the_former():
    mine, other = places.mine(), places.mine()
    told = {"kind": LicenceKind.SAFETY, "number": "（粤）FM安许证字〔2020〕1号", "valid_to": date(2023, 8, 1)}
    former = actions.register_licence(reviewer(), mine, **told)
    with pytest.raises(Refused) as refused:
        actions.register_licence(reviewer(), other, **told)
    assert refused.value.field == "number"
    actions.register_licence(reviewer(), mine, **{**told, "valid_to": date(2026, 8, 1)})
    former.refresh_from_db()
    assert former.ended_on == date(2023, 7, 20)


def test_announcements_reach_who_listens(django_capture_on_commit_callbacks, monkeypatch):
    from kuangan.foundation.kernel import events

    heard = []
    monkeypatch.setitem(events._listeners, "registry.mine_facts_changed", [lambda **told: heard.append(told)])
    mine = places.mine()
    with django_capture_on_commit_callbacks(execute=True):
        actions.change_facts(reviewer(), mine, {"worrying": True}, effective_on=date(2023, 7, 1), basis="研判")
    assert heard == [{"mine_id": mine.pk}]
