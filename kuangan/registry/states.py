"""The vocabulary of registry facts: kinds, statuses and grades, as plans refer to them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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


class UnitKind(TextChoices):
    """What sort of unit belongs to a mine."""

    WORK_AREA = "work_area", _("Work area")
    PROJECT_DEPARTMENT = "project_department", _("Project department")
    DRESSING_PLANT = "dressing_plant", _("Dressing plant")


class WatchMode(TextChoices):
    """How a stopped mine is watched (盯守方式)."""

    ON_SITE = "on_site", _("On-site watch")
    CONTACT = "contact", _("Contact watch")


class Supervisor(TextChoices):
    """Who is in charge of the daily supervision of a mine (日常安全监管); unknown means the county's bureau."""

    COUNTY_BUREAU = "county_bureau", _("County bureau")
    CITY_BUREAU = "city_bureau", _("City bureau")


class AuthorityKind(TextChoices):
    """What sort of public body it is."""

    EMERGENCY_BUREAU = "emergency_bureau", _("Emergency management bureau")
    GOVERNMENT = "government", _("Government")
    DEPARTMENT = "department", _("Department")
    SECTION = "section", _("Section of a bureau")


class Level(TextChoices):
    """Administrative level."""

    STATE = "state", pgettext_lazy("level", "State")
    PROVINCE = "province", pgettext_lazy("level", "Province")
    CITY = "city", pgettext_lazy("level", "City")
    COUNTY = "county", pgettext_lazy("level", "County")
    TOWN = "town", pgettext_lazy("level", "Town")


class CreditCodeState(TextChoices):
    """How far a unified social credit code can be trusted."""

    VALID = "valid", _("Check digit right")
    UNVERIFIED = "unverified", _("Not verified")
    MASKED = "masked", _("Masked")
    NONE = "none", _("None")


class Post(TextChoices):
    """What somebody is appointed to (职务): in a mine, an enterprise, a public body or an agency."""

    PRINCIPAL = "principal", _("Principal")
    DEPUTY = "deputy", _("Deputy in charge")
    CHIEF_ENGINEER = "chief_engineer", _("Chief engineer")
    SAFETY_OFFICER = "safety_officer", _("Safety officer")
    TECHNICIAN = "technician", _("Technician")
    SPECIAL_OPERATOR = "special_operator", _("Special operator")
    INSPECTOR = "inspector", _("Enforcement officer")
    GROUP_HEAD = "leading_group_head", _("Head of the leading group")
    GROUP_DEPUTY = "leading_group_deputy", _("Deputy head of the leading group")
    GROUP_MEMBER = "leading_group_member", _("Member of the leading group")
    CONTACT_PERSON = "contact_person", _("Contact person")
    LEADER = "leader_in_charge", _("Leader in charge")
    EXPERT = "expert", _("Expert")
    GOVERNMENT_LEADER = "government_leader", _("Leading cadre")


MINE_POSTS = frozenset(
    {
        Post.PRINCIPAL,
        Post.DEPUTY,
        Post.CHIEF_ENGINEER,
        Post.SAFETY_OFFICER,
        Post.TECHNICIAN,
        Post.SPECIAL_OPERATOR,
    }
)
"""Posts inside a mine or its enterprise."""
GROUP_POSTS = frozenset({Post.GROUP_HEAD, Post.GROUP_DEPUTY, Post.GROUP_MEMBER})
"""Posts in the leading group of a campaign (领导小组)."""
AUTHORITY_POSTS = GROUP_POSTS | {Post.INSPECTOR, Post.CONTACT_PERSON, Post.LEADER, Post.GOVERNMENT_LEADER}
"""Posts inside a public body."""


class LicenceKind(TextChoices):
    """The three permissions a mine works under."""

    MINING = "mining", _("Mining licence")
    SAFETY = "safety", _("Safety production licence")
    BLASTING = "blasting", _("Blasting unit licence")


class Service(TextChoices):
    """What a technical-service agency is qualified for."""

    EVALUATION = "evaluation", _("Safety evaluation")
    DESIGN = "design", _("Safety facility design")
    TESTING = "testing", _("Testing and inspection")
