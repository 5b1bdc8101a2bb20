"""kill -9 in a storm: nothing acknowledged is lost, nothing happens twice, nobody gets an answer without a sentence.

KUANGAN_FAULTS says how many times bigger than in the daily suite; KUANGAN_FAULTS_SEED repeats a run.
"""

import os
import random
from functools import partial

import pytest

from tests.faults.conftest import TIMES
from tests.faults.sites import Site
from tests.faults.storm import Person, Seen, at_once, rage

SEED = int(os.environ.get("KUANGAN_FAULTS_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)


@pytest.mark.django_db
def test_nothing_acknowledged_is_lost_and_nothing_happens_twice_when_processes_are_killed(site: Site) -> None:
    seen = rage(site, kills=3 * TIMES, chance=random.Random(SEED))
    told = f"seed {SEED}, {seen.refused} times told to wait"
    assert not seen.wrong, f"{told}: {seen.wrong[:5]}"
    wanted = {pk for who in site.people["mines"] for pk in who["rows"]}
    assert set(seen.submitted) == wanted, told
    rows = site.store.rows

    apart = {who["last"] for who in site.people["mines"]}  # submitted by the tests of locks, who share the site
    receipts = [row for row in rows("SELECT assignment_id, id FROM duties_submission") if row[0] not in apart]
    told_numbers = {pk: int(where.strip("/").split("/")[-1]) for pk, where in seen.submitted.items()}
    assert sorted(receipts) == sorted(told_numbers.items()), f"{told}: each is there, once, as its person was told"

    reviews = rows("SELECT s.assignment_id, count(*) FROM duties_review r JOIN duties_submission s"
                   " ON s.id = r.submission_id GROUP BY s.assignment_id")  # fmt: skip
    assert dict(reviews) == dict.fromkeys(wanted, 1), f"{told}: each was decided on, and once"
    assert len(seen.accepted) == len(set(seen.accepted)), f"{told}: no two reviewers were told that they decided"
    assert set(seen.accepted) <= wanted

    for kind in ("duties.submitted", "duties.accepted"):
        recorded = {pk: count for pk, count in _on_record(site, kind).items() if pk not in apart}
        assert recorded == dict.fromkeys(wanted, 1), f"{told}: {kind} is on record once for each"


@pytest.mark.django_db
def test_four_presses_at_once_make_one_submission(site: Site) -> None:
    mine = site.people["mines"][0]
    for pk in mine["spare"]:
        seen = Seen()
        at_once([partial(Person(site, mine["session"], seen).submits, pk)] * 4)
        assert not seen.wrong
        made = site.store.rows(f"SELECT count(*) FROM duties_submission WHERE assignment_id = {pk}")
        assert made == [(1,)]


@pytest.mark.django_db
def test_two_reviewers_at_once_decide_once_and_the_slower_is_told(site: Site) -> None:
    mine = site.people["mines"][1]
    for pk in mine["spare"]:
        seen = Seen()
        Person(site, mine["session"], seen).submits(pk)
        at_once([partial(Person(site, session, seen).accepts, pk) for session in site.people["reviewers"]])
        assert not seen.wrong
        assert seen.accepted == [pk], "one of the two decided"
        assert _on_record(site, "duties.accepted")[pk] == 1


@pytest.mark.django_db
def test_a_plan_published_twice_at_once_is_in_force_once(site: Site) -> None:
    draft, answers = site.people["draft"], []

    def publish(session: str) -> None:
        given = {"title": draft["title"], "sure": "on"}
        answers.append(
            Person(site, session, Seen()).asks("POST", f"/plan/versions/{draft['version']}/publish/", **given)
        )

    at_once([partial(publish, session) for session in site.people["publishers"]])
    assert sorted(status for status, _where, _page in answers) == [302, 422]
    published = site.store.rows(
        f"SELECT count(*) FROM integrity_auditevent WHERE kind = 'plan.published' AND object_id = '{draft['version']}'"
    )
    assert published == [(1,)]


def _on_record(site: Site, kind: str) -> dict[int, int]:
    found = site.store.rows(
        f"SELECT object_id, count(*) FROM integrity_auditevent WHERE kind = '{kind}' GROUP BY object_id"
    )
    return {int(pk): count for pk, count in found}
