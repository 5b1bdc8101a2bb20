"""Receiving systems: signature, repetition, refusal, and no way into the own network."""

import hashlib
import hmac
import json
import socket

import pytest

from kuangan.foundation.authority.actors import Actor, Grant
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Forbidden, Refused
from kuangan.foundation.notices import actions
from kuangan.foundation.notices.channels import http
from kuangan.foundation.notices.channels.switchboard import Never
from kuangan.foundation.notices.models import Delivery, Endpoint
from kuangan.foundation.notices.tests.stage import SYSTEM, URGENT, tell, web_server

pytestmark = pytest.mark.usefixtures("sample")
ADMIN = Actor(7, "系统甲", grants=(Grant(Role.SYSTEM_ADMIN, Scope.everywhere()),))


@pytest.fixture(autouse=True)
def this_machine(settings):
    settings.KUANGAN_WEBHOOK_PRIVATE = True


def endpoint(url: str, **told) -> Endpoint:
    return actions.add_endpoint(ADMIN, **{"name": "市平台", "form": "signed", "url": url, **told})


def go() -> None:
    actions.route(SYSTEM)
    actions.send_due(SYSTEM)


def test_a_cause_arrives_signed_and_the_receiver_can_check_it():
    with web_server(lambda *request: (200, {})) as (url, calls):
        row = endpoint(f"{url}/hook?a=1", region_code="4407")
        tell(URGENT, "边坡", 1, 2, region_code="440785", mine_id=5)
        go()
    ((path, body, headers),) = calls  # one for the cause, however many people were told
    assert path == "/hook?a=1"
    delivery = Delivery.objects.get()
    signed = headers["X-Kuangan-Timestamp"].encode() + b"." + body
    proof = hmac.new(row.secret.encode(), signed, hashlib.sha256).hexdigest()
    assert headers["X-Kuangan-Signature"] == f"sha256={proof}"
    assert headers["X-Kuangan-Delivery"] == str(delivery.key)
    data = json.loads(body)
    assert (data["kind"], data["region"], data["mine"], data["title"]) == ("sample.urgent", "440785", 5, "urgent: 边坡")
    assert delivery.state == "sent"


def test_an_endpoint_hears_of_its_region_only():
    with web_server(lambda *request: (200, {})) as (url, calls):
        endpoint(url, region_code="440785")
        endpoint(url, name="省平台")
        tell(URGENT, "here", 1, region_code="440785")
        tell(URGENT, "next door", 1, region_code="440783")
        go()
    assert sorted(json.loads(body)["cause"] for _path, body, _headers in calls) == ["here", "here", "next door"]


def test_trouble_is_tried_again_under_the_same_key_and_a_refusal_is_not():
    status = [503, 429, 200]
    with web_server(lambda *request: (status.pop(0), {})) as (url, calls):
        endpoint(url)
        tell(URGENT, "fire", 1)
        for _try in range(3):
            go()
            Delivery.objects.filter(state="pending").update(next_try_at=clock.real_now())
    assert len({headers["X-Kuangan-Delivery"] for _path, _body, headers in calls}) == 1 and len(calls) == 3
    assert (Delivery.objects.get().state, Delivery.objects.get().attempts) == ("sent", 3)
    with web_server(lambda *request: (410, {})) as (url, calls):
        Endpoint.objects.update(url=url)
        tell(URGENT, "again", 1)
        go()
    assert Delivery.objects.get(cause__key="again").state == "failed"


def test_a_redirect_is_not_followed():
    with web_server(lambda *request: (302, {})) as (url, calls):
        endpoint(url)
        tell(URGENT, "fire", 1)
        go()
    assert len(calls) == 1 and Delivery.objects.get().state == "failed"


