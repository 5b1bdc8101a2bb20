"""The end of it: the county closes with a result, the mine confirms or objects, measures are carried out."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.governance import kinds
from kuangan.governance.actions.locking import lock, tell
from kuangan.governance.models import HelpMeasure, HelpRequest
from kuangan.governance.states import HELP_CHART, HELPING_STATES, HelpResult, HelpState, MineView
from kuangan.hazards.rules.words import says_nothing, tidy


@transaction.atomic
def close(actor: Actor, request: HelpRequest, *, result: str, words: str) -> HelpRequest:
    """The county closes a request whose report is in, with the result."""
    row = lock(actor, "governance.close", request)
    state = HELP_CHART.move(row.state, "close")
    if result not in HelpResult.values:
        raise Refused(_("Say what the help came to."), "result")
    if says_nothing(words, 4):
        raise Refused(_("Say on what the result rests, and what is still to be done."), "words")
    row.state, row.closed_at, row.closed_by = state, clock.now(), actor.name[:100]
    row.result, row.closing_words = result, tidy(words)
    row.save(update_fields=["state", "closed_at", "closed_by", "result", "closing_words"])
    record(actor, kinds.CLOSED, row, result=row.get_result_display(), words=row.closing_words[:200])
    tell(row)
    return row


@transaction.atomic
def respond(actor: Actor, request: HelpRequest, *, view: str, words: str = "") -> HelpRequest:
    """The mine confirms the result of a closed request, or objects with words. Said once; it does not undo anything."""
    row = lock(actor, "governance.respond", request)
    if row.state != HelpState.CLOSED:
        raise Refused(_("The county bureau has not closed this request yet."))
    if row.mine_view:
        told = {"name": row.mine_viewed_by, "view": row.get_mine_view_display()}
        raise Refused(_("%(name)s has answered already: %(view)s.") % told)
    if view not in MineView.values:
        raise Refused(_("Say whether the mine confirms the result."), "view")
    if view == MineView.OBJECTED and says_nothing(words, 4):
        raise Refused(_("Say what is not right; the county bureau reads it."), "words")
    row.mine_view, row.mine_words = view, tidy(words)
    row.mine_viewed_at, row.mine_viewed_by = clock.now(), actor.name[:100]
    row.save(update_fields=["mine_view", "mine_words", "mine_viewed_at", "mine_viewed_by"])
    kind = kinds.CONFIRMED if view == MineView.CONFIRMED else kinds.OBJECTED
    record(actor, kind, row, words=row.mine_words[:200])
    tell(row)
    return row


@transaction.atomic
def finish_measure(actor: Actor, measure: HelpMeasure, *, done_on: date, note: str) -> HelpMeasure:
    """Record that a recommended measure has been carried out, also after the request was closed."""
    row = lock(actor, "governance.finish_measure", measure.report.request)
    found: HelpMeasure = HelpMeasure.rows.select_for_update().select_related("report").get(pk=measure.pk)
    if row.state not in HELPING_STATES | {HelpState.CLOSED}:
        raise Refused(_("The request was taken back; nothing is entered any more."))
    if found.done_on is not None:
        raise Refused(_("%(name)s has entered this already.") % {"name": found.done_by})
    if not found.report.reported_on <= done_on <= clock.today():
        raise Refused(_("Choose a day between the report and today."), "done_on")
    if says_nothing(note, 4):
        raise Refused(_("Say how it was carried out."), "note")
    found.done_on, found.done_note, found.done_by = done_on, tidy(note), actor.name[:100]
    found.save(update_fields=["done_on", "done_note", "done_by"])
    record(actor, kinds.MEASURE_DONE, row, happened_at=clock.start_of_day(done_on), note=found.done_note[:200])
    tell(row)
    return found
