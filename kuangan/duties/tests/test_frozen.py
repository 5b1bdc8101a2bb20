"""What was submitted stays what was signed: lists with their rows, figures of the ledgers, and what came later."""

from io import StringIO

import pytest
from django.core.management import call_command

from kuangan.duties.actions.derive import derive
from kuangan.duties.actions.review import Seen, Verdict, accept, accept_many
from kuangan.duties.actions.submit import submit
from kuangan.duties.actions.supply import save_form, sign
from kuangan.duties.models import Assignment, Signature, Submission
from kuangan.duties.queries import measures
from kuangan.duties.queries.broken_signatures import broken_signatures
from kuangan.duties.queries.evidence import dossier
from kuangan.duties.queries.measures import Measured
from kuangan.duties.rules.content import frozen_part, hash_of
from kuangan.duties.tests.campaign import SYSTEM, put_in_force
from kuangan.duties.tests.ledger_plan import FIVE, LISTS, scene_of
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.notices.models import Notice
from kuangan.hazards.tests import stage as hazards
from tests.cast import people

LISTS_SIGNED = FIVE.replace(
    "      - {key: risks, kind: list, label: 风险管控清单, list: risk-list}\n",
    '      - {key: promise, kind: statement, label: 承诺书, text: "{bearer}承诺真实。{name}", signed_by: principal}\n',
).replace(
    "          - {key: words, label: 情况, type: longtext}\n",
    "          - {key: words, label: 情况, type: longtext}\n"
    "          - {key: angle, label: 实测边坡角, type: number, unit: 度, measure: test.angle, outside: true}\n",
)


@pytest.fixture
def told(db, tmp_path, monkeypatch):
    """A mine that has to deliver its list of problems, some figures and a signed word; the ledger knows one hazard."""
    for told in scene_of(tmp_path):
        monkeypatch.setitem(measures._measures, "test.angle", lambda _row, _arguments: Measured(48, "名录记载48度"))
        put_in_force(tmp_path, LISTS_SIGNED + LISTS, version="2.0.0")
        derive(SYSTEM, told.plan, cause="test")
        hazards.in_rectification(told.principal, hazards.found(told.principal, told.mine))
        yield told


def row_of() -> Assignment:
    return Assignment.rows.select_related("duty__version", "plan", "mine").get(duty_slug="lists")


def signed(told) -> Assignment:
    save_form(told.safety, row_of(), "figures", {"words": "已全部登记", "angle": "48"})
    sign(told.principal, row_of(), "promise", proven=True)
    return row_of()


def accepted(told) -> Submission:
    made = submit(told.safety, signed(told))
    accept(told.officer, row_of(), seen=Seen(made.number, 0))
    return Submission.rows.get(pk=made.pk)


def page(told, address: str, who: str = "reviewer") -> str:
    return people.client(told.users[who]).get(address).content.decode()


def test_a_hazard_found_after_acceptance_is_shown_as_later_and_breaks_no_signature(told):
    made = accepted(told)
    hazards.found(told.principal, told.mine, place="南帮", description="新查出的裂缝")
    papers = dossier(row_of())
    promise, problems = papers.finding("promise"), papers.finding("problems")
    assert promise.found and not promise.signature_broken and papers.frozen.altered == []
    assert problems.found and len(problems.figure.rows) == 1 and problems.later[0].words == "新增1行"
    duty, frozen = page(told, f"/duties/{row_of().pk}/"), page(told, f"/duties/submissions/{made.pk}/")
    assert "须重新签" not in duty and "不一致" not in duty and "新增1行" in duty
    assert "南帮" in frozen.split("报送以来")[-1] and "不一致" not in frozen


def test_the_printed_receipt_says_what_each_list_covers_and_how_much_it_held(told):
    made = accepted(told)
    kept = made.content["measured"]["problems"]
    kept |= {"population": "本矿全部问题隐患", "over": "campaign", "from": "2023-03-23", "to": "2023-12-31"}
    made.save()
    receipt = page(told, f"/duties/submissions/{made.pk}/receipt/")
    assert "本矿全部问题隐患" in receipt and "3月23日至12月31日" in receipt and "1行" in receipt


@pytest.mark.parametrize("part", ["rows", "figure", "form", "signature"])
def test_a_change_of_what_is_frozen_shows_in_red(told, part):
    made = accepted(told)
    if part == "rows":
        made.content["measured"]["problems"]["rows"][0]["problem"] = "另一回事"
    elif part == "figure":
        made.content["measured"]["figures.found"]["value"] = 99
    made.save()
    if part == "form":
        row_of().answers.update(values={"words": "改过", "angle": "48"})
    elif part == "signature":
        Signature.rows.update(text="别的承诺")
    papers = dossier(row_of())
    assert papers.frozen.altered
    assert papers.finding("promise").signature_broken == (part in ("rows", "figure"))
    assert "与报送、签字时不一致" in page(told, f"/duties/{row_of().pk}/")


def test_a_list_that_changes_between_signing_and_submitting_is_signed_again(told):
    row = signed(told)
    hazards.in_rectification(told.principal, hazards.found(told.principal, told.mine, place="南帮"))
    with pytest.raises(Refused):
        submit(told.safety, row)
    sign(told.principal, row_of(), "promise", proven=True)
    assert len(submit(told.safety, row_of()).content["measured"]["problems"]["rows"]) == 2


def test_a_submission_of_the_first_form_is_read_and_not_called_broken(told):
    made = accepted(told)
    made.content["measured"] = {"problems": [1.0, "abc"], "figures.found": 1.0}
    digest = hash_of(frozen_part(made.content))
    Signature.rows.update(content_hash=digest)
    made.content["signatures"][0]["content_hash"] = digest
    made.content_hash = digest
    made.save()
    papers = dossier(row_of())
    assert papers.frozen.altered == [] and papers.finding("promise").found
    assert "没有保存明细" in page(told, f"/duties/submissions/{made.pk}/")


