"""What the registry says about rows of a roster."""

from django.utils.translation import gettext_lazy as _

from kuangan.foundation.exchange.wording import Wording, teach

teach(
    {
        "registry.county_unknown": Wording(
            "error",
            _("There is no county “%(given)s” in your jurisdiction."),
            _("Write the name of the county as in 恩平市, or its six-digit code."),
        ),
        "registry.county_former": Wording(
            "note", _("This is the county's former name; it was taken as the county of today (%(today)s).")
        ),
        "registry.outside_county": Wording(
            "warning", _("This place lies outside the county."), _("Compare the coordinates with the map.")
        ),
        "registry.licence_kind": Wording(
            "warning",
            _("This looks like the number of another paper (%(found)s) than %(expected)s."),
            _("Move it to its own column, or compare it with the paper."),
        ),
        "registry.licence_prefix": Wording(
            "warning", _("The beginning of the number is missing."), _("It may be %(offered)s.")
        ),
        "registry.licence_month": Wording(
            "warning", _("%(month)s in the number is no month."), _("Compare it with the licence.")
        ),
        "registry.licence_region": Wording(
            "warning",
            _("%(region)s in the number is not where the mine lies (%(expected)s)."),
            _("Compare it with the licence."),
        ),
        "registry.licence_form": Wording(
            "warning", _("The number does not have the form of this licence."), _("It is written as %(form)s.")
        ),
        "registry.code_elsewhere": Wording(
            "error",
            _("This number belongs to a mine outside your jurisdiction."),
            _("Clear the cell; numbers are given by the system."),
        ),
        "registry.code_unknown": Wording(
            "warning", _("No mine has this number; the row is recognised by its names and licences instead.")
        ),
        "registry.licence_elsewhere": Wording(
            "error",
            _("This licence number is held by another mine (%(name)s)."),
            _("Compare it with the licence; correct the number here or the record there."),
        ),
        "registry.credit_code_elsewhere": Wording(
            "error",
            _("This credit code belongs to another enterprise (%(name)s)."),
            _("Compare it with the business licence."),
        ),
        "registry.status_missing": Wording(
            "error",
            _("The status of a new mine is missing."),
            _("Fill it in: it decides whether the mine is in scope."),
        ),
        "registry.early_day": Wording("error", _("This day lies too far back."), _("Correct the year.")),
        "registry.future_day": Wording(
            "error", _("This day lies in the future."), _("A status is recorded when it has begun.")
        ),
        "registry.twice_licence": Wording(
            "warning", _("Row %(row)s has the same licence number under another name."), _("Decide which row is right.")
        ),
        "registry.twice_credit_code": Wording(
            "warning", _("Row %(row)s has the same credit code under another name."), _("Decide which row is right.")
        ),
        "registry.twice_name": Wording(
            "warning", _("Row %(row)s seems to name the same mine."), _("Decide whether it is the same.")
        ),
    }
)
