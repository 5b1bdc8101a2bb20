"""Pictures are compared: a copy of the picture before is no picture after, and a shot handed in elsewhere is marked."""

import random
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from PIL import Image, ImageEnhance

from kuangan.foundation.integrity.files import fingerprints, keep
from kuangan.foundation.kernel.errors import Refused
from kuangan.hazards import actions
from kuangan.hazards.queries.picture_marks import marks
from kuangan.hazards.states import PhotoStage
from kuangan.hazards.tests import stage
from kuangan.hazards.tests.bureaus import Scene
from tests import cast

pytestmark = pytest.mark.django_db
HERE = (Decimal("22.1828"), Decimal("112.3141"))


def scenery(seed):
    """A picture with the detail of a quarry face."""
    chance = random.Random(seed)
    small = Image.frombytes("RGB", (24, 18), bytes(chance.randrange(256) for _each in range(24 * 18 * 3)))
    return small.resize((960, 720), Image.Resampling.BICUBIC)


def kept(image, quality=92, **told):
    held = BytesIO()
    image.save(held, "JPEG", quality=quality, **told)
    return keep(ContentFile(held.getvalue(), name="现场.jpg"))


def handed_in(actor, hazard, stored, stage_of=PhotoStage.BEFORE, **told):
    return actions.add_photo(actor, hazard, actions.Picture(stored=stored, name="现场.jpg", stage=stage_of, **told))


@pytest.fixture
def scene():
    return Scene()


@pytest.mark.parametrize(
    "copy",
    [
        lambda image: kept(image, 40),
        lambda image: kept(image.resize((480, 360))),
        lambda image: kept(ImageEnhance.Brightness(image).enhance(1.15), 70),
    ],
    ids=["compressed", "half", "brighter"],
)
def test_a_copy_of_the_picture_before_is_no_picture_after(scene, copy):
    hazard = stage.found(scene.officer, scene.mine)
    image = scenery(1)
    handed_in(scene.officer, hazard, kept(image))
    with pytest.raises(Refused, match="同一张照片"):
        handed_in(scene.officer, hazard, copy(image), PhotoStage.AFTER)
    assert handed_in(scene.officer, hazard, kept(scenery(2)), PhotoStage.AFTER).pk


def test_the_same_shot_at_another_mine_stands_beside_the_decision(scene):
    image = scenery(3)
    other = cast.mine(code=cast.ENPING)
    theirs = stage.found(cast.as_actor(cast.safety_officer(other)), other)
    handed_in(cast.as_actor(cast.safety_officer(other)), theirs, kept(image, 90))
    hazard = scene.general()
    handed_in(scene.principal, hazard, kept(image, 55), PhotoStage.AFTER)
    page = cast.client(cast.county_reviewer(scene.mine.region_code)).get(f"/hazards/{hazard.pk}/accept/")
    assert f"与{theirs.number}" in page.content.decode()
    own = cast.client(cast.principal(scene.mine)).get(f"/hazards/{hazard.pk}/").content.decode()
    assert "辖区以外" in own and theirs.number not in own


def test_pictures_without_detail_are_never_taken_for_one_another(scene):
    dark = [kept(Image.new("RGB", (640, 480), (shade, shade, shade))) for shade in (20, 21)]
    assert fingerprints.alike([one.pk for one in dark]) == {}


def test_old_and_distant_pictures_carry_a_mark(scene):
    scene.mine.latitude, scene.mine.longitude = HERE
    scene.mine.save()
    hazard = stage.found(scene.officer, scene.mine)
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (23.0, 10.0, 58.0), 3: "E", 4: (112.0, 18.0, 50.0)})
    far = kept(scenery(4), exif=exif)
    assert far.exif.get("latitude")
    made = handed_in(
        scene.officer, hazard, far, PhotoStage.AFTER, taken_at=hazard.found_at - timedelta(days=3)
    )  # fmt: skip
    words = " ".join(one.words for one in marks(scene.whole, hazard, [made])[made.pk])
    assert "早于隐患发现" in words and "公里" in words


def test_only_who_works_with_the_matter_gets_the_original_with_its_place_and_device(scene):
    hazard = stage.found(scene.officer, scene.mine)
    exif = Image.Exif()
    exif[0x0110] = "Phone 12"
    made = handed_in(scene.officer, hazard, kept(scenery(5), exif=exif))
    url = f"/hazards/{hazard.pk}/photos/{made.pk}/"
    original = b"".join(cast.client(cast.county_inspector(scene.mine.region_code)).get(url).streaming_content)
    clean = b"".join(cast.client(cast.auditor()).get(url).streaming_content)
    assert b"Phone 12" in original and b"Phone 12" not in clean
