"""State chart and vocabulary of assistance."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kuangan.foundation.kernel.charts import Chart


class HelpKind(TextChoices):
    """Why a mine cannot do it alone (plan 七(五)): the first asks for one-to-one guidance, the second for agencies."""

    BEYOND_ABILITY = "beyond_ability", _("Beyond the mine's own ability")
    WILLING_BUT_WEAK = "willing_but_weak", _("Willing to invest, but weak in technology")


class Topic(TextChoices):
    """What help is needed with; the plan names the first three."""

    LAYOUT = "layout", _("Layout of the stope")
    DISASTERS = "disasters", _("Control of disasters")
    TECHNOLOGY = "technology", _("Advanced technology")
    RECTIFICATION = "rectification", _("Rectification of a hazard")
    OTHER = "other", pgettext_lazy("topic of help", "Other")


class HelpForm(TextChoices):
    """How help is given."""

    ONE_TO_ONE = "one_to_one", _("One-to-one guidance")
    CONSULTATION = "consultation", _("Consultation by an agency")


class HelpState(TextChoices):
    """State of a request for help."""

    REQUESTED = "requested", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Being helped")
    HELPED = "helped", _("Report filed, to be closed")
    CLOSED = "closed", pgettext_lazy("help request", "Closed")
    DECLINED = "declined", pgettext_lazy("help request", "Declined")
    TAKEN_BACK = "taken_back", pgettext_lazy("help request", "Taken back")


class HelpResult(TextChoices):
    """What the help came to."""

    SOLVED = "solved", _("Solved")
    PARTLY = "partly", _("Partly solved")
    NOT = "not", _("Not solved")


class MineView(TextChoices):
    """What the mine says to the result."""

    CONFIRMED = "confirmed", pgettext_lazy("result of help", "Confirmed by the mine")
    OBJECTED = "objected", pgettext_lazy("result of help", "The mine objects")


class Conflict(TextChoices):
    """Why a helper may not be impartial (利益冲突), or not be fit to help."""

    ASSESSED = "assessed", _("has assessed a rectification of this mine")
    DECLARED = "declared", _("has evaluated, designed for or tested this mine, as stated")
    HIRED = "hired", _("is paid by the mine: it has hired people of it")
    EMPLOYED = "employed", _("employs somebody who holds a post in this mine")
    CERTIFIES = "certifies", _("has checked or certifies the rectification of this very hazard")
    UNQUALIFIED = "unqualified", _("has no valid qualification on this day")


class FileStage(TextChoices):
    """To what a file belongs."""

    REQUEST = "request", _("Request")
    CONTRACT = "contract", _("Contract with the experts")
    VISIT = "visit", _("Help visit")
    REPORT = "report", pgettext_lazy("help", "Report")


_S = HelpState
OPEN_STATES = frozenset({_S.REQUESTED, _S.ACCEPTED, _S.HELPED})
HELPING_STATES = frozenset({_S.ACCEPTED, _S.HELPED})
"""While somebody helps: visits and reports are entered, the helper can be replaced."""
HELP_CHART = Chart.of(
    "help request",
    _S.REQUESTED,
    {
        "accept": ({_S.REQUESTED}, _S.ACCEPTED),
        "decline": ({_S.REQUESTED}, _S.DECLINED),
        "replace": ({_S.ACCEPTED, _S.HELPED}, _S.ACCEPTED),
        "report": ({_S.ACCEPTED, _S.HELPED}, _S.HELPED),
        "close": ({_S.HELPED}, _S.CLOSED),
        "take_back": ({_S.REQUESTED, _S.ACCEPTED}, _S.TAKEN_BACK),
    },
)
"""`accept` names a helper; `replace` names another one, whose report is still to come. A closed or declined request is
never opened again: a new one points to it."""
