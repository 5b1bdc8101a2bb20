"""One requirement with what was found, what is missing, and how it differs from what was signed or submitted."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from kuangan.duties.models import EvidenceFile, FormAnswer, Signature
from kuangan.duties.queries.form_rules import broken_rules, page_to_redo
from kuangan.duties.queries.frozen import Frozen
from kuangan.duties.queries.measures import Measured
from kuangan.duties.queries.supplied import SIGNED_KINDS, Supplied, figure_key
from kuangan.duties.rules.figures import Figure, Later
from kuangan.duties.rules.filling import Difference, differences, ledger_keys, missing
from kuangan.plan.rules.dues import Evidence


@dataclass(slots=True)
class Finding:
    """One requirement as it stands. `found` decides; `words` say what was found or is missing, in words.

    Of a form: `values` with the figures of the ledgers in place, `filled` and `figures` what each ledger says about a
    field, `differing` the figures that were typed otherwise than the ledger has them. `figure` is the ledger's, frozen
    once it was submitted; `later` what the ledger says otherwise since.
    """

    spec: Evidence
    found: bool
    words: str
    required: bool
    files: list[EvidenceFile] = field(default_factory=list)
    answer: FormAnswer | None = None
    values: dict[str, Any] = field(default_factory=dict)
    filled: dict[str, Measured] = field(default_factory=dict)
    figures: dict[str, Figure] = field(default_factory=dict)
    differing: list[Difference] = field(default_factory=list)
    signature: Signature | None = None
    signature_broken: bool = False
    waits_for_ledger: bool = False
    stands_in_for: str = ""
    url: str = ""
    figure: Figure | None = None
    later: list[Later] = field(default_factory=list)
    signed_by: str = ""

    @property
    def blocks(self) -> bool:
        """Whether it keeps the assignment from being submitted."""
        return self.required and not self.found

    @property
    def known(self) -> dict[str, str]:
        """The figures of the ledgers by field of a form."""
        return {key: figure.answer for key, figure in self.figures.items()}

    @property
    def locked(self) -> dict[str, str]:
        """The answers of a form that come from a ledger and are not typed."""
        keys = ledger_keys(self.spec.fields, self.figures)
        return {key: value for key, value in self.known.items() if key in keys}

    @property
    def cover(self) -> str:
        """What a list or figure covers, in words."""
        return self.figure.cover.words if self.figure else ""


# house: unscoped — the assignment was read within a scope
def find(spec: Evidence, given: Supplied, digest: str, frozen: Frozen | None) -> Finding:
    """What was found for one requirement. `digest`: the hash that a signature must bear; `frozen`: what was submitted,
    None while it is still being prepared."""
    if spec.kind == "file":
        return _files(spec, given)
    if spec.kind == "form":
        return _form(spec, given, frozen)
    if spec.kind in SIGNED_KINDS:
        return _signature(spec, given, digest, frozen)
    return _measure(spec, given, frozen)


def _files(spec: Evidence, given: Supplied) -> Finding:
    files = given.files.get(spec.key, [])
    least = max(spec.least, 1)
    if len(files) >= least:
        words = _("%(count)d attached") % {"count": len(files)}
    elif files:
        words = _("%(count)d attached, %(more)d more needed") % {"count": len(files), "more": least - len(files)}
    else:
        words = _("Nothing attached yet")
    return Finding(spec, len(files) >= least, words, spec.required, files=files)


def _form(spec: Evidence, given: Supplied, frozen: Frozen | None) -> Finding:
    answer, filled = given.answers.get(spec.key), given.filled[spec.key]
    figures = {key: given.figures[figure_key(spec, key)] for key in filled}
    later = []
    if frozen is not None:
        kept = {item.key: frozen.figures.get(figure_key(spec, item.key)) for item in spec.fields}
        figures = {key: figure for key, figure in kept.items() if figure is not None}
        later = frozen.later_of(figure_key(spec, item.key) for item in spec.fields)
    found = Finding(spec, True, "", spec.required, answer=answer, filled=filled, figures=figures)
    found.later = later
    found.values = {**(answer.values if answer else {}), **found.locked}
    found.differing = differences(spec.fields, found.values, found.known)
    lacking = missing(spec.fields, found.values)
    lacking += [
        _("why “%(field)s” differs from the ledger") % {"field": one.label} for one in found.differing if not one.reason
    ]
    against = broken_rules(answer.assignment, spec, found.values) if answer else []
    found.url = next((page_to_redo(answer.assignment, item.redo) for item in against if answer and item.redo), "")
    if answer is None and any(item.key not in found.locked for item in spec.fields):
        found.found, found.words = False, _("Not filled in yet")
    elif lacking:
        found.found, found.words = False, _("Still to fill in: %(fields)s") % {"fields": "、".join(lacking)}
    elif against:
        found.found, found.words = False, " ".join(dict.fromkeys(item.sentence for item in against))
    else:
        found.words = (
            _("Filled in by %(name)s") % {"name": answer.saved_by} if answer else _("Filled in from the ledgers")
        )
    return found


def _signature(spec: Evidence, given: Supplied, digest: str, frozen: Frozen | None) -> Finding:
    marks = given.signatures.get(spec.key, [])
    mark = next((one for one in marks if one.content_hash == digest), marks[-1] if marks else None)
    if mark is None:
        words = _("Not acknowledged yet") if spec.kind == "acknowledgement" else _("Not signed yet")
        return Finding(spec, False, words, spec.required)
    broken = mark.content_hash != digest and spec.kind != "acknowledgement"
    if broken and frozen is not None:
        words = _("What is kept here is not what %(name)s signed") % {"name": mark.signed_by}
    elif broken:
        words = _("Changed since %(name)s signed: sign again") % {"name": mark.signed_by}
    elif spec.kind == "acknowledgement":
        words = _("Acknowledged by %(name)s") % {"name": mark.signed_by}
    else:
        words = _("Signed by %(name)s, unchanged since") % {"name": mark.signed_by}
    return Finding(spec, not broken, words, spec.required, signature=mark, signature_broken=broken)


def _measure(spec: Evidence, given: Supplied, frozen: Frozen | None) -> Finding:
    answer, goal = given.measures.get(spec.key), given.goals[spec.key]
    figure = frozen.figures.get(spec.key) if frozen else given.figures.get(spec.key)
    if figure is None:
        return Finding(spec, False, _awaiting(spec), False, waits_for_ledger=True)
    later = frozen.later_of([spec.key]) if frozen else []
    url = answer.url if answer else ""
    if answer is not None and answer.found and not later:
        words = answer.found
    elif figure.rows is not None:
        words = _("%(count)d lines, as submitted") % {"count": len(figure.rows)}
    else:
        words = _("On record: %(value)s, needed: %(needed)s") % {"value": f"{figure.value:g}", "needed": goal}
    found = compare(figure.value, spec.comparison, goal)
    return Finding(
        spec,
        found,
        words,
        spec.required,
        url=url,
        figure=figure,
        later=later,
        signed_by=answer.signed_by if answer else "",
    )


def _awaiting(spec: Evidence) -> str:
    """What a requirement waits for, in the plan's words, and what is asked until then."""
    if spec.until_ledger:
        words = _("%(ledger)s is not in use yet; bring what is asked below until then")
    else:
        words = _("%(ledger)s is not in use yet; nothing is asked until it is")
    return words % {"ledger": spec.awaits or spec.label}


# house: unscoped — compares two plain values and reads no row
def compare(actual: float, comparison: str, wanted: Any) -> bool:
    """Whether a figure reaches what is asked."""
    goal = float(1 if wanted is None else wanted)
    return {"at_least": actual >= goal, "at_most": actual <= goal}.get(comparison, actual == goal)
