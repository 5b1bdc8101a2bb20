"""A mine that is registered already is asked about at every door, and the answer is kept."""

from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse

from kuangan.foundation.exchange.importers import ApplyRow, importer
from kuangan.foundation.exchange.objections import CleanRow
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.registry import actions
from kuangan.registry.models import Mine
from kuangan.registry.rules.likeness import Called, is_twin
from tests import cast
from tests.cast import places

OWNER = "恩平市青石岭矿业有限公司"
BECAUSE = "县道以北另一采区，采矿证不同"
ALIKE = (
    "青石岭1号（东）采石场", "青石岭１号(东)采石场", "青石岭一号东采石场", "青石岭1#东采石场", "青⽯岭1号 东采石场",
    "青石\u200b岭1号【东】采石场", "青石嶺1號（東）採石場", "青石岭壹号（东）采石场", "青石岭①号东采石场",
)  # fmt: skip
OTHERS = ("青石岭2号（东）采石场", "青石岭1号（西）采石场", "白沙湾采石场", "青石岭11号（东）采石场")


@pytest.mark.embedded
def test_what_looks_the_same_is_a_twin_and_another_number_is_not() -> None:
    own = Called("青石岭1号（东）采石场", OWNER)
    assert [name for name in ALIKE if not is_twin(own, Called(name, OWNER))] == []
    assert [name for name in OTHERS[:1] + OTHERS[2:] if is_twin(own, Called(name, OWNER))] == []
    assert is_twin(Called("东区", "甲公司", "青石岭", "9144078****"), Called("青石岭", "乙公司", "", "9144078****"))
    assert not is_twin(Called("东区", "甲公司"), Called("东区", "乙公司"))
    assert is_twin(Called("青石岭采石场", "恩平青石岭矿业"), Called("青石岭采石场", "恩平市青石岭矿业"))


@pytest.fixture
def twin(db: Any) -> Any:
    """A registered mine, in summer."""
    with clock.at(datetime(2023, 7, 20, 1, tzinfo=UTC)):
        yield cast.mine("青石岭1号（东）采石场", owner=cast.enterprise(OWNER))


def _given(mine: Mine, **more: Any) -> dict[str, Any]:
    return {"enterprise": mine.enterprise, "kind": "open_pit", "region_code": mine.region_code, "basis": "名录",
            "facts": {"status": "producing"}, "effective_on": places.SINCE, **more}  # fmt: skip


def test_the_action_asks_and_keeps_the_answer(twin: Mine) -> None:
    for name in ALIKE:
        with pytest.raises(Refused) as refused:
            actions.register_mine(cast.clerk(), name=name, **_given(twin))
        assert refused.value.field == "apart_because"
        assert twin.code in str(refused.value)
    made = actions.register_mine(cast.clerk(), name=ALIKE[2], **_given(twin, apart_because=BECAUSE))
    assert made.apart_because == BECAUSE
    event = AuditEvent.rows.filter(kind="registry.mine_registered", object_id=str(made.pk)).get()
    assert event.details["apart_because"] == BECAUSE
    other = actions.register_mine(cast.clerk(), name=OTHERS[2], **_given(twin))
    with pytest.raises(Refused):
        actions.amend_mine(cast.clerk(), other, name=ALIKE[4])
    assert actions.amend_mine(cast.clerk(), other, name=ALIKE[4], apart_because=BECAUSE).apart_because == BECAUSE


def test_a_second_enterprise_of_the_name_is_asked_about_too(twin: Mine) -> None:
    with pytest.raises(Refused) as refused:
        cast.enterprise(f" {OWNER[:-4]}（有限公司）")
    assert refused.value.field == "apart_because"
    assert cast.enterprise(OWNER, apart_because="同名，另一法人").pk != twin.enterprise_id


def test_the_form_shows_the_question_and_takes_the_answer(twin: Mine, client: Any) -> None:
    client.force_login(cast.county_reviewer())
    sent = {
        "enterprise": twin.enterprise_id, "name": ALIKE[3], "kind": "open_pit", "region_code": twin.region_code,
        "status": "producing", "effective_on": "2023-04-01", "basis": "名录",
    }  # fmt: skip
    address = reverse("registry:mine_new")
    assert 'type="hidden" name="apart_because"' in client.get(address).content.decode()
    asked = client.post(address, sent)
    assert asked.status_code == 422
    assert 'type="text" name="apart_because"' in asked.content.decode()
    assert Mine.rows.count() == 1
    assert client.post(address, {**sent, "apart_because": BECAUSE}).status_code == 302
    assert Mine.rows.get(name=ALIKE[3]).apart_because == BECAUSE


def _row(number: int, name: str, **more: Any) -> CleanRow:
    values = {
        "enterprise_name": OWNER,
        "mine_name": name,
        "kind": "open_pit",
        "county": "恩平市",
        "status": "producing",
    }
    return CleanRow(number, {**values, **more}, {})


def test_the_import_holds_twins_of_the_registry_and_of_the_file_and_stores_why_one_is_new(twin: Mine) -> None:
    roster = importer("registry.roster")
    assert roster.asks_why_new
    held = roster.match(cast.as_actor(cast.city_office()), [_row(4, ALIKE[6]), _row(5, OTHERS[0])])
    assert [match.verdict for match in held] == ["suspect", "new"]
    inside = [_row(4, "白沙湾一号采石场"), _row(5, "白沙湾1#采石场"), _row(6, "白沙湾2号采石场")]
    verdicts = [match.verdict for match in roster.match(cast.as_actor(cast.city_office()), inside)]
    assert verdicts == ["new", "suspect", "new"]
    roster.apply(cast.as_actor(cast.city_office()), [ApplyRow(5, "", inside[1].values, BECAUSE)])
    assert Mine.rows.get(name=inside[1].values["mine_name"]).apart_because == BECAUSE


def test_twins_in_the_data_are_listed_until_somebody_tells_them_apart(twin: Mine) -> None:
    Mine.rows.create(enterprise=twin.enterprise, name=ALIKE[5], code="440785-0099", kind="open_pit",
                     region_code=twin.region_code)  # fmt: skip
    out = StringIO()
    with pytest.raises(SystemExit):  # somebody has to look
        call_command("registry", "twins", stdout=out, stderr=StringIO())
    assert [line.split("\t")[1::3] for line in out.getvalue().splitlines()] == [[twin.code, "440785-0099"]]
    Mine.rows.filter(code="440785-0099").update(apart_because=BECAUSE)
    out = StringIO()
    call_command("registry", "twins", "--region", "440785", stdout=out, stderr=StringIO())
    assert out.getvalue() == ""
