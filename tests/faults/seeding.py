"""Fills the database of a site that is going to suffer: run as a process of its own, prints who may do what as JSON.

Everybody holds a session, every mine's safety officer holds assignments that lack nothing but their submission, and
two people of the county review them.
"""

import json
import os
import sys

SPARE = 8


def seed(rows_each: int) -> dict[str, object]:
    """Two mines with `rows_each` assignments each and a few spare ones, the county's reviewers, a plan to publish."""
    from pathlib import Path

    from kuangan.duties.actions.derive import derive
    from kuangan.duties.models import Assignment, Signature
    from kuangan.foundation.kernel import clock
    from kuangan.plan.actions import load
    from kuangan.registry.models import Mine
    from kuangan.shell import bench
    from kuangan.shell.bench.seeding import INVENTED_PLAN, SYSTEM, TODAY, put_in_force, seed_bodies, seed_mines

    seed_bodies()
    plan = put_in_force(Path(bench.__file__).with_name("plan-daily.yaml"))
    with clock.at(TODAY):
        county = Mine.rows.filter(pk__in=seed_mines(15)).order_by("pk").first().region_code
        mines = list(Mine.rows.filter(region_code=county).order_by("pk")[:2])
        derive(SYSTEM, plan, mine_ids=[mine.pk for mine in mines], cause="faults")
    actors = []
    for number, mine in enumerate(mines):
        rows = list(Assignment.rows.filter(owing_mine=mine).order_by("pk").values_list("pk", flat=True))
        rows, spare, last = rows[:rows_each], rows[rows_each : rows_each + SPARE], rows[rows_each + SPARE]
        Signature.rows.bulk_create(
            Signature(assignment_id=pk, requirement="read", text="已阅知。", content_hash="0" * 64, method="confirmed")
            for pk in [*rows, *spare, last]
        )
        actors.append(
            {
                "session": _person(f"officer{number}", "mine_safety_officer", mine=mine),
                "rows": rows,
                "spare": spare,
                "last": last,
            }
        )
    reviewers = [_person(f"reviewer{number}", "county_reviewer", region_code=county) for number in range(2)]
    draft = load(SYSTEM, INVENTED_PLAN)
    publishers = [_person(f"city{number}", "city_office", region_code="440700") for number in range(2)]
    return {
        "mines": actors, "reviewers": reviewers, "publishers": publishers,
        "draft": {"version": draft.pk, "title": draft.plan.short_title},
    }  # fmt: skip


def _person(name: str, role: str, **place: object) -> str:
    """The session of a new person who holds this role there."""
    from django.conf import settings
    from django.test import Client

    from kuangan.access.actions import Place, grant
    from kuangan.access.models import User
    from kuangan.foundation.authority.roles import Role
    from kuangan.shell.bench.seeding import SINCE, SYSTEM

    user = User.objects.create_user(name, "Cuiping-2023-shan", name=name)
    grant(SYSTEM, user, role=Role(role), place=Place(**place), valid_from=SINCE)
    browser = Client()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("createcachetable", verbosity=0)
    json.dump(seed(int(sys.argv[1])), sys.stdout)
