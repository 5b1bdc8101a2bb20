"""The settings of the hazard ledger: what the plan leaves open (plan 七(三); requirements A.3 no. 7)."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuangan.foundation.authority.roles import Role
from kuangan.foundation.kernel.errors import Refused
from kuangan.hazards.states import Closer, Registrar


@dataclass(frozen=True)
class Definition:
    """One setting: what it is, its unit, its default and bounds, and who may set it.

    `choices` is filled for a setting that is a choice; then `least` and `most` mean nothing. `is_verified` says whether
    the default rests on a text that was read; where it does not, the bureau should look at it first.
    """

    name: str
    label: Any
    default: str
    unit: Any = ""
    least: int = 0
    most: int = 0
    choices: tuple[tuple[str, Any], ...] = ()
    source: str = ""
    is_verified: bool = False
    set_by: frozenset[Role] = frozenset({Role.CITY_OFFICE})

    @property
    def by_county(self) -> bool:
        """Whether a county may decide for itself."""
        return Role.COUNTY_LEADER in self.set_by


_DAYS, _HOURS, _MONTHS = gettext_lazy("days"), gettext_lazy("hours"), gettext_lazy("months")
_COUNTY_TOO = frozenset({Role.CITY_OFFICE, Role.COUNTY_LEADER})
_ALL = (
    Definition("report_hours", gettext_lazy("A major hazard is reported to the bureau within"), "24", _HOURS, 1, 168,
               source="《安全生产法》第四十一条第二款要求及时报告，未定小时数"),
    Definition("general_closer", gettext_lazy("General hazards are accepted by"), Closer.MINE,
               choices=tuple(Closer.choices), source="方案五（一）2要求逐项整改销号，未定由谁验收",
               set_by=_COUNTY_TOO),
    Definition("registrar_accepts", gettext_lazy("Who registered a general hazard may accept it"), Registrar.NEVER,
               choices=tuple(Registrar.choices), source="方案五（一）2要求逐项整改销号，未定登记人可否验收",
               set_by=_COUNTY_TOO),
    Definition("general_deadline_days", gettext_lazy("Deadline offered for a general hazard"), "15", _DAYS, 1, 180,
               set_by=_COUNTY_TOO),
    Definition("verify_days", gettext_lazy("An application for acceptance is checked within"), "10",
               _DAYS, 1, 60, source="总局令第16号第二十三条：十日内，不是十个工作日（未核对原文）"),
    Definition("listing_deadline_days", gettext_lazy("Deadline offered for a listed supervision"), "40", _DAYS, 5, 365,
               source="方案七（三）要求由市局挂牌督办，未定期限"),
    Definition("return_interval_days", gettext_lazy("Progress under a listed supervision is returned every"), "7",
               _DAYS, 1, 92, source="方案七（三）未定报送间隔"),
    Definition("recurrence_months", gettext_lazy("Recurrence is watched for"), "12", _MONTHS, 1, 60),
    Definition("copy_likeness", gettext_lazy("Measures count as copied from a likeness of"), "90", "%", 50, 100),
    Definition("near_likeness", gettext_lazy("A hazard is offered as the same one from a likeness of"), "60", "%", 30,
               100),
)  # fmt: skip
SETTINGS: dict[str, Definition] = {item.name: item for item in _ALL}


def value_words(item: Definition, value: str) -> str:
    """The value as people say it: the word of a choice, else the number with its unit."""
    if item.choices:
        return str(dict(item.choices).get(value, value))
    return _("%(value)s %(unit)s") % {"value": value, "unit": item.unit}


def checked(name: str, value: str) -> str:
    """The value as it is stored. Raises Refused for an unknown setting or a value out of bounds."""
    item = SETTINGS.get(name)
    if item is None:
        raise Refused(_("There is no such setting."), "name")
    text = str(value).strip()
    if item.choices:
        if text not in dict(item.choices):
            raise Refused(_("Choose one of the values offered."), "value")
        return text
    if not text.isascii() or not text.isdigit() or not item.least <= int(text) <= item.most:
        raise Refused(
            _("Write a whole number from %(least)d to %(most)d.") % {"least": item.least, "most": item.most}, "value"
        )
    return str(int(text))
