"""The play that fills the demo: what it must show, that it repeats itself, and that it never runs into real data."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, time
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from kuangan.access.models import User
from kuangan.access.queries import build_actor
from kuangan.duties.models import Assignment, Extension, RedoOrder, Review, Submission
from kuangan.duties.queries.desk import desk
from kuangan.duties.queries.explaining import why
from kuangan.foundation.integrity import frozen
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel import clock
from kuangan.registry.models import Enterprise, Mine, Person
from kuangan.shell.simulation.course import QUICK, play
from kuangan.shell.simulation.figures import Figures
from kuangan.shell.simulation.sketches import MOST, sketches
from tests.cast import places

END = clock.moment(date(2023, 7, 20), time(9))
EARLY = clock.moment(date(2023, 3, 31), time(18))
_WHY = "a test looks at everything"
pytestmark = pytest.mark.embedded  # the demo runs on the embedded default, and chance is no database's affair


@pytest.fixture(scope="module")
def campaign(django_db_setup: Any, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Figures]:
    """One play to its end for all tests of this module, rolled back after them; the clock stands at its end."""
    patch = pytest.MonkeyPatch()
    patch.setattr("django.conf.settings.MEDIA_ROOT", tmp_path_factory.mktemp("played"))
    with django_db_blocker.unblock(), transaction.atomic():
        found = play(2023, QUICK, END)
        with clock.at(END):
            yield found
        transaction.set_rollback(True)
    patch.undo()


@pytest.fixture(autouse=True)
def database(request: Any, django_db_blocker: Any) -> Iterator[None]:
    """Tests with the played campaign read from it; the others ask for `db` themselves."""
    if "campaign" in request.fixturenames:
        with django_db_blocker.unblock():
            yield
    else:
        yield


def rows(**conditions: Any) -> Any:
    found = Assignment.objects.unscoped(_WHY).select_related("duty__version__plan", "plan", "mine", "owing_mine")
    return found.filter(**conditions)


def mine_of(username: str) -> Mine:
    grant = User.objects.get(username=username).grants.get(mine__isnull=False, mine__attached_to=None)
    assert grant.mine is not None
    return grant.mine


def test_the_board_shows_a_lively_mix_in_which_most_that_was_due_is_done(campaign: Figures) -> None:
    states = campaign.states
    assert {"accepted", "open", "submitted", "returned", "overdue"} <= set(states)
    due = Counter(row.display_state for row in rows(due_at__lt=END))
    assert due["accepted"] > 3 * due["overdue"] > 0
    assert campaign.mines == QUICK


def test_a_stopped_mine_shows_workers_again_and_the_full_set_appears_with_its_reason(campaign: Figures) -> None:
    mine = mine_of("mine2")
    before = rows(owing_mine=mine, applies_since__lt=date(2023, 5, 4))
    assert {row.duty_slug for row in before} == {"mine-receipt"}
    after = rows(owing_mine=mine, applies_since=date(2023, 5, 4))
    assert {"self-check", "self-check-package", "monthly-major-check"} <= {row.duty_slug for row in after}
    package = after.get(duty_slug="self-check-package")
    assert package.late_on_arrival and any("5月4日" in line for line in why(package).because)


def test_a_mine_that_stops_owes_its_once_only_duties_no_longer(campaign: Figures) -> None:
    states = {row.state for row in rows(owing_mine=mine_of("mine3"), duty_slug="training-mechanism")}
    assert states <= {"voided", "accepted"}
    assert rows(owing_mine=mine_of("mine3"), period_key="2023-07").count() == 0


def test_the_desk_of_the_first_county_has_something_of_everything(campaign: Figures) -> None:
    found = desk(build_actor(User.objects.get(username="taishan")))
    assert found.others_overdue.total >= 1
    assert found.to_review.total >= 3
    assert found.returned.total + found.due_soon.total >= 1
    assert found.extensions_total == 1


def test_the_first_mine_has_one_overdue_one_returned_and_more_due_this_month(campaign: Figures) -> None:
    mine = mine_of("mine1")
    states = Counter(row.display_state for row in rows(owing_mine=mine))
    assert states["overdue"] == 1 and states["returned"] == 1
    assert (
        rows(owing_mine=mine, state="open", due_at__gt=END, due_at__lte=clock.end_of_day(date(2023, 7, 31))).count()
        >= 1
    )


def test_every_act_left_its_record(campaign: Figures) -> None:
    kinds = Counter(AuditEvent.rows.values_list("kind", flat=True))
    assert kinds["duties.submitted"] == Submission.objects.unscoped(_WHY).count()
    assert kinds["duties.accepted"] + kinds["duties.forwarded"] + kinds["duties.returned"] == (
        Review.objects.unscoped(_WHY).count()
    )
    assert kinds["duties.extension_asked"] == Extension.objects.unscoped(_WHY).count() > 0
    assert kinds["duties.redo_ordered"] == RedoOrder.objects.unscoped(_WHY).count() > 0
    assert kinds["duties.urged"] > 0 and kinds["plan.published"] == 1
    latest = AuditEvent.rows.order_by("-entered_at").first()
    assert latest is not None and latest.entered_at <= END


def test_everything_invented_is_marked(campaign: Figures) -> None:
    assert not User.objects.filter(is_demo=False).exists()
    for model in (Mine, Enterprise):
        assert not model.objects.unscoped(_WHY).filter(is_demo=False).exists()
    unmarked = Person.objects.unscoped(_WHY).filter(is_demo=False)
    assert set(unmarked.values_list("title", flat=True)) <= {"基础股股长"}  # named through the form of the plan


def test_accounts_can_be_typed_and_administrators_are_three_people(campaign: Figures) -> None:
    names = set(User.objects.values_list("username", flat=True))
    wanted = {"city", "taishan", "kaiping", "taishan.leader", "mine1", "mine1.safety", "gov.taishan", "province"}
    assert wanted | {"auditor", "sysadmin", "secadmin", "audadmin", "agency"} <= names
    assert User.objects.get(username="mine1").check_password("Kuangan-2023")


@pytest.mark.django_db
def test_the_same_seed_plays_the_same_and_another_one_does_not() -> None:
    found = []
    for seed in (7, 7, 8):
        with transaction.atomic():
            found.append(play(seed, 4, EARLY))
            transaction.set_rollback(True)
    assert found[0] == found[1] != found[2]


@pytest.mark.django_db
def test_it_never_plays_into_data_that_are_there_nor_outside_a_demo() -> None:
    with pytest.raises(CommandError, match="KUANGAN_DEMO"):
        call_command("simulate", quick=True, stdout=StringIO())
    places.mine()
    with pytest.raises(CommandError, match="already holds data"):
        call_command("simulate", quick=True, force_empty=True, stdout=StringIO())


def test_invented_mines_have_codes_and_places_that_could_be_real() -> None:
    found = sketches(2023, MOST)
    assert len({one.enterprise for one in found if not one.host}) == sum(not one.host for one in found)
    assert Counter(one.county.login for one in sketches(2023, 60))["taishan"] >= 15
    assert all(111.9 < one.longitude < 113.4 and 21.6 < one.latitude < 22.9 for one in found)
    assert {"", "*"} & {one.credit_code[8:9] for one in found}


def test_what_was_frozen_in_the_play_is_as_the_trail_has_it(campaign: Figures) -> None:
    covered: dict[str, Any] = {}
    assert list(frozen.differences(covered=covered)) == []
    assert {"duties.submission", "duties.review", "hazards.fivepoints", "hazards.hazard"} <= set(covered)
    assert frozen.count_uncovered(covered) == 0
