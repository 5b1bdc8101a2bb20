"""On the phone in the field: photographs travel small, and without signal nothing that was written is lost."""

import re
from io import BytesIO

from django.contrib.sessions.models import Session
from PIL import ExifTags, Image
from playwright.sync_api import FilePayload, Page, expect

from kuangan.access.models import User
from kuangan.hazards.models import Hazard, Photo
from tests.cast import PASSWORD
from tests.journeys.conftest import Arrive
from tests.journeys.steps import PHONE, Visitor
from tests.journeys.world import World

PLACE, WORDS = "北帮+85米平台", "边坡有松动的浮石，坡下有人作业"
OFFLINE = re.compile(r"没有信号，没有发出去。文字和照片已保存在本机（照片1张）")


def camera_picture(name: str, size: tuple[int, int] = (4000, 3000)) -> FilePayload:
    """A photograph as a camera writes it, lying on its side: a red upper left corner, with time, place, orientation."""
    told = Image.Exif()
    told[ExifTags.Base.Orientation] = 6
    told[ExifTags.Base.Make] = "Cast"
    told.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2023:04:03 08:15:00"
    place = told.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef], place[ExifTags.GPS.GPSLatitude] = "N", (22.0, 10.0, 30.0)
    place[ExifTags.GPS.GPSLongitudeRef], place[ExifTags.GPS.GPSLongitude] = "E", (112.0, 20.0, 15.0)
    image = Image.effect_noise((size[0] // 8, size[1] // 8), 60).convert("RGB").resize(size)
    image.paste((220, 20, 20), (0, 0, size[0] // 4, size[1] // 4))
    written = BytesIO()
    image.save(written, "JPEG", quality=90, exif=told)
    return {"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": written.getvalue()}


def _reports(visitor: Visitor, shot: FilePayload) -> Page:
    """The form of a new hazard, filled in, not sent."""
    visitor.goes_to("/hazards/new/")
    page = visitor.page
    page.locator("main input[type=file]").first.set_input_files([shot])
    visitor.fills("位置", PLACE).fills("问题", WORDS)
    expect(page.locator("p.ka-draft")).to_have_text("内容存在本机，尚未报送")
    return page


def _loses_signal(visitor: Visitor) -> None:
    visitor.context.set_offline(True)
    visitor.presses("登记")
    expect(visitor.page.get_by_role("alert")).to_contain_text(OFFLINE)


def _heard_only_the_lost_signal(visitor: Visitor) -> None:
    visitor.complaints[:] = [one for one in visitor.complaints if "ERR_INTERNET_DISCONNECTED" not in one]


def _one_hazard() -> Hazard:
    (row,) = Hazard.rows.all()
    return row


def test_a_photograph_arrives_small_with_its_time_and_place_and_stands_upright(world: World, arrive: Arrive) -> None:
    officer = arrive(world.users["officer"], PHONE)
    _reports(officer, camera_picture("北帮"))
    officer.presses("登记").sees("已登记，编号")
    stored = Photo.rows.get(hazard=_one_hazard()).stored
    assert (stored.width, stored.height) == (1500, 2000)
    assert stored.exif["taken_at"] == "2023:04:03 08:15:00"
    assert (stored.exif["latitude"], stored.exif["longitude"]) == (22.175, 112.3375)
    assert stored.exif["orientation"] == 6
    officer.goes_to(f"/hazards/{_one_hazard().pk}/")
    corner = officer.page.evaluate(CORNER)  # stored upper left stands upper right once it is turned
    assert corner[0] > 150
    assert corner[1] < 90


CORNER = """async () => {
  const shown = [...document.querySelectorAll("main img")].find((one) => one.src.includes("preview"));
  const picture = await createImageBitmap(await (await fetch(shown.src)).blob());
  const canvas = new OffscreenCanvas(picture.width, picture.height), pen = canvas.getContext("2d");
  pen.drawImage(picture, 0, 0);
  return [...pen.getImageData(picture.width - 20, 20, 1, 1).data];
}"""


def test_without_signal_words_and_photographs_stay_and_are_sent_once_when_it_is_back(
    world: World, arrive: Arrive
) -> None:
    officer = arrive(world.users["officer"], PHONE)
    page = _reports(officer, camera_picture("北帮", (800, 600)))
    _loses_signal(officer)
    expect(page.locator("[name=place]")).to_have_value(PLACE)
    officer.stays_inside_the_screen().keeps_picture("no-signal")

    officer.context.set_offline(False)
    officer.goes_to("/")
    page.locator(".ka-unsent a").click()
    expect(page.get_by_text("上次没有发出去的内容已放回")).to_be_visible()
    expect(page.locator("[name=place]")).to_have_value(PLACE)
    assert page.locator("main input[type=file]").first.evaluate("field => field.files.length") == 1
    officer.stays_inside_the_screen().keeps_picture("put-back")
    _the_answer_is_lost_once(page)
    officer.presses("再次发送")
    expect(page.get_by_role("alert")).to_contain_text(OFFLINE)
    assert Hazard.rows.count() == 1
    officer.presses("再次发送").sees("已登记，编号")
    assert Photo.rows.filter(hazard=_one_hazard()).count() == 1

    officer.goes_to("/hazards/new/")
    expect(page.locator(".ka-note.ka-draft")).to_have_count(0)
    assert page.evaluate("() => Object.keys(localStorage).filter((key) => key.startsWith('ka-draft:'))") == []
    _heard_only_the_lost_signal(officer)


def _the_answer_is_lost_once(page: Page) -> None:
    """The server takes what is sent; its answer never arrives."""

    def lose(route: object) -> None:
        route.fetch(max_redirects=0)  # type: ignore[attr-defined]
        route.abort("internetdisconnected")  # type: ignore[attr-defined]

    page.route("**/hazards/new/", lose, times=1)


def test_when_the_session_is_over_the_sign_in_page_says_that_the_text_is_safe(world: World, arrive: Arrive) -> None:
    officer, principal = world.users["officer"], world.users["principal"]
    visitor = arrive(officer, PHONE)
    page = _reports(visitor, camera_picture("北帮", (800, 600)))
    Session.objects.all().delete()
    visitor.presses("登记")
    expect(page).to_have_url(re.compile(r"login/\?next="))
    expect(page.get_by_text("您填写的内容已保存在本机")).to_be_visible()
    expect(page.get_by_text("照片、文件1个也已保存")).to_be_visible()
    visitor.stays_inside_the_screen().keeps_picture("text-is-safe")
    _signs_in(page, officer)
    expect(page.locator("[name=place]")).to_have_value(PLACE)
    expect(page.get_by_text("上次没有发出去的内容已放回")).to_be_visible()

    Session.objects.all().delete()  # somebody else takes the same phone
    visitor.goes_to("/hazards/new/")
    _signs_in(page, principal)
    expect(page.locator("#report")).to_be_visible()
    expect(page.locator("[name=place]")).to_have_value("")
    expect(page.locator(".ka-note.ka-draft")).to_have_count(0)


def _signs_in(page: Page, account: User) -> None:
    page.get_by_label("登录名").fill(account.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.locator("body.ka-framed")).to_be_visible()


def test_a_refused_form_shows_its_errors_and_back_leads_where_one_came_from(world: World, arrive: Arrive) -> None:
    officer = arrive(world.users["officer"], PHONE)
    officer.expected.add(422)
    officer.goes_to("/").goes_to("/hazards/new/").fills("位置", PLACE).presses("登记")
    page = officer.page
    expect(page.locator("[data-errors]")).to_be_visible()
    expect(page.locator("[name=place]")).to_have_value(PLACE)
    page.go_back()
    expect(page).to_have_url(f"{officer.site}/")
    page.go_forward()
    expect(page.locator("#report")).to_be_visible()
    officer.fills("位置", PLACE).presses("登记")
    expect(page.locator("[data-errors]")).to_be_visible()
    officer.fills("问题", WORDS).presses("登记")  # the scripts of the answer work as those of any page
    officer.sees("已登记，编号")
    assert _one_hazard().place == PLACE


def test_signing_out_takes_what_was_written_off_the_phone(world: World, arrive: Arrive) -> None:
    officer = arrive(world.users["officer"], PHONE)
    page = _reports(officer, camera_picture("北帮", (800, 600)))
    page.evaluate("document.querySelector('form[data-sign-out]').requestSubmit()")
    expect(page).to_have_url(re.compile("login"))
    expect(page.get_by_text("您填写的内容已保存在本机")).to_be_hidden()
    assert page.evaluate("() => Object.keys(localStorage).filter((key) => key.startsWith('ka-draft:'))") == []
