"""The example of docs/api.md, run as a user would run it, against a running site."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from kuangan.access import actions
from kuangan.duties.actions.derive import derive
from kuangan.duties.models import Assignment
from kuangan.duties.tests import campaign
from kuangan.foundation.api import limits
from kuangan.registry.models import Mine
from tests.cast import people, places

EXAMPLE = settings.BASE_DIR / "docs" / "api" / "example.py"
ROSTER = "企业名称,矿山名称,矿山类型,县（市、区）,生产状态\n接口石业有限公司,接口石场,露天矿山,恩平市,正常生产\n"


def example(surroundings: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the example to its end."""
    command = [sys.executable, str(EXAMPLE), *arguments]
    return subprocess.run(command, env=surroundings, capture_output=True, text=True, timeout=120, check=False)


def overdue_duty(folder) -> Assignment:
    """A duty of 2023 that nobody has delivered since."""
    campaign.authorities()
    with campaign.at(campaign.ISSUED):
        version = campaign.put_in_force(folder)
        mine = places.mine("欠报石场", code=places.ENPING)
        derive(campaign.SYSTEM, version.plan, cause="test")
    return Assignment.rows.get(mine=mine, duty_slug="package")


@pytest.mark.django_db(transaction=True)
def test_the_example_loads_a_roster_and_lists_overdue_duties(live_server, tmp_path):
    limits.forget()
    late = overdue_duty(tmp_path)
    owner = people.county_reviewer()
    wish = {"name": "例子", "areas": ["registry:write", "duties:read"], "days": 1, "proven": True}
    _token, secret = actions.create_token(people.as_actor(owner), owner, **wish)
    roster = tmp_path / "roster.csv"
    roster.write_text(ROSTER, encoding="utf-8")
    surroundings = {**os.environ, "KUANGAN_URL": live_server.url, "KUANGAN_TOKEN": secret, "PYTHONIOENCODING": "utf-8"}
    run = example(surroundings, str(roster))
    assert run.returncode == 0, run.stdout + run.stderr
    assert Mine.rows.filter(name="接口石场").exists()
    assert late.bearer in run.stdout
    wrong = example({**surroundings, "KUANGAN_TOKEN": "ka_wrong"})
    assert wrong.returncode != 0
    assert "401" in wrong.stderr
