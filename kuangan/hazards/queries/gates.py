"""What stands before the next step of a hazard, in words: shown on its page and asked by the actions."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from kuangan.hazards.models import Evacuation, FivePoints, Hazard, Photo
from kuangan.hazards.states import EvacuationState, Grade, PhotoStage


# house: unscoped — the hazard was read within a scope
def latest_five(hazard: Hazard) -> FivePoints | None:
    """The five in place as they stand, or None."""
    return hazard.five_points.order_by("-version").first()


# house: unscoped — the hazard was read within a scope
def before_rectifying(hazard: Hazard, five: FivePoints | None = None) -> list[Any]:
    """What is missing before rectification may begin; empty when the gate is open."""
    five = five or latest_five(hazard)
    if hazard.grade == Grade.SUSPECTED:
        return [_("It must first be determined whether this is a major hazard.")]
    if five is None:
        return [_("The five are not in place yet.")]
    if hazard.is_major and five.signed_at is None:
        return [_("The principal has not signed the five in place.")]
    return []


# house: unscoped — the hazard was read within a scope
def before_applying(hazard: Hazard, photos: Sequence[Photo] | None = None, five: FivePoints | None = None) -> list[Any]:
    """What is missing before acceptance may be applied for; `photos` and `five` when they have been read already."""
    found: list[Any] = []
    if photos is None:
        photos = list(Photo.rows.filter(hazard=hazard, removed_at__isnull=True))
    after = [row for row in photos if row.stage == PhotoStage.AFTER]
    if not after:
        found.append(_("Add a picture or paper that shows it after rectification."))
    if hazard.is_major:
        if not any(row.stage == PhotoStage.BEFORE for row in photos):
            found.append(_("Add a picture that shows it before rectification."))
        elif after and not any(row.pairs_with_id for row in after):
            found.append(_("Take one picture after rectification from the same spot as one before."))
        five = five or latest_five(hazard)
        if five is not None and five.signed_at is None:
            found.append(_("The five in place were changed; the principal has to sign them again."))
    return found


# house: unscoped — the hazard was read within a scope
def before_closing(hazard: Hazard, evacuated: bool | None = None) -> list[Any]:
    """What is missing before a verified major hazard may be closed out; `evacuated` when it is known whether an
    evacuation is in force."""
    found: list[Any] = []
    if not hasattr(hazard, "root_cause"):
        found.append(_("The root cause and the lasting measure are not recorded."))
    if evacuated or (evacuated is None and in_force(hazard)):
        found.append(_("An evacuation is still in force. Lift it first."))
    return found


# house: unscoped — the hazard was read within a scope
def in_force(hazard: Hazard) -> list[Evacuation]:
    """The evacuations that have not been lifted."""
    return list(hazard.evacuations.filter(state=EvacuationState.IN_FORCE))
