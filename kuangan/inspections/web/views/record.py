"""One check: while it is filled in, its parts with what is left; once signed, the record to read and to print."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kuangan.foundation.authority.policy import may
from kuangan.foundation.authority.web import screen
from kuangan.inspections.queries.checks import Narrowing, checks, earlier_check
from kuangan.inspections.queries.record import is_intact, record
from kuangan.inspections.states import CheckState
from kuangan.inspections.web.fetching import actor_of, check_or_404
from kuangan.inspections.web.presenting import CLAUSE, face, line, month_words, parts, result_words, state_word

OTHERS_SHOWN = 5


@require_safe
@screen("inspections.read")
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """The check as it stands, with every possible act and the reason where one is refused."""
    actor, row = actor_of(request), check_or_404(request, pk)
    held = record(row)
    fills_in = row.is_draft and bool(may(actor, "inspections.check", row))
    found = parts(held)
    before = checks(actor.scope, Narrowing(mine_id=row.mine_id)).filter(checked_on__lte=row.checked_on)
    others = before.exclude(pk=row.pk).defer("content", "attestation")[:OTHERS_SHOWN]
    context = {
        "row": row,
        "record": held,
        "reference": CLAUSE,
        "parts": found,
        "next": next((part for part in found if not part.done), None) if fills_in else None,
        "others": [line(actor, one) for one in others],
        "acts": row.state != CheckState.WITHDRAWN and bool(may(actor, "inspections.check", row)),
        "face": (face(row), state_word(row)),
        "month": month_words(row.month),
        "result": result_words(row),
        "fills_in": fills_in,
        "earlier": earlier_check(actor.scope, row) if fills_in else None,
        "may_sign": may(actor, "inspections.sign", row),
        "may_withdraw": may(actor, "inspections.withdraw", row),
        "may_correct": row.state == CheckState.SIGNED and bool(may(actor, "inspections.check", row)),
        "corrected_by": row.replaced_by.exclude(state=CheckState.WITHDRAWN).first(),
        "intact": is_intact(row),
    }
    return render(request, "inspections/check.html", context)
