"""Supplying evidence: files, forms, acknowledgements, signatures, the word of joint bearers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.duties import kinds
from kuangan.duties.actions.locking import locked
from kuangan.duties.models import Assignment, CoBearer, EvidenceFile, FormAnswer, Signature
from kuangan.duties.queries.evidence import SIGNED_KINDS, dossier, duty_of, effective, replaces
from kuangan.duties.queries.form_rules import broken_rules
from kuangan.duties.queries.shown import shown_statement
from kuangan.duties.rules.filling import cleaned
from kuangan.duties.states import EDITABLE
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.integrity.frozen import marks
from kuangan.foundation.integrity.models import StoredFile
from kuangan.foundation.integrity.shown import require_shown
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.plan.rules.dues import Evidence


def _editable(actor: Actor, assignment: Assignment, verb: str) -> Assignment:
    row = locked(actor, assignment)
    require(actor, verb, row)
    if row.state not in EDITABLE:
        raise Refused(_("This has been submitted. Withdraw it before changing anything."))
    return row


def _asked(row: Assignment, key: str, kinds_allowed: frozenset[str]) -> Evidence:
    for spec, _stands_in in effective(duty_of(row)):
        if spec.key == key and spec.kind in kinds_allowed:
            return spec
    raise Refused(_("The plan does not ask for this here."))


@transaction.atomic
def add_file(
    actor: Actor, assignment: Assignment, requirement: str, stored: StoredFile, *, name: str, note: str = "",
    taken_at: datetime | None = None,
) -> EvidenceFile:  # fmt: skip
    """Attach an already stored file (integrity.files.keep) to a requirement. The same file twice is one."""
    row = _editable(actor, assignment, "duties.supply")
    _asked(row, requirement, frozenset({"file"}))
    found = EvidenceFile.rows.filter(
        assignment=row, round=row.round, requirement=requirement, stored=stored, removed_at__isnull=True
    ).first()
    if found:
        return found
    attached = EvidenceFile.rows.create(
        assignment=row, round=row.round, requirement=requirement, stored=stored, name=name[:200], note=note[:300],
        taken_at=taken_at, added_by_id=actor.user_id, added_by=actor.name,
    )  # fmt: skip
    record(actor, kinds.FILE_ADDED, row, file=attached.name, sha256=stored.sha256, requirement=requirement)
    return attached


@transaction.atomic
def remove_file(actor: Actor, attached: EvidenceFile) -> None:
    """Take a file out of the present round; it stays on record as removed."""
    row = _editable(actor, attached.assignment, "duties.supply")
    found = EvidenceFile.rows.select_for_update().get(pk=attached.pk, assignment=row)
    if found.removed_at is not None or found.round != row.round:
        raise Refused(_("This file is no longer part of the present round."))
    found.removed_at = clock.now()
    found.save(update_fields=["removed_at"])
    record(actor, kinds.FILE_REMOVED, row, file=found.name, sha256=found.stored.sha256, requirement=found.requirement)


@transaction.atomic
def save_form(
    actor: Actor, assignment: Assignment, requirement: str, raw: Mapping[str, Any], *, revision: int = 0
) -> tuple[FormAnswer, dict[str, str]]:
    """Save the answers to a form, complete or not; returns them with what is wrong by field, answers that a rule of the
    plan does not allow together included.

    `revision` is the one the person started from (0 for none); when somebody else has saved since, it is Refused, so
    that nobody's answers are lost.
    """
    row = _editable(actor, assignment, "duties.supply")
    spec = _asked(row, requirement, frozenset({"form"}))
    answer = FormAnswer.rows.select_for_update().filter(
        assignment=row, round=row.round, requirement=requirement
    ).first()  # fmt: skip
    if (answer.revision if answer else 0) != revision:
        raise Refused(
            _("%(name)s has saved this form meanwhile. Open it in a second window, compare, and save again.")
            % {"name": answer.saved_by if answer else ""}
        )
    values, errors = cleaned(spec.fields, raw, dossier(row).finding(requirement).known)
    for item in broken_rules(row, spec, values):
        if item.contradicts:
            errors.setdefault(item.field, item.sentence)
    before = dict(answer.values) if answer else {}
    if answer is None:
        answer = FormAnswer(assignment=row, round=row.round, requirement=requirement, revision=0)
    answer.values, answer.saved_at, answer.saved_by = values, clock.now(), actor.name
    answer.revision += 1
    answer.save()
    changed = {key: value for key, value in values.items() if before.get(key) != value}
    record(actor, kinds.FORM_SAVED, row, requirement=requirement, revision=answer.revision,
           before={key: before.get(key) for key in changed}, after=changed)  # fmt: skip
    return answer, errors


@transaction.atomic
def sign(
    actor: Actor, assignment: Assignment, requirement: str, *, proven: bool, shown: str | None = None
) -> Signature:
    """Sign a statement over everything supplied so far; the signature is bound to its hash (六(二) 签字、承诺书).

    `proven`: the person has just entered the password again. Everything else that is required must be there first,
    because whatever is added later breaks the signature. `shown`: what was on the screen (shown_statement).
    """
    row = _editable(actor, assignment, "duties.sign")
    spec = _asked(row, requirement, SIGNED_KINDS)
    if not proven:
        raise Refused(_("Enter your password again to sign."), "password")
    papers = dossier(row)
    require_shown(shown, shown_statement(row, spec, papers.content_hash))
    lacking = [f.spec.label for f in papers.lacking if f.spec.kind not in SIGNED_KINDS and not replaces(spec, f)]
    if lacking:
        raise Refused(_("Supply this first, then sign: %(missing)s") % {"missing": "、".join(lacking)})
    return _mark(actor, row, spec, papers.content_hash, Signature.Method.PASSWORD)


@transaction.atomic
def acknowledge(actor: Actor, assignment: Assignment, requirement: str, *, shown: str | None = None) -> Signature:
    """Say that a document has been received and read (签收). `shown`: what was on the screen (shown_statement)."""
    row = _editable(actor, assignment, "duties.supply")
    spec = _asked(row, requirement, frozenset({"acknowledgement"}))
    digest = dossier(row).content_hash
    require_shown(shown, shown_statement(row, spec, digest))
    return _mark(actor, row, spec, digest, Signature.Method.CONFIRMED)


def _mark(actor: Actor, row: Assignment, spec: Evidence, digest: str, method: str) -> Signature:
    """The signature; the one that is there when this person has signed this content already."""
    own = row.signatures.filter(round=row.round, requirement=spec.key, signed_by_id=actor.user_id, is_repeat=False)
    given: Signature | None = own.filter(content_hash=digest).first() if actor.user_id is not None else None
    if given is not None:
        return given
    mark = Signature.rows.create(
        assignment=row, round=row.round, requirement=spec.key, text=statement_text(spec, row, actor),
        content_hash=digest, method=method, signed_by_id=actor.user_id, signed_by=actor.name,
        signed_as=actor.organisation[:100],
    )  # fmt: skip
    kind = kinds.ACKNOWLEDGED if spec.kind == "acknowledgement" else kinds.SIGNED
    record(actor, kind, row, requirement=spec.key, content_hash=digest, text=mark.text, frozen=marks(mark))
    return mark


# house: no-actor — only words
# house: not-atomic — only words
def statement_text(spec: Evidence, row: Assignment, actor: Actor) -> str:
    """The statement with its blanks filled: {mine} or {bearer}, {principal} or {name}, {plan}, {duty}, {date}."""
    day = clock.today()
    blanks = {
        "mine": row.bearer, "bearer": row.bearer, "plan": row.plan.title, "duty": row.duty.title,
        "principal": actor.name, "name": actor.name,
        "date": f"{day.year}年{day.month}月{day.day}日",
    }  # fmt: skip
    text = spec.text or spec.label
    for name, value in blanks.items():
        text = text.replace("{" + name + "}", str(value))
    return text


@transaction.atomic
def confirm_share(actor: Actor, co_bearer: CoBearer) -> CoBearer:
    """A joint bearer says that its share is done; where the plan asks for an order, the ones before come first."""
    row = locked(actor, co_bearer.assignment)
    mine = CoBearer.rows.select_for_update().get(pk=co_bearer.pk)
    require(actor, "duties.confirm_share", mine)
    if mine.confirmed_at is not None:
        return mine
    if row.state not in EDITABLE:
        raise Refused(_("This has been submitted. Withdraw it before changing anything."))
    if duty_of(row).bearing == "in_order":
        waiting = row.co_bearers.filter(position__lt=mine.position, confirmed_at__isnull=True).first()
        if waiting:
            raise Refused(_("%(name)s comes first.") % {"name": waiting.name})
    mine.confirmed_at, mine.confirmed_by = clock.now(), actor.name
    mine.save(update_fields=["confirmed_at", "confirmed_by"])
    record(actor, kinds.CONFIRMED, row, share=mine.name)
    return mine
