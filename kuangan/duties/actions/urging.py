"""Urging (催办): an act of the authority above, on one duty or on many at once."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.duties import kinds
from kuangan.duties.actions.locking import locked
from kuangan.duties.actions.review import Outcome
from kuangan.duties.models import Assignment
from kuangan.duties.queries.urged import last_urged
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.integrity import entries
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Forbidden, OutOfScope, Refused

LETTER = "letter"
"""In the trail: what was urged together at one bearer, who gets one notice about it."""


@transaction.atomic
def urge(actor: Actor, assignment: Assignment, *, words: str, entry_key: UUID | None = None, letter: str = "") -> None:
    """Put on record that the bearer was urged (催办), with the words used.

    Sent twice under one `entry_key` it urges once; with other words it is SentBefore.
    `letter` joins what is urged together; a bearer gets one notice of it.
    """
    row = locked(actor, assignment)
    require(actor, "duties.urge", row)
    sent = {"words": words}
    if entries.was_sent(entry_key, row, kinds.URGED):
        entries.refuse_other(entry_key, row, kinds.URGED, sent)
        return
    told: dict[str, Any] = {LETTER: f"{letter}:{row.bearer_key}"} if letter else {}
    record(actor, kinds.URGED, row, words=words[:500], **told, **entries.mark(entry_key, sent))


# house: not-atomic — each urging commits by itself; one that is refused stops none of the others
def urge_many(actor: Actor, chosen: Iterable[int], *, words: str, entry_key: UUID | None = None) -> list[Outcome]:
    """Urge the bearers of several duties with the same words. What was urged today already is left out and told."""
    chosen, outcomes = list(chosen), []
    letter = (entry_key or uuid4()).hex
    urged = last_urged(actor.scope, chosen)
    for pk in chosen:
        was = urged.get(pk)
        if was and clock.day_of(was.at) == clock.today() and was.letter != letter:
            outcomes.append(Outcome(pk, _("Urged today already by %(who)s.") % {"who": was.by}))
            continue
        try:
            urge(actor, Assignment(pk=pk), words=words, entry_key=entry_key, letter=letter)
            outcomes.append(Outcome(pk))
        except (Refused, Forbidden) as problem:
            outcomes.append(Outcome(pk, str(problem)))
        except OutOfScope:
            outcomes.append(Outcome(pk, _("Not found in your jurisdiction.")))
    return outcomes
