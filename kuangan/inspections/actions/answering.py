"""Going through the determination criteria."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel.errors import Refused
from kuangan.hazards.rules.words import says_nothing, tidy
from kuangan.inspections import kinds
from kuangan.inspections.actions.locking import check_seen, draft
from kuangan.inspections.models import CriterionAnswer, MonthlyCheck
from kuangan.inspections.queries.criteria import heads_of
from kuangan.inspections.states import Answer


@transaction.atomic
def answer_criteria(
    actor: Actor, check: MonthlyCheck, told: Mapping[int, tuple[str, str]], *, seen: str = ""
) -> MonthlyCheck:  # fmt: skip
    """Save answers, as criterion → (answer, reason); those left out or empty stay open.

    Raises Refused, naming the field `reason_<criterion>`, for «not involved» without a reason; for a criterion that
    was not in force that day or is not meant for this kind of mine; and when they were changed elsewhere since `seen`.
    """
    row = draft(actor, check)
    asked = {head.pk: head for head in heads_of(row)}
    answers: dict[int, list[str]] = {}
    for pk, (answer, reason) in told.items():
        if not answer:
            continue
        if pk not in asked:
            raise Refused(_("This criterion was not in force that day or is not meant for this kind of mine."))
        if answer not in Answer.values:
            raise Refused(_("Choose one of the three answers."), f"answer_{pk}")
        words = tidy(reason)[:200] if answer == Answer.NOT_INVOLVED else ""
        if answer == Answer.NOT_INVOLVED and says_nothing(words, 2):
            raise Refused(
                _("Say why it is not involved: %(names)s.") % {"names": asked[pk].label}, f"reason_{pk}"
            )  # fmt: skip
        answers[pk] = [answer, words]
    if not check_seen(seen, answers_told(row), sorted([pk, *words] for pk, words in answers.items())):
        return row
    CriterionAnswer.rows.filter(monthly_check=row).delete()
    CriterionAnswer.rows.bulk_create(
        CriterionAnswer(monthly_check=row, criterion_id=pk, answer=answer, reason=words)
        for pk, (answer, words) in answers.items()
    )
    given = [answer for answer, _words in answers.values()]
    counted: dict[str, Any] = {f"answered_{answer}": given.count(answer) for answer in Answer.values}
    record(actor, kinds.CRITERIA_ANSWERED, row, **counted)
    return row


# house: no-actor — only reads what stands there
# house: not-atomic — writes nothing
def answers_told(row: MonthlyCheck) -> list[Any]:
    """What stands in the answers, for comparing."""
    return sorted([one.criterion_id, one.answer, one.reason] for one in row.answers.all())
