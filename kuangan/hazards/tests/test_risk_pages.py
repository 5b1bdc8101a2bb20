"""Pages of the risk control list, without JavaScript."""

from datetime import timedelta
from uuid import uuid4

import pytest

from kuangan.foundation.kernel import clock
from kuangan.hazards.models import Risk, RiskHazard
from kuangan.hazards.tests import stage
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine():
    return cast.mine("青山石场")


@pytest.fixture
def officer(mine):
    return cast.client(cast.safety_officer(mine))


def told(mine, **more):
    return {
        "mine": mine.pk, "place": "北帮+85米平台", "description": "边坡滑塌，埋压作业人员", "disaster": "slide",
        "method": "lec", "lec_likelihood": "3", "lec_exposure": "6", "lec_consequence": "40",
        "controls": "每班检查边坡，雨后停产观察", "responsible": "林技术", "assessed_on": clock.today().isoformat(),
        "review_on": (clock.today() + timedelta(days=90)).isoformat(), **more,
    }  # fmt: skip


def test_a_risk_is_entered_once_and_its_score_shown(mine, officer):
    sent = told(mine, ui_once=uuid4().hex)
    page = officer.post("/hazards/risks/new/", sent, follow=True).content.decode()
    officer.post("/hazards/risks/new/", sent)
    row = Risk.rows.get()
    assert (row.score, row.level) == (720, "major") and "720" in page and "重大（红）" in page
    assert "重大（红） 1" in " ".join(officer.get("/hazards/risks/").content.decode().split())


def test_a_missing_figure_is_said_beside_its_field_and_nothing_typed_is_lost(mine, officer):
    answer = officer.post("/hazards/risks/new/", told(mine, method="matrix", matrix_likelihood="3"))
    page = answer.content.decode()
    assert answer.status_code == 422 and not Risk.rows.exists()
    assert "每班检查边坡" in page and answer.context["form"].errors.keys() == {"matrix_consequence"}


def test_a_risk_is_assessed_anew_retired_and_brought_back(mine, officer):
    officer.post("/hazards/risks/new/", told(mine))
    row = Risk.rows.get()
    form = officer.get(f"/hazards/risks/{row.pk}/assess/").context["form"]
    assert (form.initial["lec_likelihood"], form.initial["lec_consequence"]) == ("3", "40")
    officer.post(f"/hazards/risks/{row.pk}/assess/", told(mine, lec_consequence="7"))
    assert Risk.rows.get().level == "general"
    assert officer.post(f"/hazards/risks/{row.pk}/retire/", {"reason": "无"}).status_code == 422
    officer.post(f"/hazards/risks/{row.pk}/retire/", {"reason": "平台已闭坑复绿"})
    assert "北帮" not in officer.get("/hazards/risks/").content.decode()
    assert "北帮" in officer.get("/hazards/risks/?state=retired").content.decode()
    officer.post(f"/hazards/risks/{row.pk}/revive/", {"reason": "平台重新开采"})
    assert Risk.rows.get().state == "controlled"


def test_a_hazard_is_linked_with_a_risk_of_its_mine(mine, officer):
    hazard = stage.found(cast.as_actor(cast.safety_officer(mine, "郑安全员")), mine)
    assert "风险" in officer.get(f"/hazards/{hazard.pk}/risks/").content.decode()
    officer.post("/hazards/risks/new/", told(mine))
    officer.post(f"/hazards/{hazard.pk}/risks/", {"risk": Risk.rows.get().pk})
    assert RiskHazard.rows.filter(hazard=hazard).count() == 1
    assert hazard.description in officer.get(f"/hazards/risks/{Risk.rows.get().pk}/").content.decode()


def test_the_county_reads_the_list_and_another_mine_does_not(mine, officer):
    officer.post("/hazards/risks/new/", told(mine))
    row = Risk.rows.get()
    county = cast.client(cast.county_reviewer())
    page = county.get(f"/hazards/risks/?level=major&mine={mine.pk}").content.decode()
    assert "北帮" in page and "/hazards/risks/new/" not in page
    assert county.get(f"/hazards/risks/{row.pk}/").status_code == 200
    assert county.post(f"/hazards/risks/{row.pk}/retire/", {"reason": "平台已闭坑复绿"}).status_code == 403
    stranger = cast.client(cast.safety_officer(cast.mine()))
    assert stranger.get(f"/hazards/risks/{row.pk}/").status_code == 404


def test_the_list_takes_few_statements(mine, officer, django_assert_max_num_queries):
    officer.get("/hazards/risks/")
    with django_assert_max_num_queries(10):
        officer.get("/hazards/risks/")
