"""Vocabulary of standards."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Wording(TextChoices):
    """How far the content was compared with the printed text. What is not verified is never shown as such."""

    VERIFIED = "verified", pgettext_lazy("wording", "Compared with the printed text")
    PARTLY = "partly", pgettext_lazy("wording", "Partly compared with the printed text")
    UNVERIFIED = "unverified", pgettext_lazy("wording", "Not compared with the printed text")


class Standing(TextChoices):
    """Where a version of a document stands on a day."""

    IN_FORCE = "in_force", pgettext_lazy("standard", "In force")
    NOT_YET = "not_yet", pgettext_lazy("standard", "Not yet in force")
    ENDED = "ended", pgettext_lazy("standard", "No longer in force")


class LawKind(TextChoices):
    """What sort of rule it is."""

    LAW = "law", _("Law")
    REGULATION = "regulation", _("Administrative regulation")
    RULE = "rule", _("Department rule")
    STANDARD = "standard", _("National or industry standard")
    JUDICIAL = "judicial", _("Judicial interpretation")
    POLICY = "policy", _("Policy document")


class Resolution(TextChoices):
    """Where a basis leads."""

    TEXT = "text", pgettext_lazy("basis", "In the library")
    TITLE = "title", pgettext_lazy("basis", "Text not loaded")
    NOTHING = "nothing", pgettext_lazy("basis", "Not in the library")