def test_a_receiver_that_does_not_answer_is_tried_again(settings):
    settings.KUANGAN_SEND_SECONDS = 1
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        endpoint(f"http://127.0.0.1:{closed.getsockname()[1]}/")
        tell(URGENT, "fire", 1)
        go()
    row = Delivery.objects.get()
    assert row.state == "pending" and "Refused" in row.last_error


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "ftp://example.org/",
        "https://user:secret@example.org/",
        "https://",
        "file:///etc/passwd",
        "https://example.org/\r\nX-Evil: 1",
        "javascript:alert(1)",
    ],
)
def test_addresses_that_may_not_be_called_are_refused(url, settings):
    settings.KUANGAN_WEBHOOK_PRIVATE = False
    with pytest.raises(Refused):
        endpoint(url)


@pytest.mark.parametrize(
    "address",
    [
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "64:ff9b:1::a00:1",
        "::ffff:10.0.0.1",
        "2002:a00:1::",
        *("127.0.0.1", "10.1.2.3", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1"),
        *("::1", "fe80::1", "fc00::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "2002:7f00:1::", "224.0.0.1"),
    ],
)
def test_private_addresses_are_no_public_ones(address):
    assert not http.is_public(address)


def test_an_address_is_judged_as_it_will_be_sent():
    told = http.check_url("https://矿安.example/通知?谁=县局", private=False)
    assert told[1].startswith("xn--") and told[1].endswith(".example")
    assert told[3].isascii() and told[3].startswith("/%E9%80%9A")
    for wrong in ("https://10.0.0.8/a", "https://[64:ff9b::7f00:1]/", "https://a..b/", "https://a.example:99999/"):
        with pytest.raises(ValueError, match=r".*"):
            http.check_url(wrong, private=False)


def test_a_name_that_leads_into_the_own_network_is_refused_when_it_is_called(settings, monkeypatch):
    settings.KUANGAN_WEBHOOK_PRIVATE = False
    answers = [(2, 1, 6, "", ("93.184.216.34", 443)), (2, 1, 6, "", ("10.0.0.8", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *told, **more: answers)
    with pytest.raises(Never):
        http.call("POST", "https://example.org/", private=False)
    assert http.is_public("93.184.216.34")


def test_the_group_robot_gets_its_own_form_and_its_errors_count():
    answers = [{"errcode": 0}, {"errcode": 45009, "errmsg": "busy"}, {"errcode": 93000, "errmsg": "invalid key"}]
    with web_server(lambda *request: (200, answers.pop(0))) as (url, calls):
        endpoint(f"{url}/cgi-bin/webhook/send?key=abc", form="group_robot")
        for key in ("one", "two", "three"):
            tell(URGENT, key, 1)
            go()
    assert json.loads(calls[0][1]) == {"msgtype": "text", "text": {"content": "urgent: one"}}
    assert list(Delivery.objects.order_by("id").values_list("state", flat=True)) == ["sent", "pending", "failed"]


def test_the_test_button_sends_now_and_is_in_the_trail():
    with web_server(lambda *request: (200, {})) as (url, calls):
        delivery = actions.test_endpoint(ADMIN, endpoint(url))
    assert delivery.state == "sent" and json.loads(calls[0][1])["kind"] == "notices.test"
    assert AuditEvent.rows.filter(kind="notices.endpoint_tested").exists()


def test_the_secret_is_not_stored_changes_when_renewed_and_stands_in_no_record():
    row = endpoint("http://127.0.0.1/x?token=geheim")
    assert row.secret not in str(Endpoint.objects.values().get())
    assert actions.renew_secret(ADMIN, row).secret != row.secret
    assert "geheim" not in str(list(AuditEvent.rows.values()))


def test_an_endpoint_that_is_switched_off_gets_nothing():
    row = actions.switch_endpoint(ADMIN, endpoint("http://127.0.0.1:9/"), on=False)
    tell(URGENT, "fire", 1)
    go()
    assert not row.is_active and not Delivery.objects.exists()


@pytest.mark.parametrize("role", [Role.CITY_OFFICE, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.MINE_PRINCIPAL])
def test_only_the_system_administrator_sets_up_receiving_systems(role):
    other = Actor(8, "别人", grants=(Grant(role, Scope.everywhere()),))
    with pytest.raises(Forbidden):
        actions.add_endpoint(other, name="x", form="signed", url="https://example.org/")
