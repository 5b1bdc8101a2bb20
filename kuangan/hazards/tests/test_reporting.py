"""Reporting a hazard on a phone: quick, complete, never twice, nothing lost."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from kuangan.foundation.kernel import clock
from kuangan.hazards.actions import registering
from kuangan.hazards.models import Hazard, HazardLink, Photo
from kuangan.hazards.states import Grade
from kuangan.hazards.tests import stage
from tests import cast

pytestmark = pytest.mark.django_db
WORDS = "最终边坡台阶高度超过设计，坡面有浮石"


@pytest.fixture
def mine():
    return cast.mine("青山石场")


@pytest.fixture
def officer(mine):
    return cast.safety_officer(mine)


@pytest.fixture
def phone(officer):
    return cast.client(officer)


def photo(name="现场.jpg", colour="teal", taken=""):
    held = BytesIO()
    exif = Image.Exif()
    if taken:
        exif[0x0132] = taken
    Image.new("RGB", (64, 48), colour).save(held, "JPEG", exif=exif)
    return SimpleUploadedFile(name, held.getvalue(), "image/jpeg")


def told(mine, **more):
    return {
        "mine": mine.pk, "place": "北帮+85米平台", "description": WORDS, "grade": "general", "entry": uuid4().hex,
        "source": "self_inspection", "found_on": clock.today().isoformat(), "found_time": "00:00", **more,
    }  # fmt: skip


def test_a_hazard_with_pictures_is_reported_in_one_go(mine, officer, phone):
    form = phone.get("/hazards/new/").content.decode()
    assert "青山石场" in form and f'name="mine" value="{mine.pk}"' in form and 'accept="image/*"' in form
    answer = phone.post("/hazards/new/", told(mine, photos=[photo(), photo("二.jpg", "navy")], disaster="slide"))
    row = Hazard.rows.get()
    assert answer.url == f"/hazards/{row.pk}/"
    assert (row.state, row.disaster, row.entered_by, row.source) == (
        "registered", "slide", officer.name, "self_inspection",
    )  # fmt: skip
    assert sorted(Photo.rows.values_list("name", "stage")) == [("二.jpg", "before"), ("现场.jpg", "before")]


def test_the_same_form_sent_twice_makes_one_hazard(mine, phone):
    sent = told(mine)
    first, second = phone.post("/hazards/new/", sent), phone.post("/hazards/new/", sent)
    assert first.url == second.url and Hazard.rows.count() == 1


def test_the_same_form_sent_twice_at_one_instant_makes_one_hazard(mine, phone, monkeypatch):
    sent = told(mine)
    first, look, looks = phone.post("/hazards/new/", sent), registering._known, []

    def late(*asked):
        looks.append(asked)
        return None if len(looks) == 1 else look(*asked)  # the other one was not yet written

    monkeypatch.setattr(registering, "_known", late)
    assert phone.post("/hazards/new/", sent).url == first.url
    assert Hazard.rows.count() == 1 and len(looks) == 2


def test_an_entry_takes_eight_statements(mine):
    cast.mine("白云石场")
    city = cast.client(cast.city_office())
    sent = [told(mine, place=place, answer="new") for place in ("北帮", "南帮")]
    city.post("/hazards/new/", sent[0])  # the first request of a session notes that it has begun
    with CaptureQueriesContext(connection) as asked:
        assert city.post("/hazards/new/", sent[1]).status_code == 302
    own = [one["sql"] for one in asked if "SAVEPOINT" not in one["sql"]]  # the frame of the test's own transaction
    assert len(own) <= 8, own


def test_a_restored_draft_with_other_words_is_asked_about_and_sent_again_it_is_another_hazard(mine, phone):
    sent = told(mine)
    phone.post("/hazards/new/", sent)
    first = Hazard.rows.get()
    other = {**sent, "place": "配电房", "description": "电缆接头裸露没有绝缘包扎"}
    answer = phone.post("/hazards/new/", other)
    page = answer.content.decode()
    assert answer.status_code == 422 and Hazard.rows.count() == 1
    assert first.number in page and "不同的内容没有保存" in page and "电缆接头裸露没有绝缘包扎" in page
    fresh = {**other, "entry": answer.context["form"]["entry"].value()}
    for _round in range(2):
        assert phone.post("/hazards/new/", fresh).status_code == 302
    assert sorted(Hazard.rows.values_list("place", flat=True)) == ["北帮+85米平台", "配电房"]


def test_the_same_form_sent_again_with_one_more_picture_adds_the_picture(mine, phone):
    sent = told(mine)
    first = phone.post("/hazards/new/", {**sent, "photos": [photo()]})
    second = phone.post("/hazards/new/", {**sent, "photos": [photo(), photo("二.jpg", "navy")]})
    assert first.url == second.url and Hazard.rows.count() == 1
    assert sorted(Photo.rows.values_list("name", flat=True)) == ["二.jpg", "现场.jpg"]


def test_a_refused_form_keeps_words_and_pictures(mine, phone):
    answer = phone.post("/hazards/new/", told(mine, description="", photos=[photo()], requirement="先清浮石"))
    page = answer.content.decode()
    assert answer.status_code == 422 and not Hazard.rows.exists()
    assert "先清浮石" in page and "北帮+85米平台" in page and "data-draft-refused" in page
    (kept,) = answer.context["files"].kept
    assert phone.get(f"/hazards/new/kept/{kept.reference}/").status_code == 200
    phone.post("/hazards/new/", told(mine, kept=answer.context["files"].references))
    assert Photo.rows.get().name == "现场.jpg"


def test_a_file_that_is_no_picture_is_refused_by_name_and_the_others_stay(mine, phone):
    fake = SimpleUploadedFile("假照片.jpg", b"<html><script>alert(1)</script></html>", "image/jpeg")
    answer = phone.post("/hazards/new/", told(mine, photos=[photo(), fake]))
    page = answer.content.decode()
    assert answer.status_code == 422 and "假照片.jpg" in page and not Hazard.rows.exists()
    assert [one.name for one in answer.context["files"].kept] == ["现场.jpg"]


def test_a_picture_taken_in_can_be_left_out_again(mine, phone):
    answer = phone.post("/hazards/new/", told(mine, description="", photos=[photo(), photo("二.jpg", "navy")]))
    first, second = answer.context["files"].kept
    kept = answer.context["files"].references
    phone.post("/hazards/new/", told(mine, kept=kept, drop=[first.reference]))
    assert [row.name for row in Photo.rows.all()] == [second.name]


def test_references_to_pictures_of_somebody_else_open_nothing(mine, phone):
    reference = phone.post("/hazards/new/", told(mine, description="", photos=[photo()])).context["files"].references
    other = cast.client(cast.safety_officer(mine, "郑安全员"))
    assert other.get(f"/hazards/new/kept/{reference}/").status_code == 404
    answer = other.post("/hazards/new/", told(mine, kept=reference))
    assert answer.status_code == 422 and not Hazard.rows.exists()
    assert other.post("/hazards/new/", told(mine, kept="made-up x:y")).status_code == 422


def test_the_camera_says_when_a_picture_was_taken_and_never_in_the_future(mine, phone):
    past, future = "2023:07:03 10:26:00", (clock.now() + timedelta(days=900)).strftime("%Y:%m:%d %H:%M:%S")
    phone.post("/hazards/new/", told(mine, photos=[photo(taken=past), photo("二.jpg", "navy", future)]))
    moments = dict(Photo.rows.values_list("name", "taken_at"))
    assert moments["现场.jpg"].astimezone(clock.SHANGHAI).isoformat() == "2023-07-03T10:26:00+08:00"
    assert moments["二.jpg"] is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"place": " "}, "place"), ({"description": "无"}, "description"), ({"grade": "major"}, "grade"),
        ({"source": "tip"}, "source"), ({"grade": "suspected"}, "focus_area"), ({"found_on": "2999-01-01"}, "found_on"),
        ({"found_on": "昨天"}, "found_on"), ({"disaster": "地震"}, "disaster"), ({"mine": "0"}, "mine"),
        ({"place": "长" * 121}, "place"), ({"found_time": "25点"}, "found_time"),
    ],
)  # fmt: skip
def test_what_cannot_be_right_is_said_beside_its_field(wrong, field, mine, phone):
    answer = phone.post("/hazards/new/", told(mine) | wrong)
    assert answer.status_code == 422 and list(answer.context["form"].errors) == [field]
    assert not Hazard.rows.exists()


def test_late_entry_keeps_the_true_time(mine, phone):
    day = clock.today() - timedelta(days=3)
    phone.post("/hazards/new/", told(mine, found_on=day.isoformat(), found_time="8:05", found_by="张矿工"))
    row = Hazard.rows.get()
    assert row.found_at.astimezone(clock.SHANGHAI).strftime("%Y-%m-%d %H:%M") == f"{day} 08:05"
    assert row.found_by == "张矿工" and clock.day_of(row.entered_at) == clock.today()


def test_a_suspected_major_hazard_awaits_determination(mine, phone):
    phone.post("/hazards/new/", told(mine, grade="suspected", focus_area="major_hazards"))
    assert Hazard.rows.get().grade == Grade.SUSPECTED
    assert "待判定" in phone.get("/hazards/").content.decode()


def meet(mine, phone):
    """One is registered and another like it sent: the first, and what was answered."""
    phone.post("/hazards/new/", told(mine, photos=[photo()]))
    sent = told(mine, description=WORDS + "较多", photos=[photo("二.jpg", "navy")])
    return Hazard.rows.get(), phone.post("/hazards/new/", sent)


def test_an_alike_hazard_is_shown_before_anything_is_registered(mine, phone):
    first, met = meet(mine, phone)
    page = met.content.decode()
    assert met.status_code == 409 and Hazard.rows.count() == 1
    assert first.number in page and WORDS + "较多" in page and "不是同一项，登记" in page
    assert f"/hazards/{first.pk}/photos/{first.photos.get().pk}/preview/" in page


def again(mine, met, **more):
    return told(mine, description=WORDS + "较多", kept=met.context["files"].references, **more)


def test_another_hazard_is_registered_once_that_is_said(mine, phone):
    _first, met = meet(mine, phone)
    phone.post("/hazards/new/", again(mine, met, answer="new"))
    assert Hazard.rows.count() == 2 and not HazardLink.rows.exists()
    assert Hazard.rows.latest("id").photos.get().name == "二.jpg"


def test_a_hazard_that_belongs_to_another_is_registered_and_linked(mine, phone):
    first, met = meet(mine, phone)
    phone.post("/hazards/new/", again(mine, met, answer=f"related:{first.pk}"))
    link = HazardLink.rows.get()
    assert (link.other_id, link.kind) == (first.pk, "related") and Hazard.rows.count() == 2


def test_the_same_hazard_is_not_registered_again_and_gets_the_new_pictures(mine, phone):
    first, met = meet(mine, phone)
    gone = phone.post("/hazards/new/", again(mine, met, answer=f"same:{first.pk}"))
    assert gone.url == f"/hazards/{first.pk}/" and Hazard.rows.count() == 1
    assert set(first.photos.values_list("name", flat=True)) == {"现场.jpg", "二.jpg"}


def test_going_back_from_the_alike_ones_shows_the_form_as_it_was(mine, phone):
    _first, met = meet(mine, phone)
    page = phone.post("/hazards/new/", again(mine, met, answer="edit")).content.decode()
    assert WORDS + "较多" in page and "已接收的照片" in page and Hazard.rows.count() == 1


def test_an_answer_that_names_a_hazard_of_another_mine_asks_again(mine, phone):
    _first, met = meet(mine, phone)
    other_mine = cast.mine("白云石场")
    foreign = stage.found(cast.as_actor(cast.safety_officer(other_mine)), other_mine)
    for word in (f"same:{foreign.pk}", f"related:{foreign.pk}", "same:x", "related:"):
        assert phone.post("/hazards/new/", again(mine, met, answer=word)).status_code == 409
    assert Hazard.rows.filter(mine=mine).count() == 1


def test_officials_choose_among_their_mines_and_may_name_every_source(mine):
    other = cast.mine("白云石场")
    inspector = cast.client(cast.county_inspector())
    form = inspector.get("/hazards/new/").content.decode()
    assert "青山石场" in form and "白云石场" in form and "检查" in form
    inspector.post("/hazards/new/", told(other, source="tip"))
    assert Hazard.rows.get().mine == other
    assert "白云石场" in inspector.get(f"/hazards/new/?mine={other.pk}").content.decode()
    far = cast.mine("远山石场", cast.KAIPING)
    assert inspector.get(f"/hazards/new/?mine={far.pk}").status_code == 404
    assert inspector.post("/hazards/new/", told(far)).status_code == 422


def test_whoever_sees_many_mines_looks_one_up_first(mine, monkeypatch):
    monkeypatch.setattr("kuangan.hazards.web.views.registering.MOST_LISTED", 1)
    cast.mine("白云石场")
    city = cast.client(cast.city_office())
    assert "选择矿山" in city.get("/hazards/new/").content.decode()
    assert f"/hazards/new/?mine={mine.pk}" in city.get("/hazards/new/?q=青山").content.decode()
    assert city.post("/hazards/new/", told(mine)).status_code == 302


def test_supervisors_report_nothing(mine):
    assert cast.client(cast.province_supervisor()).get("/hazards/new/").status_code == 403


def test_earlier_places_of_the_mine_are_offered_once(mine, officer, phone):
    for words in ("浮石未清理到位", "防护栏杆断开缺失", "电缆破损裸露"):
        stage.found(cast.as_actor(officer), mine, description=words, place="卸料口")
    assert phone.get("/hazards/new/").content.decode().count('<option value="卸料口">') == 1


def test_a_picture_over_the_limit_is_refused_by_name_and_the_words_stay(mine, phone, settings):
    settings.KUANGAN_MAX_FILE_BYTES = 200
    answer = phone.post("/hazards/new/", told(mine, photos=[photo("太大.jpg")]))
    page = answer.content.decode()
    assert answer.status_code == 422 and "太大.jpg" in page and "MB" in page and WORDS in page
    row = stage.found(cast.as_actor(cast.safety_officer(mine, "郑安全员")), mine)
    answer = phone.post(f"/hazards/{row.pk}/photos/", {"stage": "before", "files": [photo("太大.jpg")]})
    assert answer.status_code == 422 and "太大.jpg" in answer.content.decode() and not Photo.rows.exists()
