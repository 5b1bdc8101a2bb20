"""Home, administration, help, counties, and the switches of the frame."""

import pytest
from django.test import Client

from tests import cast

pytestmark = pytest.mark.django_db


def test_a_visitor_is_sent_to_sign_in():
    answer = Client().get("/")
    assert answer.status_code == 302
    assert "/account/login" in answer["Location"]


@pytest.mark.parametrize("account", [cast.system_admin, cast.security_admin, cast.audit_admin])
def test_administrators_begin_at_the_administration(account):
    answer = cast.client(account()).get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/administration")


def test_a_county_officer_has_a_home():
    browser = cast.client(cast.county_reviewer())
    answer = browser.get("/", follow=True)
    assert answer.status_code == 200
    assert len(answer.redirect_chain) <= 1


def test_each_administrator_sees_only_their_own_links():
    security = cast.client(cast.security_admin()).get("/administration").content.decode()
    audit = cast.client(cast.audit_admin()).get("/administration").content.decode()
    assert "谁能登录" in security and "谁在何时" not in security
    assert "谁在何时" in audit and "谁能登录" not in audit


def test_a_mine_does_not_administer():
    browser = cast.client(cast.principal(cast.mine()))
    assert browser.get("/administration").status_code == 403


def test_the_help_page_opens_for_everybody_who_is_signed_in():
    page = cast.client(cast.principal(cast.mine())).get("/help")
    assert page.status_code == 200
    assert "作战图" in page.content.decode()


def test_a_county_sees_itself_only_on_the_map():
    cast.region()
    page = cast.client(cast.county_leader()).get("/counties")
    assert page.status_code == 200


def test_language_and_large_type_are_chosen_and_kept():
    browser = cast.client(cast.city_office())
    browser.get("/help")
    assert browser.post("/ui/language", {"language": "en", "next": "/help"})["Location"] == "/help"
    page = browser.get("/help").content.decode()
    assert "Where to find what" in page and 'lang="en"' in page
    browser.post("/ui/large", {"on": "1", "next": "/help"})
    assert 'class="ka-large"' in browser.get("/help").content.decode()
    browser.post("/ui/large", {"on": "0"})
    assert 'class="ka-large"' not in browser.get("/help").content.decode()


def test_the_switches_lead_to_our_own_pages_only():
    assert Client().post("/ui/language", {"language": "en", "next": "https://example.org/"})["Location"] == "/"


def test_no_page_of_the_shell_needs_what_the_policy_forbids():
    browser = cast.client(cast.city_office())
    for address in ("/help", "/administration", "/search?q=a", "/counties"):
        page = browser.get(address)
        policy = page["Content-Security-Policy"]
        assert "unsafe" not in policy and "default-src 'self'" in policy
        assert " style=" not in page.content.decode()
