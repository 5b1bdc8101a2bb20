"""Root cause and lasting measure of a hazard (plan 七(三) 治本)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.hazards import kinds
from kuangan.hazards.actions.locking import lock, tell
from kuangan.hazards.models import Hazard, RootCause
from kuangan.hazards.rules.causes import tidy_tree
from kuangan.hazards.rules.words import says_nothing, tidy
from kuangan.hazards.states import CauseMethod, HazardState


@transaction.atomic
def explain(
    actor: Actor,
    hazard: Hazard,
    *,
    method: str,
    tree: Sequence[Any],
    summary: str,
    measure: str,
    owner: str,
    due_on: date,
    revision: int = 0,
) -> RootCause:
    """Record why a hazard arose and what keeps it from coming back. Changed until the hazard is closed.

    `tree` is a list of {"text": …, "children": […]}; `revision` is the one the person started from (0 for none): when
    somebody else has saved since, it is Refused.
    """
    row = lock(actor, "hazards.explain", hazard)
    if row.state in (HazardState.CLOSED, HazardState.WITHDRAWN):
        raise Refused(_("The hazard is settled; its root cause stays as it is."))
    _check(method, tree, summary, measure, owner, due_on, row)
    found = RootCause.rows.select_for_update().filter(hazard=row).first()
    given = (method, tidy_tree(tree), tidy(summary), tidy(measure), owner.strip()[:60], due_on)
    if found is not None and given == (
        found.method, found.tree, found.summary, found.measure, found.owner, found.due_on,
    ):  # fmt: skip
        return found
    if (found.revision if found else 0) != revision:
        raise Refused(
            _("%(name)s has saved the root cause meanwhile. Open it in a second window, compare, and save again.")
            % {"name": found.by if found else ""}
        )
    cause = found or RootCause(hazard=row, revision=0)
    cause.method, cause.tree, cause.summary, cause.measure, cause.owner, cause.due_on = given
    cause.entered_at, cause.by_id, cause.by = clock.now(), actor.user_id, actor.name[:100]
    cause.revision += 1
    cause.save()
    record(actor, kinds.EXPLAINED, row, revision=cause.revision, summary=cause.summary, measure=cause.measure)
    tell(row)
    return cause


def _check(method: str, tree: Sequence[Any], summary: str, measure: str, owner: str, due_on: date, row: Hazard) -> None:
    if method not in CauseMethod.values:
        raise Refused(_("Choose how the cause was looked for."), "method")
    if not tidy_tree(tree):
        raise Refused(_("Write at least one cause into the tree."), "tree")
    if says_nothing(summary, 6):
        raise Refused(_("Say what lies at the root of it."), "summary")
    if says_nothing(measure, 6):
        raise Refused(_("Say what keeps it from coming back."), "measure")
    if says_nothing(owner):
        raise Refused(_("Name who carries the lasting measure out."), "owner")
    if due_on < clock.day_of(row.found_at):
        raise Refused(_("The lasting measure cannot be due before the hazard was found."), "due_on")


@transaction.atomic
def finish_measure(actor: Actor, hazard: Hazard, *, done_on: date, note: str) -> RootCause:
    """Record that the lasting measure has been carried out, also after the hazard was closed."""
    row = lock(actor, "hazards.explain", hazard)
    cause = RootCause.rows.select_for_update().filter(hazard=row).first()
    if cause is None:
        raise Refused(_("The root cause and the lasting measure are not recorded."))
    if not clock.day_of(row.found_at) <= done_on <= clock.today():
        raise Refused(_("Choose a day between the finding and today."), "done_on")
    if says_nothing(note, 4):
        raise Refused(_("Say how it was carried out."), "note")
    if (cause.done_on, cause.done_note) == (done_on, tidy(note)):
        return cause
    cause.done_on, cause.done_note = done_on, tidy(note)
    cause.save(update_fields=["done_on", "done_note"])
    record(actor, kinds.MEASURE_DONE, row, done_on=done_on.isoformat(), note=cause.done_note)
    return cause
