"""Changing a setting of the hazard ledger: dated, with its reason, by whoever may."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import OutOfScope, Refused
from kuangan.hazards import kinds
from kuangan.hazards.models import Setting
from kuangan.hazards.queries.setting_lines import settable
from kuangan.hazards.queries.settings import values
from kuangan.hazards.rules.settings import SETTINGS, checked
from kuangan.hazards.rules.words import says_nothing, tidy
from kuangan.registry.models import Region


@transaction.atomic
def change_setting(
    actor: Actor, region_code: str, name: str, value: str, *, reason: str, effective_on: date | None = None
) -> Setting:
    """Set a value for a region and everything below it, from today or a later day on; the former value stays.

    The same value for the same day and reason, sent twice by one person, is one.
    """
    require(actor, "hazards.change_setting")
    item = SETTINGS.get(name)
    if item is None:
        raise Refused(_("There is no such setting."), "name")
    if not actor.scope.covers_region(region_code) or not Region.objects.filter(code=region_code).exists():
        raise OutOfScope
    if not settable(actor, item, region_code):
        raise Refused(_("This setting is decided by the city bureau."))
    day = effective_on or clock.today()
    if day < clock.today():
        raise Refused(_("A setting holds from today or later, never backwards."), "effective_on")
    if says_nothing(reason, 4):
        raise Refused(_("Say on what this is based."), "reason")
    before = values(region_code, day)[name]
    made = Setting(
        region_code=region_code, name=name, value=checked(name, value), effective_on=day, reason=tidy(reason)[:300],
        set_by=actor.name[:100],
    )  # fmt: skip
    last = Setting.rows.filter(name=name, region_code=region_code, effective_on=day).order_by("-id").first()
    if last is not None and (last.value, last.reason, last.set_by) == (made.value, made.reason, made.set_by):
        return last
    made.save()
    with translation.override(settings.LANGUAGE_CODE):  # a record of the trail reads the same in every language
        called = str(item.label)
    record(
        actor, kinds.SETTING_CHANGED, made, called=called, before={name: before}, after={name: made.value},
        reason=made.reason, effective_on=day.isoformat(),
    )  # fmt: skip
    return made
