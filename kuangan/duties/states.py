"""State charts of duties."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kuangan.foundation.kernel.charts import Chart


class AssignmentState(TextChoices):
    """State of an assignment. Overdue is not among them: it is computed from the clock."""

    OPEN = "open", _("To do")
    SUBMITTED = "submitted", _("In review")
    RETURNED = "returned", _("Returned")
    ACCEPTED = "accepted", _("Accepted")
    VOIDED = "voided", _("Not owed")


class SubmissionState(TextChoices):
    """State of one submission; a new one is made after every return, withdrawal or redo."""

    SUBMITTED = "submitted", _("In review")
    RETURNED = "returned", _("Returned")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    ACCEPTED = "accepted", _("Accepted")
    VOIDED = "voided", _("Void")


class ExtensionState(TextChoices):
    """State of a request for more time."""

    PENDING = "pending", _("Awaiting decision")
    GRANTED = "granted", pgettext_lazy("extension", "Granted")
    REFUSED = "refused", _("Refused")


class RedoTrigger(TextChoices):
    """The five grounds on which the plan has work redone without exception (六(四) 推倒重来)."""

    GOING_THROUGH_MOTIONS = "going_through_motions", _("Went through the motions")
    CARELESS = "careless", _("Not done seriously")
    RISK_MISJUDGED = "risk_misjudged", _("Major risks judged wrongly")
    HAZARD_MISSED = "hazard_missed", _("Major hazards not found")
    RECTIFICATION_INCOMPLETE = "rectification_incomplete", _("Major problems not fully rectified")


class RunState(TextChoices):
    """State of a derivation. A stopped one can go on; a replaced one cannot, because a newer run does its work."""

    RUNNING = "running", _("Running")
    STOPPING = "stopping", _("Stopping after this batch")
    STOPPED = "stopped", _("Stopped")
    REPLACED = "replaced", _("Replaced by a newer one")
    FAILED = "failed", _("Failed")
    FINISHED = "finished", _("Finished")


_A = AssignmentState
ASSIGNMENT_CHART = Chart.of(
    "assignment",
    _A.OPEN,
    {
        "submit": ({_A.OPEN, _A.RETURNED}, _A.SUBMITTED),
        "submit_final": ({_A.OPEN, _A.RETURNED}, _A.ACCEPTED),
        "withdraw": ({_A.SUBMITTED}, _A.OPEN),
        "return": ({_A.SUBMITTED}, _A.RETURNED),
        "pass_on": ({_A.SUBMITTED}, _A.SUBMITTED),
        "accept": ({_A.SUBMITTED}, _A.ACCEPTED),
        "redo": ({_A.SUBMITTED, _A.ACCEPTED, _A.RETURNED}, _A.OPEN),
        "void": ({_A.OPEN, _A.SUBMITTED, _A.RETURNED}, _A.VOIDED),
        "revive": ({_A.VOIDED}, _A.OPEN),
    },
)
_S = SubmissionState
SUBMISSION_CHART = Chart.of(
    "submission",
    _S.SUBMITTED,
    {
        "return": ({_S.SUBMITTED}, _S.RETURNED),
        "withdraw": ({_S.SUBMITTED}, _S.WITHDRAWN),
        "accept": ({_S.SUBMITTED}, _S.ACCEPTED),
        "void": ({_S.SUBMITTED, _S.ACCEPTED, _S.RETURNED}, _S.VOIDED),
    },
)
_R = RunState
RUNNING_STATES = frozenset({_R.RUNNING, _R.STOPPING})
RUN_CHART = Chart.of(
    "derivation",
    _R.RUNNING,
    {
        "ask_to_stop": ({_R.RUNNING}, _R.STOPPING),
        "stop": ({_R.STOPPING}, _R.STOPPED),
        "replace": ({_R.RUNNING, _R.STOPPING}, _R.REPLACED),
        "resume": ({_R.STOPPED, _R.FAILED}, _R.RUNNING),
        "fail": ({_R.RUNNING, _R.STOPPING}, _R.FAILED),
        "finish": ({_R.RUNNING, _R.STOPPING}, _R.FINISHED),
    },
)
EDITABLE = frozenset({_A.OPEN, _A.RETURNED})
UNSETTLED = frozenset({_A.OPEN, _A.RETURNED, _A.SUBMITTED})
