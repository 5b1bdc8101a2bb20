"""What people do on the pages: supply, sign, submit, review, return, extend, redo; and when it goes wrong."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kuangan.duties import kinds
from kuangan.duties.models import Assignment, Review, Submission
from kuangan.duties.queries.shown import shown_extension
from kuangan.duties.tests.campaign import SYSTEM
from kuangan.duties.tests.web_stage import Scene, pdf, seen, words
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.integrity.sealing import seal_all


def test_a_package_is_supplied_signed_submitted_and_the_receipt_shown(scene: Scene) -> None:
    scene.supply()
    answer = scene.as_("officer").post(
        scene.url("submit/"), {"note": "请审阅", "shown": seen(scene.row())}, follow=True
    )
    live = Submission.rows.get()
    assert live.number in words(answer) and "请审阅" in words(answer) and live.content_hash in words(answer)
    printed = words(scene.as_("officer").get(f"/duties/submissions/{live.pk}/receipt/"))
    assert "报送回执" in printed and live.number in printed


def test_pressing_submit_twice_gives_one_submission_and_its_receipt(scene: Scene) -> None:
    scene.deliver()
    again = scene.as_("officer").post(scene.url("submit/"), {"note": ""}, follow=True)
    assert Submission.rows.count() == 1
    assert "这件已经报送过" in words(again) and Submission.rows.get().number in words(again)


def test_submitting_what_is_incomplete_says_what_is_missing(scene: Scene) -> None:
    answer = scene.as_("officer").post(scene.url("submit/"), {"shown": seen(scene.row())})
    assert answer.status_code == 409 and "材料还不齐" in words(answer) and not Submission.rows.exists()


def test_of_several_files_the_good_ones_stay_and_the_bad_one_is_named(scene: Scene) -> None:
    bad = SimpleUploadedFile("说明.html", b"<html><script>1</script></html>", content_type="text/html")
    answer = scene.as_("officer").post(
        scene.url("evidence/report/"), {"files": [pdf("一.pdf"), bad, pdf("二.pdf", "2")]}
    )
    assert answer.status_code == 422 and "说明.html" in words(answer) and "已上传2个文件" in words(answer)
    assert list(scene.row().files.values_list("name", flat=True)) == ["一.pdf", "二.pdf"]


def test_a_file_is_handed_out_as_a_download_and_can_be_removed(scene: Scene) -> None:
    scene.as_("officer").post(scene.url("evidence/report/"), {"files": pdf()})
    file = scene.row().files.get()
    answer = scene.as_("reviewer").get(scene.url(f"files/{file.pk}/"))
    assert answer.status_code == 200 and answer["Content-Disposition"].startswith("attachment")
    assert scene.as_("reviewer").post(scene.url(f"files/{file.pk}/remove/")).status_code == 403
    assert scene.as_("officer").post(scene.url(f"files/{file.pk}/remove/")).status_code == 302
    file.refresh_from_db()
    assert file.removed_at is not None


def test_a_form_keeps_what_was_typed_beside_its_error(scene: Scene) -> None:
    answer = scene.as_("officer").post(scene.url("evidence/facts/"), {"f-found": "三十", "revision": "0"})
    page = words(answer)
    assert answer.status_code == 422 and 'value="三十"' in page and "请填写数字" in page


def test_two_people_in_one_form_lose_nothing(scene: Scene) -> None:
    first = scene.as_("officer").post(scene.url("evidence/facts/"), {"f-found": "3", "revision": "0"})
    second = scene.as_("principal").post(scene.url("evidence/facts/"), {"f-found": "5", "revision": "0"})
    assert first.status_code == 302 and second.status_code == 409
    assert 'value="5"' in words(second) and "吴安全员已保存过" in words(second)
    assert scene.row().answers.get().values == {"found": "3"}


def test_the_wrong_password_does_not_sign_and_leaves_a_trace(scene: Scene) -> None:
    scene.as_("officer").post(scene.url("evidence/report/"), {"files": pdf()})
    scene.as_("officer").post(scene.url("evidence/facts/"), {"f-found": "3", "revision": "0"})
    answer = scene.as_("principal").post(scene.url("evidence/promise/"), {"password": "falsch", "agreed": "on"})
    assert answer.status_code == 422 and "密码不对" in words(answer) and "falsch" not in words(answer)
    assert not scene.row().signatures.exists()
    assert AuditEvent.rows.filter(kind="access.sign_in_failed").exists()


def test_the_signing_page_shows_the_whole_statement(scene: Scene) -> None:
    page = words(scene.as_("principal").get(scene.url("evidence/promise/")))
    assert "承诺自查自改真实。李老板" in page and "请先补齐" in page and 'name="password"' not in page


def test_a_change_after_signing_shows_as_broken(scene: Scene) -> None:
    scene.supply()
    scene.as_("officer").post(scene.url("evidence/report/"), {"files": pdf("补充.pdf", "later")})
    page = words(scene.as_("principal").get(scene.url()))
    assert "签后内容已变" in page and "重新签字" in page
    assert scene.as_("officer").post(scene.url("submit/"), {"shown": seen(scene.row())}).status_code == 409


def test_county_accepts_and_the_city_files(scene: Scene) -> None:
    scene.deliver()
    page = words(scene.as_("reviewer").get(scene.url()))
    assert "审核结论" in page and "待县局审核" in page
    assert scene.as_("reviewer").post(scene.url("review/"), scene.verdict()).status_code == 302
    assert "待市局备案" in words(scene.as_("city").get(scene.url()))
    assert scene.as_("city").post(scene.url("review/"), scene.verdict()).status_code == 302
    assert scene.row().state == "accepted"


def test_a_return_needs_its_reason_and_keeps_what_was_typed(scene: Scene) -> None:
    scene.deliver()
    answer = scene.as_("reviewer").post(scene.url("review/"), scene.verdict("return", opinion=" ", correct_by="下周"))
    assert answer.status_code == 422 and "请写明需要补正的内容" in words(answer) and 'value="下周"' in words(answer)
    told = scene.verdict("return", opinion="缺边坡角实测值", correct_by="2023年4月25日")
    assert scene.as_("reviewer").post(scene.url("review/"), told).status_code == 302
    assert scene.row().state == "returned"
    assert "缺边坡角实测值" in words(scene.as_("principal").get("/"))


def test_of_two_reviewers_one_decides_and_the_other_is_told_and_loses_no_word(scene: Scene) -> None:
    scene.deliver()
    first, second = (
        scene.verdict(opinion="同意"),
        scene.verdict("return", opinion="照片重复，请补拍", correct_by="2023-04-25"),
    )
    assert scene.as_("reviewer").post(scene.url("review/"), first).status_code == 302
    answer = scene.as_("leader").post(scene.url("review/"), second)
    page = words(answer)
    assert answer.status_code == 409 and "陈主任已于" in page and "照片重复，请补拍" in page
    assert Review.rows.count() == 1


def test_a_neighbouring_county_cannot_review(scene: Scene) -> None:
    scene.deliver()
    assert scene.as_("neighbour").post(scene.url("review/"), scene.verdict()).status_code == 404
    assert scene.as_("city").post(scene.url("review/"), scene.verdict()).status_code == 403
    assert scene.as_("officer").post(scene.url("review/"), scene.verdict()).status_code == 403
    assert not Review.rows.exists()


def test_bulk_acceptance_settles_some_and_tells_of_the_others(scene: Scene) -> None:
    scene.deliver()
    monthly = scene.row("monthly")
    scene.as_("officer").post(f"/duties/{monthly.pk}/evidence/record/", {"files": pdf("记录.pdf", "m")})
    scene.as_("officer").post(f"/duties/{monthly.pk}/submit/", {"shown": seen(monthly)})
    reviewer, package = scene.as_("reviewer"), scene.row()
    page = words(reviewer.get(f"/duties/accept/?id={package.pk}&id={monthly.pk}"))
    assert f'name="opinion-{package.pk}"' in page and f'name="opinion-{monthly.pk}"' in page
    chosen: dict[str, Any] = {"id": [package.pk, monthly.pk], "common": "同意", f"opinion-{package.pk}": "材料齐全"}
    for row in (package, monthly):
        chosen[f"receipt-{row.pk}"] = row.submissions.get().number
        chosen[f"step-{row.pk}"] = "0"
        chosen[f"shown-{row.pk}"] = seen(row)
    assert scene.as_("leader").post(f"/duties/{monthly.pk}/review/",
                                    {"receipt": monthly.submissions.get().number, "step": "0", "decision": "accept",
                                     "shown": seen(monthly)}
                                    ).status_code == 302  # fmt: skip
    answer = reviewer.post("/duties/accept/", chosen, follow=True)
    assert "通过1件，未通过1件" in words(answer) and "梁局长已于" in words(answer)
    assert set(Review.rows.values_list("opinion", flat=True)) == {"材料齐全", ""}


def test_a_submission_can_be_withdrawn_until_somebody_has_decided(scene: Scene) -> None:
    scene.deliver()
    assert scene.as_("officer").post(scene.url("withdraw/"), {"reason": ""}).status_code == 422
    assert scene.as_("officer").post(scene.url("withdraw/"), {"reason": "附件传错"}).status_code == 302
    assert scene.row().state == "open"
    scene.as_("officer").post(scene.url("submit/"), {"shown": seen(scene.row())})
    scene.as_("reviewer").post(scene.url("review/"), scene.verdict())
    answer = scene.as_("officer").post(scene.url("withdraw/"), {"reason": "再改"})
    assert answer.status_code == 409 and "再改" in words(answer) and "审核已开始" in words(answer)


def test_more_time_is_asked_and_granted_with_both_dates(scene: Scene) -> None:
    officer, reviewer = scene.as_("officer"), scene.as_("reviewer")
    wrong = officer.post(scene.url("extension/"), {"until": "2023-04-21", "reason": "台风"})
    assert wrong.status_code == 422 and "请选择晚于现有期限" in words(wrong) and "台风" in words(wrong)
    assert officer.post(scene.url("extension/"), {"until": "2023-05-10", "reason": "台风"}).status_code == 302
    page = words(reviewer.get(scene.url()))
    assert "申请延至" in page and "5月10日" in page and "台风" in page
    asked = scene.row().extensions.get()
    url = scene.url(f"extension/{asked.pk}/")
    shown = shown_extension(scene.row(), asked)
    assert reviewer.post(url, {"extension-grant": "no", "shown": shown}).status_code == 422
    assert reviewer.post(url, {"extension-grant": "yes", "shown": "0" * 64}).status_code == 409
    assert scene.as_("neighbour").post(url, {"extension-grant": "yes"}).status_code == 404
    assert reviewer.post(url, {"extension-grant": "yes", "shown": shown}).status_code == 302
    assert "原期限4月30日" in words(officer.get(scene.url()))


def test_a_redo_leaves_the_old_round_readable_and_void(scene: Scene) -> None:
    live = scene.deliver()
    reviewer = scene.as_("reviewer")
    empty = reviewer.post(scene.url("redo/"), {"reason": "", "new_due": "2023-05-05"})
    assert empty.status_code == 422
    told = {"trigger": "going_through_motions", "reason": "照片与上月相同", "new_due": "2023-05-05"}
    assert reviewer.post(scene.url("redo/"), told).status_code == 409
    told["shown"] = seen(scene.row())
    assert reviewer.post(scene.url("redo/"), told).status_code == 302
    assert scene.row().round == 2 and scene.row().state == "open"
    old = words(scene.as_("principal").get(f"/duties/submissions/{live.pk}/"))
    assert "已作废" in old and "走过场" in old and "自查自改报告.pdf" in old
    assert "推倒重来" in words(scene.as_("principal").get(scene.url()))


def test_urging_goes_on_record(scene: Scene) -> None:
    assert scene.as_("reviewer").post(scene.url("urge/"), {"words": "请立即报送"}).status_code == 302
    assert "请立即报送" in words(scene.as_("officer").get(scene.url("history/")))
    assert scene.as_("officer").get(scene.url("urge/")).status_code == 403


def test_form_sent_twice_urges_once(scene: Scene) -> None:
    told = {"words": "请立即报送", "ui_once": "0" * 32}
    for _twice in range(2):
        assert scene.as_("reviewer").post(scene.url("urge/"), told).status_code == 302
    other = scene.as_("reviewer").post(scene.url("urge/"), {**told, "words": "请今天报送"})
    assert other.status_code == 422 and "请今天报送" in words(other)
    scene.as_("reviewer").post(scene.url("urge/"), {**told, "ui_once": "1" * 32})
    assert AuditEvent.rows.filter(kind=kinds.URGED.name).count() == 2


@pytest.mark.parametrize("tail", ["review/", "submit/"])
def test_a_visitor_is_sent_to_sign_in(scene: Scene, tail: str) -> None:
    from django.test import Client

    answer = Client().post(scene.url(tail))
    assert answer.status_code == 302 and "login" in answer["Location"]
    assert Assignment.rows.filter(state="submitted").count() == 0


def test_a_table_takes_rows_and_lets_them_go_without_script(db: Any) -> None:
    from django.http import QueryDict

    from kuangan.duties.web.forms.answering import answered, typed
    from kuangan.plan.rules.dues import FormField
    from kuangan.plan.rules.parts import Column

    columns = (Column("name", "姓名"), Column("post", "岗位"))
    people_table = FormField("people", "参加人员", "table", columns=columns)
    posted = QueryDict("f-people-0-name=张三&f-people-0-post=电工&f-people-1-name=李四&f-people-1-post=&drop=people:0")
    values = typed((people_table,), posted)
    assert values == {"people": [{"name": "李四", "post": ""}]}
    rows = answered((people_table,), values)[0].answers[0].rows
    assert len(rows) == 3 and rows[0][0].value == "李四"


def test_a_printed_receipt_carries_the_latest_seal_of_the_trail_out_of_the_house(scene: Scene) -> None:
    made = scene.deliver()
    seal = seal_all(SYSTEM)[-1]
    page = words(scene.as_("principal").get(f"/duties/submissions/{made.pk}/receipt/"))
    assert "打印时审计留痕：" in page
    assert seal.code in page
