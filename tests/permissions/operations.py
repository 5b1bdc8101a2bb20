"""The operations of the API, as lines of the same table as the pages: what each is about and what is sent to it."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from kuangan.duties.states import RedoTrigger
from kuangan.duties.tests.web_stage import seen, seen_extension, seen_statement
from kuangan.plan.models import ParameterValue
from kuangan.standards.models import Criterion
from tests.permissions.addresses.access import _read_in_the_trail
from tests.permissions.addresses.hazard_operations import OPERATIONS as HAZARDS
from tests.permissions.addresses.inspections import OPERATIONS as INSPECTIONS
from tests.permissions.addresses.plan import _reached
from tests.permissions.addresses.standards import first
from tests.permissions.campaigns import PARAMETER
from tests.permissions.sides import ROSTER
from tests.permissions.table import FAR, Address

DONE = frozenset({200, 201, 204})
TOLD = DONE | {409, 422}
_DAY = "2023-05-20"


def _line(name: str, **told: Any) -> Address:
    return Address(f"api:{name}", **{"told": TOLD, **told})


def _of_mine(name: str, **told: Any) -> Address:
    return _line(f"registry.{name}", row=lambda side: side.mine, **told)


def _of_import(name: str, upload: str = "checked", **told: Any) -> Address:
    return _line(f"registry.{name}", row=lambda side: getattr(side, upload), **told)


def _of_plan(name: str, **told: Any) -> Address:
    return _line(f"plans.{name}", row=lambda side: side.plan, sees=_reached, reads=True, outside=FAR, **told)


def _of_duty(name: str, slug: str, **told: Any) -> Address:
    return _line(f"duties.{name}", row=lambda side: side.duties[slug], **told)


def _of_evidence(name: str, key: str, slug: str = "open", **told: Any) -> Address:
    return _of_duty(name, slug, kwargs=lambda side: {"pk": side.duties[slug].pk, "key": key}, **told)


def _of_file(name: str, **told: Any) -> Address:
    def both(side: Any) -> dict[str, Any]:
        return {"pk": side.duties["started"].pk, "file_pk": side.file().pk}

    return _of_duty(name, "started", kwargs=both, **told)


def _of_help(name: str, key: str, **told: Any) -> Address:
    return _line(f"governance.{name}", row=lambda side: side.help[key], **told)


def _measure(side: Any) -> dict[str, Any]:
    row = side.help["closed"]
    return {"pk": row.pk, "measure_pk": row.reports.get().measures.get().pk}


def _asked(side: Any) -> dict[str, Any]:
    return {"mine_id": side.mine.pk, "kind": "beyond_ability", "topic": "other", "words": "挡墙开裂，没有加固设计能力"}


def _roster(side: Any) -> dict[str, Any]:
    table = ROSTER.format(name=f"新{side.secrets[0][:2]}", county="开平市").encode("gb18030")
    return {"file": SimpleUploadedFile("名录.csv", table)}


def _new_mine(side: Any) -> dict[str, Any]:
    return {
        "enterprise_id": side.enterprise.pk, "name": "接口新场", "kind": "open_pit", "region_code": side.code,
        "facts": {"status": "producing"}, "effective_on": "2023-04-01", "basis": "现场核查",
    }  # fmt: skip


def _first_row(side: Any) -> dict[str, Any]:
    return {"pk": side.checked.pk, "row_pk": side.checked.staged.order_by("id")[0].pk}


def _picture(side: Any) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("现场2.png", side.picture, "image/png"), "note": ""}


def _verdict(side: Any) -> dict[str, Any]:
    return {"receipt": side.submission().number, "step": 0, "decision": "accept", "opinion": "符合",
            "shown": seen(side.duties["submitted"])}  # fmt: skip


def _value(side: Any) -> ParameterValue:
    """A value that the county has set, so that there is a record to be forbidden."""
    found, _made = ParameterValue.objects.get_or_create(
        plan=side.plan, name=PARAMETER, region_code=side.code,
        defaults={"value": 8, "reason": "会议纪要", "effective_on": date(2023, 4, 1), "entered_by": "某人"},
    )  # fmt: skip
    return found


_FACTS = {"facts": {"people_working": True}, "effective_on": "2023-04-02", "basis": "现场核查"}

LINES = [
    _line("me.whoami"),
    _line("registry.regions"),
    _line("registry.authorities"),
    _line("registry.enterprises"),
    _line("registry.enter_enterprise", post=lambda side: {"name": "接口石业有限公司", "region_code": side.code}),
    _line("registry.mines"),
    _of_mine("mine", reads=True),
    _line("registry.enter_mine", post=_new_mine),
    _of_mine("correct_mine", post=lambda side: {"town": "新镇"}),
    _of_mine("facts", reads=True),
    _of_mine("change_facts", post=lambda side: _FACTS),
    _of_mine("declare", post=lambda side: {
        "status": "long_stopped", "effective_on": "2023-04-02", "basis": "停工报告"}),
    _of_mine("preview_merge", kwargs=lambda side: {"pk": side.mine.pk, "merged_pk": side.twin().pk}),
    _of_mine("merge", post=lambda side: {"merged_id": side.twin().pk, "reason": "同一采矿证"}),
    _line("registry.unmerge", row=lambda side: side.merge(), post=lambda side: {"reason": "两个采区"}),
    _line("registry.imports"),
    _line("registry.stage", post=_roster),
    _of_import("import_", reads=True),
    _of_import("check", "batch", post=lambda side: {}),
    _of_import("rows", reads=True),
    _of_import("decide", kwargs=_first_row, post=lambda side: {"decision": "skip"}, works=False),
    _of_import("apply"),
    _of_import("discard"),
    _line("standards.criterion_sets"),
    _line("standards.criteria"),
    _line("standards.criterion", kwargs=first(Criterion)),
    _line("standards.laws"),
    _line("standards.articles"),
    _line("plans.all_plans"),
    _of_plan("plan"),
    _of_plan("versions"),
    _of_plan("duties"),
    _of_plan("parameters"),
    _of_plan("parameter", kwargs=lambda side: {"pk": side.plan.pk, "name": PARAMETER}),
    _line("plans.set_parameter", row=_value, kwargs=lambda side: {"pk": side.plan.pk, "name": PARAMETER},
          post=lambda side: {"value": 9, "region_code": side.code, "effective_on": "2023-04-20", "reason": "省厅通知"}),
    _line("plans.preview_parameter", row=_value, kwargs=lambda side: {"pk": side.plan.pk, "name": PARAMETER},
          works=False, post=lambda side: {
              "value": 8, "region_code": side.code, "effective_on": "2023-04-20", "reason": "省厅通知"}),
    _line("duties.assignments"),
    _of_duty("assignment", "submitted", reads=True),
    _of_duty("history", "submitted", reads=True),
    _line("duties.submission", row=lambda side: side.submission(), reads=True),
    _of_evidence("attach_file", "report", post=_picture),
    _of_file("file", reads=True),
    _of_file("remove_file"),
    _of_evidence("save_form", "facts", post=lambda side: {"answers": {"found": "5"}, "revision": 0}),
    _of_evidence("acknowledge", "known", post=lambda side: {
        "shown": seen_statement(side.duties["open"], "known")}),
    _of_evidence("sign", "promise", "signing", told=frozenset({403}), works=False),
    _of_duty("submit", "ready", post=lambda side: {"note": "", "shown": seen(side.duties["ready"])}),
    _of_duty("withdraw", "submitted", post=lambda side: {"reason": "材料放错"}),
    _of_duty("ask_extension", "open", post=lambda side: {"until": _DAY, "reason": "等第三方检测报告"}),
    _line("duties.confirm_share", row=lambda side: side.share(),
          kwargs=lambda side: {"pk": side.duties["county"].pk, "share_pk": side.share().pk}),
    _of_duty("review", "submitted", post=_verdict),
    _line("duties.decide_extension", row=lambda side: side.extension(),
          kwargs=lambda side: {"pk": side.duties["extending"].pk, "extension_pk": side.extension().pk},
          post=lambda side: {"grant": True, "opinion": "同意", "shown": seen_extension(side.extension())}),
    _of_duty("order_redo", "accepted", post=lambda side: {
        "trigger": RedoTrigger.values[0], "reason": "现场与材料不符", "new_due": _DAY,
        "shown": seen(side.duties["accepted"])}),
    _of_duty("urge", "open", post=lambda side: {"words": "请尽快报送。"}),
    _line("governance.help_requests"),
    _of_help("help_request", "requested", reads=True),
    _line("governance.ask", post=_asked),
    _of_help("assign", "requested", post=lambda side: {"form": "one_to_one", "name": "周专家", "task": "三日内上门"}),
    _of_help("decline", "requested", post=lambda side: {"reason": "请先补充近三个月位移记录"}),
    _of_help("take_back", "requested", post=lambda side: {"reason": "矿山已自行解决"}),
    _of_help("visit", "accepted", post=lambda side: {
        "happened_on": "2023-04-20", "people": "周专家", "advice": "裂缝两侧各布设三个观测点"}),
    _of_help("report", "accepted", post=lambda side: {
        "reported_on": "2023-04-20", "summary": "先排水后削坡，分期实施",
        "measures": [{"words": "疏通截水沟", "owner": "林技术", "due_on": "2023-05-20"}]}),
    _of_help("close", "helped", post=lambda side: {"result": "solved", "words": "位移趋于稳定"}),
    _of_help("respond", "closed", post=lambda side: {"view": "confirmed"}),
    _of_help("finish_measure", "closed", kwargs=_measure, post=lambda side: {
        "done_on": "2023-04-20", "note": "观测点全部布设"}),
    *HAZARDS,
    *INSPECTIONS,
    _line("audit.events"),
    _line("audit.event", row=lambda side: side.event, sees=_read_in_the_trail, reads=True),
    _line("statistics.counties"),
]  # fmt: skip
TABLE: dict[str, Address] = {line.name.removeprefix("api:"): line for line in LINES}
assert len(TABLE) == len(LINES), "an operation stands in the table twice"
