"""Words of the pages: whose duty, which hand it is in, what to press."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuangan.duties.models import Assignment
from kuangan.duties.policy import acts_for_authority
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.ui.rules import day, days_wording
from kuangan.plan.rules.dues import ChainStep, Duty
from kuangan.registry.models import Authority
from kuangan.registry.states import AuthorityKind, Level

HANDS = {
    "mine": gettext_lazy("Mine"),
    "enterprise": gettext_lazy("Enterprise"),
    "county_bureau": gettext_lazy("County bureau"),
    "city_bureau": gettext_lazy("City bureau"),
    "county_government": gettext_lazy("County government"),
    "city_government": gettext_lazy("City government"),
    "province": gettext_lazy("Provincial department"),
    "agency": gettext_lazy("Agency"),
    "named": gettext_lazy("Department in charge"),
    "own_leader": gettext_lazy("Own leader"),
}
REVIEW, FORWARD, FILE_RECORD = "review", "forward", "file_record"
STEP_WORDS = {
    REVIEW: gettext_lazy("%(hand)s reviews"),
    FORWARD: gettext_lazy("%(hand)s passes on"),
    FILE_RECORD: gettext_lazy("%(hand)s files"),
}
WAITING_WORDS = {
    REVIEW: gettext_lazy("waits for review by %(hand)s"),
    FORWARD: gettext_lazy("waits to be passed on by %(hand)s"),
    FILE_RECORD: gettext_lazy("waits to be filed by %(hand)s"),
}
VERBS = {REVIEW: gettext_lazy("Review"), FORWARD: gettext_lazy("Pass on"), FILE_RECORD: gettext_lazy("Put on record")}
ACCEPT_WORDS = {
    REVIEW: gettext_lazy("Accept"),
    FORWARD: gettext_lazy("Accept and pass on"),
    FILE_RECORD: gettext_lazy("Put on file"),
}


def hand(kind: str) -> str:
    """The short name of whoever stands for a kind of bearer or step (县局)."""
    return str(HANDS.get(kind, kind))


def hand_of(authority: Authority | None) -> str:
    """The short name of an authority (县局, 市局, 县政府)."""
    if authority is None:
        return ""
    bureau = authority.kind == AuthorityKind.EMERGENCY_BUREAU
    kinds = {
        (True, Level.COUNTY): "county_bureau",
        (True, Level.CITY): "city_bureau",
        (True, Level.PROVINCE): "province",
        (False, Level.COUNTY): "county_government",
        (False, Level.CITY): "city_government",
    }
    kind = kinds.get((bureau, Level(authority.level)))
    return hand(kind) if kind else authority.name


def step_of(duty: Duty | None, row: Assignment) -> ChainStep | None:
    """The step of the chain at which a submitted assignment stands."""
    if duty is None or row.chain_step >= len(duty.chain):
        return None
    return duty.chain[row.chain_step]


def act_of(duty: Duty | None, row: Assignment) -> str:
    """What the present step asks for: review, forward or file_record."""
    step = step_of(duty, row)
    return step.act if step is not None else REVIEW


def step_title(step: ChainStep) -> str:
    """A step in the chain as people say it: 县局审核, 市局备案."""
    return str(STEP_WORDS.get(step.act, STEP_WORDS[REVIEW])) % {"hand": hand(step.by)}


def waiting_words(duty: Duty | None, row: Assignment) -> str:
    """Where a submitted assignment is: 待县局审核; empty for every other state."""
    if row.waiting_for is None:
        return ""
    return str(WAITING_WORDS.get(act_of(duty, row), WAITING_WORDS[REVIEW])) % {"hand": hand_of(row.waiting_for)}


def who(actor: Actor, row: Assignment) -> str:
    """Whose duty it is, as seen from the reader's desk: the reader's own office is 本局 or 本单位."""
    if row.authority is not None and acts_for_authority(actor, row.authority):
        own = row.authority.kind == AuthorityKind.EMERGENCY_BUREAU
        return _("This bureau") if own else _("This office")
    if row.authority is not None and row.authority.short_name:
        return row.authority.short_name
    return row.bearer


def about(row: Assignment) -> str:
    """The mine a duty of an authority is about; empty for a mine's own duty."""
    return str(row.mine) if row.mine is not None and not row.owing_mine_id else ""


def title_of(row: Assignment) -> str:
    """The title with the mine it is about in front (松砚石场露天矿山执法检查)."""
    return f"{about(row)}{'：' if about(row) else ''}{row.title}"


def due_sentence(row: Assignment) -> tuple[str, str, str]:
    """For the phone: the days left, their tone, and the day (`逾期2天`, `over`, `应7月18日前`)."""
    if row.due_at is None:
        return "", "", _("no deadline")
    words, tone = days_wording(row.due_at)
    if tone == "over":
        return words, tone, _("was due by %(day)s") % {"day": day(row.due_at)}
    return words, tone, _("by %(day)s") % {"day": day(row.due_at)}
