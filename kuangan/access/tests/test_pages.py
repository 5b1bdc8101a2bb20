"""Pages of access: refusals are shown and kept, administration works by hand, own settings travel along."""

import io
import re
from typing import Any

import openpyxl
import pytest
from django.test import Client

from kuangan.access import kinds
from kuangan.access.models import GrantRecord, Invitation, User
from kuangan.access.web import demo
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.integrity.kinds import TRAIL_EXPORTED
from kuangan.foundation.integrity.models import AuditEvent
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.urls("kuangan.access.tests.addresses")]


def written(kind: Any) -> list[AuditEvent]:
    return list(AuditEvent.objects.unscoped("test").filter(kind=kind.name))


ADMINISTRATION = ["/accounts/", "/accounts/new/", "/invitations/", "/invitations/new/"]


@pytest.mark.parametrize("address", ADMINISTRATION)
def test_only_the_security_administrator_opens_administration(address: str) -> None:
    cast.region()
    assert cast.client(cast.security_admin()).get(address).status_code == 200
    for who in (cast.system_admin, cast.audit_admin, cast.city_office, cast.auditor):
        assert cast.client(who()).get(address).status_code == 403
    assert Client().get(address).status_code == 302


def test_refusal_is_kept_with_page_and_reason() -> None:
    assert cast.client(cast.county_reviewer()).get("/accounts/").status_code == 403
    event = written(kinds.REFUSED)[0]
    assert event.details["page"] == "/accounts/" and event.details["reason"] and event.actor_name == "陈主任"


@pytest.mark.parametrize("who", [cast.security_admin, cast.system_admin, cast.county_reviewer])
def test_audit_trail_is_closed_to_those_who_do_not_read_it(who: Any) -> None:
    browser = cast.client(who())
    for answer in (browser.get("/audit/"), browser.post("/audit/export/")):
        assert answer.status_code == 403


def test_audit_administrator_filters_opens_and_exports_the_trail() -> None:
    cast.client(cast.county_reviewer()).get("/accounts/")
    browser = cast.client(cast.audit_admin())
    page = browser.get("/audit/", {"kind": kinds.REFUSED.name, "person": "陈"})
    assert [event.actor_name for event in page.context["rows"]] == ["陈主任"]
    event = page.context["rows"][0]
    assert browser.get(f"/audit/{event.pk}/").status_code == 200
    answer = browser.post("/audit/export/", {"kind": kinds.REFUSED.name})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    told = [cell for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert "陈主任" in told and any("/accounts/" in str(cell) for cell in told)
    assert written(TRAIL_EXPORTED)[0].details["rows"] == 1
    assert browser.post("/audit/export/").status_code == 409, "not twice in a breath"


def test_city_office_finds_no_event_of_another_city() -> None:
    mine = cast.mine()
    event = AuditEvent.objects.unscoped("test").filter(object_label=str(mine)).first()
    assert event is not None and event.region_code == "440785"
    assert cast.client(cast.city_office()).get(f"/audit/{event.pk}/").status_code == 200
    foreign = cast.city_office("440783")
    assert cast.client(foreign).get(f"/audit/{event.pk}/").status_code == 404


def test_administrator_opens_an_account_grants_and_revokes() -> None:
    cast.region()
    browser = cast.client(cast.security_admin())
    made = browser.post("/accounts/new/", {"username": "chen", "name": "陈主任", "phone": "13800001234"})
    temporary = re.search(r"<code[^>]*>([a-z0-9-]{14})</code>", made.content.decode())
    user = User.objects.get(username="chen")
    assert temporary and user.check_password(temporary[1])
    form = {"role": Role.COUNTY_REVIEWER, "region_code": "440785", "valid_from": "2023年4月1日", "reason": "任职"}
    assert browser.post(f"/accounts/{user.pk}/grant/", form).status_code == 302
    grant = GrantRecord.objects.get(user=user)
    assert grant.region_code == "440785" and str(grant.valid_from) == "2023-04-01"
    assert "恩平市" in browser.get(f"/accounts/{user.pk}/").content.decode()
    assert browser.post(f"/grants/{grant.pk}/revoke/", {"reason": ""}).status_code == 302
    grant.refresh_from_db()
    assert grant.revoked_at is None, "a reason is needed"
    browser.post(f"/grants/{grant.pk}/revoke/", {"reason": "调离"})
    grant.refresh_from_db()
    assert grant.revoked_at is not None


def test_grant_form_refuses_two_places_beside_the_form() -> None:
    cast.region()
    user = cast.user()
    browser = cast.client(cast.security_admin())
    form = {"role": Role.COUNTY_REVIEWER, "region_code": "440785", "authority": cast.bureau().pk}
    assert browser.post(f"/accounts/{user.pk}/grant/", form).context["form"].non_field_errors()
    assert not GrantRecord.objects.filter(user=user).exists()


def test_list_of_accounts_keeps_its_query_budget(django_assert_max_num_queries: Any) -> None:
    browser = cast.client(cast.security_admin())
    for number in range(12):
        cast.county_reviewer(name=f"陈{number}")
    browser.get("/accounts/")
    with django_assert_max_num_queries(8):
        page = browser.get("/accounts/", {"q": "陈", "role": Role.COUNTY_REVIEWER})
    assert len(page.context["page"]) == 12


def test_invited_person_opens_the_account_by_the_link() -> None:
    mine = cast.mine("石龙石场")
    browser = cast.client(cast.security_admin())
    form = {"name": "李老板", "role": Role.MINE_PRINCIPAL, "mine": mine.pk, "days": "7"}
    page = browser.post("/invitations/new/", form)
    link = page.context["link"].split("testserver")[1]
    visitor = Client()
    assert "石龙石场" in visitor.get(link).content.decode()
    chosen = {"username": "li", "password": "Cuiping-2023-shan", "again": "Cuiping-2023-shan"}
    assert visitor.post(link, {**chosen, "again": "x"}).status_code == 200
    assert visitor.post(link, chosen).status_code == 302
    assert visitor.get(link).status_code == 404
    assert Invitation.objects.get().used_by == User.objects.get(username="li")
    assert browser.get("/invitations/").status_code == 200


def test_display_settings_follow_the_person_to_a_new_device() -> None:
    user = cast.county_reviewer(username="chen")
    browser = cast.client(user)
    assert browser.post("/me/preferences/", {"language": "en", "large_type": "on"}).status_code == 302
    new = cast.client(user)
    answer = new.get("/me/")
    assert (answer.cookies["django_language"].value, answer.cookies["ka_large"].value) == ("en", "1")


def test_demo_accounts_are_listed_in_a_demo_only(client: Client, settings: Any, monkeypatch: Any) -> None:
    listed = [demo.DemoAccount("县局", "陈主任", "chen", "secret-of-demo")]
    monkeypatch.setattr(demo, "_providers", [lambda: listed])
    assert "secret-of-demo" not in client.get("/account/login/").content.decode()
    settings.DEMO = True
    assert "secret-of-demo" in client.get("/account/login/").content.decode()


def test_pages_carry_no_inline_script_or_style() -> None:
    cast.region()
    user = cast.county_reviewer()
    browser, audit = cast.client(cast.security_admin()), cast.client(cast.audit_admin())
    pages = [browser.get(address) for address in ("/me/", *ADMINISTRATION, f"/accounts/{user.pk}/")]
    pages += [audit.get("/audit/"), Client().get("/account/login/"), browser.get("/account/mfa/")]
    for page in pages:
        text = page.content.decode()
        assert page.status_code == 200 and " style=" not in text and "<style" not in text
        assert not re.search(r"<script(?![^>]*\bsrc=)", text)
