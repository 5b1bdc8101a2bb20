"""Pages of the registry: what is shown to whom, in how many statements, and what forms do."""

from datetime import UTC, date, datetime
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from kuangan.foundation.kernel import clock
from kuangan.registry import actions, queries
from kuangan.registry.models import Appointment, Engagement, Enterprise, Licence, Mine
from tests.cast import people, places

pytestmark = pytest.mark.django_db

LISTS = ["mines", "enterprises", "authorities", "agencies", "contractors", "people", "expiring", "incomplete"]
SHEETS = ["mines", "enterprises", "authorities", "agencies", "contractors", "people", "licences"]


@pytest.fixture(autouse=True)
def summer():
    with clock.at(datetime(2023, 7, 20, 1, tzinfo=UTC)):
        yield


@pytest.fixture
def full():
    """Two counties with everything in them."""
    for code in (places.ENPING, places.KAIPING):
        places.bureau(code)
        for _number in range(3):
            mine = places.mine(code=code, slope_height_m="120")
            actions.register_licence(
                places.clerk(), mine, kind="safety", number=f"S{mine.pk}", valid_to=date(2023, 8, 1)
            )
            person = places.person(f"工人{mine.pk}", mine.enterprise, phone="13812345678")
            actions.appoint(places.clerk(), person, post="principal", organisation=mine, appointed_on=date(2023, 1, 1))
            places.engagement(mine)
    places.agency()
    return mine


@pytest.fixture
def reviewer(client):
    return people.client(people.county_reviewer())


@pytest.mark.parametrize("name", LISTS)
def test_every_list_stays_within_its_budget_however_long_it_is(name, full, reviewer, django_assert_max_num_queries):
    address = reverse(f"registry:{name}")
    assert reviewer.get(address).status_code == 200
    with django_assert_max_num_queries(8 + 4):  # four read the session, the account, its grants and its devices
        assert reviewer.get(address).status_code == 200


@pytest.mark.parametrize("name", SHEETS)
def test_every_list_is_handed_in_as_a_workbook(name, full, reviewer):
    answer = reviewer.get(reverse("registry:export", args=[name]))
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    assert answer["Content-Disposition"].startswith("attachment")
    assert sheet.max_row >= 4


def test_the_list_shows_the_own_county_only(full, reviewer):
    page = reviewer.get(reverse("registry:mines"))
    assert page.context["page"].paginator.count == 3
    assert all(mine.region_code == places.ENPING for mine in page.context["page"])


def test_a_mine_of_another_county_does_not_exist(full, reviewer):
    assert full.region_code == places.KAIPING
    for name in ("mine", "mine_history", "mine_edit", "facts_change", "licence_new", "leader_assign"):
        assert reviewer.get(reverse(f"registry:{name}", args=[full.pk])).status_code in (403, 404), name
    assert reviewer.get(reverse("registry:mine", args=[full.pk])).status_code == 404


def test_filters_in_the_address_narrow_the_list(full, reviewer):
    mine = places.mine("丹砾石场", status="long_stopped", kind="underground")
    for query in ("q=dlsc", "q=丹砾", "status=long_stopped", "kind=underground", f"q={mine.code}", "licences=missing"):
        page = reviewer.get(f"{reverse('registry:mines')}?{query}")
        assert [row.pk for row in page.context["page"]] == [mine.pk], query


def test_the_mine_page_tells_facts_with_their_day_and_who_works_there(reviewer):
    mine = places.mine(status="resuming", since=date(2023, 5, 4))
    places.engagement(mine)
    page = reviewer.get(reverse("registry:mine", args=[mine.pk])).content.decode()
    assert "5月4日" in page
    assert "穿孔爆破" in page


def test_a_panel_of_another_room_appears_on_the_mine_page(reviewer, monkeypatch):
    from kuangan.foundation.ui import panels

    monkeypatch.setattr(panels, "_panels", {})
    panels.add("registry.mine", "test", lambda request, mine: f"panel of {mine.pk}")
    panels.add("registry.mine", "silent", lambda request, mine: None)
    mine = places.mine()
    assert f"panel of {mine.pk}" in reviewer.get(reverse("registry:mine", args=[mine.pk])).content.decode()


def test_facts_are_changed_by_form_and_only_what_was_changed(reviewer):
    mine = places.mine(slope_height_m="120")
    address = reverse("registry:facts_change", args=[mine.pk])
    form = reviewer.get(address).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    data |= {"status": "long_stopped", "people_working": "no", "effective_on": "2023-06-01", "basis": "现场核查"}
    assert reviewer.post(address, data).status_code == 302
    state = queries.state_on(people.as_actor(people.county_reviewer()).scope, mine, date(2023, 6, 1))
    assert (state.status, state.people_working, state.slope_height_m) == ("long_stopped", False, 120)
    assert mine.fact_records.count() == 4


def test_a_refusal_stands_beside_its_field_and_nothing_is_written(reviewer):
    mine = places.mine()
    data = {"status": "closed", "effective_on": "2023-12-01", "basis": "x"}
    page = reviewer.post(reverse("registry:facts_change", args=[mine.pk]), data)
    assert page.status_code == 422
    assert "effective_on" in page.context["form"].errors
    assert mine.fact_records.count() == 1


