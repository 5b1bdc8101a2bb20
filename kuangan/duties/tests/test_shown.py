"""People sign, submit and decide on what was shown to them; what comes back says why; what was noticed is beside it."""

from kuangan.duties.models import Assignment, Review, Signature
from kuangan.duties.tests.web_stage import Scene, pdf, seen, seen_statement, words
from tests.cast import people


def test_who_signs_or_decides_on_something_else_than_was_shown_is_told_and_loses_nothing(scene: Scene) -> None:
    officer, principal, reviewer = scene.as_("officer"), scene.as_("principal"), scene.as_("reviewer")
    officer.post(scene.url("evidence/report/"), {"files": pdf()})
    officer.post(scene.url("evidence/facts/"), {"f-found": "3", "revision": "0"})
    old = {"password": people.PASSWORD, "agreed": "on", "shown": seen_statement(scene.row(), "promise")}
    officer.post(scene.url("evidence/facts/"), {"f-found": "9", "revision": "1"})
    answer = principal.post(scene.url("evidence/promise/"), old)
    assert answer.status_code == 409 and "打开后已有变化" in words(answer) and not Signature.rows.exists()
    assert seen_statement(scene.row(), "promise") in words(answer)
    for _ in range(3):
        again = {**old, "shown": seen_statement(scene.row(), "promise")}
        assert principal.post(scene.url("evidence/promise/"), again).status_code == 302
    assert Signature.rows.count() == 1
    assert officer.post(scene.url("submit/"), {"note": "x"}).status_code == 409
    officer.post(scene.url("submit/"), {"shown": seen(scene.row())})
    stale = scene.verdict("return", opinion="照片重复", correct_by="2023-04-25", shown="0" * 64)
    refused = reviewer.post(scene.url("review/"), stale)
    assert refused.status_code == 409 and "照片重复" in words(refused) and not Review.rows.exists()
    assert f'name="shown" value="{seen(scene.row())}"' in words(refused)


def test_what_was_returned_says_so_on_top_and_comes_back_unchanged_only_with_a_reason(scene: Scene) -> None:
    scene.deliver()
    told = scene.verdict("return", opinion="缺边坡角实测值", correct_by="2023-04-25")
    scene.as_("reviewer").post(scene.url("review/"), told)
    page = words(scene.as_("officer").get(scene.url()))
    assert page.index("退回补正") < page.index("ka-hero") and page.index("缺边坡角实测值") < page.index("ka-hero")
    assert "再次报送" in page and "unchanged_because" in page
    unchanged = {"note": "已核", "shown": seen(scene.row())}
    refused = scene.as_("officer").post(scene.url("submit/"), unchanged)
    assert refused.status_code == 409 and "退回后没有改动" in words(refused) and "已核" in words(refused)
    scene.as_("officer").post(scene.url("submit/"), {**unchanged, "unchanged_because": "实测值在附件第3页"})
    live = scene.row().submissions.get(state="submitted")
    assert "实测值在附件第3页" in live.note and live.note in words(scene.as_("reviewer").get(scene.url()))


def test_what_was_mended_after_a_return_needs_no_reason(scene: Scene) -> None:
    scene.deliver()
    told = scene.verdict("return", opinion="缺边坡角实测值", correct_by="2023-04-25")
    scene.as_("reviewer").post(scene.url("review/"), told)
    scene.as_("officer").post(scene.url("evidence/report/"), {"files": pdf("补充.pdf", "more")})
    sign = {"password": people.PASSWORD, "agreed": "on", "shown": seen_statement(scene.row(), "promise")}
    scene.as_("principal").post(scene.url("evidence/promise/"), sign)
    scene.as_("officer").post(scene.url("submit/"), {"shown": seen(scene.row())})
    assert scene.row().state == "submitted"


def test_the_review_shows_last_time_beside_this_time_and_a_file_that_was_used_before(scene: Scene) -> None:
    officer, reviewer = scene.as_("officer"), scene.as_("reviewer")
    march, april = Assignment.rows.filter(mine=scene.mine, duty_slug="monthly").order_by("period_start")[:2]
    for row in (march, april):
        officer.post(f"/duties/{row.pk}/evidence/record/", {"files": pdf("记录.pdf", "m")})
        officer.post(f"/duties/{row.pk}/submit/", {"shown": seen(row)})
    page = words(reviewer.get(f"/duties/{april.pk}/"))
    assert "系统提示" in page and "“记录.pdf”曾用于" in page and "填报用时" in page
    chosen = {"id": [april.pk], f"receipt-{april.pk}": april.submissions.get().number, f"step-{april.pk}": "0",
              f"shown-{april.pk}": seen(april)}  # fmt: skip
    refused = words(reviewer.post("/duties/accept/", chosen, follow=True))
    assert "未通过1件" in refused and "曾用于" in refused
    reviewer.post("/duties/accept/", {**chosen, f"looked-{april.pk}": "1"})
    april.refresh_from_db()
    assert april.state == "accepted"


def test_content_that_is_again_as_it_was_signed_is_signed(scene: Scene) -> None:
    scene.supply()
    for revision, found in (("1", "9"), ("2", "3")):
        scene.as_("officer").post(scene.url("evidence/facts/"), {"f-found": found, "revision": revision})
        sign = {"password": people.PASSWORD, "agreed": "on", "shown": seen_statement(scene.row(), "promise")}
        scene.as_("principal").post(scene.url("evidence/promise/"), sign)
    scene.as_("officer").post(scene.url("submit/"), {"shown": seen(scene.row())})
    assert scene.row().state == "submitted" and Signature.rows.count() == 2
