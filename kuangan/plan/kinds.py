"""What the plan room writes into the audit trail."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kuangan.foundation.integrity.kinds import Named, declare, declare_words, explain

LOADED = declare("plan.loaded", _("loaded a plan version"))
PUBLISHED = declare("plan.published", _("published the plan"))
REPLACED = declare("plan.replaced", _("replaced the plan by a newer version"))
WITHDRAWN = declare("plan.withdrawn", _("withdrew the draft of a plan"))
PARAMETER_SET = declare("plan.parameter_set", _("set a parameter of the plan"))
ACKNOWLEDGED = declare("plan.acknowledged", _("acknowledged the plan"))
DISTRIBUTED = declare("plan.distributed", _("handed the plan out to the mines"))
RECEIPT_OPENED = declare("plan.receipt_opened", _("opened the plan"))
RECEIPT_CONFIRMED = declare("plan.receipt_confirmed", _("confirmed receipt of the plan"))

declare_words(
    bureau=_("bureau that hands out"),
    bureaus=_("bureaus told"),
    by=_("replaced by version"),
    replaces=_("replaces version"),
)


def _parameter(event: Any) -> dict[str, Named]:
    """The parameter's name is the plan's own title of it."""
    return {name: Named((event.details or {}).get("title", name)) for name in (event.after or {})}


explain(PARAMETER_SET, _parameter)
