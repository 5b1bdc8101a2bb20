"""The vocabulary of registry facts: kinds, statuses and grades, as plans refer to them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MineKind(TextChoices):
    """What sort of thing is inspected and filed (矿山类型)."""

    OPEN_PIT = "open_pit", _("Open-pit mine")
    UNDERGROUND = "underground", _("Underground mine")
    TAILINGS_POND = "tailings_pond", _("Tailings pond")
    DUMP_SITE = "dump_site", _("Dump site")


class MineStatus(TextChoices):
    """Production status (生产状态); the plan's section 三 decides by it who is in scope."""

    PRODUCING = "producing", _("Producing")
    CONSTRUCTION = "construction", _("Under construction")
    TECHNICAL_UPGRADE = "technical_upgrade", _("Technical upgrade")
    MERGING = "merging", _("Merging")
    RECTIFICATION = "rectification", _("Rectifying")
    RESUMING = "resuming", _("Resuming work")
    LONG_STOPPED = "long_stopped", _("Long stopped")
    CONSTRUCTION_STOPPED = "construction_stopped", _("Construction stopped")
    PENDING_CLOSURE = "pending_closure", _("Pending closure")
    CLOSED = "closed", _("Closed")


class Hydrogeology(TextChoices):
    """Hydrogeological complexity (水文地质类型)."""

    SIMPLE = "simple", _("Simple")
    MEDIUM = "medium", _("Medium")
    COMPLEX = "complex", _("Complex")


class WatchMode(TextChoices):
    """How a stopped mine is watched (盯守方式)."""

    ON_SITE = "on_site", _("On-site watch")
    CONTACT = "contact", _("Contact watch")


class AuthorityKind(TextChoices):
    """What sort of public body it is."""

    EMERGENCY_BUREAU = "emergency_bureau", _("Emergency management bureau")
    GOVERNMENT = "government", _("Government")
    DEPARTMENT = "department", _("Department")
    SECTION = "section", _("Section of a bureau")


class Level(TextChoices):
    """Administrative level."""

    STATE = "state", _("State")
    PROVINCE = "province", _("Province")
    CITY = "city", _("City")
    COUNTY = "county", _("County")
    TOWN = "town", _("Town")


class CreditCodeState(TextChoices):
    """How far a unified social credit code can be trusted."""

    VALID = "valid", _("Check digit right")
    UNVERIFIED = "unverified", _("Not verified")
    MASKED = "masked", _("Masked")
    NONE = "none", _("None")
