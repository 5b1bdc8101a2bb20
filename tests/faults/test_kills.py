"""kill -9 in a storm: nothing acknowledged is lost, nothing happens twice, nobody gets an answer without a sentence.

KUANGAN_FAULTS says how many times bigger than in the daily suite; KUANGAN_FAULTS_SEED repeats a run.
"""

import os
import random
from pathlib import Path

import pytest

from tests.faults.sites import suffering
from tests.faults.storm import rage

TIMES = int(os.environ.get("KUANGAN_FAULTS", "1"))
SEED = int(os.environ.get("KUANGAN_FAULTS_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)


@pytest.mark.django_db(transaction=True)
def test_nothing_acknowledged_is_lost_and_nothing_happens_twice_when_processes_are_killed(tmp_path: Path) -> None:
    with suffering(tmp_path, rows_each=12 * TIMES) as site:
        seen = rage(site, kills=3 * TIMES, chance=random.Random(SEED))
        rows = site.store.rows
        told = f"seed {SEED}, {seen.refused} times told to wait"
        assert not seen.wrong, f"{told}: {seen.wrong[:5]}"
        wanted = {pk for who in site.people["mines"] for pk in who["rows"]}
        assert set(seen.submitted) == wanted, told

        kept = rows("SELECT assignment_id, count(*) FROM duties_submission GROUP BY assignment_id")
        assert dict(kept) == dict.fromkeys(wanted, 1), f"{told}: each is there, and once"
        receipts = dict(rows("SELECT assignment_id, id FROM duties_submission"))
        assert {pk: int(where.strip("/").split("/")[-1]) for pk, where in seen.submitted.items()} == receipts, told

        reviews = rows("SELECT s.assignment_id, count(*) FROM duties_review r JOIN duties_submission s"
                       " ON s.id = r.submission_id GROUP BY s.assignment_id")  # fmt: skip
        assert dict(reviews) == dict.fromkeys(wanted, 1), f"{told}: each was decided on, and once"
        assert set(seen.accepted) <= {pk for pk, _count in reviews}, f"{told}: what was acknowledged is there"
        assert len(seen.accepted) == len(set(seen.accepted)), f"{told}: no two reviewers were told that they decided"

        for kind in ("duties.submitted", "duties.accepted"):
            records = rows(f"SELECT object_id, count(*) FROM integrity_auditevent WHERE kind = '{kind}'"
                           " GROUP BY object_id")  # fmt: skip
            assert dict(records) == {str(pk): 1 for pk in wanted}, f"{told}: {kind} is on record once for each"
