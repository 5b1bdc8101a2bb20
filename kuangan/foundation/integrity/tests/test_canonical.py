"""What is hashed has one spelling, whatever the language, the database and the order in which it was given."""

import hashlib
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity import canonical, reading, verify_audit
from kuangan.foundation.integrity.actions import build, record, record_many
from kuangan.foundation.integrity.kinds import declare
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel import clock

TRIED = declare("integrity.tried", "tried")
ODD = {
    "whole": 2.0, "huge": 1e22, "tiny": 1e-7, "third": 1 / 3, "money": Decimal("12.50"), "day": date(2023, 7, 20),
    "span": timedelta(hours=3), "several": (1, "二", None, {"b": True, "a": []}), 5: "number as key",
    "text": "“引号” \" \\ / \n \u2028 é 🙂", "lazy": gettext_lazy("records"),
}  # fmt: skip


def stored(event: AuditEvent) -> bytes:
    """The bytes that are read back from the database."""
    leaf = (0, event.pk, event.digest)
    return next(iter(reading.records([leaf], is_strict=True)))[1]


@pytest.mark.django_db
@pytest.mark.parametrize("details", [{}, {"odd": ODD}, {"empty": {}, "none": None, "list": []}])
def test_digest_is_that_of_what_the_database_gives_back(details):
    event = record(Actor.system("夜间"), TRIED, before=details or None, after=details, **details)
    assert verify_audit.sha256(stored(event)) == event.digest
    assert reading.digest_is_true(event.pk)


@pytest.mark.django_db
def test_a_whole_second_has_its_six_zeros_on_every_database():
    with clock.at(clock.start_of_day(date(2023, 7, 20))):
        event = record(Actor.system("night"), TRIED)
    assert b'"entered_at":"2023-07-19T16:00:00.000000Z"' in stored(event)
    assert reading.digest_is_true(event.pk)


@pytest.mark.django_db
def test_records_written_in_one_statement_have_their_digests():
    record_many([build(Actor.system("night"), TRIED, number=number) for number in range(3)])
    assert [reading.digest_is_true(pk) for pk in AuditEvent.rows.values_list("pk", flat=True)] == [True] * 3


def test_two_records_that_say_the_same_differ():
    one, two = (build(Actor.system("night"), TRIED, happened_at=clock.now()) for _ in range(2))
    assert one.digest != two.digest
    assert len({one.uid, two.uid}) == 2


def test_the_fast_way_and_the_plain_way_give_the_same_bytes():
    event = build(Actor(3, '陈"主任', address="::1"), TRIED, before={"z": 1, "a": ["\t", {"y": 0.5, "b": 2}]}, odd=ODD)
    found = {name: getattr(event, name) for name in canonical.FIELDS}
    found |= {name: canonical.stamp(found[name]) for name in canonical.TIMES}
    plainly = verify_audit.canonical({**found, "format": canonical.EVENT_FORMAT})
    assert canonical.content(dict(found)) == plainly
    assert canonical.digest_of(event) == hashlib.sha256(plainly).hexdigest()
    assert verify_audit.entered(plainly) == found["entered_at"]


def test_when_a_record_was_entered_cannot_be_feigned_by_its_details():
    event = build(Actor.system("x"), TRIED, entered_at="1999-01-01T00:00:00.000000Z", format="kuangan-event-1")
    found = {name: getattr(event, name) for name in canonical.FIELDS}
    found |= {name: canonical.stamp(found[name]) for name in canonical.TIMES}
    assert verify_audit.entered(canonical.content(found)) == canonical.stamp(event.entered_at)


def test_the_spelling_never_changes():
    """A frozen example: when this fails, every digest ever written would fail."""
    values = dict.fromkeys(canonical.FIELDS, "") | dict.fromkeys(("actor_id", "mine_id", "before"), None)
    values |= {"uid": "00ff", "kind": "duties.accepted", "actor_name": "陈主任", "after": {"b": [1, 0.5], "a": "é"}}
    values |= {"details": {}, **dict.fromkeys(canonical.TIMES, "2023-07-20T01:00:00.000000Z")}
    assert canonical.content(values).decode() == (
        '{"actor_id":null,"actor_name":"陈主任","actor_organisation":"","actor_roles":"","address":"",'
        '"after":{"a":"é","b":[1,0.5]},"before":null,"details":{},"entered_at":"2023-07-20T01:00:00.000000Z",'
        '"format":"kuangan-event-1","happened_at":"2023-07-20T01:00:00.000000Z","kind":"duties.accepted",'
        '"mine_id":null,"object_id":"","object_label":"","object_type":"","region_code":"","uid":"00ff"}'
    )


def test_details_are_settled_once_in_the_language_of_the_act():
    with translation.override("zh-hans"):
        event = build(Actor.system("x"), TRIED, word=gettext_lazy("records"))
    with translation.override("en"):
        assert canonical.digest_of(event) == event.digest
        assert event.details == {"word": "条数"}


def test_what_is_no_number_is_refused():
    with pytest.raises(ValueError, match="JSON compliant"):
        build(Actor.system("x"), TRIED, value=float("nan"))
