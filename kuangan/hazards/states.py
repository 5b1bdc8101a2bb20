"""State charts and vocabulary of hazards."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kuangan.foundation.kernel.charts import Chart


class Grade(TextChoices):
    """How grave a hazard is (隐患等级). A suspected one awaits determination by a named person."""

    GENERAL = "general", pgettext_lazy("grade of hazard", "General")
    SUSPECTED = "suspected", pgettext_lazy("grade of hazard", "Suspected major")
    MAJOR = "major", pgettext_lazy("grade of hazard", "Major")


class Source(TextChoices):
    """How the hazard was found (隐患来源)."""

    SELF_INSPECTION = "self_inspection", _("Self-inspection")
    MONTHLY_CHECK = "monthly_check", _("Monthly major-hazard check")
    INSPECTION = "inspection", _("Inspection by the bureau")
    SPOT_CHECK = "spot_check", _("Spot check")
    OVERSIGHT = "oversight", _("Oversight check")
    TIP = "tip", _("Public report")
    EXPERT = "expert", _("Expert")


MINE_SOURCES = frozenset({Source.SELF_INSPECTION, Source.MONTHLY_CHECK, Source.EXPERT})
"""Found by the mine itself; the plan weighs these differently from what others found (七(四))."""
OFFICIAL_SOURCES = frozenset({Source.INSPECTION, Source.SPOT_CHECK, Source.OVERSIGHT, Source.TIP})
CHECK_SOURCES = OFFICIAL_SOURCES - {Source.TIP}
"""Found by officials at the mine: a check of the campaign (综合整治全面检查), a spot check, oversight."""


class Disaster(TextChoices):
    """The seven disasters and risks that the plan names (五(一)6(1))."""

    WATER = "water", pgettext_lazy("disaster", "Water")
    FIRE = "fire", pgettext_lazy("disaster", "Fire")
    JOINTS = "joints", pgettext_lazy("disaster", "Joints and cracks")
    OVERHANG = "overhang", pgettext_lazy("disaster", "Overhang")
    VOID = "void", pgettext_lazy("disaster", "Voids")
    DUST = "dust", pgettext_lazy("disaster", "Dust")
    SLIDE = "slide", pgettext_lazy("disaster", "Landslide")


SLOPE_DISASTERS = frozenset({Disaster.SLIDE, Disaster.OVERHANG, Disaster.JOINTS})
"""What threatens a slope (边坡失稳、垮塌)."""


class FocusArea(TextChoices):
    """The six areas on which the campaign focuses (plan 五, lead-in)."""

    HIDDEN_FACTORS = "hidden_factors", _("Survey and control of hidden disaster factors")
    MAJOR_DISASTERS = "major_disasters", _("Control of major disasters")
    MAJOR_RISKS = "major_risks", _("Control of major risks")
    MAJOR_HAZARDS = "major_hazards", _("Search and rectification of major hazards")
    KEY_MINES = "key_mines", _("Key regions and key enterprises")
    ILLEGAL_MINING = "illegal_mining", _("Action against illegal mining")


class HazardState(TextChoices):
    """State of a hazard. Overdue is not among them: it is computed from the clock."""

    REGISTERED = "registered", _("To be put in place")
    RECTIFYING = "rectifying", _("Being rectified")
    APPLIED = "applied", _("Awaiting acceptance")
    VERIFIED = "verified", _("Accepted, to be closed")
    CLOSED = "closed", pgettext_lazy("hazard", "Closed out")
    WITHDRAWN = "withdrawn", pgettext_lazy("hazard", "Withdrawn")


class DeterminationKind(TextChoices):
    """What a determination did to the grade."""

    FIRST = "first", _("First determination")
    UPGRADE = "upgrade", _("Upgraded")
    DOWNGRADE = "downgrade", _("Downgraded")
    CONFIRMED = "confirmed", _("Confirmed")


class FundSource(TextChoices):
    """Where the money for rectification comes from."""

    SAFETY_FUND = "safety_fund", _("Safety production fund")
    OWN_FUNDS = "own_funds", _("The enterprise's own funds")
    LOAN = "loan", _("Loan")
    SUBSIDY = "subsidy", _("Public subsidy")


class PhotoStage(TextChoices):
    """When in the life of the hazard a picture or paper was taken."""

    BEFORE = "before", pgettext_lazy("photo", "Before rectification")
    DURING = "during", pgettext_lazy("photo", "During rectification")
    AFTER = "after", pgettext_lazy("photo", "After rectification")
    PAPER = "paper", _("Document")


class ExtensionState(TextChoices):
    """State of a request for more time."""

    PENDING = "pending", _("Awaiting decision")
    GRANTED = "granted", pgettext_lazy("extension", "Granted")
    REFUSED = "refused", _("Refused")


class StopExtent(TextChoices):
    """How much of the work was stopped with an evacuation."""

    AREA = "area", _("Danger area only")
    PART = "part", _("Part of production")
    WHOLE = "whole", _("All production")


class EvacuationState(TextChoices):
    """State of an evacuation: in force until it is lifted."""

    IN_FORCE = "in_force", pgettext_lazy("evacuation", "In force")
    LIFTED = "lifted", _("Lifted")


class ApplicationState(TextChoices):
    """State of one application for acceptance; every round is a new row."""

    PENDING = "pending", _("Awaiting acceptance")
    PASSED = "passed", _("Passed")
    REFUSED = "refused", pgettext_lazy("acceptance", "Not passed")
    TAKEN_BACK = "taken_back", _("Taken back")


class CheckResult(TextChoices):
    """What an on-site check found."""

    PASSED = "passed", _("Passed")
    REFUSED = "refused", pgettext_lazy("acceptance", "Not passed")


class CheckState(TextChoices):
    """State of an on-site check: it counts once two people have signed it with their own accounts."""

    OPEN = "open", _("Awaiting the second signature")
    SIGNED = "signed", _("Signed by both")
    DROPPED = "dropped", _("Dropped")


class ListingState(TextChoices):
    """State of a listed supervision (挂牌督办)."""

    LISTED = "listed", _("Listed")
    DELISTED = "delisted", _("Delisted")


class CauseMethod(TextChoices):
    """How the root cause was looked for."""

    FIVE_WHYS = "five_whys", _("Five whys")
    FISHBONE = "fishbone", _("Cause and effect diagram")
    FAULT_TREE = "fault_tree", _("Fault tree")
    OTHER = "other", pgettext_lazy("method", "Other")


class LinkKind(TextChoices):
    """How one hazard belongs to another."""

    SAME = "same", _("Same hazard, registered twice")
    RELATED = "related", _("Related")
    REOPENS = "reopens", _("Reopens")
    RECURS = "recurs", _("Recurs")


class RiskMethod(TextChoices):
    """How a risk is assessed: LEC (likelihood × exposure × consequence) or the risk matrix."""

    LEC = "lec", _("LEC method")
    MATRIX = "matrix", _("Risk matrix")


class RiskLevel(TextChoices):
    """The four levels of a risk with their colours: 重大(红) 较大(橙) 一般(黄) 低(蓝)."""

    MAJOR = "major", pgettext_lazy("level of risk", "Major (red)")
    LARGER = "larger", pgettext_lazy("level of risk", "Larger (orange)")
    GENERAL = "general", pgettext_lazy("level of risk", "General (yellow)")
    LOW = "low", pgettext_lazy("level of risk", "Low (blue)")


class RiskState(TextChoices):
    """State of a risk on the control list."""

    CONTROLLED = "controlled", _("Under control")
    RETIRED = "retired", _("No longer present")


class Closer(TextChoices):
    """Who accepts general hazards, by parameter."""

    MINE = "mine", _("The mine's safety officer or the county bureau")
    COUNTY = "county", _("The county bureau")


class Registrar(TextChoices):
    """Whether whoever registered a general hazard may accept it, by parameter."""

    NEVER = "never", _("Never")
    ALONE = "alone", _("Where nobody else of the mine or bureau can; it is marked")


_H = HazardState
OPEN_STATES = frozenset({_H.REGISTERED, _H.RECTIFYING, _H.APPLIED, _H.VERIFIED})
UNRECTIFIED_STATES = frozenset({_H.REGISTERED, _H.RECTIFYING})
HAZARD_CHART = Chart.of(
    "hazard",
    _H.REGISTERED,
    {
        "begin": ({_H.REGISTERED}, _H.RECTIFYING),
        "halt": ({_H.RECTIFYING}, _H.REGISTERED),
        "apply": ({_H.RECTIFYING}, _H.APPLIED),
        "take_back": ({_H.APPLIED}, _H.RECTIFYING),
        "refuse": ({_H.APPLIED}, _H.RECTIFYING),
        "send_back": ({_H.VERIFIED}, _H.RECTIFYING),
        "accept": ({_H.APPLIED}, _H.CLOSED),
        "verify": ({_H.APPLIED}, _H.VERIFIED),
        "close": ({_H.VERIFIED}, _H.CLOSED),
        "withdraw": ({_H.REGISTERED, _H.RECTIFYING}, _H.WITHDRAWN),
    },
)
"""`accept` closes a general hazard in one act; a major one is verified on site by two people, then closed by the city.
`halt`: a general hazard under rectification was upgraded, so the gate of the five in place stands before it again."""
EXTENSION_CHART = Chart.of(
    "hazard extension",
    ExtensionState.PENDING,
    {
        "grant": ({ExtensionState.PENDING}, ExtensionState.GRANTED),
        "refuse": ({ExtensionState.PENDING}, ExtensionState.REFUSED),
    },
)
APPLICATION_CHART = Chart.of(
    "acceptance",
    ApplicationState.PENDING,
    {
        "pass": ({ApplicationState.PENDING}, ApplicationState.PASSED),
        "refuse": ({ApplicationState.PENDING, ApplicationState.PASSED}, ApplicationState.REFUSED),
        "take_back": ({ApplicationState.PENDING}, ApplicationState.TAKEN_BACK),
    },
)
CHECK_CHART = Chart.of(
    "on-site check",
    CheckState.OPEN,
    {
        "sign": ({CheckState.OPEN}, CheckState.SIGNED),
        "drop": ({CheckState.OPEN}, CheckState.DROPPED),
    },
)
LISTING_CHART = Chart.of(
    "listed supervision", ListingState.LISTED, {"delist": ({ListingState.LISTED}, ListingState.DELISTED)}
)
EVACUATION_CHART = Chart.of(
    "evacuation", EvacuationState.IN_FORCE, {"lift": ({EvacuationState.IN_FORCE}, EvacuationState.LIFTED)}
)
RISK_CHART = Chart.of(
    "risk",
    RiskState.CONTROLLED,
    {
        "retire": ({RiskState.CONTROLLED}, RiskState.RETIRED),
        "revive": ({RiskState.RETIRED}, RiskState.CONTROLLED),
    },
)
