"""The supervision notice (挂牌督办通知书) and the delisting notice (摘牌通知书), drafted from the record of a hazard.

Words of the letter are content; here are only facts. A criterion is cited by document and item, never by its wording.
"""

from datetime import date, datetime

from django.utils.translation import gettext as _

from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.documents import templates
from kuangan.foundation.documents.letters import Letter
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.hazards.models import Application, ListedSupervision
from kuangan.hazards.queries.record import Record
from kuangan.hazards.rules.supervision import first_due
from kuangan.hazards.sheets import LEDGER
from kuangan.hazards.states import ApplicationState, Grade, HazardState
from kuangan.plan.queries import region_names
from kuangan.registry.queries.bodies import authority_of
from kuangan.registry.states import AuthorityKind

NO_NUMBER = "　　　　〔　　　　〕　　号"
"""Left blank for the office that numbers it."""
_ENDS = "。；;，,.、 \n"


def notice(scope: Scope, held: Record, chosen: ListedSupervision | None = None) -> Letter:
    """The draft of the notice of a listing, the latest when none is chosen. Refused for a hazard never listed."""
    row, listing = held.row, chosen or next(iter(held.listings), None)
    if listing is None:
        raise Refused(_("The hazard has not been listed for supervision, so there is no notice to draft."))
    judged = next((one for one in reversed(held.determinations) if one.grade == Grade.MAJOR), None)
    criterion = judged.criterion if judged else row.criterion
    five = held.latest_five
    told = _parties(scope, held) | {
        "number": listing.document_number or NO_NUMBER,
        "day": _words_of(listing.happened_at),
        "enterprise": _unless_said(row.mine.enterprise.name, row.mine.name),
        "place": _clause(row.place),
        "found_day": _words_of(row.found_at),
        "found_by": _clause(row.found_by),
        "source": LEDGER["source"].label_of(row.source),
        "facts": _sentence(row.description),
        "interim": _sentence(five.interim_measures) if five else "",
        "determined_by": f"{judged.by_organisation}{judged.by}" if judged else "",
        "determined_day": _words_of(judged.happened_at if judged else row.determined_at),
        "criteria_title": criterion.criterion_set.title if criterion else "",
        "criteria_number": criterion.criterion_set.document_number if criterion else "",
        "criterion": criterion.label if criterion else "",
        "reasons": _sentence(judged.reasons) if judged else "",
        "requirements": _sentence(listing.requirements),
        "principal": row.supervisor,
        "deadline_day": _words_of(listing.deadline_at),
        "interval": str(listing.return_interval_days),
        "first_return_day": _words_of(first_due(listing.happened_at, listing.return_interval_days)),
        "public_words": _sentence(listing.public_words) if listing.is_public else "",
    }
    return templates.letter("supervision-notice", told)


def delisting(scope: Scope, held: Record) -> Letter:
    """The draft of the delisting notice: of a hazard that was delisted, or is accepted and about to be.

    Refused while neither is so.
    """
    row, listing = held.row, _ended(held)
    if listing is None:
        raise Refused(_("The hazard is neither delisted nor accepted, so there is no delisting notice to draft."))
    ended = clock.day_of(listing.delisted_at) if listing.delisted_at else clock.today()
    done = not listing.delisting_reason
    told = _parties(scope, held) | {
        "number": listing.delisting_number or NO_NUMBER,
        "day": _day(ended),
        "listed_day": _words_of(listing.happened_at),
        "notice_number": f"（{listing.document_number}）" if listing.document_number else "",
        "place": _clause(row.place),
        "facts": _sentence(row.description),
        "delisted_day": _day(ended),
        "is_closed": "1" if done else "",
        "reason": _sentence(listing.delisting_reason),
        "lasting": f"，落实治本措施（{_clause(held.cause.measure)}）" if held.cause else "",
    }
    return templates.letter("delisting-notice", told | _proof(held, done))


def _ended(held: Record) -> ListedSupervision | None:
    """The listing that has ended, or that ends with the close-out of what has been accepted."""
    latest = next(iter(held.listings), None)
    if latest is not None and (not latest.in_force or held.row.state == HazardState.VERIFIED):
        return latest
    return None


def _proof(held: Record, done: bool) -> dict[str, str]:
    """Who rectified and who saw it; nothing when it was delisted for another reason."""
    row = held.row
    passed = next((one for one in held.applications if one.state == ApplicationState.PASSED), None)
    check = row.passed_check
    if not done or passed is None or check is None:
        return dict.fromkeys(("rectified_day", "applied_day", "statement", "checked_day", "checkers", "opinion"), "")
    return {
        "rectified_day": _words_of(passed.rectified_at),
        "applied_day": _words_of(passed.applied_at),
        "statement": _statement(passed),
        "checked_day": _words_of(check.happened_at),
        "checkers": "、".join(f"{office}{name}" for office, name in (
            (check.first_organisation, check.first_by), (check.second_organisation, check.second_by),
        ) if name),
        "opinion": _sentence(check.opinion),
    }  # fmt: skip


def _statement(passed: Application) -> str:
    return _sentence(passed.statement)


def _parties(scope: Scope, held: Record) -> dict[str, str]:
    """Who writes to whom about which hazard."""
    row = held.row
    county = region_names([row.region_code]).get(row.region_code, "")
    bureau = authority_of(scope, row.region_code, AuthorityKind.EMERGENCY_BUREAU)
    city = authority_of(scope, f"{row.region_code[:4]}00", AuthorityKind.EMERGENCY_BUREAU)
    return {
        "hazard_number": row.number,
        "mine": row.mine.name,
        "county": county,
        "office": city.name if city else "市应急管理局",
        "addressees": f"{bureau.name if bureau else f'{county}应急管理局'}、{row.mine.enterprise.name}",
    }


def _unless_said(enterprise: str, mine: str) -> str:
    """The enterprise, unless the name of the mine says it already."""
    return "" if mine.startswith(enterprise) else enterprise


def _sentence(text: str) -> str:
    """The text with one full stop at its end; empty stays empty."""
    kept = text.strip().rstrip(_ENDS)
    return f"{kept}。" if kept and kept[-1] not in "！？!?" else kept


def _clause(text: str) -> str:
    """The text on one line without a stop at its end, to stand inside a sentence."""
    return "，".join(line.strip().rstrip(_ENDS) for line in text.strip().splitlines() if line.strip())


def _words_of(moment: datetime | None) -> str:
    return _day(clock.day_of(moment)) if moment else ""


def _day(day: date) -> str:
    """A day as letters write it: Arabic digits, no leading noughts (GB/T 9704-2012, 7.3.5.5)."""
    return f"{day.year}年{day.month}月{day.day}日"
