"""E-mail through a real SMTP server of this machine."""

import email
import email.policy

import pytest

from kuangan.foundation.kernel import clock
from kuangan.foundation.notices import actions
from kuangan.foundation.notices.models import Delivery
from kuangan.foundation.notices.rules import TRIES
from kuangan.foundation.notices.tests import stage
from kuangan.foundation.notices.tests.stage import QUIET_NEWS, SYSTEM, URGENT, at, tell

pytestmark = pytest.mark.usefixtures("sample")


def sent() -> Delivery:
    """Route and send; the only delivery."""
    actions.route(SYSTEM)
    actions.send_due(SYSTEM)
    return Delivery.objects.get()


def letters(server):
    return [email.message_from_bytes(text, policy=email.policy.default) for text in server.letters]


def test_an_urgent_notice_arrives_in_words_with_a_link(mail_server, settings):
    settings.KUANGAN_SITE_URL = "https://kuangan.test"
    with at(9):
        tell(URGENT, "边坡", 1, url="/duties/7/")
        row = sent()
    (letter,) = letters(mail_server)
    assert letter["Subject"] == "[矿安] urgent: 边坡"
    assert letter["To"] == "p1@example.org" and "kuangan@kuangan.test" in letter["From"]
    assert letter["Message-ID"] == f"<{row.key}@kuangan.test>" == row.message_id
    assert letter["Auto-Submitted"] == "auto-generated"
    body = letter.get_content()
    assert "https://kuangan.test/duties/7/" in body and "某1：" in body and "请勿回复" in body
    assert row.state == "sent" and row.attempts == 1


def test_the_digest_lists_the_day_in_one_letter_in_the_readers_language(mail_server, monkeypatch):
    stage.people(monkeypatch, n1=stage.somebody(1, language="en"))
    with at(9):
        for number in range(35):
            tell(QUIET_NEWS, f"item {number}", 1)
        assert sent().digest_on is not None
    (letter,) = letters(mail_server)
    assert letter["Subject"].endswith("20 July: 35 notices")
    body = letter.get_content()
    assert "item 0" in body and "item 29" in body and "item 30" not in body and "and 5 more" in body


@pytest.mark.parametrize("address", ["a@example.org\nBcc: x@example.org", "a@example.org, b@example.org", "", "nobody"])
def test_an_address_that_is_none_is_never_written_to(mail_server, monkeypatch, address):
    stage.people(monkeypatch, n1=stage.somebody(1, email=address))
    with at(9):
        tell(URGENT, "fire", 1)
        actions.route(SYSTEM)
        actions.send_due(SYSTEM)
    assert not Delivery.objects.exists() and not mail_server.letters


def test_line_breaks_in_what_people_wrote_add_no_header(mail_server):
    evil = "停产\r\nBcc: victim@example.org\r\n\r\nbody"
    with at(9):
        tell(URGENT, "evil", 1, params={"title": evil})
        sent()
    (letter,) = letters(mail_server)
    assert letter["Bcc"] is None and letter["To"] == "p1@example.org"
    assert letter["Subject"].strip() == "[矿安] urgent: 停产 Bcc: victim@example.org body"


def test_a_server_that_is_busy_is_asked_again_later_and_later(mail_server):
    mail_server.answer = lambda line: "451 try later" if line.startswith("RCPT") else None
    with at(9):
        tell(URGENT, "fire", 1)
        before = clock.real_now()
        row = sent()
        assert (row.state, row.attempts) == ("pending", 1) and "451" in row.last_error
        assert 50 < (row.next_try_at - before).total_seconds() < 80
        mail_server.answer = lambda line: None
        assert actions.send_due(SYSTEM).sent == 0  # not yet
        Delivery.objects.update(next_try_at=before)
        assert actions.send_due(SYSTEM).sent == 1
    assert Delivery.objects.get().attempts == 2


def test_a_recipient_that_does_not_exist_is_not_tried_again(mail_server):
    mail_server.answer = lambda line: "550 no such user" if line.startswith("RCPT") else None
    with at(9):
        tell(URGENT, "fire", 1)
        row = sent()
    assert row.state == "failed" and "550" in row.last_error


def test_what_fails_for_hours_is_given_up(mail_server):
    mail_server.answer = lambda line: "421 closing" if line.startswith("MAIL") else None
    with at(9):
        tell(URGENT, "fire", 1)
        actions.route(SYSTEM)
        for _try in range(TRIES + 2):
            Delivery.objects.filter(state="pending").update(next_try_at=clock.real_now())
            actions.send_due(SYSTEM)
    row = Delivery.objects.get()
    assert (row.state, row.attempts) == ("given_up", TRIES)


def test_one_bad_letter_keeps_no_other_from_its_turn(mail_server):
    mail_server.answer = lambda line: "550 no" if "p1@" in line else None
    with at(9):
        tell(URGENT, "fire", 1, 2, 3)
        actions.route(SYSTEM)
        tally = actions.send_due(SYSTEM)
    assert (tally.sent, tally.lost) == (2, 1)


def test_a_channel_switched_off_later_lets_nothing_queue_up(mail_server, settings):
    with at(9):
        tell(URGENT, "fire", 1)
        actions.route(SYSTEM)
        settings.KUANGAN_MAIL = False
        actions.send_due(SYSTEM)
    assert Delivery.objects.get().state == "failed"


def test_somebody_whose_account_was_closed_meanwhile_is_not_written_to(mail_server, monkeypatch):
    from kuangan.foundation.notices import address_book

    with at(9):
        tell(URGENT, "fire", 1)
        actions.route(SYSTEM)
        monkeypatch.setattr(address_book, "_lookup", [lambda ids: {}])
        actions.send_due(SYSTEM)
    assert Delivery.objects.get().state == "failed" and not mail_server.letters


def test_a_delivery_left_in_sending_is_put_back_when_its_lease_has_run_out():
    moment = clock.real_now()
    tell(URGENT, "fire", 1, 2, 3)
    from datetime import timedelta

    from kuangan.foundation.notices.models import Notice

    held = {"channel": "email", "state": "sending", "attempts": 1, "lease": "x"}
    one, two, three = Notice.objects.order_by("recipient_id")
    past, future = moment - timedelta(seconds=1), moment + timedelta(minutes=5)
    Delivery.objects.create(notice=one, recipient_id=1, leased_until=past, **held)
    Delivery.objects.create(notice=two, recipient_id=2, leased_until=future, **held)
    Delivery.objects.create(notice=three, recipient_id=3, leased_until=past, **{**held, "attempts": TRIES})
    assert actions.put_back_lost(SYSTEM) == 1
    assert list(Delivery.objects.order_by("id").values_list("state", flat=True)) == ["pending", "sending", "given_up"]
