"""The stage of the help tests: a quarry in Enping asks, its bureau answers, an agency helps."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from django.core.files.base import ContentFile

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.files import keep
from kuangan.foundation.kernel import clock
from kuangan.governance import actions
from kuangan.governance.models import HelpRequest
from kuangan.governance.states import HelpForm, HelpKind, Topic
from kuangan.registry.models import Agency, Mine
from tests import cast

_numbers = count(1)
WORDS = "北帮边坡裂缝持续扩展，本矿没有边坡监测和稳定性分析能力"
TASK = "三日内上门查看北帮边坡，请准备近三个月位移记录"


def asked(actor: Actor, mine: Mine, **told: Any) -> HelpRequest:
    """A request of a mine, beyond its ability unless told otherwise; tests ask with the same words again and again."""
    told = {"kind": HelpKind.BEYOND_ABILITY, "topic": Topic.DISASTERS, "words": WORDS, "is_another": True, **told}
    return actions.ask(actor, mine, actions.Asking(**told))


def sound_agency(name: str = "粤边坡技术有限公司", **told: Any) -> Agency:
    """An agency against which nothing is known."""
    told = {"qualification_no": "APJ-（粤）-101", "valid_to": clock.today() + timedelta(days=400), **told}
    return cast.agency(name, **told)


def guided(actor: Actor, row: HelpRequest, **told: Any) -> HelpRequest:
    """The request with a named expert for one-to-one guidance."""
    told = {"form": HelpForm.ONE_TO_ONE, "name": "周专家", "post": "市局专家库", "task": TASK, **told}
    actions.assign(actor, row, actions.Helping(**told))
    return fresh(row)


def consulted(actor: Actor, row: HelpRequest, agency: Agency, **told: Any) -> HelpRequest:
    """The request with a consultation by an agency."""
    told = {"form": HelpForm.CONSULTATION, "agency": agency, "task": TASK, **told}
    actions.assign(actor, row, actions.Helping(**told))
    return fresh(row)


def visited(actor: Actor, row: HelpRequest, **told: Any) -> HelpRequest:
    """The request with a visit of today."""
    told = {
        "happened_on": clock.today(),
        "people": "周专家、吴安全员",
        "advice": "裂缝两侧布设位移观测点，每日两测",
        "is_another": True,
        **told,
    }
    actions.add_visit(actor, row, **told)
    return fresh(row)


def measure(**told: Any) -> actions.Measure:
    """A measure that a report recommends."""
    due = clock.today() + timedelta(days=20)
    return actions.Measure(**{"words": "布设十二个位移观测点并接入预警", "owner": "林技术", "due_on": due, **told})


def paper(name: str = "会诊报告.txt", **told: Any) -> actions.Paper:
    """A kept file with content of its own."""
    stored = keep(ContentFile(f"报告{next(_numbers)}".encode(), name=name), allowed=frozenset({"text/plain"}))
    return actions.Paper(stored, name, **told)


def reported(actor: Actor, row: HelpRequest, **told: Any) -> HelpRequest:
    """The request with a report and one measure."""
    told = {
        "reported_on": clock.today(), "summary": "边坡超高、排水不畅是主因，先排水后削坡", "measures": [measure()],
        "papers": [paper()], **told,
    }  # fmt: skip
    actions.report(actor, row, **told)
    return fresh(row)


def closed(actor: Actor, row: HelpRequest, result: str = "solved") -> HelpRequest:
    """The request closed by the county."""
    actions.close(actor, row, result=result, words="观测点已布设，位移趋于稳定")
    return fresh(row)


def declined(actor: Actor, row: HelpRequest) -> HelpRequest:
    """The request declined with a reason."""
    actions.decline(actor, row, reason="请先补充近三个月位移记录")
    return fresh(row)


def fresh(row: HelpRequest) -> HelpRequest:
    """The request as it is stored now."""
    return HelpRequest.rows.select_related("mine", "hazard", "agency").get(pk=row.pk)


def days_ago(days: int) -> date:
    """A day before today."""
    return clock.today() - timedelta(days=days)
