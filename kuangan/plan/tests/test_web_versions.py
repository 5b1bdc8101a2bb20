"""Packages are uploaded, looked through and published."""

import io
import json
import tempfile
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kuangan.plan import actions
from kuangan.plan.models import PlanVersion
from kuangan.plan.states import VersionState
from kuangan.plan.tests import factories
from kuangan.plan.web import uploads
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("march")]


def page(account, name, *args, query=""):
    return cast.client(account).get(reverse(f"plan:{name}", args=args) + query)


def post(account, name, *args, **data):
    return cast.client(account).post(reverse(f"plan:{name}", args=args), data)


def text(response) -> str:
    return response.content.decode()


def upload(account, body, name="plan.yaml"):
    return cast.client(account).post(reverse("plan:load"), {"file": SimpleUploadedFile(name, body)})


def zipped(**files):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return held.getvalue()


def test_city_office_uploads_a_package_as_yaml(published):
    newer = json.dumps(factories.data(version="1.1.0"), ensure_ascii=False).encode()
    answer = upload(cast.city_office(), newer)
    version = PlanVersion.objects.get(version="1.1.0")
    assert answer.url == reverse("plan:version", args=[version.pk])
    assert version.state == VersionState.DRAFT


def test_city_office_uploads_a_package_as_zip_of_a_folder(draft):
    content = factories.data(version="2.0.0")
    duties = {"duties": content.pop("duties")}
    content["include"] = ["duties.yaml"]
    body = zipped(**{"a/plan.yaml": json.dumps(content), "a/duties.yaml": json.dumps(duties), "a/note.docx": "x"})
    assert upload(cast.city_office(), body, "a.zip").status_code == 302
    assert PlanVersion.objects.filter(version="2.0.0").exists()


def test_errors_are_shown_with_line_and_nothing_is_loaded(draft):
    broken = factories.data(version="3.0.0")
    broken["duties"][0]["clauses"] = ["九"]
    answer = upload(cast.city_office(), json.dumps(broken, indent=1).encode())
    assert answer.status_code == 422
    assert "plan.yaml:" in text(answer)
    assert not PlanVersion.objects.filter(version="3.0.0").exists()


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (zipped(**{"../plan.yaml": "urn: x"}), "a.zip"),
        (zipped(**{"/etc/plan.yaml": "urn: x"}), "a.zip"),
        (zipped(**{"a/other.yaml": "urn: x"}), "a.zip"),
        (zipped(**{f"{n}.yaml": "x" for n in range(uploads.MOST_PARTS + 1)}), "a.zip"),
        (zipped(**{"plan.yaml": "x" * (uploads.LARGEST_PART + 1)}), "a.zip"),
        (b"PK\x03\x04 broken", "a.zip"),
        (b"MZ\x00", "plan.exe"),
        (b"\xff\xfe\x00 nothing", "plan.yaml"),
        (b"a: &x [1]\nb: [*x, *x]\n!!python/object:os.system c: 1", "plan.yaml"),
        (b"x" * (uploads.LARGEST + 1), "plan.yaml"),
    ],
    ids=["climbs", "absolute", "no plan", "many", "large part", "damaged", "other type", "not text", "tags", "large"],
)
def test_hostile_upload_is_refused(draft, body, name, tmp_path):
    assert upload(cast.city_office(), body, name).status_code == 422
    assert PlanVersion.objects.count() == 1


def test_zip_that_lies_about_its_size_is_cut_off(draft, monkeypatch):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("plan.yaml", b" " * (uploads.LARGEST_PART * 3))
    assert len(held.getvalue()) < 10_000
    assert upload(cast.city_office(), held.getvalue(), "a.zip").status_code == 422


def test_county_inspector_has_no_loading_page(published):
    assert page(cast.county_inspector(), "load").status_code == 403


# ── versions ──
def test_publishing_needs_the_short_title_written_out(draft):
    leader = cast.city_leader()
    assert post(leader, "publish", draft.pk, title="别的", sure="on").status_code == 422
    assert post(leader, "publish", draft.pk, title="采石场整治").status_code == 422
    draft.refresh_from_db()
    assert draft.state == VersionState.DRAFT
    assert post(leader, "publish", draft.pk, title="采石场整治", sure="on").url == f"/plan/{draft.plan_id}/"
    draft.refresh_from_db()
    assert draft.state == VersionState.PUBLISHED


def test_version_page_shows_warnings_difference_and_trace(published, tmp_path):
    content = factories.data(version="1.1.0", catalogue_rows=5)
    content["duties"][0]["title"] = "每周排查重大隐患"
    second = actions.load(cast.clerk(), factories.package_file(tmp_path / "two", content))
    shown = text(page(cast.city_office(), "version", second.pk))
    assert "每月排查重大隐患" in shown and "每周排查重大隐患" in shown
    assert "4/5" in shown
    assert "plan.yaml:" in shown
    assert page(cast.city_office(), "trace", second.pk).status_code == 200


def test_county_cannot_publish_the_citys_draft(draft):
    assert post(cast.county_leader(), "publish", draft.pk, title="采石场整治", sure="on").status_code == 404
    assert post(cast.county_reviewer(), "publish", draft.pk, title="采石场整治", sure="on").status_code == 403


def test_draft_is_withdrawn_by_the_city(draft):
    post(cast.city_office(), "withdraw", draft.pk)
    draft.refresh_from_db()
    assert draft.state == VersionState.WITHDRAWN


@pytest.mark.parametrize("name", ["../climbed.yaml", "a/../../climbed.yaml", "..\\climbed.yaml"])
def test_archive_writes_nothing_outside_its_folder(draft, name, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    good = json.dumps(factories.data(version="4.0.0"))
    assert upload(cast.city_office(), zipped(**{"plan.yaml": good, name: "urn: x"}), "a.zip").status_code == 422
    assert not list(tmp_path.rglob("climbed.yaml"))
    assert not PlanVersion.objects.filter(version="4.0.0").exists()
