"""Pages of the acts on one hazard, the mine's side, without JavaScript: done, refused in words, nothing lost."""

from datetime import timedelta

import pytest

from kuangan.foundation.kernel import clock
from kuangan.hazards.states import HazardState
from kuangan.hazards.tests import stage
from tests import cast

pytestmark = pytest.mark.django_db
ACTS = ["determine", "report", "five", "five/sign", "progress", "extend", "apply", "take-back", "evacuate", "cause",
        "cause/done", "supervisor", "correct", "link", "withdraw", "reopen"]  # fmt: skip


@pytest.fixture
def mine():
    return cast.mine("青山石场")


@pytest.fixture
def boss(mine):
    return cast.principal(mine)


@pytest.fixture
def desk(boss):
    return cast.client(boss)


@pytest.fixture
def major(mine, boss):
    return stage.determined(cast.as_actor(boss), stage.found(cast.as_actor(boss), mine))


@pytest.mark.parametrize("act", ACTS)
def test_every_act_has_a_page_with_the_hazard_on_top(act, desk, major):
    answer = desk.get(f"/hazards/{major.pk}/{act}/")
    words = answer.content.decode()
    assert answer.status_code == 200
    assert major.number in words and major.place in words and "重大" in words