def test_a_figure_that_the_ledger_has_cannot_be_typed(told):
    answer, errors = save_form(told.safety, row_of(), "figures", {"found": "99", "words": "x", "angle": "48"})
    assert set(errors) == {"found"} and "1" in errors["found"] and "found" not in answer.values
    address = f"/duties/{row_of().pk}/evidence/figures/"
    assert 'name="f-found"' not in page(told, address, "principal") and "取自台账" in page(told, address, "principal")
    made = accepted_with(told, angle="48")
    assert made.content["measured"]["figures.found"]["value"] == 1
    assert "99" not in str(made.content["forms"])


def accepted_with(told, **values) -> Submission:
    answer = row_of().answers.first()
    save_form(told.safety, row_of(), "figures", {"words": "x", **values}, revision=answer.revision if answer else 0)
    sign(told.principal, row_of(), "promise", proven=True)
    return submit(told.safety, row_of())


def test_a_figure_from_outside_that_differs_needs_its_reason_and_the_reviewer_reads_it(told):
    save_form(told.safety, row_of(), "figures", {"words": "x", "angle": "55"})
    lacking = dossier(row_of()).finding("figures")
    assert not lacking.found and "实测边坡角" in lacking.words
    made = accepted_with(told, angle="55", **{"angle:reason": "本月委托测绘院重新测量"})
    assert made.content["forms"]["figures"]["angle:reason"]
    for address in (f"/duties/{row_of().pk}/", f"/duties/submissions/{made.pk}/"):
        text = page(told, address)
        assert "55" in text and "48" in text and "本月委托测绘院重新测量" in text


def test_the_reviewer_sees_what_the_system_noticed_and_many_are_not_accepted_without_looking(told):
    save_form(told.safety, row_of(), "figures", {"words": "x", "angle": "55", "angle:reason": "重新测量"})
    sign(told.principal, row_of(), "promise", proven=True)
    made = submit(told.safety, row_of())
    assert "实测边坡角：填报55，台账48" in page(told, f"/duties/{row_of().pk}/").split("审核结论")[-2]
    bulk = page(told, f"/duties/accept/?id={row_of().pk}")
    assert f'name="looked-{row_of().pk}"' in bulk and "实测边坡角" in bulk
    (refused,) = accept_many(told.officer, [Verdict(row_of().pk, Seen(made.number, 0))])
    assert "实测边坡角" in refused.refused and row_of().state == "submitted"
    accept_many(told.officer, [Verdict(row_of().pk, Seen(made.number, 0), looked=True)])
    assert row_of().state == "accepted"


# ── what was there before ───────────────────────────────────────────────────


def early(content: dict) -> dict:
    """A content as the first versions kept it: a list as its length with a code, a figure as a bare number."""
    figures = content["measured"].items()
    kept = {key: [one["value"], "5b1c"] if "rows" in one else one["value"] for key, one in figures}
    return {**content, "measured": kept}


def test_what_was_accepted_before_lists_were_kept_is_not_called_changed(told):
    made = accepted(told)
    old = early(made.content)
    digest = hash_of(frozen_part(old))
    for mark in old["signatures"]:
        mark["content_hash"] = digest
    Submission.rows.filter(pk=made.pk).update(content=old, content_hash=digest)
    Signature.rows.filter(assignment=made.assignment).update(content_hash=digest)
    papers = dossier(row_of())
    assert papers.frozen.altered == [] and not papers.finding("promise").signature_broken
    assert list(broken_signatures(Scope.everywhere())) == []


def reported(*words: str) -> tuple[int, list[list[str]]]:
    """Exit status and lines of the command."""
    out, status = StringIO(), 0
    try:
        call_command("duties", "signatures", *words, stdout=out)
    except SystemExit as end:
        status = int(end.code or 0)
    return status, [line.split("\t") for line in out.getvalue().splitlines()[:-1]]


def test_who_signed_before_and_has_not_submitted_is_told_to_sign_again(told):
    row = signed(told)
    assert reported() == (0, [])
    Signature.rows.filter(assignment=row).update(content_hash="0" * 64)
    (mark,) = Signature.rows.filter(assignment=row)
    before = AuditEvent.rows.count()
    status, ((_region, _bearer, title, name, outcome),) = reported()
    assert (status, title, name, outcome) == (1, row.title, mark.signed_by, "待通知重新签字")
    assert AuditEvent.rows.count() == before and not Notice.objects.exists(), "a list changes nothing"
    status, lines = reported("--tell")
    assert status == 0 and lines[0][-1] == "已通知重新签字"
    event = AuditEvent.rows.get(kind="duties.sign_again")
    assert (event.object_id, event.details["requirement"]) == (str(row.pk), "promise")
    notice = Notice.objects.get(cause__kind="duties.told_sign_again")
    assert notice.recipient_id == mark.signed_by_id
    reported("--tell")
    assert Notice.objects.filter(cause__kind="duties.told_sign_again").count() == 1, "nobody is told twice"
    assert AuditEvent.rows.filter(kind="duties.sign_again").count() == 1
    sign(told.principal, row_of(), "promise", proven=True)
    assert reported() == (0, [])


def test_what_was_delivered_with_a_broken_signature_is_named_and_left(told):
    made = accepted(told)
    Signature.rows.filter(assignment=made.assignment).update(content_hash="0" * 64)
    status, lines = reported("--tell")
    assert status == 1 and lines[0][-1].startswith("已报送，不作改动")
    assert not Notice.objects.filter(cause__kind="duties.told_sign_again").exists()
