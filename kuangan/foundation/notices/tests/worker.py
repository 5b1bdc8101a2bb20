"""A worker of its own for the tests that kill one: `python worker.py VERB [NUMBER]` on the database of DATABASE_URL."""

import json
import os
import sys
from datetime import timedelta

os.environ["KUANGAN_TESTING"] = "1"
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django

django.setup()

from django.db import connection  # noqa: E402 - once the settings are known

from kuangan.foundation.kernel import clock  # noqa: E402
from kuangan.foundation.notices import actions, address_book, kinds, models  # noqa: E402
from kuangan.foundation.notices.tests import stage  # noqa: E402

MODELS = (
    *(models.Cause, models.Notice, models.Endpoint, models.Delivery),
    *(models.Preference, models.Muted, models.Mark),
)


def prepare(count: int) -> None:
    """Tables, and one urgent notice for each of so many people, handed to the channels."""
    with connection.schema_editor() as editor:
        for model in MODELS:
            editor.create_model(model)
    stage.tell(stage.URGENT, "fire", *range(1, count + 1))
    with stage.at(9):
        actions.route(stage.SYSTEM)


def work() -> None:
    """One round of a worker."""
    actions.put_back_lost(stage.SYSTEM)
    actions.send_due(stage.SYSTEM)


def expire() -> None:
    """Ten minutes pass for whatever a dead worker holds."""
    held = models.Delivery.objects.filter(state="sending")
    held.update(leased_until=clock.real_now() - timedelta(seconds=1))


def show() -> None:
    """What the database says, as JSON."""
    rows = models.Delivery.objects.order_by("id").values("state", "attempts", "interruptions", "message_id")
    sys.stdout.write(json.dumps({"notices": models.Notice.objects.count(), "deliveries": list(rows)}) + "\n")


if __name__ == "__main__":
    kinds._known[stage.URGENT.name] = stage.URGENT
    address_book.provide(lambda ids: {number: stage.somebody(number) for number in ids})
    for word in sys.argv[1:]:
        verb, _, number = word.partition("=")
        {"prepare": prepare, "work": work, "expire": expire, "show": show}[verb](*([int(number)] if number else []))
