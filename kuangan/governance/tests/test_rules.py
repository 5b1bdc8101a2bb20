"""Conflicts of interest on plain values, and the chart of a request."""

from datetime import date

import pytest

from kuangan.governance.rules.conflicts import Candidate, Ties, conflicts
from kuangan.governance.states import HELP_CHART, Conflict, HelpState

DAY = date(2023, 7, 20)
SOUND = Candidate("", 7, "粤边坡技术有限公司", "APJ-101", date(2024, 1, 1))


@pytest.mark.parametrize(
    ("ties", "found"),
    [
        (Ties(), []),
        (Ties(assessors={7}), [Conflict.ASSESSED]),
        (Ties(assessors={8}), []),
        (Ties(certifiers={7}), [Conflict.CERTIFIES]),
        (Ties(employers={7}), [Conflict.EMPLOYED]),
        (Ties(hired_from="粤边坡 技术有限公司"), [Conflict.HIRED]),
        (Ties(certifiers={7}, assessors={7}), [Conflict.CERTIFIES, Conflict.ASSESSED]),
    ],
)  # fmt: skip
def test_what_the_ledgers_know_of_an_agency_is_a_conflict(ties, found):
    assert conflicts(SOUND, ties, DAY) == found


@pytest.mark.parametrize(
    ("number", "until", "fit"),
    [("APJ-101", DAY, True), ("APJ-101", date(2023, 7, 19), False), ("", DAY, False), ("APJ-101", None, False)],
)
def test_a_qualification_holds_through_its_last_day_and_an_unknown_one_does_not(number, until, fit):
    found = conflicts(Candidate("", 7, "甲", number, until), Ties(), DAY)
    assert found == ([] if fit else [Conflict.UNQUALIFIED])


def test_a_person_is_known_by_name_and_an_unnamed_one_has_no_ties():
    assert conflicts(Candidate("周 专家"), Ties(certifier_names={"周专家"}), DAY) == [Conflict.CERTIFIES]
    assert conflicts(Candidate("周专家"), Ties(assessor_names={"周专家"}), DAY) == [Conflict.ASSESSED]
    assert conflicts(Candidate("周专家"), Ties(hired_expert="周专家"), DAY) == [Conflict.HIRED]
    assert conflicts(Candidate(""), Ties(certifier_names={""}, hired_from=""), DAY) == []


def test_what_is_stated_of_an_agency_counts_as_well():
    stated = Candidate("", 7, "甲", "APJ-101", DAY, has_evaluated=True)
    assert conflicts(stated, Ties(), DAY) == [Conflict.DECLARED]


def test_no_path_closes_a_request_before_its_latest_helper_has_reported():
    paths, closed = [(HELP_CHART.initial, ())], 0
    while paths:
        state, done = paths.pop()
        if state == HelpState.CLOSED:
            closed += 1
            last_helper = max(at for at, verb in enumerate(done) if verb in ("accept", "replace"))
            assert "report" in done[last_helper:]
        if len(done) < 7:
            verbs = [verb for verb in HELP_CHART.moves if HELP_CHART.allows(state, verb)]
            paths += [(HELP_CHART.move(state, verb), (*done, verb)) for verb in verbs]
    assert closed > 5