def test_forms_register_enterprise_mine_licence_people_contractor_and_leader(reviewer):
    places.region()
    reviewer.post(reverse("registry:enterprise_new"), {"name": "恩平市甲石业", "region_code": places.ENPING})
    owner = Enterprise.objects.unscoped("test").get()
    told = {
        "enterprise": owner.pk,
        "name": "甲石场",
        "kind": "open_pit",
        "region_code": places.ENPING,
        "status": "producing",
        "effective_on": "2023-01-01",
        "basis": "名录",
    }
    reviewer.post(reverse("registry:mine_new"), told)
    mine = Mine.objects.unscoped("test").get()
    reviewer.post(
        reverse("registry:licence_new", args=[mine.pk]), {"kind": "safety", "number": "A1", "valid_to": "2024-1-1"}
    )
    assert Licence.objects.unscoped("test").get().mine == mine
    reviewer.post(
        reverse("registry:appointment_new", args=[mine.pk]),
        {"name": "甲某", "post": "principal", "appointed_on": "2023-01-01", "phone": "13800000000"},
    )
    assert Appointment.objects.unscoped("test").get().mine == mine
    reviewer.post(
        reverse("registry:engagement_new", args=[mine.pk]),
        {"contractor": "丙爆破公司", "work": "爆破", "started_on": "2023-03-01"},
    )
    work = Engagement.objects.unscoped("test").get()
    reviewer.post(reverse("registry:agreement_record", args=[work.pk]), {"signed_on": "2023-03-02"})
    reviewer.post(reverse("registry:clear_out", args=[work.pk]), {"on": "2023-04-01", "reason": "无资质"})
    work.refresh_from_db()
    assert (work.agreement_signed_on, work.cleared_out_on) == (date(2023, 3, 2), date(2023, 4, 1))
    office = people.client(people.government_office())
    leader = places.person("副市长", places.government())
    office.post(reverse("registry:leader_assign", args=[mine.pk]), {"leader": leader.pk, "on": "2023-04-01"})
    assert mine.leader_contacts.get().leader == leader


def test_the_contact_person_is_named_by_form(reviewer):
    bureau = places.bureau()
    data = {"name": "王五", "title": "科员", "phone": "13800000001", "on": "2023-03-24"}
    assert reviewer.post(reverse("registry:contact_name", args=[bureau.pk]), data).status_code == 302
    page = reviewer.get(reverse("registry:authority", args=[bureau.pk])).content.decode()
    assert "王五" in page
    assert "13800000001" in page


def test_a_leader_may_look_but_not_change(full):
    leader = people.client(people.county_leader())
    mine = places.mine()
    assert leader.get(reverse("registry:mine", args=[mine.pk])).status_code == 200
    assert leader.get(reverse("registry:facts_change", args=[mine.pk])).status_code == 403
    assert leader.get(reverse("registry:mine_new")).status_code == 403


def test_a_mine_sees_itself_only_declares_and_sees_masked_numbers(full):
    mine = places.mine()
    person = places.person("甲某", mine.enterprise, phone="13812345678")
    actions.appoint(places.clerk(), person, post="principal", organisation=mine, appointed_on=date(2023, 1, 1))
    principal = people.client(people.principal(mine))
    page = principal.get(reverse("registry:mines"))
    assert [row.pk for row in page.context["page"]] == [mine.pk]
    assert principal.get(reverse("registry:mine", args=[full.pk])).status_code == 404
    shown = principal.get(reverse("registry:mine", args=[mine.pk])).content.decode()
    assert "138****5678" in shown
    assert "13812345678" not in shown
    data = {"status": "long_stopped", "effective_on": "2023-07-01", "basis": "停产告知书"}
    assert principal.post(reverse("registry:declare", args=[mine.pk]), data).status_code == 302
    mine.refresh_from_db()
    assert mine.current.status == "long_stopped"


def test_the_exported_roster_comes_back_unchanged(full, reviewer):
    from kuangan.foundation.exchange import actions as exchange
    from kuangan.foundation.exchange.models import ImportBatch, StagedRow

    answer = reviewer.get(reverse("registry:export", args=["mines"]))
    upload = BytesIO(answer.content)
    upload.name = "roster.xlsx"
    reviewer.post(reverse("registry:import_upload"), {"upload": upload})
    batch = ImportBatch.objects.unscoped("test").get()
    actor = people.as_actor(people.county_reviewer())
    exchange.remap(actor, batch, {int(index): key for index, key in batch.mapping.items()})
    assert {row.verdict for row in StagedRow.objects.all()} == {"same"}


def test_what_lacks_something_is_listed_by_gap(reviewer):
    mine = places.mine(longitude=None, latitude=None)
    page = reviewer.get(f"{reverse('registry:incomplete')}?gap=coordinates")
    assert [row.pk for row in page.context["page"]] == [mine.pk]
