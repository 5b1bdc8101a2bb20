"""Days of help that somebody is reminded of: measures of the report in force that were not carried out."""

from datetime import date
from typing import NamedTuple

from django.db.models import Exists, OuterRef

from kuangan.governance.models import HelpMeasure, HelpReport
from kuangan.governance.states import HelpState

_WHY = "the system reminds everybody"
_IN_FORCE = (HelpState.HELPED, HelpState.CLOSED)


class Due(NamedTuple):
    """A measure with its request, mine, words and day."""

    request_id: int
    mine_id: int
    enterprise_id: int
    region_code: str
    mine: str
    words: str
    day: date


# house: unscoped — the system reminds everybody
def measures_due(start: date, end: date) -> list[Due]:
    """Measures due from one day to another, both included, that were not carried out. A later report replaces those
    of an earlier one; while another helper is at work none is in force."""
    later = HelpReport.rows.filter(request=OuterRef("report__request"), version__gt=OuterRef("report__version"))
    rows = HelpMeasure.objects.unscoped(_WHY).filter(
        ~Exists(later.order_by()), due_on__range=(start, end), done_on__isnull=True,
        report__request__state__in=_IN_FORCE,
    )  # fmt: skip
    names = ("pk", "mine_id", "mine__enterprise_id", "region_code", "mine__short_name", "mine__name")
    found = rows.order_by("due_on", "pk").values_list(
        *(f"report__request__{name}" for name in names), "words", "due_on"
    )
    return [
        Due(pk, mine_id, enterprise_id, region, short or name, words, day)
        for pk, mine_id, enterprise_id, region, short, name, words, day in found
    ]
